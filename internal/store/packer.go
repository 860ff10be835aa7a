package store

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"time"

	"nutgraf/internal/news"
)

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
