package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"nutgraf/internal/news"
)

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

// packer writes values one after the other.
type packer struct {
	b     []byte
	words map[string]int // those that were written, by their number from 1
	at    int            // where the range before ended: the next one is told from there
}

func (p *packer) count(n int)    { p.b = binary.AppendUvarint(p.b, uint64(max(n, 0))) }
func (p *packer) signed(n int)   { p.b = binary.AppendVarint(p.b, int64(n)) }
func (p *packer) fixed(n uint64) { p.b = binary.LittleEndian.AppendUint64(p.b, n) }

func (p *packer) share(x float64) { p.count(int(math.Round(1000 * min(max(number(x), 0), 1)))) }

// float writes a whole number by itself and any other by its bits.
func (p *packer) float(x float64) {
	if x == math.Trunc(x) && math.Abs(x) < 1<<52 {
		p.count(0)
		p.signed(int(x))
		return
	}
	p.count(1)
	p.fixed(math.Float64bits(number(x)))
}

// word writes a string, or the number of the same one before.
func (p *packer) word(s string) {
	if n, known := p.words[s]; known || s == "" {
		p.count(2 * n)
		return
	}
	p.words[s] = len(p.words) + 1
	p.count(2*len(s) + 1)
	p.b = append(p.b, s...)
}

func (p *packer) strings(list []string) {
	p.count(len(list))
	for _, s := range list {
		p.word(s)
	}
}

// next writes a range that begins near the end of the one before.
func (p *packer) next(r news.Range) {
	p.signed(r.Start - p.at)
	p.count(r.End - r.Start)
	p.at = r.Start
}

// span writes a range near the last one that next wrote.
func (p *packer) span(r news.Range) {
	if r == (news.Range{}) {
		p.count(0)
		return
	}
	p.count(r.End - r.Start + 1)
	p.signed(r.Start - p.at)
}

func (p *packer) ranges(list []news.Range) {
	p.count(len(list))
	for _, r := range list {
		p.span(r)
	}
}

// days writes two midnights; zero times stay zero.
func (p *packer) days(from, until time.Time) {
	if from.IsZero() {
		p.count(0)
		return
	}
	p.count(1)
	p.signed(int(epochDay(from)))
	p.signed(int(epochDay(until) - epochDay(from)))
}

const daySeconds = 24 * 60 * 60

// epochDay counts days since 1970.
func epochDay(t time.Time) int64 {
	n := t.Unix()
	return (n - ((n%daySeconds)+daySeconds)%daySeconds) / daySeconds
}

func fromEpochDay(n int64) time.Time { return time.Unix(n*daySeconds, 0).UTC() }

func kindOf[K comparable](list []K, kind K) int { return max(0, slices.Index(list, kind)) }

// unpacker reads what a packer wrote. After an error everything is zero.
type unpacker struct {
	b     []byte
	words []string
	at    int
	err   error
}

var errFacts = errors.New("stored facts are cut short or damaged")

func (u *unpacker) fail() int { u.b, u.err = nil, errFacts; return 0 }

func (u *unpacker) count() int {
	n, size := binary.Uvarint(u.b)
	if size <= 0 || n > math.MaxInt32 {
		return u.fail()
	}
	u.b = u.b[size:]
	return int(n)
}

func (u *unpacker) signed() int {
	n, size := binary.Varint(u.b)
	if size <= 0 {
		return u.fail()
	}
	u.b = u.b[size:]
	return int(n)
}

func (u *unpacker) fixed() uint64 {
	if len(u.b) < 8 {
		u.fail()
		return 0
	}
	n := binary.LittleEndian.Uint64(u.b)
	u.b = u.b[8:]
	return n
}

func (u *unpacker) share() float64 { return float64(u.count()) / 1000 }

func (u *unpacker) float() float64 {
	if u.count() == 0 {
		return float64(u.signed())
	}
	return math.Float64frombits(u.fixed())
}

func (u *unpacker) word() string {
	n := u.count()
	if n&1 == 0 {
		if n /= 2; n > len(u.words) {
			u.fail()
			return ""
		} else if n > 0 {
			return u.words[n-1]
		}
		return ""
	}
	if n /= 2; n > len(u.b) {
		u.fail()
		return ""
	}
	s := string(u.b[:n])
	u.b = u.b[n:]
	u.words = append(u.words, s)
	return s
}

func (u *unpacker) strings() []string { return many(u, u.word) }

func (u *unpacker) next() news.Range {
	start := u.at + u.signed()
	u.at = start
	return news.Range{Start: start, End: start + u.count()}
}

func (u *unpacker) span() news.Range {
	n := u.count()
	if n == 0 {
		return news.Range{}
	}
	start := u.at + u.signed()
	return news.Range{Start: start, End: start + n - 1}
}

func (u *unpacker) ranges() []news.Range { return many(u, u.span) }

func (u *unpacker) days() (from, until time.Time) {
	if u.count() == 0 {
		return from, until
	}
	day := int64(u.signed())
	return fromEpochDay(day), fromEpochDay(day + int64(u.signed()))
}

func kindAt[K any](u *unpacker, list []K) K {
	n := u.count()
	if n >= len(list) {
		n = u.fail()
	}
	return list[n]
}

// many reads a list; it takes room as the bytes come, whatever length they claim.
func many[T any](u *unpacker, one func() T) []T {
	n := u.count()
	if n == 0 {
		return nil
	}
	list := make([]T, 0, min(n, len(u.b)))
	for range n {
		if u.err != nil {
			return nil
		}
		list = append(list, one())
	}
	return list
}

// made is what became of an article in the ledger: all that has to go when its text does.
type made struct {
	Entities []news.EntityID // by actor; 0: nobody
	Sayings  []news.SayingID // by quote; 0: none
	Days     []aheadDay

	// Of an article that waits to be read again: whom it named and what it carried. They stay, uncounted, until it is
	// read: else they would get other numbers.
	Orphans []news.EntityID
	Unheard []news.SayingID
}

// aheadDay is a row of the agenda.
type aheadDay struct {
	day   int64
	event int
}

func (m *made) pack() []byte {
	p := packer{}
	putIDs(&p, m.Entities)
	putIDs(&p, m.Sayings)
	p.count(len(m.Days))
	for _, d := range m.Days {
		p.signed(int(d.day))
		p.count(d.event)
	}
	if len(m.Orphans)+len(m.Unheard) > 0 {
		putIDs(&p, m.Orphans)
		putIDs(&p, m.Unheard)
	}
	return p.b
}

func putIDs[ID ~int64](p *packer, list []ID) {
	p.count(len(list))
	for _, id := range list {
		p.count(int(id))
	}
}

func idsIn[ID ~int64](u *unpacker) []ID { return many(u, func() ID { return ID(u.count()) }) }

func unpackMade(b []byte) (m made, err error) {
	if len(b) == 0 {
		return m, nil
	}
	u := unpacker{b: b}
	m.Entities, m.Sayings = idsIn[news.EntityID](&u), idsIn[news.SayingID](&u)
	m.Days = many(&u, func() aheadDay { return aheadDay{int64(u.signed()), u.count()} })
	if len(u.b) > 0 {
		m.Orphans, m.Unheard = idsIn[news.EntityID](&u), idsIn[news.SayingID](&u)
	}
	if u.err != nil {
		return m, fmt.Errorf("made of an article: %w", u.err)
	}
	return m, nil
}
