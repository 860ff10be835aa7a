package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/web"
)

func TestSavedShowsOnlyWhatItMay(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	_, hers := member(t, site, s, "Ines")
	river, _, _ := s.Latest(t.Context(), news.Filter{})
	articles := []news.Article{river[0], river[9]} // of two stories
	for i, a := range articles {
		post(t, site, "/saved", fmt.Sprintf("article=%d&note=Note+*%d*", a.ID, i), hers)
	}
	export := func() []struct {
		Headline, Note string
		Gone           bool
	} {
		var v struct {
			Saved []struct {
				Headline, Note string
				Gone           bool
			}
		}
		if err := json.Unmarshal(get(t, site, "/saved.json", hers).Body.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		return v.Saved
	}
	if got := export(); len(got) != 2 || got[0].Headline == "" || got[0].Gone {
		t.Errorf("export: got %+v", got)
	}
	if got := get(t, site, "/saved.md", hers).Body.String(); strings.Count(got, "\n- [") != 2 || !strings.Contains(got, `> Note \*0\*`) {
		t.Errorf("as Markdown: got %q", got)
	}
	if d := page(t, site, "/saved?q=note+1", hers); d.Find("main .kept").Length() != 1 {
		t.Errorf("search in notes: got %d", d.Find("main .kept").Length())
	}
	if _, err := s.AddEdit(t.Context(), news.Edit{Kind: news.EditHide, Article: articles[0].ID}, now); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/saved", "/saved.json", "/saved.md"} {
		body := get(t, site, path, hers).Body.String()
		if strings.Contains(body, articles[0].Headline) || strings.Contains(body, articles[0].Summary) {
			t.Errorf("%s shows what was taken off", path)
		}
		if !strings.Contains(body, "Note ") {
			t.Errorf("%s lost her note", path)
		}
	}
	if d := page(t, site, "/saved", hers); d.Find(".gone").Length() != 1 || !strings.Contains(d.Find(".gone").Text(), "Taken off") {
		t.Errorf("taken off: got %q", d.Find(".gone").Text())
	}
	if got := export(); len(got) != 2 {
		t.Errorf("export after that: got %d items, want both", len(got))
	}
}

func TestReadIsMarkedAndVisitsEnd(t *testing.T) {
	t.Parallel()
	site, s, clock := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	at := storyAt(t, site, 1)
	prefetch := httptest.NewRequest(http.MethodGet, at, nil)
	prefetch.AddCookie(hers)
	prefetch.Header.Set("Sec-Purpose", "prefetch;prerender")
	site.ServeHTTP(httptest.NewRecorder(), prefetch)
	if list, _, _ := s.History(t.Context(), ines.ID, news.Filter{}); len(list) != 0 {
		t.Error("what was fetched ahead counts as read")
	}
	get(t, site, at, hers)
	d := page(t, site, "/", hers)
	if got := d.Find(".seen"); got.Length() != 1 || !strings.Contains(got.Find(".unseen").Text(), "read") {
		t.Errorf("on the front page %d stories are marked as read", got.Length())
	}
	if page(t, site, "/").Find(".seen").Length() != 0 {
		t.Error("a visitor sees what she read")
	}
	if d := page(t, site, "/history", hers); d.Find(".own-day").Length() != 1 || d.Find("main .kept").Length() != 1 {
		t.Errorf("history: got %d days, %d lines", d.Find(".own-day").Length(), d.Find("main .kept").Length())
	}

	// An hour later something new has come.
	if page(t, site, "/", hers).Find(".visit, .fresh").Length() != 0 {
		t.Error("something is new in the first visit")
	}
	clock.pass(time.Hour)
	newArticle(t, s, 1, clock.now().Add(-time.Minute))
	d = page(t, site, "/", hers)
	if got := strings.TrimSpace(d.Find(".visit").Text()); got != "1 new story since "+now.Format("15:04") {
		t.Errorf("what is new: got %q", got)
	}
	if got := d.Find(".fresh .newly").Length(); got != 1 {
		t.Errorf("marked as new: got %d", got)
	}
	story := page(t, site, at, hers)
	if got := strings.Join(strings.Fields(story.Find(".since").Text()), " "); !strings.Contains(got, "1 new article") || story.Find(".since li").Length() != 1 {
		t.Errorf("since the last visit: got %q", got)
	}
	if page(t, site, at, hers).Find(".since").Length() != 1 {
		t.Error("what was new is not, though the visit goes on")
	}
	if page(t, site, at).Find(".since").Length() != 0 {
		t.Error("a visitor has something new")
	}
	post(t, site, "/settings/reading", "place-sport=1&hide=world", hers)
	if list, _, _ := s.History(t.Context(), ines.ID, news.Filter{}); len(list) != 0 {
		t.Error("with the history off, it is still there")
	}
	get(t, site, at, hers)
	if list, _, _ := s.History(t.Context(), ines.ID, news.Filter{}); len(list) != 0 {
		t.Error("with the history off, reading is remembered")
	}
}

// newArticle adds an article to a story, and a new story of one article.
func newArticle(t *testing.T, s *store.Store, id news.StoryID, at time.Time) {
	t.Helper()
	ctx := t.Context()
	story, err := s.Story(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	entries := []news.Entry{
		{GUID: "later-a", URL: "https://s1.example/later-a", Title: "t", SeenAt: at, PublishedAt: at, Capture: &news.Capture{URL: "https://s.example/", Body: []byte("<p>")}},
		{GUID: "later-b", URL: "https://s2.example/later-b", Title: "t", SeenAt: at, PublishedAt: at, Capture: &news.Capture{URL: "https://s.example/", Body: []byte("<p>")}},
	}
	if _, err := s.ImportEntries(ctx, entries, at); err != nil {
		t.Fatal(err)
	}
	works, err := s.ClaimEntries(ctx, at, at.Add(time.Minute), 10, 1)
	if err != nil {
		t.Fatal(err)
	}
	var outcomes []news.Outcome
	for _, w := range works {
		a := news.Article{EntryID: w.Entry.ID, SourceID: w.Source.ID, URL: w.Entry.URL, CanonicalURL: w.Entry.URL, Headline: "Later " + w.Entry.GUID, Language: "en",
			PublishedAt: at, SeenAt: at, Section: story.Section, Blocks: []news.Block{{Role: news.RoleParagraph, Text: "Something else about the weir."}}}
		outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Version: 1, LeaseUntil: w.LeaseUntil, Articles: []news.Article{a}})
	}
	if err := s.SaveArticles(ctx, outcomes, at); err != nil {
		t.Fatal(err)
	}
	articles, err := s.ClaimArticles(ctx, 10, 1)
	if err != nil || len(articles) != 2 {
		t.Fatalf("new articles: got %d, %v", len(articles), err)
	}
	story.UpdatedAt = at
	alone := news.Story{ID: 900, Headline: articles[1].Headline, Language: "en", Section: story.Section, Lead: articles[1].ID, LeadSource: articles[1].SourceID,
		Articles: 1, Sources: 1, Independent: 1, FirstSeenAt: at, UpdatedAt: at, Score: float64(at.Unix()) / 3600}
	term, err := s.AcquireLease(ctx, "stories", "test", at, at.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	g := news.Grouping{Stories: []news.Story{story, alone}, Placed: []news.Placement{
		{Article: articles[0].ID, Story: id, Family: articles[0].ID}, {Article: articles[1].ID, Story: 900, Family: articles[1].ID}}}
	if err := s.SaveStories(ctx, "test", term, g, at); err != nil {
		t.Fatal(err)
	}
}

func TestFeedsWithAKey(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, func(o *web.Options) { o.KeepFor = time.Hour })
	ines, hers := member(t, site, s, "Ines")
	for _, path := range []string{"/yours/feed.atom", "/saved/feed.json?key=", "/yours/feed.json?key=x"} {
		if w := get(t, site, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, w.Code)
		}
	}
	post(t, site, "/settings/key", "", hers)
	post(t, site, "/saved", "story=1&note=look", hers)
	post(t, site, "/follow", "kind=source&ref=1&name=S", hers)
	key := func() string { u, _ := s.User(t.Context(), ines.ID); return u.Key }
	first := key()
	for path, want := range map[string]string{"/yours/feed.atom": "<entry", "/yours/feed.json": `"items"`, "/saved/feed.atom": "look", "/saved/feed.json": "look"} {
		w := get(t, site, path+"?key="+first)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d, %q: %.200s", path, w.Code, w.Header().Get("Cache-Control"), w.Body)
		}
	}
	post(t, site, "/settings/key", "", hers)
	if key() == first || get(t, site, "/yours/feed.atom?key="+first).Code != http.StatusNotFound {
		t.Error("the old key still opens her feeds")
	}
	post(t, site, "/settings/key", "remove=1", hers)
	if key() != "" {
		t.Error("the key is not taken away")
	}
}
