package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/forest"
)

// training is all pages with what the forests say of them.
type training struct {
	pages   []*page
	options forest.Options
	missing int
}

// page is a page of a set.
type page struct {
	set, id   string
	fold      int
	gold      string
	inspected *extract.Inspection
	labels    []float32 // per leaf: the share of it that is in the gold text
	weights   []float32
	scores    []float64 // of the first forest that did not know the page's site
	seconds   []float64 // of the second, likewise
}

// cross trains and measures the forests of all folds.
func (t *training) cross() (first, second []*forest.Forest) {
	for k := range extract.Folds {
		started := time.Now()
		f := t.firstForest(k)
		first = append(first, f)
		t.each(func(p *page) {
			if p.fold == k {
				p.scores = scoreAll(f, p.inspected.First)
			}
		})
		fmt.Printf("fold %d: first forest in %.0f s\n", k, time.Since(started).Seconds())
	}
	t.report("first forest", func(p *page) []float64 { return p.scores })
	for k := range extract.Folds {
		started := time.Now()
		f := t.secondForest(k)
		second = append(second, f)
		t.each(func(p *page) {
			if p.fold == k {
				p.seconds = scoreAll(f, p.inspected.Second(p.scores))
			}
		})
		fmt.Printf("fold %d: second forest in %.0f s\n", k, time.Since(started).Seconds())
	}
	for _, threshold := range []float64{-1, -.5, -.25, 0, .25, .5, 1} {
		t.report(fmt.Sprintf("second forest, above %5.2f", threshold), func(p *page) []float64 {
			shifted := make([]float64, len(p.seconds))
			for i, s := range p.seconds {
				shifted[i] = s - threshold
			}
			return shifted
		})
	}
	t.importance(second[0])
	return first, second
}

func scoreAll(f *forest.Forest, rows [][]float32) []float64 {
	scores := make([]float64, len(rows))
	for i, row := range rows {
		scores[i] = f.Score(row)
	}
	return scores
}

// each runs f for all pages on all cores.
func (t *training) each(f func(*page)) {
	workers := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(t.pages); i += workers {
				f(t.pages[i])
			}
		})
	}
	wait.Wait()
}

// firstForest is trained on all folds but one; on all of them for -1.
func (t *training) firstForest(but int) *forest.Forest {
	return t.grow(but, func(p *page) [][]float32 { return p.inspected.First })
}

func (t *training) secondForest(but int) *forest.Forest {
	return t.grow(but, func(p *page) [][]float32 { return p.inspected.Second(p.scores) })
}

func (t *training) grow(but int, rowsOf func(*page) [][]float32) *forest.Forest {
	all := make([][]forest.Row, len(t.pages))
	for i, p := range t.pages {
		if p.fold == but {
			continue
		}
		for n, values := range rowsOf(p) {
			all[i] = append(all[i], forest.Row{Values: values, Answer: p.labels[n], Weight: p.weights[n]})
		}
	}
	var rows []forest.Row
	for _, some := range all {
		rows = append(rows, some...)
	}
	return forest.Grow(rows, t.options)
}

// importance prints the features that decide most, by the sum of what they add to scores.
func (t *training) importance(f *forest.Forest) {
	_, names := extract.FeatureNames()
	total := make([]float64, len(names))
	for i := 0; i < len(t.pages); i += 10 {
		p := t.pages[i]
		for n, row := range p.inspected.Second(p.scores) {
			for _, reason := range f.Explain(row) {
				total[reason.Feature] += max(reason.Weight, -reason.Weight) * float64(p.weights[n])
			}
		}
	}
	for range 30 {
		best := 0
		for i := range total {
			if total[i] > total[best] {
				best = i
			}
		}
		fmt.Printf("  %-32s %.0f\n", names[best], total[best])
		total[best] = 0
	}
}
