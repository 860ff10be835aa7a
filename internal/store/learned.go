package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Learned returns what is learned of a source, and its furniture, what most pages have first.
func (s *Store) Learned(ctx context.Context, id news.SourceID) (l news.Learning, furniture []news.Furniture, err error) {
	op := fmt.Sprintf("what is learned of source %d", id)
	rows, err := s.rows(ctx, "SELECT source_id, rules, generation, drift, averages, pages FROM learned WHERE source_id = ?", int64(id))
	err = all(rows, err, func(row scanner) (err error) {
		_, l, err = scanLearned(row)
		return err
	})
	if err != nil {
		return l, nil, s.fail(op, err)
	}
	rows, err = s.rows(ctx, "SELECT source_id, block_key, words, seen_at, last_at, allowed FROM furniture WHERE source_id = ?", int64(id))
	err = all(rows, err, func(row scanner) error {
		_, f, err := scanFurniture(row)
		f.Pages = len(l.Holding(f.Key))
		furniture = append(furniture, f)
		return err
	})
	slices.SortFunc(furniture, func(a, b news.Furniture) int {
		return cmp.Or(b.Pages-a.Pages, b.LastAt.Compare(a.LastAt), cmp.Compare(a.Key, b.Key))
	})
	return l, furniture, s.fail(op, err)
}

// SetPageRules stores by which rules a source's pages are read from now on. Its kept pages are read again by them, when
// nothing newer waits.
func (s *Store) SetPageRules(ctx context.Context, id news.SourceID, rules news.PageRules, now time.Time) error {
	if err := rules.Validate(); err != nil {
		return err
	}
	op := fmt.Sprintf("rules of source %d", id)
	err := s.relearn(ctx, op, id, func(_ *tx, l *news.Learning) error {
		l.Ruled(rules, now)
		return nil
	})
	for last := news.EntryID(0); err == nil; { // in portions: a large source must not hold the others up
		var some []news.EntryID
		err = s.write(ctx, op, func(ctx context.Context, t *tx) error {
			some = some[:0]
			err := t.each(ctx, func(row scanner) error {
				var id news.EntryID
				err := row.Scan(&id)
				some = append(some, id)
				return err
			}, "SELECT id FROM entries WHERE source_id = ? AND id > ? ORDER BY id LIMIT ?", int64(id), int64(last), maxRemoved)
			if err != nil {
				return err
			}
			return t.readAgain(ctx, some)
		})
		if len(some) == 0 {
			break
		}
		last = some[len(some)-1]
	}
	return err
}

// AllowFurniture says whether a block that is known as furniture of a source is wanted in its articles. Those last read
// are read again.
func (s *Store) AllowFurniture(ctx context.Context, id news.SourceID, key uint64, allowed bool) error {
	return s.relearn(ctx, fmt.Sprintf("furniture of source %d", id), id, func(t *tx, l *news.Learning) error {
		n, err := t.exec(ctx, "UPDATE furniture SET allowed = ? WHERE source_id = ? AND block_key = ?", flag(allowed), int64(id), int64(key))
		if err == nil && n == 0 {
			err = news.ErrNotFound
		}
		if err != nil {
			return err
		}
		l.Generation++
		return t.readAgain(ctx, l.Holding(key))
	})
}

// AcceptReading takes how a source's pages are read now for usual: what drifted is no alarm any more.
func (s *Store) AcceptReading(ctx context.Context, id news.SourceID, now time.Time) error {
	return s.relearn(ctx, fmt.Sprintf("reading of source %d", id), id, func(_ *tx, l *news.Learning) error {
		l.Accept(now)
		return nil
	})
}

// relearn changes what is learned of a source in one transaction.
func (s *Store) relearn(ctx context.Context, op string, id news.SourceID, change func(t *tx, l *news.Learning) error) error {
	const query = `INSERT INTO learned (source_id, rules, generation, drift, averages, pages) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (source_id) DO UPDATE SET rules = excluded.rules, generation = excluded.generation, drift = excluded.drift, averages = excluded.averages`
	return s.write(ctx, op, func(ctx context.Context, t *tx) error {
		found := false
		err := t.each(ctx, func(row scanner) error {
			found = true
			return row.Scan(new(int64))
		}, "SELECT id FROM sources WHERE id = ?", int64(id))
		if err == nil && !found {
			err = news.ErrNotFound
		}
		if err != nil {
			return err
		}
		p := &pupil{known: map[uint64]*news.Furniture{}}
		if err := t.readLearned(ctx, []news.SourceID{id}, map[news.SourceID]*pupil{id: p}); err != nil {
			return err
		}
		if err := change(t, &p.Learning); err != nil {
			return err
		}
		_, err = t.exec(ctx, query, int64(id), packRules(p.Rules), p.Generation, packDrift(&p.Learning), packAverages(&p.Learning), packPages(p.Pages))
		return err
	})
}

// LatestCapture returns the newest kept page of a source.
func (s *Store) LatestCapture(ctx context.Context, id news.SourceID) (c news.Capture, err error) {
	const query = `SELECT c.url, c.content_type, c.fetched_at, c.body FROM captures c WHERE c.entry_id =
		(SELECT max(e.id) FROM entries e WHERE e.source_id = ? AND e.captured = 1)`
	var fetched int64
	var body []byte
	err = s.one(ctx, func(row scanner) error { return row.Scan(&c.URL, &c.ContentType, &fetched, &body) }, query, int64(id))
	if err == nil {
		c.FetchedAt = fromMicros(fetched)
		c.Body, err = unsqueeze(body)
	}
	return c, s.fail(fmt.Sprintf("newest page of source %d", id), err)
}
