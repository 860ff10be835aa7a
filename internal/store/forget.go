package store

import (
	"context"
	"slices"

	"nutgraf/internal/news"
)

// ledgerLease is the lease that SaveLedger demands. Whoever takes rows out of the ledger locks it too, so that all lock
// in one order.
const ledgerLease = "ledger"

// redirected reads where merged entities and joined sayings went.
func (t *tx) redirected(ctx context.Context, d *shift, entities []news.EntityID, sayings []news.SayingID) error {
	const entityQuery = "SELECT from_id, into_id FROM entity_redirects WHERE from_id IN (:ids)"
	err := t.each(ctx, func(row scanner) error {
		var from, into news.EntityID
		err := row.Scan(&from, &into)
		d.into[from] = into
		return err
	}, entityQuery, ids(t.s.d, entities))
	if err != nil {
		return err
	}
	const sayingQuery = "SELECT from_id, into_id FROM saying_redirects WHERE from_id IN (:ids)"
	return t.each(ctx, func(row scanner) error {
		var from, into news.SayingID
		err := row.Scan(&from, &into)
		d.one[from] = into
		return err
	}, sayingQuery, ids(t.s.d, sayings))
}

// bulk is a statement for many rows; see [tx.bulk].
type bulk struct {
	query string
	rows  [][]any
}

func (t *tx) bulks(ctx context.Context, parts []bulk) error {
	for _, part := range parts {
		if _, err := t.bulk(ctx, part.query, part.rows); err != nil {
			return err
		}
	}
	return nil
}

// lockLedger keeps others from changing the ledger until the transaction ends.
func (t *tx) lockLedger(ctx context.Context) error {
	_, err := t.exec(ctx, "UPDATE leases SET term = term WHERE name = ?", ledgerLease)
	return err
}

// forget takes out of the ledger what was made of articles, and mends what other articles carry. Who is named and what is
// said in no other article ends; later, when these are to be read again.
func (t *tx) forget(ctx context.Context, articles []news.ArticleID, later bool) error {
	if len(articles) == 0 {
		return nil
	}
	if err := t.lockLedger(ctx); err != nil {
		return err
	}
	d := newShift()
	d.later = later
	if err := t.clear(ctx, d, articles); err != nil {
		return err
	}
	return t.settle(ctx, d)
}

// clear takes out the rows of articles and notes what that shifts.
func (t *tx) clear(ctx context.Context, d *shift, articles []news.ArticleID) error {
	type row struct {
		article news.ArticleID
		pos     int64
		made
	}
	var rows []row
	var named []news.EntityID
	var said []news.SayingID
	err := t.each(ctx, func(r scanner) error {
		var one row
		var packed []byte
		if err := r.Scan(&one.article, &one.pos, &packed); err != nil {
			return err
		}
		var err error
		one.made, err = unpackMade(packed)
		rows, named = append(rows, one), slices.Concat(named, one.Entities, one.Orphans)
		said = slices.Concat(said, one.Sayings, one.Unheard)
		return err
	}, "SELECT article_id, pos, made FROM facts WHERE article_id IN (:ids) AND length(made) > 0", ids(t.s.d, articles))
	if err != nil || len(rows) == 0 {
		return err
	}
	if err := t.redirected(ctx, d, named, said); err != nil {
		return err
	}
	var namings, carriers, days, left [][]any
	for _, one := range rows {
		for _, id := range distinct(one.Entities, d.of) {
			d.entities[id]--
			namings = append(namings, []any{int64(id), one.pos})
		}
		for _, id := range distinct(one.Sayings, d.ofSaying) {
			d.sayings[id]--
			d.lost[id] = true
			carriers = append(carriers, []any{int64(id), one.pos})
		}
		for _, day := range one.Days {
			days = append(days, []any{day.day, one.pos, int64(day.event)})
		}
		for _, id := range one.Orphans {
			d.entities[d.of(id)] += 0 // looked at, to see whether it is named elsewhere
		}
		for _, id := range one.Unheard {
			d.sayings[d.ofSaying(id)] += 0
		}
		left = append(left, []any{int64(one.article), d.left(&one.made), nothing})
	}
	return t.bulks(ctx, []bulk{
		{"DELETE FROM namings WHERE (entity_id, pos) IN (VALUES (?, ?))", namings},
		{"DELETE FROM carriers WHERE (saying_id, pos) IN (VALUES (?, ?))", carriers},
		{"DELETE FROM agenda WHERE (day, pos, event) IN (VALUES (?, ?, ?))", days},
		{"UPDATE facts SET made = v.column2, facts = v.column3 FROM (VALUES (?, ?, ?)) AS v WHERE article_id = v.column1", left},
	})
}

// left is what has to be remembered of a cleared article.
func (d *shift) left(m *made) []byte {
	rest := made{}
	if !d.later {
		return rest.pack()
	}
	orphans := slices.DeleteFunc(distinct(slices.Concat(m.Entities, m.Orphans), d.of), func(id news.EntityID) bool { return d.keep[id] })
	rest = made{Orphans: orphans, Unheard: distinct(slices.Concat(m.Sayings, m.Unheard), d.ofSaying)}
	return rest.pack()
}

// distinct are the identifiers of a list that are not zero, each once and in order, as of names them.
func distinct[ID ~int64](list []ID, of func(ID) ID) []ID {
	var found []ID
	for _, id := range list {
		if of != nil {
			id = of(id)
		}
		if id != 0 {
			found = append(found, id)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
