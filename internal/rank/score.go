// Package rank puts stories in order and lays them out on pages.
//
//   - [Score] weighs a story by who reports it and when. It is computed when a story changes and stored with it.
//   - [Front] and [Section] choose stories for a page of an edition at a time.
//   - [Trending] lists the stories that gained most sources for their age.
//
// All are pure: the same candidates and the same time give the same page, so any past hour can be replayed from
// the stories of that hour. Every slot says in its Why what put it there, from the numbers that decided.
package rank

import (
	"cmp"
	"math"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// HalfLife is the time after which a report counts half as much as a new one.
const HalfLife = 8 * time.Hour

// copyWeight is what a further source counts that only repeats another one's text.
const copyWeight = 0.25

// Member is one article of a story, as far as it matters for the score. It is an alias so that [Score] fits any
// room that describes the members of its stories in these words.
type Member = struct {
	Source news.SourceID
	Weight float64 // of the source; 0 counts as 1, negative as nothing
	At     time.Time
	Family news.ArticleID // of its text; 0 when it is its own
}

// Score sums over distinct sources the source's weight, halved for every [HalfLife] since its newest article, and
// gives the binary logarithm of that. All stories lose at the same pace, so the order of two scores never changes
// with the hour and a stored score needs no recomputation: one more means twice the weight, or a half-life younger.
// A source that only carries a text which another one has counts a quarter. A story without members scores 0.
func Score(members []Member) float64 {
	voices := voices(members)
	if len(voices) == 0 {
		return 0
	}
	newest := voices[0].at
	for _, v := range voices {
		newest = max(newest, v.at)
	}
	sum := 0.0
	for _, v := range voices {
		sum += v.weight * math.Exp2(v.at-newest)
	}
	return newest + math.Log2(sum)
}

// voice is what one source adds.
type voice struct {
	weight float64
	at     float64 // in half-lives since 1970
}

// voices returns one voice per source, in the order of source numbers, so that sums do not depend on the order of
// the members.
func voices(members []Member) []voice {
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, func(a, b Member) int { // who had it first owns the text
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Family, b.Family))
	})
	bySource := map[news.SourceID]voice{}
	owner := map[news.ArticleID]news.SourceID{}
	var order []news.SourceID
	for _, m := range sorted {
		if m.Weight == 0 {
			m.Weight = 1
		}
		if m.Weight < 0 || m.At.IsZero() {
			continue
		}
		if first, taken := owner[m.Family]; m.Family != 0 && taken && first != m.Source {
			m.Weight *= copyWeight
		} else {
			owner[m.Family] = m.Source
		}
		v, heard := bySource[m.Source]
		if !heard {
			order = append(order, m.Source)
		}
		at := float64(m.At.Unix()) / HalfLife.Seconds()
		bySource[m.Source] = voice{max(v.weight, m.Weight), max(v.at, at)}
	}
	slices.Sort(order)
	voices := make([]voice, len(order))
	for i, source := range order {
		voices[i] = bySource[source]
	}
	return voices
}
