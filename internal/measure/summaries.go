package measure

import (
	"slices"
	"strings"
	"unicode"
)

// Summarising is how well sentences tell what people told of the same texts: ROUGE-1 and ROUGE-2 (Lin 2004), the words
// and pairs of words that both have, as means over the texts. A summary of people is short, so that recall says more than F1
// of sentences that are as many whatever they are.
type Summarising struct {
	Texts    int    `json:"texts"`
	R1       Figure `json:"rouge_1"` // F1
	R2       Figure `json:"rouge_2"`
	R1Recall Figure `json:"rouge_1_recall"`
	R2Recall Figure `json:"rouge_2_recall"`
}

const summaryMeasures = 4

// Summaries compares summaries with those of people, one by one; the lists are of one length.
func Summaries(gold, told []string) Summarising {
	f := means(summaryScores(gold, told))
	return Summarising{len(gold), f[0], f[1], f[2], f[3]}
}

// SummaryGain is by how much told is better than other, text by text, in the order R1, R2 and their recalls.
func SummaryGain(gold, told, other []string) Summarising {
	a, b := summaryScores(gold, told), summaryScores(gold, other)
	for i := range a {
		for k := range a[i] {
			a[i][k] -= b[i][k]
		}
	}
	f := means(a)
	return Summarising{len(gold), f[0], f[1], f[2], f[3]}
}

func means(scores [][summaryMeasures]float64) []Figure {
	return bootstrap(len(scores), func(drawn []int) []float64 {
		sum := make([]float64, summaryMeasures)
		for _, at := range drawn {
			for k, v := range scores[at] {
				sum[k] += v
			}
		}
		for k := range sum {
			sum[k] /= float64(max(1, len(drawn)))
		}
		return sum
	})
}

func summaryScores(gold, told []string) [][summaryMeasures]float64 {
	scores := make([][summaryMeasures]float64, len(gold))
	for i := range gold {
		for n := 1; n <= 2; n++ {
			_, recall, f := Rouge(gold[i], told[i], n)
			scores[i][n-1], scores[i][n+1] = f, recall
		}
	}
	return scores
}

// Rouge compares two texts by their runs of n words, each counted as often as it stands.
func Rouge(gold, told string, n int) (precision, recall, f float64) {
	golds, tolds := wordRuns(gold, n), wordRuns(told, n)
	both, i, j := 0, 0, 0
	for i < len(golds) && j < len(tolds) {
		switch c := strings.Compare(golds[i], tolds[j]); {
		case c == 0:
			both++
			i++
			j++
		case c < 0:
			i++
		default:
			j++
		}
	}
	if len(golds) == 0 || len(tolds) == 0 {
		return 0, 0, 0
	}
	precision, recall = float64(both)/float64(len(tolds)), float64(both)/float64(len(golds))
	return precision, recall, f1(precision, recall)
}

// wordRuns returns the runs of n words, sorted.
func wordRuns(s string, n int) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	var all []string
	for i := 0; i+n <= len(words); i++ {
		all = append(all, strings.Join(words[i:i+n], " "))
	}
	slices.Sort(all)
	return all
}
