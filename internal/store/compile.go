package store

import (
	"slices"
	"strings"

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
	plain bool   // every entry of the lists that the expression reads is a match of it

	lead *match // of matchRows: the same condition, so that it finds the rows of a slice; nil: it is as good for that itself
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
	d *dialect
	asked
	column string          // where words are looked for; empty: everywhere
	forms  map[string]bool // terms of other forms of words that are looked for
	exact  bool            // words are found as they are written alone

	characters func() bool // the index has a term for every character that stands in a pair
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
	case query.Field:
		return q.Name != query.FieldHas && c.compile(q).kind != matchNothing
	case nil:
		return false
	}
	return c.compile(q).kind != matchNothing
}

// rows makes a condition on rows of any match.
func (c *compiler) rows(m match) match {
	switch m.kind {
	case matchAll:
		return rows("1 = 1")
	case matchNothing:
		return rows("1 = 0")
	case matchIndex:
		return rows(c.d.search.in, c.sought(m.text)...)
	case matchBoth:
		return rows("("+c.d.search.in+" AND "+m.text+")", append(c.sought(m.index), m.args...)...)
	}
	return m
}

// sought are the values of a condition that asks the index.
func (c *compiler) sought(expr string) []any { return append([]any{expr}, c.d.search.edges...) }

// and joins what the index answers into one expression, with what it must not find, and the rest into one condition.
func (c *compiler) and(parts []query.Node) match {
	var yes, no []string
	var conditions []match
	said, plain := false, true
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
			yes, plain = append(yes, "("+m.text+")"), plain && m.plain
		case matchBoth:
			yes, plain = append(yes, "("+m.index+")"), plain && m.plain
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
	// What drives in slices must stop at their ends: an expression with words to leave out goes on to the next match, wherever that is.
	// Sayings are not looked for in slices.
	case len(no) > 0 && index != "" && (c.exact || c.d.search.slice == ""):
		index = expr.not(index, strings.Join(no, expr.or))
	case len(no) > 0:
		conditions = append(conditions, c.not(match{kind: matchIndex, text: strings.Join(no, expr.or)}))
	}
	plain = plain && len(yes) == 1
	rest := joined(conditions, " AND ")
	switch {
	case index == "":
		rest.lead = leadOfAll(conditions)
		return rest
	case len(conditions) == 0:
		return match{kind: matchIndex, text: index, plain: plain}
	}
	return match{kind: matchBoth, index: index, text: rest.text, args: rest.args, plain: plain}
}

func (c *compiler) or(parts []query.Node) match {
	var inIndex []string
	var conditions []match
	plain := true
	for _, part := range parts {
		switch m := c.compile(part); m.kind {
		case matchNothing:
		case matchIndex:
			inIndex, plain = append(inIndex, "("+m.text+")"), plain && m.plain
		default:
			conditions = append(conditions, c.rows(m))
		}
	}
	index := match{kind: matchIndex, text: strings.Join(inIndex, c.d.search.expr.or), plain: plain}
	switch {
	case len(inIndex) == 0 && len(conditions) == 0:
		return match{kind: matchNothing}
	case len(conditions) == 0:
		return index
	case len(inIndex) > 0:
		conditions = append(conditions, c.rows(index))
	}
	any := joined(conditions, " OR ")
	any.lead = leadOfAny(conditions)
	return any
}

// not turns a match round. Nothing to look for stays that.
func (c *compiler) not(m match) match {
	if m.kind == matchNothing {
		return m
	}
	if m.kind == matchIndex {
		return match{kind: matchRows, text: "NOT " + c.d.search.has, args: c.sought(m.text)}
	}
	m = c.rows(m)
	return match{kind: matchRows, text: "NOT (" + m.text + ")", args: m.args}
}

// leadOfAll lets the first of some conditions lead that can.
func leadOfAll(conditions []match) *match {
	for i, m := range conditions {
		if m.lead != nil {
			leading := slices.Clone(conditions)
			leading[i] = *m.lead
			all := joined(leading, " AND ")
			return &all
		}
	}
	return nil
}

// leadOfAny lets all alternatives lead that can.
func leadOfAny(conditions []match) *match {
	leading, some := slices.Clone(conditions), false
	for i, m := range conditions {
		if m.lead != nil {
			leading[i], some = *m.lead, true
		}
	}
	if !some {
		return nil
	}
	any := joined(leading, " OR ")
	return &any
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
