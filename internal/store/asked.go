package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// Bounds of what a field of names stands for. Of more, the best known and the newest are meant.
const (
	maxNamesakes = 20   // entities of one name
	maxPerKey    = 2000 // articles of one of them, or of one source, that are found before others are left for the next page
	maxSaid      = 500  // quotations; what repeats an older one later is not found
)

// asked is what the fields of one query mean in this database, at this moment.
type asked struct {
	now         time.Time
	from, until int64 // places between which all matches are
	sources     []sourceName
	bearers     map[query.Field][]int64 // entities
	sayings     map[query.Field][]int64
	sizes       map[string]map[int64]int // how much a table has under an identifier
	reaches     map[string]int64         // by table and identifiers: where it was not looked further; 0: nowhere
	reach       int64                    // of the whole search: what is older is left for the next page
}

// sourceName is how sources are found by name: by their terms.
type sourceName struct {
	id      news.SourceID
	host    string
	country string
	names   [2][]string // terms of name and host
}

// compiler looks up what the fields of a query mean. It is the one place where a search asks the clock.
func (s *Store) compiler(ctx context.Context, q query.Node, f news.Filter) (*compiler, error) {
	c := &compiler{d: s.d, asked: asked{
		now: time.Now().UTC(), until: 1<<63 - 1, bearers: map[query.Field][]int64{}, sayings: map[query.Field][]int64{},
		sizes: map[string]map[int64]int{"namings": {}, "articles": {}}, reaches: map[string]int64{},
	}}
	c.bound(q, f)
	for _, field := range fieldsOf(q) {
		if err := s.ask(ctx, c, field); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// bound works out between which places all matches are.
func (c *compiler) bound(q query.Node, f news.Filter) {
	from, until := query.Within(q, c.now)
	if f.Since.After(from) {
		from = f.Since
	}
	c.from = posFloor(from)
	if !until.IsZero() {
		c.until = posFloor(until)
	}
	if parts, err := parseCursor(f.After, "a", 1); err == nil {
		if after, err := strconv.ParseInt(parts[0], 10, 64); err == nil {
			c.until = min(c.until, after)
		}
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
		list := c.within(f.Country())
		if f.Name == query.FieldSource {
			list = c.named(strings.ToLower(strings.TrimSpace(f.Value)))
		}
		if len(list) < 2 || len(list) > fewSources {
			return nil
		}
		return s.reachOf(ctx, c, "articles", "source_id", list)
	case f.Name == query.FieldPerson || f.Name == query.FieldPlace || f.Name == query.FieldOrg:
		kind := map[string]news.EntityKind{query.FieldPerson: news.EntityPerson, query.FieldPlace: news.EntityPlace, query.FieldOrg: news.EntityOrganisation}[f.Name]
		found, err := s.bearersOf(ctx, f.Value, kind)
		if err != nil || len(found) == 0 {
			return err
		}
		list, large := make([]int64, len(found)), false
		for i, e := range found {
			list[i] = int64(e.ID)
			c.sizes["namings"][list[i]] = e.Articles
			large = large || e.Articles > maxPerKey
		}
		c.bearers[f] = list
		if large {
			return s.reachOf(ctx, c, "namings", "entity_id", list)
		}
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
	const query = "SELECT " + entityColumns + ` FROM entities e WHERE e.id IN (SELECT entity_id FROM
			(SELECT entity_id, rank FROM entity_words WHERE word = ? ORDER BY rank DESC, entity_id DESC LIMIT ?) AS w)
		AND e.hidden = 0 AND e.articles > 0 ORDER BY e.articles DESC, e.id`
	driver := slices.MaxFunc(terms, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	found, err := s.entities(ctx, query, driver, maxBearers)
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

// reachOf finds the place down to which everything of some identifiers can be looked at.
func (s *Store) reachOf(ctx context.Context, c *compiler, table, column string, list []int64) error {
	of := map[string]string{"entity_id": "entities", "source_id": "sources"}[column]
	text := "SELECT coalesce(max(p), 0) FROM (SELECT (SELECT n.pos FROM " + table + " n WHERE n." + column + " = e.id AND n.pos >= ? AND n.pos < ?" +
		" ORDER BY n.pos DESC LIMIT 1 OFFSET ?) AS p FROM " + of + " e WHERE e.id IN (:ids)) AS t"
	var reach int64
	err := s.one(ctx, func(row scanner) error { return row.Scan(&reach) }, text, c.from, c.until, maxPerKey, ids(s.d, list))
	c.reaches[table+" "+ids(s.d, list)] = reach
	return err
}

// askSaid finds the newest quotations by somebody of a name, or with these words.
func (s *Store) askSaid(ctx context.Context, c *compiler, f query.Field) error {
	exact := compiler{d: s.d}
	said := exact.words("", f.Value)
	if said.kind != matchIndex {
		return nil
	}
	speakers, err := s.bearersOf(ctx, f.Value, news.EntityKinds()...)
	if err != nil {
		return err
	}
	const seen = " AND s.articles > 0 AND s.hidden = 0 AND NOT EXISTS (SELECT 1 FROM entities h WHERE h.id = s.speaker AND h.hidden <> 0)"
	parts := []string{"SELECT s.id, s.place FROM " + s.d.sayings.from + " WHERE " + s.d.sayings.in + seen + " AND " + s.d.sayings.pos + " < ? ORDER BY " + s.d.sayings.pos + " DESC LIMIT ?"}
	args := []any{said.text, c.until, maxSaid + 1}
	for _, e := range speakers {
		parts = append(parts, "SELECT s.id, s.place FROM sayings s WHERE s.speaker = ? AND s.speaker > 0"+seen+" AND s.place < ? ORDER BY s.place DESC LIMIT ?")
		args = append(args, int64(e.ID), c.until, maxSaid+1)
	}
	text := "SELECT id, place FROM (" + strings.Join(parts, ") AS w UNION SELECT id, place FROM (") + ") AS w ORDER BY place DESC LIMIT ?"
	var list []int64
	rows, err := s.reads.QueryContext(ctx, s.text(text), append(args, maxSaid+1)...) // not prepared: it has two dozen forms
	err = all(rows, err, func(row scanner) error {
		var id, place int64
		if err := row.Scan(&id, &place); err != nil {
			return err
		}
		if len(list) == maxSaid {
			c.reach = max(c.reach, place+1)
			return nil
		}
		list = append(list, id)
		return nil
	})
	c.sayings[f] = list
	return err
}

// fieldsOf are the fields of a query, each once.
func fieldsOf(q query.Node) (fields []query.Field) {
	var parts []query.Node
	switch q := q.(type) {
	case query.And:
		parts = q.Of
	case query.Or:
		parts = q.Of
	case query.Not:
		parts = []query.Node{q.Of}
	case query.Field:
		return []query.Field{q}
	}
	for _, part := range parts {
		for _, f := range fieldsOf(part) {
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	return fields
}
