//go:build !unix

package pgtest

import (
	"os"
	"syscall"
)

var quit = os.Kill

func unprivileged(string) (*syscall.SysProcAttr, error) { return &syscall.SysProcAttr{}, nil }
