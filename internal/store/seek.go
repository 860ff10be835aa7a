package store

import (
	"context"
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
	ends       span      // the oldest and the newest place of all articles
	first      int64     // where the first slice begins
	cut        bool      // there may be others below floor
	few        bool      // so few articles meet lists that each of them is looked at
	until      time.Time // when patience ends; zero: never
	barren     time.Time // when it ends while nothing is found, if that is later
	pace       pace      // zero: not known yet
}

// A pace is what an earlier look of the same search tells of slices.
type pace struct {
	overhead time.Duration // what it takes to begin one
	width    int64         // of the next one
}

// firstSlice is how many articles the first slice has. One of a common word needs no more for a page.
const firstSlice = 512

// The time after which a search answers with what it has, from its beginning on. By relevance, the newest matches may take most of
// it, and headlines what is left.
const (
	patience         = 20 * time.Millisecond
	relevantPatience = 16 * time.Millisecond
	headlinePatience = 24 * time.Millisecond
	tallyPatience    = 15 * time.Millisecond
	barrenPatience   = 100 * time.Millisecond
)

// A span is a part of the river: places from one up to another.
type span struct{ from, before int64 }

var everywhere = span{0, math.MaxInt64}

// A question is a search with what is found out once for all looks that answer it.
type question struct {
	query  query.Node
	filter news.Filter // its After is left to whoever looks
	began  time.Time
	forms  map[string]bool // terms of other forms of words, which some article has
}

// barren is when patience ends while nothing is found: later for three words and more, by which somebody looks for one thing.
func (q *question) barren() time.Time {
	all, _ := q.query.(query.And)
	words := 0
	for _, part := range all.Of {
		if _, word := part.(query.Word); word {
			words++
		}
	}
	if words < 3 {
		return time.Time{}
	}
	return q.began.Add(barrenPatience)
}

// seeker compiles a question. It is nil when there is nothing to search for. With headlines only those matches are wanted
// whose headline has the words.
func (s *Store) seeker(ctx context.Context, asked *question, headlines bool, in span) (*seeker, error) {
	q, f := asked.query, asked.filter
	c, err := s.compiler(ctx, asked, in)
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
	k := &seeker{s: s, floor: max(c.from, c.reach), top: c.until, cut: c.reach > c.from}
	k.divide(c, q)
	k.filter(f)
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
		if _, _, ok := field.Span(c.now); ok {
			continue // see bound
		}
		if m := c.compile(field); m.kind == matchRows && listed(m.text) {
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
// that is faster than walking along a word and meeting one of them now and then. Only where an entry of a list is a match: asked
// for one article, FTS5 goes on to the next match, which a phrase that nobody says has nowhere.
func (k *seeker) measure(ctx context.Context) error {
	const below = "SELECT pos FROM articles WHERE pos < ? ORDER BY pos DESC LIMIT 1"
	const query = "SELECT coalesce((" + below + "), 0), coalesce((" + below + " OFFSET ?), 0), " +
		"coalesce((SELECT min(pos) FROM articles), 0), coalesce((SELECT max(pos) FROM articles), 0), coalesce((SELECT sum(n) FROM counters WHERE name = 'articles'), 0)"
	var all int64
	err := k.s.one(ctx, func(row scanner) error {
		return row.Scan(&k.newest, &k.first, &k.ends.from, &k.ends.before, &all)
	}, query, k.top, k.top, k.s.slice)
	if err != nil {
		return err
	}
	k.floor = max(k.floor, k.ends.from)
	most := int64(math.Sqrt(float64(all) / lookCost))
	if k.s.d.search.one == "" || len(k.lists) == 0 || !k.indexed() || !k.words.plain || most == 0 {
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

// expr is what the index is asked.
func (k *seeker) expr() string {
	if k.words.kind == matchBoth {
		return k.words.index
	}
	return k.words.text
}

// whole reports whether all is one slice, because the engine reads all that begins with something at each step anyway.
func (k *seeker) whole() bool {
	begins := k.s.d.search.begins
	return begins != "" && k.indexed() && strings.Contains(k.expr(), begins)
}

// upwards reports from which end the engine shall go through a slice where so many matches are expected. From the newer one it
// stops once it has enough. But between matches nothing stops it at the end of the slice: where nothing matches it goes on
// to the end of all articles, so that this must be near.
func (k *seeker) upwards(slice span, expected float64, wanted int) bool {
	return k.indexed() && !k.few && k.s.d.search.slice != "" && !k.whole() &&
		expected <= float64(wanted) && k.ends.before-slice.before <= slice.from-k.ends.from
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
	ask, done, err := k.asking(ctx, columns)
	if err != nil {
		return ending{}, err
	}
	defer done()
	taken, pos, last := 0, int64(0), int64(0)
	step := max(k.newest-max(k.floor, k.first), 1)
	overhead, width := k.pace.overhead, max(k.pace.width, times(step, float64(max(1, wanted/32)))) // a common word will do with one slice
	top := min(k.newest, k.top)                                                                    // the caller may have lowered top
	low, high := max(k.floor, top-min(width, top)), min(k.top, k.newest+1)
	if k.whole() {
		low = k.floor
	}
	density := 0.0 // matches a place
	for high > k.floor {
		began := k.s.clock()
		most, read := wanted-taken, 0
		slice := span{low, min(high, top)}
		rows, err := ask(ctx, k.upwards(slice, density*float64(slice.before-low), wanted), span{low, high}, most)
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
		}
		until := k.until
		if taken == 0 && k.barren.After(until) {
			until = k.barren
		}
		if !until.IsZero() && !now.Before(until) {
			return ending{reached: low, lost: true}, nil
		}
		took := now.Sub(began)
		high, density = low, float64(taken)/float64(max(top-low, 1))
		if overhead == 0 { // the first slice is so small that it tells what it takes to begin
			overhead, width = max(took, 1), times(step, growth)
		} else {
			width = wider(width, took-overhead, until.Sub(now), until.IsZero())
		}
		k.pace = pace{overhead, width}
		low = max(k.floor, low-min(width, low))
	}
	return ending{reached: k.floor, lost: k.cut}, nil
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

// wider is how large the next slice is after one that took so long, without what it takes to begin: so that it takes a fair
// part of patience, and no more than is left of it.
func wider(width int64, took, left time.Duration, patient bool) int64 {
	grow := growth
	if !patient {
		grow = min(grow, max(.25, float64(min(left, patience/4))/float64(max(took, 1))))
	}
	return max(times(width, grow), 1)
}

// growth is how many times larger a slice is at most than the one before.
const growth = 8.0

func times(width int64, by float64) int64 { return int64(min(float64(width)*by, 1<<62)) }
