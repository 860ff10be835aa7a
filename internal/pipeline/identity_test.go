package pipeline_test

import (
	"context"
	"maps"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// dueOnce gives out each feed once, whenever it is due.
type dueOnce struct {
	*store.Store
	given atomic.Bool
}

func (s *dueOnce) ClaimFeeds(ctx context.Context, now, until time.Time, limit int) ([]news.Feed, error) {
	if s.given.Swap(true) {
		return nil, nil
	}
	return s.Store.ClaimFeeds(ctx, now.Add(48*time.Hour), until, limit)
}

// changing is a world whose documents are never "not modified".
type changing struct{ *world }

func (w changing) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	r.ETag, r.LastModified = "", ""
	return w.world.Get(ctx, r)
}

// TestAFeedThatChangesMakesNothingNew polls a feed twice. In between all its guids and links change, and one headline
// is edited together with its page.
func TestAFeedThatChangesMakesNothingNew(t *testing.T) {
	t.Parallel()
	w, s := gull(), open(t)
	titles := []string{"Ferry to Osk sails again", "School wins the river prize", "Road to Brae Marrow closed"}
	for i, title := range titles {
		w.pages["https://gull.invalid/"+string(rune('0'+i))] = page(title)
	}
	const edited = "Ferry to Osk sails again after two days"
	run := func(first string) {
		quiet := settled(t, s, 3, 3)
		runOnce(t, pipeline.Options{Store: &dueOnce{Store: s}, Fetcher: changing{w}}, func() bool {
			_, there := articles(t, s)[first]
			return there && quiet()
		})
	}
	run(titles[0])
	before := articles(t, s)
	if len(before) != 3 {
		t.Fatalf("got %d articles, want 3", len(before))
	}
	counted, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	w.pages[feedURL] = strings.NewReplacer("</link><guid>g", `?utm_source=rss</link><guid isPermaLink="false">https://gull.invalid/?p=10`,
		"<title>"+titles[0], "<title>"+edited, "<link>https://gull", "<link>http://www.gull").Replace(w.pages[feedURL])
	w.pages["https://gull.invalid/0"] = page(edited)
	run(edited)
	after := articles(t, s)
	if len(after) != 3 {
		t.Errorf("got %d articles, want the same 3: %v", len(after), after)
	}
	for _, title := range titles {
		now := title
		if title == titles[0] {
			now = edited
		}
		if a, b := before[title], after[now]; a.ID != b.ID || a.StoryID != b.StoryID || !a.SeenAt.Equal(b.SeenAt) {
			t.Errorf("%s: was article %d of story %d seen at %s, is %d of %d at %s", title, a.ID, a.StoryID, a.SeenAt, b.ID, b.StoryID, b.SeenAt)
		}
	}
	want := map[string]int{feedURL: 2, "https://gull.invalid/0": 2, "https://gull.invalid/1": 1, "https://gull.invalid/2": 1}
	if !maps.Equal(w.calls, want) {
		t.Errorf("fetched %v, want %v: only the edited page again", w.calls, want)
	}
	if n, err := s.Counts(t.Context()); err != nil || n.Entries != 3 || n.Stories != counted.Stories {
		t.Errorf("got %+v, %v; want what was before: %+v", n, err, counted)
	}
}
