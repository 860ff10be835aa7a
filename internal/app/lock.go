package app

import (
	"io"

	"nutgraf/internal/store"
)

// LockFolder keeps other processes away from a folder until it is closed, or the process ends. The folder is made when it
// is missing. The error wraps news.ErrConflict when another process has it.
func LockFolder(dir string) (io.Closer, error) { return store.LockFolder(dir, dir) }
