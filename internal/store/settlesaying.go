package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// storedSaying is a saying with what has to be known to change it.
type storedSaying struct {
	news.Saying
	place    int64
	first    *int64 // place of its first carrier now
	keys     []int64
	about    []news.EntityID
	wordings []string
}

const (
	maxOtherWordings = 5  // that are kept of a saying, besides its own
	maxSayingKeys    = 96 // likewise
)

func (t *tx) storedSayings(ctx context.Context, sayings []news.SayingID) (map[news.SayingID]*storedSaying, error) {
	stored := map[news.SayingID]*storedSaying{}
	const query = `SELECT s.id, s.place, s.direct, s.speaker, s.spoken_by, s.role, s.told, s.said_from, s.said_until, s.likely, s.articles, s.text,
			s.keys, s.about, s.wordings, (SELECT min(c.pos) FROM carriers c WHERE c.saying_id = s.id)
		FROM sayings s WHERE s.id IN (:ids) ORDER BY s.id {FOR UPDATE OF s}`
	return stored, t.each(ctx, func(row scanner) error {
		var s storedSaying
		var direct, from, until int64
		var keys, about []byte
		var wordings string
		err := row.Scan(&s.ID, &s.place, &direct, &s.Speaker, &s.SpokenBy, &s.Role, &s.Told, &from, &until, &s.Likely, &s.Articles, &s.Text,
			&keys, &about, &wordings, &s.first)
		if err != nil {
			return err
		}
		s.Direct, s.SaidFrom, s.SaidUntil, s.keys = direct != 0, fromMicros(from), fromMicros(until), unpackKeys(keys)
		s.about = idsIn[news.EntityID](&unpacker{b: about})
		s.wordings, err = unpackTexts(wordings)
		stored[s.ID] = &s
		return err
	}, query, ids(t.s.d, sayings))
}

// packTexts is list for what is longer than a name.
func packTexts(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return packed(texts)
}

func unpackTexts(s string) (texts []string, err error) {
	if s != "" {
		err = json.Unmarshal([]byte(s), &texts)
	}
	return texts, err
}

// sayingRows are what settleSayings writes.
type sayingRows struct {
	full             [][]any
	keys, staleKeys  [][]any
	about, noAbout   [][]any
	search           [][]any
	unsearch         []int64
	ended, unheard   []news.SayingID
	reworded, spared [][]any // carriers whose wording is the saying's no more, or is it now
}

func (t *tx) settleSayings(ctx context.Context, d *shift) error {
	touched := slices.Collect(maps.Keys(d.sayings))
	touched = distinct(append(touched, slices.Collect(maps.Keys(d.told))...), nil)
	if len(touched) == 0 {
		return nil
	}
	stored, err := t.storedSayings(ctx, touched)
	if err != nil {
		return err
	}
	var r sayingRows
	for _, id := range touched {
		old := stored[id]
		if old != nil && d.lost[id] {
			if err := t.hearAgain(ctx, d, old); err != nil {
				return err
			}
		}
		r.add(t.s.d, d, id, old)
	}
	return t.putSayings(ctx, &r)
}

// hearAgain takes the words of a saying that lost a carrier from those that are left.
func (t *tx) hearAgain(ctx context.Context, d *shift, s *storedSaying) error {
	if s.first == nil {
		return nil
	}
	if *s.first>>posBits != s.place>>posBits && d.told[s.ID] == nil {
		var words string
		const first = "SELECT text FROM carriers WHERE saying_id = ? ORDER BY pos, quote LIMIT 1"
		if err := t.each(ctx, func(row scanner) error { return row.Scan(&words) }, first, int64(s.ID)); err != nil {
			return err
		}
		if words != "" {
			told := s.Saying
			told.Text = words
			d.told[s.ID] = &told
		}
	}
	if len(s.wordings) == 0 {
		return nil
	}
	s.wordings = nil
	return t.each(ctx, func(row scanner) error {
		var words string
		err := row.Scan(&words)
		s.wordings = append(s.wordings, words)
		return err
	}, "SELECT DISTINCT text FROM carriers WHERE saying_id = ? AND text <> '' LIMIT ?", int64(s.ID), maxOtherWordings)
}

// add decides what becomes of one saying.
func (r *sayingRows) add(dialect *dialect, d *shift, id news.SayingID, old *storedSaying) {
	known, new, brought := old != nil, d.told[id], d.carried[id]
	if brought == nil {
		brought = &carried{}
	}
	if !known {
		if new == nil || d.sayings[id] <= 0 {
			return // it stands nowhere
		}
		old = &storedSaying{}
	}
	articles, counted := old.Articles+d.sayings[id], old.Articles > 0
	if articles <= 0 || known && old.first == nil {
		r.end(d, old, counted)
		return
	}
	first := brought.first
	if old.first != nil {
		first = *old.first
	}
	place := first&^posMask | int64(id)&posMask
	s := old.Saying
	if new != nil {
		s = *new
		s.Speaker = d.of(s.Speaker)
	}
	s.Text, s.SpokenBy = clip(s.Text, maxText), clip(s.SpokenBy, maxName)
	s.Role, s.Told = clip(s.Role, maxName), clip(s.Told, maxName)
	about := old.about
	if first == brought.first {
		about = brought.about
	}
	keys, wordings := brought.join(old, s.Text, known && !d.lost[id])
	aboutIDs := packer{}
	putIDs(&aboutIDs, about)
	r.full = append(r.full, []any{int64(id), place, flag(s.Direct), int64(s.Speaker), s.SpokenBy, s.Role, s.Told, micros(s.SaidFrom), micros(s.SaidUntil),
		number(s.Likely), int64(articles), s.Text, packTexts(wordings), packKeys(keys), aboutIDs.b, first & posMask})
	r.keys = appendSayingKeys(r.keys, keys[len(old.keys):], id)
	if known && s.Text != old.Text {
		r.reworded, r.spared = append(r.reworded, []any{old.Text, int64(id)}), append(r.spared, []any{int64(id), s.Text})
	}
	if counted {
		d.spoke[old.Speaker]--
	}
	d.spoke[s.Speaker]++
	if !known || place != old.place || !slices.Equal(about, old.about) {
		r.noAbout, r.about = appendAbout(r.noAbout, old.about, old.place), appendAbout(r.about, about, place)
	}
	if !known || place != old.place || s.Text != old.Text || s.SpokenBy != old.SpokenBy || s.Role != old.Role || s.Told != old.Told {
		if known {
			r.unsearch = append(r.unsearch, old.place)
		}
		r.search = append(r.search, append([]any{place}, dialect.sayings.encode(termsOfSaying(&s))...))
	}
}

// end takes a saying away that nobody carries.
func (r *sayingRows) end(d *shift, old *storedSaying, counted bool) {
	if counted {
		d.spoke[old.Speaker]--
	}
	if d.later {
		r.unheard = append(r.unheard, old.ID)
		return
	}
	r.ended, r.unsearch = append(r.ended, old.ID), append(r.unsearch, old.place)
	r.staleKeys, r.noAbout = appendSayingKeys(r.staleKeys, old.keys, old.ID), appendAbout(r.noAbout, old.about, old.place)
}

// join adds what new carriers bring to the keys and other wordings of a saying whose words are now these.
func (c *carried) join(old *storedSaying, words string, keepOld bool) (keys []int64, wordings []string) {
	keys = old.keys
	for _, key := range c.keys {
		if len(keys) < maxSayingKeys && !slices.Contains(keys, key) {
			keys = append(slices.Clip(keys), key)
		}
	}
	texts := c.texts
	if keepOld {
		texts = append(slices.Clip(texts), old.Text)
	}
	for _, other := range append(slices.Clip(old.wordings), texts...) {
		if other != words && len(wordings) < maxOtherWordings && !slices.Contains(wordings, other) {
			wordings = append(wordings, other)
		}
	}
	return keys, wordings
}

func termsOfSaying(s *news.Saying) terms {
	return terms{headline: some(text.Terms(s.SpokenBy+" \n "+s.Role+" \n "+s.Told), maxHeadlineTerms, maxTermBytes), body: some(text.Terms(s.Text), maxBodyTerms, maxTermBytes)}
}

func appendSayingKeys(rows [][]any, keys []int64, id news.SayingID) [][]any {
	for _, key := range keys {
		rows = append(rows, []any{key, int64(id)})
	}
	return rows
}

func appendAbout(rows [][]any, about []news.EntityID, place int64) [][]any {
	for _, id := range about {
		rows = append(rows, []any{int64(id), place})
	}
	return rows
}

const putSaying = `INSERT INTO sayings (id, place, direct, speaker, spoken_by, role, told, said_from, said_until, likely, articles, text, wordings, keys, about, lang)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((SELECT lang FROM articles WHERE id = ?), ''))
	ON CONFLICT (id) DO UPDATE SET place = excluded.place, direct = excluded.direct, speaker = excluded.speaker, spoken_by = excluded.spoken_by,
		role = excluded.role, told = excluded.told, said_from = excluded.said_from, said_until = excluded.said_until, likely = excluded.likely,
		articles = excluded.articles, text = excluded.text, wordings = excluded.wordings, keys = excluded.keys, about = excluded.about, lang = excluded.lang`

func (t *tx) putSayings(ctx context.Context, r *sayingRows) error {
	if len(r.unsearch) > 0 {
		if _, err := t.exec(ctx, t.s.d.sayings.remove, ids(t.s.d, r.unsearch)); err != nil {
			return err
		}
	}
	if len(r.unheard) > 0 {
		if _, err := t.exec(ctx, "UPDATE sayings SET articles = 0 WHERE id IN (:ids)", ids(t.s.d, r.unheard)); err != nil {
			return err
		}
	}
	if len(r.ended) > 0 {
		ended := ids(t.s.d, r.ended)
		for _, query := range []string{"DELETE FROM sayings WHERE id IN (:ids)", "DELETE FROM carriers WHERE saying_id IN (:ids)",
			"DELETE FROM saying_redirects WHERE into_id IN (:ids)"} {
			if _, err := t.exec(ctx, query, ended); err != nil {
				return err
			}
		}
	}
	err := t.bulks(ctx, []bulk{
		{putSaying, r.full},
		{"DELETE FROM saying_keys WHERE (key, saying_id) IN (VALUES (?, ?))", r.staleKeys},
		{"INSERT INTO saying_keys (key, saying_id) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(r.keys)},
		{"DELETE FROM abouts WHERE (entity_id, place) IN (VALUES (?, ?))", r.noAbout},
		{"INSERT INTO abouts (entity_id, place) VALUES (?, ?) ON CONFLICT DO NOTHING", r.about},
		{"UPDATE carriers SET text = v.column1 FROM (VALUES (?, ?)) AS v WHERE saying_id = v.column2 AND text = ''", r.reworded},
		{"UPDATE carriers SET text = '' FROM (VALUES (?, ?)) AS v WHERE saying_id = v.column1 AND text = v.column2", r.spared},
		{t.s.d.sayings.insert, sorted(r.search)},
	})
	if err != nil {
		return err
	}
	return t.hideBarred(ctx, r.full)
}
