package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"strings"

	"nutgraf/internal/news"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations shows goose the files of one engine only: both engines' files carry the same numbers.
type migrations struct{ suffix string }

func (m migrations) Open(name string) (fs.File, error) {
	return migrationFiles.Open(path.Join("migrations", name))
}

func (m migrations) Glob(pattern string) ([]string, error) {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		matched, err := path.Match(pattern, e.Name())
		if err != nil {
			return nil, err
		}
		if matched && strings.HasSuffix(e.Name(), m.suffix) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// migrator prepares goose for an engine.
func migrator(db *sql.DB, dialect goose.Dialect, engine string) (*goose.Provider, error) {
	return goose.NewProvider(dialect, db, migrations{"." + engine + ".sql"}, goose.WithDisableGlobalRegistry(true))
}

// upgrade brings the schema up to date, and refuses a database that a newer program has made.
func upgrade(ctx context.Context, p *goose.Provider, what string, log *slog.Logger) error {
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema version of %s: %w", what, err)
	}
	if current > target {
		return newer(what, current, target)
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("bring the schema of %s from version %d to %d: %w", what, current, target, err)
	}
	for _, step := range done {
		if current > 0 {
			log.Info("schema upgraded", "version", step.Source.Version, "took", step.Duration)
		}
	}
	return nil
}

// upToDate refuses, for a reader, a schema that is not this program's.
func upToDate(ctx context.Context, db *sql.DB, p *goose.Provider, what string) error {
	var current, target int64
	for _, source := range p.ListSources() {
		target = max(target, source.Version)
	}
	const query = "SELECT version_id FROM goose_db_version WHERE is_applied ORDER BY version_id DESC LIMIT 1"
	if err := db.QueryRowContext(ctx, query).Scan(&current); err != nil {
		return fmt.Errorf("%s holds no nutgraf data, or cannot be read: start \"nutgraf serve\" on it once: %w", what, err)
	}
	switch {
	case current > target:
		return newer(what, current, target)
	case current < target:
		return fmt.Errorf("%s has the older schema %d of %d: stop the service, upgrade it and start it once: %w", what, current, target, news.ErrConflict)
	}
	return nil
}

func newer(what string, current, target int64) error {
	return fmt.Errorf("%s was made by a newer nutgraf (schema %d, this one knows %d): use that program, or restore a backup into another place: %w", what, current, target, news.ErrConflict)
}
