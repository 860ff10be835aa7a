package text

import (
	"math"
	"slices"

	"github.com/cespare/xxhash/v2"
)

// Shingles returns a hash for each run of n terms, in order, with repetitions. A text of fewer than n terms has one
// shingle, the whole of it; an empty text has none.
func Shingles(terms []string, n int) []uint64 {
	if len(terms) == 0 || n < 1 {
		return nil
	}
	n = min(n, len(terms))
	hashes := make([]uint64, len(terms))
	for i, t := range terms {
		hashes[i] = xxhash.Sum64String(t)
	}
	shingles := hashes[:0] // a shingle is written where its first term was, which nobody reads again
	for i := 0; i+n <= len(terms); i++ {
		h := uint64(n)
		for _, t := range hashes[i : i+n] {
			h = (h ^ t) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		shingles = append(shingles, h)
	}
	return shingles
}

// Sketch keeps the k smallest distinct shingles in rising order: a sample that is the same for the same text and
// overlaps for texts that do. With k at least the number of shingles it is the whole set. It leaves its input alone.
func Sketch(shingles []uint64, k int) []uint64 {
	if k < 1 || len(shingles) == 0 {
		return nil
	}
	sketch := low(shingles, k)
	slices.Sort(sketch)
	sketch = slices.Compact(sketch)
	if len(sketch) < k {
		sketch = slices.Clone(shingles)
		slices.Sort(sketch)
		sketch = slices.Compact(sketch)
	}
	return slices.Clone(sketch[:min(k, len(sketch))])
}

// low returns the shingles below a bound that somewhat more than k of them should keep: to sort few is cheaper. They
// are spread evenly, being hashes; when they are not, or repeat, too few come back.
func low(shingles []uint64, k int) []uint64 {
	if k > len(shingles)/4 {
		return slices.Clone(shingles)
	}
	bound := math.MaxUint64 / uint64(len(shingles)) * uint64(k+k/2)
	few := make([]uint64, 0, 2*k)
	for _, h := range shingles {
		if h < bound {
			few = append(few, h)
		}
	}
	return few
}

// Resemblance estimates from two sketches which share of the shingles of both texts together stands in both
// (Jaccard), between 0 and 1.
func Resemblance(a, b []uint64) float64 {
	a, b, both := overlap(a, b)
	if len(a)+len(b) == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// Containment estimates from two sketches which share of the first text's shingles stands in the second: 1 for a
// shortened copy beside its original.
func Containment(a, b []uint64) float64 {
	a, _, both := overlap(a, b)
	if len(a) == 0 {
		return 0
	}
	return float64(both) / float64(len(a))
}

// overlap cuts two sketches to the range of hashes that both cover, and counts what they share there.
func overlap(a, b []uint64) (restA, restB []uint64, both int) {
	if len(a) == 0 || len(b) == 0 {
		return nil, nil, 0
	}
	top := min(a[len(a)-1], b[len(b)-1])
	i, j := 0, 0
	for i < len(a) && j < len(b) && a[i] <= top && b[j] <= top {
		switch {
		case a[i] == b[j]:
			both++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	for i < len(a) && a[i] <= top {
		i++
	}
	for j < len(b) && b[j] <= top {
		j++
	}
	return a[:i], b[:j], both
}
