package news_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
)

// blocks are imprints of a hundred letters each.
func blocks(keys ...uint64) (all []news.Imprint) {
	for _, k := range keys {
		all = append(all, news.Imprint{Key: k << 32, Letters: 100})
	}
	return all
}

// school remembers pages and learns from them.
type school struct {
	news.Learning
	known map[uint64]bool
}

func (s *school) see(entry int, headline uint64, keys ...uint64) {
	for _, i := range s.Remember(news.EntryID(entry), headline<<32, blocks(keys...), func(key uint64) bool { return s.known[key] }) {
		s.known[i.Key] = true
	}
}

func TestRemember(t *testing.T) {
	t.Parallel()
	own := func(n int) uint64 { return uint64(1000 + n) }
	for name, c := range map[string]struct {
		see  func(s *school)
		want int
	}{
		"a box on four pages": {func(s *school) {
			for n := range 4 {
				s.see(n, own(n), 1, own(10*n), own(10*n+1))
			}
		}, 1},
		"on three": {func(s *school) {
			for n := range 3 {
				s.see(n, own(n), 1, own(10*n), own(10*n+1))
			}
		}, 0},
		"one page read ten times": {func(s *school) {
			for n := range 10 {
				s.see(1, own(n), 1, own(10*n), own(10*n+1))
			}
		}, 0},
		"one headline": {func(s *school) {
			for n := range 10 {
				s.see(n, 5, 1, own(10*n), own(10*n+1))
			}
		}, 0},
		"one text under ten addresses and headlines": {func(s *school) {
			for n := range 10 {
				s.see(n, own(n), 1, 2, 3, own(n))
			}
		}, 0},
		"an agency's piece that grows": {func(s *school) {
			for n := range 10 {
				keys := []uint64{}
				for i := range n + 3 {
					keys = append(keys, own(i))
				}
				s.see(n, own(n), keys...)
			}
		}, 0},
		"a background paragraph in some of many": {func(s *school) {
			for n := range 60 {
				if n%8 == 0 {
					s.see(n, own(n), 1, own(10*n), own(10*n+1))
				} else {
					s.see(n, own(n), own(10*n), own(10*n+1))
				}
			}
		}, 0},
		"a box of one section in three": {func(s *school) {
			for n := range 60 {
				if n%3 == 0 {
					s.see(n, own(n), 1, own(10*n), own(10*n+1))
				} else {
					s.see(n, own(n), own(10*n), own(10*n+1))
				}
			}
		}, 1},
		"a box twice on each of two pages": {func(s *school) {
			for n := range 2 {
				s.see(n, own(n), 1, 1, own(10*n), own(10*n+1), own(10*n+2))
			}
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &school{known: map[uint64]bool{}}
			c.see(s)
			if len(s.known) != c.want {
				t.Errorf("learned %v, want %d", s.known, c.want)
			}
		})
	}
}

// usual is a page as a publisher of that spread makes them.
func usual(r *rand.Rand, letters, spread float64) news.Look {
	return news.Look{Fresh: true, Letters: int(letters * math.Exp(spread*r.NormFloat64())), Share: .3 + .2*r.Float64(), Headline: r.IntN(50) > 0, Dated: r.IntN(20) > 0}
}

func TestDriftIsNoticedAndEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		worse func(l *news.Look)
		what  news.Measure
		says  string
	}{
		"only teasers":     {func(l *news.Look) { l.Letters, l.Share = l.Letters/12, l.Share/8 }, news.MeasureLength, "much shorter than they were"},
		"headlines lost":   {func(l *news.Look) { l.Headline = false }, news.MeasureHeadline, "A headline is found on"},
		"dates lost":       {func(l *news.Look) { l.Dated = false }, news.MeasureDate, "A date is found on"},
		"no articles":      {func(l *news.Look) { *l = news.Look{Fresh: true, Failed: true} }, news.MeasureFailures, "No article is found on"},
		"furniture within": {func(l *news.Look) { l.Letters, l.Share = l.Letters*3, min(1, l.Share*2.6) }, news.MeasureShare, "much more of its pages"},
		"rules are old":    {func(l *news.Look) { l.Missed = []string{"body"} }, news.MeasureRules, "no longer match (body)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var l news.Learning
			l.Ruled(news.PageRules{Body: "p"}, noon)
			r := rand.New(rand.NewPCG(1, 2))
			for range 60 {
				l.Judge(usual(r, 3000, .5), noon)
			}
			if len(l.Drifts) > 0 {
				t.Fatalf("before: %+v", l.Drifts)
			}
			noticed := 0
			for n := 1; n <= 30; n++ {
				look := usual(r, 3000, .5)
				c.worse(&look)
				l.Judge(look, noon.Add(time.Duration(n)*time.Hour))
				if len(l.Drifts) > 0 && noticed == 0 {
					noticed = n
				}
			}
			if noticed == 0 || noticed > 12 || len(l.Drifts) != 1 || l.Drifts[0].What != c.what || !strings.Contains(l.Drifts[0].Says().String(), c.says) {
				t.Fatalf("noticed after %d pages: %+v", noticed, l.Drifts)
			}
			for range 40 {
				l.Judge(usual(r, 3000, .5), noon.Add(50*time.Hour))
			}
			if len(l.Drifts) != 0 || len(l.Turns) != 2 || !l.Turns[1].Over || l.Turns[0].Drift.Ended().IsZero() {
				t.Errorf("afterwards: %+v, turns %+v", l.Drifts, l.Turns)
			}
		})
	}
}

// TestDriftIsRareWhereNothingChanges judges thousands of pages of publishers who mix short and long pieces.
func TestDriftIsRareWhereNothingChanges(t *testing.T) {
	t.Parallel()
	for _, spread := range []float64{.3, .8, 1.5} {
		alarms := 0
		for source := range uint64(100) {
			var l news.Learning
			r := rand.New(rand.NewPCG(source, 3))
			for range 500 {
				l.Judge(usual(r, 3000, spread), noon)
			}
			for _, turn := range l.Turns {
				if !turn.Over {
					alarms++
				}
			}
		}
		if alarms > 8 { // in 50,000 pages
			t.Errorf("spread %v: %d alarms", spread, alarms)
		}
		t.Logf("spread %v: %d alarms in 50,000 pages", spread, alarms)
	}
}
