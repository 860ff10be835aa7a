package store_test

import (
	"context"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// TestStoryMark: it stays while nothing changes, and is another one after each change that the page of a story shows. What is hidden or
// taken down anywhere changes it.
func TestStoryMark(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 3)
		story, other := fullStory(1, made[0].SourceID), fullStory(2, made[2].SourceID)
		story.Lead, other.Lead = made[0].ID, made[2].ID
		placed := []news.Placement{{Article: made[0].ID, Story: 1, Family: made[0].ID}, {Article: made[2].ID, Story: 2, Family: made[2].ID}}
		group(t, s, news.Grouping{Stories: []news.Story{story, other}, Placed: placed})

		of := func() uint64 {
			t.Helper()
			marks := must(s.StoryMarks(ctx, []news.StoryID{2, 1, 77}))(t)
			if alone := must(s.StoryMarks(ctx, []news.StoryID{1}))(t); len(alone) != 1 || alone[1] == 0 || alone[1] != marks[1] || marks[1] == marks[2] || marks[77] != 0 {
				t.Errorf("got %d and alone %d", marks, alone)
			}
			return marks[1]
		}
		mark := of()
		changes := func(what string, want bool) {
			t.Helper()
			now := of()
			if (now != mark) != want {
				t.Errorf("%s: changed %v, want %v", what, now != mark, want)
			}
			mark = now
		}
		changes("nothing", false)
		other.Headline = "Another headline"
		group(t, s, news.Grouping{Stories: []news.Story{other}})
		changes("another story", false)
		story.Headline = "A new headline"
		group(t, s, news.Grouping{Stories: []news.Story{story}})
		changes("its headline", true)
		group(t, s, news.Grouping{Stories: []news.Story{story}, Placed: []news.Placement{{Article: made[1].ID, Story: 1, Family: made[1].ID}}})
		changes("one more article", true)
		edit := must(s.AddEdit(ctx, news.Edit{Kind: news.EditHide, Article: made[0].ID}, noon))(t)
		changes("hidden", true)
		must(s.RemoveEdit(ctx, edit.ID))(t)
		changes("no longer hidden", true)
		down(t, s, news.TakedownArticle, int64(made[2].ID))
		changes("something taken down elsewhere", true)
	})
}
