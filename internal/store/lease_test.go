package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func TestOnlyTheLeaseHolderSavesStories(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 1)
		g := news.Grouping{Version: 1, Stories: []news.Story{fullStory(1, made[0].SourceID)}, Placed: []news.Placement{{Article: made[0].ID, Story: 1, Family: made[0].ID}}}
		until := noon.Add(time.Minute)
		acquire := func(holder string, now, until time.Time, want int64) {
			t.Helper()
			equal(t, "term of "+holder, must(s.AcquireLease(ctx, "stories", holder, now, until))(t), want)
		}
		acquire("first", noon, until, 1)
		acquire("second", noon, until, 0)
		for _, c := range []struct {
			holder string
			term   int64
			at     time.Time
		}{{"second", 1, noon}, {"first", 1, until}, {"", 1, noon}, {"first", 0, noon}, {"first", 2, noon}} {
			if err := s.SaveStories(ctx, c.holder, c.term, g, c.at); !errors.Is(err, news.ErrConflict) {
				t.Errorf("%+v: got %v, want conflict", c, err)
			}
		}
		equal(t, "stories", must(s.Counts(ctx))(t).Stories, 0)
		equal(t, "waiting", len(must(s.ClaimArticles(ctx, 10, 1))(t)), 1)
		acquire("first", noon, until.Add(time.Minute), 1) // prolonged
		check(t, s.ReleaseLease(ctx, "stories", "second"))
		check(t, s.SaveStories(ctx, "first", 1, g, noon))
		check(t, s.ReleaseLease(ctx, "stories", "first"))
		acquire("second", noon, until, 2)                                 // released
		acquire("third", until, until.Add(time.Hour), 3)                  // lapsed
		acquire("third", until.Add(time.Hour), noon.Add(24*time.Hour), 4) // its own, lapsed: another may have led between
		if err := s.SaveStories(ctx, "third", 3, g, noon.Add(2*time.Hour)); !errors.Is(err, news.ErrConflict) {
			t.Errorf("the term before: got %v, want conflict", err)
		}
	})
}

func TestWhatTakesArticlesAwayEndsTheTerm(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		kept := &news.Capture{FetchedAt: noon, Body: []byte("page")}
		must(s.ImportEntries(ctx, []news.Entry{{GUID: "page", URL: "http://a.example/page", Capture: kept}}, noon))(t)
		save := func(version, parts int) {
			w := again(t, s, version)
			o := news.Outcome{Entry: w.Entry, Version: version, LeaseUntil: w.LeaseUntil}
			for i := range parts {
				a := plain(w, "text")
				a.Part = i
				o.Articles = append(o.Articles, a)
			}
			check(t, s.SaveArticles(ctx, []news.Outcome{o}, noon))
		}
		save(1, 2)
		made := must(s.ClaimArticles(ctx, 10, 1))(t)
		g := news.Grouping{Version: 1, Stories: []news.Story{fullStory(1, made[0].SourceID)}, Placed: []news.Placement{
			{Article: made[0].ID, Story: 1, Family: made[0].ID}, {Article: made[1].ID, Story: 1, Family: made[1].ID}}}
		term := lead(t, s)
		check(t, s.SaveStories(ctx, "me", term, g, noon))
		outdated := func(what string) {
			t.Helper()
			if err := s.SaveStories(ctx, "me", term, g, noon); !errors.Is(err, news.ErrConflict) {
				t.Errorf("after %s: got %v, want conflict", what, err)
			}
			if next := lead(t, s); next <= term {
				t.Errorf("after %s: got term %d after %d", what, next, term)
			} else {
				term = next
			}
		}
		save(2, 2)
		equal(t, "a re-reading that takes nothing away", lead(t, s), term)
		save(3, 1)
		outdated("a part vanished")
		check(t, s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}))
		outdated("a source was removed")
	})
}

func TestASourcesWeightComesWithItsArticles(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 1)
		source := must(s.Source(ctx, made[0].SourceID))(t)
		source.Weight, source.Licence = 0.25, news.LicenceExcerpt
		check(t, s.SetSource(ctx, source))
		group(t, s, news.Grouping{Stories: []news.Story{fullStory(1, source.ID)}, Placed: []news.Placement{{Article: made[0].ID, Story: 1, Family: made[0].ID}}})
		one, _, err := s.Article(ctx, made[0].ID)
		check(t, err)
		for name, list := range map[string][]news.Article{
			"claimed": must(s.ClaimArticles(ctx, 10, 2))(t),
			"recent":  must(s.Recent(ctx, noon))(t),
			"members": must(s.Members(ctx, []news.StoryID{1}))(t),
			"listed":  must(s.StoryArticles(ctx, 1))(t),
			"latest":  latest(t, s),
			"one":     {one},
		} {
			if len(list) != 1 || list[0].Weight != 0.25 || list[0].Licence != news.LicenceExcerpt {
				t.Errorf("%s: got %+v", name, list)
			}
		}
	})
}
