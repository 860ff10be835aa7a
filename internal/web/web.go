// Package web is the site: what a reader meets. It is server-rendered and works without JavaScript.
//
// [New] builds an http.Handler that holds every page, the feeds out of every listing, sign-in and the few forms of
// the administrator. The routes stand in one list, in [New]'s neighbour routes. Each page has a file of its own: an
// action, a view struct, and the interface of what it asks of the store. An action takes a request and returns a
// reply as a value; only serve writes to the network.
//
// Whatever is shown of a source's work passes through a licence grant, and HTML that came from outside reaches a
// page through one door, the function trusted in render.go. Pages of anonymous readers are kept rendered for a
// moment, those of stories while these stand as they are, so that a crowd costs one reading of the database. Few pages are made at once; the others wait for their turn (turn.go).
//
// Pages and static files are sent packed (pack.go); pictures come small from the site itself, where the caller brings [Pictures].
//
// New starts no goroutine that lasts. The caller provides the connections' time-outs and the listener, and wraps all it serves in [OnlyLocal] where the instance is private.
package web

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"nutgraf/internal/message"
	"nutgraf/internal/news"

	"github.com/alexedwards/scs/v2"
)

//go:embed templates static
var embedded embed.FS

// Reader is what the pages read. Each page's file says what it needs of it.
type Reader interface {
	frontReader
	sectionReader
	storyReader
	threadReader
	articleReader
	sourceReader
	searchReader
	entityReader
	quotesReader
	agendaReader
	aboutReader
	sitemapReader
	mediaReader
	takedownReader
	Settings
}

// Desk is what the administrator can change.
type Desk interface {
	subscriber
	feedKeeper
	pageKeeper
	takedownKeeper
	demoPress
}

// Options are the site's settings. Reader, Desk, Sessions and the three functions are needed; the rest has defaults.
type Options struct {
	Reader   Reader
	Desk     Desk
	Users    Users               // keeps users and their reading; nil: there is the administrator alone
	Hubs     hubDesk             // takes what WebSub hubs push; nil: nobody may call
	Sessions *scs.SessionManager // see [NewSessions]
	Log      *slog.Logger
	Now      func() time.Time // the time of the news; its location is the one in which dates are shown

	// The functions of rank: they lay out pages and say why each story stands where it stands.
	Front    func(candidates []news.Story, now time.Time, e news.Edition) news.Page
	Section  func(candidates []news.Story, now time.Time, e news.Edition, section news.Section) news.Page
	Trending func(candidates []news.Story, now time.Time, e news.Edition, limit int) []news.Slot

	// The functions of ledger: they choose the lines of a timeline and of an agenda, and put figures in line. Without one, no page has
	// those.
	Timeline func(happenings []news.Happening, limit int) []news.Happening
	Agenda   func(happenings []news.Happening, now time.Time) []news.Happening
	Counts   func(counts []news.Count) []news.CountLine

	// Why tells what holds the articles of a story together, of the newest ones; nil: no page tells it.
	Why func(ctx context.Context, id news.StoryID) (map[news.ArticleID]news.Belonging, error)

	Title          string        // of the site; "Nutgraf" by default
	Pictures       Pictures      // brings publishers' pictures; nil: browsers get them from publishers
	PictureKey     []byte        // the secret with which pictures are named, see [PictureKey]
	BaseURL        string        // public address, such as https://news.example.org; by default as the request says
	Edition        news.Edition  // of readers who chose none
	DefaultLicence news.Licence  // of sources whose licence is unknown
	Private        bool          // whoever reaches the site is its owner as a reader, so wrap it in [OnlyLocal]; changing things still takes the password
	Packs          []Pack        // offered to newcomers
	Sponsors       []Sponsor     // whose messages stand on the front page and in sections, at most one on a page
	Files          fs.FS         // templates and static files, read anew for every page: for design work. Nil: the embedded ones
	KeepFor        time.Duration // how long a page for anonymous readers is kept rendered before anybody looks whether it still holds; 1 s by default, negative: not at all
	ReadFor        time.Duration // how long reading for one page may take; 10 s by default
}

// Site holds what the actions share. It is safe for concurrent use.
type Site struct {
	Options
	templates *templateSets
	static    *assets
	kept      *pageCache
	turns     *turns
	marks     *marks
	attempts  *attempts
	census    *census
}

// New builds the site. It fails when a needed option is missing or a template of Files does not parse; the embedded ones are
// parsed beside the start, while the first page is read.
func New(o Options) (http.Handler, error) {
	if o.Reader == nil || o.Desk == nil || o.Sessions == nil || o.Front == nil || o.Section == nil || o.Trending == nil {
		return nil, errors.New("web: Reader, Desk, Sessions, Front, Section and Trending are needed")
	}
	if o.Pictures != nil && len(o.PictureKey) == 0 {
		return nil, errors.New("web: Pictures need a PictureKey")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Users == nil {
		o.Users = noUsers{}
	}
	o.Title = cmp.Or(o.Title, "Nutgraf")
	o.KeepFor = cmp.Or(o.KeepFor, time.Second)
	o.ReadFor = cmp.Or(o.ReadFor, 10*time.Second)
	if o.Files != nil {
		o.KeepFor = -1
	}
	s := &Site{Options: o, kept: newPageCache(), turns: newTurns(o.ReadFor), marks: newMarks(o.Reader.StoryMarks, o.ReadFor), attempts: newAttempts(), census: newCensus()}
	var err error
	if o.Files == nil {
		s.templates = builtIn
		s.static, err = builtInAssets()
	} else {
		s.templates = &templateSets{files: o.Files, fresh: true, sets: map[string]*template.Template{}}
		s.static, err = newAssets(o.Files, true)
	}
	if err != nil {
		return nil, err
	}
	if o.Files == nil {
		// The first page waits until they are parsed, and fails when they cannot be, which a test would have shown.
		go s.templates.set(message.For(message.English)) //nolint:errcheck // see above
	} else if _, err := s.templates.set(message.For(message.English)); err != nil {
		return nil, err
	}
	return s.handler()
}

// route is one line of the site's map.
type route struct {
	pattern string
	action  action
	most    int64 // bytes of a request's body; 0: smallBody
}

// routes is the site's map for readers, all of it but the static files.
func (s *Site) routes() []route { return append(s.pages(), s.following()...) }

// pages are the routes but for those under which listings are followed.
func (s *Site) pages() []route {
	return []route{
		{"GET /{$}", s.front, 0},
		{"GET /latest", s.latest, 0},
		{"GET /trending", s.trending, 0},
		{"GET /media", s.media, 0},
		{"GET /section/{section}", s.sectionPage, 0},
		{"GET /story/{id}", s.story, 0},
		{"GET /story/{id}/{slug}", s.story, 0},
		{"GET /story/{id}/why", s.why, 0},
		{"GET /article/{id}", s.article, 0},
		{"GET /article/{id}/{slug}", s.article, 0},
		{"GET /source/{id}", s.source, 0},
		{"GET /source/{id}/{slug}", s.source, 0},
		{"GET /thread/{id}", s.thread, 0},
		{"GET /thread/{id}/{slug}", s.thread, 0},
		{"GET /threads", s.threads, 0},
		{"GET /entity/{id}", s.entity, 0},
		{"GET /entity/{id}/{slug}", s.entity, 0},
		{"GET /people", s.people, 0},
		{"GET /quotes", s.quotes, 0},
		{"GET /quote/{id}", s.quote, 0},
		{"GET /agenda", s.agenda, 0},
		{"GET /timeline", s.timelinePage, 0},
		{"GET /sources", s.sources, 0},
		{"GET /search", s.search, 0},
		{"GET /about", s.about, 0},
		{"GET /log", s.log, 0},
		{"GET /suggest", s.suggest, 0},
		{"GET /new", s.whatIsNew, 0},
		{"GET /offline", s.offline, 0},
		{"GET /manifest.webmanifest", s.manifest, 0},
		{"GET /sw.js", s.worker, 0},

		{"POST /preferences", s.preferences, 0},
		{"GET /settings", s.settings, 0},
		{"GET /join", s.joinForm, 0},
		{"POST /join", s.join, 0},
		{"GET /users", s.owned(s.users), 0},
		{"POST /users", s.owned(s.addUser), 0},
		{"POST /users/{id}/invite", s.owned(s.inviteUser), 0},
		{"POST /users/{id}/remove", s.owned(s.removeUser), 0},
		{"GET /setup", s.setupForm, 0},
		{"POST /setup", s.setup, 0},
		{"GET /sign-in", s.signInForm, 0},
		{"POST /sign-in", s.signIn, 0},
		{"POST /sign-out", s.signOut, 0},

		{"GET /welcome", s.welcome, 0},
		{"POST /welcome/address", s.owned(s.addAddress), 0},
		{"POST /welcome/follow", s.owned(s.followChosen), 0},
		{"POST /welcome/packs", s.owned(s.addPacks), 0},
		{"POST /welcome/opml", s.owned(s.importOPML), opmlBody},
		{"POST /feeds/{id}/unsubscribe", s.owned(s.unsubscribe), 0},
		{"POST /feeds/{id}/poll", s.owned(s.pollFeed), 0},
		{"POST /feeds/{id}/pause", s.owned(s.pauseFeed), 0},
		{"POST /feeds/{id}/resume", s.owned(s.resumeFeed), 0},
		{"POST /feeds/{id}/set", s.owned(s.setFeed), 0},
		{"POST /sources/{id}/set", s.owned(s.setSource), 0},
		{"GET /sources/{id}/reading", s.owned(s.reading), 0},
		{"POST /sources/{id}/rules", s.owned(s.rulePages), 0},
		{"POST /sources/{id}/furniture", s.owned(s.allowFurniture), 0},
		{"POST /sources/{id}/accept", s.owned(s.acceptReading), 0},
		{"POST /takedown", s.owned(s.takeDown), 0},
		{"POST /takedown/{id}/undo", s.owned(s.undoTakedown), 0},
		{"POST /demo/start", s.owned(s.startDemo), 0},
		{"POST /demo/remove", s.owned(s.removeDemo), 0},

		{"GET /yours/feed.atom", s.feed(s.keyed(s.yoursFeed), atom), 0},
		{"GET /yours/feed.json", s.feed(s.keyed(s.yoursFeed), jsonFeed), 0},
		{"GET /saved/feed.atom", s.feed(s.keyed(s.savedFeed), atom), 0},
		{"GET /saved/feed.json", s.feed(s.keyed(s.savedFeed), jsonFeed), 0},
		{"GET /searches/{id}/feed.atom", s.feed(s.keyed(s.keptSearchFeed), atom), 0},
		{"GET /searches/{id}/feed.json", s.feed(s.keyed(s.keptSearchFeed), jsonFeed), 0},

		{"GET /sponsor/{id}", s.sponsorPicture, 0},
		{"GET /robots.txt", s.robots, 0},
		{"GET /sitemap.xml", s.public(s.sitemapIndex), 0},
		{"GET /sitemap-news.xml", s.public(s.newsSitemap), 0},
		{"GET /sitemap/{name}", s.public(s.sitemap), 0},
		{"GET /opensearch.xml", s.openSearch, 0},
		{"/", s.missing, 0},
	}
}

// own is what users have for themselves, and what they do there. A visitor is asked to sign in first; who reaches a private instance
// is its owner as a reader.
func (s *Site) own() []route {
	return []route{
		{"GET /yours", s.yours, 0},
		{"GET /saved", s.saved, 0},
		{"GET /saved.json", s.savedJSON, 0},
		{"GET /saved.md", s.savedMarkdown, 0},
		{"GET /searches", s.searches, 0},
		{"GET /searches/{id}", s.keptSearchPage, 0},
		{"GET /history", s.history, 0},
		{"GET /mutes", s.mutes, 0},
		{"POST /saved", s.save, 0},
		{"POST /read", s.markRead, 0},
		{"POST /history/empty", s.emptyHistory, 0},
		{"POST /searches", s.saveSearch, 0},
		{"POST /mutes", s.mute, 0},
		{"POST /follow", s.followOne, 0},
		{"POST /settings/reading", s.setReading, 0},
		{"POST /settings/key", s.renewKey, 0},
		{"POST /settings/password", s.changePassword, 0},
		{"POST /settings/leave", s.leaveEverywhere, 0},
	}
}

// calls are what other machines call. They bear no cookies, so that neither session nor origin matters.
func (s *Site) calls() []route {
	if s.Hubs == nil {
		return nil
	}
	return []route{
		{"GET /hub/{token}", s.hubAsks, 0},
		{"POST /hub/{token}", s.hubPushes, hubBody},
	}
}

// handler puts the routes behind the guards, outermost first: headers, origin of writes, session.
func (s *Site) handler() (http.Handler, error) {
	pages := http.NewServeMux()
	for _, route := range s.routes() {
		pages.Handle(route.pattern, s.serve(route.action, cmp.Or(route.most, smallBody)))
	}
	for _, route := range s.own() {
		pages.Handle(route.pattern, s.serve(route.action, cmp.Or(route.most, smallBody), s.welcomed))
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/{name}", s.static)
	if s.Pictures != nil {
		mux.Handle("GET /picture/{width}/{id}/{name}", s.Sessions.LoadAndSave(http.HandlerFunc(s.servePicture)))
	}
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", keepFixed)
		http.Redirect(w, r, s.static.path("icon.svg"), http.StatusFound)
	})
	mux.Handle("/", s.Sessions.LoadAndSave(pages))
	origins := http.NewCrossOriginProtection()
	if s.BaseURL != "" {
		base, err := url.Parse(s.BaseURL)
		if err != nil {
			return nil, fmt.Errorf("web: base address: %w", err)
		}
		if err := origins.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
			return nil, fmt.Errorf("web: base address: %w", err)
		}
	}
	origins.SetDenyHandler(s.Sessions.LoadAndSave(s.serve(s.foreign, smallBody)))
	outer := http.NewServeMux()
	for _, call := range s.calls() {
		outer.Handle(call.pattern, s.direct(call.action, cmp.Or(call.most, smallBody)))
	}
	outer.Handle("/", origins.Handler(mux))
	return guard(outer, policyFor(s.Pictures != nil)), nil
}

// Settings are the few values that the site keeps in the store; a key that was never set is "", and setting "" forgets it.
type Settings interface {
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}
