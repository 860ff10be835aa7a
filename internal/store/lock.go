package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"nutgraf/internal/news"
)

// fileLock keeps a second writing process away from a SQLite database. The operating system lets go of it when the
// process ends, however it ends; the file itself stays and only tells who holds it.
type fileLock struct{ file *os.File }

// errLocked is what the platform's lock says when another process has it.
var errLocked = errors.New("locked")

// takeLock takes the lock at path for the database named what.
func takeLock(path, what string) (*fileLock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(file); err != nil {
		defer file.Close()
		if !errors.Is(err, errLocked) {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		return nil, fmt.Errorf("%s is in use by another nutgraf%s; stop it or choose another --data: %w", what, ownerOf(file), news.ErrConflict)
	}
	// Who holds it is told for people only: failing to write it is no reason to fail.
	if file.Truncate(0) == nil {
		_, _ = file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return &fileLock{file}, nil
}

// ownerOf reads who holds the lock, as " (pid 123)", or nothing.
func ownerOf(file *os.File) string {
	b := make([]byte, 20)
	n, err := file.ReadAt(b, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return ""
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b[:n])))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (pid %d)", pid)
}

// Release gives the lock back.
func (l *fileLock) Release() error { return l.file.Close() }

// LockFolder keeps other processes away from a folder of files that is not a database; what names it in the error.
func LockFolder(dir, what string) (io.Closer, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock, err := takeLock(filepath.Join(dir, "lock"), what)
	if err != nil {
		return nil, err
	}
	return lock.file, nil
}
