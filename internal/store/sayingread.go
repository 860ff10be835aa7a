package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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

// seenSayings are sayings that no editor took off the pages, by hiding who says it or the story that says so.
const (
	seenSayings = seenStories + " AND NOT EXISTS (SELECT 1 FROM entities h WHERE h.id = s.speaker AND h.hidden <> 0)"
	seenStories = "s.articles > 0 AND NOT EXISTS (SELECT 1 FROM stories t WHERE t.id = first.story_id AND t.hidden <> 0)"
)

// Sayings lists quotations with their carriers, newest first: with Words those that hold them, as query.Parse reads
// them, in the words, the speaker's name and role, or whom it was said to; narrowed by Speaker, About, Edition, Direct,
// Since and Before, and by what the newest articles of Story, Thread or Source carry. Those of hidden entities are left
// out. A search that only says what to leave out is [news.ErrInvalid].
func (s *Store) Sayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, next string, err error) {
	from, pos := "sayings s", "s.place"
	var w where
	// Both are looked up first, because PostgreSQL plans by the number.
	if f.About, err = s.entityNow(ctx, f.About); err != nil {
		return nil, "", s.fail("sayings", err)
	}
	if f.Speaker != 0 {
		speaker, err := s.Entity(ctx, f.Speaker)
		if errors.Is(err, news.ErrNotFound) || err == nil && speaker.Hidden {
			return nil, "", nil
		}
		if err != nil {
			return nil, "", err
		}
		f.Speaker = speaker.ID
	}
	switch words, none, err := s.sayingWords(f.Words); {
	case err != nil:
		return nil, "", err
	case none:
		return nil, "", nil
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
			return nil, "", s.fail("sayings", err)
		}
		w.and("s.id IN (:ids)", ids(s.d, carried))
	}
	if err := w.sayings(f, pos); err != nil {
		return nil, "", err
	}
	limit := limitOf(news.Filter{Limit: f.Limit})
	text := "SELECT " + sayingColumns + ", s.place FROM " + from + firstCarrier + w.text + " ORDER BY " + pos + " DESC LIMIT ?"
	var places []int64
	rows, err := s.reads.QueryContext(ctx, s.text(text), append(w.args, limit+1)...) // not prepared: it has hundreds of forms
	err = all(rows, err, func(row scanner) error {
		var saying news.Saying
		var place int64
		err := scanSaying(row, &saying, &place)
		sayings, places = append(sayings, saying), append(places, place)
		return err
	})
	if err != nil {
		return nil, "", s.fail("sayings", err)
	}
	if len(sayings) > limit {
		sayings = sayings[:limit]
		next = cursor("q", strconv.FormatInt(places[limit-1], 10))
	}
	return sayings, next, s.fail("sayings", s.carriersOf(ctx, sayings))
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
	q, err := query.Parse(words)
	if err != nil {
		return "", false, err
	}
	c := compiler{d: s.d}
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

// carriersOf gives sayings their carriers, the first ones of each.
func (s *Store) carriersOf(ctx context.Context, sayings []news.Saying) error {
	if len(sayings) == 0 {
		return nil
	}
	at := map[news.SayingID]*news.Saying{}
	list := make([]news.SayingID, len(sayings))
	for i := range sayings {
		at[sayings[i].ID], list[i] = &sayings[i], sayings[i].ID
	}
	const query = `WITH numbered AS (SELECT saying_id, pos, quote, spans, text, row_number() OVER (PARTITION BY saying_id ORDER BY pos, quote) AS n
			FROM carriers WHERE saying_id IN (:ids))
		SELECT k.saying_id, k.spans, k.text, k.pos, a.id, a.source_id, a.family_id, a.headline, a.url, a.language, coalesce(nullif(a.outlet, ''), o.name), o.licence
		FROM numbered k CROSS JOIN articles a JOIN sources o ON o.id = a.source_id
		WHERE a.id = (k.pos & 1073741823) AND k.n <= ? AND NOT EXISTS (SELECT 1 FROM stories h WHERE h.id = a.story_id AND h.hidden <> 0)
		ORDER BY k.saying_id, k.n`
	rows, err := s.rows(ctx, query, ids(s.d, list), news.MaxCarriers)
	return all(rows, err, func(row scanner) error {
		var id news.SayingID
		var c news.Carrier
		var spans []byte
		var pos int64
		var family news.ArticleID
		err := row.Scan(&id, &spans, &c.Text, &pos, &c.Article, &c.Source, &family, &c.Headline, &c.URL, &c.Language, &c.SourceName, &c.Licence)
		if err != nil {
			return err
		}
		u := unpacker{b: spans}
		c.Quote, c.Parts = u.next(), u.ranges()
		c.At, c.Copy = time.Unix(pos>>posBits, 0).UTC(), family != 0 && family != c.Article
		saying := at[id]
		c.Text = cmp.Or(c.Text, saying.Text)
		saying.Carriers = append(saying.Carriers, c)
		return u.err
	})
}

// SayingsOf returns the quotations of an article in the order of its text, each with that carrier alone.
func (s *Store) SayingsOf(ctx context.Context, article news.ArticleID) (sayings []news.Saying, err error) {
	of, err := s.madeOf(ctx, []news.ArticleID{article})
	if err != nil || len(of) == 0 {
		return nil, s.fail("sayings of an article", err)
	}
	numbers, err := s.joinedInto(ctx, of[article].Sayings)
	if err != nil {
		return nil, s.fail("sayings of an article", err)
	}
	known := map[news.SayingID]news.Saying{}
	const columns = "SELECT " + sayingColumns + sayingStories + " WHERE s.id IN (:ids) AND " + seenSayings
	list := ids(s.d, numbers)
	rows, err := s.rows(ctx, columns, list)
	err = all(rows, err, func(row scanner) error {
		var saying news.Saying
		err := scanSaying(row, &saying)
		known[saying.ID] = saying
		return err
	})
	if err != nil {
		return nil, s.fail("sayings of an article", err)
	}
	const query = `SELECT c.saying_id, c.spans, c.text, c.pos, a.source_id, a.family_id FROM facts f JOIN articles a ON a.id = f.article_id
		JOIN carriers c ON c.pos = f.pos AND c.saying_id IN (:ids) WHERE f.article_id = ? ORDER BY c.quote`
	rows, err = s.rows(ctx, query, list, int64(article))
	err = all(rows, err, func(row scanner) error {
		c := news.Carrier{Article: article}
		var id news.SayingID
		var spans []byte
		var pos int64
		var family news.ArticleID
		if err := row.Scan(&id, &spans, &c.Text, &pos, &c.Source, &family); err != nil {
			return err
		}
		saying, seen := known[id]
		if !seen {
			return nil
		}
		u := unpacker{b: spans}
		c.Quote, c.Parts = u.next(), u.ranges()
		c.At, c.Copy = time.Unix(pos>>posBits, 0).UTC(), family != 0 && family != article
		c.Text = cmp.Or(c.Text, saying.Text)
		saying.Carriers = []news.Carrier{c}
		sayings = append(sayings, saying)
		return u.err
	})
	return sayings, s.fail("sayings of an article", err)
}

// topStories is how many stories are looked at for each saying that is wanted of them.
const topStories = 4

// TopSayings returns direct quotations with a speaker, first carried since then, of the stories with the highest score:
// one a story and a speaker, that of most articles. Edition narrows it.
func (s *Store) TopSayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, err error) {
	limit := limitOf(news.Filter{Limit: f.Limit})
	stories, _, err := s.Stories(ctx, news.Filter{Edition: f.Edition, Since: f.Since, Limit: min(topStories*limit, news.MaxLimit)})
	if err != nil || len(stories) == 0 {
		return nil, err
	}
	list := make([]news.StoryID, len(stories))
	for i, story := range stories {
		list[i] = story.ID
	}
	in, err := s.sayingsByStory(ctx, list)
	if err != nil {
		return nil, s.fail("sayings of the day", err)
	}
	var wanted []news.SayingID
	for _, story := range list {
		wanted = append(wanted, in[story]...)
	}
	byID := map[news.SayingID]news.Saying{}
	const query = "SELECT " + sayingColumns + sayingStories + " WHERE s.id IN (:ids) AND s.direct = 1 AND s.speaker > 0 AND s.place >= ? AND " + seenSayings
	rows, err := s.rows(ctx, query, ids(s.d, distinct(wanted, nil)), posFloor(f.Since))
	err = all(rows, err, func(row scanner) error {
		var saying news.Saying
		err := scanSaying(row, &saying)
		byID[saying.ID] = saying
		return err
	})
	if err != nil {
		return nil, s.fail("sayings of the day", err)
	}
	spoke := map[news.EntityID]bool{}
	for _, story := range list {
		best := news.Saying{}
		for _, id := range in[story] {
			if one := byID[id]; one.ID != 0 && !spoke[one.Speaker] && (best.ID == 0 ||
				cmp.Or(cmp.Compare(one.Articles, best.Articles), cmp.Compare(one.Likely, best.Likely), -cmp.Compare(one.ID, best.ID)) > 0) {
				best = one
			}
		}
		if best.ID != 0 && len(sayings) < limit {
			spoke[best.Speaker] = true
			sayings = append(sayings, best)
		}
	}
	return sayings, s.fail("sayings of the day", s.carriersOf(ctx, sayings))
}

const maxTopArticles = 20 // of a story, that are looked at for its sayings

// sayingsByStory are the sayings that the newest articles of stories carry.
func (s *Store) sayingsByStory(ctx context.Context, stories []news.StoryID) (map[news.StoryID][]news.SayingID, error) {
	const newest = `WITH placed AS (SELECT id, story_id, row_number() OVER (PARTITION BY story_id ORDER BY pos DESC) AS n FROM articles WHERE story_id IN (:ids))
		SELECT p.story_id, f.made FROM placed p CROSS JOIN facts f WHERE f.article_id = p.id AND p.n <= ? AND length(f.made) > 0`
	in := map[news.StoryID][]news.SayingID{}
	rows, err := s.rows(ctx, newest, ids(s.d, stories), maxTopArticles)
	err = all(rows, err, func(row scanner) error {
		var story news.StoryID
		var packed []byte
		if err := row.Scan(&story, &packed); err != nil {
			return err
		}
		m, err := unpackMade(packed)
		in[story] = append(in[story], m.Sayings...)
		return err
	})
	if err != nil {
		return nil, err
	}
	d, err := s.joins(ctx, slices.Concat(slices.Collect(maps.Values(in))...))
	for story, list := range in {
		in[story] = distinct(list, d.ofSaying)
	}
	return in, err
}
