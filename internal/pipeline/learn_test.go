package pipeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// story writes a piece of its own about place n: a headline and four paragraphs.
func story(n int) (headline string, paragraphs []string) {
	places := []string{"Osk", "Brae Marrow", "Tarn", "Lower Fell", "Quarl", "Saint Imre", "Hollin", "Dunmouth", "Wester Ness", "Arkle", "Pell"}
	things := []string{"ferry", "school", "bridge", "market", "library", "orchard", "lighthouse", "mill", "bakery", "archive", "choir", "reservoir", "station"}
	place, thing := places[n%len(places)], things[n%len(things)]
	headline = fmt.Sprintf("The %s of %s opens again after %d months", thing, place, n+2)
	for i, sentence := range []string{
		"The %s of %s was closed for %d months while its roof was mended, and the people of the valley had to do without it.",
		"On Thursday the keys of the %s were handed over in %s, number %d in a row of repairs that the council has paid for this year.",
		"Ines Halloran, who has worked at the %s of %s for %d years, said that she had missed the noise more than she had thought.",
		"A feast is to follow when the %s in %s has been open for %d days without any water coming through the ceiling.",
	} {
		paragraphs = append(paragraphs, fmt.Sprintf(sentence, thing, place, n+3+i))
	}
	return headline, paragraphs
}

const lostGloves = "The harbour office keeps a box of lost gloves, and whoever misses one may come by on Thursdays after the noon ferry."

func pageOf(headline string, paragraphs ...string) string {
	return `<html lang="en"><head><title>` + headline + ` - The Gull</title></head><body><article><h1>` + headline + `</h1><p>` +
		strings.Join(paragraphs, "</p><p>") + `</p></article></body></html>`
}

// tell has the feed name entries n = from..to-1, each with what it says of itself.
func tell(t *testing.T, s *store.Store, from, to int, says func(n int, e *news.Entry)) {
	t.Helper()
	states, err := s.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	later := states[0].Feeds[0].NextPollAt.Add(100 * time.Hour)
	feeds, err := s.ClaimFeeds(t.Context(), later, later.Add(time.Minute), 1)
	if err != nil || len(feeds) != 1 {
		t.Fatalf("claim: got %v, %v", feeds, err)
	}
	var entries []news.Entry
	for n := from; n < to; n++ {
		headline, _ := story(n)
		e := news.Entry{
			FeedID: feeds[0].ID, SourceID: feeds[0].SourceID, GUID: fmt.Sprint("piece ", n), URL: fmt.Sprintf("https://gull.invalid/piece/%d", n), Title: headline,
			PublishedAt: time.Now().Add(-time.Duration(n) * time.Minute), SeenAt: time.Now(),
		}
		if says != nil {
			says(n, &e)
		}
		entries = append(entries, e)
	}
	feeds[0].NextPollAt = later.Add(time.Hour)
	if _, err := s.SaveEntries(t.Context(), []news.Poll{{Feed: feeds[0], Entries: entries}}, time.Now()); err != nil {
		t.Fatal(err)
	}
}

// stillFeed lets a pipeline work on what tests tell, and on nothing else.
func stillFeed() *world {
	w := gull()
	w.pages[feedURL] = `<rss version="2.0"><channel><title>The Gull</title><link>https://gull.invalid/</link></channel></rss>`
	return w
}

// called is how often an address was asked for.
func (w *world) called(address string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[address]
}

func TestABoxOnEveryPageIsDropped(t *testing.T) {
	t.Parallel()
	w, s := stillFeed(), open(t)
	bring := func(from, to int) {
		for n := from; n < to; n++ {
			headline, p := story(n)
			w.pages[fmt.Sprintf("https://gull.invalid/piece/%d", n)] = pageOf(headline, p[0], p[1], lostGloves, p[2], p[3])
			tell(t, s, n, n+1, nil)
		}
	}
	with := func() (n int) {
		for _, a := range articles(t, s) {
			if strings.Contains(a.Text(), lostGloves) {
				n++
			}
		}
		return n
	}
	bring(0, 3)
	runUntil(t, s, w, settled(t, s, 3, 3))
	if got := with(); got != 3 {
		t.Fatalf("three pages: the box stands in %d articles", got)
	}
	bring(3, 8)
	runUntil(t, s, w, func() bool { return settled(t, s, 8, 8)() && with() == 0 })
	for headline, a := range articles(t, s) {
		kept := 0
		for _, b := range a.Blocks {
			if b.Text == lostGloves && b.Role == news.RoleBoilerplate {
				kept++
			}
		}
		if kept != 1 || strings.Count(a.Text(), "\n\n") != 3 {
			t.Errorf("%s: got %d boxes and the text %q", headline, kept, a.Text())
		}
	}
	for address, n := range w.calls {
		if n != 1 {
			t.Errorf("%s was fetched %d times", address, n)
		}
	}
}

func TestOneTextUnderManyAddressesStays(t *testing.T) {
	t.Parallel()
	w, s := stillFeed(), open(t)
	_, p := story(1)
	for n := range 12 {
		headline, _ := story(n)
		w.pages[fmt.Sprintf("https://gull.invalid/piece/%d", n)] = pageOf(headline, p...)
		tell(t, s, n, n+1, nil)
	}
	runUntil(t, s, w, settled(t, s, 12, 12))
	for headline, a := range articles(t, s) {
		if !strings.Contains(a.Text(), p[0]) || !strings.Contains(a.Text(), p[3]) {
			t.Errorf("%s lost its text: %q", headline, a.Text())
		}
	}
}

func TestAChangedTemplateIsNoticed(t *testing.T) {
	t.Parallel()
	w, s := stillFeed(), open(t)
	n := 0
	bring := func(pages int, paragraphs func(p []string) []string) []news.Drift {
		for end := n + pages; n < end; n++ {
			headline, p := story(n)
			w.pages[fmt.Sprintf("https://gull.invalid/piece/%d", n)] = pageOf(headline, paragraphs(p)...)
			tell(t, s, n, n+1, nil)
		}
		runUntil(t, s, w, settled(t, s, n, n))
		states, err := s.Sources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return states[0].Drifts
	}
	whole := func(p []string) []string { return p }
	if got := bring(25, whole); len(got) > 0 {
		t.Fatalf("as usual: got %+v", got)
	}
	if got := bring(12, func(p []string) []string { return p[:1] }); len(got) != 1 || got[0].What != news.MeasureLength {
		t.Fatalf("only teasers: got %+v", got)
	}
	if got := bring(25, whole); len(got) > 0 {
		t.Fatalf("recovered: got %+v", got)
	}
}

func TestTheTextIsNeverWorseThanTheFeeds(t *testing.T) {
	t.Parallel()
	_, p := story(1)
	long := func(n int) []string { // a whole article
		var all []string
		for i := range 3 {
			_, p := story(n + 20*i)
			all = append(all, p...)
		}
		return all
	}
	content := func(n int) string { return "<p>" + strings.Join(long(n), "</p><p>") + "</p>" }
	for name, c := range map[string]struct {
		page    func(headline string) string
		says    func(n int, e *news.Entry)
		want    string
		without string
		cut     bool
		reason  news.Reason
	}{
		"a teaser in the feed, all on the page": {
			page: func(h string) string { return pageOf(h, long(1)...) }, says: func(_ int, e *news.Entry) { e.Summary = p[0] }, want: long(1)[11]},
		"all in the feed, a teaser on the page": {
			page: func(h string) string {
				return pageOf(h, p[0], "Subscribe now to continue reading this article.")
			}, says: func(_ int, e *news.Entry) { e.Content = content(1) }, want: long(1)[11]},
		"all in the feed, a check for robots on the page": {
			page: func(string) string {
				return pageOf("Just a moment...", "Enable JavaScript and cookies to continue, and we will see whether you are what you seem to be.")
			}, says: func(_ int, e *news.Entry) { e.Content = content(1) }, want: long(1)[11], without: "cookies", reason: news.ReasonBlocked},
		"a teaser in the feed, a wall of consent on the page": {
			page: func(string) string {
				return pageOf("Before you continue", strings.Repeat("We and our partners store cookies on your device to show you what you like. ", 6))
			}, says: func(_ int, e *news.Entry) { e.Summary = p[0] }, want: p[0], without: "cookies", cut: true, reason: news.ReasonBlocked},
		"a teaser in the feed, the front page instead of the article": {
			page: func(string) string {
				return pageOf("Welcome to our new site", "Everything has moved to somewhere else, so please look for what you want from the menu above, or write to us.", "Thank you for your patience during these works, which we hope to finish soon.")
			}, says: func(_ int, e *news.Entry) { e.Summary = p[0] + " " + p[1] }, want: p[0], without: "patience", cut: true},
		"a teaser in the feed, no such page": {
			page: func(string) string {
				return pageOf("The Gull – Page not found", "There is nothing at this address, or not any more. You may look for it with the search above.")
			}, says: func(_ int, e *news.Entry) { e.Summary = p[0] }, want: p[0], without: "search above", cut: true, reason: news.ReasonNotArticle},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, s := stillFeed(), open(t)
			headline, _ := story(1)
			w.pages["https://gull.invalid/piece/1"] = c.page(headline)
			tell(t, s, 1, 2, c.says)
			runUntil(t, s, w, settled(t, s, 1, 1))
			a := articles(t, s)[headline]
			if !strings.Contains(a.Text(), c.want) || c.without != "" && strings.Contains(a.Text(), c.without) || a.Truncated != c.cut {
				t.Errorf("got %q, cut short %v", a.Text(), a.Truncated)
			}
			reasons, err := s.Reasons(t.Context())
			if err != nil || c.reason != "" && reasons[c.reason] != 1 || c.reason == "" && len(reasons) > 0 {
				t.Errorf("reasons: got %v, %v", reasons, err)
			}
		})
	}
}

// TestAWallDoesNotReplaceAnArticle sees a page that was read well come back as a wall when its feed edits the entry.
func TestAWallDoesNotReplaceAnArticle(t *testing.T) {
	t.Parallel()
	w, s := stillFeed(), open(t)
	headline, p := story(1)
	w.pages["https://gull.invalid/piece/1"] = pageOf(headline, p...)
	tell(t, s, 1, 2, func(_ int, e *news.Entry) { e.Summary = "First words about it." })
	runUntil(t, s, w, settled(t, s, 1, 1))
	w.pages["https://gull.invalid/piece/1"] = pageOf("Access denied", "You don't have permission to access this page on this server, says the server.")
	tell(t, s, 1, 2, func(_ int, e *news.Entry) { e.Summary = "Quite other words about it, after an edit." })
	runUntil(t, s, w, func() bool { return w.called("https://gull.invalid/piece/1") == 2 && settled(t, s, 1, 1)() })
	a := articles(t, s)[headline]
	if !strings.Contains(a.Text(), p[3]) {
		t.Errorf("got %q", a.Text())
	}
	works, err := s.ClaimEntries(t.Context(), time.Now(), time.Now().Add(time.Minute), 1, pipeline.ArticlesVersion+1)
	if err != nil || len(works) != 1 || !strings.Contains(string(works[0].Entry.Capture.Body), p[3]) {
		t.Errorf("the kept page: got %+v, %v", works, err)
	}
}
