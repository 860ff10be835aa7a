package store_test

import (
	"context"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func TestAddressed(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 3)
		var g news.Grouping
		for i, a := range made {
			story := fullStory(news.StoryID(i+1), a.SourceID)
			story.Lead, story.FirstSeenAt, story.UpdatedAt = a.ID, noon.Add(time.Duration(i)*time.Hour), noon.Add(time.Duration(i+1)*time.Hour)
			g.Stories = append(g.Stories, story)
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: story.ID, Family: a.ID})
		}
		group(t, s, g)
		numbers := func(list []news.Addressed, err error) (ids []news.StoryID) {
			t.Helper()
			check(t, err)
			for _, a := range list {
				ids = append(ids, a.ID)
			}
			return ids
		}
		list := must(s.Addressed(ctx, 2, 3))(t)
		equal(t, "addresses", list, []news.Addressed{{ID: 2, Headline: "Dam talks open", Language: "en", FirstSeenAt: noon.Add(time.Hour), UpdatedAt: noon.Add(2 * time.Hour)}})
		equal(t, "all", numbers(s.Addressed(ctx, 1, 100)), []news.StoryID{1, 2, 3})
		equal(t, "since", numbers(s.AddressedSince(ctx, noon.Add(time.Hour), 100)), []news.StoryID{3, 2})
		equal(t, "two of all", numbers(s.AddressedSince(ctx, noon, 2)), []news.StoryID{3, 2})
		_, err := s.AddEdit(ctx, news.Edit{Kind: news.EditHide, Article: made[1].ID}, noon)
		check(t, err)
		equal(t, "with one hidden", numbers(s.Addressed(ctx, 1, 100)), []news.StoryID{1, 3})
		equal(t, "news with one hidden", numbers(s.AddressedSince(ctx, noon, 100)), []news.StoryID{3, 1})
	})
}
