package store

import (
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// This file keeps the searches that users keep.

const searchColumns = "id, user_id, name, query, made_at, seen_at, before_at"

func scanSearch(row scanner) (news.SavedSearch, error) {
	var s news.SavedSearch
	var made, seen, before int64
	err := row.Scan(&s.ID, &s.User, &s.Name, &s.Query, &made, &seen, &before)
	s.MadeAt, s.SeenAt, s.BeforeAt = fromMicros(made), fromMicros(seen), fromMicros(before)
	return s, err
}

// SavedSearches lists what a user searches for again and again, the newest first.
func (s *Store) SavedSearches(ctx context.Context, user news.UserID) (searches []news.SavedSearch, err error) {
	rows, err := s.rows(ctx, "SELECT "+searchColumns+" FROM searches WHERE user_id = ? ORDER BY id DESC", int64(user))
	err = all(rows, err, func(row scanner) error {
		one, err := scanSearch(row)
		searches = append(searches, one)
		return err
	})
	return searches, s.fail("saved searches", err)
}

// SaveSearch keeps a search for its user and gives it a number. One with the same query only takes the new name.
func (s *Store) SaveSearch(ctx context.Context, search news.SavedSearch) (news.SavedSearch, error) {
	search.Name, search.Query = clean(search.Name), clean(search.Query)
	if err := search.Validate(); err != nil {
		return search, err
	}
	var kept news.SavedSearch
	err := s.write(ctx, "save search", func(ctx context.Context, t *tx) error {
		if err := t.present(ctx, search.User); err != nil {
			return err
		}
		kept = search
		known, n := false, 0
		err := t.each(ctx, func(row scanner) error {
			one, err := scanSearch(row)
			if n++; one.Query == search.Query {
				known, kept = true, one
			}
			return err
		}, "SELECT "+searchColumns+" FROM searches WHERE user_id = ?", int64(search.User))
		if err != nil {
			return err
		}
		kept.Name = search.Name
		if known {
			_, err := t.exec(ctx, "UPDATE searches SET name = ? WHERE id = ?", kept.Name, kept.ID)
			return err
		}
		if n >= news.MaxSavedSearches {
			return fmt.Errorf("there are %d searches already, and that is as many as there can be: %w", n, news.ErrConflict)
		}
		if kept.ID, err = t.following(ctx, "search"); err != nil {
			return err
		}
		const query = "INSERT INTO searches (" + searchColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?)"
		_, err = t.exec(ctx, query, kept.ID, int64(kept.User), kept.Name, kept.Query, micros(kept.MadeAt), micros(kept.SeenAt), micros(kept.BeforeAt))
		return err
	})
	return kept, err
}

// RenameSearch gives a search of a user another name. Another user's is [news.ErrNotFound].
func (s *Store) RenameSearch(ctx context.Context, user news.UserID, id int64, name string) error {
	name = clean(name)
	if err := (news.SavedSearch{Name: name, Query: "-"}).Validate(); err != nil {
		return err
	}
	return s.changeSearch(ctx, id, "UPDATE searches SET name = ? WHERE user_id = ? AND id = ?", name, int64(user), id)
}

// RemoveSearch forgets a search of a user. Another user's is [news.ErrNotFound].
func (s *Store) RemoveSearch(ctx context.Context, user news.UserID, id int64) error {
	return s.changeSearch(ctx, id, "DELETE FROM searches WHERE user_id = ? AND id = ?", int64(user), id)
}

func (s *Store) changeSearch(ctx context.Context, id int64, query string, args ...any) error {
	return s.write(ctx, "change search", func(ctx context.Context, t *tx) error {
		n, err := t.exec(ctx, query, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("search %d: %w", id, news.ErrNotFound)
		}
		return err
	})
}

// OpenSearch notes that a user opens the page of a search, and returns it as it is then.
func (s *Store) OpenSearch(ctx context.Context, user news.UserID, id int64, now time.Time) (search news.SavedSearch, err error) {
	err = s.write(ctx, "open search", func(ctx context.Context, t *tx) error {
		found := false
		err := t.each(ctx, func(row scanner) (err error) {
			found = true
			search, err = scanSearch(row)
			return err
		}, "SELECT "+searchColumns+" FROM searches WHERE user_id = ? AND id = ? {FOR UPDATE}", int64(user), id)
		if err == nil && !found {
			err = fmt.Errorf("search %d: %w", id, news.ErrNotFound)
		}
		if err != nil {
			return err
		}
		search.Visit(now)
		_, err = t.exec(ctx, "UPDATE searches SET seen_at = ?, before_at = ? WHERE id = ?", micros(search.SeenAt), micros(search.BeforeAt), id)
		return err
	})
	return search, err
}
