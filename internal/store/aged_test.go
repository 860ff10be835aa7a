package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Aged makes a database of an older schema from the rows of a newer one, the SQLite file at from: every table and column
// that the older schema has already. On SQLite its search index comes along; on PostgreSQL it stays empty.
func Aged(tb testing.TB, engine, place string, version int64, from string) {
	tb.Helper()
	ctx := context.Background()
	p, db := provider(tb, engine, place)
	if _, err := p.UpTo(ctx, version); err != nil {
		tb.Fatal(err)
	}
	old := columnsOf(tb, engine, db)
	_, newer := provider(tb, "sqlite", "file:"+from+"?mode=ro")
	now := columnsOf(tb, "sqlite", newer)
	common := map[string][]string{}
	for table, columns := range old {
		for _, column := range columns {
			if slices.Contains(now[table], column) {
				common[table] = append(common[table], column)
			}
		}
	}
	var counted []string // what the older schema counts already
	rows, err := db.Query("SELECT name FROM sequences")
	err = all(rows, err, func(row scanner) error {
		var name string
		err := row.Scan(&name)
		counted = append(counted, "'"+name+"'")
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	where := func(table string) string {
		if table == "sequences" {
			return " WHERE name IN (" + strings.Join(counted, ", ") + ")"
		}
		return ""
	}
	copyRows := copySQLite
	if engine == "postgres" {
		copyRows = copyPostgres
	}
	if err := copyRows(ctx, db, newer, from, common, where); err != nil {
		tb.Fatal(err)
	}
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
}

// columnsOf lists the columns of every table of ours.
func columnsOf(tb testing.TB, engine string, db *sql.DB) map[string][]string {
	tb.Helper()
	query := `SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
		AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE '%\_search\_%' ESCAPE '\' ORDER BY m.name, c.cid`
	if engine == "postgres" {
		query = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()
			AND table_name NOT LIKE 'goose%' AND table_name NOT LIKE '%\_search%' AND table_name NOT LIKE '%\_ids' ORDER BY table_name, ordinal_position`
	}
	columns := map[string][]string{}
	rows, err := db.Query(query)
	err = all(rows, err, func(row scanner) error {
		var table, column string
		err := row.Scan(&table, &column)
		columns[table] = append(columns[table], column)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return columns
}

func copySQLite(ctx context.Context, db, _ *sql.DB, from string, common map[string][]string, where func(string) string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for _, setting := range []string{"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA foreign_keys = OFF", "PRAGMA cache_size = -131072"} {
		if _, err := conn.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	if _, err := conn.ExecContext(ctx, "ATTACH ? AS newer", "file:"+from+"?mode=ro"); err != nil {
		return err
	}
	inner, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer inner.Rollback()
	indexes, err := unindexedSQLite(ctx, &tx{Tx: inner})
	if err != nil {
		return err
	}
	for _, index := range []string{"article_search", "saying_search"} { // the rows of an index that is made alike
		var alike int
		const query = "SELECT count(*) FROM main.sqlite_schema m JOIN newer.sqlite_schema n ON n.name = m.name AND n.sql = m.sql WHERE m.name = ?"
		if err := inner.QueryRowContext(ctx, query, index).Scan(&alike); err != nil {
			return err
		}
		for _, part := range []string{"data", "idx", "docsize"} {
			if alike > 0 {
				common[index+"_"+part] = []string{"*"}
			}
		}
	}
	for table, columns := range common {
		list := strings.Join(columns, ", ")
		into := table
		if list != "*" {
			into += " (" + list + ")"
		}
		if _, err := inner.ExecContext(ctx, "DELETE FROM main."+table); err != nil {
			return err
		}
		if _, err := inner.ExecContext(ctx, "INSERT INTO main."+into+" SELECT "+list+" FROM newer."+table+where(table)); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	for _, index := range indexes {
		if _, err := inner.ExecContext(ctx, index); err != nil {
			return err
		}
	}
	return inner.Commit()
}

// rowsOf feeds COPY from a query.
type rowsOf struct {
	*sql.Rows
	n int
}

func (r rowsOf) Values() ([]any, error) {
	values, places := make([]any, r.n), make([]any, r.n)
	for i := range values {
		places[i] = &values[i]
	}
	err := r.Scan(places...)
	for i, value := range values {
		if b, ok := value.([]byte); ok && b == nil { // empty, which PostgreSQL would take for nothing
			values[i] = []byte{}
		}
	}
	return values, err
}

func copyPostgres(ctx context.Context, db, newer *sql.DB, _ string, common map[string][]string, where func(string) string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SET session_replication_role = replica"); err != nil { // no foreign keys
		return err
	}
	for table, columns := range common {
		if _, err := conn.ExecContext(ctx, "DELETE FROM "+table); err != nil {
			return err
		}
		rows, err := newer.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+table+where(table))
		if err != nil {
			return err
		}
		err = conn.Raw(func(driver any) error {
			_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, rowsOf{rows, len(columns)})
			return err
		})
		if err = errors.Join(err, rows.Close()); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

// Columns lists the columns of every table of a database, and Sums what is in them: the rows of each table and their sum.
func Columns(tb testing.TB, engine, place string) map[string][]string {
	tb.Helper()
	_, db := provider(tb, engine, place)
	defer db.Close()
	return columnsOf(tb, engine, db)
}

func Sums(tb testing.TB, engine, place string, columns map[string][]string) map[string]string {
	tb.Helper()
	_, db := provider(tb, engine, place)
	defer db.Close()
	sums := map[string]string{}
	for table, list := range columns {
		if table == "sequences" { // later schemas count more
			rows, err := db.Query("SELECT name, last FROM sequences")
			err = all(rows, err, func(row scanner) error {
				var name, last string
				err := row.Scan(&name, &last)
				sums["sequence of "+name] = last
				return err
			})
			if err != nil {
				tb.Fatal(err)
			}
			continue
		}
		sum := &tableSum{}
		rows, err := db.Query("SELECT " + strings.Join(list, ", ") + " FROM " + table)
		if err == nil {
			err = closeWith(rows, eachRow(rows, list, sum.add))
		}
		if err != nil {
			tb.Fatal(err)
		}
		sums[table] = fmt.Sprintf("%d rows, %v", sum.rows, sum)
	}
	return sums
}
