package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"

	"nutgraf/internal/news"

	"github.com/cespare/xxhash/v2"
)

// StoryMark is a number that is another one when something has changed that the page of a story shows: the story, its articles and
// what was read out of them, their sources, its thread, the same event in other languages; and when anything at all was hidden or
// taken down. It is worked out from what is stored, so that it holds whichever process writes.
func (s *Store) StoryMark(ctx context.Context, id news.StoryID) (uint64, error) {
	const story = `SELECT s.id, s.headline, s.summary, s.section, s.lead, s.image_url, s.articles, s.independent, s.updated_at, s.hidden, s.fresh, s.detail, s.lineage,
		s.thread_id, t.name, t.stories, t.updated_at,
		s.coverage_id, (SELECT max(c.updated_at) FROM stories c WHERE c.coverage_id = s.coverage_id AND c.coverage_id > 0),
		(SELECT max(id) FROM edits), (SELECT max(id) FROM entity_edits), (SELECT max(id) FROM takedowns)
		FROM stories s LEFT JOIN threads t ON t.id = s.thread_id WHERE s.id = coalesce((SELECT into_id FROM redirects WHERE from_id = ?), ?)`
	const articles = `SELECT a.id, a.family_id, a.text_key, a.fetched_at, o.name, o.country, o.licence, f.version, length(f.made) FROM articles a
		LEFT JOIN sources o ON o.id = a.source_id LEFT JOIN facts f ON f.article_id = a.id
		WHERE a.story_id = coalesce((SELECT into_id FROM redirects WHERE from_id = ?), ?) ORDER BY a.pos DESC LIMIT ?`
	h := xxhash.New()
	err := s.digest(ctx, h, story, int64(id), int64(id))
	if err == nil {
		err = s.digest(ctx, h, articles, int64(id), int64(id), maxCoverage)
	}
	return h.Sum64(), s.fail(fmt.Sprintf("mark of story %d", id), err)
}

// digest writes all that a query finds.
func (s *Store) digest(ctx context.Context, to io.Writer, query string, args ...any) error {
	rows, err := s.rows(ctx, query, args...) //nolint:sqlclosecheck // all does
	var values []sql.RawBytes
	var places []any
	return all(rows, err, func(row scanner) error {
		if values == nil {
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			values = make([]sql.RawBytes, len(columns))
			for i := range values {
				places = append(places, &values[i])
			}
		}
		if err := row.Scan(places...); err != nil {
			return err
		}
		for _, value := range values {
			var length [8]byte
			binary.LittleEndian.PutUint64(length[:], uint64(len(value)))
			_, _ = to.Write(length[:]) // a hash takes everything
			_, _ = to.Write(value)
		}
		return nil
	})
}
