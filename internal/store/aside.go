package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"nutgraf/internal/news"

	"github.com/pressly/goose/v3"
)

// A backup is restored into a file aside, which takes the place of the empty database when it is whole. So nothing has to
// be taken back: the file is written once, without a journal, and needs no room for one. A killed process leaves the file
// aside, which nobody opens and the next Open removes.
const (
	asideSuffix = ".restoring"
	sqliteAside = "_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)" +
		"&_pragma=locking_mode(EXCLUSIVE)&_pragma=cache_size(-131072)"
)

func restoreSQLite(ctx context.Context, s *Store, w *restoring) error {
	if err := s.write(ctx, "restore", w.fits); err != nil {
		return err
	}
	if s.lock == nil {
		return fmt.Errorf("restore: another process works on this database: stop it first: %w", news.ErrConflict)
	}
	aside := s.path + asideSuffix
	err := clearAside(s.path)
	if err == nil {
		err = s.fillAside(ctx, aside, w)
	}
	if err == nil {
		err = s.moveIn(ctx, aside)
	}
	if err != nil {
		return s.fail("restore", errors.Join(err, clearAside(s.path)))
	}
	return nil
}

// clearAside removes what a restore left that was killed.
func clearAside(path string) error {
	for _, suffix := range []string{"", "-journal"} {
		if err := os.Remove(path + asideSuffix + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (s *Store) fillAside(ctx context.Context, aside string, w *restoring) (err error) {
	pool, err := openPool(aside, sqliteAside+s.aside, 1)
	if err != nil {
		return err
	}
	other := &Store{d: s.d, reads: pool, writes: pool, path: aside, log: s.log, stmts: map[kept]*sql.Stmt{}}
	defer func() { err = errors.Join(err, other.Close()) }()
	p, err := migrator(pool, goose.DialectSQLite3, s.d.name)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	return other.attempt(ctx, w.fill)
}

// unindexedSQLite drops all indexes but those of keys.
func unindexedSQLite(ctx context.Context, t *tx) (again []string, err error) {
	rows, err := t.QueryContext(ctx, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
	var names []string
	err = all(rows, err, func(row scanner) error {
		var name, made string
		err := row.Scan(&name, &made)
		names, again = append(names, name), append(again, made)
		return err
	})
	for _, name := range names {
		if err == nil {
			_, err = t.ExecContext(ctx, "DROP INDEX "+name)
		}
	}
	return again, err
}

// moveIn puts a file that is whole into the place of the database, which is empty.
func (s *Store) moveIn(ctx context.Context, aside string) error {
	if err := flushFile(aside); err != nil {
		return err
	}
	s.mu.Lock()
	for key, stmt := range s.stmts {
		stmt.Close()
		delete(s.stmts, key)
	}
	s.mu.Unlock()
	if err := s.reads.Close(); err != nil {
		return err
	}
	// Leaving WAL mode succeeds only when nobody else has the file open, and leaves no WAL that would be taken for the new one's.
	_, left := s.writes.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	if err := errors.Join(left, s.writes.Close()); err != nil {
		return errors.Join(fmt.Errorf("another process reads this database: stop it first: %w: %w", news.ErrConflict, err), s.openPools())
	}
	err := os.Rename(aside, s.path)
	if folder, opened := os.Open(filepath.Dir(s.path)); opened == nil {
		_ = errors.Join(folder.Sync(), folder.Close()) // not every system flushes the names in a folder
	}
	return errors.Join(err, s.openPools())
}

// openPools opens the writer and the readers of the database.
func (s *Store) openPools() (err error) {
	if s.writes, err = openPool(s.path, sqliteWriter, 1); err != nil {
		return err
	}
	s.reads, err = openPool(s.path, sqliteReader, sqliteReaders())
	return err
}

// flushFile has the disk keep what was written to a file.
func flushFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
