// Package api is the JSON interface for programs: versioned, read-only, with structs of its own, so that nothing
// inside can change what a client reads.
//
// [New] builds an http.Handler for everything under /api/v1/. Every answer is an object; lists carry "next", which
// is what to give as ?after= for the next page, and is empty at the end. Errors are problem details (RFC 9457).
// Times are RFC 3339 in UTC; what is unknown is absent. What is shown of a source's work is cut to its licence.
// docs/api.md describes it for users, and a golden file holds its whole shape.
package api

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
	"nutgraf/internal/query"

	"golang.org/x/sync/semaphore"
)

// Reader is what the API reads.
type Reader interface {
	storyReader
	threadReader
	articleReader
	ledgerReader
	stateReader
	// TakenDown tells of the takedown that holds for something that is not there.
	TakenDown(ctx context.Context, kind news.TakedownKind, of int64) (news.Takedown, error)
}

type storyReader interface {
	Stories(ctx context.Context, f news.Filter) (stories []news.Story, next string, err error)
	// Story follows redirects: the story's ID may be another than the one asked for.
	Story(ctx context.Context, id news.StoryID) (news.Story, error)
	StoryArticles(ctx context.Context, id news.StoryID) ([]news.Article, error)
}

type articleReader interface {
	Article(ctx context.Context, id news.ArticleID) (news.Article, news.Source, error)
	Search(ctx context.Context, q query.Node, f news.Filter) (news.Found, error)
	Tally(ctx context.Context, q query.Node, f news.Filter) (news.Tally, error)
}

type stateReader interface {
	Sources(ctx context.Context) ([]news.SourceState, error)
	Counts(ctx context.Context) (news.Counts, error)
	Backlogs(ctx context.Context, now time.Time) ([]news.Backlog, error)
}

// Demo tells whether all that the demo press published is in stories.
type Demo interface {
	Done(ctx context.Context) (bool, error)
}

// Options are the API's settings. Reader and Demo are needed.
type Options struct {
	Reader Reader
	Demo   Demo
	Log    *slog.Logger
	Now    func() time.Time // the time of the backlog's waiting
	Today  func() time.Time // the time of the news; by default the same
	// Top is the function of rank that says why each story stands where it stands; without it none does.
	Top func(candidates []news.Story, now time.Time, e news.Edition, section news.Section, limit int) []news.Slot
	// The functions of ledger: they choose the lines of a timeline and of an agenda, and put figures in line. Without one, its calls are
	// not found.
	Timeline func(happenings []news.Happening, limit int) []news.Happening
	Agenda   func(happenings []news.Happening, now time.Time) []news.Happening
	Counts   func(counts []news.Count) []news.CountLine
	// Why tells what holds the articles of a story together, of the newest ones; without it the call is not found.
	Why            func(ctx context.Context, id news.StoryID) (map[news.ArticleID]news.Belonging, error)
	BaseURL        string        // public address of the site; by default as the request says
	DefaultLicence news.Licence  // of sources whose licence is unknown
	Private        bool          // whoever reaches the API is the instance's owner
	ReadFor        time.Duration // how long reading for one answer may take; 10 s by default
}

// server holds what the calls share.
type server struct {
	Options
	turns *semaphore.Weighted
}

// New builds the API.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Today == nil {
		o.Today = o.Now
	}
	o.ReadFor = cmp.Or(o.ReadFor, 10*time.Second)
	s := &server{o, semaphore.NewWeighted(max(2, int64(runtime.GOMAXPROCS(0))))}
	mux := http.NewServeMux()
	for _, route := range s.routes() {
		mux.Handle(route.pattern, s.serve(route.call))
	}
	return mux
}

// route is one line of the API's map.
type route struct {
	pattern string
	call    call
}

func (s *server) routes() []route {
	return []route{
		{"GET /api/v1/stories", s.stories},
		{"GET /api/v1/stories/{id}", s.story},
		{"GET /api/v1/stories/{id}/why", s.why},
		{"GET /api/v1/stories/{id}/quotes", s.storyQuotes},
		{"GET /api/v1/stories/{id}/timeline", s.storyTimeline},
		{"GET /api/v1/stories/{id}/numbers", s.storyNumbers},
		{"GET /api/v1/stories/{id}/entities", s.storyEntities},
		{"GET /api/v1/threads", s.threads},
		{"GET /api/v1/threads/{id}", s.thread},
		{"GET /api/v1/threads/{id}/quotes", s.threadQuotes},
		{"GET /api/v1/threads/{id}/timeline", s.threadTimeline},
		{"GET /api/v1/threads/{id}/numbers", s.threadNumbers},
		{"GET /api/v1/articles/{id}", s.article},
		{"GET /api/v1/articles/{id}/facts", s.facts},
		{"GET /api/v1/entities", s.entities},
		{"GET /api/v1/entities/{id}", s.entity},
		{"GET /api/v1/entities/{id}/quotes", s.entityQuotes},
		{"GET /api/v1/entities/{id}/timeline", s.entityTimeline},
		{"GET /api/v1/entities/{id}/stories", s.entityStories},
		{"GET /api/v1/quotes", s.quotes},
		{"GET /api/v1/quotes/{id}", s.quote},
		{"GET /api/v1/timeline", s.timeline},
		{"GET /api/v1/agenda", s.agenda},
		{"GET /api/v1/search", s.search},
		{"GET /api/v1/sources", s.sources},
		{"GET /api/v1/status", s.status},
		{"/api/", s.missing},
	}
}

func (s *server) missing(r *http.Request) (any, error) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return nil, errMethod
	}
	return nil, news.ErrNotFound
}

func (s *server) grant(l news.Licence) licence.Grant {
	return licence.Of(l, s.DefaultLicence, s.Private)
}

// absolute makes a path of the site an address. The request's Host is believed only when no address is set.
func (s *server) absolute(r *http.Request, path string) string {
	base := strings.TrimSuffix(s.BaseURL, "/")
	if base == "" {
		scheme := "http"
		if r.TLS != nil {
			scheme = "https"
		}
		base = scheme + "://" + r.Host
	}
	return base + path
}
