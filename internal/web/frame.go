package web

import (
	"net/http"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/message"
	"nutgraf/internal/news"
)

// frame is what every page has around its own: head, masthead, foot. Views embed it.
type frame struct {
	Site        string
	Title       string // of the page; empty on the front page
	Description string
	Canonical   string // absolute address of this page, or of the publisher's
	Hidden      bool   // ask search engines to leave the page alone
	Refresh     int    // seconds after which the page loads itself again; 0: never
	Feeds       []feedLink
	Schema      any // JSON-LD

	Style, Script, Icon string
	Here                string // path and query of this page, to come back to
	Query               string // in the search field
	Date                stamp
	Today               time.Time
	Interface           *message.Speaker // of the interface
	Tongues             []choice
	Sections            []tab
	Themes              []choice
	Languages           []choice
	Theme               string
	Owner               bool
	Demo                bool
	Flash               string
	Sponsor             *sponsorLine // of the page; its template says where
}

// feedLink is an address at which a listing can be followed.
type feedLink struct {
	Title, Type, URL string
}

// tab is a place in the navigation.
type tab struct {
	Name, URL string
	Here      bool
}

// choice is a value that a form offers.
type choice struct {
	Value, Name string
	Lang, Dir   string
	Chosen      bool
}

// frame makes the frame of a page.
func (s *Site) frame(r *http.Request, title string) frame {
	now := s.Now()
	chosen := s.choices(r)
	f := frame{
		Site: s.Title, Title: title, Style: s.static.path("style.css"), Script: s.static.path("script.js"), Icon: s.static.path("icon.svg"),
		Here: r.URL.RequestURI(), Date: when(now, now), Today: now, Interface: message.For(chosen.Tongue), Tongues: tongues(chosen.Tongue),
		Theme: chosen.Theme, Themes: themes(chosen.Theme), Owner: s.owner(r), Demo: s.Desk.DemoRunning(),
		Canonical: s.absolute(r, r.URL.Path), Sponsor: s.sponsorOf(r),
	}
	for _, section := range news.Sections() {
		path := sectionPath(section)
		f.Sections = append(f.Sections, tab{sectionName(section), path, strings.HasPrefix(r.URL.Path+"/", path+"/")})
	}
	if f.Owner {
		f.Flash = s.Sessions.PopString(r.Context(), flashKey)
	}
	return f
}

// follow adds the feeds of a listing to the frame; path is the listing's, without "/feed…".
func (f *frame) follow(title, path, query string) {
	path = strings.TrimSuffix(path, "/")
	if query != "" {
		query = "?" + query
	}
	f.Feeds = append(f.Feeds,
		feedLink{title + " (Atom)", "application/atom+xml", path + "/feed.atom" + query},
		feedLink{title + " (JSON Feed)", "application/feed+json", path + "/feed.json" + query})
}

// grant is what this reader may see of work with that licence.
func (s *Site) grant(r *http.Request, l news.Licence) licence.Grant {
	return licence.Of(l, s.DefaultLicence, s.Private || s.owner(r))
}

// granted is what this reader may see of a story.
func (s *Site) granted(r *http.Request, story news.Story) news.Story {
	return licence.Story(story, func(l news.Licence) licence.Grant { return s.grant(r, l) })
}

// sectionNames are what readers see; the keys are also the words in addresses.
var sectionNames = map[news.Section]string{
	news.SectionWorld: news.Word("World"), news.SectionPolitics: news.Word("Politics"), news.SectionBusiness: news.Word("Business"),
	news.SectionTech: news.Word("Technology"), news.SectionScience: news.Word("Science"), news.SectionHealth: news.Word("Health"),
	news.SectionClimate: news.Word("Climate"), news.SectionCulture: news.Word("Culture"), news.SectionSport: news.Word("Sport"),
	news.SectionOpinion: news.Word("Opinion"), news.SectionLocal: news.Word("Local"),
}

// sectionName is empty for a section that is unknown.
func sectionName(s news.Section) string { return sectionNames[s] }
