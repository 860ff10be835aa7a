package story

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"nutgraf/internal/text"
)

const (
	minFamilyWords = 25      // a shorter text is nobody's copy: headlines and stubs repeat by chance
	maxFamilyBytes = 1 << 16 // of a text that are compared
	shingleWords   = 5
	sketchSize     = 512 // shingles kept: all of most texts, the smallest of long ones
	sketchBits     = 20  // of a shingle that are kept; two of a text's are equal by chance once in thousands
	keysPerText    = 10  // windows of a text, each of which gives about two keys
	minKeyWindow   = 4
)

// fingerprint tells copies of a text. It takes about a kilobyte.
type fingerprint struct {
	exact  uint64   // of all words in their order; 0 when the text is too short
	size   int32    // distinct shingles of the whole text
	sketch []byte   // the smallest of them, see sketchOf
	keys   []uint32 // by which other texts find it, rising

	by     *item // which is found in its stead; nil: it is found itself
	copies int32 // that are found by it, itself included
}

func fingerprintOf(terms []string) fingerprint {
	if len(terms) < minFamilyWords {
		return fingerprint{}
	}
	shingles := text.Shingles(terms, shingleWords)
	exact := uint64(len(terms))
	for _, s := range shingles {
		exact = bits.RotateLeft64(exact, 5) ^ s
		exact *= 0x9E3779B97F4A7C15
	}
	f := fingerprint{exact: exact | 1, keys: textKeys(shingles)}
	f.size, f.sketch = sketchOf(shingles)
	return f
}

// sketchOf keeps the smallest shingles, cut to sketchBits, as the differences from each to the next, which are small.
func sketchOf(shingles []uint64) (size int32, sketch []byte) {
	cut := slices.Compact(sorted(shingles))
	size = int32(len(cut))
	packed := make([]byte, 0, 2*sketchSize+16)
	before := uint32(0)
	for _, s := range cut[:min(sketchSize, len(cut))] {
		packed = binary.AppendUvarint(packed, uint64(s-before))
		before = s
	}
	return size, slices.Clone(packed)
}

// sorted cuts shingles and sorts them. They are spread evenly, being hashes: after one round by their first bits each
// is next to its place.
func sorted(shingles []uint64) []uint32 {
	const first = 9 // bits
	var starts [1 << first]int32
	for _, s := range shingles {
		starts[s>>(64-first)]++
	}
	at := int32(0)
	for i, n := range starts {
		starts[i], at = at, at+n
	}
	cut := make([]uint32, len(shingles))
	for _, s := range shingles {
		bucket := s >> (64 - first)
		cut[starts[bucket]] = uint32(s >> (64 - sketchBits))
		starts[bucket]++
	}
	for i := 1; i < len(cut); i++ {
		x, j := cut[i], i
		for ; j > 0 && cut[j-1] > x; j-- {
			cut[j] = cut[j-1]
		}
		cut[j] = x
	}
	return cut
}

// textKeys chooses the shingles by which a text is found: the smallest of each window that slides over it
// (Schleimer, Wilkerson, Aiken 2003, "Winnowing"). Two texts that share a run as long as the longer window and a
// shingle share a key, wherever it stands in them; and what a wide window chooses, a narrow one chooses too. So the
// number of keys does not grow with the text, and neither does the share of it that a copy must have to be found.
func textKeys(shingles []uint64) []uint32 {
	width := min(max(minKeyWindow, len(shingles)/keysPerText), len(shingles))
	keys := make([]uint32, 0, 3*keysPerText)
	last := -1 // where the smallest of the window before stood
	for end := width; end <= len(shingles); end++ {
		start := end - width
		switch {
		case last >= start && shingles[end-1] > shingles[last]:
			continue
		case last >= start:
			last = end - 1
		default:
			last = start
			for i := start + 1; i < end; i++ {
				if shingles[i] <= shingles[last] {
					last = i
				}
			}
		}
		keys = append(keys, uint32(shingles[last]>>20)) // other bits than the sketch's: those are small, all of them
	}
	slices.Sort(keys)
	return slices.Clone(slices.Compact(keys))
}

// overlap is how much two texts have in common.
type overlap struct {
	jaccard   float64 // share of the shingles of both that stands in both
	contained float64 // share of the shorter one's that stands in the longer one
}

// hopeless is after how many shingles two texts that share few are given up.
const hopeless = 64

// compareTexts reads two sketches side by side, as far as both reach. It is zero for texts that are clearly no copies.
func compareTexts(a, b *fingerprint) overlap {
	shared, inA, inB := 0, 0, 0
	restA, restB := a.sketch, b.sketch
	x, y := uint64(0), uint64(0)
	x, restA = step(x, restA)
	y, restB = step(y, restB)
	for x != beyond && y != beyond {
		if x == y {
			shared++
		}
		moveX, moveY := x <= y, y <= x
		if moveX {
			inA++
			x, restA = step(x, restA)
		}
		if moveY {
			inB++
			y, restB = step(y, restB)
		}
		if seen := min(inA, inB); seen >= hopeless && shared*5 < seen*2 {
			return overlap{} // what follows is like what came: a copy shares two thirds of its shingles at least
		}
	}
	if a.whole() { // what the other's sketch, cut or not, has beyond it is shared with nothing
		for ; y != beyond; y, restB = step(y, restB) {
			inB++
		}
	}
	if b.whole() {
		for ; x != beyond; x, restA = step(x, restA) {
			inA++
		}
	}
	if shared == 0 {
		return overlap{}
	}
	shorter := inA
	if b.size < a.size {
		shorter = inB
	}
	return overlap{float64(shared) / float64(inA+inB-shared), float64(shared) / float64(shorter)}
}

// whole reports whether the sketch has all shingles of the text.
func (f *fingerprint) whole() bool { return f.size <= sketchSize }

// beyond is what follows the last number of a sketch.
const beyond = 1 << sketchBits

// step returns the number after x, and the rest of its sketch.
func step(x uint64, sketch []byte) (uint64, []byte) {
	if len(sketch) == 0 {
		return beyond, nil
	}
	if sketch[0] < 0x80 { // the usual two lengths by hand: nothing is called more often here
		return x + uint64(sketch[0]), sketch[1:]
	}
	if sketch[1] < 0x80 {
		return x + uint64(sketch[0]&0x7F) + uint64(sketch[1])<<7, sketch[2:]
	}
	difference, n := binary.Uvarint(sketch)
	return x + difference, sketch[n:]
}
