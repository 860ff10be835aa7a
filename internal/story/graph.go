package story

import (
	"cmp"
	"slices"
)

const (
	heldBy      = 32   // words under which an article can be found
	searchedBy  = 48   // words that it searches with
	compared    = 40   // articles that a new one is compared with
	crowded     = 1500 // a word that so many articles share finds nothing
	leastMix    = 0.03 // likeness below which two articles have nothing to do with each other
	headlinePay = 1.5  // what a word of the headline counts beyond others in a search
)

// graph holds the articles of the window, and which of them resemble each other. A new article is compared with the
// compared articles that share most of its rarest words; what is found stays with both.
type graph struct {
	slots []*item // nil: free
	free  []int32
	held  map[uint32][]int32 // slots by word
	round int                // searches so far
	board board
}

// tie is how an article resembles another one.
type tie struct {
	to   int32
	like affinity
}

func newGraph() *graph { return &graph{held: map[uint32][]int32{}} }

// add compares an article with those that may resemble it, and holds it.
func (g *graph) add(it *item) {
	if n := len(g.free); n > 0 {
		it.slot, g.free = g.free[n-1], g.free[:n-1]
		g.slots[it.slot] = it
	} else {
		it.slot = int32(len(g.slots))
		g.slots = append(g.slots, it)
	}
	keys := telling(it)
	g.board.lay(it)
	for _, other := range g.likely(it, keys) {
		l := g.board.affinity(other)
		if l.mix() < leastMix {
			continue
		}
		it.ties = append(it.ties, tie{other.slot, l})
		other.ties = append(other.ties, tie{it.slot, l})
		other.levels.known = 0
	}
	it.ties = slices.Clip(it.ties)
	for _, k := range keys[:min(len(keys), heldBy)] {
		g.held[k.key&hashMask] = append(g.held[k.key&hashMask], it.slot)
	}
	it.heldUnder = hashesOf(keys[:min(len(keys), heldBy)])
}

// telling returns the features to search an article with, the most telling first: words that nobody else has come last,
// for they find nothing yet.
func telling(it *item) []feature {
	keys := make([]feature, 0, len(it.features))
	for _, f := range it.features {
		w := float32(f.weight)
		if f.key&markHeadline != 0 {
			w *= headlinePay
		}
		if !f.known {
			w /= 4
		}
		f.weight = uint16(min(w/4, 65535))
		keys = append(keys, f)
	}
	if len(keys) > searchedBy {
		keys = mostTelling(keys, searchedBy)
	}
	slices.SortFunc(keys, heavier)
	return keys
}

func hashesOf(features []feature) []uint32 {
	keys := make([]uint32, len(features))
	for i, f := range features {
		keys[i] = f.key & hashMask
	}
	return keys
}

// likely returns the articles that share most of the given words, most first.
func (g *graph) likely(it *item, keys []feature) []*item {
	g.round++
	var found []*item
	for _, f := range keys {
		held := g.held[f.key&hashMask]
		if len(held) > crowded {
			continue
		}
		for _, slot := range held {
			other := g.slots[slot]
			if other.seen != g.round {
				if other == it || other.lang != it.lang {
					continue
				}
				other.seen, other.votes = g.round, 0
				found = append(found, other)
			}
			other.votes += float32(f.weight)
		}
	}
	return mostVoted(found, compared)
}

func byVotes(a, b *item) int {
	if a.votes != b.votes {
		return cmp.Compare(b.votes, a.votes)
	}
	return cmp.Compare(a.id, b.id)
}

// mostVoted cuts a list down to the n articles with most votes.
func mostVoted(found []*item, n int) []*item {
	if len(found) <= n {
		slices.SortFunc(found, byVotes)
		return found
	}
	top := found[:n]
	slices.SortFunc(top, byVotes)
	for _, it := range found[n:] {
		if it.votes < top[n-1].votes || byVotes(it, top[n-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, it, byVotes)
		copy(top[at+1:], top[at:n-1])
		top[at] = it
	}
	return top
}

// remove takes an article out, and what ties others to it.
func (g *graph) remove(it *item) {
	if it.slot < 0 {
		return
	}
	for _, key := range it.heldUnder {
		rest := g.held[key]
		if at := slices.Index(rest, it.slot); at >= 0 {
			rest = slices.Delete(rest, at, at+1)
		}
		if len(rest) == 0 {
			delete(g.held, key)
		} else {
			g.held[key] = rest
		}
	}
	for _, t := range it.ties {
		other := g.slots[t.to]
		other.ties = slices.DeleteFunc(other.ties, func(back tie) bool { return back.to == it.slot })
		other.levels.known = 0
	}
	g.slots[it.slot] = nil
	g.free = append(g.free, it.slot)
	it.slot, it.ties, it.heldUnder = -1, nil, nil
}

// levels are how alike the articles around one are: the likeness of the nearest, the tenth, the thirtieth.
type levels struct {
	known              int // ties when they were computed; 0: anew
	first, tenth, last float32
}

const (
	tenthOne = 9
	lastOne  = 30
)

// around returns the levels of likeness around an article.
func (it *item) around() levels {
	if it.levels.known == len(it.ties) && len(it.ties) > 0 {
		return it.levels
	}
	mixes := make([]uint8, 0, 128)
	for i := range it.ties {
		mixes = append(mixes, it.ties[i].like[partMix])
	}
	slices.Sort(mixes)
	slices.Reverse(mixes)
	at := func(n int) float32 {
		if n >= len(mixes) {
			return nothing
		}
		return unpacked[mixes[n]]
	}
	it.levels = levels{len(it.ties), at(0), at(tenthOne), at(lastOne)}
	return it.levels
}

// nothing is the level where no article is.
const nothing = 0.01
