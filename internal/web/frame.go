package web

import (
	"net/http"
	"strconv"
	"strings"

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
	Broad       bool   // it takes more of a wide window than a page to read
	Refresh     int    // seconds after which the page loads itself again; 0: never
	Feeds       []feedLink
	Calendars   []feedLink
	Schema      any    // JSON-LD, see Markup
	Card        card   // what those show who link here, beside Title and Description
	Home        string // absolute address of the front page
	Own         bool   // the site is one reader's: no machine is to list it

	Kit       kitFiles
	Look      look
	Nav       nav
	Live      string // address that tells what is new on this page; empty where nothing can be
	Reader    string // whose page this is, for what a browser keeps of it; empty for anybody's
	Here      string // path and query of this page, to come back to
	Query     string // in the search field
	Today     stamp
	Interface *message.Speaker // of the interface
	Crumbs    []tab            // the way from the front page to this page, in the interface's language; what leads nowhere is the page itself
	Languages []choice
	Owner     bool
	Demo      bool
	Flash     string
	actsFrame
	Sponsor *sponsorLine // of the page; its template says where
}

// feedLink is an address at which a listing can be followed.
type feedLink struct {
	Title, Type, URL string
}

// tab is a place in the navigation.
type tab struct {
	Name, URL string // the name is a message
	Here      bool
}

// choice is a value that a form offers.
type choice struct {
	Value, Name string
	Lang, Dir   string
	Chosen      bool
}

// Frame is the frame itself: templates find what is in it sooner there than through the view around it.
func (f *frame) Frame() *frame { return f }

// frame makes the frame of a page.
func (s *Site) frame(r *http.Request, title string) frame {
	now := s.Now()
	chosen := s.choices(r)
	f := frame{
		Site: s.Title, Title: title, Nav: navAt(r.URL.Path), Look: look{chosen.Tongue, chosen.Theme, chosen.Size},
		Kit:  kitFiles{s.static.path("style.css"), s.static.path("script.js"), s.static.path("icon.svg"), s.static.path("icon-mask.png"), chosen.Theme},
		Here: r.URL.RequestURI(), Today: onDay(now, now).sooner(nextDay(now)), Interface: message.For(chosen.Tongue), Owner: s.owner(r), Demo: s.Desk.DemoRunning(),
		Canonical: s.absolute(r, r.URL.Path), Home: s.absolute(r, "/"), Own: s.Private,
		Sponsor: s.sponsorOf(r),
	}
	f.actsFrame = s.actsFrame(r, title)
	if f.Mine != nil {
		f.Reader = strconv.FormatInt(int64(f.Mine.ID), 10)
		f.Flash = s.Sessions.PopString(r.Context(), flashKey)
	}
	return f
}

// within reports whether a page stands at a path or below it.
func within(r *http.Request, path string) bool { return strings.HasPrefix(r.URL.Path+"/", path+"/") }

// grant is what this reader may see of work with that licence.
func (s *Site) grant(r *http.Request, l news.Licence) licence.Grant {
	return licence.Of(l, s.DefaultLicence, s.Private || s.owner(r))
}

// licensed is what anybody may see of work with that licence.
func (s *Site) licensed(l news.Licence) licence.Grant { return licence.Of(l, s.DefaultLicence, false) }

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

// way is the way from the front page to what stands below some pages. Those without a name are left out.
func (s *Site) way(r *http.Request, places ...tab) []tab {
	way := []tab{{Name: s.say(r).T("Front page"), URL: "/"}}
	for _, place := range places {
		if place.Name != "" {
			way = append(way, place)
		}
	}
	return way
}

// shelved is the way to what stands in a section.
func (s *Site) shelved(r *http.Request, section news.Section) []tab {
	return s.way(r, tab{Name: s.sectionIn(r, section), URL: sectionPath(section)})
}

// sectionIn is a section's name in the reader's language.
func (s *Site) sectionIn(r *http.Request, section news.Section) string {
	if name := sectionName(section); name != "" {
		return s.say(r).T(name)
	}
	return ""
}
