//go:build !linux && !darwin && !freebsd

package app

// freeBytes is unknown here.
func freeBytes(string) (n int64, ok bool) { return 0, false }
