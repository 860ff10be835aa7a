package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"nutgraf/internal/news"
)

// ClaimStories returns up to limit stories that wait to be linked: those that changed since they were linked, then those that a
// lower version has linked. It sets no lease on them: only the holder of the lease "stories" links, and SaveLinks checks that.
func (s *Store) ClaimStories(ctx context.Context, limit, version int) (stories []news.Story, err error) {
	const query = "SELECT " + storyColumns + storySources + ` WHERE s.link_version < ? ORDER BY s.link_version, s.id LIMIT ?`
	rows, err := s.rows(ctx, query, version, limit)
	err = all(rows, err, func(row scanner) error {
		story, err := scanStory(row)
		stories = append(stories, story)
		return err
	})
	return stories, s.fail("claim stories", err)
}

// tellersEach is how many articles of a story tell what it is about: its first and its last ones.
const tellersEach = 8

// Tellers returns the first and the last articles of stories, with their blocks, at most tellersEach of each.
func (s *Store) Tellers(ctx context.Context, stories []news.StoryID) ([]news.Article, error) {
	if len(stories) == 0 {
		return nil, nil
	}
	const query = `WITH placed AS (SELECT id, row_number() OVER (PARTITION BY story_id ORDER BY pos) AS first,
			row_number() OVER (PARTITION BY story_id ORDER BY pos DESC) AS last FROM articles WHERE story_id IN (:ids))
		SELECT ` + fullColumns + " FROM placed CROSS JOIN articles a" + withBody + " WHERE a.id = placed.id AND (placed.first <= ? OR placed.last <= ?)"
	articles, err := s.full(ctx, query, ids(s.d, stories), tellersEach, tellersEach)
	sortByTime(articles)
	return articles, s.fail("tellers of stories", err)
}

// gistStep is how many gists one statement reads.
const gistStep = 5000

// Gists gives what is remembered of stories that were updated at that time or later, the newest first and at most so many,
// to yield. It reads step by step.
func (s *Store) Gists(ctx context.Context, since time.Time, most int, yield func(news.StoryLink) error) error {
	const query = `SELECT g.story_id, g.updated_at, g.gist, s.thread_id, s.coverage_id FROM gists g JOIN stories s ON s.id = g.story_id
		WHERE g.updated_at >= ? AND (g.updated_at, g.story_id) < (?, ?) ORDER BY g.updated_at DESC, g.story_id DESC LIMIT ?`
	at, id := int64(1)<<62, int64(0)
	for most > 0 {
		var step []news.StoryLink
		rows, err := s.rows(ctx, query, micros(since), at, id, min(most, gistStep))
		err = all(rows, err, func(row scanner) error {
			var l news.StoryLink
			err := row.Scan(&l.Story, &at, &l.Gist, &l.Thread, &l.Coverage)
			l.UpdatedAt, id = fromMicros(at), int64(l.Story)
			step = append(step, l)
			return err
		})
		if err != nil {
			return s.fail("gists", err)
		}
		for _, l := range step {
			if err := yield(l); err != nil {
				return err
			}
		}
		if most -= len(step); len(step) < gistStep {
			return nil
		}
	}
	return nil
}

const threadColumns = "id, name, language, phrases, stories, articles, first_seen_at, updated_at"

func scanThread(row scanner) (th news.Thread, err error) {
	var phrases string
	var first, updated int64
	if err = row.Scan(&th.ID, &th.Name, &th.Language, &phrases, &th.Stories, &th.Articles, &first, &updated); err != nil {
		return th, err
	}
	th.FirstSeenAt, th.UpdatedAt = fromMicros(first), fromMicros(updated)
	th.Phrases, err = fromList(phrases)
	return th, err
}

// Threads lists threads of two stories and more, of an edition or all, the newest first.
func (s *Store) Threads(ctx context.Context, f news.Filter) (threads []news.Thread, next string, err error) {
	var w where
	if f.Edition.Language != "" {
		w.and("language = ?", primaryTag(f.Edition.Language))
	}
	w.and("stories > 1")
	if f.After != "" {
		parts, err := parseCursor(f.After, "t", 2)
		if err != nil {
			return nil, "", err
		}
		at, err1 := strconv.ParseInt(parts[0], 10, 64)
		id, err2 := strconv.ParseInt(parts[1], 10, 64)
		if err1 != nil || err2 != nil {
			return nil, "", fmt.Errorf("page after %.40q: %w", f.After, news.ErrInvalid)
		}
		w.and("(updated_at, id) < (?, ?)", at, id)
	}
	limit := limitOf(f)
	query := "SELECT " + threadColumns + " FROM threads" + w.text + " ORDER BY updated_at DESC, id DESC LIMIT ?"
	rows, err := s.rows(ctx, query, append(w.args, limit+1)...)
	err = all(rows, err, func(row scanner) error {
		th, err := scanThread(row)
		threads = append(threads, th)
		return err
	})
	if err != nil {
		return nil, "", s.fail("threads", err)
	}
	if len(threads) > limit {
		threads = threads[:limit]
		last := threads[limit-1]
		next = cursor("t", strconv.FormatInt(micros(last.UpdatedAt), 10), last.ID.String())
	}
	return threads, next, nil
}

// Thread returns a thread, following the redirect of one that was merged: then its ID is not the one asked for.
func (s *Store) Thread(ctx context.Context, id news.ThreadID) (th news.Thread, err error) {
	const query = "SELECT " + threadColumns + ` FROM threads
		WHERE id = coalesce((SELECT into_id FROM thread_redirects WHERE from_id = ?), ?)`
	err = s.one(ctx, func(row scanner) (err error) {
		th, err = scanThread(row)
		return err
	}, query, int64(id), int64(id))
	return th, s.fail(fmt.Sprintf("thread %d", id), err)
}
