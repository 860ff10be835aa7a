package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// sayingColumns are those of sayings s with first, the article of the first carrier; sayingStories is where they come from.
const (
	sayingColumns = `s.id, s.place, s.direct, s.text, s.speaker, s.spoken_by, s.role, s.told, s.said_from, s.said_until, s.likely, s.articles, coalesce(first.story_id, 0)`
	firstCarrier  = " LEFT JOIN articles first ON first.id = ((SELECT min(c.pos) FROM carriers c WHERE c.saying_id = s.id) & 1073741823)"
	sayingStories = " FROM sayings s" + firstCarrier
)

// scanSaying reads sayingColumns and whatever columns follow them.
func scanSaying(row scanner, s *news.Saying, after ...any) error {
	var place, direct, from, until int64
	err := row.Scan(append([]any{&s.ID, &place, &direct, &s.Text, &s.Speaker, &s.SpokenBy, &s.Role, &s.Told, &from, &until, &s.Likely, &s.Articles, &s.Story}, after...)...)
	s.Direct, s.SaidFrom, s.SaidUntil = direct != 0, fromMicros(from), fromMicros(until)
	s.FirstAt = time.Unix(place>>posBits, 0).UTC()
	return err
}

// seenSayings are sayings that nobody took down, and no editor off the pages by hiding who says it or the story that says so.
const (
	seenSayings = seenStories + " AND NOT EXISTS (SELECT 1 FROM entities h WHERE h.id = s.speaker AND h.hidden <> 0)"
	seenStories = "s.articles > 0 AND s.hidden = 0 AND NOT EXISTS (SELECT 1 FROM stories t WHERE t.id = first.story_id AND t.hidden <> 0)"
)

// Sayings lists quotations with their carriers, newest first: with Words those that hold them, as query.Parse reads
// them, in the words, the speaker's name and role, or whom it was said to; narrowed by Speaker, About, Edition, Direct,
// Since and Before, and by what the newest articles of Story, Thread or Source carry. Those of hidden entities are left
// out. A search that only says what to leave out is [news.ErrInvalid].
func (s *Store) Sayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, next string, err error) {
	from, pos, w, err := s.sayingsWhere(ctx, f)
	if err != nil || from == "" {
		return nil, "", s.fail("sayings", err)
	}
	sayings, next, err = s.listSayings(ctx, f, from, pos, w)
	return sayings, next, s.fail("sayings", err)
}

// listSayings reads a page of sayings from where sayingsWhere says. Its forms with days, words and pages further on are hundreds: those
// are not prepared.
func (s *Store) listSayings(ctx context.Context, f news.LedgerFilter, from, pos string, w where) (sayings []news.Saying, next string, err error) {
	limit := limitOf(news.Filter{Limit: f.Limit})
	text := "SELECT " + sayingColumns + ", s.place FROM " + from + firstCarrier + w.text + " ORDER BY " + pos + " DESC LIMIT ?"
	args := append(w.args, limit+1)
	var places []int64
	var rows *sql.Rows
	if f.Words == "" && f.After == "" && f.Since.IsZero() && f.Before.IsZero() {
		rows, err = s.rows(ctx, text, args...)
	} else {
		rows, err = s.reads.QueryContext(ctx, s.text(text), args...)
	}
	err = all(rows, err, func(row scanner) error {
		var saying news.Saying
		var place int64
		err := scanSaying(row, &saying, &place)
		sayings, places = append(sayings, saying), append(places, place)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	if len(sayings) > limit {
		sayings = sayings[:limit]
		next = cursor("q", strconv.FormatInt(places[limit-1], 10))
	}
	return sayings, next, s.carriersOf(ctx, sayings)
}

// carriedSayings lists sayings out of those that articles carried, as [Store.Sayings] does, and says whether there are more.
func (s *Store) carriedSayings(ctx context.Context, carried []news.SayingID, f news.LedgerFilter) (sayings []news.Saying, more bool, err error) {
	if carried, err = s.joinedInto(ctx, carried); err != nil || len(carried) == 0 {
		return nil, false, err
	}
	var w where
	w.and("s.id IN (:ids)", ids(s.d, carried))
	if err := w.sayings(f, "s.place"); err != nil {
		return nil, false, err
	}
	sayings, next, err := s.listSayings(ctx, f, "sayings s", "s.place", w)
	return sayings, next != "", err
}

// sayingsWhere writes where the sayings of a filter are found, and by what they are sorted; from is empty when there is
// nothing to be found.
func (s *Store) sayingsWhere(ctx context.Context, f news.LedgerFilter) (from, pos string, w where, err error) {
	from, pos = "sayings s", "s.place"
	// Both are looked up first, because PostgreSQL plans by the number.
	if f.About, err = s.entityNow(ctx, f.About); err != nil {
		return "", "", w, err
	}
	if f.Speaker != 0 {
		speaker, err := s.Entity(ctx, f.Speaker)
		if errors.Is(err, news.ErrNotFound) || err == nil && speaker.Hidden {
			return "", "", w, nil
		}
		if err != nil {
			return "", "", w, err
		}
		f.Speaker = speaker.ID
	}
	switch words, none, err := s.sayingWords(f.Words); {
	case err != nil:
		return "", "", w, err
	case none:
		return "", "", w, nil
	case words != "":
		from, pos = s.d.sayings.from, s.d.sayings.pos
		w.and(s.d.sayings.in, words)
		if f.About != 0 {
			w.and("EXISTS (SELECT 1 FROM abouts b WHERE b.entity_id = ? AND b.place = s.place)", int64(f.About))
		}
	case f.About != 0:
		from, pos = "abouts b CROSS JOIN sayings s", "b.place"
		w.and("b.entity_id = ? AND s.place = b.place", int64(f.About))
	}
	if f.Speaker != 0 {
		w.and("s.speaker = ? AND s.speaker > 0", int64(f.Speaker))
	}
	if f.Story != 0 || f.Thread != 0 || f.Source != 0 {
		carried, err := s.sayingsIn(ctx, news.LedgerFilter{Story: f.Story, Thread: f.Thread, Source: f.Source})
		if err != nil {
			return "", "", w, err
		}
		w.and("s.id IN (:ids)", ids(s.d, carried))
	}
	if err := w.sayings(f, pos); err != nil {
		return "", "", w, err
	}
	return from, pos, w, nil
}

// sayings adds the conditions of a filter that any list of sayings s knows.
func (w *where) sayings(f news.LedgerFilter, pos string) error {
	if f.Edition.Language != "" {
		w.and("s.lang = ?", primaryTag(f.Edition.Language))
	}
	if f.Direct {
		w.and("s.direct = 1")
	}
	if !f.Since.IsZero() {
		w.and(pos+" >= ?", posFloor(f.Since))
	}
	if !f.Before.IsZero() {
		w.and(pos+" < ?", posFloor(f.Before))
	}
	if f.Speaker != 0 {
		w.and(seenStories)
	} else {
		w.and(seenSayings)
	}
	if f.After == "" {
		return nil
	}
	parts, err := parseCursor(f.After, "q", 1)
	if err != nil {
		return err
	}
	bound, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return fmt.Errorf("page after %.40q: %w", f.After, news.ErrInvalid)
	}
	w.and(pos+" < ?", bound)
	return nil
}

// sayingWords makes an expression for the index of sayings; none: there is nothing to be found. Fields, of which sayings
// know nothing, are passed over.
func (s *Store) sayingWords(words string) (expr string, none bool, err error) {
	if strings.TrimSpace(words) == "" {
		return "", false, nil
	}
	q, _ := query.Parse(words)         // what is not understood counts as words
	c := compiler{d: s.d, exact: true} // their index has no stems
	q = withoutFields(q)
	switch m := c.compile(q); m.kind {
	case matchNothing:
		return "", true, nil
	case matchAll:
		return "", false, nil
	case matchIndex:
		return m.text, false, nil
	}
	return "", false, fmt.Errorf("a search needs at least one word to look for besides those to leave out: %w", news.ErrInvalid)
}

func withoutFields(q query.Node) query.Node {
	all := func(parts []query.Node) (kept []query.Node) {
		for _, part := range parts {
			if part = withoutFields(part); part != nil {
				kept = append(kept, part)
			}
		}
		return kept
	}
	switch q := q.(type) {
	case query.And:
		return query.And{Of: all(q.Of)}
	case query.Or:
		return query.Or{Of: all(q.Of)}
	case query.Not:
		if inner := withoutFields(q.Of); inner != nil {
			return query.Not{Of: inner}
		}
		return nil
	case query.Field:
		return nil
	}
	return q
}

// maxLooked is how many articles are looked at for the sayings of a story, thread or source.
const maxLooked = 500

// sayingsIn are the sayings that the newest articles of a story, thread or source carry.
func (s *Store) sayingsIn(ctx context.Context, f news.LedgerFilter) ([]news.SayingID, error) {
	articles, err := s.articlesOf(ctx, f, maxLooked)
	if err != nil {
		return nil, err
	}
	of, err := s.madeOf(ctx, articles)
	var found []news.SayingID
	for _, m := range of {
		found = append(found, m.Sayings...)
	}
	if err != nil {
		return nil, err
	}
	return s.joinedInto(ctx, found)
}

// joinedInto follows sayings that were joined to others. It gives each once.
func (s *Store) joinedInto(ctx context.Context, list []news.SayingID) ([]news.SayingID, error) {
	d, err := s.joins(ctx, list)
	return distinct(list, d.ofSaying), err
}

func (s *Store) joins(ctx context.Context, list []news.SayingID) (*shift, error) {
	d := newShift()
	rows, err := s.rows(ctx, "SELECT from_id, into_id FROM saying_redirects WHERE from_id IN (:ids)", ids(s.d, list))
	err = all(rows, err, func(row scanner) error {
		var from, into news.SayingID
		err := row.Scan(&from, &into)
		d.one[from] = into
		return err
	})
	return d, err
}

// Saying returns a quotation with its carriers, following the redirect of one that was joined to another: then its ID is
// not the one asked for.
func (s *Store) Saying(ctx context.Context, id news.SayingID) (saying news.Saying, err error) {
	var one []news.Saying
	list, err := s.joinedInto(ctx, []news.SayingID{id})
	if err == nil {
		one, err = s.sayingsByID(ctx, list)
	}
	if err == nil && len(one) == 0 {
		err = news.ErrNotFound
	}
	if err != nil {
		return saying, s.fail(fmt.Sprintf("saying %d", id), err)
	}
	return one[0], nil
}

func (s *Store) sayingsByID(ctx context.Context, list []news.SayingID) (sayings []news.Saying, err error) {
	const query = "SELECT " + sayingColumns + sayingStories + " WHERE s.id IN (:ids) AND " + seenSayings + " ORDER BY s.id"
	rows, err := s.rows(ctx, query, ids(s.d, list))
	err = all(rows, err, func(row scanner) error {
		var saying news.Saying
		err := scanSaying(row, &saying)
		sayings = append(sayings, saying)
		return err
	})
	if err != nil {
		return nil, err
	}
	return sayings, s.carriersOf(ctx, sayings)
}
