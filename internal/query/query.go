// Package query reads what a reader types in the search box into a small tree, and holds articles against it.
//
//	river dam                      both words
//	"dam talks"                    the words in this order
//	dam OR weir    dam AND weir    either, both; AND binds tighter than OR; operators are in capitals
//	-flood   NOT flood             without
//	(dam OR weir) talks            groups
//	headline:dam  by:"Ines Halloran"  source:harbour-times  lang:fr  section:world  kind:opinion
//	person:Halloran  place:Osk  org:"Tamsel Board"  said:"no dam"  in:France  in:2026-01  has:picture
//	after:2026-01-31  before:"last week"  published on that day or later; before that week
//
// [Fields] lists the fields. Their names are read in any case, and by some other names that people give them. Dates are
// written as in [Field.Span].
//
// [Parse] understands every string: what is no good syntax counts as words, with [Problem]s that tell the reader
// what was not understood. The tree holds words as typed; who searches folds them. Dates stay as typed too, so that
// "last week" moves with time. [Node.String] writes a query that parses back to the same tree, so a saved search is kept
// as text.
//
// [Compile] makes a query ready to be held against one [Subject] after the other, and a [Set] finds those of many
// queries that one subject matches.
package query

import "strings"

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
// property is text, the words of Value stand next to each other; a name may have others between them.
type Field struct{ Name, Value string }

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
	if strings.ContainsFunc(n.Value, func(r rune) bool { return !inWord(r) }) || n.grows() {
		return n.Name + `:"` + n.Value + `"`
	}
	return n.Name + ":" + n.Value
}

// Wanted lists the words and phrases that a match may show, for marking them: those of headlines, names and quotations
// too, none that stand under a Not.
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
		switch n.Name {
		case FieldHeadline, FieldPerson, FieldPlace, FieldOrg, FieldSaid:
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
