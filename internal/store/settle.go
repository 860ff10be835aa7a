package store

import (
	"cmp"
	"context"
	"maps"
	"math/bits"
	"slices"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// shift is what a transaction changes in the ledger, by entity and saying. What it touches is written by settle, once.
type shift struct {
	into     map[news.EntityID]news.EntityID // where merged entities went
	entities map[news.EntityID]int           // articles that name them, more or less
	spoke    map[news.EntityID]int           // sayings that are theirs, likewise
	profiles map[news.EntityID]*news.Profile // what is new of them
	hashed   map[news.EntityID][]int64       // their keys, when a profile has none
	keep     map[news.EntityID]bool          // even when nothing names them now
	later    bool                            // what nobody carries now stays until its article is read again

	one     map[news.SayingID]news.SayingID // where joined sayings went
	sayings map[news.SayingID]int           // articles that carry them, more or less
	told    map[news.SayingID]*news.Saying  // what is new of them
	lost    map[news.SayingID]bool          // a carrier was taken away
	carried map[news.SayingID]*carried
}

// carried is what new carriers bring to a saying.
type carried struct {
	first int64 // the place of the first of them
	about []news.EntityID
	keys  []int64
	texts []string // other wordings
}

func newShift() *shift {
	return &shift{
		into: map[news.EntityID]news.EntityID{}, entities: map[news.EntityID]int{}, spoke: map[news.EntityID]int{}, profiles: map[news.EntityID]*news.Profile{},
		hashed: map[news.EntityID][]int64{}, keep: map[news.EntityID]bool{},
		one: map[news.SayingID]news.SayingID{}, sayings: map[news.SayingID]int{}, told: map[news.SayingID]*news.Saying{}, lost: map[news.SayingID]bool{}, carried: map[news.SayingID]*carried{},
	}
}

// of is the entity that stands for another one.
func (d *shift) of(id news.EntityID) news.EntityID {
	if into, merged := d.into[id]; merged {
		return into
	}
	return id
}

// ofSaying is the saying that stands for another one.
func (d *shift) ofSaying(id news.SayingID) news.SayingID {
	if into, joined := d.one[id]; joined {
		return into
	}
	return id
}

// carriedBy is what new carriers bring to a saying.
func (d *shift) carriedBy(id news.SayingID) *carried {
	if d.carried[id] == nil {
		d.carried[id] = &carried{}
	}
	return d.carried[id]
}

// settle writes what was shifted: what is new, counts, and the end of what nobody carries any more.
func (t *tx) settle(ctx context.Context, d *shift) error {
	if err := t.settleSayings(ctx, d); err != nil {
		return err
	}
	return t.settleEntities(ctx, d)
}

// storedEntity is what has to be known of an entity to change it.
type storedEntity struct {
	name     string
	aliases  []string
	articles int
	sayings  int
	rank     int64
	keys     []int64
}

func (t *tx) storedEntities(ctx context.Context, entities []news.EntityID) (map[news.EntityID]*storedEntity, error) {
	stored := map[news.EntityID]*storedEntity{}
	const query = "SELECT id, name, aliases, articles, sayings, rank, keys FROM entities WHERE id IN (:ids) ORDER BY id {FOR UPDATE}"
	return stored, t.each(ctx, func(row scanner) error {
		var id news.EntityID
		var e storedEntity
		var aliases string
		var keys []byte
		err := row.Scan(&id, &e.name, &aliases, &e.articles, &e.sayings, &e.rank, &keys)
		if err == nil {
			e.aliases, err = fromList(aliases)
		}
		e.keys = unpackKeys(keys)
		stored[id] = &e
		return err
	}, query, ids(t.s.d, entities))
}

// entityRows are what settleEntities writes.
type entityRows struct {
	full, counts      [][]any
	keys, staleKeys   [][]any
	words, staleWords [][]any
	ended, poorer     []news.EntityID
	later             bool // as in shift
}

func (t *tx) settleEntities(ctx context.Context, d *shift) error {
	touched := map[news.EntityID]bool{}
	for _, some := range []map[news.EntityID]int{d.entities, d.spoke} {
		for id := range some {
			touched[id] = true
		}
	}
	for id := range d.profiles {
		touched[id] = true
	}
	list := slices.Sorted(maps.Keys(touched))
	if len(list) == 0 {
		return nil
	}
	stored, err := t.storedEntities(ctx, list)
	if err != nil {
		return err
	}
	edited, err := t.editedEntities(ctx)
	if err != nil {
		return err
	}
	r := entityRows{later: d.later}
	for _, id := range list {
		r.add(d, id, stored[id], edited[id])
	}
	return t.putEntities(ctx, &r)
}

// editedEntities are those that an editor said something of.
func (t *tx) editedEntities(ctx context.Context) (map[news.EntityID]bool, error) {
	edited := map[news.EntityID]bool{}
	return edited, t.each(ctx, func(row scanner) error {
		var a, b news.EntityID
		err := row.Scan(&a, &b)
		edited[a], edited[b] = true, true
		return err
	}, "SELECT entity_id, other_id FROM entity_edits")
}

// add decides what becomes of one entity.
func (r *entityRows) add(d *shift, id news.EntityID, old *storedEntity, edited bool) {
	profile := d.profiles[id]
	known := old != nil
	if !known {
		if profile == nil || d.entities[id] <= 0 && !d.keep[id] {
			return // named nowhere
		}
		old = &storedEntity{}
	}
	articles, sayings := max(0, old.articles+d.entities[id]), max(0, old.sayings+d.spoke[id])
	rank := int64(bits.Len(uint(articles)))
	name, aliases, keys := old.name, old.aliases, old.keys
	switch {
	case articles == 0 && sayings == 0 && !edited && !d.keep[id] && !d.later:
		r.ended = append(r.ended, id)
		keys, name, aliases = nil, "", nil
	case profile == nil:
		r.counts = append(r.counts, []any{int64(id), int64(articles), int64(sayings), rank})
		if d.entities[id] < 0 {
			r.poorer = append(r.poorer, id)
		}
	default:
		name, aliases = profile.Name, profile.Aliases
		if profile.Keys != nil {
			keys = nameKeys(profile.Keys)
		} else if hashed := d.hashed[id]; hashed != nil {
			slices.Sort(hashed)
			keys = slices.Compact(hashed)
		}
		r.full = append(r.full, []any{int64(id), clip(string(profile.Kind), 20), clip(name, maxName), list(aliases), clip(profile.Role, maxName),
			clip(profile.Country, 2), primaryTag(profile.Language), int64(articles), int64(sayings),
			micros(profile.FirstSeenAt), micros(profile.UpdatedAt), rank, packKeys(keys), blob(profile.Memory)})
	}
	if known && rank == old.rank && name == old.name && slices.Equal(aliases, old.aliases) && slices.Equal(keys, old.keys) {
		return
	}
	r.staleKeys = appendKeys(r.staleKeys, old.keys, old.rank, id)
	r.staleWords = appendWords(r.staleWords, old.name, old.aliases, old.rank, id)
	r.keys = appendKeys(r.keys, keys, rank, id)
	r.words = appendWords(r.words, name, aliases, rank, id)
}

func nameKeys(names []string) []int64 {
	keys := make([]int64, len(names))
	for i, name := range names {
		keys[i] = nameKey(name)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func appendKeys(rows [][]any, keys []int64, rank int64, id news.EntityID) [][]any {
	for _, key := range keys {
		rows = append(rows, []any{key, rank, int64(id)})
	}
	return rows
}

// maxNameWords is how many words of an entity's names it is found by.
const maxNameWords = 24

func appendWords(rows [][]any, name string, aliases []string, rank int64, id news.EntityID) [][]any {
	for _, word := range nameWords(name, aliases) {
		rows = append(rows, []any{word, rank, int64(id)})
	}
	return rows
}

// nameWords are the terms of all of an entity's names, each once.
func nameWords(name string, aliases []string) []string {
	var words []string
	for _, form := range append([]string{name}, aliases...) {
		for _, word := range text.Terms(form) {
			if word = clip(word, 60); word != "" && len(words) < maxNameWords && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
}

const putEntity = `INSERT INTO entities (id, kind, name, aliases, role, country, language, articles, sayings, first_seen_at, updated_at, rank, keys, memory)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, aliases = excluded.aliases, role = excluded.role,
		country = excluded.country, language = excluded.language, articles = excluded.articles, sayings = excluded.sayings,
		first_seen_at = excluded.first_seen_at, updated_at = excluded.updated_at, rank = excluded.rank, keys = excluded.keys, memory = excluded.memory`

func (t *tx) putEntities(ctx context.Context, r *entityRows) error {
	err := t.bulks(ctx, []bulk{
		{putEntity, r.full},
		{"UPDATE entities SET articles = v.column2, sayings = v.column3, rank = v.column4 FROM (VALUES (?, ?, ?, ?)) AS v WHERE id = v.column1", r.counts},
		{"DELETE FROM entity_keys WHERE (key, rank, entity_id) IN (VALUES (?, ?, ?))", r.staleKeys},
		{"DELETE FROM entity_words WHERE (word, rank, entity_id) IN (VALUES (?, ?, ?))", r.staleWords},
		{"INSERT INTO entity_keys (key, rank, entity_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", sorted(r.keys)},
		{"INSERT INTO entity_words (word, rank, entity_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", r.words},
	})
	if err != nil {
		return err
	}
	if len(r.poorer) > 0 && !r.later { // the role may be in the words of what went
		const role = `UPDATE entities SET role = '' WHERE id IN (:ids)
			AND updated_at / 1000000 > (SELECT max(pos) FROM namings n WHERE n.entity_id = entities.id) / 1073741824`
		if _, err := t.exec(ctx, role, ids(t.s.d, r.poorer)); err != nil {
			return err
		}
	}
	if len(r.poorer) > 0 { // the time of the article that went may have been the first or the last
		const times = `UPDATE entities SET first_seen_at = coalesce((SELECT min(pos) FROM namings n WHERE n.entity_id = entities.id) / 1073741824 * 1000000, first_seen_at),
				updated_at = coalesce((SELECT max(pos) FROM namings n WHERE n.entity_id = entities.id) / 1073741824 * 1000000, updated_at)
			WHERE id IN (:ids)`
		if _, err := t.exec(ctx, times, ids(t.s.d, r.poorer)); err != nil {
			return err
		}
	}
	if len(r.ended) == 0 {
		return nil
	}
	ended := ids(t.s.d, r.ended)
	for _, query := range []string{"DELETE FROM entities WHERE id IN (:ids)", "DELETE FROM entity_redirects WHERE into_id IN (:ids)"} {
		if _, err := t.exec(ctx, query, ended); err != nil {
			return err
		}
	}
	return nil
}

// sorted puts rows in the order of their first column, in which an index takes them fastest.
func sorted(rows [][]any) [][]any {
	slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(int64), b[0].(int64)) })
	return rows
}
