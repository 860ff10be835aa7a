package web

import (
	"net/http"
	"slices"
	"strings"

	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// This file finds whom a search names.

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
