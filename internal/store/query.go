package store

import (
	"context"
	"database/sql"
)

// kept names a prepared statement: one text may be prepared for the writing connection and for the readers.
type kept struct {
	pool *sql.DB
	text string
}

// maxKept bounds the prepared statements. All texts but those of searches are constants with a few dozen variants.
const maxKept = 300

// text is a statement in the engine's words; it is worked out once.
func (s *Store) text(query string) string {
	if known, ok := s.texts.Load(query); ok {
		return known.(string)
	}
	text := s.d.text(query)
	s.texts.Store(query, text)
	return text
}

// kept returns the prepared statement of a text, nil when there is none yet.
func (s *Store) kept(pool *sql.DB, text string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stmts[kept{pool, text}]
}

// keep prepares a text for next time. Failing to is no harm.
func (s *Store) keep(ctx context.Context, pool *sql.DB, text string) *sql.Stmt {
	s.mu.Lock()
	full := len(s.stmts) >= maxKept
	s.mu.Unlock()
	if full {
		return nil
	}
	stmt, err := pool.PrepareContext(ctx, text)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.stmts[kept{pool, text}]; other != nil {
		stmt.Close()
		return other
	}
	s.stmts[kept{pool, text}] = stmt
	return stmt
}

// rows runs one reading query.
func (s *Store) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	text := s.text(query)
	if !s.d.keeps {
		return s.reads.QueryContext(ctx, text, args...)
	}
	stmt := s.kept(s.reads, text)
	if stmt == nil {
		stmt = s.keep(ctx, s.reads, text)
	}
	if stmt == nil {
		return s.reads.QueryContext(ctx, text, args...)
	}
	return stmt.QueryContext(ctx, args...)
}

// scanner is a row, alone or among others.
type scanner interface{ Scan(...any) error }

// one reads a single row by read; [sql.ErrNoRows] when there is none.
func (s *Store) one(ctx context.Context, read func(scanner) error, query string, args ...any) error {
	rows, err := s.rows(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := read(rows); err != nil {
		return err
	}
	return rows.Err()
}

// all reads every row by read.
func all(rows *sql.Rows, err error, read func(scanner) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
