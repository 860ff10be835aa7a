package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// This file keeps what users save and read.

const maxReaderNote = 4000

// Bounds of what is remembered of one user's reading; what goes beyond is taken off in small steps.
const (
	historyFor  = 90 * 24 * time.Hour
	maxHistory  = 5000
	pruneStep   = 50
	maxSaved    = 20_000
	keptPortion = 500
)

// Save keeps an item for a user with a note, or changes the note of one that is kept.
func (s *Store) Save(ctx context.Context, user news.UserID, item news.Item, note string, now time.Time) error {
	return s.write(ctx, "save", func(ctx context.Context, t *tx) error {
		if err := t.present(ctx, user); err != nil {
			return err
		}
		item, err := t.there(ctx, item)
		if err != nil {
			return err
		}
		full := false
		const count = "SELECT count(*) FROM saved WHERE user_id = ?"
		if err := t.each(ctx, func(row scanner) error { var n int; err := row.Scan(&n); full = n >= maxSaved; return err }, count, int64(user)); err != nil {
			return err
		}
		if full {
			return fmt.Errorf("%d items are saved, and that is as many as there can be: %w", maxSaved, news.ErrConflict)
		}
		const query = `INSERT INTO saved (user_id, kind, item_id, note, saved_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (user_id, kind, item_id) DO UPDATE SET note = excluded.note`
		_, err = t.exec(ctx, query, int64(user), string(item.Kind), item.ID, clip(note, maxReaderNote), micros(now))
		return err
	})
}

// there finds the item that is meant: a merged story is another one by now.
func (t *tx) there(ctx context.Context, item news.Item) (news.Item, error) {
	query := "SELECT id FROM articles WHERE id = ?"
	args := []any{item.ID}
	if item.Kind == news.ItemStory {
		query = "SELECT id FROM stories WHERE id = coalesce((SELECT into_id FROM redirects WHERE from_id = ?), ?)"
		args = append(args, item.ID)
	}
	found := false
	err := t.each(ctx, func(row scanner) error { found = true; return row.Scan(&item.ID) }, query, args...)
	if err == nil && !found {
		err = fmt.Errorf("%.20s %d: %w", item.Kind, item.ID, news.ErrNotFound)
	}
	return item, err
}

// Unsave takes an item out of a user's list.
func (s *Store) Unsave(ctx context.Context, user news.UserID, item news.Item) error {
	return s.write(ctx, "unsave", func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, "DELETE FROM saved WHERE user_id = ? AND kind = ? AND item_id = ?", int64(user), string(item.Kind), item.ID)
		return err
	})
}

// MarkRead remembers that a user opened an item, and returns when it was last open in an earlier visit; zero: never. A
// little of what is too old goes each time.
func (s *Store) MarkRead(ctx context.Context, user news.UserID, item news.Item, now time.Time) (before time.Time, err error) {
	err = s.write(ctx, "mark read", func(ctx context.Context, t *tx) error {
		if err := t.present(ctx, user); err != nil {
			return err
		}
		var readAt, beforeAt int64
		const last = "SELECT read_at, before_at FROM readings WHERE user_id = ? AND kind = ? AND item_id = ?"
		if err := t.each(ctx, func(row scanner) error { return row.Scan(&readAt, &beforeAt) }, last, int64(user), string(item.Kind), item.ID); err != nil {
			return err
		}
		if now.Sub(fromMicros(readAt)) > news.VisitEnds {
			beforeAt = readAt
		}
		before = fromMicros(beforeAt)
		const query = `INSERT INTO readings (user_id, kind, item_id, read_at, before_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (user_id, kind, item_id) DO UPDATE SET read_at = excluded.read_at, before_at = excluded.before_at`
		if _, err := t.exec(ctx, query, int64(user), string(item.Kind), item.ID, micros(now), beforeAt); err != nil {
			return err
		}
		return t.pruneReadings(ctx, user, now)
	})
	return before, err
}

// pruneReadings takes off some of what is too old or too much.
func (t *tx) pruneReadings(ctx context.Context, user news.UserID, now time.Time) error {
	const old = `DELETE FROM readings WHERE user_id = ? AND read_at <= (SELECT max(read_at) FROM (SELECT read_at FROM readings
		WHERE user_id = ? AND read_at < ? ORDER BY read_at LIMIT ?) AS o)`
	if _, err := t.exec(ctx, old, int64(user), int64(user), micros(now.Add(-historyFor)), pruneStep); err != nil {
		return err
	}
	const many = `DELETE FROM readings WHERE user_id = ? AND read_at <= (SELECT read_at FROM readings
		WHERE user_id = ? ORDER BY read_at DESC LIMIT 1 OFFSET ?)`
	_, err := t.exec(ctx, many, int64(user), int64(user), maxHistory)
	return err
}

// MarkUnread forgets that a user read an item; of the zero item: of all.
func (s *Store) MarkUnread(ctx context.Context, user news.UserID, item news.Item) error {
	return s.write(ctx, "forget reading", func(ctx context.Context, t *tx) error {
		if item == (news.Item{}) {
			_, err := t.exec(ctx, "DELETE FROM readings WHERE user_id = ?", int64(user))
			return err
		}
		_, err := t.exec(ctx, "DELETE FROM readings WHERE user_id = ? AND kind = ? AND item_id = ?", int64(user), string(item.Kind), item.ID)
		return err
	})
}

// Marks returns what a user did with items: those that were read or saved.
func (s *Store) Marks(ctx context.Context, user news.UserID, items []news.Item) (map[news.Item]news.Marked, error) {
	wanted := map[news.ItemKind][]int64{}
	for _, item := range items {
		wanted[item.Kind] = append(wanted[item.Kind], item.ID)
	}
	const query = `SELECT kind, item_id, read_at, before_at, 0, '' FROM readings WHERE user_id = ? AND kind = 'article' AND item_id IN (:ids)
		UNION ALL SELECT kind, item_id, read_at, before_at, 0, '' FROM readings WHERE user_id = ? AND kind = 'story' AND item_id IN (:ids)
		UNION ALL SELECT kind, item_id, 0, 0, 1, note FROM saved WHERE user_id = ? AND kind = 'article' AND item_id IN (:ids)
		UNION ALL SELECT kind, item_id, 0, 0, 1, note FROM saved WHERE user_id = ? AND kind = 'story' AND item_id IN (:ids)`
	articles, stories := ids(s.d, wanted[news.ItemArticle]), ids(s.d, wanted[news.ItemStory])
	marks := map[news.Item]news.Marked{}
	rows, err := s.rows(ctx, query, int64(user), articles, int64(user), stories, int64(user), articles, int64(user), stories)
	err = all(rows, err, func(row scanner) error {
		var item news.Item
		var read, before, saved int64
		var note string
		if err := row.Scan(&item.Kind, &item.ID, &read, &before, &saved, &note); err != nil {
			return err
		}
		m := marks[item]
		if saved != 0 {
			m.Saved, m.Note = true, note
		} else {
			m.ReadAt, m.BeforeAt = fromMicros(read), fromMicros(before)
		}
		marks[item] = m
		return nil
	})
	return marks, s.fail("marks", err)
}

// Saved lists what a user saved, newest first: all of it, or what has these words in the note or the headline.
func (s *Store) Saved(ctx context.Context, user news.UserID, words string, f news.Filter) ([]news.Kept, string, error) {
	return s.keptItems(ctx, "SELECT kind, item_id, saved_at, note FROM saved WHERE user_id = ?", "saved_at", user, words, f)
}

// History lists what a user read, newest first.
func (s *Store) History(ctx context.Context, user news.UserID, f news.Filter) ([]news.Kept, string, error) {
	return s.keptItems(ctx, "SELECT kind, item_id, read_at, '' FROM readings WHERE user_id = ?", "read_at", user, "", f)
}

// keptItems reads a list of items with what they are now, in portions until a page is full.
func (s *Store) keptItems(ctx context.Context, query, column string, user news.UserID, words string, f news.Filter) (page []news.Kept, next string, err error) {
	limit := limitOf(f)
	after, id := int64(1)<<62, int64(1)<<62
	if f.After != "" {
		parts, err := parseCursor(f.After, "k", 2)
		if err != nil {
			return nil, "", err
		}
		var errs [2]error
		after, errs[0] = strconv.ParseInt(parts[0], 10, 64)
		id, errs[1] = strconv.ParseInt(parts[1], 10, 64)
		if errs[0] != nil || errs[1] != nil {
			return nil, "", fmt.Errorf("page after %.40q: %w", f.After, news.ErrInvalid)
		}
	}
	wanted := text.Terms(words)
	query += " AND (" + column + ", item_id) < (?, ?) ORDER BY " + column + " DESC, item_id DESC LIMIT ?"
	for {
		var some []news.Kept
		rows, err := s.rows(ctx, query, int64(user), after, id, keptPortion)
		err = all(rows, err, func(row scanner) error {
			var k news.Kept
			var at int64
			err := row.Scan(&k.Kind, &k.ID, &at, &k.Note)
			k.At = fromMicros(at)
			some = append(some, k)
			return err
		})
		if err != nil {
			return nil, "", s.fail("kept items", err)
		}
		more := len(some) == keptPortion
		if len(words) == 0 && len(some) > limit+1 {
			some, more = some[:limit+1], true
		}
		if err := s.fillKept(ctx, some); err != nil {
			return nil, "", s.fail("kept items", err)
		}
		for _, k := range some {
			after, id = micros(k.At), k.ID
			if !holds(text.Terms(k.Note+"\n"+k.Headline()), wanted) {
				continue
			}
			if len(page) == limit {
				last := page[limit-1]
				return page, cursor("k", strconv.FormatInt(micros(last.At), 10), strconv.FormatInt(last.ID, 10)), nil
			}
			page = append(page, k)
		}
		if !more {
			return page, "", nil
		}
	}
}

// holds reports whether a text has all of the words, or words that begin so.
func holds(terms, wanted []string) bool {
	for _, w := range wanted {
		if !slices.ContainsFunc(terms, func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return true
}

// fillKept reads what items are now.
func (s *Store) fillKept(ctx context.Context, list []news.Kept) error {
	var articles []news.ArticleID
	var stories []news.StoryID
	for _, k := range list {
		if k.Kind == news.ItemStory {
			stories = append(stories, news.StoryID(k.ID))
		} else {
			articles = append(articles, news.ArticleID(k.ID))
		}
	}
	read, err := s.articlesByID(ctx, articles)
	if err != nil {
		return err
	}
	told, err := s.storiesByID(ctx, stories)
	if err != nil {
		return err
	}
	for i := range list {
		k := &list[i]
		k.Article, k.Story = read[news.ArticleID(k.ID)], told[news.StoryID(k.ID)]
		if k.Kind == news.ItemStory {
			k.Article = nil
		} else {
			k.Story = nil
		}
		k.Gone = k.Article == nil && k.Story == nil
	}
	return nil
}

// articlesByID reads light articles, without those in hidden stories.
func (s *Store) articlesByID(ctx context.Context, wanted []news.ArticleID) (map[news.ArticleID]*news.Article, error) {
	found := map[news.ArticleID]*news.Article{}
	if len(wanted) == 0 {
		return found, nil
	}
	rows, err := s.rows(ctx, "SELECT "+lightColumns+` FROM articles a LEFT JOIN sources o ON o.id = a.source_id WHERE a.id IN (:ids)
		AND NOT EXISTS (SELECT 1 FROM stories h WHERE h.id = a.story_id AND h.hidden <> 0)`, ids(s.d, wanted))
	return found, all(rows, err, func(row scanner) error {
		a, err := scanLight(row)
		found[a.ID] = &a
		return err
	})
}

// storiesByID reads stories that are not hidden, by the numbers asked for: one that was merged is found under its old one.
func (s *Store) storiesByID(ctx context.Context, wanted []news.StoryID) (map[news.StoryID]*news.Story, error) {
	found := map[news.StoryID]*news.Story{}
	if len(wanted) == 0 {
		return found, nil
	}
	list := ids(s.d, wanted)
	const query = "SELECT " + storyColumns + ", s.id" + storySources + " WHERE s.hidden = 0 AND s.id IN (:ids) UNION ALL SELECT " + storyColumns +
		", m.from_id" + storySources + " JOIN redirects m ON m.into_id = s.id WHERE s.hidden = 0 AND m.from_id IN (:ids)"
	rows, err := s.rows(ctx, query, list, list)
	return found, all(rows, err, func(row scanner) error {
		var asked news.StoryID
		story, err := scanStory(row, &asked)
		found[asked] = &story
		return err
	})
}
