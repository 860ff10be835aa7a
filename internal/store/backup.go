package store

import (
	"context"
	"database/sql"
	"io"
	"slices"
	"time"
)

// archived are the tables of a backup, parents before children. Sign-ins and leases are of the moment and stay out,
// and so do subscriptions at hubs: where a backup is restored, another address may answer, and a secret that travels in
// files is none; the next polls bring them back. The search index is made anew from the articles.
func archived() []string {
	return []string{"sources", "feeds", "listed", "entries", "entry_details", "entry_aliases", "entry_versions", "captures", "articles", "article_bodies",
		"stories", "story_log", "story_peaks", "redirects", "gists", "threads", "thread_redirects", "settings", "counters", "learned", "furniture", "edits",
		"facts", "entities", "entity_keys", "entity_words", "entity_redirects", "namings", "sayings", "saying_keys", "saying_redirects", "abouts", "carriers", "agenda", "entity_edits",
		"users", "follows", "mutes", "saved", "readings", "searches", "takedowns", "barred"}
}

const schemaVersion = "SELECT max(version_id) FROM goose_db_version"

// Progress is told how far long work is: what is counted, how many are done, and how many there are about. It may be nil.
type Progress func(what string, done, total int)

// Backup writes everything but sign-ins to w, as it is at one moment, while work goes on. The archive fits both
// engines. On SQLite what is written meanwhile stays in the file's WAL until the backup is done.
func (s *Store) Backup(ctx context.Context, w io.Writer, progress Progress) error {
	return s.fail("backup", s.backup(ctx, w, progress))
}

func (s *Store) backup(ctx context.Context, w io.Writer, progress Progress) error {
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
	step := progress.stepper("rows", total)
	for _, table := range archived() {
		if err := archiveTable(ctx, snapshot, archive, table, step); err != nil {
			archive.zip.Close()
			return err
		}
	}
	return archive.close()
}

// stepper counts, and tells progress of every thousandth.
func (p Progress) stepper(what string, total int) func() {
	done := 0
	return func() {
		done++
		if p != nil && (done%1000 == 0 || done == total) {
			p(what, done, max(done, total))
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
	return eachRow(rows, columns, func(values []any) error {
		step()
		return archive.row(values)
	})
}

// eachRow reads rows, whatever is in them. A lease is of the moment: it is read as none.
func eachRow(rows *sql.Rows, columns []string, take func(values []any) error) error {
	values := make([]any, len(columns))
	places := make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	lease := slices.Index(columns, leaseColumn)
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		if lease >= 0 {
			values[lease] = int64(0)
		}
		if err := take(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

const leaseColumn = "lease_until"
