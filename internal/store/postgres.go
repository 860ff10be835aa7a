package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

func postgresDialect() *dialect {
	return &dialect{
		name:     "postgres",
		numbers:  true,
		inList:   "= ANY (CAST(? AS bigint[]))",
		limit:    "LIMIT ?",
		marks:    [2]string{"{", "}"},
		shards:   16,
		classify: classifyPostgres,
		reserve:  reservePostgres,
		last: `SELECT 'source', last_value FROM source_ids UNION ALL SELECT 'feed', last_value FROM feed_ids
			UNION ALL SELECT 'entry', last_value FROM entry_ids UNION ALL SELECT 'article', last_value FROM article_ids
			UNION ALL SELECT name, last FROM sequences`,
		setLast: setLastPostgres,
		restore: func(ctx context.Context, s *Store, w *restoring) error { // the server takes back what does not end
			return s.write(ctx, "restore", func(ctx context.Context, t *tx) error {
				if err := w.fits(ctx, t); err != nil {
					return err
				}
				return w.fill(ctx, t)
			})
		},
		unindexed: func(context.Context, *tx) ([]string, error) { return nil, nil },
		snapshot:  &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		check:     "SELECT 'ok'",
		occupied:  postgresOccupied,
		sizes:     postgresSizes,
		search:    postgresSearch,
		sayings:   postgresSayings,
		under: func(table, id, order string) string {
			return "SELECT k." + id + " FROM unnest(CAST(? AS bigint[])) AS w(value) CROSS JOIN LATERAL (SELECT " + id + " FROM " + table +
				" WHERE key = w.value ORDER BY " + order + " LIMIT CAST(? AS bigint)) k"
		},
	}
}

func (s *Store) openPostgres(ctx context.Context, o Options) error {
	s.d = postgresDialect()
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return fmt.Errorf("the address of the database is not understood: want postgres://user@host/name: %w: %w", news.ErrInvalid, err)
	}
	// Exec mode prepares nothing on the server: behind PgBouncer in transaction mode the next statement may meet
	// another server process, which does not know what was prepared.
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	what := fmt.Sprintf("PostgreSQL at %s, database %s", net.JoinHostPort(config.Host, fmt.Sprint(config.Port)), config.Database)
	s.reads = stdlib.OpenDB(*config)
	s.reads.SetMaxOpenConns(max(16, 4*runtime.GOMAXPROCS(0)))
	s.reads.SetMaxIdleConns(8)
	s.reads.SetConnMaxIdleTime(5 * time.Minute)
	s.writes = s.reads
	if err := s.reads.PingContext(ctx); err != nil {
		return explainPostgres(what, config.User, err)
	}
	p, err := migrator(s.reads, goose.DialectPostgres, s.d.name)
	if err != nil {
		return err
	}
	if o.ReadOnly {
		return s.fail("open", upToDate(ctx, s.reads, p, what))
	}
	return s.fail("open", s.upgradeAlone(ctx, p, what))
}

// upgradeAlone lets one of several starting processes migrate while the others wait. The lock belongs to a
// transaction, not to a session: so it holds behind PgBouncer too, and a killed process leaves nothing behind. Who waits
// asks again and again rather than hold one of a pooler's few connections, of which the one that migrates needs two.
func (s *Store) upgradeAlone(ctx context.Context, p *goose.Provider, what string) error {
	for {
		alone, err := s.tryUpgrade(ctx, p, what)
		if alone || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// tryUpgrade brings the schema up to date, unless another process does so now.
func (s *Store) tryUpgrade(ctx context.Context, p *goose.Provider, what string) (alone bool, err error) {
	guard, err := s.reads.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer guard.Rollback()
	const lock = "SELECT pg_try_advisory_xact_lock(hashtext('nutgraf schema ' || current_schema()))"
	if err := guard.QueryRowContext(ctx, lock).Scan(&alone); err != nil || !alone {
		return false, err
	}
	if err := upgrade(ctx, p, what, s, nil); err != nil {
		return true, err
	}
	if err := s.nameEntries(ctx); err != nil {
		return true, err
	}
	return true, guard.Commit()
}

// explainPostgres words why there is no connection.
func explainPostgres(what, user string, err error) error {
	hint := "is it running, and does --database name the right host and port?"
	var failed *pgconn.PgError
	if errors.As(err, &failed) {
		switch {
		case failed.Code == "3D000":
			hint = "create the database, or name another with --database"
		case strings.HasPrefix(failed.Code, "28"):
			hint = fmt.Sprintf("check the user %q and the password in --database", user)
		case failed.Code == "53300":
			hint = "the server has no connection left: raise max_connections or put PgBouncer before it"
		}
	}
	return fmt.Errorf("%s cannot be used: %s: %w: %s", what, hint, news.ErrUnavailable, oneLine(err))
}

// oneLine tells an error that lists several attempts in one line, each thing once.
func oneLine(err error) string {
	var told []string
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); !slices.Contains(told, line) {
			told = append(told, line)
		}
	}
	return strings.Join(told, " ")
}

func classifyPostgres(err error) (kind error, again bool) {
	var failed *pgconn.PgError
	if errors.As(err, &failed) {
		switch class := failed.Code[:min(2, len(failed.Code))]; {
		case failed.Code == "40001" || failed.Code == "40P01":
			return news.ErrUnavailable, true
		case failed.Code == "23505": // someone else wrote the same row between our look and our write
			return news.ErrConflict, true
		case failed.Code == "23503": // the source was removed between our look and our write: looking again will show
			return news.ErrConflict, true
		case class == "23":
			return news.ErrConflict, false
		case slices.Contains([]string{"08", "53", "57", "58"}, class) || failed.Code == "25006":
			return news.ErrUnavailable, false
		}
		return nil, false
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || pgconn.SafeToRetry(err) {
		return news.ErrUnavailable, false
	}
	return nil, false
}

func reservePostgres(ctx context.Context, t *tx, kind string, n int) ([]int64, error) {
	given := make([]int64, 0, n)
	query := "SELECT nextval('" + kind + "_ids') FROM generate_series(1, CAST(? AS bigint))"
	err := t.each(ctx, func(row scanner) error {
		var id int64
		if err := row.Scan(&id); err != nil {
			return err
		}
		given = append(given, id)
		return nil
	}, query, n)
	slices.Sort(given)
	return given, err
}

func setLastPostgres(ctx context.Context, t *tx, kind string, last int64) error {
	if slices.Contains([]string{"story", "edit", "entity", "saying", "user", "mute", "search"}, kind) {
		return setLast(ctx, t, kind, last)
	}
	if last < 1 {
		return nil // never used: a sequence begins at 1
	}
	var n int64
	return t.each(ctx, func(row scanner) error { return row.Scan(&n) }, "SELECT setval('"+kind+"_ids', ?)", last)
}
