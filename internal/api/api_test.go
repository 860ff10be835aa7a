package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/api"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

var now = time.Date(2031, time.May, 17, 9, 30, 0, 0, time.UTC)

// shelf is a store of one story with everything in it.
type shelf struct {
	licence news.Licence
	filter  news.Filter       // of the last list
	asked   news.LedgerFilter // likewise
	fail    error
}

func (s *shelf) story() news.Story {
	return news.Story{ID: 7, Headline: "Ferries sail again", Summary: "After thirty years a line reopens.", Language: "en", Section: news.SectionWorld,
		Lead: 70, LeadSource: 1, Image: news.Image{URL: "https://times.example/f.jpg", Caption: "The ferry.", Credit: "Ida Marl"}, Articles: 2, Sources: 2,
		Independent: 1, FirstSeenAt: now.Add(-time.Hour), UpdatedAt: now, Score: 3, SourceName: "The Times", Licence: s.licence, Thread: 5, Coverage: 6,
		Phrases: []string{"Osk"}, Keys: []news.KeySentence{{Text: "The first boat of the line left at dawn.", Article: 70, Source: 1}},
		Lineages: []news.Lineage{{Family: 70, Agency: "Selwyn Wire"}},
		Fresh: []news.KeySentence{{Text: "The first boat left at dawn.", Article: 70, Source: 1, SourceName: "The Times", Licence: s.licence},
			{Text: "Not to be quoted.", Article: 71, Source: 2, SourceName: "The Gull", Licence: news.LicenceHeadline}}}
}

func (s *shelf) thread() news.Thread {
	return news.Thread{ID: 5, Name: "Ferries, Osk", Language: "en", Phrases: []string{"Ferries", "Osk"}, Stories: 2, Articles: 3, FirstSeenAt: now.Add(-99 * time.Hour), UpdatedAt: now}
}

func (s *shelf) Threads(_ context.Context, f news.Filter) ([]news.Thread, string, error) {
	s.filter = f
	return []news.Thread{s.thread()}, "more", s.fail
}

func (s *shelf) Thread(_ context.Context, id news.ThreadID) (news.Thread, error) {
	if id != 5 {
		return news.Thread{}, news.ErrNotFound
	}
	return s.thread(), s.fail
}

func (s *shelf) article() news.Article {
	return news.Article{ID: 70, SourceID: 1, URL: "https://times.example/1", CanonicalURL: "https://times.example/ferries", Headline: "Ferries sail again",
		Authors: []string{"Ines Halloran"}, PublishedAt: now.Add(-time.Hour), UpdatedAt: now, SeenAt: now, Language: "en", Kind: news.KindReport,
		Section: news.SectionWorld, Outlet: "The Times", Summary: "After thirty years a line reopens.", Dateline: "OSK", Tags: []string{"ferries"},
		Image: s.story().Image, StoryID: 7, FamilyID: 70, Licence: s.licence,
		Blocks: []news.Block{
			{Role: news.RoleParagraph, Text: "The first boat left at dawn.", HTML: `The <b>first</b> boat <a href="/x" onclick="x()">left</a> at dawn.<script>x</script>`},
			{Role: news.RoleImage, URL: "https://times.example/g.jpg"},
		},
		Related:    []news.Link{{Title: "Timetable", URL: "https://times.example/2"}},
		Enclosures: []news.Enclosure{{URL: "https://times.example/1.mp3", Type: "audio/mpeg", Length: 1000}}}
}

func (s *shelf) Stories(_ context.Context, f news.Filter) ([]news.Story, string, error) {
	s.filter = f
	return []news.Story{s.story()}, "more", s.fail
}

func (s *shelf) Story(_ context.Context, id news.StoryID) (news.Story, error) {
	if id != 7 {
		return news.Story{}, news.ErrNotFound
	}
	return s.story(), s.fail
}

func (s *shelf) StoryArticles(context.Context, news.StoryID) ([]news.Article, error) {
	a := s.article()
	a.Blocks, a.Related, a.Enclosures = nil, nil, nil
	return []news.Article{a}, s.fail
}

func (s *shelf) Article(_ context.Context, id news.ArticleID) (news.Article, news.Source, error) {
	if id != 70 {
		return news.Article{}, news.Source{}, news.ErrNotFound
	}
	return s.article(), news.Source{ID: 1, Name: "The Times", Licence: s.licence}, s.fail
}

func (s *shelf) Search(_ context.Context, _ query.Node, f news.Filter) (news.Found, error) {
	s.filter = f
	a := s.article()
	a.Blocks, a.Related, a.Enclosures = nil, nil, nil
	return news.Found{Hits: []news.Hit{{Article: a, Snippet: "The first boat left", Matches: [][2]int{{4, 9}}}}, Reached: now}, s.fail
}

func (s *shelf) Tally(context.Context, query.Node, news.Filter) (news.Tally, error) {
	return news.Tally{Counted: 500, More: true, Fields: []news.TallyField{
		{Name: "source", Values: []news.TallyValue{{Value: "times.example", Name: "The Times", N: 400}}}, {Name: "lang", Values: []news.TallyValue{{Value: "en", N: 500}}},
	}}, s.fail
}

func (s *shelf) Sources(context.Context) ([]news.SourceState, error) {
	f := news.Feed{ID: 3, SourceID: 1, URL: "https://times.example/feed?key=secret", Title: "The Times", Section: news.SectionWorld, Interval: 15 * time.Minute,
		PolledAt: now, SucceededAt: now, NextPollAt: now.Add(time.Minute), Failures: 1, Reason: news.ReasonFailed, Problem: "https://times.example/feed?key=secret: no answer"}
	return []news.SourceState{{Source: news.Source{ID: 1, Host: "times.example", Name: "The Times", Home: "https://times.example/", Country: "XA", Language: "en",
		Licence: s.licence}, Feeds: []news.Feed{f}, Articles: 2, SucceededAt: now}}, s.fail
}

func (s *shelf) Counts(context.Context) (news.Counts, error) {
	return news.Counts{Sources: 1, Feeds: 1, Entries: 3, Articles: 2, Stories: 1}, s.fail
}

func (s *shelf) Backlogs(context.Context, time.Time) ([]news.Backlog, error) {
	return []news.Backlog{{Stage: "feeds", Waiting: 1}, {Stage: "entries", Waiting: 2}, {Stage: "articles", Waiting: 3}}, s.fail
}

func (s *shelf) Done(context.Context) (bool, error) { return true, s.fail }

func (s *shelf) TakenDown(context.Context, news.TakedownKind, int64) (news.Takedown, error) {
	return news.Takedown{}, news.ErrNotFound
}

func options(s *shelf) api.Options {
	return api.Options{Reader: s, Demo: s, Now: func() time.Time { return now }, BaseURL: "https://news.example", DefaultLicence: news.LicenceExcerpt,
		Timeline: firstHappenings, Agenda: comingHappenings, Counts: countLines}
}

func get(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func belongs(context.Context, news.StoryID) (map[news.ArticleID]news.Belonging, error) {
	return map[news.ArticleID]news.Belonging{
		71: {Copy: true},
		70: {Nearest: 71, Likeness: 0.5, Score: 2.25, Names: []string{"Osk"}, Phrases: []string{"first boat"}, Numbers: []string{"30"}, Sees: []news.Term{{Name: "names", Value: 0.75}}},
	}, nil
}

// TestShape holds every answer's whole shape: a change of the golden file is a change for every client.
func TestShape(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, private := range []bool{true, false} {
		o := options(&shelf{licence: news.LicenceExcerpt})
		o.Private, o.Why = private, belongs
		h := api.New(o)
		for _, path := range []string{"/api/v1/stories?limit=1", "/api/v1/stories/7", "/api/v1/stories/7/why", "/api/v1/threads", "/api/v1/threads/5", "/api/v1/threads/6", "/api/v1/articles/70", "/api/v1/search?q=boat", "/api/v1/search?q=boat&order=relevant&tally=1", "/api/v1/sources",
			"/api/v1/status", "/api/v1/stories?limit=x", "/api/v1/nothing",
			"/api/v1/entities?q=marl&kind=person", "/api/v1/entities/1", "/api/v1/entities/1/quotes", "/api/v1/entities/1/timeline", "/api/v1/entities/1/stories", "/api/v1/quotes?speaker=1&limit=1",
			"/api/v1/quotes/2", "/api/v1/stories/7/numbers", "/api/v1/stories/7/entities", "/api/v1/agenda?from=2031-05-17", "/api/v1/articles/70/facts", "/api/v1/agenda?from=soon"} {
			w := get(t, h, path)
			var value any
			if err := json.Unmarshal(w.Body.Bytes(), &value); err != nil {
				t.Fatalf("GET %s: %v", path, err)
			}
			pretty, err := json.MarshalIndent(value, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "GET %s (private: %v)\n%d %s\n%s\n\n", path, private, w.Code, w.Header().Get("Content-Type"), pretty)
		}
	}
	golden.Check(t, "shape.txt", b.String())
}

func TestLicenceIsKept(t *testing.T) {
	t.Parallel()
	h := api.New(options(&shelf{licence: news.LicenceHeadline}))
	for _, path := range []string{"/api/v1/stories", "/api/v1/stories/7", "/api/v1/threads", "/api/v1/threads/5", "/api/v1/threads/6", "/api/v1/articles/70", "/api/v1/search?q=boat"} {
		for _, word := range []string{"thirty years", "boat left", "boat of the line", "f.jpg", "g.jpg", "1.mp3", "Timetable"} {
			if body := get(t, h, path).Body.String(); strings.Contains(body, word) {
				t.Errorf("GET %s shows %q of a source that grants headlines", path, word)
			}
		}
	}
	if body := get(t, h, "/api/v1/sources").Body.String(); strings.Contains(body, "secret") {
		t.Error("a feed's key is shown to everybody")
	}
	o := options(&shelf{licence: news.LicenceFull})
	if body := get(t, api.New(o), "/api/v1/articles/70").Body.String(); strings.Contains(body, "onclick") || strings.Contains(body, "script") || !strings.Contains(body, "g.jpg") {
		t.Errorf("a full article: got %s", body)
	}
}

func TestHiddenStoriesAreGone(t *testing.T) {
	t.Parallel()
	o := options(&shelf{licence: news.LicenceFull})
	o.Reader = hiddenShelf{&shelf{licence: news.LicenceFull}}
	for _, path := range []string{"/api/v1/stories/7", "/api/v1/stories/7/why", "/api/v1/articles/70"} {
		if w := get(t, api.New(o), path); w.Code != http.StatusGone || strings.Contains(w.Body.String(), "Ferries") {
			t.Errorf("GET %s: got %d %s, want 410 without the news", path, w.Code, w.Body)
		}
	}
}

// hiddenShelf has a story that editors took off.
type hiddenShelf struct{ *shelf }

func (s hiddenShelf) Story(context.Context, news.StoryID) (news.Story, error) {
	story := s.story()
	story.Hidden = true
	return story, nil
}

func (s hiddenShelf) Article(context.Context, news.ArticleID) (news.Article, news.Source, error) {
	a := s.article()
	a.Hidden = true
	return a, news.Source{ID: 1}, nil
}

// badShelf has a script in every address.
type badShelf struct{ *shelf }

const js = "javascript:alert(1)"

func (s badShelf) bad() news.Article {
	a := s.article()
	a.URL, a.CanonicalURL, a.Image.URL = js, js, js
	a.Related, a.Enclosures = []news.Link{{Title: "t", URL: js}}, []news.Enclosure{{URL: js, Type: "audio/mpeg"}}
	a.Blocks = []news.Block{{Role: news.RoleImage, URL: js}, {Role: news.RoleParagraph, Text: "x", HTML: `<a href="` + js + `">x</a>`}}
	return a
}

func (s badShelf) Stories(context.Context, news.Filter) ([]news.Story, string, error) {
	story := s.story()
	story.Image.URL = js
	return []news.Story{story}, "", nil
}

func (s badShelf) StoryArticles(context.Context, news.StoryID) ([]news.Article, error) {
	return []news.Article{s.bad()}, nil
}

func (s badShelf) Article(context.Context, news.ArticleID) (news.Article, news.Source, error) {
	return s.bad(), news.Source{ID: 1, Home: js}, nil
}

func (s badShelf) Search(context.Context, query.Node, news.Filter) (news.Found, error) {
	return news.Found{Hits: []news.Hit{{Article: s.bad()}}}, nil
}

func (s badShelf) Sources(context.Context) ([]news.SourceState, error) {
	return []news.SourceState{{Source: news.Source{ID: 1, Home: js}, Feeds: []news.Feed{{ID: 1, URL: js}}}}, nil
}

func TestAddressesAreOfTheWeb(t *testing.T) {
	t.Parallel()
	o := options(&shelf{licence: news.LicenceFull})
	o.Reader, o.Private = badShelf{&shelf{licence: news.LicenceFull}}, true
	for _, path := range []string{"/api/v1/stories", "/api/v1/stories/7", "/api/v1/threads", "/api/v1/threads/5", "/api/v1/articles/70", "/api/v1/search?q=x", "/api/v1/sources"} {
		if w := get(t, api.New(o), path); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "javascript") {
			t.Errorf("GET %s: got %d %s, want no script among the addresses", path, w.Code, w.Body)
		}
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]int{
		"/api/v1/stories?limit=5000": 200, "/api/v1/stories?limit=0": 400, "/api/v1/stories?limit=-1": 400, "/api/v1/stories?section=gossip": 400,
		"/api/v1/stories?lang=" + strings.Repeat("x", 99): 400, "/api/v1/stories/8": 404, "/api/v1/stories/x": 404, "/api/v1/articles/0": 404,
		"/api/v1/search": 400, "/api/v1/search?q=" + strings.Repeat("x", 501): 400, "/api/v1/search?q=(((": 200, "/api/v1/search?q=x&order=best": 400, "/api/v2/stories": 404,
	} {
		s := &shelf{}
		w := get(t, api.New(options(s)), path)
		if w.Code != want {
			t.Errorf("GET %.60s: got %d, want %d", path, w.Code, want)
		}
		if want >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("GET %.60s: got type %q, want problem details", path, w.Header().Get("Content-Type"))
		}
		if s.filter.Limit > news.MaxLimit {
			t.Errorf("GET %.60s asks the store for %d", path, s.filter.Limit)
		}
	}
	w := httptest.NewRecorder()
	api.New(options(&shelf{})).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/v1/stories", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: got %d, want 405", w.Code)
	}
}

func TestErrorsOfTheStore(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]int{
		news.ErrUnavailable: 503, news.ErrInvalid: 400, errors.New("SELECT secret FROM settings"): 500,
	} {
		for _, path := range []string{"/api/v1/stories", "/api/v1/articles/70", "/api/v1/search?q=x", "/api/v1/sources", "/api/v1/status"} {
			w := get(t, api.New(options(&shelf{fail: err})), path)
			if w.Code != want || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("GET %s on %v: got %d %s, want %d without its words", path, err, w.Code, w.Body, want)
			}
		}
	}
}
