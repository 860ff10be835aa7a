package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// seeker looks for what a query matches: in slices of time, from the newest backwards, each larger than the one before,
// until it has found enough, seen everything or lost patience. Two common words that never meet in an article would
// else have the engine read all that is stored, in one step that nobody can stop.
type seeker struct {
	s     *Store
	words match   // of the query without lists and without the times that bound it
	lists []match // conditions for which articles have an index, in order of place
	rest  where   // conditions besides

	floor, top int64     // only places from floor up to but not with top
	newest     int64     // the newest place of all articles below top
	first      int64     // where the first slice begins
	cut        bool      // there may be others below floor
	few        bool      // so few articles meet lists that each of them is looked at
	until      time.Time // when patience ends; zero: never
}

// firstSlice is how many articles the first slice has. One of a common word needs no more for a page.
const firstSlice = 512

// The time that a search may take before it answers with what it has.
const (
	patience         = 25 * time.Millisecond
	headlinePatience = 12 * time.Millisecond // for looking back for headlines, besides
	tallyPatience    = 12 * time.Millisecond
)

// A span is a part of the river: places from one up to another.
type span struct{ from, before int64 }

var everywhere = span{0, math.MaxInt64}

// seeker compiles a query with a filter, whose After is left to the caller. It is nil when there is nothing to search
// for. With headlines only those matches are wanted whose headline has the words.
func (s *Store) seeker(ctx context.Context, q query.Node, f news.Filter, headlines bool, in span) (*seeker, error) {
	c, err := s.compiler(ctx, q, f)
	if err != nil {
		return nil, err
	}
	if headlines {
		c.column = query.FieldHeadline
	}
	switch whole := c.compile(q); {
	case whole.kind == matchNothing:
		return nil, nil
	case whole.kind != matchAll && !c.seeks(q):
		return nil, fmt.Errorf("a search needs at least one word to look for besides those to leave out: %w", news.ErrInvalid)
	}
	k := &seeker{s: s, floor: max(in.from, posFloor(f.Since)), top: in.before}
	k.divide(c, q)
	k.filter(f)
	k.cut = c.reach > k.floor
	k.floor = max(k.floor, c.reach)
	return k, k.measure(ctx)
}

// divide puts aside what of a query bounds the time, and what the indexes of articles list.
func (k *seeker) divide(c *compiler, q query.Node) {
	parts := []query.Node{q}
	if and, ok := q.(query.And); ok {
		parts = and.Of
	}
	var words []query.Node
	for _, part := range parts {
		field, ok := part.(query.Field)
		if !ok {
			words = append(words, part)
			continue
		}
		if begins, ends, ok := field.Span(c.now); ok {
			if field.Name != query.FieldBefore {
				k.floor = max(k.floor, posFloor(begins))
			}
			switch field.Name {
			case query.FieldBefore:
				k.top = min(k.top, posFloor(begins))
			case query.FieldIn:
				k.top = min(k.top, posFloor(ends))
			}
		} else if m := c.compile(field); m.kind == matchRows && listed(m.text) {
			k.lists = append(k.lists, m)
		} else {
			words = append(words, part)
		}
	}
	if k.words = c.compile(query.And{Of: words}); k.words.kind == matchNothing { // only beside something else, see and
		k.words = match{}
	}
	if k.words.lead != nil {
		k.words = *k.words.lead
	}
}

// listed reports whether articles have an index for a condition that gives them in order of place.
func listed(condition string) bool {
	return slices.ContainsFunc([]string{"a.source_id ", "a.lang ", "a.section ", "a.kind "}, func(column string) bool {
		return strings.HasPrefix(condition, column)
	})
}

func (k *seeker) filter(f news.Filter) {
	list := func(condition string, value any) {
		k.lists = append(k.lists, match{kind: matchRows, text: condition, args: []any{value}})
	}
	if f.Edition.Language != "" {
		list("a.lang = ?", primaryTag(f.Edition.Language))
	}
	if f.Section != "" {
		list("a.section = ?", string(f.Section))
	}
	if f.Kind != "" {
		list("a.kind = ?", string(f.Kind))
	}
	if f.Source != 0 {
		list("a.source_id = ?", int64(f.Source))
	}
	if f.Edition.Region != "" {
		k.rest.and("a.source_id IN (SELECT id FROM sources WHERE country = ?)", f.Edition.Region)
	}
	k.rest.and("NOT EXISTS (SELECT 1 FROM stories h WHERE h.id = a.story_id AND h.hidden <> 0)")
	switch k.words.kind {
	case matchRows, matchBoth:
		k.rest.and(k.words.text, k.words.args...)
	}
}

// measure finds where to begin, and whether the lists hold so few that their articles are looked at one by one: then
// that is faster than walking along a word and meeting one of them now and then.
func (k *seeker) measure(ctx context.Context) error {
	const below = "SELECT pos FROM articles WHERE pos < ? ORDER BY pos DESC LIMIT 1"
	const query = "SELECT coalesce((" + below + "), 0), coalesce((" + below + " OFFSET ?), 0), coalesce((SELECT min(pos) FROM articles), 0), " +
		"coalesce((SELECT sum(n) FROM counters WHERE name = 'articles'), 0)"
	var oldest, all int64
	err := k.s.one(ctx, func(row scanner) error {
		return row.Scan(&k.newest, &k.first, &oldest, &all)
	}, query, k.top, k.top, k.s.slice)
	if err != nil {
		return err
	}
	k.floor = max(k.floor, oldest)
	most := int64(math.Sqrt(float64(all) / lookCost))
	if k.s.d.search.one == "" || len(k.lists) == 0 || !k.indexed() || most == 0 {
		return nil
	}
	var w where
	for _, m := range k.lists {
		w.and(m.text, m.args...)
	}
	w.and("a.pos >= ? AND a.pos < ?", k.floor, k.top)
	var n int64
	text := "SELECT count(*) FROM (SELECT 1 FROM articles a" + w.text + " LIMIT ?) few"
	err = k.s.one(ctx, func(row scanner) error { return row.Scan(&n) }, text, append(w.args, most+1)...)
	k.few = n <= most
	return err
}

// lookCost weighs looking whether one article has the words (110 µs) against going along a word (0.3 µs an article).
const lookCost = 13

func (k *seeker) indexed() bool { return k.words.kind == matchIndex || k.words.kind == matchBoth }

// An edge stands among the values of a statement for an end of the slice.
type edge int

const (
	edgeLow edge = iota
	edgeHigh
)

// statement writes the statement for one slice; the last value of it is the limit.
func (k *seeker) statement(columns string) (string, []any) {
	search := k.s.d.search
	from, pos, place := "articles a", "a.pos", "a.pos"
	w := where{}
	expr := k.words.text
	if k.words.kind == matchBoth {
		expr = k.words.index
	}
	switch {
	case k.indexed() && k.few:
		w.and(search.one, expr)
	case k.indexed():
		from, pos, place = search.from, search.pos, search.place
		if search.sorted != "" && len(k.lists) == 0 {
			from = search.sorted
		}
		w.text, w.args = " ", []any{expr} // from ends in a WHERE of its own
	}
	const between = " >= ? AND %[1]s < ?"
	w.and(fmt.Sprintf("%[1]s"+between, pos), edgeLow, edgeHigh)
	var lists where
	for _, m := range k.lists {
		lists.and(m.text, m.args...)
	}
	switch {
	case lists.text == "":
	case k.indexed() && !k.few && search.listed != "": // so that no article is read only to find that it is of another source
		lists.and(fmt.Sprintf("%[1]s"+between, "a.pos"), edgeLow, edgeHigh)
		w.and(search.listed+"(SELECT a.pos FROM articles a"+lists.text+")", lists.args...)
	default:
		w.and(strings.TrimPrefix(lists.text, " WHERE "), lists.args...)
	}
	w.and(strings.TrimPrefix(k.rest.text, " WHERE "), k.rest.args...)
	tables, after := from, ""
	if at := strings.LastIndex(from, " WHERE "); at >= 0 {
		tables, after = from[:at], from[at:]
	}
	text := "SELECT " + columns + " FROM " + tables + " LEFT JOIN sources o ON o.id = a.source_id" + after + strings.ReplaceAll(w.text, placeOf, place) +
		" ORDER BY " + pos + " DESC LIMIT ?"
	return text, w.args
}

// An ending is where a look ended.
type ending struct {
	reached int64 // all that matches at this place or above has been read
	last    int64 // the last place but one that was taken
	lost    bool  // patience ended
}

// look reads the columns, of which the first is a.pos, of what matches, newest first, until it has taken so many as
// wanted.
func (k *seeker) look(ctx context.Context, columns string, wanted int, take func(scanner) (pos int64, taken bool, err error)) (ending, error) {
	query, values := k.statement(columns)
	query = k.s.d.text(query)
	ask, done, err := k.prepared(ctx, query)
	if err != nil {
		return ending{}, err
	}
	defer done()
	args := make([]any, len(values)+1)
	taken, pos, last := 0, int64(0), int64(0)
	width := times(max(k.newest-max(k.floor, k.first), 1), float64(max(1, wanted/32))) // a common word will do with one slice
	top := min(k.newest, k.top)                                                        // the caller may have lowered top
	low, high := max(k.floor, top-min(width, top)), k.top
	for high > k.floor {
		began := k.s.clock()
		for i, value := range values {
			switch args[i] = value; value {
			case edgeLow:
				args[i] = low
			case edgeHigh:
				args[i] = high
			}
		}
		most, read := wanted-taken, 0
		args[len(values)] = most
		rows, err := ask(ctx, args...)
		err = all(rows, err, func(row scanner) (err error) {
			var took bool
			before := pos
			pos, took, err = take(row)
			read++
			if took {
				taken++
				last = before
			}
			return err
		})
		now := k.s.clock()
		switch {
		case err != nil:
			return ending{}, err
		case taken >= wanted:
			return ending{reached: pos, last: last}, nil
		case read == most: // some were not taken
			high = pos
			continue
		case low <= k.floor:
			return ending{reached: k.floor, lost: k.cut}, nil
		case !k.until.IsZero() && !now.Before(k.until):
			return ending{reached: low, lost: true}, nil
		}
		high, width = low, wider(width, now.Sub(began), k.until.IsZero())
		low = max(k.floor, low-min(width, low))
	}
	return ending{reached: k.floor, lost: k.cut}, nil
}

// prepared gives a statement for a few slices. Not through s.rows, which keeps texts and prepared statements: readers
// could make up any number of them.
func (k *seeker) prepared(ctx context.Context, query string) (ask func(context.Context, ...any) (*sql.Rows, error), done func(), err error) {
	if !k.s.d.keeps {
		return func(ctx context.Context, args ...any) (*sql.Rows, error) {
			return k.s.reads.QueryContext(ctx, query, args...)
		}, func() {}, nil
	}
	conn, err := k.s.reads.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	stmt, err := conn.PrepareContext(ctx, query)
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return stmt.QueryContext, func() { stmt.Close(); conn.Close() }, nil
}

// ids looks for so many matches that are not to be skipped.
func (k *seeker) ids(ctx context.Context, wanted int, skip map[news.ArticleID]bool) (found []news.ArticleID, end ending, err error) {
	end, err = k.look(ctx, "a.pos, a.id", wanted, func(row scanner) (pos int64, taken bool, err error) {
		var id news.ArticleID
		err = row.Scan(&pos, &id)
		if taken = !skip[id]; taken {
			found = append(found, id)
		}
		return pos, taken, err
	})
	return found, end, err
}

// wider is how large the next slice is after one that took so long: so that it takes a fair part of patience.
func wider(width int64, took time.Duration, patient bool) int64 {
	grow := 8.0
	if !patient {
		grow = min(grow, max(.5, float64(patience/4)/float64(max(took, 1))))
	}
	return times(width, grow)
}

func times(width int64, by float64) int64 { return int64(min(float64(width)*by, 1<<62)) }
