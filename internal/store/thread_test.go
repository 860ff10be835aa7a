package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// threadsOf saves stories of an article each, the later ones newer, and returns the articles.
func storiesOf(tb testing.TB, s *store.Store, n int) []news.Article {
	tb.Helper()
	made := articles(tb, s, "a.example", n)
	var g news.Grouping
	for i, a := range made {
		story := fullStory(news.StoryID(i+1), a.SourceID)
		story.Articles, story.Lead = 1, a.ID
		story.FirstSeenAt = noon.Add(time.Duration(i) * time.Hour)
		story.UpdatedAt = story.FirstSeenAt
		g.Stories = append(g.Stories, story)
		g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: story.ID, Family: a.ID})
	}
	group(tb, s, g)
	return made
}

func link(tb testing.TB, s *store.Store, links news.Links) {
	tb.Helper()
	links.Version = 1
	check(tb, s.SaveLinks(context.Background(), "me", lead(tb, s), links, noon))
}

func storyLink(id news.StoryID, thread news.ThreadID, coverage news.StoryID) news.StoryLink {
	return news.StoryLink{Story: id, Thread: thread, Coverage: coverage, Read: true, Gist: []byte{1, byte(id)}, UpdatedAt: noon}
}

func gists(tb testing.TB, s *store.Store, since time.Time, most int) (links []news.StoryLink) {
	tb.Helper()
	check(tb, s.Gists(context.Background(), since, most, func(l news.StoryLink) error {
		links = append(links, l)
		return nil
	}))
	return links
}

func TestThreadRoundTrip(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := storiesOf(t, s, 3)
		equal(t, "waiting", len(must(s.ClaimStories(ctx, 10, 1))(t)), 3)
		equal(t, "tellers", len(must(s.Tellers(ctx, []news.StoryID{1, 2, 9}))(t)), 2)
		first, second := storyLink(1, 1, 0), storyLink(2, 1, 0)
		second.Fresh = []news.KeySentence{{Text: "The gates are open.", Article: made[1].ID, Source: made[1].SourceID}}
		links := news.Links{Stories: []news.StoryLink{first, second, storyLink(3, 0, 0), storyLink(99, 1, 0)},
			Threads: []news.Thread{{ID: 1, Name: "Tamsel, Osk", Language: "en-GB", Phrases: []string{"Tamsel", "Osk"}}}}
		link(t, s, links)
		link(t, s, links) // twice changes nothing
		want := news.Thread{ID: 1, Name: "Tamsel, Osk", Language: "en", Phrases: []string{"Tamsel", "Osk"}, Stories: 2, Articles: 2,
			FirstSeenAt: noon, UpdatedAt: noon.Add(time.Hour)}
		equal(t, "thread", must(s.Thread(ctx, 1))(t), want)
		listed, next, err := s.Threads(ctx, news.Filter{Edition: news.Edition{Language: "en"}})
		check(t, err)
		equal(t, "threads", listed, []news.Thread{want})
		equal(t, "next", next, "")
		equal(t, "waiting", len(must(s.ClaimStories(ctx, 10, 1))(t)), 0)
		equal(t, "outdated", len(must(s.ClaimStories(ctx, 10, 2))(t)), 3)

		told := must(s.Story(ctx, 2))(t)
		equal(t, "fresh", told.Fresh, []news.KeySentence{{Text: "The gates are open.", Article: made[1].ID, Source: made[1].SourceID, SourceName: "a.example"}})
		stories, next, err := s.Stories(ctx, news.Filter{Thread: 1, Order: news.OrderUpdated, Limit: 1})
		check(t, err)
		equal(t, "stories", []any{len(stories), stories[0].ID, stories[0].Thread}, []any{1, news.StoryID(2), news.ThreadID(1)})
		stories, _, err = s.Stories(ctx, news.Filter{Thread: 1, Order: news.OrderUpdated, After: next})
		check(t, err)
		equal(t, "stories", []any{len(stories), stories[0].ID}, []any{1, news.StoryID(1)})

		equal(t, "gists", len(gists(t, s, noon, 10)), 3) // none of a story that is not there
		equal(t, "gists", gists(t, s, noon, 1)[0].Gist, []byte{1, 3})
		equal(t, "gists", len(gists(t, s, noon.Add(time.Second), 10)), 0)
		link(t, s, news.Links{Stories: []news.StoryLink{storyLink(1, 0, 0), storyLink(2, 0, 0)}, Threads: []news.Thread{{ID: 1}}})
		listed, _, err = s.Threads(ctx, news.Filter{})
		check(t, err)
		equal(t, "threads that lost their stories", len(listed), 0)
		equal(t, "thread without stories", must(s.Thread(ctx, 1))(t).Name, "Tamsel, Osk")
		_, err = s.Thread(ctx, 7)
		if !errors.Is(err, news.ErrNotFound) {
			t.Errorf("got %v", err)
		}
		_, _, err = s.Threads(ctx, news.Filter{After: "bm9uZQ"})
		if !errors.Is(err, news.ErrInvalid) {
			t.Errorf("got %v", err)
		}
	})
}

func TestMergedThreadsRedirect(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		storiesOf(t, s, 6)
		link(t, s, news.Links{Stories: []news.StoryLink{storyLink(1, 1, 0), storyLink(2, 1, 0), storyLink(3, 3, 0), storyLink(4, 3, 0), storyLink(5, 5, 0), storyLink(6, 5, 0)},
			Threads: []news.Thread{{ID: 1, Name: "A"}, {ID: 3, Name: "B"}, {ID: 5, Name: "C"}}})
		link(t, s, news.Links{Threads: []news.Thread{{ID: 3, Name: "B"}}, Merged: map[news.ThreadID]news.ThreadID{1: 3}})
		link(t, s, news.Links{Merged: map[news.ThreadID]news.ThreadID{3: 5}})
		for id := range news.ThreadID(6) {
			if id%2 == 0 {
				continue
			}
			th := must(s.Thread(ctx, id))(t)
			equal(t, "thread", []any{th.ID, th.Name, th.Stories}, []any{news.ThreadID(5), "C", 6})
		}
		equal(t, "thread of the first story", must(s.Story(ctx, 1))(t).Thread, news.ThreadID(5))
	})
}

// TestLinksFollowStories: a story that changes waits again; the gist of one that ends goes; what led to it leads on.
func TestLinksFollowStories(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := storiesOf(t, s, 3)
		link(t, s, news.Links{Stories: []news.StoryLink{storyLink(1, 0, 1), storyLink(2, 0, 1), storyLink(3, 0, 0)}})
		story := must(s.Story(ctx, 3))(t)
		story.Score++
		group(t, s, news.Grouping{Stories: []news.Story{story}})
		equal(t, "waiting after another score", len(must(s.ClaimStories(ctx, 10, 1))(t)), 0)
		story.Articles++
		group(t, s, news.Grouping{Stories: []news.Story{story}, Merged: map[news.StoryID]news.StoryID{1: 3}})
		waiting := must(s.ClaimStories(ctx, 10, 1))(t)
		equal(t, "waiting", []any{len(waiting), waiting[0].ID}, []any{1, news.StoryID(3)})
		equal(t, "coverage", must(s.Story(ctx, 2))(t).Coverage, news.StoryID(3))
		equal(t, "gists", len(gists(t, s, noon, 10)), 2)
		check(t, s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}))
		equal(t, "gists of what was taken down", len(gists(t, s, noon, 10)), 0)
		equal(t, "waiting", len(must(s.ClaimStories(ctx, 10, 1))(t)), 0)
	})
}

func TestOnlyTheLeaderLinks(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		storiesOf(t, s, 2)
		term := lead(t, s)
		err := s.SaveLinks(context.Background(), "other", term, news.Links{Threads: []news.Thread{{ID: 1}}}, noon)
		if !errors.Is(err, news.ErrConflict) {
			t.Errorf("got %v", err)
		}
		err = s.SaveLinks(context.Background(), "me", term+1, news.Links{Threads: []news.Thread{{ID: 1}}}, noon)
		if !errors.Is(err, news.ErrConflict) {
			t.Errorf("got %v", err)
		}
	})
}
