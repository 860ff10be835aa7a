package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// This file finds whom a search names, and what was meant where it finds nothing.

// maxNameTries is how many runs of a search's words are looked up as names.
const maxNameTries = 6

// cardOf is who the search is about: whom its words name, all of them or some that stand together, or a field for names.
func (s *Site) cardOf(r *http.Request, a *asking) (*entityCard, error) {
	for i, name := range namesIn(a.parts) {
		if i == maxNameTries {
			break
		}
		card, err := s.entityCard(r, name.words)
		if err != nil {
			return nil, err
		}
		if card != nil && (name.whole || text.Named(name.words, card.Name) == 2) {
			return card, nil
		}
	}
	return nil, nil //nolint:nilnil // no card is no error
}

// nameTry is a run of words that may be a name.
type nameTry struct {
	words string
	whole bool // it is all of the search, or said to be a name: a part of somebody's name is enough
}

// nameFields are fields that ask for somebody.
var nameFields = []string{query.FieldPerson, query.FieldPlace, query.FieldOrg, query.FieldSaid, query.FieldBy}

// namesIn lists what of a search may be a name, the longest first.
func namesIn(parts []query.Node) []nameTry {
	var tries []nameTry
	var run []string
	whole := true
	for _, part := range parts {
		switch part := part.(type) {
		case query.Word:
			run = append(run, part.Text)
			continue
		case query.Phrase:
			tries = append(tries, nameTry{part.Text, true})
		case query.Field:
			if slices.Contains(nameFields, part.Name) {
				tries = append(tries, nameTry{part.Value, true})
				continue
			}
			whole = whole && fieldNames[part.Name] != "" && part.Name != query.FieldHeadline // the rest may still be a name
		default:
			whole = false
		}
	}
	for n := len(run); n > 0; n-- {
		for i := 0; i+n <= len(run); i++ {
			tries = append(tries, nameTry{strings.Join(run[i:i+n], " "), n == len(run) && whole})
		}
	}
	return tries
}

// plainWords is the part of a query that is words to look for.
func plainWords(parts []query.Node) string {
	var words []query.Node
	for _, part := range parts {
		switch part.(type) {
		case query.Word, query.Phrase:
			words = append(words, part)
		}
	}
	return query.And{Of: words}.String()
}

// nothingAct is what to try when nothing was found.
type nothingAct struct {
	Without []chip // one part less
	Loose   string // address of the search without quotation marks
	Meant   []tab  // names that are written nearly so
}

const (
	maxWithout = 6
	maxMeant   = 3
)

// nothing finds what else could be tried.
func (s *Site) nothing(r *http.Request, a *asking) (*nothingAct, error) {
	n := &nothingAct{}
	var loose []query.Node
	var words []string
	quoted := false
	for i, part := range a.parts {
		if len(a.parts) > 1 && i < maxWithout {
			n.Without = append(n.Without, chip{Value: query.And{Of: []query.Node{part}}.String(), URL: a.with(a.without(i))})
		}
		switch part := part.(type) {
		case query.Phrase:
			several := strings.Fields(text.Fold(part.Text))
			quoted = quoted || len(several) > 1
			for _, word := range several {
				if word = strings.Trim(word, "-:()"); word != "" {
					loose = append(loose, query.Word{Text: word})
				}
			}
			words = append(words, several...)
			continue
		case query.Word:
			words = append(words, text.Fold(part.Text))
		}
		loose = append(loose, part)
	}
	if quoted {
		n.Loose = a.with(loose)
	}
	meant, err := s.meant(r, words)
	for _, name := range meant {
		n.Meant = append(n.Meant, tab{Name: name, URL: a.with([]query.Node{query.Phrase{Text: name}})})
	}
	return n, err
}

// begun is how many letters of a name count as surely written right.
const begun = 3

// meant finds names that are written nearly as these words: that begin alike, and differ in a letter or two.
func (s *Site) meant(r *http.Request, words []string) ([]string, error) {
	if len(words) == 0 || len(words) > 3 {
		return nil, nil
	}
	var begins []string
	for _, word := range words {
		letters := []rune(word)
		if len(letters) <= begun || strings.ContainsAny(word, `":()-`) {
			return nil, nil
		}
		begins = append(begins, string(letters[:begun]))
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
