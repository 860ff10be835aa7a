// Package measure says how well articles were grouped, shelved and read, when people have said what is right.
//
//   - [Stories] compares groups: B³, pairs, V-measure, and how many groups there are.
//   - [Duplicates] asks whether texts that carry each other were joined; [Copies] finds those texts exactly.
//   - [Sections] compares labels: accuracy, and each class by itself. [Pairs] compares answers of yes and no.
//   - [Names] compares what was found in texts: exact spans with their type.
//   - [Dates] compares expressions of time, as TempEval-3 does.
//   - [Texts] compares two texts by their runs of four words.
//
// Every share comes with the ends of its 95 % confidence interval: how much it would move if other news of the same
// kind had been judged. They come from the bootstrap (Efron 1979): [Resamples] times as many units are drawn, with
// replacement, as there are, and the middle 95 % of what is measured on the draws is told. A unit is what is independent
// of the others: not an article where stories are judged, for the articles of one story are right and wrong together,
// but a story of the gold with all its articles (a cluster bootstrap). The draws are seeded: the same input gives the
// same figures, always.
//
// The package is pure and knows no news: strings and numbers in, figures out.
package measure

import (
	"math/rand/v2"
	"slices"
)

// Figure is a share, with the ends of its 95 % confidence interval.
type Figure struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Resamples is how many times units are drawn anew.
const Resamples = 1000

// bootstrap measures n units: once all, for the values, and then on draws of as many, for the ends of the intervals.
// What measures gets the numbers of the units that were drawn, and returns always as many values.
func bootstrap(n int, what func(drawn []int) []float64) []Figure {
	drawn := make([]int, n)
	for i := range drawn {
		drawn[i] = i
	}
	values := what(drawn)
	figures := make([]Figure, len(values))
	for i, v := range values {
		figures[i] = Figure{v, v, v}
	}
	if n < 2 {
		return figures
	}
	chance := rand.New(rand.NewPCG(uint64(n), 0x9E3779B97F4A7C15))
	draws := make([][]float64, len(values)) // of each value
	for range Resamples {
		for i := range drawn {
			drawn[i] = chance.IntN(n)
		}
		for i, v := range what(drawn) {
			draws[i] = append(draws[i], v)
		}
	}
	for i, all := range draws {
		slices.Sort(all)
		tail := len(all) / 40 // 2.5 % on either side
		figures[i].Low, figures[i].High = all[tail], all[len(all)-1-tail]
	}
	return figures
}

// share is part of whole; of nothing it is 1: nothing was missed, and nothing said that is wrong.
func share(part, whole float64) float64 {
	if whole == 0 {
		return 1
	}
	return part / whole
}

// f1 is the harmonic mean of precision and recall.
func f1(precision, recall float64) float64 {
	if precision+recall == 0 {
		return 0
	}
	return 2 * precision * recall / (precision + recall)
}
