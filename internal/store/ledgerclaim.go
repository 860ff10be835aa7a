package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"hash/fnv"
	"slices"

	"nutgraf/internal/news"
)

// ClaimUnread returns up to limit articles that wait for the ledger: grouped ones that nobody read yet or whose text
// changed, then those that a lower version has read, the newest first. It sets no lease on them: only the holder of the
// lease "ledger" reads them, and SaveLedger checks that.
func (s *Store) ClaimUnread(ctx context.Context, limit, version int) (unread []news.Unread, err error) {
	const query = `WITH waiting AS (SELECT article_id, version, pos FROM facts WHERE version >= 0 AND version < ? ORDER BY version, pos DESC LIMIT ?)
		SELECT ` + articleColumns + ", o.licence, o.weight, o.country, b.body, a.text_key, coalesce(s.thread_id, 0) FROM waiting w CROSS JOIN articles a" + withBody + `
		LEFT JOIN stories s ON s.id = a.story_id WHERE a.id = w.article_id ORDER BY w.version, w.pos DESC`
	rows, err := s.rows(ctx, query, version, limit)
	err = all(rows, err, func(row scanner) error {
		var u news.Unread
		var body []byte
		a := &u.Article
		if err := scanArticle(row, a, &a.Licence, &a.Weight, &a.Country, &body, &u.Key, &u.Thread); err != nil {
			return err
		}
		err := unpackArticle(body, a)
		unread = append(unread, u)
		return err
	})
	return unread, s.fail("claim articles for the ledger", err)
}

// maxUnder is how many entities or sayings one key leads to.
const maxUnder = 48

// Remembered reads what bears on some articles: the entities under these names, those with most articles first where
// there are more than 48 under one; the sayings under these hashes, the newest where there are more; and who was who in
// the articles when they were last read.
func (s *Store) Remembered(ctx context.Context, names []string, hashes []uint64, articles []news.ArticleID) (r news.Remembered, err error) {
	if r, err = s.remembered(ctx, names, hashes, articles); err != nil {
		return r, s.fail("remember", err)
	}
	return r, nil
}

func (s *Store) remembered(ctx context.Context, names []string, hashes []uint64, articles []news.ArticleID) (r news.Remembered, err error) {
	if r.Edits, err = s.EntityEdits(ctx); err != nil {
		return r, err
	}
	var entities []news.EntityID
	for _, e := range r.Edits {
		entities = append(entities, e.Entity, e.Other)
	}
	of, err := s.madeOf(ctx, articles)
	if err != nil {
		return r, err
	}
	r.Before = map[news.ArticleID][]news.EntityID{}
	for article, m := range of {
		if before := distinct(append(m.Entities, m.Orphans...), nil); before != nil {
			r.Before[article], entities = before, append(entities, before...)
		}
	}
	keys := make([]int64, len(names))
	for i, name := range names {
		keys[i] = nameKey(name)
	}
	found, err := under[news.EntityID](ctx, s, s.d.under("entity_keys", "entity_id", "rank DESC, entity_id DESC"), keys)
	if err != nil {
		return r, err
	}
	if r.Profiles, err = s.profiles(ctx, append(entities, found...)); err != nil {
		return r, err
	}
	keys = make([]int64, len(hashes))
	for i, hash := range hashes {
		keys[i] = int64(hash)
	}
	sayings, err := under[news.SayingID](ctx, s, s.d.under("saying_keys", "saying_id", "saying_id DESC"), keys)
	if err != nil {
		return r, err
	}
	if r.Sayings, r.Wordings, err = s.knownSayings(ctx, sayings); err != nil {
		return r, err
	}
	rows, err := s.rows(ctx, "SELECT name, last FROM sequences WHERE name IN ('entity', 'saying')")
	err = all(rows, err, func(row scanner) error {
		var name string
		var last int64
		err := row.Scan(&name, &last)
		if name == "entity" {
			r.NextEntity = news.EntityID(last + 1)
		} else {
			r.NextSaying = news.SayingID(last + 1)
		}
		return err
	})
	return r, err
}

// nameKey is a name's key as it is stored.
func nameKey(name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	return int64(h.Sum64())
}

// under finds what is under each of some keys, each once.
func under[ID ~int64](ctx context.Context, s *Store, query string, keys []int64) (found []ID, err error) {
	if len(keys) == 0 {
		return nil, nil
	}
	seen := map[ID]bool{}
	rows, err := s.rows(ctx, query, ids(s.d, keys), maxUnder)
	err = all(rows, err, func(row scanner) error {
		var id ID
		err := row.Scan(&id)
		if !seen[id] {
			seen[id] = true
			found = append(found, id)
		}
		return err
	})
	return found, err
}

// profiles reads entities with their memory.
func (s *Store) profiles(ctx context.Context, entities []news.EntityID) (profiles []news.Profile, err error) {
	if entities = distinct(entities, nil); len(entities) == 0 {
		return nil, nil
	}
	const query = "SELECT " + entityColumns + ", e.memory FROM entities e WHERE e.id IN (:ids) UNION ALL SELECT " + entityColumns +
		", e.memory FROM entity_redirects r JOIN entities e ON e.id = r.into_id WHERE r.from_id IN (:ids)"
	list := ids(s.d, entities)
	rows, err := s.rows(ctx, query, list, list)
	err = all(rows, err, func(row scanner) error {
		var p news.Profile
		err := scanEntity(row, &p.Entity, &p.Memory)
		if bytes.Equal(p.Memory, nothing) {
			p.Memory = nil
		}
		profiles = append(profiles, p)
		return err
	})
	slices.SortFunc(profiles, func(a, b news.Profile) int { return cmp.Or(b.Articles-a.Articles, cmp.Compare(a.ID, b.ID)) })
	return slices.CompactFunc(profiles, func(a, b news.Profile) bool { return a.ID == b.ID }), err
}

// knownSayings reads sayings with their wordings.
func (s *Store) knownSayings(ctx context.Context, sayings []news.SayingID) (known []news.Saying, wordings map[news.SayingID][]string, err error) {
	wordings = map[news.SayingID][]string{}
	if len(sayings) == 0 {
		return nil, wordings, nil
	}
	const query = "SELECT " + sayingColumns + ", s.wordings" + sayingStories + " WHERE s.id IN (:ids) ORDER BY s.place DESC"
	rows, err := s.rows(ctx, query, ids(s.d, sayings))
	err = all(rows, err, func(row scanner) error {
		var saying news.Saying
		var others string
		if err := scanSaying(row, &saying, &others); err != nil {
			return err
		}
		list, err := unpackTexts(others)
		known = append(known, saying)
		wordings[saying.ID] = append([]string{saying.Text}, list...)
		slices.SortStableFunc(wordings[saying.ID], func(a, b string) int { return len(b) - len(a) })
		return err
	})
	return known, wordings, err
}

// nothing stands for bytes where there are none: SQLite's driver takes an empty slice for NULL.
var nothing = []byte{0}

func blob(b []byte) []byte {
	if len(b) == 0 {
		return nothing
	}
	return b
}

// packKeys writes keys as bytes, eight each.
func packKeys(keys []int64) []byte {
	b := make([]byte, 0, 8*len(keys))
	for _, key := range keys {
		b = binary.LittleEndian.AppendUint64(b, uint64(key))
	}
	return blob(b)
}

func unpackKeys(b []byte) []int64 {
	keys := make([]int64, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		keys = append(keys, int64(binary.LittleEndian.Uint64(b)))
	}
	return keys
}
