package store

import (
	"strings"

	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// field compiles a field of a query.
func (c *compiler) field(f query.Field) match {
	value := strings.ToLower(strings.TrimSpace(f.Value))
	switch f.Name {
	case query.FieldHeadline:
		return c.words("headline", f.Value)
	case query.FieldBy:
		return c.words("author", f.Value)
	case query.FieldSource:
		return c.publishedBy(c.named(value))
	case query.FieldPerson, query.FieldPlace, query.FieldOrg:
		return c.naming(f)
	case query.FieldSaid:
		return c.saying(f)
	case query.FieldLanguage:
		var w where
		w.language(value)
		return rows(strings.TrimPrefix(w.text, " WHERE "), w.args...)
	case query.FieldSection:
		return rows("a.section = ?", value)
	case query.FieldKind:
		return rows("a.kind = ?", value)
	case query.FieldHas:
		return having(value)
	}
	if country := f.Country(); country != "" {
		return c.publishedBy(c.within(country))
	}
	from, until, ok := f.Span(c.now)
	switch {
	case !ok:
		return match{kind: matchNothing}
	case f.Name == query.FieldAfter:
		return rows(placeOf+" >= ?", posFloor(from))
	case f.Name == query.FieldBefore:
		return rows(placeOf+" < ?", posFloor(from))
	}
	return rows("("+placeOf+" >= ? AND "+placeOf+" < ?)", posFloor(from), posFloor(until))
}

// noArticle is a condition that nothing fulfils. Engines know that before they look at anything.
const noArticle = "a.id = 0"

func rows(condition string, args ...any) match {
	return match{kind: matchRows, text: condition, args: args}
}

// having are the articles with something in them, as far as their rows tell.
func having(what string) match {
	switch what {
	case query.HasPicture:
		return rows("a.image_url <> ''")
	case query.HasVideo, query.HasAudio:
		return rows("a.kind = ?", what)
	case query.HasByline:
		return rows("a.authors <> ''")
	case query.HasQuote: // what is said first in an article has its place in the same second
		// Subqueries with limits, because PostgreSQL would join those without and read whole tables.
		const carried = "(SELECT c.pos FROM carriers c WHERE c.saying_id = s.id AND c.pos = " + placeOf + " LIMIT 1) IS NOT NULL"
		const second = placeOf + " - (" + placeOf + " & ?)"
		return rows("(SELECT s.id FROM sayings s WHERE s.place >= "+second+" AND s.place <= "+second+" + ? AND s.articles > 0 AND s.hidden = 0 AND "+carried+
			" LIMIT 1) IS NOT NULL", posMask, posMask, posMask)
	}
	return match{kind: matchNothing}
}

// publishedBy are the articles of some sources.
func (c *compiler) publishedBy(list []int64) match {
	switch len(list) {
	case 0:
		return rows(noArticle)
	case 1: // its articles are found in order, without sorting them
		return rows("a.source_id = ?", list[0])
	}
	return rows("a.source_id IN (:ids)", ids(c.d, list))
}

// naming are the articles that name somebody or something of that name.
func (c *compiler) naming(f query.Field) match {
	if len(text.Terms(f.Value)) == 0 {
		return match{kind: matchNothing}
	}
	list := c.bearers[f]
	if len(list) == 0 {
		return rows(noArticle)
	}
	// A subquery with a limit, because PostgreSQL would join an EXISTS and read all that names them.
	m := rows("(SELECT n.pos FROM namings n WHERE n.entity_id IN (:ids) AND n.pos = "+placeOf+" LIMIT 1) IS NOT NULL", ids(c.d, list))
	lead := rows("a.pos IN (SELECT pos FROM namings WHERE entity_id IN (:ids) AND pos >= ? AND pos < ?)", ids(c.d, list), edgeLow, edgeHigh)
	m.lead = &lead
	return m
}

// saying are the articles that carry a quotation by somebody of that name or with these words.
func (c *compiler) saying(f query.Field) match {
	if len(text.Terms(f.Value)) == 0 {
		return match{kind: matchNothing}
	}
	list := c.carriers[f]
	if len(list) == 0 {
		return rows(noArticle)
	}
	return rows("a.pos IN (:ids)", ids(c.d, list))
}

// named finds the sources whose host is the value, or in whose name or host its words stand next to each other.
func (c *compiler) named(value string) (found []int64) {
	terms := text.Terms(value)
	for _, source := range c.sources {
		if source.host == value || len(terms) > 0 && (contains(source.names[0], terms) || contains(source.names[1], terms)) {
			found = append(found, int64(source.id))
		}
	}
	return found
}

// within finds the sources of a country.
func (c *compiler) within(country string) (found []int64) {
	for _, source := range c.sources {
		if strings.EqualFold(source.country, country) {
			found = append(found, int64(source.id))
		}
	}
	return found
}

// contains reports whether the words of part stand next to each other in whole.
func contains(whole, part []string) bool {
	for i := 0; i+len(part) <= len(whole); i++ {
		if strings.Join(whole[i:i+len(part)], " ") == strings.Join(part, " ") {
			return true
		}
	}
	return false
}
