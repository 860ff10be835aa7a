package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// maxNote is the longest note that an edit keeps.
const maxNote = 500

// AddEdit writes down what an editor wants, and returns it with its number. What pins or hides holds at once; what joins
// or parts is done by the leader of grouping, within moments. An article that is not there, or that has no story yet, is
// [news.ErrNotFound]; joining two languages is [news.ErrInvalid]; an edit that says what is said already, or the contrary of it, is [news.ErrConflict] and names the
// edits to undo first. Pinning again sets another end.
func (s *Store) AddEdit(ctx context.Context, e news.Edit, now time.Time) (news.Edit, error) {
	if err := e.Validate(); err != nil {
		return e, err
	}
	e.At, e.By, e.Note = now.UTC(), clip(e.By, maxName), clip(e.Note, maxNote)
	return e, s.write(ctx, "edit", func(ctx context.Context, t *tx) error {
		if err := t.grouped(ctx, e); err != nil {
			return err
		}
		edits, err := t.edits(ctx)
		if err != nil {
			return err
		}
		for _, old := range e.Against(edits) {
			if e.Kind != news.EditPin {
				return contrary(e, e.Against(edits))
			}
			if _, err := t.exec(ctx, "DELETE FROM edits WHERE id = ?", old.ID); err != nil {
				return err
			}
		}
		if e.ID, err = t.turn(ctx); err != nil {
			return err
		}
		const insert = `INSERT INTO edits (id, kind, article_id, other_id, until_at, made_by, made_at, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
		var other any
		if e.Other != 0 {
			other = int64(e.Other)
		}
		if _, err := t.exec(ctx, insert, e.ID, string(e.Kind), int64(e.Article), other, micros(e.Until), e.By, micros(e.At), e.Note); err != nil {
			return err
		}
		return t.mark(ctx)
	})
}

// contrary says with what an edit cannot stand.
func contrary(e news.Edit, against []news.Edit) error {
	var names []string
	for _, old := range against {
		names = append(names, fmt.Sprintf("edit %d (%v)", old.ID, old))
	}
	if against[0].Kind == e.Kind {
		return fmt.Errorf("%v: %s says so already: %w", e, names[0], news.ErrConflict)
	}
	return fmt.Errorf("%v: that contradicts %s: undo it first: %w", e, strings.Join(names, " with "), news.ErrConflict)
}

// grouped checks that the articles of an edit are there and have a story; those to be joined, stories of one language.
func (t *tx) grouped(ctx context.Context, e news.Edit) error {
	named := []news.ArticleID{e.Article}
	if e.Other != 0 {
		named = append(named, e.Other)
	}
	languages := map[news.ArticleID]string{}
	err := t.each(ctx, func(row scanner) error {
		var id news.ArticleID
		var language string
		err := row.Scan(&id, &language)
		languages[id] = language
		return err
	}, "SELECT a.id, s.language FROM articles a JOIN stories s ON s.id = a.story_id WHERE a.id IN (:ids)", ids(t.s.d, named))
	if err != nil {
		return err
	}
	for _, id := range named {
		if _, found := languages[id]; !found {
			return fmt.Errorf("article %d is not there, or in no story yet: %w", id, news.ErrNotFound)
		}
	}
	if a, b := languages[e.Article], languages[e.Other]; e.Kind == news.EditJoin && a != b {
		return fmt.Errorf("%v: a story has one language, and these are %q and %q; across languages stories are linked, not joined: %w", e, a, b, news.ErrInvalid)
	}
	return nil
}

// turn gives the next number, of an edit or of its end; by it the leader of grouping sees that there is something new.
func (t *tx) turn(ctx context.Context) (n int64, err error) {
	if _, err := t.exec(ctx, "UPDATE sequences SET last = last + 1 WHERE name = 'edit'"); err != nil {
		return 0, err
	}
	return n, t.each(ctx, func(row scanner) error { return row.Scan(&n) }, "SELECT last FROM sequences WHERE name = 'edit'")
}

// RemoveEdit takes an edit back, and returns what it was. Stories that it joined or parted are for the grouping to judge
// again.
func (s *Store) RemoveEdit(ctx context.Context, id int64) (e news.Edit, err error) {
	return e, s.write(ctx, fmt.Sprintf("undo edit %d", id), func(ctx context.Context, t *tx) error {
		edits, err := t.edits(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(edits, func(e news.Edit) bool { return e.ID == id })
		if at < 0 {
			return news.ErrNotFound
		}
		e = edits[at]
		if _, err := t.exec(ctx, "DELETE FROM edits WHERE id = ?", id); err != nil {
			return err
		}
		if _, err := t.turn(ctx); err != nil {
			return err
		}
		return t.mark(ctx)
	})
}

const editColumns = "SELECT id, kind, article_id, coalesce(other_id, 0), until_at, made_by, made_at, note FROM edits ORDER BY id"

func scanEdit(row scanner) (news.Edit, error) {
	var e news.Edit
	var until, made int64
	err := row.Scan(&e.ID, &e.Kind, &e.Article, &e.Other, &until, &e.By, &made, &e.Note)
	e.Until, e.At = fromMicros(until), fromMicros(made)
	return e, err
}

func (t *tx) edits(ctx context.Context) (edits []news.Edit, err error) {
	err = t.each(ctx, func(row scanner) error {
		e, err := scanEdit(row)
		edits = append(edits, e)
		return err
	}, editColumns)
	return edits, err
}

// Edits lists all that editors want, in the order in which they said it.
func (s *Store) Edits(ctx context.Context) (edits []news.Edit, err error) {
	rows, err := s.rows(ctx, editColumns)
	err = all(rows, err, func(row scanner) error {
		e, err := scanEdit(row)
		edits = append(edits, e)
		return err
	})
	return edits, s.fail("edits", err)
}

// EditsVersion is a number that grows with every edit, and with every one that is taken back.
func (s *Store) EditsVersion(ctx context.Context) (version int64, err error) {
	err = s.one(ctx, func(row scanner) error { return row.Scan(&version) }, "SELECT last FROM sequences WHERE name = 'edit'")
	return version, s.fail("edits", err)
}

// Unmet lists the stories that editors want otherwise: those of articles to be joined that are in two, and of articles to
// be parted that are in one.
func (s *Store) Unmet(ctx context.Context) (stories []news.StoryID, err error) {
	const query = `SELECT a.story_id, b.story_id FROM edits e JOIN articles a ON a.id = e.article_id JOIN articles b ON b.id = e.other_id
		WHERE a.story_id <> 0 AND b.story_id <> 0
		AND (e.kind = 'join' AND a.story_id <> b.story_id OR e.kind = 'part' AND a.story_id = b.story_id)`
	rows, err := s.rows(ctx, query)
	err = all(rows, err, func(row scanner) error {
		var a, b news.StoryID
		err := row.Scan(&a, &b)
		stories = append(stories, a, b)
		return err
	})
	slices.Sort(stories)
	return slices.Compact(stories), s.fail("unmet edits", err)
}

// mark writes what edits pin and hide to the stories in which their articles are now.
func (t *tx) mark(ctx context.Context) error {
	for _, statement := range []string{
		`UPDATE stories SET hidden = 0 WHERE hidden <> 0
			AND id NOT IN (SELECT a.story_id FROM edits e JOIN articles a ON a.id = e.article_id WHERE e.kind = 'hide')`,
		`UPDATE stories SET hidden = 1 WHERE hidden = 0
			AND id IN (SELECT a.story_id FROM edits e JOIN articles a ON a.id = e.article_id WHERE e.kind = 'hide')`,
		`UPDATE stories SET pinned_until = 0 WHERE pinned_until <> 0
			AND id NOT IN (SELECT a.story_id FROM edits e JOIN articles a ON a.id = e.article_id WHERE e.kind = 'pin')`,
	} {
		if _, err := t.exec(ctx, statement); err != nil {
			return err
		}
	}
	const pin = `UPDATE stories SET pinned_until = coalesce((SELECT max(CASE WHEN e.until_at = 0 THEN CAST(? AS bigint) ELSE e.until_at END)
			FROM edits e JOIN articles a ON a.id = e.article_id WHERE e.kind = 'pin' AND a.story_id = stories.id), 0)
		WHERE id IN (SELECT a.story_id FROM edits e JOIN articles a ON a.id = e.article_id WHERE e.kind = 'pin')`
	_, err := t.exec(ctx, pin, micros(news.ForGood))
	return err
}

// Pinned lists the stories of an edition that editors keep on top at that time, the newest first.
func (s *Store) Pinned(ctx context.Context, e news.Edition, now time.Time) (stories []news.Story, err error) {
	var w where
	w.and("s.pinned_until <> 0 AND s.pinned_until > ? AND s.hidden = 0", micros(now))
	if e.Language != "" {
		w.and("s.language = ?", primaryTag(e.Language))
	}
	// The plus keeps SQLite from walking all stories in their order to find the few that are pinned.
	query := "SELECT " + storyColumns + storySources + w.text + " ORDER BY +s.updated_at DESC, s.id DESC LIMIT ?"
	rows, err := s.rows(ctx, query, append(w.args, maxPinned)...)
	err = all(rows, err, func(row scanner) error {
		story, err := scanStory(row)
		stories = append(stories, story)
		return err
	})
	return stories, s.fail("pinned stories", err)
}

// maxPinned is how many stories stand on top at most.
const maxPinned = 20

// ArticleAt finds the article that lives at an address at its publisher.
func (s *Store) ArticleAt(ctx context.Context, address string) (id news.ArticleID, err error) {
	var source news.SourceID
	err = s.one(ctx, func(row scanner) error { return row.Scan(&source) }, "SELECT id FROM sources WHERE host = ?", news.HostKey(address))
	if err == nil {
		a := news.Article{SourceID: source, URL: address}
		err = s.one(ctx, func(row scanner) error { return row.Scan(&id) }, "SELECT id FROM articles WHERE address_key = ?", addressKey(&a))
	}
	return id, s.fail("article at "+address, err)
}
