package store

import (
	"context"
	"encoding/json"
	"iter"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/query"
	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

// maxForms is how many words of a query are looked for in other forms too. Each may cost some twenty looks into the index.
const maxForms = 16

// words looks for a word in any of its forms. One that is several terms, such as "Harbour-Times", is a phrase.
func (c *compiler) words(column, words string) match {
	if c.exact {
		return c.phrase(column, text.Terms(words))
	}
	terms, forms := stem.Typed(words, stem.Every)
	m := c.phrase(column, terms)
	if len(terms) != 1 || isCharacter(terms) {
		return m
	}
	any := []string{m.text}
	for _, form := range forms {
		if c.forms[form] {
			any = append(any, c.phrase(column, []string{form}).text)
		}
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
	case isSyllable(terms):
		return match{kind: matchIndex, text: c.d.search.expr.phrase(column, terms, true)}
	case !isCharacter(terms):
		return match{kind: matchIndex, text: c.d.search.expr.phrase(column, terms, false), plain: column == "" && len(terms) == 1}
	case c.exact: // an index without these terms
		return match{kind: matchIndex, text: c.d.search.expr.phrase(column, terms, true)}
	}
	alone := c.d.search.expr.phrase(column, terms, !c.characters())
	paired := c.d.search.expr.phrase(column, []string{stem.Character(terms[0])}, false)
	return match{kind: matchIndex, text: alone + c.d.search.expr.or + paired, plain: column == "" && c.characters()}
}

// isSyllable reports whether all that is looked for is one letter of Korean or the like, which is a whole word with others joined to
// it: it is found where a word begins with it.
func isSyllable(terms []string) bool {
	if len(terms) != 1 || isCharacter(terms) {
		return false
	}
	r, size := utf8.DecodeRuneInString(terms[0])
	return size == len(terms[0]) && r >= 0x0E00
}

func isCharacter(terms []string) bool { return len(terms) == 1 && text.Character(terms[0]) }

// presentForms are the terms by which the words of a query are looked for in other forms: those that some article has, where the
// engine looks for each in every part of its index for every slice. Most stems are of languages that do not have the word.
func (s *Store) presentForms(ctx context.Context, q query.Node) (map[string]bool, error) {
	forms := map[string]bool{}
	var exprs []string
	varied, in := map[string]bool{}, s.languages(ctx)
	for word := range wordsOf(q) {
		terms, others := stem.Typed(word, in)
		if len(terms) != 1 || isCharacter(terms) || varied[word] || len(varied) == maxForms {
			continue
		}
		for _, form := range others {
			varied[word] = true
			if !forms[form] {
				forms[form] = true
				exprs = append(exprs, s.d.search.expr.phrase("", []string{form}, false))
			}
		}
	}
	present := s.d.search.present
	if present == "" || len(exprs) == 0 {
		return forms, nil
	}
	list, err := json.Marshal(exprs)
	if err != nil {
		return nil, err
	}
	forms = map[string]bool{}
	rows, err := s.rows(ctx, present, string(list))
	return forms, all(rows, err, func(row scanner) error {
		var expr string
		err := row.Scan(&expr)
		forms[strings.Trim(expr, `"`)] = true
		return err
	})
}

// wordsOf are the words of a query that may have other forms, whether they are looked for or left out.
func wordsOf(q query.Node) iter.Seq[string] {
	return func(yield func(string) bool) {
		for leaf := range leavesOf(q) {
			word := ""
			switch leaf := leaf.(type) {
			case query.Word:
				word = leaf.Text
			case query.Field:
				if leaf.Name == query.FieldHeadline || leaf.Name == query.FieldBy {
					word = leaf.Value
				}
			}
			if word != "" && !yield(word) {
				return
			}
		}
	}
}
