package store

import (
	"context"
	"fmt"
	"strconv"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// Search finds articles, newest first or by relevance. Words and phrases are compared by their terms, on both engines
// alike, in headline, authors and text. A search that holds nothing to search for finds nothing; the empty search finds
// everything. A search that only says what to leave out is [news.ErrInvalid]: almost everything would have to be looked
// at. Where the query asks for a source by name, the sources are read first.
//
// A search has patience for some hundredths of a second. Then it answers with what it has, tells how far back it
// looked, and its next page goes on from there. By relevance means the newest matches and the newest ones with the words
// in the headline, some hundreds, the best first; after these it goes on by time.
func (s *Store) Search(ctx context.Context, q query.Node, f news.Filter) (news.Found, error) {
	search := s.newest
	if f.Order == news.OrderRelevant && len(wishes(q, s.languages(ctx))) > 0 {
		search = s.relevant
	}
	found, err := search(ctx, &question{query: q, filter: f, began: s.clock()})
	if err != nil {
		return news.Found{}, s.fail("search", err)
	}
	return found, nil
}

// newest is a page of matches, newest first.
func (s *Store) newest(ctx context.Context, asked *question) (news.Found, error) {
	in := everywhere
	if after := asked.filter.After; after != "" {
		parts, err := parsePlaces(after, "a", 1)
		if err != nil {
			return news.Found{}, err
		}
		in.before = parts[0]
	}
	k, err := s.seeker(ctx, asked, false, in)
	if k == nil || err != nil {
		return news.Found{}, err
	}
	return k.page(ctx, asked, nil, func(pos int64) string { return placeCursor("a", pos) })
}

// page looks for a page of matches, newest first, that are not among the ones to skip.
func (k *seeker) page(ctx context.Context, asked *question, skip map[news.ArticleID]bool, next func(pos int64) string) (found news.Found, err error) {
	limit := limitOf(asked.filter)
	k.until, k.barren = asked.began.Add(patience), asked.barren()
	ids, end, err := k.ids(ctx, limit+1, skip)
	if err != nil {
		return found, err
	}
	switch {
	case len(ids) > limit:
		ids = ids[:limit]
		found.Next = next(end.last)
	case end.lost:
		found.Reached, found.Next = timeAt(end.reached), next(end.reached)
	}
	found.Hits, err = k.s.hits(ctx, asked.query, ids)
	return found, err
}

// hits reads articles with what of them matches, in the order of their identifiers. One that is gone is left out.
func (s *Store) hits(ctx context.Context, q query.Node, wanted []news.ArticleID) ([]news.Hit, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	// A subquery, because PostgreSQL would read all bodies of a small database rather than look up thirty.
	const query = "SELECT " + lightColumns + `, (SELECT body FROM article_bodies WHERE article_id = a.id)
		FROM articles a LEFT JOIN sources o ON o.id = a.source_id WHERE a.id IN (:ids)`
	marks := newMarker(q)
	found := make(map[news.ArticleID]news.Hit, len(wanted))
	rows, err := s.rows(ctx, query, ids(s.d, wanted))
	err = all(rows, err, func(row scanner) error {
		var body []byte
		a, err := scanLight(row, &body)
		if err != nil {
			return err
		}
		full := a
		if body != nil {
			if err := unpackArticle(body, &full); err != nil {
				return err
			}
		}
		hit := news.Hit{Article: a}
		hit.Snippet, hit.Matches = marks.snippet(&full)
		found[a.ID] = hit
		return nil
	})
	hits := make([]news.Hit, 0, len(wanted))
	for _, id := range wanted {
		if hit, ok := found[id]; ok {
			hits = append(hits, hit)
		}
	}
	return hits, err
}

func placeCursor(order string, places ...int64) string {
	parts := []string{order}
	for _, place := range places {
		parts = append(parts, strconv.FormatInt(place, 10))
	}
	return cursor(parts...)
}

func parsePlaces(after, order string, n int) ([]int64, error) {
	parts, err := parseCursor(after, order, n)
	if err != nil {
		return nil, err
	}
	places := make([]int64, n)
	for i, part := range parts {
		if places[i], err = strconv.ParseInt(part, 10, 64); err != nil {
			return nil, fmt.Errorf("page after %.40q: %w", after, news.ErrInvalid)
		}
	}
	return places, nil
}
