package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"nutgraf/internal/news"
)

// nameStep is how many entries get their keys in one transaction.
const nameStep = 2000

// nameEntries gives their keys to entries of programs that knew none. It is done before anything else begins, in small
// transactions: a process that is killed goes on where it was.
func (s *Store) nameEntries(ctx context.Context) error {
	total := 0
	err := s.write(ctx, "count unnamed entries", func(ctx context.Context, t *tx) error {
		return t.each(ctx, func(row scanner) error { return row.Scan(&total) }, "SELECT count(*) FROM entries WHERE link_key IS NULL")
	})
	if err != nil || total == 0 {
		return err
	}
	s.log.Info("giving older entries the keys by which they are known again", "n", total)
	var done atomic.Int64
	began := time.Now()
	stop := s.watch(func() string {
		n := min(int(done.Load()), total)
		left := time.Duration(float64(time.Since(began)) * float64(total-n) / float64(max(n, 1)))
		return fmt.Sprintf("keys of older entries: %d of %d (%d %%), about %v left", n, total, 100*n/total, left.Round(time.Second))
	})
	defer stop()
	for left := true; left; done.Add(nameStep) {
		err := s.write(ctx, "name entries", func(ctx context.Context, t *tx) (err error) {
			left, err = t.nameSome(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	s.log.Info("older entries have their keys", "n", total)
	return nil
}

// nameSome names some entries, and reports whether others may be left.
func (t *tx) nameSome(ctx context.Context) (left bool, err error) {
	type entry struct {
		id          news.EntryID
		link, title int64
	}
	var entries []entry
	var links, titles []int64
	const some = "SELECT id, source_id, url, title, published_at FROM entries WHERE link_key IS NULL ORDER BY id LIMIT ?"
	err = t.each(ctx, func(row scanner) error {
		var e entry
		var source news.SourceID
		var url, title string
		var published int64
		if err := row.Scan(&e.id, &source, &url, &title, &published); err != nil {
			return err
		}
		e.link = linkKey(source, news.AddressKey(url))
		e.title = titleKey(source, titleWords(title), fromMicros(published))
		links, titles = append(links, e.link), append(titles, e.title)
		entries = append(entries, e)
		return nil
	}, some, nameStep)
	if err != nil || len(entries) == 0 {
		return false, err
	}
	holders := map[int64]int{}
	const held = `SELECT link_key, count(*) FROM entries WHERE link_key IN (:ids) AND link_key <> 0 GROUP BY link_key
		UNION ALL SELECT title_key, count(*) FROM entries WHERE title_key IN (:ids) AND title_key <> 0 GROUP BY title_key`
	err = t.each(ctx, func(row scanner) error {
		var key int64
		var n int
		err := row.Scan(&key, &n)
		holders[key] = n
		return err
	}, held, ids(t.s.d, links), ids(t.s.d, titles))
	if err != nil {
		return false, err
	}
	free := func(key int64) int64 {
		if key == 0 || holders[key] >= maxHolders {
			return 0
		}
		holders[key]++
		return key
	}
	rows := make([][]any, len(entries))
	for i, e := range entries {
		rows[i] = []any{int64(e.id), free(e.link), free(e.title)}
	}
	_, err = t.bulk(ctx, "UPDATE entries SET link_key = v.column2, title_key = v.column3 FROM (VALUES (?, ?, ?)) AS v WHERE id = v.column1", rows)
	return len(entries) == nameStep, err
}
