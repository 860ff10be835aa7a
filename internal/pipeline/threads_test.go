package pipeline_test

import (
	"fmt"
	"html"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// saga are the invented stories of the room story as entries with their pages; each is its day's only article on its matter.
func saga(t *testing.T) (entries []news.Entry) {
	t.Helper()
	data, err := os.ReadFile("../thread/testdata/threads.txt")
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(string(data), "\n\n") {
		lines := strings.SplitN(strings.TrimSpace(block), "\n", 3)
		if len(lines) < 3 || strings.HasPrefix(block, "#") {
			continue
		}
		head := strings.Fields(lines[0])
		day, err := strconv.Atoi(head[2])
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2031, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, day)
		address := fmt.Sprintf("https://gull.invalid/%d", len(entries))
		body := `<html lang="` + head[1] + `"><head><title>` + html.EscapeString(lines[1]) + `</title></head><body><article><h1>` + html.EscapeString(lines[1]) + `</h1>`
		for _, sentence := range strings.SplitAfter(lines[2], ". ") {
			body += "<p>" + html.EscapeString(sentence) + "</p>"
		}
		entries = append(entries, news.Entry{GUID: address, URL: address, Title: lines[1], PublishedAt: at, SeenAt: at,
			Capture: &news.Capture{URL: address, FetchedAt: at, ContentType: "text/html", Body: []byte(body + "</article></body></html>")}})
	}
	slices.SortStableFunc(entries, func(a, b news.Entry) int { return a.PublishedAt.Compare(b.PublishedAt) })
	return entries
}

func drain(t *testing.T, s *store.Store, entries []news.Entry) {
	t.Helper()
	if _, err := s.ImportEntries(t.Context(), entries, time.Now()); err != nil {
		t.Fatal(err)
	}
	filled := make(chan struct{})
	close(filled)
	if err := pipeline.New(pipeline.Options{Store: s, Fetcher: gull(), Now: func() time.Time { return entries[0].PublishedAt }}).Drain(t.Context(), filled); err != nil {
		t.Fatal(err)
	}
}

// TestStoriesFollowEachOther imports four months of stories; the last one comes to another process, which must know the thread.
func TestStoriesFollowEachOther(t *testing.T) {
	t.Parallel()
	s := open(t)
	entries := saga(t)
	last := slices.IndexFunc(entries, func(e news.Entry) bool { return strings.HasPrefix(e.Title, "Lorries return to Kelder Bridge") })
	drain(t, s, slices.Concat(entries[:last], entries[last+1:]))
	bridge := func() (th news.Thread, stories []news.Story) {
		threads, _, err := s.Threads(t.Context(), news.Filter{Limit: news.MaxLimit})
		if err != nil {
			t.Fatal(err)
		}
		for _, th = range threads {
			if strings.Contains(th.Name, "Kelder Bridge") {
				stories, _, err = s.Stories(t.Context(), news.Filter{Thread: th.ID, Order: news.OrderUpdated})
				if err != nil {
					t.Fatal(err)
				}
				return th, stories
			}
		}
		t.Fatalf("no thread of the bridge among %d: %v", len(threads), threads)
		return th, nil
	}
	before, stories := bridge()
	if len(stories) != 3 || before.Stories != 3 {
		t.Fatalf("got a thread of %d stories, want the 3 of the bridge: %v", before.Stories, stories)
	}
	waiting, err := s.ClaimStories(t.Context(), 10, pipeline.LinksVersion)
	if err != nil || len(waiting) != 0 {
		t.Fatalf("%d stories still wait (%v)", len(waiting), err)
	}
	drain(t, s, entries[last:last+1])
	after, stories := bridge()
	if after.ID != before.ID || len(stories) != 4 || !strings.HasPrefix(stories[0].Headline, "Lorries return") {
		t.Fatalf("got thread %d with %d stories, want %d with %d", after.ID, len(stories), before.ID, 4)
	}
	if len(stories[0].Fresh) == 0 || stories[0].Fresh[0].SourceName == "" {
		t.Errorf("the last story tells nothing new: %+v", stories[0].Fresh)
	}
	for _, k := range stories[0].Fresh {
		if !strings.Contains(string(entries[last].Capture.Body), html.EscapeString(k.Text)) {
			t.Errorf("%q does not stand in its article", k.Text)
		}
	}
}
