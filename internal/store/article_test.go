package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// fullArticle has something in every field that a reading sets.
func fullArticle(w news.Work) news.Article {
	return news.Article{
		URL: w.Entry.URL, CanonicalURL: "https://www.a.example/news/1", Headline: "Dam talks “open”", Authors: []string{"Inès Halloran"},
		PublishedAt: noon.Add(-time.Hour), DateOnly: true, UpdatedAt: noon.Add(-time.Minute), FetchedAt: noon, SeenAt: noon,
		Language: "en-GB", Kind: news.KindReport, Section: news.SectionWorld, NotNews: true, Outlet: "The A News", Summary: "Standfirst.", Dateline: "OSK",
		Truncated: true, Image: news.Image{URL: "http://a.example/i.jpg", Caption: "The dam", Credit: "T. Varrick"},
		Blocks: []news.Block{
			{Role: news.RoleParagraph, Text: "The river rose.", HTML: "The <em>river</em> rose."},
			{Role: news.RoleImage, URL: "http://a.example/2.jpg"},
			{Role: news.RoleCaption, Text: "A gate"},
		},
		Related: []news.Link{{Title: "Before", URL: "http://a.example/0"}}, Tags: []string{"dam"},
		Enclosures: []news.Enclosure{{URL: "http://a.example/a.mp3", Type: "audio/mpeg", Length: 7}},
	}
}

func TestArticleRoundTrip(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 1))
		works := read(t, s, func(w news.Work) []news.Article { return []news.Article{fullArticle(w)} })
		want := fullArticle(works[0])
		want.Weight = 1
		want.EntryID, want.SourceID = works[0].Entry.ID, works[0].Source.ID
		waiting := must(s.ClaimArticles(ctx, 10, 1))(t)
		want.ID = waiting[0].ID
		equal(t, "claimed", waiting, []news.Article{want})
		got, source, err := s.Article(ctx, want.ID)
		check(t, err)
		equal(t, "article", got, want)
		equal(t, "source", source, works[0].Source)

		var exported []news.Article
		check(t, s.ExportArticles(ctx, func(a news.Article, _ news.Source) error {
			exported = append(exported, a)
			return nil
		}))
		equal(t, "exported", exported, []news.Article{want})
		light := want
		light.Blocks, light.Related, light.Enclosures, light.NotNews = nil, nil, nil, false
		equal(t, "latest", latest(t, s), []news.Article{light})
		if _, _, err := s.Article(ctx, 99); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("an unknown article: got %v", err)
		}
	})
}

// again makes an entry wait and claims it.
func again(tb testing.TB, s *store.Store, version int) news.Work {
	tb.Helper()
	works := must(s.ClaimEntries(context.Background(), noon, noon.Add(time.Minute), 10, version))(tb)
	if len(works) != 1 {
		tb.Fatalf("claimed %d entries, want 1", len(works))
	}
	return works[0]
}

func TestReadingAgainUpdatesInPlace(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		imported := news.Entry{GUID: "page", URL: "http://a.example/page", Capture: &news.Capture{FetchedAt: noon, Body: []byte("page")}}
		must(s.ImportEntries(ctx, []news.Entry{imported}, noon))(t)
		stacked := func(w news.Work, texts ...string) (made []news.Article) {
			for i, text := range texts {
				a := plain(w, text)
				a.Part, a.Headline = i, fmt.Sprintf("Part %d", i)
				made = append(made, a)
			}
			return made
		}
		save := func(version int, texts ...string) {
			w := again(t, s, version)
			check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: w.Entry, Articles: stacked(w, texts...), Version: version, LeaseUntil: w.LeaseUntil}}, noon.Add(time.Hour)))
		}
		save(1, "zero zebra", "one", "two")
		first := must(s.ClaimArticles(ctx, 10, 1))(t)
		equal(t, "parts", len(first), 3)
		var placed []news.Placement
		for _, a := range first {
			placed = append(placed, news.Placement{Article: a.ID, Story: 5, Family: first[2].ID})
		}
		group(t, s, news.Grouping{Placed: placed, Stories: []news.Story{{ID: 5, Lead: first[2].ID, Headline: "Part 2", Articles: 3, Language: "en"}}})

		save(2, "zero quagga", "one")
		articles := latest(t, s)
		equal(t, "articles left", len(articles), 2)
		waiting := must(s.ClaimArticles(ctx, 10, 1))(t)
		if len(waiting) != 1 || waiting[0].ID != first[0].ID || waiting[0].Text() != "zero quagga" || waiting[0].StoryID != 5 {
			t.Errorf("only the changed one waits for grouping, in its story: got %+v", waiting)
		}
		story := must(s.Story(ctx, 5))(t)
		if story.Articles != 2 || story.Lead != first[0].ID && story.Lead != first[1].ID || story.Headline == "Part 2" {
			t.Errorf("the story was not mended: %+v", story)
		}
		equal(t, "found by old text", len(search(t, s, "zebra")), 0)
		equal(t, "found by new text", len(search(t, s, "quagga")), 1)
		equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{Sources: 1, Entries: 1, Articles: 2, Stories: 1})

		// A page that is gone takes nothing away.
		w := again(t, s, 3)
		check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: w.Entry, Reason: news.ReasonGone, Version: 3, LeaseUntil: w.LeaseUntil}}, noon))
		equal(t, "articles of a page that is gone", len(latest(t, s)), 2)
	})
}

func TestOneAddressMakesOneArticle(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		twins := []news.Entry{entry("a.example", 1), entry("a.example", 2), entry("a.example", 3), entry("a.example", 4)}
		for i := range 3 {
			twins[i].URL = "http://a.example/same?x=1#part"
		}
		poll(t, s, feed(t, s, "a.example"), twins...)
		other := twins[0]
		poll(t, s, feed(t, s, "b.example"), other)
		works := read(t, s, func(w news.Work) []news.Article {
			a := plain(w, "text")
			if w.Entry.GUID == "guid-3" {
				a.URL = "https://elsewhere.example/x" // its canonical address is the same
				a.CanonicalURL = "https://A.example/same?x=1"
			}
			if w.Entry.GUID == "guid-4" {
				a.CanonicalURL = "http://a.example/" // says every page of the site
			}
			return []news.Article{a}
		})
		equal(t, "entries", len(works), 5)
		equal(t, "articles", len(latest(t, s)), 3) // one of the three twins, guid-4, and the other source's
		equal(t, "reasons", must(s.Reasons(ctx))(t), map[news.Reason]int{news.ReasonUnchanged: 2})
		equal(t, "waiting entries", must(s.Backlogs(ctx, noon))(t)[1].Waiting, 0)
	})
}

func TestWorkersRacingForOneAddressMakeOneArticle(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var entries []news.Entry
		for i := range 80 {
			e := entry("a.example", i)
			e.URL = fmt.Sprintf("http://a.example/%d", i%10)
			entries = append(entries, e)
		}
		poll(t, s, feed(t, s, "a.example"), entries...)
		var all sync.WaitGroup
		for range 8 {
			works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
			all.Go(func() {
				var outcomes []news.Outcome
				for _, w := range works {
					outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{plain(w, "x")}, Version: 1, LeaseUntil: w.LeaseUntil})
				}
				if err := s.SaveArticles(ctx, outcomes, noon); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		equal(t, "articles", len(latest(t, s)), 10)
		equal(t, "counted", must(s.Counts(ctx))(t).Articles, 10)
		equal(t, "reasons", must(s.Reasons(ctx))(t), map[news.Reason]int{news.ReasonUnchanged: 70})
	})
}

func TestHostileArticle(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 1))
		bad := "\x00\xff'); DROP TABLE articles;-- {FOR UPDATE} ? $1 :ids \\ ' \" "
		works := read(t, s, func(w news.Work) []news.Article {
			a := plain(w, bad+"quokka "+bad)
			a.Headline, a.Authors, a.Language, a.Kind, a.Section = bad, []string{bad, ""}, bad, news.Kind(bad), news.Section(bad)
			a.PublishedAt = time.Date(1_000_000, 1, 1, 0, 0, 0, 0, time.UTC)
			a.UpdatedAt = time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)
			a.Tags, a.Image.URL, a.CanonicalURL = []string{bad}, bad, bad
			return []news.Article{a}
		})
		articles := latest(t, s)
		equal(t, "articles", len(articles), 1)
		equal(t, "time", articles[0].Time(), works[0].Entry.SeenAt)
		equal(t, "found", len(search(t, s, "quokka")), 1)
		page, _, err := s.Latest(context.Background(), news.Filter{Since: noon.Add(time.Hour)})
		check(t, err)
		equal(t, "articles from the future", len(page), 0)
	})
}

func TestAFailedSaveLeavesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 1))
		works := must(s.ClaimEntries(context.Background(), noon, noon.Add(time.Minute), 10, 1))(t)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		o := []news.Outcome{{Entry: works[0].Entry, Articles: []news.Article{plain(works[0], "x")}, Version: 1, LeaseUntil: works[0].LeaseUntil}}
		if err := s.SaveArticles(ctx, o, noon); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want canceled", err)
		}
		equal(t, "articles", len(latest(t, s)), 0)
		check(t, s.SaveArticles(context.Background(), o, noon))
		equal(t, "articles", len(latest(t, s)), 1)
	})
}
