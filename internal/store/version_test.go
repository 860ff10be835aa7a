package store_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

const damFeed = "https://a.example/feed.xml"

func TestAnEditKeepsTheOldWords(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		first := fullEntry()
		first.SeenAt = noon.Add(-time.Hour)
		tell(t, s, noon, damFeed, first)
		second := first
		second.Title, second.Content = "Dam talks resume", "<p>They talk again.</p>"
		second.UpdatedAt, second.PublishedAt, second.SeenAt = noon.Add(time.Hour), noon.Add(time.Hour), noon.Add(2*time.Hour)
		tell(t, s, noon.Add(2*time.Hour), damFeed, second)
		third := second
		third.Title = "Dam talks end"
		tell(t, s, noon.Add(3*time.Hour), damFeed, third)

		w := must(s.ClaimEntries(ctx, noon.Add(3*time.Hour), noon.Add(4*time.Hour), 10, 1))(t)[0].Entry
		equal(t, "now", []any{w.Title, w.Content, w.SeenAt, w.PublishedAt, w.UpdatedAt},
			[]any{third.Title, third.Content, first.SeenAt, first.PublishedAt, third.UpdatedAt})
		was := first
		was.ID, was.FeedID, was.SourceID = w.ID, w.FeedID, w.SourceID
		then := second
		then.ID, then.FeedID, then.SourceID, then.SeenAt, then.PublishedAt = w.ID, w.FeedID, w.SourceID, first.SeenAt, first.PublishedAt
		equal(t, "versions", must(s.EntryVersions(ctx, w.ID))(t), []news.EntryVersion{
			{Entry: was, SeenAt: first.SeenAt, Until: noon.Add(2 * time.Hour)},
			{Entry: then, SeenAt: noon.Add(2 * time.Hour), Until: noon.Add(3 * time.Hour)},
		})

		// They are in a backup, and go with their source.
		var archive bytes.Buffer
		check(t, s.Backup(ctx, &archive, nil))
		restored := engines()["sqlite"](t)
		check(t, restored.Restore(ctx, &archive, nil))
		equal(t, "restored", must(restored.EntryVersions(ctx, w.ID))(t), must(s.EntryVersions(ctx, w.ID))(t))
		check(t, s.RemoveSources(ctx, []news.SourceID{w.SourceID}))
		equal(t, "removed", len(must(s.EntryVersions(ctx, w.ID))(t)), 0)
		for _, table := range []string{"entry_versions", "entry_aliases", "entries"} {
			equal(t, table, store.Strings(t, s, "SELECT CAST(count(*) AS text) FROM "+table), []string{"0"})
		}
	})
}

func TestVersionsAreTheFirstAndTheNewest(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		for i := range 31 {
			tell(t, s, noon.Add(time.Duration(i)*time.Minute), damFeed, with(dam, func(e *news.Entry) { e.Title = fmt.Sprint("Live: dam talks, hour ", i) }))
		}
		var got, want []string
		for _, v := range must(s.EntryVersions(context.Background(), 1))(t) {
			got = append(got, fmt.Sprint(v.Entry.Title, " until ", v.Until.Sub(noon)))
		}
		for i := range 30 {
			if i == 0 || i > 10 {
				want = append(want, fmt.Sprint("Live: dam talks, hour ", i, " until ", time.Duration(i+1)*time.Minute))
			}
		}
		equal(t, "versions", got, want)
	})
}

// TestAnEditMakesNothingNew follows an entry whose headline, link and text change after it became a story's article.
func TestAnEditMakesNothingNew(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		tell(t, s, noon, damFeed, dam, strike)
		plainRead(t, s)
		var g news.Grouping
		for i, a := range must(s.ClaimArticles(ctx, 10, 1))(t) {
			story := fullStory(news.StoryID(i+1), a.SourceID)
			story.Lead = a.ID
			g.Stories = append(g.Stories, story)
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: story.ID, Family: a.ID})
		}
		group(t, s, g)
		before := latest(t, s)

		tell(t, s, noon, damFeed, with(dam, func(e *news.Entry) {
			e.Title, e.URL, e.PublishedAt = "Minister leaves Osk in anger", site+"/2026/03/minister-leaves-1001", noon.Add(5*time.Hour)
		}), strike)
		if works := plainRead(t, s); len(works) != 1 || works[0].Entry.URL != site+"/2026/03/minister-leaves-1001" {
			t.Fatalf("want the edited entry at its new address, got %+v", works)
		}
		after := latest(t, s)
		equal(t, "articles", len(after), 2)
		for i := range after {
			equal(t, "identity", []any{after[i].ID, after[i].StoryID, after[i].FamilyID, after[i].SeenAt, after[i].PublishedAt},
				[]any{before[i].ID, before[i].StoryID, before[i].FamilyID, before[i].SeenAt, before[i].PublishedAt})
		}
		equal(t, "headline", after[1].Headline, "Minister leaves Osk in anger")
		equal(t, "waiting for grouping", len(must(s.ClaimArticles(ctx, 10, 1))(t)), 1)
		equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{Sources: 1, Feeds: 1, Entries: 2, Articles: 2, Stories: 2})
	})
}

// TestANewLinkIsAnotherChance: a page that was gone is asked for where it is now; one that was read is not.
func TestANewLinkIsAnotherChance(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		tell(t, s, noon, damFeed, dam, strike)
		var outcomes []news.Outcome
		for _, w := range must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t) {
			o := news.Outcome{Entry: w.Entry, Version: 1, LeaseUntil: w.LeaseUntil, Reason: news.ReasonGone}
			if w.Entry.GUID == strike.GUID {
				o.Reason, o.Articles = news.ReasonNone, []news.Article{plain(w, "x")}
			}
			outcomes = append(outcomes, o)
		}
		check(t, s.SaveArticles(ctx, outcomes, noon))
		tell(t, s, noon, damFeed, with(dam, func(e *news.Entry) { e.URL = site + "/moved/1001" }), with(strike, func(e *news.Entry) { e.URL = site + "/moved/1002" }))
		works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
		if len(works) != 1 || works[0].Entry.URL != site+"/moved/1001" {
			t.Errorf("got %+v, want the entry whose page was gone", works)
		}
	})
}
