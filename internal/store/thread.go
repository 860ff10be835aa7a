package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"nutgraf/internal/news"
)

// ClaimStories returns up to limit stories that wait to be linked: those that changed since they were linked, then those that a
// lower version has linked. It sets no lease on them: only the holder of the lease "stories" links, and SaveLinks checks that.
func (s *Store) ClaimStories(ctx context.Context, limit, version int) (stories []news.Story, err error) {
	const query = "SELECT " + storyColumns + ` FROM stories s LEFT JOIN sources o ON o.id = s.lead_source
		WHERE s.link_version < ? ORDER BY s.link_version, s.id LIMIT ?`
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

// SaveLinks saves where stories belong, and their threads. Unless holder holds the lease "stories" at now, in the term that
// AcquireLease gave it, it is [news.ErrConflict] and nothing changes. Stories that are gone meanwhile are left out. A
// thread's counts and times are taken from its stories.
func (s *Store) SaveLinks(ctx context.Context, holder string, term int64, links news.Links, now time.Time) error {
	return s.write(ctx, "save links", func(ctx context.Context, t *tx) error {
		if err := t.fence(ctx, leaderLease, holder, term, now); err != nil {
			return err
		}
		if err := t.putLinks(ctx, links); err != nil {
			return err
		}
		if err := t.putThreads(ctx, links.Threads); err != nil {
			return err
		}
		return t.mergeThreads(ctx, links.Merged)
	})
}

func (t *tx) putLinks(ctx context.Context, links news.Links) error {
	var placed, told, gists [][]any
	for _, l := range links.Stories {
		if l.Read {
			told = append(told, []any{int64(l.Story), int64(l.Thread), int64(l.Coverage), packSentences(l.Fresh), int64(links.Version)})
			gists = append(gists, []any{int64(l.Story), micros(l.UpdatedAt), l.Gist})
		} else {
			placed = append(placed, []any{int64(l.Story), int64(l.Thread), int64(l.Coverage)})
		}
	}
	const tell = `UPDATE stories SET thread_id = v.column2, coverage_id = v.column3, fresh = v.column4, link_version = v.column5
		FROM (VALUES (?, ?, ?, ?, ?)) AS v WHERE id = v.column1`
	if _, err := t.bulk(ctx, tell, told); err != nil {
		return err
	}
	const place = "UPDATE stories SET thread_id = v.column2, coverage_id = v.column3 FROM (VALUES (?, ?, ?)) AS v WHERE id = v.column1"
	if _, err := t.bulk(ctx, place, placed); err != nil {
		return err
	}
	const put = `INSERT INTO gists (story_id, updated_at, gist) VALUES (?, ?, ?)
		ON CONFLICT (story_id) DO UPDATE SET updated_at = excluded.updated_at, gist = excluded.gist`
	known := map[news.StoryID]bool{}
	var stories []news.StoryID
	for _, l := range links.Stories {
		stories = append(stories, l.Story)
	}
	if err := t.languages(ctx, stories, func(id news.StoryID, _ string) { known[id] = true }); err != nil {
		return err
	}
	var rows [][]any
	for _, g := range gists {
		if known[news.StoryID(g[0].(int64))] {
			rows = append(rows, g)
		}
	}
	_, err := t.bulk(ctx, put, rows)
	return err
}

// putThreads writes threads and counts their stories.
func (t *tx) putThreads(ctx context.Context, threads []news.Thread) error {
	var rows [][]any
	var changed []news.ThreadID
	for _, th := range threads {
		rows = append(rows, []any{int64(th.ID), clip(th.Name, maxHeadline), primaryTag(th.Language), list(th.Phrases), micros(th.FirstSeenAt), micros(th.UpdatedAt)})
		changed = append(changed, th.ID)
	}
	const put = `INSERT INTO threads (id, name, language, phrases, stories, articles, first_seen_at, updated_at) VALUES (?, ?, ?, ?, 0, 0, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, language = excluded.language, phrases = excluded.phrases`
	if _, err := t.bulk(ctx, put, rows); err != nil {
		return err
	}
	return t.countThreads(ctx, changed)
}

// countThreads takes the counts and times of threads from their stories.
func (t *tx) countThreads(ctx context.Context, threads []news.ThreadID) error {
	if len(threads) == 0 {
		return nil
	}
	const count = `UPDATE threads SET stories = c.stories, articles = c.articles, first_seen_at = c.first_seen_at, updated_at = c.updated_at
		FROM (SELECT thread_id, count(*) AS stories, sum(articles) AS articles, min(first_seen_at) AS first_seen_at, max(updated_at) AS updated_at
			FROM stories WHERE thread_id > 0 AND thread_id IN (:ids) GROUP BY thread_id) AS c WHERE c.thread_id = threads.id`
	_, err := t.exec(ctx, count, ids(t.s.d, threads))
	return err
}

// mergeThreads turns threads into redirects, with stories of theirs that nobody remembers any more. Older redirects are pointed on.
func (t *tx) mergeThreads(ctx context.Context, merged map[news.ThreadID]news.ThreadID) error {
	if len(merged) == 0 {
		return nil
	}
	from := slices.Sorted(maps.Keys(merged))
	var moves [][]any
	for _, id := range from {
		moves = append(moves, []any{int64(id), int64(merged[id])})
	}
	const move = "UPDATE stories SET thread_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE thread_id = v.column1 AND thread_id > 0"
	if _, err := t.bulk(ctx, move, moves); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM threads WHERE id IN (:ids)", ids(t.s.d, from)); err != nil {
		return err
	}
	if _, err := t.bulk(ctx, "UPDATE thread_redirects SET into_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE into_id = v.column1", moves); err != nil {
		return err
	}
	const redirect = "INSERT INTO thread_redirects (from_id, into_id) VALUES (?, ?) ON CONFLICT (from_id) DO UPDATE SET into_id = excluded.into_id"
	if _, err := t.bulk(ctx, redirect, moves); err != nil {
		return err
	}
	return t.countThreads(ctx, slices.Compact(slices.Sorted(maps.Values(merged))))
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

type sentenceShape struct {
	Text    string         `json:"text"`
	Article news.ArticleID `json:"article"`
	Source  news.SourceID  `json:"source"`
}

func packSentences(sentences []news.KeySentence) string {
	if len(sentences) == 0 {
		return ""
	}
	shapes := make([]sentenceShape, len(sentences))
	for i, k := range sentences {
		shapes[i] = sentenceShape{clip(k.Text, maxHeadline), k.Article, k.Source}
	}
	return packed(shapes)
}

func unpackSentences(s string) (sentences []news.KeySentence, err error) {
	if s == "" {
		return nil, nil
	}
	var shapes []sentenceShape
	if err := json.Unmarshal([]byte(s), &shapes); err != nil {
		return nil, fmt.Errorf("sentences %.40q: %w", s, err)
	}
	for _, k := range shapes {
		sentences = append(sentences, news.KeySentence{Text: k.Text, Article: k.Article, Source: k.Source})
	}
	return sentences, nil
}

// voices gives sentences the names and licences of their sources, in one read. One of a source that is gone goes.
func (s *Store) voices(ctx context.Context, stories []news.Story) error {
	var sources []news.SourceID
	for _, story := range stories {
		for _, k := range story.Fresh {
			sources = append(sources, k.Source)
		}
	}
	if len(sources) == 0 {
		return nil
	}
	type voice struct {
		name    string
		licence news.Licence
	}
	voices := map[news.SourceID]voice{}
	rows, err := s.rows(ctx, "SELECT id, name, licence FROM sources WHERE id IN (:ids)", ids(s.d, sources))
	err = all(rows, err, func(row scanner) error {
		var id news.SourceID
		var v voice
		err := row.Scan(&id, &v.name, &v.licence)
		voices[id] = v
		return err
	})
	for i := range stories {
		kept := stories[i].Fresh[:0]
		for _, k := range stories[i].Fresh {
			if v, known := voices[k.Source]; known {
				k.SourceName, k.Licence = v.name, v.licence
				kept = append(kept, k)
			}
		}
		stories[i].Fresh = kept
	}
	return err
}
