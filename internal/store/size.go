package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"nutgraf/internal/news"
)

// Sizes tells what each table and index takes, the largest first. On SQLite it reads the whole file; on PostgreSQL rows are the
// server's estimate.
func (s *Store) Sizes(ctx context.Context) ([]news.TableSize, error) {
	tables := map[string]*news.TableSize{}
	table := func(name string) *news.TableSize {
		if tables[name] == nil {
			tables[name] = &news.TableSize{Name: name, Rows: -1}
		}
		return tables[name]
	}
	rows, err := s.rows(ctx, s.d.sizes)
	err = all(rows, err, func(row scanner) error {
		var of, name string
		var bytes, n int64
		if err := row.Scan(&of, &name, &bytes, &n); err != nil {
			return err
		}
		t := table(shadowOf(of))
		if of != name {
			t.Indexes = append(t.Indexes, news.IndexSize{Name: name, Bytes: bytes})
			return nil
		}
		if t.Bytes += bytes; t.Name == of {
			t.Rows = n
		}
		return nil
	})
	if err != nil {
		return nil, s.fail("sizes", err)
	}
	var sizes []news.TableSize
	for _, t := range tables {
		if t.Rows < 0 { // the engine does not tell
			if err := s.one(ctx, func(row scanner) error { return row.Scan(&t.Rows) }, "SELECT count(*) FROM "+t.Name); err != nil {
				return nil, s.fail("rows of "+t.Name, err)
			}
		}
		slices.SortFunc(t.Indexes, func(a, b news.IndexSize) int {
			return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), strings.Compare(a.Name, b.Name))
		})
		sizes = append(sizes, *t)
	}
	slices.SortFunc(sizes, func(a, b news.TableSize) int {
		return cmp.Or(cmp.Compare(b.All(), a.All()), strings.Compare(a.Name, b.Name))
	})
	return sizes, nil
}

// shadowOf is the search index to which a table of FTS5 belongs.
func shadowOf(table string) string {
	for _, index := range []string{"article_search", "saying_search"} {
		if strings.HasPrefix(table, index+"_") {
			return index
		}
	}
	return table
}

const (
	sqliteSizes = `SELECT coalesce(s.tbl_name, d.name), CASE WHEN s.type = 'index' THEN d.name ELSE coalesce(s.tbl_name, d.name) END, d.pgsize, -1
		FROM dbstat d LEFT JOIN sqlite_schema s ON s.name = d.name WHERE d.aggregate = 1 AND d.name <> 'sqlite_schema'`
	postgresSizes = `SELECT c.relname, c.relname, pg_table_size(c.oid), CAST(greatest(c.reltuples, 0) AS bigint) FROM pg_class c
		WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
		UNION ALL SELECT c.relname, i.relname, pg_relation_size(i.oid), 0 FROM pg_class c JOIN pg_index x ON x.indrelid = c.oid
			JOIN pg_class i ON i.oid = x.indexrelid WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace`
)
