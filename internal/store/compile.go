package store

import (
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// exprs writes expressions of an engine's search language. A column is "", "headline" or "author".
type exprs struct {
	phrase func(column string, terms []string, prefix bool) string
	and    string
	or     string
	not    func(yes, no string) string
}

// fts5 quotes every term, so that nothing a reader types is an operator.
var fts5 = exprs{
	phrase: func(column string, terms []string, prefix bool) string {
		expr := `"` + strings.ReplaceAll(strings.Join(terms, " "), `"`, `""`) + `"`
		if prefix {
			expr += " *"
		}
		if column != "" {
			expr = column + " : " + expr
		}
		return expr
	},
	and: " AND ",
	or:  " OR ",
	not: func(yes, no string) string { return "(" + yes + ") NOT (" + no + ")" },
}

var tsquery = exprs{
	phrase: func(column string, terms []string, prefix bool) string {
		weight := map[string]string{"headline": "A", "author": "B"}[column]
		if prefix {
			weight += "*"
		}
		if weight != "" {
			weight = ":" + weight
		}
		parts := make([]string, len(terms))
		for i, term := range terms {
			parts[i] = quoteTerm(term) + weight
		}
		return "(" + strings.Join(parts, " <-> ") + ")"
	},
	and: " & ",
	or:  " | ",
	not: func(yes, no string) string { return "(" + yes + ") & !(" + no + ")" },
}

// match is a compiled part of a query.
type match struct {
	kind  matchKind
	text  string // an expression for the index, or a condition on articles a
	args  []any  // of the condition
	index string // of matchBoth: the expression; text is the condition besides
}

type matchKind int

const (
	matchAll     matchKind = iota // the empty query
	matchNothing                  // words in which there is nothing to search for
	matchIndex                    // what the search index answers alone
	matchRows                     // a condition on rows
	matchBoth                     // both must hold
)

// placeOf stands in conditions for the place in the river, which the index knows by another name.
const placeOf = "@pos"

type compiler struct {
	d       *dialect
	sources []sourceName
	column  string                // where words are looked for; empty: everywhere
	in      func(tag string) bool // languages in which forms of words are looked for; nil: all
	exact   bool                  // words are found as they are written alone
	forms   int                   // words that were looked for in other forms
}

// anywhere is the compiler for what is to be left out: wherever it stands.
func (c *compiler) anywhere() *compiler {
	other := *c
	other.column = ""
	return &other
}

func (c *compiler) compile(q query.Node) match {
	switch q := q.(type) {
	case query.And:
		return c.and(q.Of)
	case query.Or:
		return c.or(q.Of)
	case query.Not:
		return c.not(c.anywhere().compile(q.Of))
	case query.Word:
		return c.words(c.column, q.Text)
	case query.Phrase:
		return c.phrase(c.column, text.Terms(q.Text))
	case query.Field:
		return c.field(q)
	}
	return match{} // no query at all
}

// seeks reports whether a query says what to look for, in every one of its alternatives, and not only what to leave out.
func (c *compiler) seeks(q query.Node) bool {
	switch q := q.(type) {
	case query.And:
		return slices.ContainsFunc(q.Of, c.seeks)
	case query.Or:
		return !slices.ContainsFunc(q.Of, func(part query.Node) bool {
			return !c.seeks(part) && c.compile(part).kind != matchNothing
		})
	case query.Not:
		inner, twice := q.Of.(query.Not)
		return twice && c.seeks(inner.Of)
	case nil:
		return false
	}
	return c.compile(q).kind != matchNothing
}

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

// rows makes a condition on rows of any match.
func (c *compiler) rows(m match) match {
	inIndex := func(expr string) match {
		return match{kind: matchRows, text: c.d.search.in, args: []any{expr, edgeLow, edgeHigh}}
	}
	switch m.kind {
	case matchAll:
		return match{kind: matchRows, text: "1 = 1"}
	case matchNothing:
		return match{kind: matchRows, text: "1 = 0"}
	case matchIndex:
		return inIndex(m.text)
	case matchBoth:
		first := inIndex(m.index)
		return match{kind: matchRows, text: "(" + first.text + " AND " + m.text + ")", args: append(first.args, m.args...)}
	}
	return m
}

// and joins what the index answers into one expression, with what it must not find, and the rest into one condition.
func (c *compiler) and(parts []query.Node) match {
	var yes, no []string
	var conditions []match
	said := false
	for _, part := range parts {
		if not, ok := part.(query.Not); ok {
			if m := c.anywhere().compile(not.Of); m.kind == matchIndex {
				no = append(no, "("+m.text+")")
				said = true
				continue
			}
		}
		switch m := c.compile(part); m.kind {
		case matchNothing: // a lone dash among words is no reason to find nothing
			continue
		case matchIndex:
			yes = append(yes, "("+m.text+")")
		case matchBoth:
			yes = append(yes, "("+m.index+")")
			conditions = append(conditions, match{kind: matchRows, text: m.text, args: m.args})
		case matchRows:
			conditions = append(conditions, m)
		}
		said = true
	}
	if !said {
		if len(parts) > 0 {
			return match{kind: matchNothing}
		}
		return match{}
	}
	expr := c.d.search.expr
	index := strings.Join(yes, expr.and)
	switch {
	case len(no) > 0 && index != "":
		index = expr.not(index, strings.Join(no, expr.or))
	case len(no) > 0:
		conditions = append(conditions, c.not(match{kind: matchIndex, text: strings.Join(no, expr.or)}))
	}
	rest := joined(conditions, " AND ")
	switch {
	case index == "":
		return rest
	case len(conditions) == 0:
		return match{kind: matchIndex, text: index}
	}
	return match{kind: matchBoth, index: index, text: rest.text, args: rest.args}
}

func (c *compiler) or(parts []query.Node) match {
	var inIndex []string
	var conditions []match
	for _, part := range parts {
		switch m := c.compile(part); m.kind {
		case matchNothing:
		case matchIndex:
			inIndex = append(inIndex, "("+m.text+")")
		default:
			conditions = append(conditions, c.rows(m))
		}
	}
	index := match{kind: matchIndex, text: strings.Join(inIndex, c.d.search.expr.or)}
	switch {
	case len(inIndex) == 0 && len(conditions) == 0:
		return match{kind: matchNothing}
	case len(conditions) == 0:
		return index
	case len(inIndex) > 0:
		conditions = append(conditions, c.rows(index))
	}
	return joined(conditions, " OR ")
}

// not turns a match round. Nothing to look for stays that.
func (c *compiler) not(m match) match {
	if m.kind == matchNothing {
		return m
	}
	if m.kind == matchIndex {
		return match{kind: matchRows, text: "NOT " + c.d.search.has, args: []any{m.text, edgeLow, edgeHigh}}
	}
	m = c.rows(m)
	return match{kind: matchRows, text: "NOT (" + m.text + ")", args: m.args}
}

func joined(conditions []match, by string) match {
	var texts []string
	var args []any
	for _, m := range conditions {
		texts = append(texts, m.text)
		args = append(args, m.args...)
	}
	return match{kind: matchRows, text: "(" + strings.Join(texts, by) + ")", args: args}
}
