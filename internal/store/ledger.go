package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// factsDraft is what one article says, made ready outside the transaction.
type factsDraft struct {
	*news.Facts
	packed []byte
	pos    int64
	made
	carried []*news.Carrying
}

// SaveLedger saves what the ledger came to, whole: the facts of articles, who and what they name, their quotations, and
// what is ahead. An article that is read again replaces its own rows, and counts are corrected. Articles that are gone,
// whose text changed since they were claimed, or that name an entity which is gone meanwhile are left out: they wait for
// their next turn, if they are there. Unless holder holds the lease "ledger" at now, in the term that AcquireLease gave
// it, it is [news.ErrConflict] and nothing changes.
func (s *Store) SaveLedger(ctx context.Context, holder string, term int64, l news.Ledger, now time.Time) error {
	into, err := straighten(l.Merged)
	if err != nil {
		return fmt.Errorf("save ledger: %w", err)
	}
	joined, err := straighten(l.Joined)
	if err != nil {
		return fmt.Errorf("save ledger: %w", err)
	}
	packed := make([][]byte, len(l.Facts))
	parallel(len(packed), func(i int) { packed[i] = packFacts(&l.Facts[i]) })
	return s.write(ctx, "save ledger", func(ctx context.Context, t *tx) error {
		if err := t.fence(ctx, ledgerLease, holder, term, now); err != nil {
			return err
		}
		b := &ledgerBatch{tx: t, l: &l, shift: newShift(), articles: map[news.ArticleID]*factsDraft{}}
		for i := range l.Facts {
			b.articles[l.Facts[i].Article] = &factsDraft{Facts: &l.Facts[i], packed: packed[i]}
		}
		if err := t.mergeEntities(ctx, b.shift, into); err != nil {
			return err
		}
		if err := t.joinSayings(ctx, b.shift, joined); err != nil {
			return err
		}
		for _, step := range []func(context.Context) error{b.keepCurrent, b.take, b.clearOld, b.put, b.count} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return t.settle(ctx, b.shift)
	})
}

// ledgerBatch is one transaction of SaveLedger.
type ledgerBatch struct {
	*tx
	*shift
	l        *news.Ledger
	articles map[news.ArticleID]*factsDraft
	words    map[news.SayingID]string // of the sayings that are carried
}

// keepCurrent drops the articles that are not as they were when they were claimed.
func (b *ledgerBatch) keepCurrent(ctx context.Context) error {
	current := map[news.ArticleID]int64{}
	const query = `SELECT f.article_id, f.pos, a.text_key FROM facts f JOIN articles a ON a.id = f.article_id
		WHERE f.article_id IN (:ids) AND f.version >= 0 ORDER BY f.article_id {FOR UPDATE OF f}`
	err := b.each(ctx, func(row scanner) error {
		var id news.ArticleID
		var pos, key int64
		err := row.Scan(&id, &pos, &key)
		if b.l.Claimed[id] == key {
			current[id] = pos
		}
		return err
	}, query, ids(b.s.d, slices.Collect(maps.Keys(b.articles))))
	for id, a := range b.articles {
		if a.pos = current[id]; a.pos == 0 {
			delete(b.articles, id)
		}
	}
	return err
}

// take sorts what is new to the articles it belongs to, and drops those that name what is not there.
func (b *ledgerBatch) take(ctx context.Context) error {
	var named []news.EntityID
	var said []news.SayingID
	for _, n := range b.l.Named {
		named = append(named, n.Entity)
	}
	for _, c := range b.l.Carried {
		said = append(said, c.Saying)
	}
	if err := b.redirected(ctx, b.shift, named, said); err != nil {
		return err
	}
	for i := range b.l.Entities {
		p := &b.l.Entities[i]
		if b.of(p.ID) == p.ID && p.ID > 0 {
			b.profiles[p.ID] = p
		}
	}
	for i := range b.l.Sayings {
		if saying := &b.l.Sayings[i]; b.ofSaying(saying.ID) == saying.ID {
			b.told[saying.ID] = saying
		}
	}
	entities := map[news.EntityID]bool{}
	err := b.each(ctx, func(row scanner) error {
		var id news.EntityID
		err := row.Scan(&id)
		entities[id] = true
		return err
	}, "SELECT id FROM entities WHERE id IN (:ids)", ids(b.s.d, distinct(named, b.of)))
	if err != nil {
		return err
	}
	b.words = map[news.SayingID]string{}
	err = b.each(ctx, func(row scanner) error {
		var id news.SayingID
		var words string
		err := row.Scan(&id, &words)
		b.words[id] = words
		return err
	}, "SELECT id, text FROM sayings WHERE id IN (:ids)", ids(b.s.d, distinct(said, b.ofSaying)))
	if err != nil {
		return err
	}
	for id, told := range b.told {
		b.words[id] = clip(told.Text, maxText)
	}
	b.takeNamed(entities)
	b.takeCarried()
	return nil
}

func (b *ledgerBatch) takeNamed(known map[news.EntityID]bool) {
	for _, n := range b.l.Named {
		a := b.articles[n.Article]
		if a == nil || n.Actor < 0 || n.Actor >= len(a.Actors) {
			continue
		}
		id := b.of(n.Entity)
		if b.profiles[id] == nil && !known[id] {
			delete(b.articles, n.Article)
			continue
		}
		if a.Entities == nil {
			a.Entities = make([]news.EntityID, len(a.Actors))
		}
		a.Entities[n.Actor] = id
	}
}

func (b *ledgerBatch) takeCarried() {
	for i := range b.l.Carried {
		c := &b.l.Carried[i]
		a := b.articles[c.Article]
		if a == nil || c.Quote < 0 || c.Quote >= len(a.Quotes) {
			continue
		}
		c.Saying = b.ofSaying(c.Saying)
		if _, known := b.words[c.Saying]; !known {
			delete(b.articles, c.Article)
			continue
		}
		if a.Sayings == nil {
			a.Sayings = make([]news.SayingID, len(a.Quotes))
		}
		a.Sayings[c.Quote], a.carried = c.Saying, append(a.carried, c)
	}
}

// clearOld takes out what earlier readings of the articles made.
func (b *ledgerBatch) clearOld(ctx context.Context) error {
	return b.clear(ctx, b.shift, slices.Sorted(maps.Keys(b.articles)))
}

// put writes the rows of the articles.
func (b *ledgerBatch) put(ctx context.Context) error {
	var namings, carriers, days, facts [][]any
	for _, id := range slices.Sorted(maps.Keys(b.articles)) {
		a := b.articles[id]
		for _, entity := range distinct(a.Entities, nil) {
			b.entities[entity]++
			namings = append(namings, []any{int64(entity), a.pos})
		}
		for _, saying := range distinct(a.Sayings, nil) {
			b.sayings[saying]++
		}
		for _, c := range a.carried {
			carriers = append(carriers, b.carry(a, c))
		}
		for i, e := range a.Events {
			if e.Ahead && !e.From.IsZero() {
				a.Days = append(a.Days, aheadDay{epochDay(e.From), i})
				days = append(days, []any{epochDay(e.From), a.pos, int64(i), epochDay(e.Until), number(e.Weight), int64(id)})
			}
		}
		facts = append(facts, []any{int64(id), int64(b.l.Version), a.pack(), a.packed})
	}
	return b.bulks(ctx, []bulk{
		{"INSERT INTO namings (entity_id, pos) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(namings)},
		{"INSERT INTO carriers (saying_id, pos, quote, spans, text) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", sorted(carriers)},
		{"INSERT INTO agenda (day, pos, event, until, weight, lang) VALUES (?, ?, ?, ?, ?, coalesce((SELECT lang FROM articles WHERE id = ?), '')) ON CONFLICT DO NOTHING", sorted(days)},
		{"UPDATE facts SET version = v.column2, made = v.column3, facts = v.column4 FROM (VALUES (?, ?, ?, ?)) AS v WHERE article_id = v.column1", facts},
	})
}

// carry notes what a carrier brings to its saying, and writes its row.
func (b *ledgerBatch) carry(a *factsDraft, c *news.Carrying) []any {
	q := &a.Quotes[c.Quote]
	brought := b.carriedBy(c.Saying)
	if brought.first == 0 || a.pos < brought.first {
		brought.first, brought.about = a.pos, aboutOf(a, q)
	}
	for _, key := range c.Keys {
		brought.keys = append(brought.keys, int64(key))
	}
	words := clip(c.Text, maxText)
	if words == b.words[c.Saying] {
		words = ""
	}
	if words != "" {
		brought.texts = append(brought.texts, words)
	}
	p := packer{}
	p.next(q.Range)
	p.ranges(q.Parts)
	return []any{int64(c.Saying), a.pos, int64(c.Quote), p.b, words}
}

// beside is how many bytes before and after a quote are looked at for whom it is about.
const beside = 120

// aboutOf are the entities that an article names in a quote or beside it, without its speaker.
func aboutOf(a *factsDraft, q *news.Quote) []news.EntityID {
	var about []news.EntityID
	for _, m := range a.Mentions {
		if m.Actor >= 0 && m.Actor < len(a.Entities) && m.Actor != q.Actor && m.End > q.Start-beside && m.Start < q.End+beside {
			about = append(about, a.Entities[m.Actor])
		}
	}
	about = distinct(about, nil)
	if q.Actor >= 0 && q.Actor < len(a.Entities) {
		about = slices.DeleteFunc(about, func(id news.EntityID) bool { return id == a.Entities[q.Actor] })
	}
	return about
}

// count remembers the highest identifiers that were given.
func (b *ledgerBatch) count(ctx context.Context) error {
	last := map[string]int64{}
	for _, p := range b.l.Entities {
		last["entity"] = max(last["entity"], int64(p.ID))
	}
	for _, s := range b.l.Sayings {
		last["saying"] = max(last["saying"], int64(s.ID))
	}
	for _, name := range []string{"entity", "saying"} {
		if _, err := b.exec(ctx, "UPDATE sequences SET last = ? WHERE name = ? AND last < ?", last[name], name, last[name]); err != nil {
			return err
		}
	}
	return nil
}
