package story

import (
	"slices"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

const (
	minFamilyWords = 25 // a shorter text is nobody's copy: headlines and stubs repeat by chance
	shingleWords   = 5
	sketchSize     = 96
	bandSize       = 24 // of a sketch's smallest values that find other texts
	sameText       = 0.5
	shortened      = 0.8 // share of a shorter text that must stand in the longer one
)

// fingerprint tells copies of a text.
type fingerprint struct {
	exact  uint64 // of all words; 0 when the text is too short
	sketch []uint64
}

func fingerprintOf(terms []string) fingerprint {
	if len(terms) < minFamilyWords {
		return fingerprint{}
	}
	d := xxhash.New()
	for _, t := range terms {
		_, _ = d.WriteString(t) // never fails
		_, _ = d.WriteString(" ")
	}
	return fingerprint{d.Sum64() | 1, text.Sketch(text.Shingles(terms, shingleWords), sketchSize)}
}

// families finds texts again: by their exact hash and by the smallest values of their sketches.
type families map[uint64][]*item

// crowdedText is how many texts may share a shingle before it is boilerplate that finds nothing.
const crowdedText = 200

func (x families) keys(it *item) []uint64 {
	if it.text.exact == 0 {
		return nil
	}
	return append([]uint64{it.text.exact}, it.text.sketch[:min(bandSize, len(it.text.sketch))]...)
}

func (x families) add(it *item) {
	for _, key := range x.keys(it) {
		x[key] = append(x[key], it)
	}
}

func (x families) remove(it *item) {
	for _, key := range x.keys(it) {
		rest := slices.DeleteFunc(x[key], func(held *item) bool { return held == it })
		if len(rest) == 0 {
			delete(x, key)
		} else {
			x[key] = rest
		}
	}
}

// find returns the item whose text this one carries: an exact copy first, else the most alike; nil for a text of
// its own.
func (x families) find(it *item) *item {
	if it.text.exact == 0 {
		return nil
	}
	var best *item
	top := 0.0
	for _, held := range x[it.text.exact] {
		if held.text.exact == it.text.exact && held.lang == it.lang {
			return held // they are kept in the order of arrival
		}
	}
	compared := map[news.ArticleID]bool{}
	for _, key := range x.keys(it)[1:] {
		if len(x[key]) > crowdedText {
			continue
		}
		for _, held := range x[key] {
			if compared[held.id] || held.lang != it.lang {
				continue
			}
			compared[held.id] = true
			likeness := copyLikeness(it.text.sketch, held.text.sketch)
			if likeness > top || (likeness == top && best != nil && held.arrival < best.arrival) {
				best, top = held, likeness
			}
		}
	}
	return best
}

// copyLikeness returns how much of one text stands in the other, or 0 when that is too little for a copy.
func copyLikeness(a, b []uint64) float64 {
	if r := text.Resemblance(a, b); r >= sameText {
		return r
	}
	if c := max(text.Containment(a, b), text.Containment(b, a)); c >= shortened {
		return c / 2 // less than any resemblance that counts
	}
	return 0
}
