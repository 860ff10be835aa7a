package story

import (
	"cmp"
	"slices"

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

// families finds texts again: by their exact hash and by the smallest values of their sketches. Of copies that are
// nearly equal only the first is found by its sketch: it stands for the rest, however many there are.
type families struct {
	exact map[uint64][]*item
	bands map[uint64][]*item
	round int // searches so far
}

func newFamilies() *families {
	return &families{exact: map[uint64][]*item{}, bands: map[uint64][]*item{}}
}

const (
	crowdedText   = 100 // a shingle that so many texts share is boilerplate, which finds nothing
	minShared     = 2   // smallest shingles that a copy shares at least
	maxCompared   = 16  // texts whose sketches are compared
	nearlyTheSame = 0.8
)

func (it *item) band() []uint64 { return it.text.sketch[:min(bandSize, len(it.text.sketch))] }

// add makes a text findable. The root is the first article of its family, where it is held.
func (x *families) add(it, root *item) {
	if it.text.exact == 0 {
		return
	}
	same := x.exact[it.text.exact]
	x.exact[it.text.exact] = append(same, it)
	stands := root != nil && root != it && root.banded && root.lang == it.lang
	if len(same) > 0 || stands && text.Resemblance(root.text.sketch, it.text.sketch) >= nearlyTheSame {
		return
	}
	it.banded = true
	for _, key := range it.band() {
		x.bands[key] = append(x.bands[key], it)
	}
}

// remove takes a text out; an equal one takes its place.
func (x *families) remove(it *item) {
	if it.text.exact == 0 {
		return
	}
	rest := without(x.exact, it.text.exact, it)
	if !it.banded {
		return
	}
	it.banded = false
	for _, key := range it.band() {
		without(x.bands, key, it)
	}
	if len(rest) > 0 {
		rest[0].banded = true
		for _, key := range rest[0].band() {
			x.bands[key] = append(x.bands[key], rest[0])
		}
	}
}

// without takes an item out of a list, and an empty list out of its map. Whole stories leave first come first, so
// that the first is the likeliest.
func without(lists map[uint64][]*item, key uint64, it *item) []*item {
	rest := lists[key]
	switch at := slices.Index(rest, it); {
	case at == 0:
		rest = rest[1:]
	case at > 0:
		rest = slices.Delete(rest, at, at+1)
	}
	if len(rest) == 0 {
		delete(lists, key)
	} else {
		lists[key] = rest
	}
	return rest
}

// find returns the item whose text this one carries: an exact copy first, else the most alike; nil for a text of
// its own.
func (x *families) find(it *item) *item {
	if it.text.exact == 0 {
		return nil
	}
	for _, held := range x.exact[it.text.exact] {
		if held.lang == it.lang {
			return held // they are kept in the order of arrival
		}
	}
	var best *item
	top := 0.0
	for _, held := range x.likely(it) {
		likeness := copyLikeness(it.text.sketch, held.text.sketch)
		if likeness > top || (likeness == top && best != nil && held.arrival < best.arrival) {
			best, top = held, likeness
		}
	}
	return best
}

// likely returns the texts that share most of the smallest shingles.
func (x *families) likely(it *item) []*item {
	x.round++
	var found []*item
	for _, key := range it.band() {
		if len(x.bands[key]) > crowdedText {
			continue
		}
		for _, held := range x.bands[key] {
			if held.round != x.round {
				held.round, held.shared = x.round, 0
			}
			if held.shared++; held.shared == minShared && held.lang == it.lang {
				found = append(found, held)
			}
		}
	}
	if len(found) > maxCompared {
		slices.SortFunc(found, func(a, b *item) int {
			return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.arrival, b.arrival))
		})
		found = found[:maxCompared]
	}
	return found
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
