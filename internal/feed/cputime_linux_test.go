package feed_test

import (
	"syscall"
	"time"
)

// spent is the processor time that the calling thread has had, which other programs do not lengthen.
func spent() time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var u syscall.Rusage
	if err := syscall.Getrusage(thread, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
