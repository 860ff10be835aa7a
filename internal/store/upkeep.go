package store

import (
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// Occupied says what room the database takes. What is free in PostgreSQL's files is estimated, for the tables that let go.
func (s *Store) Occupied(ctx context.Context) (o news.Occupied, err error) {
	err = s.one(ctx, func(row scanner) error { return row.Scan(&o.Total, &o.Free) }, s.d.occupied)
	return o, s.fail("room taken", err)
}

const (
	sqliteOccupied = `SELECT c.page_count * s.page_size, f.freelist_count * s.page_size
		FROM pragma_page_count() c, pragma_page_size() s, pragma_freelist_count() f`
	// A server does not say what is free in its files. A row takes its columns and 28 bytes, a value that is stored apart one page
	// for each four of its pieces. Where nothing is counted, which is so after a crash of the server, all counts as free: then nothing goes.
	postgresOccupied = `WITH emptied AS (SELECT c.oid, c.relname, c.reltoastrelid FROM pg_class c
			WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN ('captures', 'article_bodies', 'entry_details')),
		needed AS (SELECT oid, pg_stat_get_live_tuples(oid) * (SELECT sum(avg_width) + 28 FROM pg_stats p
				WHERE p.schemaname = current_schema() AND p.tablename = emptied.relname) * 1.1 AS bytes FROM emptied
			UNION ALL SELECT reltoastrelid, pg_stat_get_live_tuples(reltoastrelid) * 2048 FROM emptied WHERE reltoastrelid <> 0)
		SELECT pg_database_size(current_database()),
			(SELECT CAST(coalesce(sum(greatest(pg_relation_size(oid) - bytes, 0)), 0) AS bigint) FROM needed)`
)

// Tidy does one small step of upkeep, and reports whether there is more to do, and how long the database was held. A server looks
// after itself: there it does nothing.
func (s *Store) Tidy(ctx context.Context) (more bool, held time.Duration, err error) {
	for _, step := range s.d.tidy {
		err := s.write(ctx, "upkeep", func(ctx context.Context, t *tx) (err error) {
			began := time.Now()
			defer func() { held = time.Since(began) }()
			more, err = step(ctx, t)
			return err
		})
		if more || err != nil {
			return more, held, err
		}
	}
	return false, held, nil
}

// What one step does at most.
const (
	mergeStep  = 32  // pages of a search index that are written
	vacuumStep = 100 // pages that are given back
	spareShare = 10  // one page in so many stays free for what comes next
	sparePages = 2560
)

// sqliteTidy are the steps of upkeep. Statistics are not among them: every statement is planned, and its plan tested, without any,
// and PRAGMA optimize could change a plan at any hour.
var sqliteTidy = []func(context.Context, *tx) (bool, error){
	func(ctx context.Context, t *tx) (bool, error) { return t.mergeSome(ctx, "article_search", mergeStep) },
	func(ctx context.Context, t *tx) (bool, error) { return t.mergeSome(ctx, "saying_search", mergeStep) },
	func(ctx context.Context, t *tx) (bool, error) { return t.shorten(ctx) },
}

// mergeSome merges parts of a search index, which drops what was deleted from it.
func (t *tx) mergeSome(ctx context.Context, index string, pages int) (more bool, err error) {
	var before, after int64
	const changes = "SELECT total_changes()"
	if err := t.QueryRowContext(ctx, changes).Scan(&before); err != nil {
		return false, err
	}
	if _, err := t.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s (%s, rank) VALUES ('merge', %d)", index, index, pages)); err != nil {
		return false, err
	}
	err = t.QueryRowContext(ctx, changes).Scan(&after)
	return after-before >= 2, err // as its manual says
}

// shorten gives pages back of a file that has many free pages. One that was made before there was incremental vacuum stays as long as it
// is, and its free pages are used again; see Compact.
func (t *tx) shorten(ctx context.Context) (more bool, err error) {
	var mode, pages, free int64
	const query = "SELECT a.auto_vacuum, c.page_count, f.freelist_count FROM pragma_auto_vacuum() a, pragma_page_count() c, pragma_freelist_count() f"
	if err := t.QueryRowContext(ctx, query).Scan(&mode, &pages, &free); err != nil {
		return false, err
	}
	if spare := max(pages/spareShare, sparePages); mode != 2 || free < spare+vacuumStep {
		return false, nil
	}
	rows, err := t.QueryContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", vacuumStep))
	return true, all(rows, err, func(scanner) error { return nil }) // a page a row
}

// Compact writes an SQLite database anew, without free pages and so that later ones can be given back in small steps. It needs the
// room of the database once more, and nobody can write meanwhile. On a server it does nothing.
func (s *Store) Compact(ctx context.Context) error {
	if s.d.tidy == nil {
		return nil
	}
	for _, query := range []string{"PRAGMA auto_vacuum = 2", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := s.writes.ExecContext(ctx, query); err != nil {
			return s.fail("compact", err)
		}
	}
	return nil
}
