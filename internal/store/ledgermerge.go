package store

import (
	"context"
	"maps"
	"slices"

	"nutgraf/internal/news"
)

// mergeEntities turns entities into redirects. Older redirects to them are pointed on.
func (t *tx) mergeEntities(ctx context.Context, d *shift, into map[news.EntityID]news.EntityID) error {
	if len(into) == 0 {
		return nil
	}
	from := slices.Sorted(maps.Keys(into))
	stored, err := t.storedEntities(ctx, from)
	if err != nil {
		return err
	}
	var moves [][]any
	var staleKeys, staleWords [][]any
	for _, id := range from {
		target := into[id]
		d.into[id] = target
		moves = append(moves, []any{int64(id), int64(target)})
		if old := stored[id]; old != nil {
			staleKeys, staleWords = appendKeys(staleKeys, old.keys, old.rank, id), appendWords(staleWords, old.name, old.aliases, old.rank, id)
			d.spoke[target] += old.sayings
		}
		const move = "INSERT INTO namings (entity_id, pos) SELECT CAST(? AS bigint), pos FROM namings WHERE entity_id = ? ON CONFLICT DO NOTHING"
		moved, err := t.exec(ctx, move, int64(target), int64(id))
		if err != nil {
			return err
		}
		d.entities[target] += int(moved)
		const about = "INSERT INTO abouts (entity_id, place) SELECT CAST(? AS bigint), place FROM abouts WHERE entity_id = ? ON CONFLICT DO NOTHING"
		if _, err := t.exec(ctx, about, int64(target), int64(id)); err != nil {
			return err
		}
	}
	gone := ids(t.s.d, from)
	for _, query := range []string{"DELETE FROM namings WHERE entity_id IN (:ids)", "DELETE FROM abouts WHERE entity_id IN (:ids)", "DELETE FROM entities WHERE id IN (:ids)"} {
		if _, err := t.exec(ctx, query, gone); err != nil {
			return err
		}
	}
	return t.bulks(ctx, []bulk{
		{"DELETE FROM entity_keys WHERE (key, rank, entity_id) IN (VALUES (?, ?, ?))", staleKeys},
		{"DELETE FROM entity_words WHERE (word, rank, entity_id) IN (VALUES (?, ?, ?))", staleWords},
		{"UPDATE sayings SET speaker = v.column2 FROM (VALUES (?, ?)) AS v WHERE speaker = v.column1 AND speaker > 0", moves},
		{"UPDATE entity_edits SET entity_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE entity_id = v.column1", moves},
		{"UPDATE entity_edits SET other_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE other_id = v.column1 AND kind <> 'join'", moves},
		{"UPDATE entity_redirects SET into_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE into_id = v.column1", moves},
		{"INSERT INTO entity_redirects (from_id, into_id) VALUES (?, ?) ON CONFLICT (from_id) DO UPDATE SET into_id = excluded.into_id", moves},
	})
}

// joinSayings turns sayings into redirects, whose carriers become those of others. Older redirects to them are pointed on.
func (t *tx) joinSayings(ctx context.Context, d *shift, into map[news.SayingID]news.SayingID) error {
	if len(into) == 0 {
		return nil
	}
	from := slices.Sorted(maps.Keys(into))
	stored, err := t.storedSayings(ctx, from)
	if err != nil {
		return err
	}
	var moves, keys, about [][]any
	var places []int64
	for _, id := range from {
		target, old := into[id], stored[id]
		d.one[id] = target
		moves = append(moves, []any{int64(id), int64(target)})
		if old == nil {
			continue
		}
		if old.Articles > 0 {
			d.spoke[old.Speaker]--
		}
		keys, about, places = appendSayingKeys(keys, old.keys, id), appendAbout(about, old.about, old.place), append(places, old.place)
		moved, err := t.moveCarriers(ctx, old, target)
		if err != nil {
			return err
		}
		d.sayings[target] += moved
		brought := d.carriedBy(target)
		if old.first != nil && (brought.first == 0 || *old.first < brought.first) {
			brought.first, brought.about = *old.first, old.about
		}
		brought.keys, brought.texts = append(brought.keys, old.keys...), append(append(brought.texts, old.Text), old.wordings...)
	}
	gone := ids(t.s.d, from)
	for _, query := range []string{"DELETE FROM carriers WHERE saying_id IN (:ids)", "DELETE FROM sayings WHERE id IN (:ids)"} {
		if _, err := t.exec(ctx, query, gone); err != nil {
			return err
		}
	}
	if _, err := t.exec(ctx, t.s.d.sayings.remove, ids(t.s.d, places)); err != nil {
		return err
	}
	return t.bulks(ctx, []bulk{
		{"DELETE FROM saying_keys WHERE (key, saying_id) IN (VALUES (?, ?))", keys},
		{"DELETE FROM abouts WHERE (entity_id, place) IN (VALUES (?, ?))", about},
		{"UPDATE saying_redirects SET into_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE into_id = v.column1", moves},
		{"INSERT INTO saying_redirects (from_id, into_id) VALUES (?, ?) ON CONFLICT (from_id) DO UPDATE SET into_id = excluded.into_id", moves},
	})
}

// moveCarriers gives the carriers of a saying to another one, and returns how many articles it had not yet.
func (t *tx) moveCarriers(ctx context.Context, old *storedSaying, target news.SayingID) (moved int, err error) {
	const fresh = `SELECT count(DISTINCT c.pos) FROM carriers c WHERE c.saying_id = ?
		AND NOT EXISTS (SELECT 1 FROM carriers x WHERE x.saying_id = ? AND x.pos = c.pos)`
	err = t.each(ctx, func(row scanner) error { return row.Scan(&moved) }, fresh, int64(old.ID), int64(target))
	if err != nil {
		return 0, err
	}
	const move = `INSERT INTO carriers (saying_id, pos, quote, spans, text) SELECT CAST(? AS bigint), pos, quote, spans, CASE WHEN text = '' THEN CAST(? AS text) ELSE text END
		FROM carriers WHERE saying_id = ? ON CONFLICT DO NOTHING`
	_, err = t.exec(ctx, move, int64(target), old.Text, int64(old.ID))
	return moved, err
}
