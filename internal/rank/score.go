// Package rank puts stories in order and lays them out on pages. docs/ranking.md describes it for operators.
//
//   - [Weights] decide what counts how much; their zero value is the default. All that follows are their methods.
//   - Score weighs a story by who reports it and when. It is computed when a story changes and stored with it.
//   - Front, Section and Top choose stories for a page of an edition at a time.
//   - Trending lists the stories that grow faster than they did and than is usual.
//
// All are pure: the same candidates and the same time give the same page, so any past hour can be replayed from
// the stories of that hour. Every slot says in its Why what put it there, and its Terms add up to what it was ordered by.
package rank

import (
	"cmp"
	"math"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Member is one article of a story, as far as it matters for the score. It is an alias so that Score fits any
// room that describes the members of its stories in these words.
type Member = struct {
	Source news.SourceID
	Weight float64 // of the source; 0 counts as 1, negative as nothing
	At     time.Time
	Family news.ArticleID // of its text; 0 when it is its own

	Country string // of the source; empty when unknown
}

// The names of a score's terms, for people. They are stored in English. docs/ranking.md tells what they are.
var (
	termNewest    = news.Word("newest report")
	termSources   = news.Word("number of sources")
	termWeight    = news.Word("weight of the sources")
	termCopies    = news.Word("copies among them")
	termAge       = news.Word("age of the other reports")
	termCountries = news.Word("spread over countries")
	termSingle    = news.Word("one source alone")
	termImage     = news.Word("picture")
	termSection   = news.Word("section")
	termNotNews   = news.Word("not news")
	termPinned    = news.Word("pinned by an editor")
	termGrowth    = news.Word("new sources")
	termUsual     = news.Word("what was to be expected")
)

// mostCountries is how many countries tell anything: more are a question of who is followed here.
const mostCountries = 8

// maxArrivals bounds what is kept of a story's arrivals: the newest.
const maxArrivals = 200

// keepArrivals is how far back before the newest article a story's arrivals are kept: trends look back a day.
const keepArrivals = 30 * time.Hour

// Score is the Score of the default weights.
func Score(s *news.Story, members []Member) { Weights{}.Score(s, members) }

// Score sets a story's Score, the Terms that it is the sum of, and the Arrivals of its sources. It sums over distinct
// sources the source's weight, halved for every half-life since its newest article, and takes the binary logarithm of
// that; what the story is like (countries, picture, section …) adds logarithms of its own. All stories lose at the same
// pace, so the order of two scores never changes with the hour and a stored score needs no recomputation: one more
// means twice the weight, or a half-life younger. A story without members scores 0.
func (w Weights) Score(s *news.Story, members []Member) {
	w = w.full()
	sorted := byTime(members)
	voices := voices(sorted, w)
	s.Score, s.Terms, s.Arrivals = 0, nil, arrivals(sorted)
	if len(voices) == 0 {
		return
	}
	newest := voices[0].at
	for _, v := range voices {
		newest = max(newest, v.at)
	}
	var weight, own, fresh float64 // sums over sources, each beside the one before with one thing more in view
	countries := map[string]bool{}
	for _, v := range voices {
		weight += v.weight
		own += v.weight * v.own
		fresh += v.weight * v.own * math.Exp2(v.at-newest)
		if v.country != "" {
			countries[v.country] = true
		}
	}
	n := math.Log2(float64(len(voices)))
	terms := sum{}
	terms.add(termNewest, newest)
	terms.add(termSources, n)
	terms.step(termWeight, n, math.Log2(weight))
	terms.step(termCopies, math.Log2(weight), math.Log2(own))
	terms.step(termAge, math.Log2(own), math.Log2(fresh))
	if spread := min(len(countries), mostCountries); spread > 1 {
		terms.add(termCountries, math.Log2(w.Country)*math.Log2(float64(spread)))
	}
	if len(voices) == 1 {
		terms.add(termSingle, math.Log2(w.Single))
	}
	if s.Image.URL != "" {
		terms.add(termImage, math.Log2(w.Image))
	}
	terms.add(termSection, math.Log2(w.section(s.Section)))
	if s.NotNews {
		terms.add(termNotNews, math.Log2(w.NotNews))
	}
	s.Terms, s.Score = terms.terms, terms.total
}

// sum adds terms up. All are whole multiples of [news.Grain], so their sum is exact.
type sum struct {
	terms []news.Term
	total float64
}

func (s *sum) add(name string, value float64) {
	value = whole(value)
	if value != 0 {
		s.terms = append(s.terms, news.Term{Name: name, Value: value})
		s.total += value
	}
}

// step adds the way from one value to another; a row of steps ends where its values do.
func (s *sum) step(name string, from, to float64) { s.add(name, whole(to)-whole(from)) }

func whole(x float64) float64 { return math.Round(x/news.Grain) * news.Grain }

// voice is what one source adds.
type voice struct {
	weight  float64
	own     float64 // 1, or the factor for copies
	at      float64 // in half-lives since 1970
	country string
}

// voices returns one voice per source, in the order of source numbers, so that sums do not depend on the order in which
// members are given. A source's newest article counts, and its best text.
func voices(sorted []Member, w Weights) []voice {
	bySource := map[news.SourceID]voice{}
	owner := map[news.ArticleID]news.SourceID{}
	for _, m := range sorted {
		m.Weight = cmp.Or(m.Weight, 1)
		if !(m.Weight > 0) || m.At.IsZero() {
			continue
		}
		own := 1.0
		if first, taken := owner[m.Family]; m.Family != 0 && taken && first != m.Source {
			own = w.Copy
		} else {
			owner[m.Family] = m.Source
		}
		v := bySource[m.Source]
		at := float64(m.At.Unix()) / w.HalfLife.Seconds()
		bySource[m.Source] = voice{max(v.weight, m.Weight), max(v.own, own), max(v.at, at), cmp.Or(v.country, m.Country)}
	}
	order := make([]news.SourceID, 0, len(bySource))
	for source := range bySource {
		order = append(order, source)
	}
	slices.Sort(order)
	voices := make([]voice, len(order))
	for i, source := range order {
		voices[i] = bySource[source]
	}
	return voices
}

// byTime sorts members: who had a text first owns it.
func byTime(members []Member) []Member {
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, func(a, b Member) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Family, b.Family))
	})
	return sorted
}

// arrivals lists when each source came to a story, from its members in the order of time.
func arrivals(sorted []Member) []news.Arrival {
	known := map[news.SourceID]bool{}
	owner := map[news.ArticleID]bool{}
	var all []news.Arrival
	for _, m := range sorted {
		first := m.Family == 0 || !owner[m.Family]
		owner[m.Family] = true
		if known[m.Source] || m.Weight < 0 || m.At.IsZero() {
			continue
		}
		known[m.Source] = true
		all = append(all, news.Arrival{At: m.At.UTC().Truncate(time.Minute), Own: first})
	}
	if len(all) == 0 {
		return nil
	}
	since := sorted[len(sorted)-1].At.Add(-keepArrivals)
	for len(all) > 0 && (len(all) > maxArrivals || all[0].At.Before(since)) {
		all = all[1:]
	}
	return all
}
