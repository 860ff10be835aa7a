package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// This file keeps what users follow and mute.

// maxOwn is how many things a user may follow, and how many rules mute for one.
const maxOwn = 500

// Follows lists what a user follows.
func (s *Store) Follows(ctx context.Context, user news.UserID) (follows []news.Follow, err error) {
	rows, err := s.rows(ctx, "SELECT kind, ref, name, made_at FROM follows WHERE user_id = ?", int64(user))
	err = all(rows, err, func(row scanner) error {
		var f news.Follow
		var at int64
		err := row.Scan(&f.Kind, &f.Ref, &f.Name, &at)
		f.At = fromMicros(at)
		follows = append(follows, f)
		return err
	})
	slices.SortFunc(follows, news.Follow.ByName)
	return follows, s.fail("follows", err)
}

// SetFollow makes a user follow something, or no longer.
func (s *Store) SetFollow(ctx context.Context, user news.UserID, f news.Follow, on bool) error {
	if err := f.Validate(); err != nil {
		return err
	}
	return s.write(ctx, "follow", func(ctx context.Context, t *tx) error {
		if !on {
			_, err := t.exec(ctx, "DELETE FROM follows WHERE user_id = ? AND kind = ? AND ref = ?", int64(user), string(f.Kind), f.Ref)
			return err
		}
		if err := t.present(ctx, user); err != nil {
			return err
		}
		if err := t.room(ctx, "follows", user); err != nil {
			return err
		}
		const query = `INSERT INTO follows (user_id, kind, ref, name, made_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (user_id, kind, ref) DO UPDATE SET name = excluded.name`
		_, err := t.exec(ctx, query, int64(user), string(f.Kind), clip(f.Ref, 40), clip(f.Name, maxName), micros(f.At))
		return err
	})
}

// room reports as [news.ErrConflict] when a user has as many rows in a table as there can be.
func (t *tx) room(ctx context.Context, table string, user news.UserID) error {
	var n int
	err := t.each(ctx, func(row scanner) error { return row.Scan(&n) }, "SELECT count(*) FROM "+table+" WHERE user_id = ?", int64(user))
	if err == nil && n >= maxOwn {
		err = fmt.Errorf("there are %d already, and that is as many as there can be: %w", n, news.ErrConflict)
	}
	return err
}

// Mutes lists what a user does not want to see, the newest first, without what has ended. A story that was merged is
// named by the number it has now.
func (s *Store) Mutes(ctx context.Context, user news.UserID, now time.Time) (mutes []news.Mute, err error) {
	const query = `SELECT id, rule, name, coalesce((SELECT into_id FROM redirects WHERE from_id = story_id), story_id), until_at, till_change, as_of, independent, made_at
		FROM mutes WHERE user_id = ? AND (until_at = 0 OR until_at > ?) ORDER BY id DESC`
	rows, err := s.rows(ctx, query, int64(user), micros(now))
	err = all(rows, err, func(row scanner) error {
		var m news.Mute
		var story news.StoryID
		var until, till, asOf, made int64
		err := row.Scan(&m.ID, &m.Rule, &m.Name, &story, &until, &till, &asOf, &m.Independent, &made)
		m.Until, m.TillChange, m.AsOf, m.MadeAt = fromMicros(until), till != 0, fromMicros(asOf), fromMicros(made)
		if story != 0 {
			m.Rule = news.MuteRule(news.MuteStory, story.String())
		}
		mutes = append(mutes, m)
		return err
	})
	return mutes, s.fail("mutes", err)
}

// AddMute stores a rule for a user, in place of an equal one. What has ended goes.
func (s *Store) AddMute(ctx context.Context, user news.UserID, m news.Mute) (news.Mute, error) {
	if err := m.Validate(); err != nil {
		return m, err
	}
	return m, s.write(ctx, "mute", func(ctx context.Context, t *tx) error {
		if err := t.present(ctx, user); err != nil {
			return err
		}
		const same = "DELETE FROM mutes WHERE user_id = ? AND (rule = ? OR until_at > 0 AND until_at <= ?)"
		if _, err := t.exec(ctx, same, int64(user), clean(m.Rule), micros(m.MadeAt)); err != nil {
			return err
		}
		if err := t.room(ctx, "mutes", user); err != nil {
			return err
		}
		story := int64(0)
		if kind, value := m.Parts(); kind == news.MuteStory {
			story = (news.Follow{Ref: value}).Number()
		}
		var err error
		if m.ID, err = t.following(ctx, "mute"); err != nil {
			return err
		}
		const query = `INSERT INTO mutes (id, user_id, rule, name, story_id, until_at, till_change, as_of, independent, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
		_, err = t.exec(ctx, query, m.ID, int64(user), clean(m.Rule), clip(m.Name, maxName), story, micros(m.Until), flag(m.TillChange), micros(m.AsOf),
			int64(m.Independent), micros(m.MadeAt))
		return err
	})
}

// RemoveMute ends a rule of a user. Another user's is [news.ErrNotFound].
func (s *Store) RemoveMute(ctx context.Context, user news.UserID, id int64) error {
	return s.write(ctx, "unmute", func(ctx context.Context, t *tx) error {
		n, err := t.exec(ctx, "DELETE FROM mutes WHERE user_id = ? AND id = ?", int64(user), id)
		if err == nil && n == 0 {
			err = fmt.Errorf("mute %d: %w", id, news.ErrNotFound)
		}
		return err
	})
}

// maxFollowed is how many of the newest articles each kind of what is followed brings.
const maxFollowed = 400

// Followed lists stories that belong to what is followed, highest first: the highest of each section, and those of the newest articles of
// the sources, of those that name the entities, and of the threads. It takes Edition, Since and Limit of the filter.
func (s *Store) Followed(ctx context.Context, follows []news.Follow, f news.Filter) ([]news.Story, error) {
	numbers := map[news.FollowKind][]int64{}
	wanted := map[news.StoryID]*news.Story{}
	for _, follow := range follows {
		if follow.Kind != news.FollowSection {
			numbers[follow.Kind] = append(numbers[follow.Kind], follow.Number())
			continue
		}
		stories, _, err := s.Stories(ctx, news.Filter{Edition: f.Edition, Since: f.Since, Section: news.Section(follow.Ref), Limit: f.Limit})
		if err != nil {
			return nil, err
		}
		for i := range stories {
			wanted[stories[i].ID] = &stories[i]
		}
	}
	found, err := s.followedIDs(ctx, numbers, f.Since)
	if err != nil {
		return nil, s.fail("followed stories", err)
	}
	more, err := s.storiesByID(ctx, found)
	if err != nil {
		return nil, s.fail("followed stories", err)
	}
	for id, story := range more {
		if lang := f.Edition.Language; lang == "" || story.Language == primaryTag(lang) {
			wanted[id] = story
		}
	}
	var stories []news.Story
	for _, story := range wanted {
		if !story.UpdatedAt.Before(f.Since) {
			stories = append(stories, *story)
		}
	}
	slices.SortFunc(stories, func(a, b news.Story) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.ID, a.ID)) })
	stories = stories[:min(limitOf(f), len(stories))]
	return stories, s.fail("followed stories", s.voices(ctx, stories))
}

// followedIDs finds the stories of sources, entities and threads.
func (s *Store) followedIDs(ctx context.Context, numbers map[news.FollowKind][]int64, since time.Time) ([]news.StoryID, error) {
	var found []news.StoryID
	for _, part := range []struct {
		kind  news.FollowKind
		query string
		from  int64
	}{
		{news.FollowSource, "SELECT story_id FROM articles WHERE source_id = ? AND pos >= ? ORDER BY pos DESC LIMIT ?", posFloor(since)},
		{news.FollowEntity, `SELECT a.story_id FROM (SELECT pos FROM namings WHERE entity_id = coalesce((SELECT into_id FROM entity_redirects WHERE from_id = ?), ?)
			AND pos >= ? ORDER BY pos DESC LIMIT ?) AS n CROSS JOIN articles a WHERE a.pos = n.pos`, posFloor(since)},
		{news.FollowThread, `SELECT id FROM stories WHERE thread_id > 0 AND thread_id = coalesce((SELECT into_id FROM thread_redirects WHERE from_id = ?), ?)
			AND updated_at >= ? ORDER BY updated_at DESC LIMIT ?`, micros(since)},
	} {
		list := numbers[part.kind]
		each := max(maxFollowed/max(len(list), 1), 10)
		for _, id := range list {
			args := []any{id, id, part.from, each}
			if part.kind == news.FollowSource {
				args = args[1:]
			}
			rows, err := s.rows(ctx, part.query, args...)
			err = all(rows, err, func(row scanner) error {
				var story news.StoryID
				err := row.Scan(&story)
				found = append(found, story)
				return err
			})
			if err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}
