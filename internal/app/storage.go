package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// Open opens the database for writing, making it when it is not there.
func (s Storage) Open(ctx context.Context, log *slog.Logger) (*store.Store, error) {
	if s.Database == "" {
		if err := os.MkdirAll(s.Data, 0o700); err != nil {
			return nil, fmt.Errorf("cannot make the folder for the database (choose another with --data): %w", err)
		}
	}
	return store.Open(ctx, store.Options{Path: s.path(), URL: s.Database, Log: log, Notice: notice})
}

// notice tells whoever started a command what takes long.
func notice(text string) { fmt.Fprintln(os.Stderr, text) }

// Read opens a database that is there, for reading; it may be in use by a running service.
func (s Storage) Read(ctx context.Context, log *slog.Logger) (*store.Store, error) {
	if err := s.exists(); err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Options{Path: s.path(), URL: s.Database, ReadOnly: true, Log: log})
}

// exists refuses a folder without a database.
func (s Storage) exists() error {
	if s.Database == "" {
		if _, err := os.Stat(s.path()); os.IsNotExist(err) {
			return fmt.Errorf("no database in %s: name its folder with --data, or make one with \"nutgraf serve\" or \"nutgraf add\": %w", s.Data, news.ErrNotFound)
		}
	}
	return nil
}

func (s Storage) path() string { return filepath.Join(s.Data, "nutgraf.db") }

// Change opens a database that is there for a small change: beside a running service, when one has it.
func (s Storage) Change(ctx context.Context, log *slog.Logger) (*store.Store, error) {
	if err := s.exists(); err != nil {
		return nil, err
	}
	return s.Join(ctx, log)
}

// Join opens the database for a small change, making it when it is not there: beside a running service, when one has it.
func (s Storage) Join(ctx context.Context, log *slog.Logger) (*store.Store, error) {
	db, err := s.Open(ctx, log)
	if s.Database == "" && errors.Is(err, news.ErrConflict) {
		return store.Open(ctx, store.Options{Path: s.path(), Beside: true, Log: log})
	}
	return db, err
}
