package measure

// DateSpan is an expression of time in a text: where it stands, and what it means.
type DateSpan struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"` // as TIMEX3 has them; what is empty in the gold is not judged
	Value string `json:"value"`
}

// Dating is how well expressions of time were found and understood, as TempEval-3 scores it (UzZaman et al. 2013).
type Dating struct {
	Texts     int    `json:"texts"`
	Gold      int    `json:"gold"`
	Told      int    `json:"told"`
	Strict    Figure `json:"strict_f1"`         // the same span
	Precision Figure `json:"relaxed_precision"` // spans that overlap
	Recall    Figure `json:"relaxed_recall"`
	Relaxed   Figure `json:"relaxed_f1"`
	Type      Figure `json:"type_f1"`  // relaxed F1 times the share of the overlapping ones whose type is right
	Value     Figure `json:"value_f1"` // likewise, whose value is
}

// Dates compares expressions of time with the gold, text by text; the lists are of one length, the spans of each in the
// order of the text. Each span of the gold counts with the first answer that overlaps it, each answer once. A unit of the
// intervals is a text.
func Dates(gold, told [][]DateSpan) Dating {
	d := Dating{Texts: len(gold)}
	cells := make([][6]float64, len(gold))
	for i := range gold {
		d.Gold += len(gold[i])
		d.Told += len(told[i])
		cells[i] = datingOf(gold[i], told[i])
	}
	figures := bootstrap(len(gold), func(drawn []int) []float64 {
		var sum [6]float64
		for _, at := range drawn {
			for i, v := range cells[at] {
				sum[i] += v
			}
		}
		golds, tolds, exact, both := sum[0], sum[1], sum[2], sum[3]
		p, r := share(both, tolds), share(both, golds)
		relaxed := f1(p, r)
		return []float64{f1(share(exact, tolds), share(exact, golds)), p, r, relaxed, relaxed * share(sum[4], both), relaxed * share(sum[5], both)}
	})
	d.Strict, d.Precision, d.Recall, d.Relaxed, d.Type, d.Value = figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]
	return d
}

// datingOf counts gold, answers, equal spans, overlapping ones, and of those the ones with the right type and value.
func datingOf(gold, told []DateSpan) (n [6]float64) {
	n[0], n[1] = float64(len(gold)), float64(len(told))
	at := 0
	for _, g := range gold {
		for at < len(told) && told[at].End <= g.Start {
			at++
		}
		if at == len(told) || told[at].Start >= g.End {
			continue
		}
		t := told[at]
		at++
		n[3]++
		if t.Start == g.Start && t.End == g.End {
			n[2]++
		}
		if g.Type == "" || t.Type == g.Type {
			n[4]++
		}
		if g.Value == "" || t.Value == g.Value {
			n[5]++
		}
	}
	return n
}
