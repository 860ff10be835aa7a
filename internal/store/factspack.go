package store

import "nutgraf/internal/news"

// Facts are stored as one row of bytes: small numbers by their differences, words once each, kinds by their place in
// the lists below. It takes a fifth of what JSON does. A row that begins with another number than factsFormat is of
// another program and counts as not read. Likelihoods and weights keep three digits.
const factsFormat = 1

// The lists are part of the format: add at their ends only.
var (
	entityKinds = []news.EntityKind{"", news.EntityPerson, news.EntityOrganisation, news.EntityPlace}
	dateTypes   = []news.DateType{"", news.DateDay, news.DateTime, news.DateDuration, news.DateSet}
	numberKinds = []news.NumberKind{"", news.NumberDead, news.NumberHurt, news.NumberMissing, news.NumberPeople, news.NumberMoney,
		news.NumberVotes, news.NumberPercent, news.NumberMeasure, news.NumberCount}
	bounds = []news.Bound{news.BoundExact, news.BoundAbout, news.BoundAtLeast, news.BoundAtMost}
)

func packFacts(f *news.Facts) []byte {
	p := packer{words: map[string]int{}}
	p.fixed(f.Text)
	p.count(len(f.Actors))
	for _, a := range f.Actors {
		p.actor(a)
	}
	p.count(len(f.Mentions))
	for _, m := range f.Mentions {
		p.next(m.Range)
		p.count(2*kindOf(entityKinds, m.Kind) + int(flag(m.Word)))
		p.signed(m.Actor)
	}
	p.at = 0
	p.count(len(f.Quotes))
	for _, q := range f.Quotes {
		p.quote(q)
	}
	p.at = 0
	p.count(len(f.Dates))
	for _, d := range f.Dates {
		p.date(d)
	}
	p.at = 0
	p.count(len(f.Events))
	for _, e := range f.Events {
		p.next(e.Range)
		p.days(e.From, e.Until)
		p.signed(e.Date)
		p.count(int(flag(e.Ahead)))
		p.share(e.Weight)
	}
	p.at = 0
	p.count(len(f.Numbers))
	for _, n := range f.Numbers {
		p.number(n)
	}
	p.ranges(f.Keys)
	p.strings(f.Phrases)
	return append([]byte{factsFormat}, squeeze(p.b)...)
}

func (p *packer) actor(a news.Actor) {
	p.count(kindOf(entityKinds, a.Kind))
	p.word(a.Name)
	p.strings(a.Forms)
	p.word(a.Role)
	p.span(a.RoleAt)
	p.word(a.Country)
	p.share(a.Female)
	p.count(a.Mentions)
	p.count(a.First)
}

func (p *packer) quote(q news.Quote) {
	p.next(q.Range)
	p.ranges(q.Parts)
	p.count(int(flag(q.Direct)))
	p.span(q.Speaker)
	p.signed(q.Actor)
	p.span(q.Cue)
	p.word(q.Role)
	p.word(q.Told)
	at := p.at
	p.date(q.At)
	p.at = at
	p.share(q.Likely)
}

func (p *packer) date(d news.Date) {
	p.next(d.Range)
	p.count(kindOf(dateTypes, d.Type))
	p.word(d.Value)
	p.days(d.From, d.Until)
}

func (p *packer) number(n news.Number) {
	p.next(n.Range)
	p.count(kindOf(numberKinds, n.Kind))
	p.count(kindOf(bounds, n.Bound))
	p.float(n.Value)
	p.float(n.High)
	p.word(n.Unit)
	p.word(n.Subject)
	p.span(n.Sentence)
}

// unpackFacts reads what packFacts wrote; ok is false for what another program wrote, and for nothing.
func unpackFacts(b []byte) (f news.Facts, ok bool, err error) {
	if len(b) == 0 || b[0] != factsFormat {
		return f, false, nil
	}
	plain, err := unsqueeze(b[1:])
	if err != nil {
		return f, false, err
	}
	u := unpacker{b: plain}
	f.Text = u.fixed()
	f.Actors = many(&u, func() news.Actor {
		return news.Actor{Kind: kindAt(&u, entityKinds), Name: u.word(), Forms: u.strings(), Role: u.word(), RoleAt: u.span(),
			Country: u.word(), Female: u.share(), Mentions: u.count(), First: u.count()}
	})
	f.Mentions = many(&u, func() news.Mention {
		m := news.Mention{Range: u.next()}
		n := u.count()
		m.Word = n&1 != 0
		if m.Kind = entityKinds[0]; n/2 < len(entityKinds) {
			m.Kind = entityKinds[n/2]
		}
		m.Actor = u.signed()
		return m
	})
	u.at = 0
	f.Quotes = many(&u, u.quote)
	u.at = 0
	f.Dates = many(&u, u.date)
	u.at = 0
	f.Events = many(&u, func() news.Event {
		e := news.Event{Range: u.next()}
		e.From, e.Until = u.days()
		e.Date, e.Ahead, e.Weight = u.signed(), u.count() != 0, u.share()
		return e
	})
	u.at = 0
	f.Numbers = many(&u, func() news.Number {
		return news.Number{Range: u.next(), Kind: kindAt(&u, numberKinds), Bound: kindAt(&u, bounds), Value: u.float(), High: u.float(),
			Unit: u.word(), Subject: u.word(), Sentence: u.span()}
	})
	f.Keys, f.Phrases = u.ranges(), u.strings()
	return f, u.err == nil, u.err
}

func (u *unpacker) quote() news.Quote {
	q := news.Quote{Range: u.next(), Parts: u.ranges(), Direct: u.count() != 0, Speaker: u.span(), Actor: u.signed(), Cue: u.span(),
		Role: u.word(), Told: u.word()}
	at := u.at
	q.At = u.date()
	u.at = at
	q.Likely = u.share()
	return q
}

func (u *unpacker) date() news.Date {
	d := news.Date{Range: u.next(), Type: kindAt(u, dateTypes), Value: u.word()}
	d.From, d.Until = u.days()
	return d
}
