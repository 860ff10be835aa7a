package measure

// Shelving is how well labels were given.
type Shelving struct {
	Items     int                       `json:"items"`
	Accuracy  Figure                    `json:"accuracy"`
	MacroF1   Figure                    `json:"macro_f1"`  // mean over the classes of the gold
	Classes   []Class                   `json:"classes"`   // the most frequent of the gold first
	Confusion map[string]map[string]int `json:"confusion"` // by gold, then by answer
}

// Class is how well one label was given.
type Class struct {
	Name      string `json:"name"`
	Gold      int    `json:"gold"`
	Told      int    `json:"told"`
	Precision Figure `json:"precision"`
	Recall    Figure `json:"recall"`
	F1        Figure `json:"f1"`
}

// Sections compares answers with the gold, item by item; the lists are of one length. An answer that is no class of
// the gold counts as wrong. A unit of the intervals is an item.
func Sections(gold, told []string) Shelving {
	s := Shelving{Items: len(gold), Confusion: map[string]map[string]int{}}
	golds, tolds := map[string]int{}, map[string]int{}
	for i, g := range gold {
		if s.Confusion[g] == nil {
			s.Confusion[g] = map[string]int{}
		}
		s.Confusion[g][told[i]]++
		golds[g]++
		tolds[told[i]]++
	}
	names := largest(golds)
	number := map[string]int{}
	for i, name := range names {
		number[name] = i
	}
	cells := make([][2]int, len(gold)) // gold and answer of each item; -1: an answer that is no class
	for i, g := range gold {
		answer, known := number[told[i]]
		if !known {
			answer = -1
		}
		cells[i] = [2]int{number[g], answer}
	}
	figures := bootstrap(len(cells), func(drawn []int) []float64 { return shelvingOf(cells, drawn, len(names)) })
	s.Accuracy, s.MacroF1 = figures[0], figures[1]
	for i, name := range names {
		at := 2 + 3*i
		s.Classes = append(s.Classes, Class{name, golds[name], tolds[name], figures[at], figures[at+1], figures[at+2]})
	}
	return s
}

// shelvingOf returns accuracy, macro F1, and precision, recall and F1 of each class.
func shelvingOf(cells [][2]int, drawn []int, classes int) []float64 {
	right, golds, tolds := make([]float64, classes), make([]float64, classes), make([]float64, classes)
	all := 0.0
	for _, at := range drawn {
		gold, told := cells[at][0], cells[at][1]
		golds[gold]++
		if told >= 0 {
			tolds[told]++
		}
		if gold == told {
			right[gold]++
			all++
		}
	}
	values := []float64{share(all, float64(len(drawn))), 0}
	present := 0.0
	for i := range classes {
		p, r := share(right[i], tolds[i]), share(right[i], golds[i])
		values = append(values, p, r, f1(p, r))
		if golds[i] > 0 { // a draw may miss a class
			values[1] += f1(p, r)
			present++
		}
	}
	values[1] = share(values[1], present)
	return values
}

// Deciding is how well questions of yes and no were answered.
type Deciding struct {
	Pairs     int    `json:"pairs"`
	Gold      int    `json:"gold_yes"`
	Told      int    `json:"told_yes"`
	Accuracy  Figure `json:"accuracy"`
	Precision Figure `json:"precision"`
	Recall    Figure `json:"recall"`
	F1        Figure `json:"f1"`
}

// Pairs compares answers with the gold; the lists are of one length. A unit of the intervals is a pair.
func Pairs(gold, told []bool) Deciding {
	d := Deciding{Pairs: len(gold)}
	for i := range gold {
		if gold[i] {
			d.Gold++
		}
		if told[i] {
			d.Told++
		}
	}
	figures := bootstrap(len(gold), func(drawn []int) []float64 {
		var right, both, golds, tolds float64
		for _, at := range drawn {
			if gold[at] == told[at] {
				right++
			}
			if gold[at] && told[at] {
				both++
			}
			if gold[at] {
				golds++
			}
			if told[at] {
				tolds++
			}
		}
		p, r := share(both, tolds), share(both, golds)
		return []float64{share(right, float64(len(drawn))), p, r, f1(p, r)}
	})
	d.Accuracy, d.Precision, d.Recall, d.F1 = figures[0], figures[1], figures[2], figures[3]
	return d
}
