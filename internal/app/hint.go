package app

import (
	"errors"
	"io/fs"
	"syscall"

	"nutgraf/internal/news"
)

// Hint is the way out that an error's kind suggests, or "" when its own words must do.
func Hint(err error) string {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "choose another port with --listen, or stop the program that has this one"
	case errors.Is(err, syscall.EACCES) && isListen(err):
		return "ports below 1024 need rights; choose another with --listen"
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full; nothing that was saved is lost: free some space and start again"
	case errors.Is(err, syscall.EROFS):
		return "the disk is read-only; choose another folder with --data"
	case errors.Is(err, fs.ErrPermission):
		return "check who owns the folder, or choose another with --data"
	case errors.Is(err, news.ErrUnavailable):
		return "nothing that was saved is lost; see that the disk has space and the database answers, and start again"
	}
	return ""
}

func isListen(err error) bool {
	var call interface{ Timeout() bool }
	return errors.As(err, &call) // *net.OpError and *os.SyscallError of a listen; files give *fs.PathError
}
