package story

import (
	"cmp"
	"container/heap"
	"slices"
)

// settling is the agglomeration of articles into stories: bunches of one article each, or of one text, are joined, the
// surest first, for as long as the merge decision says that two of them are one story. What it comes to does not depend
// on the order in which the articles came.
type settling struct {
	items   []*item
	members [][]*item        // by node; none when it was joined to another
	bunches []bunch          // of those members
	parent  []int32          // the node that a node was joined to
	bonds   []map[int32]bond // by node and node
	turns   []int32          // how often a node changed
	queue   proposals
	score   func(a, b int32, between *bond) float64
	apart   map[[2]int32]bool     // nodes that an editor parted
	judge   func(p proposal) bool // nil: all that the score lets through
}

// proposal is to join two nodes, as they were at those turns.
type proposal struct {
	score        float64
	a, b         int32
	turnA, turnB int32
}

type proposals []proposal

func (p proposals) Len() int      { return len(p) }
func (p proposals) Swap(i, j int) { p[i], p[j] = p[j], p[i] }
func (p proposals) Less(i, j int) bool {
	x, y := &p[i], &p[j]
	return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) < 0
}
func (p *proposals) Push(x any) { *p = append(*p, x.(proposal)) }
func (p *proposals) Pop() any {
	last := (*p)[len(*p)-1]
	*p = (*p)[:len(*p)-1]
	return last
}

// settle groups items. The graph says how they are tied; ties to others do not count here. Items of one family, and
// those that an editor joined, are never parted.
func settle(items []*item, g *graph, score func(a, b *bunch, between *bond) float64, edits *constraints) *settling {
	slices.SortFunc(items, byTime)
	s := &settling{items: items, members: make([][]*item, len(items)), bunches: make([]bunch, len(items)), parent: make([]int32, len(items)),
		bonds: make([]map[int32]bond, len(items)), turns: make([]int32, len(items)), apart: map[[2]int32]bool{}}
	s.score = func(a, b int32, between *bond) float64 { return score(&s.bunches[a], &s.bunches[b], between) }
	node := make(map[int32]int32, len(items)) // by slot
	for i, it := range items {
		s.parent[i], s.bunches[i], s.bonds[i] = int32(i), bunchOf(it), map[int32]bond{}
		node[it.slot], s.members[i] = int32(i), []*item{it}
	}
	for i, it := range items {
		for k := range it.ties {
			if j, here := node[it.ties[k].to]; here && j < int32(i) {
				b := bond{}
				b.add(&it.ties[k].like)
				s.bonds[i][j], s.bonds[j][int32(i)] = b, b
			}
		}
	}
	s.given(edits)
	return s
}

// given does what is settled beforehand: one text is one story, and what editors said.
func (s *settling) given(edits *constraints) {
	roots, byID := map[int64]int32{}, map[int64]int32{}
	for i, it := range s.items {
		byID[int64(it.id)] = int32(i)
		if edits.parts(it.id) {
			continue // a copy that an editor took out of its story
		}
		if root, found := roots[int64(it.family)]; found {
			s.join(s.find(root), s.find(int32(i)))
		} else {
			roots[int64(it.family)] = int32(i)
		}
	}
	for _, pair := range edits.joins {
		a, hereA := byID[int64(pair[0])]
		b, hereB := byID[int64(pair[1])]
		if hereA && hereB {
			s.join(s.find(a), s.find(b))
		}
	}
	for _, pair := range edits.parted {
		a, hereA := byID[int64(pair[0])]
		b, hereB := byID[int64(pair[1])]
		if hereA && hereB {
			s.part(s.find(a), s.find(b))
		}
	}
}

// find returns the node that a node belongs to by now.
func (s *settling) find(n int32) int32 {
	for s.parent[n] != n {
		s.parent[n] = s.parent[s.parent[n]]
		n = s.parent[n]
	}
	return n
}

func (s *settling) part(a, b int32) {
	if a != b {
		s.apart[[2]int32{a, b}], s.apart[[2]int32{b, a}] = true, true
	}
}

// run joins what may be joined at that least score.
func (s *settling) run(least float64) {
	for a := range s.bonds {
		for b := range s.bonds[a] {
			if b < int32(a) {
				s.propose(b, int32(a), least)
			}
		}
	}
	heap.Init(&s.queue)
	for s.queue.Len() > 0 {
		p := heap.Pop(&s.queue).(proposal)
		if s.turns[p.a] != p.turnA || s.turns[p.b] != p.turnB || s.apart[[2]int32{p.a, p.b}] {
			continue
		}
		if s.judge != nil && !s.judge(p) {
			continue
		}
		into := s.join(p.a, p.b)
		before := s.queue.Len()
		for other := range s.bonds[into] {
			s.propose(min(into, other), max(into, other), least)
		}
		for i := before; i < s.queue.Len(); i++ {
			heap.Fix(&s.queue, i)
		}
	}
}

// propose appends a proposal without a place in the heap yet.
func (s *settling) propose(a, b int32, least float64) {
	bond := s.bonds[a][b]
	if score := s.score(a, b, &bond); score >= least {
		s.queue = append(s.queue, proposal{score, a, b, s.turns[a], s.turns[b]})
	}
}

// join joins two nodes and returns the one that stays.
func (s *settling) join(a, b int32) int32 {
	if a == b {
		return a
	}
	if cmp.Or(cmp.Compare(len(s.bonds[b]), len(s.bonds[a])), cmp.Compare(a, b)) > 0 {
		a, b = b, a
	}
	between := s.bonds[a][b]
	s.bunches[a].join(&s.bunches[b], &between)
	s.members[a] = append(s.members[a], s.members[b]...)
	s.bunches[b], s.members[b] = bunch{}, nil
	s.parent[b] = a
	s.turns[a]++
	s.turns[b] = -1
	for other, bond := range s.bonds[b] {
		delete(s.bonds[other], b)
		if other == a {
			continue
		}
		sum := s.bonds[a][other]
		sum.join(&bond)
		s.bonds[a][other], s.bonds[other][a] = sum, sum
	}
	s.bonds[b] = nil
	if len(s.apart) > 0 {
		for pair := range s.apart {
			if pair[0] == b {
				s.part(a, pair[1])
			}
		}
	}
	return a
}

// groups returns the articles of each bunch, the largest first, of equals the one with the oldest article.
func (s *settling) groups() [][]*item {
	var groups [][]*item
	for _, members := range s.members {
		if len(members) > 0 {
			slices.SortFunc(members, byTime)
			groups = append(groups, members)
		}
	}
	slices.SortFunc(groups, func(a, b []*item) int { return cmp.Or(cmp.Compare(len(b), len(a)), byTime(a[0], b[0])) })
	return groups
}
