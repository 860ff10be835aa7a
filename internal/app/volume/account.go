package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
)

// ledger writes what the articles of a batch say. Who is who needs no finding out here: the press knows.
func (s *saver) ledger(ctx context.Context, events []*event, byURL map[string]*draft) error {
	unread, err := s.db.ClaimUnread(ctx, len(byURL), pipeline.LedgerVersion)
	if err != nil {
		return err
	}
	for _, u := range unread {
		d := byURL[u.URL]
		if d == nil {
			return fmt.Errorf("%s waits for the ledger, but is not of this batch", u.URL)
		}
		d.key = u.Key
	}
	l := news.Ledger{Claimed: map[news.ArticleID]int64{}, Version: pipeline.LedgerVersion}
	touched := map[news.EntityID]*entity{}
	for _, e := range events {
		said := map[string]news.SayingID{}
		for _, d := range e.drafts {
			s.account(&l, e, d, said, touched)
		}
	}
	for _, e := range touched {
		e.Keys = ledger.ProfileKeys(e.Profile)
		l.Entities = append(l.Entities, e.Profile)
	}
	slices.SortFunc(l.Entities, func(a, b news.Profile) int { return int(a.ID - b.ID) })
	now := time.Now()
	term, err := s.db.AcquireLease(ctx, "ledger", holder, now, now.Add(time.Hour))
	if err != nil {
		return err
	}
	return s.db.SaveLedger(ctx, holder, term, l, now)
}

// account puts one article into the ledger.
func (s *saver) account(l *news.Ledger, e *event, d *draft, said map[string]news.SayingID, touched map[news.EntityID]*entity) {
	d.facts.Article = d.ID
	l.Facts, l.Claimed[d.ID] = append(l.Facts, d.facts), d.key
	for i, who := range d.who {
		known := s.entities[who]
		if known == nil {
			s.entity++
			a := d.facts.Actors[i]
			a.Name = s.nameOf(who)
			a.Forms = append([]string{a.Name}, a.Forms...)
			known = &entity{Profile: memory(s.entity, a, d.Language, d.Time())}
			known.Name, known.Aliases = a.Name, nil
			s.entities[who] = known
		}
		a := &d.facts.Actors[i]
		known.UpdatedAt = maxTime(known.UpdatedAt, d.Time())
		if a.Role != "" {
			known.Role = a.Role
		}
		if a.Name != known.Name && len(known.Aliases) < 6 && !slices.Contains(known.Aliases, a.Name) {
			known.Aliases = append(known.Aliases, a.Name)
		}
		touched[known.ID] = known
		l.Named = append(l.Named, news.Naming{Article: d.ID, Actor: i, Entity: known.ID})
	}
	text := d.Text()
	for i, q := range d.facts.Quotes {
		words := q.Parts[0].In(text)
		id := said[words]
		if id == 0 {
			s.saying++
			id = s.saying
			said[words] = id
			saying := news.Saying{ID: id, Direct: true, Text: ledger.Wording(q, text), SpokenBy: q.Speaker.In(text), Role: q.Role, Likely: q.Likely,
				SaidFrom: q.At.From, SaidUntil: q.At.Until, FirstAt: d.Time()}
			if q.Actor >= 0 {
				saying.Speaker, saying.SpokenBy = s.entities[d.who[q.Actor]].ID, d.facts.Actors[q.Actor].Name
			}
			l.Sayings = append(l.Sayings, saying)
		}
		l.Carried = append(l.Carried, news.Carrying{Article: d.ID, Quote: i, Saying: id, Keys: ledger.QuoteKeys(q, text), Text: ledger.Wording(q, text)})
	}
}

// nameOf is how somebody is called in Latin letters, whoever wrote first.
func (s *saver) nameOf(who key) string {
	switch {
	case who.kind == news.EntityPerson:
		return s.world.people[who.n].full(latin)
	case who.kind == news.EntityOrganisation:
		return s.grammars[0].org(s.world, who.n)
	case who.n < len(s.world.places):
		return s.world.places[who.n][latin]
	}
	return s.world.countries[who.n-len(s.world.places)][latin]
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
