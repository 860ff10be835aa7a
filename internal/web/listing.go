package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// listing is a page that lists something, and so can be followed: as a feed of either format, and as a calendar where
// days to come can belong to it. One line of it is all that a page needs; its head names the addresses with follow.
type listing struct {
	page     string // pattern of its address
	feed     lister
	calendar action // nil: nothing of it is ahead
}

// listings are all of them.
func (s *Site) listings() []listing {
	return []listing{
		{"/", s.frontFeed, s.wholeCalendar},
		{"/latest", s.latestFeed, nil},
		{"/trending", s.trendingFeed, nil},
		{"/media", s.mediaFeed, nil},
		{"/section/{section}", s.sectionFeed, s.sectionCalendar},
		{"/story/{id}", s.storyFeed, s.storyCalendar},
		{"/source/{id}", s.sourceFeed, s.sourceCalendar},
		{"/thread/{id}", s.threadFeed, s.threadCalendar},
		{"/threads", s.threadsFeed, nil},
		{"/entity/{id}", s.entityFeed, s.entityCalendar},
		{"/people", s.peopleFeed, nil},
		{"/quotes", s.quotesFeed, nil},
		{"/agenda", s.agendaFeed, nil}, // its calendar is that of the front page
		{"/timeline", s.timelineFeed, nil},
		{"/search", s.searchFeed, s.searchCalendar},
		{"/sources", s.healthFeed, nil},
	}
}

// following are the routes under which listings are followed.
func (s *Site) following() []route {
	var routes []route
	for _, l := range s.listings() {
		under := "GET " + strings.TrimSuffix(l.page, "/")
		routes = append(routes, route{under + "/feed.atom", s.feed(l.feed, atom), 0}, route{under + "/feed.json", s.feed(l.feed, jsonFeed), 0})
		if l.calendar != nil {
			routes = append(routes, route{under + "/agenda.ics", l.calendar, 0})
		}
	}
	return routes
}

const (
	atomFeed  = "application/atom+xml"
	jsonKind  = "application/feed+json"
	icalendar = "text/calendar"
)

// follow adds the feeds of a listing to the frame; path is the listing's, without "/feed…".
func (f *frame) follow(title, path, query string) {
	f.Feeds = append(f.Feeds, feedLink{title + " (Atom)", atomFeed, under(path, "/feed.atom", query)},
		feedLink{title + " (JSON Feed)", jsonKind, under(path, "/feed.json", query)})
}

// dates adds the calendar of a listing to the frame.
func (f *frame) dates(title, path, query string) {
	f.Calendars = append(f.Calendars, feedLink{title, icalendar, under(path, "/agenda.ics", query)})
}

func under(path, name, query string) string {
	if query != "" {
		query = "?" + query
	}
	return strings.TrimSuffix(path, "/") + name + query
}

// limitOf is how many items a feed is asked for (?limit=); pages have the usual number, whatever is asked.
func limitOf(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || n < 1 || !strings.Contains(r.URL.Path, "/feed.") {
		return news.DefaultLimit
	}
	return min(n, news.MaxLimit)
}

// sectionCalendar is what the newest articles of a section announce.
func (s *Site) sectionCalendar(r *http.Request) (*reply, error) {
	section := news.Section(r.PathValue("section"))
	if section == "" || !section.Valid() {
		return nil, news.ErrNotFound
	}
	return s.agendaCalendar(r, s.Title+": "+s.sectionIn(r, section), news.LedgerFilter{Section: section, Edition: s.edition(r)})
}

// sourceCalendar is what the newest articles of a source announce.
func (s *Site) sourceCalendar(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	source, err := s.Reader.Source(r.Context(), news.SourceID(id))
	if err != nil {
		return nil, err
	}
	return s.agendaCalendar(r, source.Name, news.LedgerFilter{Source: source.ID})
}

// searchCalendar is what the articles announce that a search finds.
func (s *Site) searchCalendar(r *http.Request) (*reply, error) {
	f := news.LedgerFilter{Words: askedFor(r, "q")}
	if f.Words == "" {
		return nil, news.ErrNotFound
	}
	if lang := r.URL.Query().Get("lang"); languageTag(lang) {
		f.Edition.Language = lang
	}
	return s.agendaCalendar(r, s.Title+": "+f.Words, f)
}

// unchanged reports whether a reader has what was changed then. Who sends a tag is answered by that alone (RFC 9110, 13.2.2).
func unchanged(r *http.Request, changed time.Time) bool {
	if changed.IsZero() || r.Header.Get("If-None-Match") != "" {
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !changed.Truncate(time.Second).After(since)
}
