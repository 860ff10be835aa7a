package story

import (
	"cmp"
	"slices"

	"nutgraf/internal/news"
)

const (
	sameText      = 0.5 // of two texts' shingles in both: they are copies
	shortened     = 0.8 // of a shorter text's shingles in a longer one: it is a copy of it, cut
	nearlyTheSame = 0.8 // a copy so like the first of its family need not be found itself
	crowdedText   = 100 // a key that so many texts share is boilerplate, which finds nothing
	maxCompared   = 32  // texts compared with a new one
)

// families finds texts again: by their exact hash, and by the keys they share. Of copies that are nearly equal only
// the first is found by its keys: it stands for the rest, however many there are.
type families struct {
	exact map[uint64][]*item
	keys  keyTable
	round int // searches so far
}

func newFamilies() *families { return &families{exact: map[uint64][]*item{}} }

// add makes a text findable. The root is the first article of its family, where it is held.
func (x *families) add(it, root *item) {
	if it.text.exact == 0 {
		return
	}
	same := x.exact[it.text.exact]
	x.exact[it.text.exact] = append(same, it)
	switch {
	case len(same) > 0:
		x.stand(it, cmp.Or(same[0].text.by, same[0]))
	case root != nil && root != it && root.banded && compareTexts(&root.text, &it.text).jaccard >= nearlyTheSame:
		x.stand(it, root)
	default:
		x.show(it, 1)
	}
}

// stand lets an item be found by another.
func (x *families) stand(it, by *item) {
	it.text.by = by
	by.text.copies++
}

// show lets an item be found by its own keys.
func (x *families) show(it *item, copies int32) {
	it.banded, it.text.by, it.text.copies = true, nil, copies
	x.keys.add(it)
}

// remove takes a text out; an equal one takes its place.
func (x *families) remove(it *item) {
	if it.text.exact == 0 {
		return
	}
	rest := without(x.exact, it.text.exact, it)
	if by := it.text.by; by != nil {
		by.text.copies--
		it.text.by = nil
	}
	if !it.banded {
		return
	}
	it.banded = false
	x.keys.remove(it)
	if len(rest) > 0 {
		x.show(rest[0], it.text.copies-1)
		for _, other := range rest[1:] {
			other.text.by = rest[0]
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

// vote is what a family has to say on a new text.
type vote struct {
	family news.ArticleID
	votes  int // texts of it that are copied, less those that are not
	best   *item
	top    float64
}

// takes reports whether the text belongs to the family.
func (v *vote) takes() bool {
	return v.top >= nearlyTheSame || v.votes > 0 || v.votes == 0 && v.top >= sameText
}

// find returns the item whose text this one carries: an exact copy first, else the most alike of the family of which
// it copies more texts than not; nil for a text of its own.
func (x *families) find(it *item) *item {
	if it.text.exact == 0 {
		return nil
	}
	if same := x.exact[it.text.exact]; len(same) > 0 {
		return same[0] // they are kept in the order of arrival
	}
	if votes := x.votes(it); len(votes) > 0 {
		return votes[0].best
	}
	return nil
}

// votes asks the families of the likely texts, and returns those that take this one, the most alike first.
func (x *families) votes(it *item) []vote {
	var votes []vote
	for _, held := range x.likely(it) {
		at := slices.IndexFunc(votes, func(v vote) bool { return v.family == held.family })
		if at < 0 {
			at = len(votes)
			votes = append(votes, vote{family: held.family})
		}
		v := &votes[at]
		alike, n := compareTexts(&it.text, &held.text).copies(), int(held.text.copies)
		switch {
		case alike == 0 && 2*min(it.text.size, held.text.size) < max(it.text.size, held.text.size):
			n = 0 // one is a part: of two parts of a text neither says anything on the other
		case alike == 0:
			n = -n
		case alike > v.top || alike == v.top && held.arrival < v.best.arrival:
			v.best, v.top = held, alike
		}
		v.votes += n
	}
	votes = slices.DeleteFunc(votes, func(v vote) bool { return !v.takes() })
	slices.SortFunc(votes, func(a, b vote) int {
		return cmp.Or(cmp.Compare(b.top, a.top), cmp.Compare(a.best.arrival, b.best.arrival))
	})
	return votes
}

// likely returns the texts that share most keys.
func (x *families) likely(it *item) []*item {
	x.round++
	var found []*item
	for _, key := range it.text.keys {
		if x.keys.count(key, crowdedText) == crowdedText {
			continue
		}
		for held := range x.keys.texts(key) {
			if held.round != x.round {
				held.round, held.shared = x.round, 0
				found = append(found, held)
			}
			held.shared++
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

// copies returns how much of one text stands in the other, or 0 when that is too little for a copy. A shortened copy
// counts less than any other.
func (l overlap) copies() float64 {
	if l.jaccard >= sameText {
		return l.jaccard
	}
	if l.contained >= shortened {
		return l.contained * sameText * .99
	}
	return 0
}
