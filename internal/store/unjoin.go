package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"nutgraf/internal/news"
)

// keptProfile is an entity as it was before an editor's join, for taking that back.
type keptProfile struct {
	ID       news.EntityID   `json:"id"`
	Kind     news.EntityKind `json:"kind"`
	Name     string          `json:"name"`
	Aliases  []string        `json:"aliases,omitempty"`
	Role     string          `json:"role,omitempty"`
	Country  string          `json:"country,omitempty"`
	Language string          `json:"language,omitempty"`
	First    int64           `json:"first"`
	Updated  int64           `json:"updated"`
	Hashes   []byte          `json:"keys,omitempty"`
	Memory   []byte          `json:"memory,omitempty"`
}

type keptProfiles struct {
	Profiles []keptProfile `json:"profiles,omitempty"` // the one that stays, and the other one
}

func (k *keptProfile) profile() news.Profile {
	return news.Profile{Memory: k.Memory, Entity: news.Entity{ID: k.ID, Kind: k.Kind, Name: k.Name, Aliases: k.Aliases, Role: k.Role, Country: k.Country,
		Language: k.Language, FirstSeenAt: fromMicros(k.First), UpdatedAt: fromMicros(k.Updated)}}
}

func (t *tx) keepProfiles(ctx context.Context, stays, goes news.EntityID) (kept keptProfiles, err error) {
	const query = "SELECT " + entityColumns + ", e.keys, e.memory FROM entities e WHERE e.id IN (:ids)"
	err = t.each(ctx, func(row scanner) error {
		var e news.Entity
		var k keptProfile
		err := scanEntity(row, &e, &k.Hashes, &k.Memory)
		k.ID, k.Kind, k.Name, k.Aliases, k.Role, k.Country, k.Language = e.ID, e.Kind, e.Name, e.Aliases, e.Role, e.Country, e.Language
		k.First, k.Updated = micros(e.FirstSeenAt), micros(e.UpdatedAt)
		kept.Profiles = append(kept.Profiles, k)
		return err
	}, query, ids(t.s.d, []news.EntityID{stays, goes}))
	slices.SortFunc(kept.Profiles, func(a, b keptProfile) int { return cmp.Compare(flag(a.ID != stays), flag(b.ID != stays)) })
	return kept, err
}

// maxUnjoined is how many of the articles of a joined entity are looked at anew at once when it is taken apart; older
// ones keep naming the one that stayed.
const maxUnjoined = 5000

// RemoveEntityEdit takes an edit on who is who back, and returns what it was. Two who were joined are as they were before;
// the newest articles that name them are read again.
func (s *Store) RemoveEntityEdit(ctx context.Context, id int64) (e news.EntityEdit, err error) {
	return e, s.write(ctx, fmt.Sprintf("undo edit %d", id), func(ctx context.Context, t *tx) error {
		if err := t.nextLedgerTerm(ctx); err != nil {
			return err
		}
		edits, err := t.entityEdits(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(edits, func(e news.EntityEdit) bool { return e.ID == id })
		if at < 0 {
			return news.ErrNotFound
		}
		e = edits[at]
		var before []byte
		if err := t.each(ctx, func(row scanner) error { return row.Scan(&before) }, "SELECT kept FROM entity_edits WHERE id = ?", id); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM entity_edits WHERE id = ?", id); err != nil {
			return err
		}
		if _, err := t.turn(ctx); err != nil {
			return err
		}
		switch {
		case e.Kind == news.EditHide:
			_, err = t.exec(ctx, `UPDATE entities SET hidden = 0 WHERE id = ? AND NOT EXISTS
				(SELECT 1 FROM entity_edits x WHERE x.kind = 'hide' AND x.entity_id = entities.id)`, int64(e.Entity))
		case e.Kind == news.EditJoin:
			err = t.unjoin(ctx, &e, before)
		case e.Article != 0:
			err = t.settleAgain(ctx, []news.ArticleID{e.Article}, true)
		}
		return err
	})
}

// unjoin gives both entities back what they were, and has their articles settled anew.
func (t *tx) unjoin(ctx context.Context, e *news.EntityEdit, before []byte) error {
	var kept keptProfiles
	if err := unpack(before, &kept); err != nil || len(kept.Profiles) != 2 {
		return err
	}
	var articles []news.ArticleID
	err := t.each(ctx, func(row scanner) error {
		var pos int64
		err := row.Scan(&pos)
		articles = append(articles, news.ArticleID(pos&posMask))
		return err
	}, "SELECT pos FROM namings WHERE entity_id = ? ORDER BY pos DESC LIMIT ?", int64(e.Entity), maxUnjoined)
	if err != nil {
		return err
	}
	d := newShift()
	d.later = true
	for i := range kept.Profiles {
		p := kept.Profiles[i].profile()
		if i == 0 {
			p.ID = e.Entity // it may have been merged since
		}
		d.profiles[p.ID], d.hashed[p.ID], d.keep[p.ID] = &p, unpackKeys(kept.Profiles[i].Hashes), true
	}
	if err := t.giveBack(ctx, d, e, &kept.Profiles[1]); err != nil {
		return err
	}
	if err := t.clear(ctx, d, articles); err != nil {
		return err
	}
	// Only now: articles that were not read since the join are known by it.
	if _, err := t.exec(ctx, "DELETE FROM entity_redirects WHERE from_id = ?", int64(e.Other)); err != nil {
		return err
	}
	if err := t.settle(ctx, d); err != nil {
		return err
	}
	return t.settleAgain(ctx, articles, false)
}

// giveBack makes sayings that are told to be by the other entity's name its own again.
func (t *tx) giveBack(ctx context.Context, d *shift, e *news.EntityEdit, other *keptProfile) error {
	if err := t.lockLedger(ctx); err != nil {
		return err
	}
	var rows [][]any
	err := t.each(ctx, func(row scanner) error {
		var id int64
		var name string
		err := row.Scan(&id, &name)
		if name == other.Name || slices.Contains(other.Aliases, name) {
			rows = append(rows, []any{id, int64(e.Other)})
			d.spoke[e.Entity]--
			d.spoke[e.Other]++
		}
		return err
	}, "SELECT id, spoken_by FROM sayings WHERE speaker = ? AND speaker > 0 AND articles > 0 ORDER BY place DESC LIMIT ?", int64(e.Entity), maxUnjoined)
	if err != nil {
		return err
	}
	_, err = t.bulk(ctx, "UPDATE sayings SET speaker = v.column2 FROM (VALUES (?, ?)) AS v WHERE id = v.column1", rows)
	return err
}
