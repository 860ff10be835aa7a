package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

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

// upgrade brings the schema up to date, and refuses a database that a newer program has made. Each step is a transaction
// of its own: a process that is killed leaves the schema before it, and the next one goes on from there. written tells how
// much a step has written so far; it may be nil.
func upgrade(ctx context.Context, p *goose.Provider, what string, s *Store, written func() int64) error {
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema version of %s: %w", what, err)
	}
	if current > target {
		return newer(what, current, target)
	}
	if current == 0 { // new: nobody waits for it
		_, err = p.Up(ctx)
		return wordUpgrade(err, what, current, target)
	}
	for current < target {
		began := time.Now()
		done := s.watch(func() string {
			return fmt.Sprintf("%s: schema %d of %d, step %s%s, %v so far", what, current, target, nextStep(p, current), volume(written), time.Since(began).Round(time.Second))
		})
		step, err := p.UpByOne(ctx)
		done()
		if err != nil {
			return wordUpgrade(err, what, current, target)
		}
		current = step.Source.Version
		s.log.Info("schema upgraded", "version", current, "took", step.Duration)
	}
	return nil
}

func wordUpgrade(err error, what string, current, target int64) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("bring the schema of %s from version %d to %d: %w", what, current, target, err)
}

// nextStep names the step after a version, as its file is named: "0008_log".
func nextStep(p *goose.Provider, current int64) string {
	for _, source := range p.ListSources() {
		if source.Version > current {
			name, _, _ := strings.Cut(path.Base(source.Path), ".")
			return name
		}
	}
	return ""
}

func volume(written func() int64) string {
	if written == nil || written() == 0 {
		return ""
	}
	return fmt.Sprintf(", %s of journal", news.Bytes(written()))
}

// Opening tells of its work when it takes longer than firstWord, and then at every nextWord.
const (
	firstWord = 2 * time.Second
	nextWord  = 5 * time.Second
)

// watch tells the person who waits how work goes, until done is called.
func (s *Store) watch(how func() string) (done func()) {
	if s.notice == nil {
		return func() {}
	}
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for wait := time.NewTimer(firstWord); ; wait.Reset(nextWord) {
			select {
			case <-end:
				wait.Stop()
				return
			case <-wait.C:
				s.notice(how())
			}
		}
	}()
	return func() { close(end); <-ended }
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
