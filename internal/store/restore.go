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

// Restore fills an empty database from a backup of either engine, whole or not at all: a backup that is damaged, a full
// disk, a killed process leave the database empty. A database that holds anything is [news.ErrConflict]. Nothing else may
// use the store meanwhile.
func (s *Store) Restore(ctx context.Context, r io.Reader, progress Progress) error {
	return s.restore(ctx, r, progress, false)
}

// RestoreCompared is Restore that reads every table again and compares it with what the backup holds.
func (s *Store) RestoreCompared(ctx context.Context, r io.Reader, progress Progress) error {
	return s.restore(ctx, r, progress, true)
}

func (s *Store) restore(ctx context.Context, r io.Reader, progress Progress, compare bool) error {
	archive, err := newUnarchiver(r)
	if err != nil {
		return s.fail("restore", err)
	}
	defer archive.close()
	work := &restoring{archive: archive, progress: progress}
	if compare {
		archive.sums = map[string]*tableSum{}
	}
	return s.d.restore(ctx, s, work)
}

// restoring is the work of restoring one backup.
type restoring struct {
	archive  *unarchiver
	progress Progress
	began    bool
}

// fits checks that the database is empty and the backup not from the future.
func (w *restoring) fits(ctx context.Context, t *tx) error { return t.fits(ctx, w.archive.header) }

// fill does it all, in a transaction on an empty database.
func (w *restoring) fill(ctx context.Context, t *tx) error {
	if w.began {
		return fmt.Errorf("another process works on this database: stop it first: %w", news.ErrConflict)
	}
	w.began = true // the reader cannot be read twice
	header := w.archive.header
	indexes, err := t.s.d.unindexed(ctx, t)
	if err != nil {
		return err
	}
	total := 0
	for _, n := range header.Rows {
		total += n
	}
	if err := t.fill(ctx, w.archive, w.progress.stepper("rows", total)); err != nil {
		if kind, _ := t.s.d.classify(err); errors.Is(kind, news.ErrConflict) { // rows that do not fit each other; nothing to try again
			return broken(errors.New(err.Error()))
		}
		return err
	}
	for i, index := range indexes {
		if w.progress != nil {
			w.progress("indexes", i, len(indexes))
		}
		if _, err := t.ExecContext(ctx, index); err != nil {
			return err
		}
	}
	if err := t.compare(ctx, w.archive, w.progress); err != nil {
		return err
	}
	for kind, last := range header.LastIDs {
		if !slices.Contains([]string{"source", "feed", "entry", "article", "story", "edit", "entity", "saying", "user", "mute", "search"}, kind) {
			return broken(fmt.Errorf("identifiers of %.40q", kind))
		}
		if err := t.s.d.setLast(ctx, t, kind, last); err != nil {
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
	return t.reindex(ctx, w.progress.stepper("articles made findable", header.Rows["articles"]))
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
			lease = slices.Index(columns, leaseColumn)
			continue
		}
		if query == "" {
			return broken(errDamaged)
		}
		if lease >= 0 {
			row[lease] = int64(0)
		}
		if err := archive.counted(row); err != nil {
			return err
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
