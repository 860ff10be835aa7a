package store

import (
	"context"
	"database/sql"
	"encoding/binary"

	"nutgraf/internal/news"

	"github.com/cespare/xxhash/v2"
)

// StoryMarks gives stories numbers, each of which is another one when something has changed that the page of the story shows: the story,
// its articles and what was read out of them, their sources, its thread, the same event in other languages; and when anything at all was
// hidden or taken down. They are worked out from what is stored, so that they hold whichever process writes. A story that is not there
// has none; one that became part of another has another one.
func (s *Store) StoryMarks(ctx context.Context, list []news.StoryID) (map[news.StoryID]uint64, error) {
	const stories = `SELECT s.id, s.headline, s.summary, s.section, s.lead, s.image_url, s.articles, s.independent, s.updated_at, s.hidden, s.fresh, s.detail, s.lineage,
		s.thread_id, t.name, t.stories, t.updated_at,
		s.coverage_id, (SELECT max(c.updated_at) FROM stories c WHERE c.coverage_id = s.coverage_id AND c.coverage_id > 0),
		(SELECT into_id FROM redirects WHERE from_id = s.id),
		(SELECT max(id) FROM edits), (SELECT max(id) FROM entity_edits), (SELECT max(id) FROM takedowns)
		FROM stories s LEFT JOIN threads t ON t.id = s.thread_id WHERE s.id IN (:ids)`
	const articles = `SELECT a.story_id, a.id, a.family_id, a.text_key, a.fetched_at, o.name, o.country, o.licence, f.version, length(f.made) FROM articles a
		LEFT JOIN sources o ON o.id = a.source_id LEFT JOIN facts f ON f.article_id = a.id
		WHERE a.story_id IN (:ids) ORDER BY a.story_id, a.pos`
	of := digests{}
	err := of.take(s.rows(ctx, stories, ids(s.d, list)))
	if err == nil {
		err = of.take(s.rows(ctx, articles, ids(s.d, list)))
	}
	if err != nil {
		return nil, s.fail("marks of stories", err)
	}
	marks := make(map[news.StoryID]uint64, len(of))
	for id, digest := range of {
		marks[id] = digest.Sum64()
	}
	return marks, nil
}

// digests are hashes of what rows hold, by the number that each begins with.
type digests map[news.StoryID]*xxhash.Digest

func (d digests) take(rows *sql.Rows, err error) error {
	var id news.StoryID
	var values []sql.RawBytes
	places := []any{&id}
	return all(rows, err, func(row scanner) error {
		if values == nil {
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			values = make([]sql.RawBytes, len(columns)-1)
			for i := range values {
				places = append(places, &values[i])
			}
		}
		if err := row.Scan(places...); err != nil {
			return err
		}
		digest := d[id]
		if digest == nil {
			digest = xxhash.New()
			d[id] = digest
		}
		for _, value := range values {
			var length [8]byte
			binary.LittleEndian.PutUint64(length[:], uint64(len(value)))
			_, _ = digest.Write(length[:]) // a hash takes everything
			_, _ = digest.Write(value)
		}
		return nil
	})
}
