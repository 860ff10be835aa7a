package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"nutgraf/internal/news"
)

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
		ON CONFLICT (id) DO UPDATE SET stories = 0, articles = 0, name = CASE WHEN excluded.name = '' THEN threads.name ELSE excluded.name END,
		language = excluded.language, phrases = excluded.phrases`
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
