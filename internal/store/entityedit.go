package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// AddEntityEdit writes down what an editor says of who is who, and returns it with its number. Joining and hiding hold at
// once; an article in which somebody else is named is read again within moments. What is not there is
// [news.ErrNotFound]; what says so already, or contradicts another edit, is [news.ErrConflict] and names it.
func (s *Store) AddEntityEdit(ctx context.Context, e news.EntityEdit, now time.Time) (news.EntityEdit, error) {
	if err := e.Validate(); err != nil {
		return e, err
	}
	e.At, e.By, e.Note = now.UTC(), clip(e.By, maxName), clip(e.Note, maxNote)
	return e, s.write(ctx, "edit", func(ctx context.Context, t *tx) error {
		if err := t.nextLedgerTerm(ctx); err != nil {
			return err
		}
		edit := e
		if err := t.identify(ctx, &edit); err != nil {
			return err
		}
		edits, err := t.entityEdits(ctx)
		if err != nil {
			return err
		}
		if against := edit.Against(edits); against != nil {
			return fmt.Errorf("%v: edit %d (%v) stands against it: undo that first: %w", edit, against.ID, *against, news.ErrConflict)
		}
		if edit.ID, err = t.turn(ctx); err != nil {
			return err
		}
		if err := t.obey(ctx, &edit); err != nil {
			return err
		}
		e = edit
		return nil
	})
}

// nextLedgerTerm tells the stage that who is who changed behind its back: what it saves next is refused, and it looks anew.
func (t *tx) nextLedgerTerm(ctx context.Context) error {
	_, err := t.exec(ctx, "UPDATE leases SET term = term + 1 WHERE name = ?", ledgerLease)
	return err
}

// identify follows redirects, and checks that all that an edit names is there. Of two that are to be one, the one that
// fewer articles name goes into the other.
func (t *tx) identify(ctx context.Context, e *news.EntityEdit) error {
	articles := map[news.EntityID]int{}
	for _, id := range []*news.EntityID{&e.Entity, &e.Other} {
		if *id == 0 {
			continue
		}
		named, found := *id, false
		err := t.each(ctx, func(row scanner) error {
			found = true
			var n int
			err := row.Scan(id, &n)
			articles[*id] = n
			return err
		}, "SELECT id, articles FROM entities WHERE id = "+thisEntity, int64(named), int64(named))
		if err == nil && !found {
			err = fmt.Errorf("entity %d: %w", named, news.ErrNotFound)
		}
		if err != nil {
			return err
		}
	}
	if e.Entity == e.Other {
		if e.Kind == news.EditJoin {
			return fmt.Errorf("%v: they are one already: %w", *e, news.ErrConflict)
		}
		return fmt.Errorf("%v: they are one now: name the articles in which it is somebody else: %w", *e, news.ErrConflict)
	}
	if e.Kind == news.EditJoin && cmp.Or(articles[e.Entity]-articles[e.Other], int(e.Other-e.Entity)) < 0 {
		e.Entity, e.Other = e.Other, e.Entity
	}
	if e.Article == 0 {
		return nil
	}
	m, err := t.madeIn(ctx, e.Article)
	if err != nil {
		return err
	}
	d := newShift()
	if err := t.redirected(ctx, d, m.Entities, nil); err != nil {
		return err
	}
	if !slices.Contains(distinct(m.Entities, d.of), e.Entity) {
		return fmt.Errorf("article %d does not name entity %d: %w", e.Article, e.Entity, news.ErrNotFound)
	}
	return nil
}

func (t *tx) madeIn(ctx context.Context, article news.ArticleID) (m made, err error) {
	return m, t.each(ctx, func(row scanner) error {
		var packed []byte
		if err := row.Scan(&packed); err != nil {
			return err
		}
		m, err = unpackMade(packed)
		return err
	}, "SELECT made FROM facts WHERE article_id = ?", int64(article))
}

// obey stores an edit and does what it wants.
func (t *tx) obey(ctx context.Context, e *news.EntityEdit) error {
	var kept keptProfiles
	if e.Kind == news.EditJoin {
		var err error
		if kept, err = t.keepProfiles(ctx, e.Entity, e.Other); err != nil {
			return err
		}
	}
	before, err := pack(kept)
	if err != nil {
		return err
	}
	const insert = "INSERT INTO entity_edits (id, kind, entity_id, other_id, article_id, made_by, made_at, note, kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
	var article any
	if e.Article != 0 {
		article = int64(e.Article)
	}
	if _, err := t.exec(ctx, insert, e.ID, string(e.Kind), int64(e.Entity), int64(e.Other), article, e.By, micros(e.At), e.Note, before); err != nil {
		return err
	}
	switch {
	case e.Kind == news.EditHide:
		_, err := t.exec(ctx, "UPDATE entities SET hidden = 1 WHERE id = ?", int64(e.Entity))
		return err
	case e.Kind == news.EditJoin:
		return t.joinEntities(ctx, e, kept)
	case e.Article != 0:
		return t.settleAgain(ctx, []news.ArticleID{e.Article}, false)
	}
	return nil
}

// joinEntities makes two entities one, who bears the names of both.
func (t *tx) joinEntities(ctx context.Context, e *news.EntityEdit, kept keptProfiles) error {
	d := newShift()
	if err := t.mergeEntities(ctx, d, map[news.EntityID]news.EntityID{e.Other: e.Entity}); err != nil {
		return err
	}
	if len(kept.Profiles) == 2 {
		both := kept.Profiles[0].profile()
		both.Aliases = joinNames(both.Name, both.Aliases, append([]string{kept.Profiles[1].Name}, kept.Profiles[1].Aliases...))
		if other := kept.Profiles[1].profile(); other.FirstSeenAt.Before(both.FirstSeenAt) {
			both.FirstSeenAt = other.FirstSeenAt
		} else if other.UpdatedAt.After(both.UpdatedAt) {
			both.UpdatedAt = other.UpdatedAt
		}
		d.profiles[e.Entity] = &both
		d.hashed[e.Entity] = append(unpackKeys(kept.Profiles[0].Hashes), unpackKeys(kept.Profiles[1].Hashes)...)
	}
	return t.settle(ctx, d)
}

func joinNames(name string, aliases, more []string) []string {
	for _, form := range more {
		if form != name && !slices.Contains(aliases, form) {
			aliases = append(slices.Clip(aliases), form)
		}
	}
	return aliases
}

// settleAgain has the ledger look at articles anew, as if for the first time when all that was made of them is to be
// forgotten.
func (t *tx) settleAgain(ctx context.Context, articles []news.ArticleID, forget bool) error {
	if forget {
		if err := t.forget(ctx, articles, true); err != nil {
			return err
		}
	}
	_, err := t.exec(ctx, "UPDATE facts SET version = 0 WHERE article_id IN (:ids) AND version > 0", ids(t.s.d, articles))
	return err
}

const entityEditColumns = "SELECT id, kind, entity_id, other_id, coalesce(article_id, 0), made_by, made_at, note FROM entity_edits ORDER BY id"

func scanEntityEdit(row scanner) (e news.EntityEdit, err error) {
	var at int64
	err = row.Scan(&e.ID, &e.Kind, &e.Entity, &e.Other, &e.Article, &e.By, &at, &e.Note)
	e.At = fromMicros(at)
	return e, err
}

func (t *tx) entityEdits(ctx context.Context) (edits []news.EntityEdit, err error) {
	return edits, t.each(ctx, func(row scanner) error {
		e, err := scanEntityEdit(row)
		edits = append(edits, e)
		return err
	}, entityEditColumns)
}

// EntityEdits lists all that editors said of who is who, in the order in which they said it.
func (s *Store) EntityEdits(ctx context.Context) (edits []news.EntityEdit, err error) {
	rows, err := s.rows(ctx, entityEditColumns)
	err = all(rows, err, func(row scanner) error {
		e, err := scanEntityEdit(row)
		edits = append(edits, e)
		return err
	})
	return edits, s.fail("edits", err)
}
