package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// world is what can be fetched: address → body or error.
type world struct {
	mu     sync.Mutex
	pages  map[string]string
	errors map[string]error
	calls  map[string]int
}

func (w *world) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls[r.URL]++
	if err := w.errors[r.URL]; err != nil {
		return nil, err
	}
	body, found := w.pages[r.URL]
	if !found {
		return nil, &fetch.Error{Kind: fetch.Gone, URL: r.URL, Status: 404, Err: errors.New("not there")}
	}
	if r.ETag == `"1"` {
		return &fetch.Response{URL: r.URL, Status: 304, NotModified: true}, nil
	}
	return &fetch.Response{URL: r.URL, Status: 200, ContentType: "text/html", ETag: `"1"`, Body: []byte(body)}, nil
}

const feedURL = "https://gull.invalid/feed.xml"

// gull is an invented publisher with three entries; its pages are given by each test.
func gull() *world {
	items := ""
	for i, title := range []string{"Ferry to Osk sails again", "School wins the river prize", "Road to Brae Marrow closed"} {
		items += fmt.Sprintf(`<item><title>%s</title><link>https://gull.invalid/%d</link><guid>g%d</guid>
			<pubDate>Fri, 16 May 2031 0%d:30:00 GMT</pubDate><description>What the feed says of number %d, in a sentence of its own.</description></item>`, title, i, i, i+1, i)
	}
	return &world{
		pages:  map[string]string{feedURL: `<rss version="2.0"><channel><title>The Gull</title><link>https://gull.invalid/</link>` + items + `</channel></rss>`},
		errors: map[string]error{}, calls: map[string]int{},
	}
}

func page(title string) string {
	return `<html lang="en"><head><title>` + title + `</title></head><body><article><h1>` + title + `</h1>` +
		strings.Repeat("<p>A paragraph about "+title+", with enough words in it to be one, and a few more for good measure.</p>", 3) + `</article></body></html>`
}

func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := s.Subscribe(t.Context(), []news.Subscription{{URL: feedURL}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	return s
}

// runUntil runs the whole pipeline until the store satisfies done.
func runUntil(t *testing.T, s *store.Store, w *world, done func() bool) {
	t.Helper()
	runOnce(t, pipeline.Options{Store: s, Fetcher: w}, done)
}

// settled reports whether so many articles are there and none waits to be grouped.
func settled(t *testing.T, s *store.Store, entries, articles int) func() bool {
	return func() bool {
		counts, err := s.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		backlogs, err := s.Backlogs(t.Context(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range backlogs {
			if b.Stage != "feeds" && b.Waiting > 0 {
				return false
			}
		}
		return counts.Entries == entries && counts.Articles == articles && counts.Stories > 0
	}
}

func articles(t *testing.T, s *store.Store) map[string]news.Article {
	t.Helper()
	all := map[string]news.Article{}
	if err := s.ExportArticles(t.Context(), func(a news.Article, _ news.Source) error {
		all[a.Headline] = a
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestFeedBecomesStories(t *testing.T) {
	t.Parallel()
	w, s := gull(), open(t)
	for i, title := range []string{"Ferry to Osk sails again", "School wins the river prize", "Road to Brae Marrow closed"} {
		w.pages[fmt.Sprintf("https://gull.invalid/%d", i)] = page(title)
	}
	runUntil(t, s, w, settled(t, s, 3, 3))
	for headline, a := range articles(t, s) {
		if a.StoryID == 0 || a.FamilyID != a.ID || a.PublishedAt.IsZero() || a.Language != "en" || a.Truncated {
			t.Errorf("%s: got %+v", headline, a)
		}
	}
	state, err := s.Sources(t.Context())
	if err != nil || len(state) != 1 || state[0].Source.Name != "The Gull" || state[0].Feeds[0].ETag != `"1"` {
		t.Errorf("sources: got %+v, %v", state, err)
	}
	// A second pipeline on the same store finds nothing to do: no page is fetched again.
	runUntil(t, s, w, settled(t, s, 3, 3))
	for address, n := range w.calls {
		if n != 1 {
			t.Errorf("%s was fetched %d times", address, n)
		}
	}
}

func TestPagesThatDoNotCome(t *testing.T) {
	t.Parallel()
	w, s := gull(), open(t)
	// 0 is blocked, 1 is gone, 2 may come later.
	w.errors["https://gull.invalid/0"] = &fetch.Error{Kind: fetch.Blocked, URL: "https://gull.invalid/0", Status: 403, Err: errors.New("a wall")}
	w.errors["https://gull.invalid/2"] = &fetch.Error{Kind: fetch.Failed, URL: "https://gull.invalid/2", Temporary: true, Err: errors.New("time-out")}
	runUntil(t, s, w, settled(t, s, 3, 2))
	got := articles(t, s)
	for _, headline := range []string{"Ferry to Osk sails again", "Road to Brae Marrow closed"} {
		a, found := got[headline]
		if !found || !a.Truncated || !strings.Contains(a.Text()+a.Summary, "What the feed says") {
			t.Errorf("%s: want what the feed says, marked as cut short; got %+v", headline, a)
		}
	}
	if _, found := got["School wins the river prize"]; found {
		t.Error("a page that is gone must not come back through its feed")
	}
	reasons, err := s.Reasons(t.Context())
	if err != nil || reasons[news.ReasonBlocked] != 1 || reasons[news.ReasonGone] != 1 {
		t.Errorf("reasons: got %v, %v", reasons, err)
	}
	later, err := s.ClaimEntries(t.Context(), time.Now().Add(time.Hour), time.Now().Add(2*time.Hour), 10, pipeline.ArticlesVersion)
	if err != nil || len(later) != 1 || later[0].Entry.URL != "https://gull.invalid/2" || later[0].Attempts == 0 {
		t.Errorf("to be tried again: got %+v, %v", later, err)
	}
}

func TestBrokenFeedBacksOff(t *testing.T) {
	t.Parallel()
	w, s := gull(), open(t)
	w.pages[feedURL] = "<html><body>no feed at all</body></html>"
	failed := func() bool {
		states, err := s.Sources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f := states[0].Feeds[0]
		return f.Failures == 1 && f.Reason == news.ReasonFailed && f.Problem != "" && time.Until(f.NextPollAt) > time.Minute
	}
	runUntil(t, s, w, failed)
	w.errors[feedURL] = &fetch.Error{Kind: fetch.Gone, URL: feedURL, Status: 410, Err: errors.New("gone for good")}
	claimed, err := s.ClaimFeeds(t.Context(), time.Now().Add(48*time.Hour), time.Now().Add(49*time.Hour), 10)
	if err != nil || len(claimed) != 1 {
		t.Fatalf("claim: got %v, %v", claimed, err)
	}
}

// TestLeaderChanges sees a second process take over grouping where the first left it.
func TestLeaderChanges(t *testing.T) {
	t.Parallel()
	w, s := gull(), open(t)
	w.pages["https://gull.invalid/0"], w.pages["https://gull.invalid/1"] = page("Ferry to Osk sails again"), page("School wins the river prize")
	w.pages["https://gull.invalid/2"] = page("Road to Brae Marrow closed")
	term, err := s.AcquireLease(t.Context(), "stories", "somebody else", time.Now(), time.Now().Add(300*time.Millisecond))
	if err != nil || term == 0 {
		t.Fatalf("lease: %v, %v", term, err)
	}
	runUntil(t, s, w, settled(t, s, 3, 3)) // in time only because the other's lease lapses
	if len(articles(t, s)) != 3 {
		t.Error("articles were lost")
	}
}

// TestCorrectionIsFetched sees an entry that its feed changed read from a new page, not from the kept one.
func TestCorrectionIsFetched(t *testing.T) {
	t.Parallel()
	w, s := gull(), open(t)
	for i, title := range []string{"Ferry to Osk sails again", "School wins the river prize", "Road to Brae Marrow closed"} {
		w.pages[fmt.Sprintf("https://gull.invalid/%d", i)] = page(title)
	}
	runUntil(t, s, w, settled(t, s, 3, 3))
	before := articles(t, s)["School wins the river prize"]

	w.pages["https://gull.invalid/1"] = page("School shares the river prize")
	feeds, err := s.ClaimFeeds(t.Context(), time.Now().Add(48*time.Hour), time.Now().Add(49*time.Hour), 10)
	if err != nil || len(feeds) != 1 {
		t.Fatalf("claim: got %v, %v", feeds, err)
	}
	changed := news.Entry{
		FeedID: feeds[0].ID, SourceID: feeds[0].SourceID, GUID: "g1", URL: "https://gull.invalid/1", Title: "School shares the river prize",
		PublishedAt: before.PublishedAt, SeenAt: time.Now(),
	}
	if _, err := s.SaveEntries(t.Context(), []news.Poll{{Feed: feeds[0], Entries: []news.Entry{changed}}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	runUntil(t, s, w, func() bool {
		_, corrected := articles(t, s)["School shares the river prize"]
		return corrected && settled(t, s, 3, 3)()
	})
	if after := articles(t, s)["School shares the river prize"]; after.ID != before.ID || after.StoryID != before.StoryID {
		t.Errorf("the corrected article became another: %d in story %d, was %d in %d", after.ID, after.StoryID, before.ID, before.StoryID)
	}
}
