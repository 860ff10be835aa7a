package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// This file writes the statement that asks for the matches of a slice.

// An edge stands among the values of a statement for an end of the slice.
type edge int

const (
	edgeLow edge = iota
	edgeHigh
	edgePeriods // the periods that the slice touches
)

// between says that a place is in a slice.
const between = "%[1]s >= ? AND %[1]s < ?"

// statement writes the statement for one slice; the last value of it is the limit. Upwards: the engine goes through the
// slice from its older end.
func (k *seeker) statement(columns string, upwards bool) (string, []any) {
	search := k.s.d.search
	from, after, pos, order := "articles a", "", "a.pos", " ORDER BY a.pos DESC"
	within, edges := between, []any{edgeLow, edgeHigh}
	w, inner := where{}, where{}
	var lists where
	for _, m := range k.lists {
		lists.and(m.text, m.args...)
	}
	switch {
	case k.indexed() && k.few:
		w.and(search.one, k.expr())
	case k.indexed() && search.slice != "":
		inner.text, inner.args = " ", []any{k.expr()}
		inner.and(fmt.Sprintf(between, "rowid"), edgeLow, edgeHigh)
		if lists.text != "" { // so that no article is read only to find that it is of another source
			lists.and(fmt.Sprintf(between, "a.pos"), edgeLow, edgeHigh)
			inner.and("+rowid IN (SELECT a.pos FROM articles a"+lists.text+")", lists.args...)
		}
		by := "rowid"
		if upwards {
			by = "+rowid"
		}
		from, pos, order = fmt.Sprintf(search.slice, inner.text, by), "f.pos", "" // each joins one row to what is sorted
	case k.indexed():
		from, pos, order = search.from, "f.pos", " ORDER BY f.pos DESC"
		within, edges = search.within, search.edges
		if len(k.lists) == 0 {
			from = search.sorted
		}
		at := strings.LastIndex(from, " WHERE ")
		from, after = from[:at], from[at:]
		w.text, w.args = " ", []any{k.expr()}
	}
	if inner.text == "" {
		w.and(fmt.Sprintf(within, pos), edges...)
		if lists.text != "" {
			w.and(strings.TrimPrefix(lists.text, " WHERE "), lists.args...)
		}
	}
	w.and(strings.TrimPrefix(k.rest.text, " WHERE "), k.rest.args...)
	text := "SELECT " + columns + " FROM " + from + " LEFT JOIN sources o ON o.id = a.source_id" + after + strings.ReplaceAll(w.text, placeOf, pos) +
		order + " LIMIT ?"
	return text, append(inner.args, w.args...)
}

// asking makes a function that asks for the matches of a slice, at most so many. Statements are prepared for a few slices:
// not through s.rows, which keeps texts and prepared statements, because readers could make up any number of them.
func (k *seeker) asking(ctx context.Context, columns string) (ask func(ctx context.Context, upwards bool, in span, most int) (*sql.Rows, error), done func(), err error) {
	args := func(values []any, in span, most int) []any {
		args := append(slices.Clone(values), most)
		for i, value := range values {
			switch value {
			case edgeLow:
				args[i] = in.from
			case edgeHigh:
				args[i] = in.before
			case edgePeriods:
				args[i] = periods(in)
			}
		}
		return args
	}
	if !k.s.d.keeps {
		query, values := k.statement(columns, false)
		query = k.s.d.text(query)
		return func(ctx context.Context, _ bool, in span, most int) (*sql.Rows, error) {
			return k.s.reads.QueryContext(ctx, query, args(values, in, most)...)
		}, func() {}, nil
	}
	conn, err := k.s.reads.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	type statement struct {
		*sql.Stmt
		values []any
	}
	made := map[bool]statement{}
	done = func() {
		for _, s := range made {
			s.Close()
		}
		conn.Close()
	}
	return func(ctx context.Context, upwards bool, in span, most int) (*sql.Rows, error) {
		s, ok := made[upwards]
		if !ok {
			query, values := k.statement(columns, upwards)
			stmt, err := conn.PrepareContext(ctx, k.s.d.text(query))
			if err != nil {
				return nil, err
			}
			s = statement{stmt, values}
			made[upwards] = s
		}
		return s.QueryContext(ctx, args(s.values, in, most)...)
	}, done, nil
}
