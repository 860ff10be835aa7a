package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// backupCommand saves the database in one file.
type backupCommand struct {
	app.Storage
	app.Logging
	File   string `arg:"" optional:"" help:"The file to write; - is standard output." type:"path"`
	Verify bool   `help:"Read the file back whole."`
	Dir    string `help:"Instead of a file: a folder, in which the backup is named by its time and read back." type:"path" placeholder:"DIR"`
	Keep   int    `help:"With --dir: how many backups are kept there; older ones are removed." default:"7"`
}

func (backupCommand) Help() string {
	return `Safe while the service runs. The file holds everything, and suits SQLite and PostgreSQL alike.

  nutgraf backup news-2026-11-23.nutgraf
  nutgraf backup --dir /srv/backups --keep 7     for a timer: one more, the oldest beyond seven go
  nutgraf verify --restore news-2026-11-23.nutgraf
  nutgraf restore --data new-folder news-2026-11-23.nutgraf

"nutgraf serve --backup-to DIR" makes them by itself.`
}

func (c *backupCommand) Run(s *session) error {
	defer s.catch()()
	switch {
	case (c.File == "") == (c.Dir == ""):
		return fmt.Errorf("name either a file or a folder with --dir: %w", news.ErrInvalid)
	case c.File == "-" && c.Verify:
		return fmt.Errorf("what went to standard output cannot be read back: use \"nutgraf verify\" on the file: %w", news.ErrInvalid)
	}
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	shown := newProgress(s.err, "rows", -1)
	defer shown.end()
	file := c.File
	switch {
	case file == "-":
		return db.Backup(s.ctx, s.out, shown.part)
	case file == "":
		file, err = app.BackupInto(s.ctx, db, c.Dir, c.Keep, time.Now(), shown.part)
	default:
		err = app.WriteBackup(s.ctx, db, file, c.Verify, shown.part)
	}
	if err == nil {
		fmt.Fprintln(s.err, "everything is in", file)
	}
	return err
}

// verifyCommand reads a backup.
type verifyCommand struct {
	File    string `arg:"" help:"A file that \"nutgraf backup\" wrote." type:"existingfile"`
	Restore bool   `help:"Restore it into a database of its own, compare every table with the file, and remove that database."`
	In      string `help:"With --restore: the folder for that database; it takes the room that a restored database takes. The file's own otherwise." type:"existingdir" placeholder:"DIR"`
	List    bool   `help:"Print the tables, their rows, and a sum that is the same for the same rows."`
}

func (verifyCommand) Help() string {
	return `Reads the whole file: nothing is missing, nothing is altered. It touches no database of yours, and exits with 1 when the file is no good.

  nutgraf verify news-2026-11-23.nutgraf
  nutgraf verify --restore news-2026-11-23.nutgraf    the strongest test: what comes out is what went in`
}

func (c *verifyCommand) Run(s *session) error {
	defer s.catch()()
	shown := newProgress(s.err, "rows", -1)
	defer shown.end()
	found, err := app.VerifyBackup(s.ctx, c.File, shown.part)
	if err != nil {
		return err
	}
	if c.Restore {
		if err := c.restore(s, shown); err != nil {
			return err
		}
	}
	shown.end()
	if c.List {
		for _, t := range found.Tables {
			fmt.Fprintf(s.out, "%s  %10d  %s\n", t.Sum, t.Rows, t.Name)
		}
	}
	how := "is whole"
	if c.Restore {
		how = "is whole, and was restored: every table came out as it is in the file"
	}
	fmt.Fprintf(s.out, "%s %s: %d rows of %d tables, made %s from %s, schema %d\n",
		c.File, how, found.Rows, len(found.Tables), found.MadeAt.Format(time.DateTime), found.Engine, found.Schema)
	return nil
}

func (c *verifyCommand) restore(s *session, shown *progress) error {
	in, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	folder := c.In
	if folder == "" {
		folder = filepath.Dir(c.File)
	}
	return app.TryRestore(s.ctx, in, folder, shown.part)
}

// restoreCommand fills an empty database.
type restoreCommand struct {
	app.Storage
	app.Logging
	File    string `arg:"" help:"A file that \"nutgraf backup\" wrote; - is standard input." type:"path"`
	Compare bool   `help:"Read every table again and compare it with the file."`
}

func (restoreCommand) Help() string {
	return `The database must be empty: name a new folder, or an empty PostgreSQL database. A damaged file, a full disk or a killed process
changes nothing. On SQLite a file nutgraf.db.restoring grows beside the database and takes its place when it is whole.

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
	restore := db.Restore
	if c.Compare {
		restore = db.RestoreCompared
	}
	if err := restore(s.ctx, in, shown.part); err != nil {
		return fmt.Errorf("restore %s: %w", c.File, err)
	}
	fmt.Fprintln(s.err, "everything of", c.File, "is restored")
	return nil
}
