package measure

import (
	"cmp"
	"slices"

	"nutgraf/internal/text"
)

const (
	shingleWords = 5
	leastShared  = 0.5 // Jaccard of the shingles of two texts from which on they are near-duplicates
	mostlyInside = 0.8 // share of a shorter text's shingles that stand in a longer one that it is cut from
)

// Copy is two texts that carry each other: the share of the runs of five words of both together that stand in both
// (Jaccard) is at least a half.
type Copy struct {
	A, B    int // positions, A < B
	Jaccard float64
}

// Copies finds every pair of near-duplicates, exactly, by rising A and B. Texts of fewer than five words are nobody's
// copy. It does not compare all pairs: two sets that share a half share one of the rarest shingles of each (prefix
// filtering, Chaudhuri et al. 2006).
func Copies(texts []string) []Copy { return copiesOf(shingleSets(texts)) }

func copiesOf(sets [][]uint64) []Copy {
	held := map[uint64]int{} // texts that have a shingle
	for _, set := range sets {
		for _, h := range set {
			held[h]++
		}
	}
	var found []Copy
	by := map[uint64][]int{} // texts by their rare shingles
	seen := make([]int, len(sets))
	for b, set := range sets {
		rare := slices.Clone(set)
		slices.SortFunc(rare, func(x, y uint64) int { return cmp.Or(cmp.Compare(held[x], held[y]), cmp.Compare(x, y)) })
		for _, h := range rare[:len(rare)/2+min(1, len(rare))] {
			for _, a := range by[h] {
				if seen[a] == b+1 {
					continue
				}
				seen[a] = b + 1
				if j := jaccard(sets[a], set); j >= leastShared {
					found = append(found, Copy{a, b, j})
				}
			}
			if held[h] > 1 {
				by[h] = append(by[h], b)
			}
		}
	}
	slices.SortFunc(found, func(x, y Copy) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return found
}

// shingleSets returns the distinct shingles of each text, rising; none of a text that is too short.
func shingleSets(texts []string) [][]uint64 {
	sets := make([][]uint64, len(texts))
	for i, s := range texts {
		if terms := text.Terms(s); len(terms) >= shingleWords {
			all := text.Shingles(terms, shingleWords)
			slices.Sort(all)
			sets[i] = slices.Compact(all)
		}
	}
	return sets
}

func jaccard(a, b []uint64) float64 {
	both := common(a, b)
	return float64(both) / float64(max(1, len(a)+len(b)-both))
}

// inside is how much of the shorter text stands in the longer.
func inside(a, b []uint64) float64 {
	return float64(common(a, b)) / float64(max(1, min(len(a), len(b))))
}

// common counts what two rising lists share.
func common(a, b []uint64) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}
