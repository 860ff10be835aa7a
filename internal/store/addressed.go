package store

import (
	"context"
	"time"

	"nutgraf/internal/news"
)

// Addressed lists the stories whose numbers are from one until another, the lowest first; none that an editor hides.
func (s *Store) Addressed(ctx context.Context, from, until news.StoryID) ([]news.Addressed, error) {
	return s.addressed(ctx, addressedByNumber, int64(from), int64(until))
}

// AddressedSince lists the stories that began at a time or later, the last updated first, at most so many; none that an
// editor hides.
func (s *Store) AddressedSince(ctx context.Context, since time.Time, most int) ([]news.Addressed, error) {
	return s.addressed(ctx, addressedByTime, micros(since), micros(since), most)
}

const (
	addressedByNumber = "SELECT id, headline, language, first_seen_at, updated_at FROM stories WHERE id >= ? AND id < ? AND hidden = 0 ORDER BY id"
	addressedByTime   = `SELECT id, headline, language, first_seen_at, updated_at FROM stories
		WHERE updated_at >= ? AND first_seen_at >= ? AND hidden = 0 ORDER BY updated_at DESC, id DESC LIMIT ?`
)

func (s *Store) addressed(ctx context.Context, query string, args ...any) (list []news.Addressed, err error) {
	rows, err := s.rows(ctx, query, args...)
	err = all(rows, err, func(row scanner) error {
		var a news.Addressed
		var first, updated int64
		err := row.Scan(&a.ID, &a.Headline, &a.Language, &first, &updated)
		a.FirstSeenAt, a.UpdatedAt = fromMicros(first), fromMicros(updated)
		list = append(list, a)
		return err
	})
	return list, s.fail("addresses of stories", err)
}
