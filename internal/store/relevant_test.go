package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
)

// hourly fills a store with n articles, the i-th i hours before noon, in stories of their own; write changes them.
func hourly(tb testing.TB, s *store.Store, n int, write func(i int, a *news.Article)) {
	tb.Helper()
	ctx := context.Background()
	var entries []news.Entry
	for i := range n {
		e := entry("a.example", i)
		e.PublishedAt = noon.Add(-time.Duration(i) * time.Hour)
		entries = append(entries, e)
	}
	for batch := range slices.Chunk(entries, 250) {
		must(s.ImportEntries(ctx, batch, noon))(tb)
	}
	for {
		works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 250, 1))(tb)
		if len(works) == 0 {
			return
		}
		var outcomes []news.Outcome
		for _, w := range works {
			a := plain(w, "Nothing of note.")
			i := int(noon.Sub(w.Entry.PublishedAt) / time.Hour)
			a.Headline = fmt.Sprintf("No %d", i)
			write(i, &a)
			outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{a}, Version: 1, LeaseUntil: w.LeaseUntil})
		}
		check(tb, s.SaveArticles(ctx, outcomes, noon))
	}
}

func say(a *news.Article, text string) {
	a.Blocks = []news.Block{{Role: news.RoleParagraph, Text: text}}
}

// walk reads all pages of a search and returns its headlines, page by page.
func walk(tb testing.TB, s *store.Store, text string, f news.Filter) (pages [][]string, lost int) {
	tb.Helper()
	q, err := query.Parse(text)
	check(tb, err)
	for range 200 {
		found, err := s.Search(context.Background(), q, f)
		check(tb, err)
		var page []string
		for _, hit := range found.Hits {
			page = append(page, hit.Article.Headline)
		}
		pages = append(pages, page)
		if !found.Reached.IsZero() {
			lost++
		}
		if f.After = found.Next; found.Next == "" {
			return pages, lost
		}
	}
	tb.Fatalf("%s: there is no end", text)
	return nil, 0
}

// TestRelevantPages: all that matches is found once, by candidates first and then by time, on both engines in one order.
func TestRelevantPages(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		hourly(t, s, 1500, func(i int, a *news.Article) {
			if i%2 == 0 {
				say(a, "The dam is mentioned.")
			}
			if i%300 == 299 {
				a.Headline = fmt.Sprintf("Dam %d", i)
			}
		})
		store.SetClock(s, noon)
		for _, limit := range []int{30, 200} {
			pages, _ := walk(t, s, "dam", news.Filter{Order: news.OrderRelevant, Limit: limit})
			equal(t, "first", strings.Join(pages[0][:6], ", "), "Dam 299, Dam 599, Dam 899, Dam 1199, Dam 1499, No 0")
			all := slices.Concat(pages...)
			equal(t, "found", len(all), 755)
			slices.Sort(all)
			equal(t, "each once", len(slices.Compact(all)), 755)
		}
		// All but the old headlines are in order of time from the first page on.
		pages, _ := walk(t, s, "dam", news.Filter{Order: news.OrderRelevant})
		last := -1
		for _, headline := range slices.Concat(pages...)[5:] {
			var i int
			if _, err := fmt.Sscanf(headline, "No %d", &i); err != nil || i <= last {
				t.Fatalf("%q after %d", headline, last)
			}
			last = i
		}
	})
}

// TestALargeStoryDoesNotFillAPage: five of its articles stand together, the others can be reached.
func TestALargeStoryDoesNotFillAPage(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		hourly(t, s, 60, func(i int, a *news.Article) { a.Headline = fmt.Sprintf("Dam %d", i) })
		var g news.Grouping
		for _, a := range must(s.ClaimArticles(context.Background(), 100, 1))(t) {
			story := news.StoryID(1)
			if noon.Sub(a.Time()) >= 50*time.Hour {
				story = news.StoryID(a.ID) + 100
			}
			if !slices.ContainsFunc(g.Stories, func(s news.Story) bool { return s.ID == story }) {
				made := fullStory(story, a.SourceID)
				made.Lead, made.Independent = a.ID, 1
				g.Stories = append(g.Stories, made)
			}
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: story, Family: a.ID})
		}
		group(t, s, g)
		pages, _ := walk(t, s, "dam", news.Filter{Order: news.OrderRelevant})
		equal(t, "first page", strings.Join(pages[0], ", "), "Dam 0, Dam 1, Dam 2, Dam 3, Dam 4, Dam 50, Dam 51, Dam 52, Dam 53, Dam 54, Dam 55, Dam 56, Dam 57, Dam 58, Dam 59, "+
			"Dam 5, Dam 6, Dam 7, Dam 8, Dam 9, Dam 10, Dam 11, Dam 12, Dam 13, Dam 14, Dam 15, Dam 16, Dam 17, Dam 18, Dam 19")
		equal(t, "found", len(slices.Concat(pages...)), 60)
	})
}

// TestASearchLosesPatience: it tells how far it looked, and its pages still find everything, each once.
func TestASearchLosesPatience(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		hourly(t, s, 1500, func(i int, a *news.Article) {
			if i == 1400 || i == 3 {
				a.Headline = fmt.Sprintf("Dam %d", i)
			}
		})
		store.Hurry(s, time.Second, 50) // every look at the clock is a second later: no slice but the first
		q, err := query.Parse("dam")
		check(t, err)
		found, err := s.Search(context.Background(), q, news.Filter{})
		check(t, err)
		if len(found.Hits) != 1 || found.Next == "" || !found.Reached.After(noon.Add(-1400*time.Hour)) || !found.Reached.Before(noon.Add(-40*time.Hour)) {
			t.Errorf("got %d hits, next %q, reached %v", len(found.Hits), found.Next, found.Reached)
		}
		for _, order := range []news.Order{news.OrderNewest, news.OrderRelevant} {
			pages, lost := walk(t, s, "dam", news.Filter{Order: order})
			if got := slices.Concat(pages...); strings.Join(got, ", ") != "Dam 3, Dam 1400" || lost == 0 {
				t.Errorf("%s: got %v, lost patience %d times", order, got, lost)
			}
		}
		tally, err := s.Tally(context.Background(), q, news.Filter{})
		check(t, err)
		if tally.Counted != 1 || !tally.More {
			t.Errorf("tally %+v", tally)
		}
	})
}

// TestASearchGoesOnWhileItFindsNothing, when it is for three words: one for fewer ends where patience does.
func TestASearchGoesOnWhileItFindsNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		hourly(t, s, 1500, func(i int, a *news.Article) {
			switch i {
			case 3:
				a.Headline = "Dam near lock"
			case 1400:
				a.Headline = "Dam near weir"
			}
		})
		store.Hurry(s, 10*time.Millisecond, 50) // after a slice patience is over
		for text, want := range map[string]string{"dam near": "Dam near lock", "near dam weir": "Dam near weir", "weir": "", `"near weir"`: ""} {
			q, err := query.Parse(text)
			check(t, err)
			for _, order := range []news.Order{news.OrderNewest, news.OrderRelevant} {
				found, err := s.Search(context.Background(), q, news.Filter{Order: order})
				check(t, err)
				var got []string
				for _, hit := range found.Hits {
					got = append(got, hit.Article.Headline)
				}
				equal(t, fmt.Sprintf("%s, %s", text, order), strings.Join(got, ", "), want)
			}
		}
	})
}

// TestRareSourcesDrive: both ways to look for words in few articles find the same.
func TestRareSourcesDrive(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		hourly(t, s, 600, func(i int, a *news.Article) {
			a.Language, a.Section = "en", news.SectionWorld
			switch {
			case i%200 == 0:
				a.Language, a.Headline = "fr", fmt.Sprintf("Barrage %d", i)
			case i%3 == 0:
				a.Section, a.Headline = news.SectionSport, fmt.Sprintf("Sport %d", i)
			}
			say(a, "The dam stands.")
		})
		for _, c := range []struct {
			text  string
			f     news.Filter
			wants int
		}{
			{"dam lang:fr", news.Filter{}, 3},
			{"dam", news.Filter{Edition: news.Edition{Language: "fr"}}, 3},
			{"dam section:sport", news.Filter{}, 199},
			{"dam section:sport lang:en", news.Filter{}, 199},
			{"dam section:sport lang:fr", news.Filter{}, 0},
			{"dam -lang:fr section:sport", news.Filter{Since: noon.Add(-30 * time.Hour)}, 10},
			{"dam source:a.example -sport", news.Filter{}, 401},
			{"dam lang:fr before:2026-03-10", news.Filter{}, 2},
		} {
			for _, order := range []news.Order{news.OrderNewest, news.OrderRelevant} {
				c.f.Order = order
				pages, _ := walk(t, s, c.text, c.f)
				equal(t, c.text, len(slices.Concat(pages...)), c.wants)
			}
		}
	})
}

func TestTallyCountsTheNewest(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		hourly(t, s, 700, func(i int, a *news.Article) {
			a.Language, a.Kind, a.Section = "en", news.KindReport, news.SectionWorld
			if i%10 == 0 {
				a.Language = "fr"
			}
			say(a, "The dam stands.")
		})
		q, err := query.Parse("dam")
		check(t, err)
		store.SetClock(s, noon)
		got, err := s.Tally(context.Background(), q, news.Filter{})
		check(t, err)
		equal(t, "tally", got, news.Tally{Counted: 500, More: true,
			Fields: []news.TallyField{
				{Name: "source", Values: []news.TallyValue{{Value: "a.example", Name: "a.example", N: 500}}},
				{Name: "section", Values: []news.TallyValue{{Value: "world", N: 500}}},
				{Name: "lang", Values: []news.TallyValue{{Value: "en", N: 450}, {Value: "fr", N: 50}}},
				{Name: "kind", Values: []news.TallyValue{{Value: "report", N: 500}}},
			},
			Since: []news.TallySince{{Days: 1, N: 24}, {Days: 7, N: 168}, {Days: 31, N: 500}, {Days: 366, N: 500}},
		})
	})
}
