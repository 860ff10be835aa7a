package extract_test

import (
	"time"

	"golang.org/x/sys/unix"
)

// spent is the processor time that the calling thread has had, which other programs do not lengthen.
func spent() time.Duration {
	var at unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &at); err != nil {
		return 0
	}
	return time.Duration(at.Nano())
}
