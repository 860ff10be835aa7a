package store

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// tally is what a transaction adds to the counters: "entries", "articles", "stories", "reason/…" of entries,
// "source/…" for its articles, "language/…" for its stories.
type tally map[string]int

// count adds to the counters, in one order for all transactions, on one of the shards. It comes late in a
// transaction, so that the rows are held only for moments.
func (t *tx) count(ctx context.Context, sums tally) error {
	const query = `INSERT INTO counters (name, shard, n) VALUES (?, ?, ?)
		ON CONFLICT (name, shard) DO UPDATE SET n = counters.n + excluded.n`
	shard := rand.IntN(t.s.d.shards)
	var rows [][]any
	for name, n := range sums {
		if n != 0 {
			rows = append(rows, []any{name, int64(shard), int64(n)})
		}
	}
	slices.SortFunc(rows, func(a, b []any) int { return strings.Compare(a[0].(string), b[0].(string)) })
	_, err := t.bulk(ctx, query, rows)
	return err
}

// sums reads the counters whose name begins with prefix, without it.
func (s *Store) sums(ctx context.Context, prefix string) (map[string]int, error) {
	found := map[string]int{}
	rows, err := s.rows(ctx, "SELECT name, sum(n) FROM counters WHERE name LIKE ? GROUP BY name", prefix+"%")
	err = all(rows, err, func(row scanner) error {
		var name string
		var n int
		err := row.Scan(&name, &n)
		if n > 0 {
			found[strings.TrimPrefix(name, prefix)] = n
		}
		return err
	})
	return found, err
}

// Counts says how much there is. Entries, articles and stories are kept sums, sources and feeds are counted.
func (s *Store) Counts(ctx context.Context) (news.Counts, error) {
	const query = `SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM feeds),
		(SELECT coalesce(sum(n), 0) FROM counters WHERE name = 'entries'),
		(SELECT coalesce(sum(n), 0) FROM counters WHERE name = 'articles'),
		(SELECT coalesce(sum(n), 0) FROM counters WHERE name = 'stories')`
	var c news.Counts
	err := s.one(ctx, func(row scanner) error {
		return row.Scan(&c.Sources, &c.Feeds, &c.Entries, &c.Articles, &c.Stories)
	}, query)
	return c, s.fail("counts", err)
}

// Reasons counts the entries that yielded nothing, or nothing new, by reason. It is a kept sum.
func (s *Store) Reasons(ctx context.Context) (map[news.Reason]int, error) {
	sums, err := s.sums(ctx, "reason/")
	if err != nil {
		return nil, s.fail("reasons", err)
	}
	reasons := map[news.Reason]int{}
	for name, n := range sums {
		reasons[news.Reason(name)] = n
	}
	return reasons, nil
}

// Languages lists the languages of stories, most stories first. It is a kept sum.
func (s *Store) Languages(ctx context.Context) ([]news.LanguageCount, error) {
	sums, err := s.sums(ctx, "language/")
	if err != nil {
		return nil, s.fail("languages", err)
	}
	var languages []news.LanguageCount
	for name, n := range sums {
		languages = append(languages, news.LanguageCount{Language: name, Stories: n})
	}
	slices.SortFunc(languages, func(a, b news.LanguageCount) int {
		if a.Stories != b.Stories {
			return b.Stories - a.Stories
		}
		return strings.Compare(a.Language, b.Language)
	})
	return languages, nil
}

// Backlogs says what waits for each stage now, in the order of the river. Its cost grows with what waits, not with
// what is stored.
func (s *Store) Backlogs(ctx context.Context, now time.Time) ([]news.Backlog, error) {
	const query = `SELECT 'feeds', count(*), coalesce(min(next_poll_at), 0) FROM feeds WHERE stopped = 0 AND next_poll_at <= ?
		UNION ALL SELECT 'entries', count(*), coalesce(min(due_at), 0) FROM entries WHERE state < 3 AND due_at <= ?
		UNION ALL SELECT 'articles', count(*), coalesce(min(seen_at), 0) FROM articles WHERE group_version = 0
		UNION ALL SELECT 'facts', w.n, coalesce(a.seen_at, 0) FROM (SELECT count(*) AS n, min(article_id) AS first FROM facts WHERE version = 0) w
			LEFT JOIN articles a ON a.id = w.first`
	var backlogs []news.Backlog
	rows, err := s.rows(ctx, query, micros(now), micros(now))
	err = all(rows, err, func(row scanner) error {
		var b news.Backlog
		var oldest int64
		err := row.Scan(&b.Stage, &b.Waiting, &oldest)
		b.Oldest = fromMicros(oldest)
		backlogs = append(backlogs, b)
		return err
	})
	return backlogs, s.fail("backlogs", err)
}
