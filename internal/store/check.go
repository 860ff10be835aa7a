package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"nutgraf/internal/news"
)

// Check looks whether the database is whole. On SQLite it reads the file from end to end, which may take minutes; a
// server looks after itself. Damage is [news.ErrUnavailable].
func (s *Store) Check(ctx context.Context) error {
	var said string
	if err := s.one(ctx, func(row scanner) error { return row.Scan(&said) }, s.d.check); err != nil {
		return s.fail("check", err)
	}
	if said != "ok" {
		return fmt.Errorf("check: the database is damaged: %.200s: restore a backup into another place: %w", said, news.ErrUnavailable)
	}
	return nil
}

// InUse says whether a process holds the lock of the SQLite database at path, and which, such as " (pid 123)".
func InUse(path string) (by string, used bool, err error) {
	file, err := os.OpenFile(filepath.Join(filepath.Dir(path), "nutgraf.lock"), os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	defer file.Close() // which lets go of the lock, when nobody else had it
	err = lockFile(file)
	if errors.Is(err, errLocked) {
		return ownerOf(file), true, nil
	}
	return "", false, err
}
