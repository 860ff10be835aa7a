package store

import (
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// field compiles a field of a query.
func (c *compiler) field(f query.Field) match {
	value := strings.ToLower(strings.TrimSpace(f.Value))
	rows := func(condition string, args ...any) match { return match{kind: matchRows, text: condition, args: args} }
	switch f.Name {
	case query.FieldHeadline, query.FieldAuthor:
		return c.words(f.Name, f.Value)
	case query.FieldSource:
		named := c.named(value)
		if len(named) == 1 { // its articles are found in order, without sorting them
			return rows("a.source_id = ?", int64(named[0]))
		}
		return rows("a.source_id IN (:ids)", ids(c.d, named))
	case query.FieldLanguage:
		var w where
		w.language(value)
		return rows(strings.TrimPrefix(w.text, " WHERE "), w.args...)
	case query.FieldSection:
		return rows("a.section = ?", value)
	case query.FieldKind:
		return rows("a.kind = ?", value)
	}
	at, ok := f.Time()
	switch {
	case ok && f.Name == query.FieldAfter:
		return rows(placeOf+" >= ?", posFloor(at))
	case ok && f.Name == query.FieldBefore:
		return rows(placeOf+" < ?", posFloor(at))
	}
	return match{kind: matchNothing}
}

// named finds the sources whose host is the value, or in whose name or host its words stand next to each other.
func (c *compiler) named(value string) []news.SourceID {
	var found []news.SourceID
	terms := text.Terms(value)
	for _, source := range c.sources {
		if source.host == value || len(terms) > 0 && (contains(source.names[0], terms) || contains(source.names[1], terms)) {
			found = append(found, source.id)
		}
	}
	return found
}
