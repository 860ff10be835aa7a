package store

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// Bounds of what a field of names stands for. Of more, the best known and the newest are meant.
const (
	maxNamesakes = 20   // entities of one name
	maxLikely    = 200  // entities with one of its words whose names are compared
	maxWorded    = 5000 // … among which those with all of its words are sought
)

// Of quotations by somebody or with some words the newest are found, and of their carriers; what else was said is left
// for the next page. What repeats one of those later is not found then.
var (
	maxSaid     = 500
	maxCarriers = 2000
)

// asked is what the fields of one query mean in this database, at this moment.
type asked struct {
	now         time.Time
	from, until int64 // places between which all matches are
	sources     []sourceName
	bearers     map[query.Field][]int64 // entities
	carriers    map[query.Field][]int64 // places of articles with quotations
	reach       int64                   // the place down to which is looked; what is older is left for the next page
}

// sourceName is how sources are found by name: by their terms.
type sourceName struct {
	id      news.SourceID
	host    string
	country string
	names   [2][]string // terms of name and host
}

// compiler looks up what the fields of a query mean. It is the one place where a search asks what day it is.
func (s *Store) compiler(ctx context.Context, of *question, in span) (c *compiler, err error) {
	q := of.query
	if of.forms == nil {
		if of.forms, err = s.presentForms(ctx, q); err != nil {
			return nil, err
		}
	}
	c = &compiler{d: s.d, forms: of.forms, asked: asked{now: time.Now().UTC(), bearers: map[query.Field][]int64{}, carriers: map[query.Field][]int64{}}}
	c.characters = sync.OnceValue(func() bool {
		whole, err := s.hasTerms(ctx)
		return whole && err == nil
	})
	c.bound(q, of.filter, in)
	for _, field := range fieldsOf(q) {
		if err := s.ask(ctx, c, field); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// bound works out between which places all matches are.
func (c *compiler) bound(q query.Node, f news.Filter, in span) {
	from, until := query.Within(q, c.now)
	c.from, c.until = max(in.from, posFloor(from), posFloor(f.Since)), in.before
	if !until.IsZero() {
		c.until = min(c.until, posFloor(until))
	}
}

// ask looks up what one field means.
func (s *Store) ask(ctx context.Context, c *compiler, f query.Field) (err error) {
	switch {
	case f.Name == query.FieldSource || f.Country() != "":
		if c.sources == nil {
			if c.sources, err = s.names(ctx); err != nil {
				return err
			}
		}
	case f.Name == query.FieldPerson || f.Name == query.FieldPlace || f.Name == query.FieldOrg:
		kind := map[string]news.EntityKind{query.FieldPerson: news.EntityPerson, query.FieldPlace: news.EntityPlace, query.FieldOrg: news.EntityOrganisation}[f.Name]
		found, err := s.bearersOf(ctx, f.Value, kind)
		for _, e := range found {
			c.bearers[f] = append(c.bearers[f], int64(e.ID))
		}
		return err
	case f.Name == query.FieldSaid:
		return s.askSaid(ctx, c, f)
	}
	return nil
}

// names reads all sources' names; there are thousands of them at most.
func (s *Store) names(ctx context.Context) ([]sourceName, error) {
	names := []sourceName{}
	rows, err := s.rows(ctx, "SELECT id, host, name, country FROM sources ORDER BY id")
	err = all(rows, err, func(row scanner) error {
		var n sourceName
		var name string
		err := row.Scan(&n.id, &n.host, &name, &n.country)
		n.names = [2][]string{text.Terms(name), text.Terms(n.host)}
		names = append(names, n)
		return err
	})
	return names, err
}

// bearersOf are the entities one of whose names has all the words, those that most articles name.
func (s *Store) bearersOf(ctx context.Context, words string, kinds ...news.EntityKind) ([]news.Entity, error) {
	terms := text.Terms(clip(words, maxName))
	if len(terms) == 0 {
		return nil, nil
	}
	driver := slices.MaxFunc(terms, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	worded, has, args := maxLikely, "", []any{driver, maxLikely}
	for _, term := range terms[:min(len(terms), 8)] {
		if term != driver {
			worded, has = maxWorded, has+" AND EXISTS (SELECT 1 FROM entity_words x WHERE x.word = ? AND x.rank = w.rank AND x.entity_id = w.entity_id)"
			args = append(args, term)
		}
	}
	args[1] = worded
	likely := `SELECT entity_id FROM (SELECT entity_id, rank FROM entity_words WHERE word = ? ORDER BY rank DESC, entity_id DESC LIMIT ?) AS w
		WHERE 1 = 1` + has + " LIMIT ?"
	var list []int64
	rows, err := s.rows(ctx, likely, append(args, maxLikely)...)
	err = all(rows, err, func(row scanner) error {
		var id int64
		err := row.Scan(&id)
		list = append(list, id)
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	const query = "SELECT " + entityColumns + " FROM entities e WHERE e.id IN (:ids) AND e.hidden = 0 AND e.articles > 0 ORDER BY e.articles DESC, e.id"
	found, err := s.entities(ctx, query, ids(s.d, list))
	found = slices.DeleteFunc(found, func(e news.Entity) bool { return !slices.Contains(kinds, e.Kind) || !bearsWhole(&e, terms) })
	return found[:min(len(found), maxNamesakes)], err
}

// bearsWhole reports whether one of an entity's names has all the terms.
func bearsWhole(e *news.Entity, terms []string) bool {
	return slices.ContainsFunc(append([]string{e.Name}, e.Aliases...), func(name string) bool {
		words := text.Terms(name)
		return !slices.ContainsFunc(terms, func(term string) bool { return !slices.Contains(words, term) })
	})
}

// askSaid finds the newest quotations by somebody of a name, or with these words.
func (s *Store) askSaid(ctx context.Context, c *compiler, f query.Field) error {
	exact := compiler{d: s.d, exact: true} // their index has no stems
	said := exact.words("", f.Value)
	if said.kind != matchIndex {
		return nil
	}
	speakers, err := s.bearersOf(ctx, f.Value, news.EntityKinds()...)
	if err != nil {
		return err
	}
	const seen = " AND s.articles > 0 AND s.hidden = 0 AND s.speaker NOT IN (SELECT id FROM entities WHERE hidden <> 0)"
	parts := []string{"SELECT s.id, s.place FROM " + s.d.sayings.from + " WHERE " + s.d.sayings.in + seen + " AND " + s.d.sayings.pos + " < ? ORDER BY " + s.d.sayings.pos + " DESC LIMIT ?"}
	args := []any{said.text, c.until, maxSaid + 1}
	for _, e := range speakers {
		parts = append(parts, "SELECT s.id, s.place FROM sayings s WHERE s.speaker = ? AND s.speaker > 0"+seen+" AND s.place < ? ORDER BY s.place DESC LIMIT ?")
		args = append(args, int64(e.ID), c.until, maxSaid+1)
	}
	text := "SELECT id, place FROM (" + strings.Join(parts, ") AS w UNION ALL SELECT id, place FROM (") + ") AS w"
	type saying struct{ place, id int64 }
	var found []saying
	rows, err := s.reads.QueryContext(ctx, s.text(text), args...) // not prepared: it has two dozen forms
	err = all(rows, err, func(row scanner) error {
		var one saying
		err := row.Scan(&one.id, &one.place)
		found = append(found, one)
		return err
	})
	slices.SortFunc(found, func(a, b saying) int { return cmp.Compare(b.place, a.place) })
	found = slices.Compact(found)
	if len(found) > maxSaid {
		c.reach = max(c.reach, found[maxSaid].place+1)
		found = found[:maxSaid]
	}
	list := make([]int64, len(found))
	for i, one := range found {
		list[i] = one.id
	}
	if err != nil || len(list) == 0 {
		return err
	}
	const carriers = "SELECT DISTINCT pos FROM carriers WHERE saying_id IN (:ids) AND pos >= ? AND pos < ? ORDER BY pos DESC LIMIT ?"
	var places []int64
	rows, err = s.rows(ctx, carriers, ids(s.d, list), c.from, c.until, maxCarriers+1)
	err = all(rows, err, func(row scanner) error {
		var pos int64
		err := row.Scan(&pos)
		places = append(places, pos)
		return err
	})
	if len(places) > maxCarriers {
		c.reach = max(c.reach, places[maxCarriers]+1)
		places = places[:maxCarriers]
	}
	c.carriers[f] = places
	return err
}

// fieldsOf are the fields of a query, each once.
func fieldsOf(q query.Node) (fields []query.Field) {
	for leaf := range leavesOf(q) {
		if f, ok := leaf.(query.Field); ok && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

// leavesOf are the words, phrases and fields of a query, whether they are looked for or left out.
func leavesOf(q query.Node) iter.Seq[query.Node] {
	return func(yield func(query.Node) bool) { eachLeaf(q, yield) }
}

func eachLeaf(q query.Node, yield func(query.Node) bool) bool {
	var parts []query.Node
	switch q := q.(type) {
	case query.And:
		parts = q.Of
	case query.Or:
		parts = q.Of
	case query.Not:
		parts = []query.Node{q.Of}
	case query.Word, query.Phrase, query.Field:
		return yield(q)
	}
	for _, part := range parts {
		if !eachLeaf(part, yield) {
			return false
		}
	}
	return true
}
