package text

import "github.com/cespare/xxhash/v2"

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
