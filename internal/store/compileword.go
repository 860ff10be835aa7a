package store

import (
	"strings"
	"unicode/utf8"

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
	if len(terms) != 1 || c.forms == maxForms {
		return m
	}
	forms := wantedForms(words, c.in)
	if len(forms) > 0 {
		c.forms++
	}
	any := []string{m.text}
	for _, form := range forms {
		any = append(any, c.phrase(column, []string{form}).text)
	}
	m.text = strings.Join(any, c.d.search.expr.or)
	return m
}

// phrase looks for terms next to each other. A single character of a script that is indexed in pairs is looked for as the
// beginning of a pair.
func (c *compiler) phrase(column string, terms []string) match {
	if len(terms) == 0 {
		return match{kind: matchNothing}
	}
	return match{kind: matchIndex, text: c.d.search.expr.phrase(column, terms, isPrefix(terms))}
}

func isPrefix(terms []string) bool {
	if len(terms) != 1 {
		return false
	}
	r, size := utf8.DecodeRuneInString(terms[0])
	return size == len(terms[0]) && r >= 0x0E00
}

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
