package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"unicode"

	"nutgraf/internal/enrich/key"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/text"
)

// The weights of the features, then what it costs to repeat, and how much alike two sentences may be.
const (
	repeats = key.Features + iota
	alike
	parameters
)

type parameterList [parameters]float64

// lesson is an article that teaches, taken apart.
type lesson struct {
	rows  []key.Judged
	words [][2]map[string]int // of each sentence: its words and its pairs of words that the standfirst has
	sizes []int               // words of each sentence
	gold  [2]map[string]int
	size  int
	score []float64
}

// learn climbs from several places and takes the mean of where it comes to: each alone fits the lessons too well.
func learn(docs []doc) parameterList {
	var lessons []*lesson
	for _, d := range docs {
		if d.teaches {
			lessons = append(lessons, newLesson(d))
		}
	}
	fmt.Fprintf(os.Stderr, "%d articles teach\n", len(lessons))
	chance := rand.New(rand.NewPCG(1, 2))
	var sum parameterList
	for range starts {
		w := parameterList{1: 0.5, 3: 0.5, 5: 0.5, repeats: 0.3, alike: 0.6}
		for k := range key.Features {
			w[k] += 0.3 * chance.NormFloat64()
		}
		fmt.Fprintf(os.Stderr, "%.4f\n", climb(lessons, &w))
		size := 0.0
		for _, v := range w[:key.Features] {
			size += math.Abs(v)
		}
		for k := range w {
			if k == alike {
				size = 1 // a share as it is
			}
			sum[k] += w[k] / size / starts
		}
	}
	fmt.Fprintf(os.Stderr, "mean %.4f\n", mean(lessons, &sum))
	return sum
}

const starts = 5

// climb moves each weight in turn, and returns what the chosen sentences tell in the end.
func climb(lessons []*lesson, w *parameterList) float64 {
	best := mean(lessons, w)
	for step := 0.4; step > 0.02; step /= 1.8 {
		for moved, rounds := true, 0; moved && rounds < 3; rounds++ {
			moved = false
			for k := range w {
				for _, by := range []float64{step, -step} {
					tried := *w
					if tried[k] += by; k == alike && (tried[k] > 1 || tried[k] < 0.3) || k == repeats && tried[k] < 0 {
						continue
					}
					if v := mean(lessons, &tried); v > best+1e-5 {
						*w, best, moved = tried, v, true
						break
					}
				}
			}
		}
	}
	return best
}

func newLesson(d doc) *lesson {
	p := text.Read(d.text)
	l := &lesson{rows: key.Judge(p, d.language, d.headline, name.Find(p, d.language))}
	for n := range l.gold {
		l.gold[n] = grams(d.standfirst, n+1)
	}
	l.size = len(split(d.standfirst))
	for i := range l.rows {
		s := p.Text[p.Sentences[i].Span.Start:p.Sentences[i].Span.End]
		var words [2]map[string]int
		for n := range words {
			words[n] = grams(s, n+1)
			for g := range words[n] {
				if l.gold[n][g] == 0 {
					delete(words[n], g)
				}
			}
		}
		l.words, l.sizes = append(l.words, words), append(l.sizes, len(split(s)))
	}
	l.score = make([]float64, len(l.rows))
	return l
}

func split(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

func grams(s string, n int) map[string]int {
	words, all := split(s), map[string]int{}
	for i := 0; i+n <= len(words); i++ {
		all[strings.Join(words[i:i+n], " ")]++
	}
	return all
}

// mean is what the chosen sentences tell of the standfirsts, and a little for small weights.
func mean(lessons []*lesson, w *parameterList) float64 {
	sum := 0.0
	for _, l := range lessons {
		sum += l.told(w)
	}
	size := 0.0
	for _, v := range w[:key.Features] {
		size += math.Abs(v)
	}
	return sum/float64(len(lessons)) - 0.0004*size
}

// told chooses three sentences as key does, and compares them with the standfirst.
func (l *lesson) told(w *parameterList) float64 {
	var chosen [3]int
	n := 0
	for i := range l.rows {
		l.score[i] = 0
		for k, v := range l.rows[i].Features {
			l.score[i] += w[k] * float64(v)
		}
	}
	for n < 3 {
		best, top := -1, 0.0
	lines:
		for i := range l.rows {
			if l.rows[i].Unfit {
				continue
			}
			repeated := 0.0
			for _, c := range chosen[:n] {
				if c == i {
					continue lines
				}
				repeated = max(repeated, float64(l.rows[i].Shares[c]))
			}
			if v := l.score[i] - w[repeats]*repeated; repeated <= w[alike] && (best < 0 || v > top) {
				best, top = i, v
			}
		}
		if best < 0 {
			break
		}
		chosen[n] = best
		n++
	}
	worth := 0.0
	for k, gold := range l.gold {
		both, told := 0, -k*n
		for _, c := range chosen[:n] {
			told += l.sizes[c]
		}
		for g, most := range gold {
			has := 0
			for _, c := range chosen[:n] {
				has += l.words[c][k][g]
			}
			both += min(has, most)
		}
		if both > 0 {
			recall, precision := float64(both)/float64(l.size-k), float64(both)/float64(max(1, told))
			worth += 2*recall*precision/(recall+precision) + recallWeighs*recall
		}
	}
	return worth
}

const recallWeighs = 0.3 // beside F1
