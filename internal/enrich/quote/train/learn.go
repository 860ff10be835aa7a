package main

import (
	"fmt"
	"math"

	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/forest"
)

// folds is how many parts the training set is cut into, so that no table judges a text that it was made from.
const folds = 5

// tally counts how often an entry of a table spoke for something, and how often not.
type tally map[quote.Word]*[2]float64

func (t tally) add(words []quote.Word, yes bool) {
	for _, w := range words {
		c := t[w]
		if c == nil {
			c = new([2]float64)
			t[w] = c
		}
		if yes {
			c[0]++
		} else {
			c[1]++
		}
	}
}

const (
	leastSeen = 3  // entries seen less often are not kept
	smoothing = 2. // how many times the mean is counted beside what was seen
	unitLog   = 16 // of log-odds
)

// tables turns tallies of some folds into tables.
func tables(tallies []tally, without int) [5]quote.Table[int8] {
	var all [5]quote.Table[int8]
	var sums [5][2]float64
	joined := tally{}
	for k, t := range tallies {
		if k == without {
			continue
		}
		for w, c := range t {
			j := joined[w]
			if j == nil {
				j = new([2]float64)
				joined[w] = j
			}
			j[0], j[1] = j[0]+c[0], j[1]+c[1]
			sums[w.Table][0], sums[w.Table][1] = sums[w.Table][0]+c[0], sums[w.Table][1]+c[1]
		}
	}
	for w, c := range joined {
		if c[0]+c[1] < leastSeen || w.Table == quote.TableCue && c[0] == 0 {
			continue
		}
		mean := sums[w.Table][0] / (sums[w.Table][0] + sums[w.Table][1])
		odds := math.Log((c[0] + smoothing*mean) / (c[1] + smoothing*(1-mean)))
		all[w.Table].Set(w.Key, int8(max(-99, min(99, math.Round(odds*unitLog)))))
	}
	return all
}

// lesson is a document with its gold by token.
type lesson struct {
	understood
	heads map[int]*attribution // cue of an attribution with a source, by token
	mute  map[int]bool         // tokens of cues that are not to be judged
}

// teach makes lessons of documents. The head of a cue is its first verb that is no auxiliary, else its last word.
func teach(d understood, w *quote.Weights) lesson {
	l := lesson{d, map[int]*attribution{}, map[int]bool{}}
	study := quote.NewStudy(w, d.prose, d.mentions, d.actors)
	for i := range d.attributions {
		a := &d.attributions[i]
		head, last := -1, -1
		for _, r := range a.cue {
			for k := d.prose.TokenAt(r[0]); k < len(d.prose.Tokens) && d.prose.Tokens[k].Start < r[1]; k++ {
				l.mute[k] = true
				if !study.Outside(k) {
					continue
				}
				last = k
				if head < 0 && study.Verbal(k) {
					head = k
				}
			}
		}
		if head < 0 {
			head = last
		}
		if first := d.prose.TokenAt(a.cue[0][0]); head < 0 || quote.WordKey(d.prose.Word(first)) == quote.WordKey("according") {
			head = first
		}
		if len(a.source) > 0 {
			l.heads[head] = a
		}
	}
	return l
}

// count counts the words of a lesson into a tally.
func (l *lesson) count(w *quote.Weights, t tally) {
	study := quote.NewStudy(w, l.prose, l.mentions, l.actors)
	for i := range l.prose.Tokens {
		if study.Outside(i) && (l.heads[i] != nil || !l.mute[i]) {
			t.add(study.CueWords(i), l.heads[i] != nil)
		}
	}
	for cue, a := range l.heads {
		at, words := study.Sources(cue)
		for k, n := range rightSource(at, a) {
			t.add(words[k], n)
		}
		at, words = l.ends(study, cue, a)
		for k, yes := range rightEnd(at, a) {
			t.add(words[k], yes)
		}
	}
}

// ends are the places where the content of an attribution may end, when it stands behind the cue.
func (l *lesson) ends(study *quote.Study, cue int, a *attribution) ([]quote.Sight, [][]quote.Word) {
	from := l.prose.TokenAt(a.content[0][0])
	if from <= cue || from >= len(l.prose.Tokens) || l.prose.SentenceAt(a.content[0][0]) != l.prose.SentenceAt(l.prose.Tokens[cue].Start) {
		return nil, nil
	}
	return study.Ends(cue, from)
}

// rightEnd says which place is the end of the content: the one nearest to it.
func rightEnd(all []quote.Sight, a *attribution) []bool {
	right := make([]bool, len(all))
	best := -1
	for k, s := range all {
		if gap := abs(s.At.Start - a.content[0][1]); best < 0 || gap < abs(all[best].At.Start-a.content[0][1]) {
			best = k
		}
	}
	if best >= 0 {
		right[best] = true
	}
	return right
}

func abs(n int) int { return max(n, -n) }

// rightSource says which phrase is the source: the first in the text that meets the gold.
func rightSource(all []quote.Sight, a *attribution) []bool {
	right := make([]bool, len(all))
	best := -1
	for k, s := range all {
		if meets(a.source, s.At.Start, s.At.End) && (best < 0 || s.At.Start < all[best].At.Start) {
			best = k
		}
	}
	if best >= 0 {
		right[best] = true
	}
	return right
}

// learn fills in the tables and forests.
func learn(docs []understood, w *quote.Weights) {
	var lessons []lesson
	tallies := make([]tally, folds)
	for k := range tallies {
		tallies[k] = tally{}
	}
	for i, d := range docs {
		l := teach(d, w)
		l.count(w, tallies[i%folds])
		lessons = append(lessons, l)
	}
	var rows [4][]forest.Row
	for k := range folds {
		part := *w
		part.Tables = tables(tallies, k)
		for i := k; i < len(lessons); i += folds {
			lessons[i].rows(&part, &rows)
		}
	}
	w.Tables = tables(tallies, -1)
	trees := [4]int{quote.ForestCue: 60, quote.ForestSource: 40, quote.ForestLink: 60, quote.ForestEnd: 30}
	for k := range rows {
		w.Forests[k] = forest.Grow(rows[k], forest.Options{Trees: trees[k], Leaves: 20, Rate: .2, MinHess: 4, Bins: 48, Seed: 7})
		fmt.Printf("forest %d: %d rows\n", k, len(rows[k]))
	}
}

// rows adds what the forests learn from a lesson.
func (l *lesson) rows(w *quote.Weights, rows *[4][]forest.Row) {
	study := quote.NewStudy(w, l.prose, l.mentions, l.actors)
	for _, c := range study.Cues() {
		a := l.heads[c.Token]
		if a == nil && l.mute[c.Token] {
			continue
		}
		rows[quote.ForestCue] = append(rows[quote.ForestCue], example(c, a != nil))
		if a == nil {
			continue
		}
		at, _ := study.Sources(c.Token)
		for k, yes := range rightSource(at, a) {
			rows[quote.ForestSource] = append(rows[quote.ForestSource], example(at[k], yes))
		}
		at, _ = l.ends(study, c.Token, a)
		for k, yes := range rightEnd(at, a) {
			rows[quote.ForestEnd] = append(rows[quote.ForestEnd], example(at[k], yes))
		}
	}
	pieces, may := study.Pieces()
	before := -1
	for i, p := range pieces {
		if !may[i] {
			continue
		}
		now := -1
		links := study.Links(i, before)
		for _, c := range links {
			a := l.heads[c.Token]
			yes := a != nil && meets(a.content, p.Start, p.End)
			if yes {
				now = c.Token
			}
			rows[quote.ForestLink] = append(rows[quote.ForestLink], example(c, yes))
		}
		if now >= 0 {
			before = now
		}
	}
}

func example(s quote.Sight, yes bool) forest.Row {
	r := forest.Row{Values: s.Row, Weight: 1}
	if yes {
		r.Answer = 1
	}
	return r
}

func meets(all [][2]int, start, end int) bool {
	for _, r := range all {
		if start < r[1] && r[0] < end {
			return true
		}
	}
	return false
}
