package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// Search finds articles, newest first. Words and phrases are compared by their terms, on both engines alike, in
// headline, authors and text. A search that holds nothing to search for finds nothing; the empty search finds
// everything. A search that only says what to leave out is [news.ErrInvalid]: almost everything would have to be looked
// at. Where the query asks for a source by name, the sources are read first.
func (s *Store) Search(ctx context.Context, q query.Node, f news.Filter) (found news.Found, err error) {
	marks := newMarker(q)
	reach, err := s.search(ctx, q, f, lightColumns+", b.body", func(row scanner) error {
		var body []byte
		a, err := scanLight(row, &body)
		if err != nil {
			return err
		}
		full := a
		if err := unpackArticle(body, &full); err != nil {
			return err
		}
		hit := news.Hit{Article: a}
		hit.Snippet, hit.Matches = marks.snippet(&full)
		found.Hits = append(found.Hits, hit)
		return nil
	})
	if err != nil {
		return news.Found{}, s.fail("search", err)
	}
	if limit := limitOf(f); len(found.Hits) > limit {
		found.Hits = found.Hits[:limit]
		found.Next = articleCursor(found.Hits[limit-1].Article)
	} else if reach > 0 {
		found.Next, found.Reached = cursor("a", strconv.FormatInt(reach, 10)), time.Unix(reach>>posBits, 0).UTC()
	}
	return found, nil
}

// search looks for articles and reads the columns of them that are asked for, of one more than the limit. Below the place
// that it reached, if it is not zero, it did not look.
func (s *Store) search(ctx context.Context, q query.Node, f news.Filter, columns string, read func(scanner) error) (reach int64, err error) {
	c, err := s.compiler(ctx, q, f)
	if err != nil {
		return 0, err
	}
	found := c.compile(q)
	if found.kind == matchNothing {
		return 0, nil
	}
	if found.kind != matchAll && !c.seeks(q) {
		return 0, fmt.Errorf("a search needs at least one word to look for besides those to leave out: %w", news.ErrInvalid)
	}
	text, args, err := c.statement(found, f, columns)
	if err != nil {
		return 0, err
	}
	// Not through s.rows, which keeps texts and prepared statements: readers could make up any number of them.
	rows, err := s.reads.QueryContext(ctx, s.d.text(text), args...)
	return c.reach, all(rows, err, read)
}

// statement writes the one statement of a search. What the index can answer drives it, newest first; the rest are
// conditions on what it finds.
func (c *compiler) statement(found match, f news.Filter, columns string) (string, []any, error) {
	var w where
	from, pos := "articles a", "a.pos"
	switch found.kind {
	case matchIndex:
		from, pos = c.d.search.from, c.d.search.pos
		w.text, w.args = " ", []any{found.text} // from ends in a WHERE of its own
	case matchBoth:
		from, pos = c.d.search.from, c.d.search.pos
		w.text, w.args = " ", []any{found.index}
		w.and(found.text, found.args...)
	case matchRows:
		w.and(found.text, found.args...)
	}
	if err := w.articles(f, pos); err != nil {
		return "", nil, err
	}
	const joins = " LEFT JOIN sources o ON o.id = a.source_id JOIN article_bodies b ON b.article_id = a.id"
	before, after, split := strings.Cut(from, " WHERE ")
	if split {
		after = " WHERE " + after
	}
	condition := strings.ReplaceAll(w.text, placeOf, pos)
	return "SELECT " + columns + " FROM " + before + joins + after + condition + " ORDER BY " + pos + " DESC LIMIT ?", append(w.args, limitOf(f)+1), nil
}
