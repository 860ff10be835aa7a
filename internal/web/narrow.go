package web

import (
	"net/http"
	"slices"
	"strconv"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// This file narrows a search and widens it again: by changing its tree, so that the field always says what is asked.

// chip is a field of a search that can be taken out of it.
type chip struct {
	Name  string // of the field; a message, or as it is written
	Not   bool
	Value string
	URL   string // of the search without it
}

// narrowing is a field that a search can be narrowed by, with values that what was found has.
type narrowing struct {
	Name   string // a message
	Values []narrowed
}

type narrowed struct {
	Value string
	N     string // how many of what was found have it; empty where nothing was counted
	URL   string
}

// maxNarrowed is how many values of a field are offered.
const maxNarrowed = 8

// mostCounted is the largest number that is told.
const mostCounted = 200

// fieldNames are what fields are called where a search is narrowed.
var fieldNames = map[string]string{
	query.FieldSource: news.Word("Source"), query.FieldSection: news.Word("Section"), query.FieldLanguage: news.Word("Language"), query.FieldKind: news.Word("Form"),
	query.FieldAfter: news.Word("From"), query.FieldBefore: news.Word("Before"), query.FieldHeadline: news.Word("Headline"), query.FieldBy: news.Word("Author"),
	query.FieldPerson: news.Word("Person"), query.FieldPlace: news.Word("Place"), query.FieldOrg: news.Word("Organisation"), query.FieldSaid: news.Word("Quoted"),
	query.FieldIn: news.Word("Country or time"), query.FieldHas: news.Word("With"),
}

// hasNames are what has: asks for.
var hasNames = map[string]string{
	query.HasPicture: news.Word("Picture"), query.HasVideo: news.Word("Video"), query.HasAudio: news.Word("Audio"), query.HasByline: news.Word("Author"), query.HasQuote: news.Word("Quotes"),
}

// parts are what of a query must all match.
func parts(node query.Node) []query.Node {
	if and, is := node.(query.And); is {
		return and.Of
	}
	return []query.Node{node}
}

// with is the address of the search with other parts.
func (a *asking) with(parts []query.Node) string {
	address := a.query
	q := address.Get("q")
	defer address.Set("q", q)
	address.Set("q", query.And{Of: parts}.String())
	return "/search?" + address.Encode()
}

// without are the parts but for one.
func (a *asking) without(i int) []query.Node {
	return slices.Delete(slices.Clone(a.parts), i, i+1)
}

// replaced are the parts with one value for a field, instead of those that it has.
func (a *asking) replaced(field, value string) []query.Node {
	rest := slices.DeleteFunc(slices.Clone(a.parts), func(part query.Node) bool { return isField(part, field) })
	return append(rest, query.Field{Name: field, Value: value})
}

func isField(part query.Node, name string) bool {
	f, is := part.(query.Field)
	return is && f.Name == name
}

// chips are the fields of the search that stand for themselves.
func (a *asking) chips(say *message.Speaker) []chip {
	var chips []chip
	for i, part := range a.parts {
		not, negated := part.(query.Not)
		if negated {
			part = not.Of
		}
		if f, is := part.(query.Field); is && len(a.parts) > 1 {
			chips = append(chips, chip{Name: fieldName(say, f.Name), Not: negated, Value: valueName(say, f.Name, f.Value), URL: a.with(a.without(i))})
		}
	}
	return chips
}

func fieldName(say *message.Speaker, field string) string {
	if name := fieldNames[field]; name != "" {
		return say.T(name)
	}
	return field + ":"
}

// valueName is how a value of a field is told.
func valueName(say *message.Speaker, field, value string) string {
	name := ""
	switch field {
	case query.FieldSection:
		name = sectionName(news.Section(value))
	case query.FieldKind:
		name = formNames[news.Kind(value)]
	case query.FieldHas:
		name = hasNames[value]
	case query.FieldLanguage:
		return languageName(value)
	case query.FieldIn:
		if country := (query.Field{Name: field, Value: value}).Country(); country != "" {
			return countryIn(say, country)
		}
	}
	if name == "" {
		return value
	}
	return say.T(name)
}

// orders are the ways to sort what is found; none where nothing fits better than another.
func (a *asking) orders() []tab {
	if len(query.Wanted(a.node)) == 0 {
		return nil
	}
	order := func(by news.Order) string {
		address := a.query
		was := address.Get("order")
		defer func() {
			if address.Set("order", was); was == "" {
				address.Del("order")
			}
		}()
		if address.Set("order", string(by)); by == news.OrderRelevant {
			address.Del("order")
		}
		return "/search?" + address.Encode()
	}
	relevant := a.filter.Order == news.OrderRelevant
	return []tab{{news.Word("Best first"), order(news.OrderRelevant), relevant}, {news.Word("Newest first"), order(news.OrderNewest), !relevant}}
}

// narrowings count what a search finds by its fields. Without the counts a search is as good, so that their failure is only logged.
func (s *Site) narrowings(r *http.Request, a *asking) (fields []narrowing, counted int) {
	tally, err := s.Reader.Tally(r.Context(), a.node, news.Filter{Edition: a.filter.Edition})
	if err != nil {
		s.Log.Warn("search not counted", "err", err)
		return nil, 0
	}
	if tally.More {
		counted = tally.Counted
	}
	say := s.say(r)
	for _, field := range tally.Fields {
		if len(field.Values) < 2 || slices.ContainsFunc(a.parts, func(part query.Node) bool { return isField(part, field.Name) }) {
			continue
		}
		n := narrowing{Name: fieldName(say, field.Name)}
		for _, v := range top(field.Values, min(maxNarrowed, len(field.Values))) {
			name := v.Name
			if name == "" {
				name = valueName(say, field.Name, v.Value)
			}
			n.Values = append(n.Values, narrowed{name, bounded(v.N, tally.More), a.with(a.replaced(field.Name, v.Value))})
		}
		fields = append(fields, n)
	}
	if n := a.times(say); len(n.Values) > 0 {
		fields = append(fields, n)
	}
	return fields, counted
}

// bounded tells a number of which only a part was counted.
func bounded(n int, more bool) string {
	if more || n > mostCounted {
		return strconv.Itoa(min(n, mostCounted)) + "+"
	}
	return strconv.Itoa(n)
}

// times narrow a search to the last days.
func (a *asking) times(say *message.Speaker) narrowing {
	n := narrowing{Name: say.T("Time")}
	if slices.ContainsFunc(a.parts, func(part query.Node) bool { return isField(part, query.FieldAfter) }) {
		return n
	}
	for _, last := range []struct{ name, value string }{
		{news.Word("Today"), "today"}, {news.Word("Last 7 days"), "7d"}, {news.Word("Last 30 days"), "30d"}, {news.Word("Last year"), "1y"},
	} {
		n.Values = append(n.Values, narrowed{Value: say.T(last.name), URL: a.with(a.replaced(query.FieldAfter, last.value))})
	}
	return n
}
