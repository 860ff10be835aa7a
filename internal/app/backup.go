package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// Contents are what a backup holds.
type Contents = store.Contents

// VerifyBackup reads a backup to its end. What is cut short or altered is [news.ErrInvalid].
func VerifyBackup(ctx context.Context, file string, progress store.Progress) (Contents, error) {
	in, err := os.Open(file)
	if err != nil {
		return Contents{}, err
	}
	defer in.Close()
	found, err := store.Verify(ctx, in, progress)
	if err != nil {
		return found, fmt.Errorf("%s: %w", file, err)
	}
	return found, nil
}

// TryRestore restores a backup into a database of its own in a folder, compares every table with the backup, lets SQLite
// look the file over, and removes it.
func TryRestore(ctx context.Context, in io.Reader, folder string, progress store.Progress) (err error) {
	dir, err := os.MkdirTemp(folder, "nutgraf-verify-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "nutgraf.db")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.RestoreCompared(ctx, in, progress); err != nil {
		return err
	}
	return db.Check(ctx)
}

// WriteBackup writes a backup into a file that is not there yet, and reads it back whole if so asked. It is written beside it
// and renamed, so that a file that is half written, or not read back, never has the name of a backup.
func WriteBackup(ctx context.Context, db *store.Store, file string, readBack bool, progress store.Progress) error {
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s is there already; a backup never overwrites: %w", file, news.ErrConflict)
	}
	part, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.part")
	if err != nil {
		return fmt.Errorf("backup %s: %w", file, errors.Unwrap(err)) // the name beside it is nobody's concern
	}
	defer os.Remove(part.Name()) // nothing is there after the rename
	defer part.Close()
	if err := db.Backup(ctx, part, progress); err != nil {
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	if readBack {
		if _, err := part.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := store.Verify(ctx, part, progress); err != nil {
			return fmt.Errorf("%s, read back: %w", file, err)
		}
	}
	if err := part.Close(); err != nil {
		return err
	}
	return os.Rename(part.Name(), file)
}

// Backups of a folder are named by the time of their making, in UTC: nutgraf-20261127-030000.nutgraf.
const (
	backupForm   = "nutgraf-20060102-150405.nutgraf"
	failedBackup = "last-failure.txt" // why the last one failed; gone when one succeeded after it
	stalePart    = 24 * time.Hour     // a half-written file of a process that was killed
)

var (
	backupNamed = regexp.MustCompile(`^nutgraf-\d{8}-\d{6}\.nutgraf$`)
	partNamed   = regexp.MustCompile(`^nutgraf-\d{8}-\d{6}\.nutgraf\.\d+\.part$`)
)

// BackupInto writes a backup into a folder, reads it back whole, and then removes the oldest ones until so many are left.
func BackupInto(ctx context.Context, db *store.Store, dir string, keep int, now time.Time, progress store.Progress) (file string, err error) {
	if keep < 1 {
		return "", fmt.Errorf("at least one backup has to be kept: %w", news.ErrInvalid)
	}
	defer func() {
		if err != nil && ctx.Err() == nil {
			_ = os.WriteFile(filepath.Join(dir, failedBackup), []byte(now.UTC().Format(time.RFC3339)+" "+plainWords(err)+"\n"), 0o600) // its age tells too
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	file = filepath.Join(dir, now.UTC().Format(backupForm))
	if err := WriteBackup(ctx, db, file, true, progress); err != nil {
		return "", err
	}
	made, err := backupsIn(dir)
	if err != nil {
		return file, err
	}
	for _, old := range made[:max(0, len(made)-keep)] {
		if err := os.Remove(filepath.Join(dir, old)); err != nil {
			return file, err
		}
	}
	if err := os.Remove(filepath.Join(dir, failedBackup)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return file, err
	}
	return file, removeParts(dir, now)
}

// backupsIn names the backups of a folder, oldest first.
func backupsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var made []string
	for _, e := range entries {
		if e.Type().IsRegular() && backupNamed.MatchString(e.Name()) {
			made = append(made, e.Name())
		}
	}
	slices.Sort(made)
	return made, nil
}

func removeParts(dir string, now time.Time) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		info, failed := e.Info()
		if failed == nil && partNamed.MatchString(e.Name()) && now.Sub(info.ModTime()) > stalePart {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// newestBackup is when the newest backup of a folder was made, zero without one, and why a later one failed.
func newestBackup(dir string) (at time.Time, failed string, err error) {
	made, err := backupsIn(dir)
	if errors.Is(err, os.ErrNotExist) {
		return time.Time{}, "", nil
	}
	if err != nil {
		return time.Time{}, "", err
	}
	if len(made) > 0 {
		if at, err = time.Parse(backupForm, made[len(made)-1]); err != nil {
			return time.Time{}, "", err
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, failedBackup))
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return at, strings.TrimSpace(string(text)), err
}
