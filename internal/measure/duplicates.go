package measure

// Duplication is what became of near-duplicates (see [Copies]).
type Duplication struct {
	Pairs       int `json:"pairs"`
	FamilyPairs int `json:"family_pairs"` // of articles in one family

	SameStory  Figure `json:"same_story"`  // share of the pairs whose articles are in one story
	SameFamily Figure `json:"same_family"` // and in one family
	False      Figure `json:"false"`       // share of the family pairs neither of whose texts carries the other: no near-duplicates, and not one cut from the other
}

// Duplicates measures whether near-duplicates were joined, with or without gold. A unit of the intervals is all texts
// that hang together, as near-duplicates or in one family.
func Duplicates(items []Item) Duplication {
	texts := make([]string, len(items))
	for i, it := range items {
		texts[i] = it.Text
	}
	sets := shingleSets(texts)
	groups := newForest(len(items))
	const story, family, pair, wrong, told = 0, 1, 2, 3, 4
	type counted struct {
		at   int
		what [5]float64
	}
	var all []counted
	for _, c := range copiesOf(sets) {
		a, b := items[c.A], items[c.B]
		groups.join(c.A, c.B)
		n := counted{at: c.A}
		n.what[pair] = 1
		if a.Story == b.Story {
			n.what[story] = 1
		}
		if a.Family == b.Family && a.Family != "" {
			n.what[family] = 1
		}
		all = append(all, n)
	}
	members := map[string][]int{}
	for i, it := range items {
		if it.Family == "" {
			continue
		}
		for _, j := range members[it.Family] {
			groups.join(i, j)
			n := counted{at: j}
			n.what[told] = 1
			if jaccard(sets[i], sets[j]) < leastShared && inside(sets[i], sets[j]) < mostlyInside {
				n.what[wrong] = 1
			}
			all = append(all, n)
		}
		members[it.Family] = append(members[it.Family], i)
	}
	var units [][5]float64
	place := map[int]int{}
	for _, n := range all {
		root := groups.root(n.at)
		at, known := place[root]
		if !known {
			at = len(units)
			place[root] = at
			units = append(units, [5]float64{})
		}
		for i, v := range n.what {
			units[at][i] += v
		}
	}
	sum := func(drawn []int) (sum [5]float64) {
		for _, at := range drawn {
			for i, v := range units[at] {
				sum[i] += v
			}
		}
		return sum
	}
	figures := bootstrap(len(units), func(drawn []int) []float64 {
		s := sum(drawn)
		return []float64{share(s[story], s[pair]), share(s[family], s[pair]), share0(s[wrong], s[told])}
	})
	d := Duplication{SameStory: figures[0], SameFamily: figures[1], False: figures[2]}
	for _, unit := range units {
		d.Pairs += int(unit[pair])
		d.FamilyPairs += int(unit[told])
	}
	return d
}

// forest joins numbers into groups.
type forest []int

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = i
	}
	return f
}

func (f forest) root(i int) int {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

func (f forest) join(a, b int) { f[max(f.root(a), f.root(b))] = min(f.root(a), f.root(b)) }
