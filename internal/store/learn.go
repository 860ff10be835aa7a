package store

import (
	"context"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// maxFurniture is how many blocks of a source are known as furniture; those met longest ago are forgotten.
const maxFurniture = 200

// pupil is what is learned of one source, while a batch adds to it.
type pupil struct {
	news.Learning
	known    map[uint64]*news.Furniture
	fresh    []news.Imprint // furniture from now on
	met      []uint64       // known furniture that was not met for long
	reread   []news.EntryID // to be read anew
	outcomes []*readEntry
}

func (p *pupil) knows(key uint64) bool { return p.known[key] != nil }

// dropped reports whether a block belongs to no article.
func (p *pupil) dropped(key uint64) bool { return p.known[key] != nil && !p.known[key].Allowed }

// learn takes in what the batch's pages tell of their sources. Entries that are remembered to hold what has become furniture are
// read again, from their captures, and so are those that were read while somebody else learned something.
func (b *batch) learn(ctx context.Context) error {
	pupils := map[news.SourceID]*pupil{}
	var sources []news.SourceID
	for _, e := range b.mine {
		if e.Look == nil {
			continue
		}
		p := pupils[e.source]
		if p == nil {
			p = &pupil{known: map[uint64]*news.Furniture{}}
			pupils[e.source] = p
			sources = append(sources, e.source)
		}
		p.outcomes = append(p.outcomes, e)
	}
	if len(sources) == 0 {
		return nil
	}
	slices.Sort(sources) // all transactions lock them in one order
	if err := b.readLearned(ctx, sources, pupils); err != nil {
		return err
	}
	var reread []news.EntryID
	for _, id := range sources {
		pupils[id].study(b.now)
		reread = append(reread, pupils[id].reread...)
	}
	if err := b.putLearned(ctx, sources, pupils); err != nil {
		return err
	}
	return b.readAgain(ctx, reread)
}

// study takes in the outcomes of one source.
func (p *pupil) study(now time.Time) {
	before := p.Generation
	for _, e := range p.outcomes {
		headline := ""
		if len(e.Articles) > 0 {
			headline = e.Articles[0].Headline
		}
		learned := p.Remember(e.Entry.ID, uint64(key(headline)), e.Look.Imprints, p.knows)
		for _, i := range learned {
			p.known[i.Key] = &news.Furniture{Key: i.Key, LastAt: now}
			p.fresh = append(p.fresh, i)
			p.reread = append(p.reread, p.Holding(i.Key)...)
		}
		if len(learned) > 0 {
			p.Generation++
		}
		if e.Look.Fresh {
			p.Judge(*e.Look, now)
		}
	}
	for _, e := range p.outcomes {
		if e.Learned < before {
			p.reread = append(p.reread, e.Entry.ID)
		}
		for _, i := range e.Look.Imprints {
			if !p.dropped(i.Key) {
				continue
			}
			if e.Learned < p.Generation && !i.Dropped { // it became furniture within this batch
				p.reread = append(p.reread, e.Entry.ID)
			}
			if f := p.known[i.Key]; now.Sub(f.LastAt) > daily {
				f.LastAt = now
				p.met = append(p.met, i.Key)
			}
		}
	}
}

// readLearned reads what is known of sources, and keeps it from changing until the transaction ends.
func (t *tx) readLearned(ctx context.Context, sources []news.SourceID, pupils map[news.SourceID]*pupil) error {
	const rows = "SELECT source_id, rules, generation, drift, averages, pages FROM learned WHERE source_id IN (:ids) ORDER BY source_id {FOR UPDATE}"
	err := t.each(ctx, func(row scanner) error {
		id, l, err := scanLearned(row)
		if err == nil {
			pupils[id].Learning = l
		}
		return err
	}, rows, ids(t.s.d, sources))
	if err != nil {
		return err
	}
	return t.each(ctx, func(row scanner) error {
		id, f, err := scanFurniture(row)
		if err == nil {
			pupils[id].known[f.Key] = &f
		}
		return err
	}, "SELECT source_id, block_key, words, seen_at, last_at, allowed FROM furniture WHERE source_id IN (:ids)", ids(t.s.d, sources))
}

func scanLearned(row scanner) (id news.SourceID, l news.Learning, err error) {
	var rules, drift, averages string
	var pages []byte
	if err = row.Scan(&id, &rules, &l.Generation, &drift, &averages, &pages); err != nil {
		return id, l, err
	}
	l.Pages = unpackPages(pages)
	if l.Rules, err = unpackRules(rules); err == nil {
		l.Drifts, l.Turns, err = unpackDrift(drift)
	}
	if err == nil {
		err = unpackAverages(averages, &l)
	}
	return id, l, err
}

func scanFurniture(row scanner) (id news.SourceID, f news.Furniture, err error) {
	var key, seen, last, allowed int64
	err = row.Scan(&id, &key, &f.Text, &seen, &last, &allowed)
	f.Key, f.SeenAt, f.LastAt, f.Allowed = uint64(key), fromMicros(seen), fromMicros(last), allowed != 0
	return id, f, err
}

// putLearned stores what was learned. Rules are the operator's, and stay as they are.
func (b *batch) putLearned(ctx context.Context, sources []news.SourceID, pupils map[news.SourceID]*pupil) error {
	const learned = `INSERT INTO learned (source_id, generation, drift, averages, pages) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (source_id) DO UPDATE SET generation = excluded.generation, drift = excluded.drift, averages = excluded.averages, pages = excluded.pages`
	const furniture = `INSERT INTO furniture (source_id, block_key, words, seen_at, last_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	const met = "UPDATE furniture SET last_at = v.column3 FROM (VALUES (?, ?, ?)) AS v WHERE source_id = v.column1 AND block_key = v.column2"
	var rows, fresh, seen [][]any
	for _, id := range sources {
		p := pupils[id]
		rows = append(rows, []any{int64(id), p.Generation, packDrift(&p.Learning), packAverages(&p.Learning), packPages(p.Pages)})
		for _, i := range p.fresh {
			fresh = append(fresh, []any{int64(id), int64(i.Key), clip(i.Text, maxName), micros(b.now), micros(b.now)})
		}
		for _, k := range p.met {
			seen = append(seen, []any{int64(id), int64(k), micros(b.now)})
		}
	}
	if _, err := b.bulk(ctx, learned, rows); err != nil {
		return err
	}
	if _, err := b.bulk(ctx, furniture, fresh); err != nil {
		return err
	}
	if _, err := b.bulk(ctx, met, seen); err != nil {
		return err
	}
	const forget = `DELETE FROM furniture WHERE source_id = ? AND allowed = 0 AND block_key NOT IN
		(SELECT block_key FROM furniture WHERE source_id = ? AND allowed = 0 ORDER BY last_at DESC, block_key LIMIT ?)`
	for _, id := range sources {
		if p := pupils[id]; len(p.fresh) > 0 && len(p.known) > maxFurniture {
			if _, err := b.exec(ctx, forget, int64(id), int64(id), maxFurniture); err != nil {
				return err
			}
		}
	}
	return nil
}

// readAgain has entries read anew from their captures, when nothing newer waits. One that somebody is saving at this
// moment is left to them: they see that what they read by is old.
func (t *tx) readAgain(ctx context.Context, entries []news.EntryID) error {
	if len(entries) == 0 {
		return nil
	}
	slices.Sort(entries)
	const query = `UPDATE entries SET version = 0 WHERE id IN
		(SELECT id FROM entries WHERE id IN (:ids) AND state = 3 AND captured = 1 {FOR UPDATE SKIP LOCKED})`
	_, err := t.exec(ctx, query, ids(t.s.d, slices.Compact(entries)))
	return err
}

// addKnowledge gives works what is known of their sources, in one read.
func (t *tx) addKnowledge(ctx context.Context, works []news.Work) error {
	furniture := map[news.SourceID]map[uint64]bool{}
	var sources []news.SourceID
	for _, w := range works {
		sources = append(sources, w.Source.ID)
	}
	slices.Sort(sources)
	err := t.each(ctx, func(row scanner) error {
		var id news.SourceID
		var k int64
		err := row.Scan(&id, &k)
		if furniture[id] == nil {
			furniture[id] = map[uint64]bool{}
		}
		furniture[id][uint64(k)] = true
		return err
	}, "SELECT source_id, block_key FROM furniture WHERE source_id IN (:ids) AND allowed = 0", ids(t.s.d, slices.Compact(sources)))
	for i := range works {
		works[i].Furniture = furniture[works[i].Source.ID]
	}
	return err
}
