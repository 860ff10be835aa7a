package store

import (
	"context"

	"nutgraf/internal/news"
)

// This file holds the writing half of SaveArticles, one method a table.

func (b *batch) insert(ctx context.Context) error {
	if len(b.added) == 0 {
		return nil
	}
	given, err := b.s.d.reserve(ctx, b.tx, "article", len(b.added))
	if err != nil {
		return err
	}
	rows := make([][]any, len(b.added))
	for i, a := range b.added {
		a.ID = news.ArticleID(given[i])
		a.pos = posOf(a.Time(), a.ID)
		rows[i] = articleValues(&a.Article, a)
		b.sums["articles"]++
		b.sums[sourceSum(a.SourceID)]++
	}
	n, err := b.bulk(ctx, insertArticle, rows)
	if err == nil && int(n) < len(rows) {
		err = errAgain // another worker saved an article of that address just now
	}
	return err
}

func (b *batch) update(ctx context.Context) error {
	rows := make([][]any, len(b.changed))
	for i, a := range b.changed {
		rows[i] = articleValues(&a.Article, a)
	}
	_, err := b.bulk(ctx, updateArticle, rows)
	return err
}

func (b *batch) putBodies(ctx context.Context) error {
	const query = `INSERT INTO article_bodies (article_id, body) VALUES (?, ?)
		ON CONFLICT (article_id) DO UPDATE SET body = excluded.body, gone_at = 0`
	var rows [][]any
	for _, some := range [][]*articleDraft{b.added, b.changed} {
		for _, a := range some {
			rows = append(rows, []any{int64(a.ID), a.body})
		}
	}
	_, err := b.bulk(ctx, query, rows)
	return err
}

// putSearch brings the index up to date. An article that is read again is indexed again even when its text is the
// same: its authors may not be.
func (b *batch) putSearch(ctx context.Context) error {
	stale := b.replaced
	var drafts []*articleDraft
	for _, a := range b.changed {
		stale = append(stale, a.pos)
		drafts = append(drafts, a)
	}
	if err := b.unindex(ctx, stale); err != nil {
		return err
	}
	return b.index(ctx, append(drafts, b.added...))
}

// putFacts has new articles, and those that say something else now, wait for the ledger once they are grouped; what was
// made of their old text goes at once. One that only moved in the river is settled again.
func (b *batch) putFacts(ctx context.Context) error {
	var added, moved [][]any
	var stale []news.ArticleID
	for _, a := range b.added {
		added = append(added, []any{int64(a.ID), a.pos})
	}
	for _, a := range b.changed {
		if a.retold || a.moved {
			stale = append(stale, a.ID)
			moved = append(moved, []any{int64(a.ID), a.pos, -flag(a.retold)})
		}
	}
	if _, err := b.bulk(ctx, "INSERT INTO facts (article_id, pos) VALUES (?, ?) ON CONFLICT DO NOTHING", added); err != nil {
		return err
	}
	if err := b.forget(ctx, stale, true); err != nil {
		return err
	}
	const move = `UPDATE facts SET pos = v.column2, version = CASE WHEN version < 0 OR v.column3 < 0 THEN -1 ELSE 0 END
		FROM (VALUES (?, ?, ?)) AS v WHERE article_id = v.column1`
	_, err := b.bulk(ctx, move, moved)
	return err
}

// remove deletes the parts that vanished, and mends the stories they were in.
func (b *batch) remove(ctx context.Context) error {
	if len(b.gone) == 0 {
		return nil
	}
	if err := b.nextTerm(ctx); err != nil { // first, as SaveStories does: they lock in one order
		return err
	}
	var articles []news.ArticleID
	var places []int64
	var stories []news.StoryID
	for _, a := range b.gone {
		articles = append(articles, a.id)
		places = append(places, a.pos)
		if a.story != 0 {
			stories = append(stories, a.story)
		}
		b.sums["articles"]--
		b.sums[sourceSum(a.source)]--
	}
	return b.removeArticles(ctx, articles, places, stories, b.sums)
}

func (b *batch) putCaptures(ctx context.Context) error {
	var rows [][]any
	for _, e := range b.mine {
		c := e.Entry.Capture
		if c == nil {
			continue
		}
		if e.captured && e.keptAt == micros(c.FetchedAt) && e.keptSize == int64(len(c.Body)) {
			continue // the kept one, handed back
		}
		e.captured, e.stale = true, false
		rows = append(rows, captureRow(e.Entry.ID, c, e.capture))
	}
	return b.tx.putCaptures(ctx, rows)
}

func (b *batch) closeEntries(ctx context.Context) error {
	const query = `UPDATE entries SET state = v.column2, due_at = v.column3, version = v.column4, captured = v.column5,
			reason = v.column6, problem = v.column7, stale = v.column8, lease_until = 0,
			attempts = CASE WHEN v.column2 = 3 THEN 0 ELSE attempts END
		FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?)) AS v WHERE id = v.column1`
	rows := make([][]any, len(b.mine))
	for i, e := range b.mine {
		state, due := stateOf(&e.Outcome)
		reason := clip(string(e.Reason), maxReason)
		rows[i] = []any{int64(e.Entry.ID), state, due, int64(e.Version), flag(e.captured), reason, clip(e.Problem, maxHeadline), flag(e.stale)}
		if e.reason != news.ReasonNone {
			b.sums[reasonSum(e.reason)]--
		}
		if e.Reason != news.ReasonNone {
			b.sums[reasonSum(e.Reason)]++
		}
	}
	_, err := b.bulk(ctx, query, rows)
	return err
}
