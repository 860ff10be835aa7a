package rank

import (
	"cmp"
	"math"
	"slices"
	"time"

	"nutgraf/internal/news"
)

const (
	trendingGrowth = 0.6            // in binary logarithms; less is no trend: half as much again as was to be expected
	trendingBack   = 24 * time.Hour // how far a story's past goes
	ownPast        = 4.0            // hours of its own past that weigh as much as what is usual
	trendingNew    = 2.5            // sources, copies counting less, that must have come
	doubt          = 2.5            // sources added to what came and to what was expected, so that few make no giants
	minPeers       = 8              // of its section, to say what is usual there; else all of the edition say it
	sparkHours     = int(trendingBack / time.Hour)
)

// Trending lists at most limit stories that grow, fastest first. It knows nothing about readers: what it measures is
// how newsrooms take a story up. The sources that came to it within the last hours are compared with those that its own
// pace of the day before would bring, and with what the stories of its section, or of the edition, get at this hour:
// in the morning all grow. A source with a text of its own counts fully, a copy as [Weights] say; the first source of a
// story is no growth.
func (w Weights) Trending(candidates []news.Story, now time.Time, e news.Edition, limit int) []news.Slot {
	w = w.full()
	ranked := order(candidates, now, e)
	usual := w.usualPace(ranked, now)
	type riser struct {
		slot   news.Slot
		growth float64
	}
	var rising []riser
	for _, s := range ranked {
		p := w.paceOf(s, now)
		if s.NotNews || s.Sources < w.TrendingSources || p.recent < trendingNew {
			continue
		}
		terms := sum{}
		terms.add(termGrowth, math.Log2(p.recent+doubt))
		terms.add(termUsual, -math.Log2(w.expected(p, usual(s.Section))+doubt))
		if terms.total < trendingGrowth {
			continue
		}
		why := grown(p.came, s.Sources-p.came, w.TrendingWithin)
		slot := news.Slot{Story: s, Why: why, Terms: terms.terms, Breaking: w.breaking(s, now), Hours: hourly(s, now)}
		rising = append(rising, riser{slot, terms.total})
	}
	slices.SortStableFunc(rising, func(a, b riser) int { return cmp.Compare(b.growth, a.growth) })
	var slots []news.Slot
	for _, r := range rising[:max(0, min(limit, len(rising)))] {
		slots = append(slots, r.slot)
	}
	return slots
}

// pace is how a story grew.
type pace struct {
	came   int     // sources within the last hours
	recent float64 // the same, copies counting less
	before float64 // of the day before
	hours  float64 // of its life in that day
}

func (w Weights) paceOf(s news.Story, now time.Time) pace {
	since := now.Add(-w.TrendingWithin)
	p := pace{hours: max(0, since.Sub(s.FirstSeenAt).Hours())}
	p.hours = min(p.hours, (trendingBack - w.TrendingWithin).Hours())
	for i, a := range s.Arrivals {
		began := i == 0 && !a.At.After(s.FirstSeenAt)
		if began || a.At.After(now) || a.At.Before(now.Add(-trendingBack)) {
			continue
		}
		voice := w.Copy
		if a.Own {
			voice = 1
		}
		if a.At.After(since) {
			p.came++
			p.recent += voice
		} else {
			p.before += voice
		}
	}
	return p
}

// usualPace says, for a section, how many sources an hour come to a story at this time: the geometric mean, which one
// giant does not lift.
func (w Weights) usualPace(ranked []news.Story, now time.Time) func(news.Section) float64 {
	type mean struct{ sum, n float64 }
	means := map[news.Section]mean{}
	var all mean
	for _, s := range ranked {
		if s.NotNews || now.Sub(s.UpdatedAt) > trendingBack {
			continue
		}
		came := math.Log2(1 + w.paceOf(s, now).recent)
		m := means[s.Section]
		means[s.Section] = mean{m.sum + came, m.n + 1}
		all = mean{all.sum + came, all.n + 1}
	}
	return func(section news.Section) float64 {
		m := means[section]
		if m.n < minPeers {
			m = all
		}
		return (math.Exp2(m.sum/max(m.n, 1)) - 1) / w.TrendingWithin.Hours()
	}
}

// expected is how many sources would have come within the last hours if the story had grown as before, or as is usual;
// the shorter its past, the more the usual counts.
func (w Weights) expected(p pace, usual float64) float64 {
	return (p.before + ownPast*usual) / (p.hours + ownPast) * w.TrendingWithin.Hours()
}

// hourly counts the sources that came in each of the last hours, oldest first.
func hourly(s news.Story, now time.Time) []int {
	hours := make([]int, sparkHours)
	for _, a := range s.Arrivals {
		back := int(now.Sub(a.At) / time.Hour)
		if !a.At.After(now) && back < sparkHours {
			hours[sparkHours-1-back]++
		}
	}
	return hours
}

// breaking reports whether a story is young and so many sources took it up with texts of their own, within so short a
// time, as rarely do. It stays so until it is no longer young.
func (w Weights) breaking(s news.Story, now time.Time) bool {
	if s.NotNews || s.Section == news.SectionOpinion || now.Sub(s.FirstSeenAt) > w.BreakingAge {
		return false
	}
	var own []time.Time
	for _, a := range s.Arrivals {
		if a.Own && !a.At.After(now) {
			own = append(own, a.At)
		}
		if n := len(own) - w.BreakingSources; n >= 0 && own[len(own)-1].Sub(own[n]) <= w.BreakingWithin {
			return true
		}
	}
	return false
}
