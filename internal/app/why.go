package app

import (
	"context"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/story"
)

// mostExplained is how many articles of a story, the newest, are explained at once: their texts are read for it.
const mostExplained = 100

// whyOf tells what holds the articles of a story together.
func whyOf(db *store.Store) func(context.Context, news.StoryID) (map[news.ArticleID]news.Belonging, error) {
	return func(ctx context.Context, id news.StoryID) (map[news.ArticleID]news.Belonging, error) {
		members, err := db.Newest(ctx, id, mostExplained)
		return story.Why(members), err
	}
}
