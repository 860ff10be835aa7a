package web

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// This file completes what is being typed into a field for searches: the last word of it.

// completion is a search in the making.
type completion struct {
	head string // what stands before the last word; stays as it was typed
	last string // the last word, or the value of a field that it begins
}

// with is the search when its last word is a part of a query.
func (c completion) with(part query.Node) string {
	return c.head + query.And{Of: []query.Node{part}}.String() + " "
}

// completions offers the user's own searches, fields, their values, sections, sources and whom articles name.
func (s *Site) completions(r *http.Request) (*reply, error) {
	q := strings.TrimLeftFunc(r.URL.Query().Get("q"), unicode.IsSpace)
	if len(q) > maxQuery || q == "" {
		return offered([]suggestion{})
	}
	found, err := s.ownSearches(r, q)
	if err != nil {
		return nil, err
	}
	c := lastOf(q)
	more, err := s.valuesFor(r, c)
	if err != nil {
		return nil, err
	}
	return offered(append(found, more...))
}

// maxOwnSearches is how many of the user's own searches are offered.
const maxOwnSearches = 3

func (s *Site) ownSearches(r *http.Request, q string) ([]suggestion, error) {
	found := []suggestion{}
	m := mineOf(r)
	if m == nil {
		return found, nil
	}
	kept, err := s.Users.SavedSearches(r.Context(), m.ID)
	for _, search := range kept {
		if len(found) < maxOwnSearches && (begins(search.Name, q) || begins(search.Query, q)) {
			found = append(found, suggestion{Name: search.Name, Kind: s.say(r).T("Saved search"), URL: searchPath(search.ID)})
		}
	}
	return found, err
}

// lastOf finds the last word of what was typed, with its minus before it and a quotation that was begun.
func lastOf(q string) completion {
	at, quoted := 0, false
	for i, r := range q {
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted && (unicode.IsSpace(r) || r == '(' || r == ')'):
			at = i + utf8.RuneLen(r)
		}
	}
	if strings.HasPrefix(q[at:], "-") {
		at++
	}
	return completion{q[:at], q[at:]}
}

// valuesFor offers what the last word can become.
func (s *Site) valuesFor(r *http.Request, c completion) ([]suggestion, error) {
	name, value, isField := strings.Cut(c.last, ":")
	name, value = strings.ToLower(name), strings.Trim(value, `"`)
	if isField {
		c.last = value
		return s.fieldValues(r, c, name)
	}
	if c.last == "" || strings.HasPrefix(c.last, `"`) {
		return nil, nil
	}
	say := s.say(r)
	var found []suggestion
	for _, field := range query.Fields() {
		if strings.HasPrefix(field.Name, name) || len(name) > 1 && begins(say.T(fieldNames[field.Name]), name) {
			found = append(found, suggestion{Name: field.Name + ":", Kind: say.T(fieldNames[field.Name]), Query: c.head + field.Name + ":"})
		}
	}
	if utf8.RuneCountInString(c.last) < 2 {
		return found, nil
	}
	named, err := s.completedNames(r, c)
	if err != nil {
		return nil, err
	}
	var rest []suggestion
	for _, field := range []string{query.FieldSection, query.FieldSource} {
		some, err := s.fieldValues(r, c, field)
		if err != nil {
			return nil, err
		}
		rest = append(rest, top(some, 2)...)
	}
	room := max(maxSuggestions-len(found)-len(rest), 1)
	return slices.Concat(found, top(named, room), rest), nil
}

// dateValues are times as they can be written.
var dateValues = []string{"today", "yesterday", "7d", "30d", "last week", "last month", "last year", "this week", "this month"}

// fieldValues offers values of a field that begin as the last word.
func (s *Site) fieldValues(r *http.Request, c completion, field string) (found []suggestion, err error) {
	say := s.say(r)
	offer := func(name, value string) {
		if len(found) < maxSuggestions {
			part := query.Field{Name: field, Value: value}
			found = append(found, suggestion{Name: name, Kind: part.String(), Query: c.with(part)})
		}
	}
	fixed := map[string][]string{
		query.FieldSection: query.Sections(), query.FieldKind: query.Kinds(), query.FieldHas: query.Haves(), query.FieldAfter: dateValues, query.FieldBefore: dateValues, query.FieldIn: dateValues,
	}
	for _, value := range fixed[field] {
		if name := valueName(say, field, value); begins(name, c.last) || begins(value, c.last) {
			offer(name, value)
		}
	}
	switch field {
	case query.FieldLanguage:
		counts, err := s.Reader.Languages(r.Context())
		for _, n := range counts {
			if name := languageName(n.Language); n.Language != "" && (begins(name, c.last) || strings.HasPrefix(n.Language, strings.ToLower(c.last))) {
				offer(name, n.Language)
			}
		}
		return found, err
	case query.FieldSource:
		all, err := s.census.take(r.Context(), s.Reader, s.KeepFor)
		for _, j := range all {
			if begins(j.Source.Name, c.last) || strings.HasPrefix(j.Source.Host, strings.ToLower(c.last)) {
				offer(j.Source.Name, j.Source.Host)
			}
		}
		return found, err
	}
	if kind, of := kindsOfFields[field]; of && c.last != "" {
		bearers, _, err := s.Reader.Entities(r.Context(), news.LedgerFilter{Words: c.last, Kind: kind, Limit: maxSuggestions})
		for _, e := range bearers {
			offer(e.Name, e.Name)
		}
		return found, err
	}
	return found, nil
}

// kindsOfFields are the kinds of whom fields ask for.
var kindsOfFields = map[string]news.EntityKind{
	query.FieldPerson: news.EntityPerson, query.FieldPlace: news.EntityPlace, query.FieldOrg: news.EntityOrganisation, query.FieldSaid: news.EntityPerson, query.FieldBy: news.EntityPerson,
}

// fieldsOfKinds are the fields that ask for them.
var fieldsOfKinds = map[news.EntityKind]string{
	news.EntityPerson: query.FieldPerson, news.EntityPlace: query.FieldPlace, news.EntityOrganisation: query.FieldOrg,
}

// maxNameWords is how many words before the last may belong to a name.
const maxNameWords = 2

// completedNames offers whom the last words begin to name: all of "ilse mar" where somebody is called so, else who is called "mar…".
func (s *Site) completedNames(r *http.Request, c completion) (found []suggestion, err error) {
	words := strings.Fields(c.head)
	for n := min(maxNameWords, len(words)); n >= 0; n-- {
		before := words[len(words)-n:]
		if slices.ContainsFunc(before, func(word string) bool {
			return strings.ContainsAny(word, `:"()-`) || strings.ToUpper(word) == word && strings.ToLower(word) != word
		}) {
			continue
		}
		name := strings.TrimSpace(strings.Join(before, " ") + " " + c.last)
		bearers, err := s.bearers(r, name)
		if err != nil {
			return nil, err
		}
		head := c.head
		for range before {
			head = strings.TrimRightFunc(head, unicode.IsSpace)
			head = head[:strings.LastIndexFunc(head, unicode.IsSpace)+1]
		}
		for _, e := range bearers {
			part := query.Field{Name: fieldsOfKinds[e.Kind], Value: e.Name}
			found = append(found, suggestion{Name: e.Name, Kind: s.say(r).T(kindLabels[e.Kind]), Query: completion{head: head}.with(part)})
		}
		if len(found) > 0 {
			break
		}
	}
	return found, nil
}
