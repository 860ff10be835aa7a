package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// articles makes n articles of a source and returns them in the order of time.
func articles(tb testing.TB, s *store.Store, host string, n int) []news.Article {
	tb.Helper()
	var entries []news.Entry
	for i := range n {
		entries = append(entries, entry(host, i))
	}
	poll(tb, s, feed(tb, s, host), entries...)
	plainRead(tb, s)
	return must(s.ClaimArticles(context.Background(), 1000, 1))(tb)
}

func fullStory(id news.StoryID, source news.SourceID) news.Story {
	return news.Story{ID: id, Headline: "Dam talks open", Summary: "Three countries meet.", Language: "en", Section: news.SectionWorld,
		Lead: 1, LeadSource: source, Image: news.Image{URL: "http://a.example/i.jpg", Caption: "c", Credit: "k"},
		Articles: 3, Sources: 2, Independent: 2, FirstSeenAt: noon.Add(-time.Hour), UpdatedAt: noon, Score: 29000.123456789012}
}

func TestStoryRoundTrip(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 2)
		equal(t, "first number", must(s.NextStory(ctx))(t), news.StoryID(1))
		want := fullStory(1, made[0].SourceID)
		g := news.Grouping{Stories: []news.Story{want}, Placed: []news.Placement{
			{Article: made[0].ID, Story: 1, Family: made[0].ID}, {Article: made[1].ID, Story: 1, Family: made[0].ID}}}
		group(t, s, g)
		group(t, s, g) // twice changes nothing
		want.SourceName = "a.example"
		equal(t, "story", must(s.Story(ctx, 1))(t), want)
		listed, next, err := s.Stories(ctx, news.Filter{})
		check(t, err)
		equal(t, "stories", listed, []news.Story{want})
		equal(t, "next", next, "")
		equal(t, "next number", must(s.NextStory(ctx))(t), news.StoryID(2))
		equal(t, "waiting", len(must(s.ClaimArticles(ctx, 10, 1))(t)), 0)
		equal(t, "outdated", len(must(s.ClaimArticles(ctx, 10, 2))(t)), 2)
		equal(t, "languages", must(s.Languages(ctx))(t), []news.LanguageCount{{Language: "en", Stories: 1}})
		equal(t, "stories", must(s.Counts(ctx))(t).Stories, 1)

		members := must(s.StoryArticles(ctx, 1))(t)
		equal(t, "members", len(members), 2)
		if members[0].ID != made[0].ID || members[0].Copy() || !members[1].Copy() || members[0].Outlet != "a.example" {
			t.Errorf("got %+v", members)
		}
		all := must(s.Recent(ctx, noon.Add(-480*time.Hour)))(t)
		equal(t, "newest", must(s.NthNewest(ctx, 1))(t), all[len(all)-1].Time().Truncate(time.Second))
		equal(t, "one beyond the oldest", must(s.NthNewest(ctx, 1000))(t), time.Time{})
		recent := must(s.Recent(ctx, noon.Add(-48*time.Hour)))(t)
		if len(recent) != 2 || recent[0].Text() == "" || recent[0].StoryID != 1 {
			t.Errorf("got %+v", recent)
		}
		equal(t, "recent", len(must(s.Recent(ctx, noon))(t)), 2) // older than that, but their story was updated
		equal(t, "recent", len(must(s.Recent(ctx, noon.Add(time.Second)))(t)), 0)
		equal(t, "members", must(s.Members(ctx, []news.StoryID{1, 9}))(t), recent)
		equal(t, "newest", must(s.Newest(ctx, 1, 9))(t), recent)
		equal(t, "newest one", must(s.Newest(ctx, 1, 1))(t), recent[1:])
		equal(t, "newest of none", len(must(s.Newest(ctx, 9, 9))(t)), 0)
		equal(t, "members of none", len(must(s.Members(ctx, nil))(t)), 0)
	})
}

func TestMergedStoriesRedirect(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 4)
		var g news.Grouping
		for i, a := range made {
			id := news.StoryID(i + 1)
			story := fullStory(id, a.SourceID)
			story.Language = "fr"
			g.Stories = append(g.Stories, story)
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: id, Family: a.ID})
		}
		group(t, s, g)
		group(t, s, news.Grouping{Merged: map[news.StoryID]news.StoryID{4: 3}})
		group(t, s, news.Grouping{Merged: map[news.StoryID]news.StoryID{3: 2, 2: 1},
			Placed: []news.Placement{{Article: made[3].ID, Story: 3, Family: made[0].ID}}})
		for id := news.StoryID(1); id <= 4; id++ {
			equal(t, "arrives at", must(s.Story(ctx, id))(t).ID, news.StoryID(1))
			equal(t, "its articles", len(must(s.StoryArticles(ctx, id))(t)), 4)
		}
		equal(t, "stories", must(s.Counts(ctx))(t).Stories, 1)
		equal(t, "languages", must(s.Languages(ctx))(t), []news.LanguageCount{{Language: "fr", Stories: 1}})
		equal(t, "next number", must(s.NextStory(ctx))(t), news.StoryID(5))
		err := s.SaveStories(ctx, "me", lead(t, s), news.Grouping{Merged: map[news.StoryID]news.StoryID{1: 9, 9: 1}}, noon)
		if !errors.Is(err, news.ErrInvalid) {
			t.Errorf("a circle: got %v, want invalid", err)
		}
		if _, err := s.Story(ctx, 77); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("an unknown story: got %v", err)
		}
	})
}

func TestAStoryShowsItsNewestArticles(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var entries []news.Entry
		for i := range 1003 {
			entries = append(entries, entry("a.example", i))
		}
		poll(t, s, feed(t, s, "a.example"), entries...)
		for range 2 {
			plainRead(t, s)
		}
		var g news.Grouping
		for _, a := range must(s.ClaimArticles(ctx, 2000, 1))(t) {
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: 1, Family: a.ID})
		}
		story := fullStory(1, 1)
		story.Articles = len(g.Placed)
		g.Stories = []news.Story{story}
		group(t, s, g)
		shown := must(s.StoryArticles(ctx, 1))(t)
		equal(t, "shown", []any{len(shown), shown[0].Headline, shown[999].Headline}, []any{1000, "Title 3", "Title 1002"})
		equal(t, "members", len(must(s.Members(ctx, []news.StoryID{1}))(t)), 1003)
	})
}

func TestRecentHasABound(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var g news.Grouping
		for i, a := range articles(t, s, "a.example", 9) { // three stories of three; the first is the oldest
			id := news.StoryID(i/3 + 1)
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: id, Family: a.ID})
			story := fullStory(id, a.SourceID)
			story.UpdatedAt = noon.Add(time.Duration(i) * time.Minute)
			g.Stories = append(g.Stories, story)
		}
		group(t, s, g)
		for most, want := range map[int]int{1: 3, 3: 3, 4: 6, 6: 6, 7: 9, 100: 9} {
			got := must(store.Recent(ctx, s, noon, most))(t)
			equal(t, "articles", len(got), want) // stories are never cut
			equal(t, "newest", got[len(got)-1].StoryID, news.StoryID(3))
		}
	})
}

func TestASourceIsRemovedWhileItIsRead(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for range 3 {
			must(s.ImportEntries(ctx, captured(300), noon))(t)
			works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 1000, 1))(t)
			if len(works) == 0 {
				t.Fatal("nothing to read")
			}
			var all sync.WaitGroup
			for batch := range slices.Chunk(works, 10) {
				all.Go(func() {
					var outcomes []news.Outcome
					for _, w := range batch {
						outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{plain(w, "x")}, Version: 1, LeaseUntil: w.LeaseUntil})
					}
					if err := s.SaveArticles(ctx, outcomes, noon); err != nil {
						t.Error(err)
					}
				})
			}
			all.Go(func() {
				if err := s.RemoveSources(ctx, []news.SourceID{works[0].Source.ID}); err != nil {
					t.Error(err)
				}
			})
			all.Wait()
			equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{})
			equal(t, "left", len(latest(t, s)), 0)
		}
	})
}

func TestRemoveSources(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 3)
		for _, a := range articles(t, s, "b.example", 2) {
			if a.SourceID != made[0].SourceID {
				made = append(made, a)
			}
		}
		var g news.Grouping
		for i, a := range made {
			id := news.StoryID(1 + i%2) // two stories with articles of both sources, or of one
			if i == 2 {
				id = 3
			}
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: id, Family: made[0].ID})
		}
		for id := news.StoryID(1); id <= 3; id++ {
			story := fullStory(id, made[0].SourceID)
			story.Lead = made[0].ID
			g.Stories = append(g.Stories, story)
		}
		group(t, s, g)
		check(t, s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}))
		equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{Sources: 1, Feeds: 1, Entries: 2, Articles: 2, Stories: 2})
		if _, err := s.Story(ctx, 3); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("a story without articles: got %v, want not found", err)
		}
		left := must(s.Story(ctx, 1))(t)
		if left.Articles != 1 || left.LeadSource == made[0].SourceID || left.Headline == "Dam talks open" {
			t.Errorf("not mended: %+v", left)
		}
		equal(t, "found", len(search(t, s, "river")), 2)
		if err := s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("removed twice: got %v", err)
		}
	})
}
