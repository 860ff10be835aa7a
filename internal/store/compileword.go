package store

import (
	"strings"

	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

// maxForms is how many words of a query are looked for in other forms too. Each costs some twenty looks into the index.
const maxForms = 16

// words looks for a word in any of its forms. One that is several terms, such as "Harbour-Times", is a phrase, without what
// an apostrophe joins to a word.
func (c *compiler) words(column, words string) match {
	terms := text.Terms(words)
	if c.exact {
		return c.phrase(column, terms)
	}
	if len(terms) == 2 {
		words = stem.Bare(words)
		terms = text.Terms(words)
	}
	m := c.phrase(column, terms)
	if len(terms) != 1 || isCharacter(terms) || len(c.varied) == maxForms && !c.varied[words] {
		return m
	}
	forms := wantedForms(words, c.in)
	if len(forms) > 0 {
		if c.varied == nil {
			c.varied = map[string]bool{}
		}
		c.varied[words] = true // a query is compiled more than once
	}
	any := []string{m.text}
	for _, form := range forms {
		any = append(any, c.phrase(column, []string{form}).text)
	}
	m.text = strings.Join(any, c.d.search.expr.or)
	return m
}

// phrase looks for terms next to each other. A single character of a script that is indexed in pairs has a term of its own; an
// index of an earlier version knows it as the beginning of a pair.
func (c *compiler) phrase(column string, terms []string) match {
	switch {
	case len(terms) == 0:
		return match{kind: matchNothing}
	case !isCharacter(terms):
		return match{kind: matchIndex, text: c.d.search.expr.phrase(column, terms, false)}
	case c.exact: // an index without these terms
		return match{kind: matchIndex, text: c.d.search.expr.phrase(column, terms, true)}
	}
	alone := c.d.search.expr.phrase(column, terms, !c.characters())
	paired := c.d.search.expr.phrase(column, []string{stem.Character(terms[0])}, false)
	return match{kind: matchIndex, text: alone + c.d.search.expr.or + paired}
}

func isCharacter(terms []string) bool { return len(terms) == 1 && text.Character(terms[0]) }

// wantedForms are the terms of the other forms of a word, in the languages that are asked for; nil: in all.
func wantedForms(word string, in func(tag string) bool) []string {
	if in == nil {
		in = func(string) bool { return true }
	}
	for w := range text.Words(word) {
		return stem.Wanted(word[w.Begin:w.End], in)
	}
	return nil
}
