package story

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

const (
	maxWords    = 300 // of an article's text that are compared
	leadWords   = 60  // of them that tell what it is about
	maxFeatures = 320 // that an article keeps, the heaviest
	fewFeatures = 200 // in a large window
	maxHeadline = 300 // bytes that are read of a headline
)

// feature is one hashed word, or pair of words beside each other, of an article.
type feature struct {
	key    uint32 // the hash, with marks in its lowest bits
	weight uint16 // how much it tells, in 1/weightUnit; 0 before the weights were applied
	count  uint8  // how often it stands there; twice for each time in the headline
	known  bool   // another article had it when the weights were applied
}

// Marks of a feature. They share a word with the hash, so that a window of many articles stays small.
const (
	markPair     = 1 << iota // two words beside each other
	markName                 // stands with a capital letter within a sentence
	markNumber               // begins with a digit
	markHeadline             // stands in the headline
	markLead                 // stands in the first leadWords words
	hashMask     = ^uint32(1<<5 - 1)
)

const weightUnit = 1024

func (f feature) value() float32 { return float32(f.weight) / weightUnit }

// heavier sorts the features that tell most first.
func heavier(x, y feature) int {
	switch { // by hand: nothing is called more often
	case x.weight > y.weight:
		return -1
	case x.weight < y.weight:
		return 1
	case x.key < y.key:
		return -1
	case x.key > y.key:
		return 1
	}
	return 0
}

// bag collects the words of an article. Each occurrence is a hash above its marks above a count, so that sorting plain
// numbers brings equal hashes together.
type bag struct {
	lang  uint64
	found []uint64
	named []uint32 // hashes of names, rising
}

// featuresOf returns the features of an article by rising key, without weights.
func featuresOf(a *news.Article, headline, body []string, names string) []feature {
	b := bag{lang: xxhash.Sum64String(a.Language), found: make([]uint64, 0, 2*(len(headline)+len(body)))}
	b.names(names)
	b.add(headline, markHeadline, 0, 2)
	b.add(body, 0, leadWords, 1)
	return b.features()
}

// add counts terms, and pairs of them, so many times each. The first lead ones get a mark.
func (b *bag) add(terms []string, marks uint64, lead int, times uint64) {
	before := uint64(0)
	for i, t := range terms {
		m := marks
		if i < lead {
			m |= markLead
		}
		h := xxhash.Sum64String(t) ^ b.lang
		if '0' <= t[0] && t[0] <= '9' {
			b.put(h, m|markNumber, times)
		} else {
			b.put(h, m, times)
		}
		if before != 0 {
			b.put(before*3+h, m|markPair, times)
		}
		before = h
	}
}

func (b *bag) put(h, marks, times uint64) {
	b.found = append(b.found, uint64(fold(h))<<32|marks<<16|times)
}

// fold makes a feature's hash of a word's.
func fold(h uint64) uint32 {
	h *= 0x9E3779B97F4A7C15
	return uint32(h>>32) & hashMask
}

// names finds the words that stand with a capital letter within a sentence.
func (b *bag) names(s string) {
	begins := true // a sentence: its capital tells nothing
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			if strings.ContainsRune(".!?\n:\"“”", r) {
				begins = true
			}
			i += size
			continue
		}
		end := i + size
		for end < len(s) {
			next, n := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsLetter(next) && !unicode.IsDigit(next) && !unicode.Is(unicode.M, next) {
				break
			}
			end += n
		}
		if !begins && unicode.IsUpper(r) && end-i > 2 {
			b.named = append(b.named, fold(xxhash.Sum64String(text.Fold(s[i:end]))^b.lang))
		}
		begins = false
		i = end
	}
	slices.Sort(b.named)
}

// features sums up what was found.
func (b *bag) features() []feature {
	sortByHash(b.found)
	features := make([]feature, 0, len(b.found))
	for i := 0; i < len(b.found); {
		hash, marks, count := uint32(b.found[i]>>32), uint32(0), uint64(0)
		for ; i < len(b.found) && uint32(b.found[i]>>32) == hash; i++ {
			marks |= uint32(b.found[i]>>16) & ^hashMask
			count += b.found[i] & 0xFFFF
		}
		if marks&(markPair|markNumber) == 0 {
			if _, named := slices.BinarySearch(b.named, hash); named {
				marks |= markName
			}
		}
		features = append(features, feature{key: hash | marks, count: uint8(min(count, math.MaxUint8))})
	}
	return features
}

// sortByHash sorts by the upper halves: equal hashes come together, in the order in which they were found.
func sortByHash(found []uint64) {
	from, to := found, make([]uint64, len(found))
	for shift := 32; shift < 64; shift += 8 {
		var starts [256]int
		for _, x := range from {
			starts[uint8(x>>shift)]++
		}
		at := 0
		for i, n := range starts {
			starts[i], at = at, at+n
		}
		for _, x := range from {
			to[starts[uint8(x>>shift)]] = x
			starts[uint8(x>>shift)]++
		}
		from, to = to, from
	} // after an even number of rounds all is back in found
}

// damped is what a count weighs: a word that stands ten times says more than one that stands once, but not ten times
// more.
var damped = func() (weights [math.MaxUint8 + 1]float32) {
	for i := range weights {
		weights[i] = 1 + float32(math.Log(max(1, float64(i))))
	}
	return weights
}()
