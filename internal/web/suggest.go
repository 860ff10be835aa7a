package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// maxSuggestions is how many places are offered to somebody who types.
const maxSuggestions = 8

// suggestion is a place to go.
type suggestion struct {
	Name string
	Kind string `json:",omitempty"` // "Section", "Source", "Person"
	URL  string `json:",omitempty"`
	// Query is the search as it is when this completes it; then there is no URL.
	Query string `json:",omitempty"`
}

// sitePages are the pages that are always there, besides the sections: those that can be gone to by name, and what search engines are told of.
var sitePages = []struct {
	name, path string
	unlisted   bool // nothing for search engines
}{
	{news.Word("Front page"), "/", false}, {news.Word("Latest"), "/latest", false}, {news.Word("Trending"), "/trending", false},
	{news.Word("Threads"), "/threads", false}, {news.Word("Quotes"), "/quotes", false}, {news.Word("People"), "/people", false},
	{news.Word("Agenda"), "/agenda", false}, {news.Word("Timeline"), "/timeline", true}, {news.Word("Saved"), "/saved", true},
	{news.Word("Audio & video"), "/media", false}, {news.Word("Sources"), "/sources", false}, {news.Word("Search"), "/search", true},
	{news.Word("About"), "/about", false},
}

// suggest offers places whose names have a word that begins as is typed: pages and sections first, then sources, then
// whom articles name, then threads that go on.
func (s *Site) suggest(r *http.Request) (*reply, error) {
	if r.URL.Query().Get("for") == "search" {
		return s.completions(r)
	}
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(q) > maxQuery {
		q = ""
	}
	found := s.placesNamed(s.say(r), q)
	for _, more := range []func(*http.Request, string) ([]suggestion, error){s.sourcesNamed, s.entitiesNamed, s.threadsNamed} {
		if utf8.RuneCountInString(q) < 2 || len(found) >= maxSuggestions {
			break
		}
		some, err := more(r, q)
		if err != nil {
			return nil, err
		}
		found = append(found, top(some, max(maxSuggestions/2, maxSuggestions-len(found)-1))...)
	}
	return offered(found)
}

func offered(found []suggestion) (*reply, error) {
	body, err := json.Marshal(top(found, maxSuggestions))
	if err != nil {
		return nil, err
	}
	return ok(jsonType, body), nil
}

// placesNamed are pages and sections, in the reader's language.
func (s *Site) placesNamed(say *message.Speaker, q string) []suggestion {
	found := []suggestion{}
	for _, page := range sitePages {
		if name := say.T(page.name); begins(name, q) {
			found = append(found, suggestion{Name: name, URL: page.path})
		}
	}
	for _, section := range news.Sections() {
		if name := say.T(sectionName(section)); begins(name, q) {
			found = append(found, suggestion{Name: name, Kind: say.T("Section"), URL: sectionPath(section)})
		}
	}
	return found
}

func (s *Site) sourcesNamed(r *http.Request, q string) (found []suggestion, err error) {
	all, err := s.census.take(r.Context(), s.Reader, s.KeepFor)
	for _, j := range all {
		if len(found) == maxSuggestions {
			break
		}
		if begins(j.Source.Name, q) || strings.HasPrefix(j.Source.Host, strings.ToLower(q)) {
			found = append(found, suggestion{Name: j.Source.Name, Kind: s.say(r).T("Source"), URL: sourcePath(j.Source.ID, j.Source.Name)})
		}
	}
	return found, err
}

func (s *Site) entitiesNamed(r *http.Request, q string) ([]suggestion, error) {
	bearers, err := s.bearers(r, q)
	return worded(bearers, func(e news.Entity) suggestion {
		return suggestion{Name: e.Name, Kind: s.say(r).T(kindLabels[e.Kind]), URL: entityPath(e.ID, e.Name)}
	}), err
}

func (s *Site) threadsNamed(r *http.Request, q string) (found []suggestion, err error) {
	threads, _, err := s.Reader.Threads(r.Context(), news.Filter{Edition: s.edition(r), Limit: news.MaxLimit})
	for _, th := range threads {
		if begins(th.Name, q) {
			found = append(found, suggestion{Name: th.Name, Kind: s.say(r).T("Thread"), URL: threadPath(th.ID, th.Name)})
		}
	}
	return found, err
}

// begins reports whether a name, or a word in it, begins as was typed, whatever its accents and capitals.
func begins(name, typed string) bool {
	name, typed = text.Fold(name), text.Fold(typed)
	return strings.HasPrefix(name, typed) || strings.Contains(name, " "+typed)
}
