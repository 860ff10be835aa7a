package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// readAgain claims everything that a version lower than this one has read, and saves the articles that change makes
// of each one, all in one batch.
func readAgain(tb testing.TB, s *store.Store, version int, change func(w news.Work) []news.Article) {
	tb.Helper()
	ctx := context.Background()
	var outcomes []news.Outcome
	for _, w := range must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 1000, version))(tb) {
		outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: change(w), Version: version, LeaseUntil: w.LeaseUntil})
	}
	if len(outcomes) == 0 {
		tb.Fatal("nothing to read again")
	}
	check(tb, s.SaveArticles(ctx, outcomes, noon))
}

func captured(n int) []news.Entry {
	var entries []news.Entry
	for i := range n {
		e := entry("a.example", i)
		e.Capture = &news.Capture{FetchedAt: noon, Body: []byte("page")}
		entries = append(entries, e)
	}
	return entries
}

func TestArticlesThatComeToOneAddressKeepTheBatchSavable(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		must(s.ImportEntries(context.Background(), captured(4), noon))(t)
		canonical := func(addresses ...string) func(w news.Work) []news.Article {
			return func(w news.Work) []news.Article {
				a := plain(w, "text")
				var n int
				fmt.Sscanf(w.Entry.GUID, "guid-%d", &n)
				if n < len(addresses) && addresses[n] != "" {
					a.CanonicalURL = "http://a.example/" + addresses[n]
				}
				return []news.Article{a}
			}
		}
		plainRead(t, s)
		for i, addresses := range [][]string{
			{"same", "same", "same"},           // three move onto one address that nobody had
			{"news/1", "news/0"},               // two change places
			{"news/1", "news/2", "news/3", ""}, // each onto the next one's
			{"x", "news/0", "x", "same"},       // onto what another gives up
			{},
		} {
			readAgain(t, s, i+2, canonical(addresses...))
			equal(t, "articles", len(latest(t, s)), 4)
			equal(t, "waiting", must(s.Backlogs(context.Background(), noon))(t)[1].Waiting, 0)
		}
	})
}

func TestAPartThatComesTwiceCountsOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		must(s.ImportEntries(context.Background(), captured(2), noon))(t)
		twice := func(text string) func(news.Work) []news.Article {
			return func(w news.Work) []news.Article {
				first, second := plain(w, text), plain(w, "second")
				first.ID, second.URL, second.CanonicalURL = 77, "http://a.example/other", w.Entry.URL
				return []news.Article{first, second}
			}
		}
		read(t, s, twice("before"))
		readAgain(t, s, 2, twice("after"))
		equal(t, "articles", len(latest(t, s)), 2)
		equal(t, "found", []int{len(search(t, s, "after")), len(search(t, s, "before")), len(search(t, s, "second"))}, []int{2, 0, 0})
	})
}

// words makes n different words, each as long as a term may be.
func words(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for range n {
		for range 8 {
			b.WriteString(syllables(70 * 70 * 70 * (1 + r.Uint64N(60))))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func TestNoItemMakesABatchUnsavable(t *testing.T) {
	long := strings.Repeat("wörd ", 100_000)
	address := "http://a.example/" + strings.Repeat("x", 100_000)
	bad := "\x00\xff\xc3'\\\u2028"
	poison := map[string]func(a *news.Article){
		"nul and broken":  func(a *news.Article) { *a = poisoned(bad) },
		"huge fields":     func(a *news.Article) { *a = poisoned(long) },
		"huge addresses":  func(a *news.Article) { a.URL, a.CanonicalURL, a.Image.URL = address, address, address },
		"many long words": func(a *news.Article) { a.Blocks[0].Text = words(20_000) },
		"letters that grow": func(a *news.Article) {
			a.Headline, a.Blocks[0].Text = strings.Repeat("ﷺ", 9000), strings.Repeat("ﷺx ", 90_000)
		},
		"many names":      func(a *news.Article) { a.Authors = strings.Fields(long) },
		"strange numbers": func(a *news.Article) { a.Part, a.StoryID, a.FamilyID = -1<<40, -5, -7 },
	}
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		entries := []news.Entry{
			{GUID: bad, URL: "http://a.example/" + bad, Title: bad, Summary: bad, Origin: bad, Language: bad, Authors: []string{bad}},
			{GUID: long, URL: address, Title: long, Summary: long, Origin: long, Tags: []string{long}},
			{GUID: "empty capture", Capture: &news.Capture{}},
			{GUID: "poisoned capture", Origin: long, Capture: &news.Capture{URL: bad, ContentType: bad + long, Body: []byte(bad)}},
			{},
		}
		for range 2 {
			must(s.ImportEntries(ctx, entries, noon))(t)
			f := feed(t, s, "b.example")
			f.Title, f.ETag, f.LastModified, f.Problem, f.Reason = bad+long, bad+long, bad+long, bad+long, news.Reason(bad+long)
			must(s.SaveEntries(ctx, []news.Poll{{Feed: f, Entries: entries, Source: news.Source{Name: bad + long, Home: bad, Language: long, Icon: address}}}, noon))(t)
			check(t, s.Unsubscribe(ctx, f.ID))
		}
		var many []news.Entry
		for name := range poison {
			many = append(many, news.Entry{GUID: name, URL: "http://c.example/" + name, Title: name, Capture: &news.Capture{Body: []byte("page")}})
		}
		must(s.ImportEntries(ctx, many, noon))(t)
		for version := 1; version <= 2; version++ {
			works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 1000, version))(t)
			var outcomes []news.Outcome
			for _, w := range works {
				a := plain(w, "an ordinary text")
				a.PublishedAt = noon.Add(-time.Hour)
				if spoil := poison[w.Entry.GUID]; spoil != nil {
					spoil(&a)
				}
				outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{a}, Version: version, LeaseUntil: w.LeaseUntil,
					Reason: news.Reason(bad + long), Problem: bad + long})
			}
			check(t, s.SaveArticles(ctx, outcomes, noon))
		}
		made := must(s.ClaimArticles(ctx, 1000, 1))(t)
		if len(made) < len(poison) {
			t.Fatalf("got %d articles", len(made))
		}
		story := poisonedStory(bad + long)
		g := news.Grouping{Stories: []news.Story{story, story}, Merged: map[news.StoryID]news.StoryID{99: 1, 98: 99}}
		for _, a := range made {
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: 1, Family: a.ID}, news.Placement{Article: a.ID, Story: 1, Family: made[0].ID})
		}
		group(t, s, g)
		for _, a := range must(s.StoryArticles(ctx, 1))(t) {
			if n := len(a.Headline) + len(a.Summary) + len(a.URL) + len(strings.Join(a.Authors, "")); n > 300<<10 {
				t.Errorf("a line of a list has %d bytes", n)
			}
		}
		equal(t, "waiting", must(s.Backlogs(ctx, noon))(t)[1].Waiting, 0)
	})
}

// poisoned has the same string everywhere.
func poisoned(s string) news.Article {
	return news.Article{URL: s, CanonicalURL: s, Headline: s, Authors: []string{s}, Language: s, Kind: news.Kind(s), Section: news.Section(s),
		Outlet: s, Summary: s, Dateline: s, Image: news.Image{URL: s, Caption: s, Credit: s}, Tags: []string{s},
		Blocks:  []news.Block{{Role: news.RoleParagraph, Text: s, HTML: s, URL: s}, {Role: news.Role(s)}},
		Related: []news.Link{{Title: s, URL: s}}, Enclosures: []news.Enclosure{{URL: s, Type: s, Length: -1}}}
}

func poisonedStory(s string) news.Story {
	return news.Story{ID: 1, Headline: s, Summary: s, Language: s, Section: news.Section(s), Image: news.Image{URL: s, Caption: s, Credit: s}}
}

func TestFeedsThatMoveToOneAddress(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		must(s.Subscribe(ctx, []news.Subscription{{URL: "http://a.example/1"}, {URL: "http://a.example/2"}}, noon))(t)
		var polls []news.Poll
		for _, f := range must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 10))(t) {
			f.URL = "http://a.example/all"
			polls = append(polls, news.Poll{Feed: f})
		}
		must(s.SaveEntries(ctx, polls, noon))(t)
		feeds := must(s.Sources(ctx))(t)[0].Feeds
		equal(t, "addresses", []string{feeds[0].URL, feeds[1].URL}, []string{"http://a.example/all", "http://a.example/2"})
	})
}
