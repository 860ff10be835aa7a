package app

import (
	"errors"
	"io/fs"
	"net"
	"syscall"
)

// Hint is the way out that an error's kind suggests, or "" when its own words must do.
func Hint(err error) string {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "choose another port with --listen, or stop the program that has this one"
	case errors.Is(err, syscall.EACCES) && errors.As(err, new(*net.OpError)):
		return "ports below 1024 need rights; choose another with --listen"
	case errors.Is(err, syscall.ENOSPC):
		return "free some space on the disk and start again"
	case errors.Is(err, syscall.EROFS):
		return "the disk is read-only; choose another folder with --data"
	case errors.Is(err, fs.ErrPermission):
		return "check who owns the folder, or choose another with --data"
	}
	return ""
}
