package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// archived are the tables of a backup, parents before children. Sign-ins and leases are of the moment and stay out,
// and so do subscriptions at hubs: where a backup is restored, another address may answer, and a secret that travels in
// files is none; the next polls bring them back. The search index is made anew from the articles.
func archived() []string {
	return []string{"sources", "feeds", "listed", "entries", "entry_details", "entry_aliases", "entry_versions", "captures", "articles", "article_bodies",
		"stories", "story_log", "story_peaks", "redirects", "gists", "threads", "thread_redirects", "settings", "counters", "learned", "furniture", "edits",
		"facts", "entities", "entity_keys", "entity_words", "entity_redirects", "namings", "sayings", "saying_keys", "saying_redirects", "abouts", "carriers", "agenda", "entity_edits",
		"users", "follows", "mutes", "saved", "readings", "takedowns", "barred"}
}

const schemaVersion = "SELECT max(version_id) FROM goose_db_version"

// Backup writes everything but sign-ins to w, as it is at one moment, while work goes on. The archive fits both
// engines. progress, which may be nil, is told how many rows are done and how many there are about.
func (s *Store) Backup(ctx context.Context, w io.Writer, progress func(done, total int)) error {
	return s.fail("backup", s.backup(ctx, w, progress))
}

func (s *Store) backup(ctx context.Context, w io.Writer, progress func(done, total int)) error {
	snapshot, err := s.reads.BeginTx(ctx, s.d.snapshot)
	if err != nil {
		return err
	}
	defer snapshot.Rollback()
	header := archiveHeader{Format: archiveFormat, Engine: s.d.name, MadeAt: time.Now().UTC(), Rows: map[string]int{}, LastIDs: map[string]int64{}}
	if err := snapshot.QueryRowContext(ctx, schemaVersion).Scan(&header.Schema); err != nil {
		return err
	}
	total := 0
	for _, table := range archived() {
		var n int
		if err := snapshot.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n); err != nil {
			return err
		}
		header.Rows[table] = n
		total += n
	}
	rows, err := snapshot.QueryContext(ctx, s.d.last)
	err = all(rows, err, func(row scanner) error {
		var kind string
		var last int64
		err := row.Scan(&kind, &last)
		header.LastIDs[kind] = last
		return err
	})
	if err != nil {
		return err
	}
	archive, err := newArchiver(w, header)
	if err != nil {
		return err
	}
	step := stepper(progress, total)
	for _, table := range archived() {
		if err := archiveTable(ctx, snapshot, archive, table, step); err != nil {
			archive.zip.Close()
			return err
		}
	}
	return archive.close()
}

// stepper counts rows and tells progress of every thousandth.
func stepper(progress func(done, total int), total int) func() {
	done := 0
	return func() {
		done++
		if progress != nil && (done%1000 == 0 || done == total) {
			progress(done, max(done, total))
		}
	}
}

func archiveTable(ctx context.Context, snapshot *sql.Tx, archive *archiver, table string, step func()) error {
	rows, err := snapshot.QueryContext(ctx, "SELECT * FROM "+table+" ORDER BY 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	if err := archive.table(table, columns); err != nil {
		return err
	}
	values := make([]any, len(columns))
	places := make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		if err := archive.row(values); err != nil {
			return err
		}
		step()
	}
	return rows.Err()
}

// Restore fills an empty database from a backup of either engine, in one transaction: a backup that is damaged, or
// anything else that fails, leaves the database empty. A database that holds anything is [news.ErrConflict].
func (s *Store) Restore(ctx context.Context, r io.Reader, progress func(done, total int)) error {
	archive, err := newUnarchiver(r)
	if err != nil {
		return s.fail("restore", err)
	}
	defer archive.close()
	tried := false
	return s.write(ctx, "restore", func(ctx context.Context, t *tx) error {
		if tried {
			return fmt.Errorf("another process works on this database: stop it first: %w", news.ErrConflict)
		}
		tried = true // the reader cannot be read twice
		if err := t.fits(ctx, archive.header); err != nil {
			return err
		}
		total := 0
		for _, n := range archive.header.Rows {
			total += n
		}
		if err := t.fill(ctx, archive, stepper(progress, total)); err != nil {
			if kind, _ := s.d.classify(err); errors.Is(kind, news.ErrConflict) { // rows that do not fit each other; nothing to try again
				return broken(errors.New(err.Error()))
			}
			return err
		}
		for kind, last := range archive.header.LastIDs {
			if !slices.Contains([]string{"source", "feed", "entry", "article", "story", "edit", "entity", "saying", "user", "mute"}, kind) {
				return broken(fmt.Errorf("identifiers of %.40q", kind))
			}
			if err := s.d.setLast(ctx, t, kind, last); err != nil {
				return err
			}
		}
		for left := true; left; { // an older program's entries have no keys
			if left, err = t.nameSome(ctx); err != nil {
				return err
			}
		}
		if err := t.beginLog(ctx, time.Now()); err != nil { // nor have its stories states
			return err
		}
		if err := t.beginLedger(ctx); err != nil {
			return err
		}
		return t.reindex(ctx)
	})
}

// fits checks that the database is empty and the backup not from the future.
func (t *tx) fits(ctx context.Context, header archiveHeader) error {
	if header.Format != archiveFormat {
		return fmt.Errorf("the backup has format %d, this program reads %d: use a newer nutgraf: %w", header.Format, archiveFormat, news.ErrConflict)
	}
	var version int64
	if err := t.QueryRowContext(ctx, schemaVersion).Scan(&version); err != nil {
		return err
	}
	if header.Schema > version {
		return fmt.Errorf("the backup was made by a newer nutgraf (schema %d, this one knows %d): use that program: %w", header.Schema, version, news.ErrConflict)
	}
	for _, table := range archived() {
		var one int
		err := t.QueryRowContext(ctx, "SELECT 1 FROM "+table+" LIMIT 1").Scan(&one)
		if err == nil {
			return fmt.Errorf("the database is not empty (there are %s): restore into a new one, with another --data or --database: %w", table, news.ErrConflict)
		}
		if err != sql.ErrNoRows {
			return err
		}
	}
	return nil
}

// restoreStep is how many rows are written together, and restoreBytes how much of values.
const (
	restoreStep  = 500
	restoreBytes = 8 << 20
)

// fill inserts all rows of a backup. Leases in it were other processes'.
func (t *tx) fill(ctx context.Context, archive *unarchiver, step func()) error {
	var query string
	var rows [][]any
	lease, held := -1, 0
	flush := func() error {
		_, err := t.bulk(ctx, query, rows)
		rows, held = rows[:0], 0
		return err
	}
	for {
		table, columns, row, err := archive.next()
		if err != nil {
			return err
		}
		if row == nil {
			if err := flush(); err != nil {
				return err
			}
			if table == "" {
				return nil
			}
			if query, err = t.fillQuery(ctx, table, columns); err != nil {
				return err
			}
			lease = slices.Index(columns, "lease_until")
			continue
		}
		if query == "" {
			return broken(errDamaged)
		}
		if lease >= 0 {
			row[lease] = int64(0)
		}
		rows, held = append(rows, row), held+sizeOf(row)
		if len(rows) == restoreStep || held > restoreBytes {
			if err := flush(); err != nil {
				return err
			}
		}
		step()
	}
}

func sizeOf(row []any) (n int) {
	for _, value := range row {
		switch v := value.(type) {
		case string:
			n += len(v)
		case []byte:
			n += len(v)
		}
	}
	return n
}

// fillQuery writes the INSERT of a table, after comparing every name with those the database really has.
func (t *tx) fillQuery(ctx context.Context, table string, columns []string) (string, error) {
	if !slices.Contains(archived(), table) {
		return "", broken(fmt.Errorf("unknown table %.40q", table))
	}
	rows, err := t.QueryContext(ctx, "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		return "", err
	}
	known, err := rows.Columns()
	if err := closeWith(rows, err); err != nil {
		return "", err
	}
	for i, column := range columns {
		if !slices.Contains(known, column) || slices.Index(columns, column) != i {
			return "", broken(fmt.Errorf("unknown column %.40q of table %s", column, table))
		}
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")
	return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES (" + marks + ")", nil
}

func closeWith(rows *sql.Rows, err error) error {
	if closed := rows.Close(); err == nil {
		err = closed
	}
	return err
}

// beginLedger has the articles of an older program's backup wait for the ledger, and makes the search index of sayings.
func (t *tx) beginLedger(ctx context.Context) error {
	const begin = `INSERT INTO facts (article_id, version, pos) SELECT id, CASE WHEN story_id = 0 THEN -1 ELSE 1 END, pos FROM articles a
		WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.article_id = a.id)`
	if _, err := t.exec(ctx, begin); err != nil {
		return err
	}
	const query = "SELECT place, text, spoken_by, role, told FROM sayings WHERE place > ? ORDER BY place LIMIT ?"
	for last := int64(0); ; {
		var rows [][]any
		err := t.each(ctx, func(row scanner) error {
			var s news.Saying
			err := row.Scan(&last, &s.Text, &s.SpokenBy, &s.Role, &s.Told)
			rows = append(rows, append([]any{last}, t.s.d.sayings.encode(termsOfSaying(&s))...))
			return err
		}, query, last, restoreStep)
		if err != nil || len(rows) == 0 {
			return err
		}
		if _, err := t.bulk(ctx, t.s.d.sayings.insert, rows); err != nil {
			return err
		}
	}
}
