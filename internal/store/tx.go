package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// tx is a writing transaction.
type tx struct {
	*sql.Tx
	s     *Store
	mine  map[string]*sql.Stmt // prepared statements by text, for an engine that keeps them
	fresh []string             // texts prepared for this transaction only, worth keeping for the next
}

// errAgain asks write for another try: another transaction was faster, and reading again will show what it did.
var errAgain = errors.New("another transaction was faster")

const tries = 6

// write runs do in one transaction, and again when it only collided with another one. When it returns an error,
// nothing has changed.
func (s *Store) write(ctx context.Context, op string, do func(context.Context, *tx) error) error {
	if s.readOnly {
		return fmt.Errorf("%s: the database was opened for reading only: %w", op, news.ErrUnavailable)
	}
	for try := 1; ; try++ {
		err := s.attempt(ctx, do)
		if err == nil {
			return nil
		}
		again := errors.Is(err, errAgain)
		if !again {
			_, again = s.d.classify(err)
		}
		if !again || try == tries {
			return s.fail(op, err)
		}
		pause := time.NewTimer(time.Duration(try*try) * 5 * time.Millisecond)
		select {
		case <-ctx.Done():
			pause.Stop()
			return s.fail(op, ctx.Err())
		case <-pause.C:
		}
	}
}

func (s *Store) attempt(ctx context.Context, do func(context.Context, *tx) error) error {
	inner, err := s.writes.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer inner.Rollback() // after a commit it does nothing
	t := &tx{Tx: inner, s: s, mine: map[string]*sql.Stmt{}}
	if err := do(ctx, t); err != nil {
		return err
	}
	if err := inner.Commit(); err != nil {
		return err
	}
	for _, text := range t.fresh {
		s.keep(ctx, s.writes, text)
	}
	return nil
}

// statement returns the text prepared, for an engine that keeps statements.
func (t *tx) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt := t.mine[text]; stmt != nil {
		return stmt, nil
	}
	var stmt *sql.Stmt
	if known := t.s.kept(t.s.writes, text); known != nil {
		stmt = t.StmtContext(ctx, known)
	} else {
		var err error
		if stmt, err = t.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
		t.fresh = append(t.fresh, text)
	}
	t.mine[text] = stmt
	return stmt, nil
}

// exec runs one statement and returns how many rows it changed.
func (t *tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	var result sql.Result
	text := t.s.text(query)
	if t.s.d.keeps {
		stmt, err := t.statement(ctx, text)
		if err != nil {
			return 0, err
		}
		result, err = stmt.ExecContext(ctx, args...)
		if err != nil {
			return 0, err
		}
		return result.RowsAffected()
	}
	result, err := t.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// rows runs one query.
func (t *tx) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	text := t.s.text(query)
	if !t.s.d.keeps {
		return t.QueryContext(ctx, text, args...)
	}
	stmt, err := t.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// each runs a query and reads every row by read.
func (t *tx) each(ctx context.Context, read func(scanner) error, query string, args ...any) error {
	rows, err := t.rows(ctx, query, args...)
	return all(rows, err, read)
}

// maxValues and maxBytes are how many values, and how much of them, travel in one statement. PostgreSQL takes 65,535
// values and 1 GB: a batch of large pages must not fail for ever.
const (
	maxValues = 30_000
	maxBytes  = 16 << 20
)

// bulk runs a statement with one VALUES (?, …) tuple for many rows and returns how many rows it changed. An engine in
// this process takes the rows one by one through a prepared statement, a distant one takes them together. An UPDATE is
// written with FROM (VALUES (?, …)) AS v and finds its values in v.column1, v.column2 ….
func (t *tx) bulk(ctx context.Context, query string, rows [][]any) (int64, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	if t.s.d.keeps {
		return t.oneByOne(ctx, query, rows)
	}
	var changed int64
	head, tuple, tail := splitValues(query)
	for most := max(1, maxValues/len(rows[0])); len(rows) > 0; {
		some := rows[:min(most, len(rows))]
		for i, bytes := 0, 0; i < len(some); i++ {
			if bytes += sizeOf(some[i]); bytes > maxBytes && i > 0 {
				some = some[:i]
			}
		}
		rows = rows[len(some):]
		args := make([]any, 0, len(some)*len(some[0]))
		for _, row := range some {
			args = append(args, row...)
		}
		tuples := typed(tuple, some[0]) + strings.Repeat(", "+tuple, len(some)-1)
		result, err := t.ExecContext(ctx, t.s.d.text(head+tuples+tail), args...)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		changed += n
	}
	return changed, nil
}

func (t *tx) oneByOne(ctx context.Context, query string, rows [][]any) (int64, error) {
	var changed int64
	query = oneRow(query)
	for _, row := range rows {
		n, err := t.exec(ctx, query, row...)
		if err != nil {
			return 0, err
		}
		changed += n
	}
	return changed, nil
}

var valueOf = regexp.MustCompile(`v\.column(\d+)`)

// oneRow writes an UPDATE from a table of values as one for a single row, which SQLite plans and runs far faster.
func oneRow(query string) string {
	before, rest, found := strings.Cut(query, "FROM (VALUES (")
	if !found || !strings.HasPrefix(query, "UPDATE") {
		return query
	}
	_, after, _ := strings.Cut(rest, ")) AS v")
	return valueOf.ReplaceAllString(before+after, "?$1")
}

// typed tells the types of a tuple's values. In exec mode PostgreSQL learns them from the context, and in FROM (VALUES …)
// there is none; the first tuple speaks for the others.
func typed(tuple string, row []any) string {
	var b strings.Builder
	n := 0
	for i := range len(tuple) {
		if tuple[i] != '?' {
			b.WriteByte(tuple[i])
			continue
		}
		switch row[n].(type) {
		case int64:
			b.WriteString("CAST(? AS bigint)")
		case float64:
			b.WriteString("CAST(? AS double precision)")
		case string:
			b.WriteString("CAST(? AS text)")
		case []byte:
			b.WriteString("CAST(? AS bytea)")
		default:
			b.WriteByte('?')
		}
		n++
	}
	return b.String()
}

// splitValues cuts a statement before and after the tuple of its VALUES.
func splitValues(query string) (head, tuple, tail string) {
	begin := strings.Index(query, "VALUES (")
	if begin < 0 {
		panic("store: bulk statement without VALUES: " + query)
	}
	begin += len("VALUES ")
	depth := 0
	for i := begin; i < len(query); i++ {
		switch query[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return query[:begin], query[begin : i+1], query[i+1:]
			}
		}
	}
	panic("store: unbalanced VALUES: " + query)
}
