package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// backupCommand saves the database in one file.
type backupCommand struct {
	app.Storage
	app.Logging
	File string `arg:"" help:"The file to write; - is standard output." type:"path"`
}

func (backupCommand) Help() string {
	return `Safe while the service runs. The file holds everything, and suits SQLite and PostgreSQL alike.

  nutgraf backup news-2026-11-23.nutgraf
  nutgraf restore --data new-folder news-2026-11-23.nutgraf`
}

func (c *backupCommand) Run(s *session) error {
	defer s.catch()()
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	shown := newProgress(s.err, "rows", -1)
	defer shown.end()
	if c.File == "-" {
		return db.Backup(s.ctx, s.out, shown.part)
	}
	if _, err := os.Stat(c.File); err == nil {
		return fmt.Errorf("%s is there already; a backup never overwrites: %w", c.File, news.ErrConflict)
	}
	// Written beside and renamed, so that a half-written file never has the name of a backup.
	part, err := os.CreateTemp(filepath.Dir(c.File), filepath.Base(c.File)+".*.part")
	if err != nil {
		return fmt.Errorf("backup %s: %w", c.File, errors.Unwrap(err)) // the name beside it is nobody's concern
	}
	defer os.Remove(part.Name()) // nothing is there after the rename
	defer part.Close()
	if err := db.Backup(s.ctx, part, shown.part); err != nil {
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	if err := part.Close(); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), c.File); err != nil {
		return err
	}
	fmt.Fprintln(s.err, "everything is in", c.File)
	return nil
}

// restoreCommand fills an empty database.
type restoreCommand struct {
	app.Storage
	app.Logging
	File string `arg:"" help:"A file that \"nutgraf backup\" wrote; - is standard input." type:"path"`
}

func (restoreCommand) Help() string {
	return `The database must be empty: name a new folder, or an empty PostgreSQL database. A damaged file changes nothing.

  nutgraf restore --data new-folder news-2026-11-23.nutgraf
  nutgraf restore --database postgres://user:password@host/nutgraf news-2026-11-23.nutgraf`
}

func (c *restoreCommand) Run(s *session) error {
	defer s.catch()()
	var in io.Reader = os.Stdin
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	db, err := c.Open(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	shown := newProgress(s.err, "rows", -1)
	defer shown.end()
	if err := db.Restore(s.ctx, in, shown.part); err != nil {
		return fmt.Errorf("restore %s: %w", c.File, err)
	}
	fmt.Fprintln(s.err, "everything of", c.File, "is restored")
	return nil
}
