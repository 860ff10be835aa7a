// Package store keeps everything in one database: SQLite in a file, or PostgreSQL. It is one implementation over
// database/sql; what the engines truly do differently is in the dialect.
//
// [Open] gives a [Store]. Its methods fall into three groups:
//
//   - Stages claim work and save what came of it: ClaimFeeds and SaveEntries, ClaimEntries and SaveArticles,
//     ClaimArticles and SaveStories. The tables are the queues. A claim sets a lease on its rows; a save whose lease
//     was lost changes nothing for that row; a save is one transaction. So a killed process loses nothing, several
//     processes may share a PostgreSQL database, and nothing is ever saved twice.
//   - Pages read: Stories, Story, StoryArticles, Article, Latest, Sources, Search. Each is one statement, and lists
//     are read by keyset: the "next" of one page is the [news.Filter] After of the following.
//   - Operators: Subscribe, Setting, Export…, Backup, Restore.
//
// Errors wrap the vocabulary's: [news.ErrNotFound], [news.ErrInvalid] for a broken After, [news.ErrConflict] for
// what someone else holds, and [news.ErrUnavailable] when the database cannot work now: a full disk, a lost
// connection, a read-only opening. A failed write has changed nothing.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"nutgraf/internal/news"
)

// Options say which database to open, and how.
type Options struct {
	Path     string       // of the SQLite file; made when missing, unless ReadOnly
	URL      string       // postgres://…; wins over Path
	ReadOnly bool         // for reading beside a running service: takes no lock, changes nothing
	Beside   bool         // for a small change beside a running service: takes no lock, leaves schema and leases alone
	Log      *slog.Logger // nil: silent
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	d        *dialect
	reads    *sql.DB // many connections
	writes   *sql.DB // on SQLite one connection; on PostgreSQL the same pool as reads
	lock     *fileLock
	readOnly bool
	log      *slog.Logger
	clock    func() time.Time // by which patience ends
	slice    int              // how many articles a search looks at first

	spoken atomic.Pointer[spoken]

	texts sync.Map // SQL as written → SQL of the engine
	mu    sync.Mutex
	stmts map[kept]*sql.Stmt // SQLite only
}

// Open opens the database, brings its schema up to date and takes back what a killed process had claimed. Its errors
// name what is wrong and the way out.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{readOnly: o.ReadOnly, log: o.Log, stmts: map[kept]*sql.Stmt{}, clock: time.Now, slice: firstSlice}
	var err error
	if o.URL != "" {
		err = s.openPostgres(ctx, o)
	} else {
		err = s.openSQLite(ctx, o)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close ends the use of the database. Closing twice is fine.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, stmt := range s.stmts {
		errs = append(errs, stmt.Close())
	}
	clear(s.stmts)
	if s.writes != nil && s.writes != s.reads {
		errs = append(errs, s.writes.Close())
	}
	if s.reads != nil {
		errs = append(errs, s.reads.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Release())
		s.lock = nil
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.fail("ping", s.one(ctx, func(row scanner) error { return row.Scan(new(int)) }, "SELECT 1"))
}

// fail gives an error its operation and, where the engine's code tells, its kind.
func (s *Store) fail(op string, err error) error {
	if err == nil {
		return nil
	}
	for _, known := range []error{news.ErrNotFound, news.ErrInvalid, news.ErrConflict, news.ErrUnavailable, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return fmt.Errorf("%s: %w", op, err)
		}
	}
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s: %w", op, news.ErrNotFound)
	}
	if kind, _ := s.d.classify(err); kind != nil {
		return fmt.Errorf("%s: %w: %w", op, kind, err)
	}
	return fmt.Errorf("%s: %w", op, err)
}
