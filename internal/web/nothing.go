package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// This file says what else to try where a search finds nothing.

// nothingAct is what to try when nothing was found.
type nothingAct struct {
	Without []chip // one part less
	Loose   string // address of the search without quotation marks
	Meant   []tab  // what is written nearly so
}

const (
	maxWithout = 6
	maxMeant   = 3
)

// nothing finds what else could be tried.
func (s *Site) nothing(r *http.Request, a *asking) (*nothingAct, error) {
	n := &nothingAct{Meant: a.fieldsMeant()}
	var loose []query.Node
	quoted := false
	for i, part := range a.parts {
		if len(a.parts) > 1 && i < maxWithout {
			n.Without = append(n.Without, chip{Value: query.And{Of: []query.Node{part}}.String(), URL: a.with(a.without(i))})
		}
		if phrase, is := part.(query.Phrase); is {
			words := unsigned(phrase.Text)
			quoted = quoted || len(words) > 1
			for _, word := range words {
				loose = append(loose, query.Word{Text: word})
			}
			continue
		}
		loose = append(loose, part)
	}
	if quoted {
		n.Loose = a.with(loose)
	}
	names, err := s.namesMeant(r, a)
	n.Meant = top(append(n.Meant, names...), maxMeant)
	return n, err
}

// unsigned are the words of a text without what a query could take for signs.
func unsigned(phrase string) (words []string) {
	for word := range strings.FieldsSeq(text.Fold(phrase)) {
		if word = strings.Trim(word, "-:()"); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// fieldsMeant are searches with the fields that were probably meant.
func (a *asking) fieldsMeant() (meant []tab) {
	joined, is := a.problem.(interface{ Unwrap() []error }) //nolint:errorlint // of what was joined, each is looked at
	if !is {
		return nil
	}
	for _, one := range joined.Unwrap() {
		var p query.Problem
		if inner, is := one.(interface{ Unwrap() []error }); is { //nolint:errorlint // likewise
			meant = append(meant, (&asking{parts: a.parts, query: a.query, problem: errors.Join(inner.Unwrap()...)}).fieldsMeant()...)
			continue
		}
		if !errors.As(one, &p) || p.Kind != query.NoField || p.Meant == "" {
			continue
		}
		for i, part := range a.parts {
			word, is := part.(query.Word)
			if value, begins := strings.CutPrefix(strings.ToLower(word.Text), p.Field+":"); is && begins && value != "" {
				field, _ := query.Parse(query.Field{Name: p.Meant, Value: value}.String())
				meant = append(meant, tab{Name: field.String(), URL: a.with(slices.Replace(slices.Clone(a.parts), i, i+1, field))})
			}
		}
	}
	return meant
}

// namesMeant are searches for names that are written nearly as the words of this one: as all of them, else as one.
func (s *Site) namesMeant(r *http.Request, a *asking) (meant []tab, err error) {
	var words []string
	for _, part := range a.parts {
		switch part := part.(type) {
		case query.Phrase:
			words = append(words, unsigned(part.Text)...)
		case query.Word:
			words = append(words, unsigned(part.Text)...)
		}
	}
	if len(words) == 0 || len(words) > maxNameTries {
		return nil, nil
	}
	names, err := s.nearNames(r, words)
	for _, name := range names {
		meant = append(meant, tab{Name: name, URL: a.with([]query.Node{query.Phrase{Text: name}})})
	}
	if err != nil || len(meant) > 0 || len(a.parts) == 1 {
		return meant, err
	}
	for i, part := range a.parts {
		word, is := part.(query.Word)
		if !is || utf8.RuneCountInString(word.Text) < sureWord {
			continue
		}
		names, err := s.nearNames(r, unsigned(word.Text))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			parts := slices.Replace(slices.Clone(a.parts), i, i+1, query.Node(query.Phrase{Text: name}))
			meant = append(meant, tab{Name: query.And{Of: parts}.String(), URL: a.with(parts)})
		}
	}
	return meant, nil
}

const (
	begun    = 3 // letters of a name that count as surely written right
	sureWord = 6 // letters that a word among others must have, to be held for a name
)

// nearNames finds names that begin as these words do, and differ from them in a letter or two.
func (s *Site) nearNames(r *http.Request, words []string) ([]string, error) {
	var begins []string
	for _, word := range words {
		letters := []rune(word)
		if len(letters) <= begun || strings.ContainsAny(word, `":()-`) {
			return nil, nil
		}
		begins = append(begins, string(letters[:begun]))
	}
	if len(begins) == 0 {
		return nil, nil
	}
	found, _, err := s.Reader.Entities(r.Context(), news.LedgerFilter{Words: strings.Join(begins, " "), Limit: news.MaxLimit})
	typed := strings.Join(words, " ")
	most := 1 + utf8.RuneCountInString(typed)/8
	type candidate struct {
		name  string
		apart int
	}
	var near []candidate
	for _, e := range found {
		name := text.Fold(e.Name)
		apart := lettersApart(typed, name)
		if len(words) == 1 {
			for part := range strings.FieldsSeq(name) {
				apart = min(apart, lettersApart(typed, part))
			}
		}
		if apart > 0 && apart <= most {
			near = append(near, candidate{e.Name, apart})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(a.apart, b.apart) })
	return worded(top(near, maxMeant), func(c candidate) string { return c.name }), err
}

// lettersApart is how many letters have to be added, left out or exchanged to make one word of the other.
func lettersApart(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, letter := range from {
		corner := row[0]
		row[0] = i + 1
		for j, other := range to {
			cost := corner
			if letter != other {
				cost = 1 + min(corner, row[j], row[j+1])
			}
			corner, row[j+1] = row[j+1], cost
		}
	}
	return row[len(to)]
}
