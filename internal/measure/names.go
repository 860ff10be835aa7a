package measure

// Named is a name in a text: where it stands, and of what type it is.
type Named struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
}

// Naming is how well names were found: a name is right when both its ends and its type are (Tjong Kim Sang and De Meulder 2003).
type Naming struct {
	Texts     int     `json:"texts"`
	Gold      int     `json:"gold"`
	Told      int     `json:"told"`
	Precision Figure  `json:"precision"`
	Recall    Figure  `json:"recall"`
	F1        Figure  `json:"f1"`
	Types     []Class `json:"types"` // the most frequent of the gold first
	Spans     Class   `json:"spans"` // whatever their type
}

// Names compares names with the gold, text by text; the lists are of one length. A name that is told twice is one. A unit of
// the intervals is a text: its names are right and wrong together.
func Names(gold, told [][]Named) Naming {
	n := Naming{Texts: len(gold)}
	counts := map[string]int{}
	for _, names := range gold {
		for _, name := range names {
			counts[name.Type]++
		}
	}
	types := largest(counts)
	number := map[string]int{}
	for i, name := range types {
		number[name] = i
	}
	kinds := len(types) + 2 // each type, any name, any span
	cells := make([][]tallied, len(gold))
	for i := range gold {
		cells[i] = make([]tallied, kinds)
		tallyNames(cells[i], number, gold[i], told[i])
	}
	all := make([]tallied, kinds)
	for _, cell := range cells {
		add(all, cell)
	}
	figures := bootstrap(len(gold), func(drawn []int) []float64 {
		sums := make([]tallied, kinds)
		for _, at := range drawn {
			add(sums, cells[at])
		}
		var values []float64
		for _, c := range sums {
			p, r := share(c.right, c.told), share(c.right, c.gold)
			values = append(values, p, r, f1(p, r))
		}
		return values
	})
	class := func(i int, name string) Class {
		return Class{name, int(all[i].gold), int(all[i].told), figures[3*i], figures[3*i+1], figures[3*i+2]}
	}
	for i, name := range types {
		n.Types = append(n.Types, class(i, name))
	}
	any := class(len(types), "")
	n.Gold, n.Told, n.Precision, n.Recall, n.F1 = any.Gold, any.Told, any.Precision, any.Recall, any.F1
	n.Spans = class(len(types)+1, "spans")
	return n
}

// tallied is how many names there are, were told, and were told rightly.
type tallied struct{ gold, told, right float64 }

func add(sums, more []tallied) {
	for i, m := range more {
		sums[i].gold += m.gold
		sums[i].told += m.told
		sums[i].right += m.right
	}
}

// tallyNames counts the names of a text by type, then all, then all spans.
func tallyNames(cell []tallied, number map[string]int, gold, told []Named) {
	any, spans := len(cell)-2, len(cell)-1
	golds, places := map[Named]bool{}, map[[2]int]bool{}
	for _, name := range gold {
		if !golds[name] {
			golds[name] = true
			cell[number[name.Type]].gold++
			cell[any].gold++
		}
		if at := [2]int{name.Start, name.End}; !places[at] {
			places[at] = true
			cell[spans].gold++
		}
	}
	seen, seenPlaces := map[Named]bool{}, map[[2]int]bool{}
	for _, name := range told {
		at := [2]int{name.Start, name.End}
		if !seenPlaces[at] {
			seenPlaces[at] = true
			cell[spans].told++
			if places[at] {
				cell[spans].right++
			}
		}
		if seen[name] {
			continue
		}
		seen[name] = true
		kind, known := number[name.Type]
		if known {
			cell[kind].told++
		}
		cell[any].told++
		if golds[name] {
			cell[kind].right++
			cell[any].right++
		}
	}
}
