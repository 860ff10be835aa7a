//go:build unix

package searchbench

import (
	"syscall"
	"time"
)

// spent is the processor time that this program has had, which other programs do not lengthen.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
