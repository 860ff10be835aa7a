package measure

import (
	"strings"
	"unicode"
)

// Reading is how well texts were taken from their pages: means over the texts.
type Reading struct {
	Texts     int    `json:"texts"`
	Precision Figure `json:"precision"`
	Recall    Figure `json:"recall"`
	F1        Figure `json:"f1"`
}

const runWords = 4

// Texts compares texts with the gold, one by one; the lists are of one length. Precision and recall are those of the
// runs of four words, each counted as often as it stands; F1 is the mean of the texts' F1. A unit of the intervals is a
// text.
func Texts(gold, told []string) Reading {
	scores := make([][3]float64, len(gold))
	for i := range gold {
		p, r := overlap(runs(gold[i]), runs(told[i]))
		scores[i] = [3]float64{p, r, f1(p, r)}
	}
	figures := bootstrap(len(gold), func(drawn []int) []float64 {
		var sum [3]float64
		for _, at := range drawn {
			for i, v := range scores[at] {
				sum[i] += v
			}
		}
		n := float64(len(drawn))
		return []float64{share(sum[0], n), share(sum[1], n), share(sum[2], n)}
	})
	return Reading{len(gold), figures[0], figures[1], figures[2]}
}

func overlap(gold, told map[string]int) (precision, recall float64) {
	both, golds, tolds := 0, 0, 0
	for run, n := range told {
		tolds += n
		both += min(n, gold[run])
	}
	for _, n := range gold {
		golds += n
	}
	if golds == 0 || tolds == 0 {
		return 0, 0
	}
	return float64(both) / float64(tolds), float64(both) / float64(golds)
}

// runs counts the runs of four words; a shorter text is one run.
func runs(s string) map[string]int {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	all := map[string]int{}
	if len(words) == 0 {
		return all
	}
	for i := range max(1, len(words)-runWords+1) {
		all[strings.Join(words[i:min(len(words), i+runWords)], " ")]++
	}
	return all
}
