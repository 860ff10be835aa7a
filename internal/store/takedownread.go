package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

const takedownColumns = "d.id, d.kind, d.of_id, d.source_id, d.publisher, d.reason, d.made_by, d.made_at, d.undone_at"

func scanTakedown(row scanner, after ...any) (d news.Takedown, err error) {
	var made, undone int64
	err = row.Scan(append([]any{&d.ID, &d.Kind, &d.Of, &d.Source, &d.Publisher, &d.Reason, &d.By, &made, &undone}, after...)...)
	d.At, d.UndoneAt = fromMicros(made), fromMicros(undone)
	return d, err
}

// Takedowns lists what was taken down, the newest first, with what was undone.
func (s *Store) Takedowns(ctx context.Context, limit int) (list []news.Takedown, err error) {
	rows, err := s.rows(ctx, "SELECT "+takedownColumns+" FROM takedowns d ORDER BY d.id DESC LIMIT ?", limit)
	err = all(rows, err, func(row scanner) error {
		d, err := scanTakedown(row)
		list = append(list, d)
		return err
	})
	return list, s.fail("takedowns", err)
}

// TakenDown tells of the takedown that holds for something that is not there any more: for itself, for its story or its
// source. Without one it is [news.ErrNotFound].
func (s *Store) TakenDown(ctx context.Context, kind news.TakedownKind, of int64) (d news.Takedown, err error) {
	query := "SELECT " + takedownColumns + " FROM takedowns d WHERE d.undone_at = 0 AND (d.kind = ? AND d.of_id = ?"
	args := []any{string(kind), of}
	switch kind {
	case news.TakedownArticle:
		query, args = query+" OR d.id IN (SELECT takedown_id FROM barred WHERE article_id = ? AND article_id > 0)", append(args, of)
	case news.TakedownStory:
		query, args = query+" OR d.id IN (SELECT takedown_id FROM barred WHERE story_id = ? AND story_id > 0)", append(args, of)
	}
	err = s.one(ctx, func(row scanner) (err error) {
		d, err = scanTakedown(row)
		return err
	}, query+") ORDER BY d.id DESC LIMIT 1", args...)
	return d, s.fail(fmt.Sprintf("takedown of %s %d", kind, of), err)
}

// Restored finds the article that was read again in the place of one whose takedown was undone.
func (s *Store) Restored(ctx context.Context, was news.ArticleID) (now news.ArticleID, err error) {
	const query = `SELECT a.id FROM barred b JOIN takedowns d ON d.id = b.takedown_id JOIN articles a ON a.entry_id = b.entry_id
		WHERE b.article_id = ? AND b.article_id > 0 AND d.undone_at <> 0 ORDER BY a.part LIMIT 1`
	err = s.one(ctx, func(row scanner) error { return row.Scan(&now) }, query, int64(was))
	return now, s.fail(fmt.Sprintf("article %d, as it was", was), err)
}

// UndoTakedown takes a takedown back. Articles are read again, from the page that was kept or from their publisher, and get
// new numbers, to which the old ones lead; feeds of a source stay switched off until they are resumed. One that is not there,
// or is undone already, is [news.ErrNotFound].
func (s *Store) UndoTakedown(ctx context.Context, id int64, now time.Time) (d news.Takedown, err error) {
	edit := int64(0)
	err = s.write(ctx, fmt.Sprintf("undo takedown %d", id), func(ctx context.Context, t *tx) error {
		failed := news.ErrNotFound
		err := t.each(ctx, func(row scanner) (err error) {
			d, err = scanTakedown(row, &edit)
			failed = nil
			return err
		}, "SELECT "+takedownColumns+", d.edit_id FROM takedowns d WHERE d.id = ? AND d.undone_at = 0 {FOR UPDATE OF d}", id)
		if err := errors.Join(err, failed); err != nil {
			return err
		}
		d.UndoneAt = now.UTC()
		if _, err := t.exec(ctx, "UPDATE takedowns SET undone_at = ? WHERE id = ?", micros(now), id); err != nil {
			return err
		}
		for _, query := range []string{"UPDATE sources SET hidden = 0 WHERE hidden = ?", "UPDATE sayings SET hidden = 0 WHERE hidden = ?"} {
			if _, err := t.exec(ctx, query, id); err != nil {
				return err
			}
		}
		// What another takedown still bars is read too, and kept out again.
		const again = `UPDATE entries SET state = 0, due_at = ?, attempts = 0, lease_until = 0
			WHERE id IN (SELECT entry_id FROM barred WHERE takedown_id = ?) OR (source_id = ? AND reason = ?)`
		of := int64(0)
		if d.Kind == news.TakedownSource {
			of = d.Of
		}
		_, err = t.exec(ctx, again, micros(now), id, of, string(news.ReasonTakenDown))
		return err
	})
	if err == nil && edit != 0 {
		if _, err = s.RemoveEntityEdit(ctx, edit); errors.Is(err, news.ErrNotFound) {
			err = nil // an editor took it back
		}
	}
	return d, err
}

// unbarred leaves out the links that lead to what was taken down, for they bear its headline.
func (s *Store) unbarred(ctx context.Context, links []news.Link) ([]news.Link, error) {
	keys := make([]int64, len(links))
	for i, l := range links {
		keys[i] = key("address", bare(l.URL), "0")
	}
	down := map[int64]bool{}
	if len(links) == 0 {
		return links, nil
	}
	rows, err := s.rows(ctx, "SELECT b.key FROM barred b JOIN takedowns d ON d.id = b.takedown_id WHERE b.key IN (:ids) AND d.undone_at = 0", ids(s.d, keys))
	err = all(rows, err, func(row scanner) error {
		var k int64
		err := row.Scan(&k)
		down[k] = true
		return err
	})
	var kept []news.Link
	for i, l := range links {
		if !down[keys[i]] {
			kept = append(kept, l)
		}
	}
	return kept, err
}
