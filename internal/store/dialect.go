package store

import (
	"context"
	"database/sql"
	"regexp"
	"strconv"
	"strings"
)

// dialect is what the engines do differently. SQL is written once, in this form:
//
//   - ? for every value;
//   - {…} around what only PostgreSQL is told, such as {FOR UPDATE SKIP LOCKED};
//   - IN (:ids) for a list of identifiers that is passed as one value, made by ids;
//   - LIMIT ? for how many rows at most.
type dialect struct {
	name    string    // of the engine, in migrations' file names
	numbers bool      // values are $1, $2 …
	inList  string    // what IN (:ids) becomes
	limit   string    // what LIMIT ? becomes
	marks   [2]string // around a list of identifiers
	keeps   bool      // statements are prepared and kept, rows go one by one; else rows travel together
	shards  int       // of counters

	// classify tells the kind of a driver's error, nil when it is none of ours, and whether the transaction only
	// collided with another one and may be tried again.
	classify func(err error) (kind error, again bool)
	// reserve gives n new identifiers of a kind.
	reserve func(ctx context.Context, t *tx, kind string, n int) ([]int64, error)

	// last and setLast read and set the last identifiers given, by kind.
	last    string
	setLast func(ctx context.Context, t *tx, kind string, last int64) error
	// restore runs the work of restoring so that the database is either filled or as it was; unindexed takes indexes away that
	// are faster made at once, and returns how they are made.
	restore   func(ctx context.Context, s *Store, w *restoring) error
	unindexed func(ctx context.Context, t *tx) ([]string, error)
	// snapshot is how a reading transaction begins that sees one moment.
	snapshot *sql.TxOptions
	// check says "ok" when the database is whole, and in its first row what is broken when not.
	check string
	// occupied reads the bytes that the database takes, and those of them that are free; sizes those of every table and index.
	occupied, sizes string
	tidy            []func(context.Context, *tx) (more bool, err error) // steps of upkeep

	filling, filled []string // what an empty database is told before and after it is filled by the million

	search  searcher
	sayings searcher // of sayings s
	// under writes the query of the first identifiers in a table of keys under each key of a list.
	under func(table, id, order string) string
}

var onlyPostgres = regexp.MustCompile(`\{([^}]*)\}`)

// text is a statement in the engine's own words.
func (d *dialect) text(query string) string {
	if d.numbers {
		query = onlyPostgres.ReplaceAllString(query, "$1")
	} else {
		query = onlyPostgres.ReplaceAllString(query, "")
	}
	query = strings.ReplaceAll(query, "IN (:ids)", d.inList)
	query = strings.ReplaceAll(query, "LIMIT ?", d.limit)
	if !d.numbers {
		return query
	}
	var b strings.Builder
	n := 0
	for i := 0; i < len(query); i++ {
		if query[i] != '?' {
			b.WriteByte(query[i])
			continue
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// ids is the value for IN (:ids).
func ids[ID ~int64](d *dialect, list []ID) string {
	b := make([]byte, 0, 2+8*len(list))
	b = append(b, d.marks[0]...)
	for i, id := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return string(append(b, d.marks[1]...))
}
