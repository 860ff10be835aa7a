package store

import (
	"context"
	"time"

	"nutgraf/internal/news"
)

// ScoreBasis returns up to limit stories below that identifier, highest first, and all their articles, as far as scores are
// made of them: without words. It is for computing scores anew under other weights.
func (s *Store) ScoreBasis(ctx context.Context, below news.StoryID, limit int) (stories []news.Story, articles []news.Article, err error) {
	const query = "SELECT " + storyColumns + " FROM stories s LEFT JOIN sources o ON o.id = s.lead_source WHERE s.id < ? ORDER BY s.id DESC LIMIT ?"
	var found []news.StoryID
	rows, err := s.rows(ctx, query, int64(below), limit)
	err = all(rows, err, func(row scanner) error {
		story, err := scanStory(row)
		stories, found = append(stories, story), append(found, story.ID)
		return err
	})
	if err != nil || len(found) == 0 {
		return nil, nil, s.fail("stories to be scored", err)
	}
	const members = `SELECT a.id, a.story_id, a.source_id, a.family_id, a.published_at, a.seen_at, o.weight, o.country
		FROM articles a JOIN sources o ON o.id = a.source_id WHERE a.story_id IN (:ids)`
	rows, err = s.rows(ctx, members, ids(s.d, found))
	err = all(rows, err, func(row scanner) error {
		var a news.Article
		var published, seen int64
		err := row.Scan(&a.ID, &a.StoryID, &a.SourceID, &a.FamilyID, &published, &seen, &a.Weight, &a.Country)
		a.PublishedAt, a.SeenAt = fromMicros(published), fromMicros(seen)
		articles = append(articles, a)
		return err
	})
	sortByTime(articles)
	return stories, articles, s.fail("articles to be scored", err)
}

// SaveScores saves the scores of stories with their terms and arrivals, and nothing else of them. The lease must be held as
// for SaveStories; at is the time of the news.
func (s *Store) SaveScores(ctx context.Context, holder string, term int64, stories []news.Story, at, now time.Time) error {
	return s.write(ctx, "save scores", func(ctx context.Context, t *tx) error {
		if err := t.fence(ctx, leaderLease, holder, term, now); err != nil {
			return err
		}
		touched := make([]news.StoryID, len(stories))
		rows := make([][]any, len(stories))
		for i := range stories {
			ranking, err := packRanking(&stories[i])
			if err != nil {
				return err
			}
			touched[i], rows[i] = stories[i].ID, []any{int64(stories[i].ID), number(stories[i].Score), ranking}
		}
		if err := t.beforeStories(ctx, touched, at); err != nil {
			return err
		}
		const query = "UPDATE stories SET score = v.column2, ranking = v.column3 FROM (VALUES (?, ?, ?)) AS v WHERE id = v.column1"
		if _, err := t.bulk(ctx, query, rows); err != nil {
			return err
		}
		return t.logStories(ctx, touched, at)
	})
}
