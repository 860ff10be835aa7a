package store_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
)

// edited makes a store of four articles in three stories: 1 and 2 in one, the others alone.
func edited(t *testing.T, s *store.Store) []news.Article {
	t.Helper()
	made := articles(t, s, "a.example", 4)
	var g news.Grouping
	for i, story := range []news.StoryID{1, 1, 2, 3} {
		if i != 1 {
			g.Stories = append(g.Stories, fullStory(story, made[i].SourceID))
		}
		g.Placed = append(g.Placed, news.Placement{Article: made[i].ID, Story: story, Family: made[i].ID})
	}
	group(t, s, g)
	return made
}

func TestEdits(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := edited(t, s)
		a, b, c, d := made[0].ID, made[1].ID, made[2].ID, made[3].ID
		version := must(s.EditsVersion(ctx))(t)
		want := []news.Edit{
			{Kind: news.EditJoin, Article: a, Other: c, By: "ines", Note: "one strike"},
			{Kind: news.EditJoin, Article: c, Other: d},
			{Kind: news.EditPart, Article: a, Other: b},
			{Kind: news.EditPin, Article: a, Until: noon.Add(time.Hour)},
		}
		for i := range want {
			want[i] = must(s.AddEdit(ctx, want[i], noon))(t)
			if !want[i].At.Equal(noon) || want[i].ID == 0 {
				t.Errorf("got %+v", want[i])
			}
		}
		equal(t, "edits", must(s.Edits(ctx))(t), want)
		if now := must(s.EditsVersion(ctx))(t); now <= version {
			t.Errorf("the version went from %d to %d", version, now)
		}
		equal(t, "unmet", must(s.Unmet(ctx))(t), []news.StoryID{1, 2, 3})

		for _, test := range []struct {
			edit news.Edit
			kind error
			says string
		}{
			{news.Edit{Kind: "mend", Article: a}, news.ErrInvalid, "join"},
			{news.Edit{Kind: news.EditJoin, Article: a, Other: a}, news.ErrInvalid, "two different"},
			{news.Edit{Kind: news.EditHide, Article: 999}, news.ErrNotFound, "999"},
			{news.Edit{Kind: news.EditJoin, Article: c, Other: a}, news.ErrConflict, "so already"},
			{news.Edit{Kind: news.EditPart, Article: d, Other: a}, news.ErrConflict, "edit 1 (join articles"},
			{news.Edit{Kind: news.EditJoin, Article: b, Other: d}, news.ErrConflict, "edit 3 (part articles"},
		} {
			if _, err := s.AddEdit(ctx, test.edit, noon); !errors.Is(err, test.kind) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v: got %v", test.edit, err)
			}
		}
		equal(t, "edits", must(s.Edits(ctx))(t), want) // none of those was kept

		undone := must(s.RemoveEdit(ctx, want[2].ID))(t)
		equal(t, "undone", undone, want[2])
		if _, err := s.RemoveEdit(ctx, want[2].ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("undone twice: got %v", err)
		}
		must(s.AddEdit(ctx, news.Edit{Kind: news.EditJoin, Article: b, Other: d}, noon))(t)

		var backup bytes.Buffer
		check(t, s.Backup(ctx, &backup, nil))
		again := engines()[store.Engine(s)](t)
		check(t, again.Restore(ctx, &backup, nil))
		equal(t, "restored", must(again.Edits(ctx))(t), must(s.Edits(ctx))(t))
		equal(t, "version", must(again.EditsVersion(ctx))(t), must(s.EditsVersion(ctx))(t))
	})
}

func TestStoriesOfTwoLanguagesAreNotJoined(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		made := edited(t, s)
		french := fullStory(3, made[3].SourceID)
		french.Language = "fr"
		group(t, s, news.Grouping{Stories: []news.Story{french}})
		_, err := s.AddEdit(t.Context(), news.Edit{Kind: news.EditJoin, Article: made[0].ID, Other: made[3].ID}, noon)
		if !errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), "one language") {
			t.Errorf("got %v", err)
		}
		must(s.AddEdit(t.Context(), news.Edit{Kind: news.EditPart, Article: made[0].ID, Other: made[3].ID}, noon))(t)
	})
}

func TestHiddenStories(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := edited(t, s)
		edit := must(s.AddEdit(ctx, news.Edit{Kind: news.EditHide, Article: made[1].ID}, noon))(t)
		seen := func(want ...int) {
			t.Helper()
			stories, _, err := s.Stories(ctx, news.Filter{})
			check(t, err)
			articles, _, err := s.Latest(ctx, news.Filter{})
			check(t, err)
			q, err := query.Parse("strike")
			check(t, err)
			found, err := s.Search(ctx, q, news.Filter{})
			check(t, err)
			equal(t, "stories, articles, hits", []int{len(stories), len(articles), len(found.Hits)}, want)
		}
		seen(2, 2, 0)
		if story := must(s.Story(ctx, 1))(t); !story.Hidden {
			t.Error("the story does not say that it is hidden")
		}
		if a, _, err := s.Article(ctx, made[0].ID); err != nil || !a.Hidden {
			t.Errorf("an article of it: hidden %t, %v", a.Hidden, err)
		}
		// The story merges into another, which is hidden then.
		group(t, s, news.Grouping{Merged: map[news.StoryID]news.StoryID{1: 2}})
		seen(1, 1, 0)
		must(s.RemoveEdit(ctx, edit.ID))(t)
		seen(2, 4, 0)
	})
}

func TestPinnedStories(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := edited(t, s)
		pin := func(i int, until time.Time) {
			t.Helper()
			must(s.AddEdit(ctx, news.Edit{Kind: news.EditPin, Article: made[i].ID, Until: until}, noon))(t)
		}
		pinned := func(at time.Time) (ids []news.StoryID) {
			t.Helper()
			for _, story := range must(s.Pinned(ctx, news.Edition{Language: "en"}, at))(t) {
				ids = append(ids, story.ID)
			}
			return ids
		}
		pin(0, noon.Add(time.Hour))
		pin(2, time.Time{})
		equal(t, "pinned", pinned(noon), []news.StoryID{2, 1})
		equal(t, "later", pinned(noon.Add(2*time.Hour)), []news.StoryID{2})
		pin(0, noon.Add(3*time.Hour)) // another end
		equal(t, "later", pinned(noon.Add(2*time.Hour)), []news.StoryID{2, 1})
		group(t, s, news.Grouping{Stories: []news.Story{fullStory(1, made[0].SourceID)}}) // saved anew
		equal(t, "saved anew", must(s.Story(ctx, 1))(t).PinnedUntil, noon.Add(3*time.Hour))
		equal(t, "for good", must(s.Story(ctx, 2))(t).PinnedUntil, news.ForGood)
		equal(t, "edits", len(must(s.Edits(ctx))(t)), 2)
	})
}

func TestStoryDetail(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 1)
		want := fullStory(1, made[0].SourceID)
		want.Phrases, want.NotNews = []string{"Orvale", "dam talks"}, true
		want.Keys = []news.KeySentence{{Text: "The dam “stays”.", Article: made[0].ID, Source: made[0].SourceID}}
		want.Lineages = []news.Lineage{{Family: made[0].ID, Agency: "AP", Owner: 3, Copies: []news.Relative{{Article: 9, Relation: news.RelationNear}}}}
		want.ImageOf, want.ImageSource = made[0].ID, made[0].SourceID
		group(t, s, news.Grouping{Stories: []news.Story{want}, Placed: []news.Placement{{Article: made[0].ID, Story: 1, Family: made[0].ID}}})
		want.SourceName = "a.example"
		equal(t, "story", must(s.Story(ctx, 1))(t), want)
	})
}
