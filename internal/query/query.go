// Package query reads what a reader types in the search box into a small tree.
//
//	river dam                      both words
//	"dam talks"                    the words in this order
//	dam OR weir    dam AND weir    either, both; AND binds tighter than OR; operators are in capitals
//	-flood   NOT flood             without
//	(dam OR weir) talks            groups
//	headline:dam  author:"Ines Halloran"  source:harbour-times  lang:fr  section:world  kind:opinion
//	after:2026-01-31  before:2026-02  published on that day or later; before that month
//
// [Parse] understands every string: what is no good syntax counts as words, with an error that tells the reader
// what was not understood. The tree holds words as typed; who searches folds them. [Node.String] writes a query that
// parses back to the same tree, so a saved search is kept as text.
package query

import (
	"strings"
	"time"
)

// Node is a query or a part of one: [And], [Or], [Not], [Word], [Phrase] or [Field].
type Node interface {
	// String writes the query so that [Parse] reads the same tree again.
	String() string
	node()
}

// And matches what all its parts match. An And without parts is the empty query: it matches everything.
type And struct{ Of []Node }

// Or matches what any of its parts matches. It has at least two.
type Or struct{ Of []Node }

// Not matches what its part does not match.
type Not struct{ Of Node }

// Word is one word as typed. It may hold punctuation and so fold to several terms, or to none.
type Word struct{ Text string }

// Phrase is words that stand next to each other, as typed between the quotation marks.
type Phrase struct{ Text string }

// Field asks for one property of an article. Name is one of the Field constants; Value is never empty. Where the
// property is text, the words of Value stand next to each other.
type Field struct{ Name, Value string }

// The names of fields.
const (
	FieldHeadline = "headline"
	FieldSource   = "source" // name or host of the publisher
	FieldAuthor   = "author"
	FieldLanguage = "lang" // BCP 47 primary tag
	FieldSection  = "section"
	FieldKind     = "kind"
	FieldAfter    = "after"  // published at this time or later; see [Field.Time]
	FieldBefore   = "before" // published before this time
)

// Fields lists the names of all fields.
func Fields() []string {
	return []string{
		FieldHeadline, FieldSource, FieldAuthor, FieldLanguage, FieldSection, FieldKind, FieldAfter, FieldBefore,
	}
}

func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Word) node()   {}
func (Phrase) node() {}
func (Field) node()  {}

func (n And) String() string {
	parts := make([]string, len(n.Of))
	for i, part := range n.Of {
		parts[i] = part.String()
		if _, ok := part.(Or); ok {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " ")
}

func (n Or) String() string {
	parts := make([]string, len(n.Of))
	for i, part := range n.Of {
		parts[i] = part.String()
	}
	return strings.Join(parts, " OR ")
}

func (n Not) String() string {
	switch n.Of.(type) {
	case And, Or:
		return "-(" + n.Of.String() + ")"
	}
	return "-" + n.Of.String()
}

func (n Word) String() string   { return n.Text }
func (n Phrase) String() string { return `"` + n.Text + `"` }

func (n Field) String() string {
	if strings.ContainsFunc(n.Value, func(r rune) bool { return !inWord(r) }) {
		return n.Name + `:"` + n.Value + `"`
	}
	return n.Name + ":" + n.Value
}

// Time is the moment that an after: or before: field names: a year, a month, a day (its first moment, UTC) or an
// RFC 3339 time. It is false when the value is none of these, which [Parse] never lets pass.
func (n Field) Time() (time.Time, bool) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006", time.RFC3339} {
		if t, err := time.Parse(layout, n.Value); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// Wanted lists the words and phrases that a match may show, for marking them: those of headline fields too, none
// that stand under a Not.
func Wanted(n Node) []string {
	switch n := n.(type) {
	case And:
		return wanted(n.Of)
	case Or:
		return wanted(n.Of)
	case Word:
		return []string{n.Text}
	case Phrase:
		return []string{n.Text}
	case Field:
		if n.Name == FieldHeadline {
			return []string{n.Value}
		}
	}
	return nil
}

func wanted(parts []Node) []string {
	var all []string
	for _, part := range parts {
		all = append(all, Wanted(part)...)
	}
	return all
}
