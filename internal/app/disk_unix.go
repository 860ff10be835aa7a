//go:build linux || darwin || freebsd

package app

import "golang.org/x/sys/unix"

// freeBytes is how much room a folder's disk has for this user; ok is false where that cannot be told.
func freeBytes(folder string) (n int64, ok bool) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return 0, false
	}
	return int64(stat.Bavail) * int64(stat.Bsize), true //nolint:unconvert // the types differ between systems
}
