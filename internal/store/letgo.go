package store

import (
	"context"
	"fmt"
	"math"
	"time"

	"nutgraf/internal/news"
)

// Letting go makes room: raw pages go whole, and of an article goes its text. Rows of articles stay, with all that was made of
// them, so no address, story or quotation loses anything but the words around it.

// keptFor is an age as a column has it: seconds, -1 for good.
type keptFor news.Age

// Scan implements [database/sql.Scanner].
func (a *keptFor) Scan(value any) error {
	n, ok := value.(int64)
	switch {
	case !ok || n > math.MaxInt64/int64(time.Second):
		return fmt.Errorf("an age of %v seconds", value)
	case n < 0:
		*a = keptFor(news.Forever)
	default:
		*a = keptFor(time.Duration(n) * time.Second)
	}
	return nil
}

func secondsOf(a news.Age) int64 {
	if a == news.Forever {
		return -1
	}
	return int64(time.Duration(a) / time.Second)
}

// Ages are those of the sources that have one of their own.
func (s *Store) Ages(ctx context.Context) (map[news.SourceID]news.Age, error) {
	ages := map[news.SourceID]news.Age{}
	rows, err := s.rows(ctx, "SELECT id, keep FROM sources WHERE keep <> 0")
	err = all(rows, err, func(row scanner) error {
		var id news.SourceID
		var age news.Age
		err := row.Scan(&id, (*keptFor)(&age))
		ages[id] = age
		return err
	})
	return ages, s.fail("ages of sources", err)
}

const (
	// A page goes when its entry waits for nothing and nobody reads it.
	pageReady = " e.state = 3 AND e.lease_until <= ?"
	// A text goes when all that is made of it is made, and nobody wants to keep it.
	// Asked of each article alone: PostgreSQL would make joins of NOT EXISTS, and read all facts for five hundred articles.
	textReady = ` a.group_version > 0
		AND coalesce((SELECT f.version FROM facts f WHERE f.article_id = a.id), 1) > 0
		AND coalesce((SELECT h.pinned_until FROM stories h WHERE h.id = a.story_id), 0) = 0
		AND (SELECT count(*) FROM saved k WHERE k.kind = 'article' AND k.item_id = a.id) = 0
		AND (SELECT count(*) FROM saved k WHERE k.kind = 'story'
			AND k.item_id IN (SELECT a.story_id UNION ALL SELECT r.from_id FROM redirects r WHERE r.into_id = a.story_id)) = 0`
)

// OldCaptures lists raw pages that came before a time, of entries after that number, in their order: the oldest come first.
func (s *Store) OldCaptures(ctx context.Context, after int64, before time.Time, limit int) ([]news.Old, error) {
	const query = `WITH old AS MATERIALIZED (SELECT entry_id, fetched_at, length(body) AS bytes FROM captures WHERE entry_id > ? AND entry_id < ? ORDER BY entry_id LIMIT ?)
		SELECT old.entry_id, e.source_id, CASE WHEN old.fetched_at > e.seen_at THEN old.fetched_at ELSE e.seen_at END, old.bytes, CASE WHEN` + pageReady + ` THEN 0 ELSE 1 END
		FROM old CROSS JOIN entries e WHERE e.id = old.entry_id ORDER BY old.entry_id`
	return s.old(ctx, "old captures", "entries", before, query, after, limit, micros(time.Now()))
}

// OldTexts lists texts that came before a time, of articles after that number, in their order.
func (s *Store) OldTexts(ctx context.Context, after int64, before time.Time, limit int) ([]news.Old, error) {
	const query = `WITH old AS MATERIALIZED (SELECT article_id, length(body) AS bytes FROM article_bodies
			WHERE article_id > ? AND article_id < ? AND gone_at = 0 ORDER BY article_id LIMIT ?)
		SELECT old.article_id, a.source_id, a.seen_at, old.bytes, CASE WHEN` + textReady + ` THEN 0 ELSE 1 END
		FROM old CROSS JOIN articles a WHERE a.id = old.article_id ORDER BY old.article_id`
	return s.old(ctx, "old texts", "articles", before, query, after, limit)
}

// old reads no further than to the first row that came at that time: numbers are given in the order of coming.
func (s *Store) old(ctx context.Context, op, table string, before time.Time, query string, after int64, limit int, args ...any) (found []news.Old, err error) {
	end, err := s.firstSince(ctx, table, before)
	if err != nil {
		return nil, s.fail(op, err)
	}
	rows, err := s.rows(ctx, query, append([]any{after, end, limit}, args...)...)
	err = all(rows, err, func(row scanner) error {
		var k news.Old
		var at int64
		var stays bool
		err := row.Scan(&k.ID, &k.Source, &at, &k.Bytes, &stays)
		k.At, k.Stays = fromMicros(at), stays
		found = append(found, k)
		return err
	})
	return found, s.fail(op, err)
}

// firstSince finds the first number of a table whose row was seen at that time or later, in the steps of a bisection: no index is
// kept for it. Where a few rows came out of order, it may be wrong by those.
func (s *Store) firstSince(ctx context.Context, table string, at time.Time) (int64, error) {
	var last int64
	if err := s.one(ctx, func(row scanner) error { return row.Scan(&last) }, "SELECT coalesce(max(id), 0) FROM "+table); err != nil {
		return 0, err
	}
	low, high := int64(0), last+1
	for low < high {
		middle := low + (high-low)/2
		id, seen := high, int64(math.MaxInt64)
		rows, err := s.rows(ctx, "SELECT id, seen_at FROM "+table+" WHERE id >= ? ORDER BY id LIMIT 1", middle)
		if err := all(rows, err, func(row scanner) error { return row.Scan(&id, &seen) }); err != nil {
			return 0, err
		}
		if seen < micros(at) {
			low = id + 1
		} else {
			high = middle
		}
	}
	return low, nil
}

// DropCaptures lets the raw pages of entries go, and returns how many went. Those that are read at this moment stay.
func (s *Store) DropCaptures(ctx context.Context, entries []int64) (gone int, held time.Duration, err error) {
	err = s.write(ctx, "let raw pages go", func(ctx context.Context, t *tx) error {
		began := time.Now()
		defer func() { held = time.Since(began) }()
		ready, err := t.readyEntries(ctx, entries)
		if err != nil {
			return err
		}
		gone = len(ready)
		return t.dropCaptures(ctx, ready)
	})
	return gone, held, err
}

// readyEntries locks entries, and keeps those whose page may go.
func (t *tx) readyEntries(ctx context.Context, entries []int64) (ready []news.EntryID, err error) {
	const query = "SELECT e.id FROM entries e WHERE e.id IN (:ids) AND" + pageReady + " ORDER BY e.id {FOR UPDATE SKIP LOCKED}"
	return ready, t.each(ctx, func(row scanner) error {
		var id news.EntryID
		err := row.Scan(&id)
		ready = append(ready, id)
		return err
	}, query, ids(t.s.d, entries), micros(time.Now()))
}

func (t *tx) dropCaptures(ctx context.Context, entries []news.EntryID) error {
	if _, err := t.exec(ctx, "DELETE FROM captures WHERE entry_id IN (:ids)", ids(t.s.d, entries)); err != nil {
		return err
	}
	_, err := t.exec(ctx, "UPDATE entries SET captured = 0, stale = 0 WHERE id IN (:ids) AND captured <> 0", ids(t.s.d, entries))
	return err
}
