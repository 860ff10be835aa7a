package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"nutgraf/internal/forest"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/story/sets"

	"github.com/cespare/xxhash/v2"
)

// class is a labelled collection in training.
type class struct {
	name  string
	study *story.Study
	share float32 // what its mistakes count: those of a small collection more than their number
	clean bool    // its licence is stated and allows training
	folds []int   // of each article
	pairs *sets.Pairs
	gold  []string
	list  []sets.Article
}

// pairShare is what a pair counts beside articles of a stream: it is one of few in its languages.
const pairShare = 4

// enrol reads the labelled collections.
func enrol(dir string) ([]*class, error) {
	var classes []*class
	for _, set := range sets.Shared() {
		list, err := sets.Load(filepath.Join(dir, set.File))
		if err != nil {
			return nil, err
		}
		c := &class{name: set.Name, list: list, clean: set.Clean, share: float32(math.Sqrt(1000 / float64(len(list))))}
		articles := make([]news.Article, len(list))
		for i, a := range list {
			articles[i] = a.Article
			c.gold = append(c.gold, a.Gold)
			c.folds = append(c.folds, sets.Fold(set.Name, a))
		}
		c.study = story.NewStudy(articles, c.gold)
		classes = append(classes, c)
	}
	pairs, err := sets.LoadPairs(filepath.Join(dir, sets.PairFile))
	if err != nil {
		return nil, err
	}
	c := &class{name: "pairs", pairs: pairs, folds: pairs.Folds, clean: true, share: pairShare, study: story.NewStudy(pairs.Articles, make([]string, len(pairs.Articles)))}
	c.study.Pairs(pairs.Same)
	return append(classes, c), nil
}

var clean bool // train on nothing else than collections whose licence is stated and allows it

var options = forest.Options{Trees: 200, Leaves: 6, MinHess: 20, Rate: .05, Columns: .4, Rows: .6, Seed: 1}

// rounds of training: after the first, which follows the labels, the model meets the states that it leads to itself
// (Ross, Gordon and Bagnell, "A reduction of imitation learning", 2011).
const rounds = 3

// teach grows a forest from the articles of the collections that are not in the folds a and b.
func teach(classes []*class, a, b int, done func()) *forest.Forest {
	var rows []forest.Row
	var model *forest.Forest
	for range rounds {
		for _, c := range classes {
			if clean && !c.clean {
				continue
			}
			use := func(i int) bool { return c.folds[i] != a && c.folds[i] != b }
			c.study.Learn(use, model, func(l story.Lesson) { l.Size *= c.share; rows = keep(rows, l) })
		}
		model = forest.Grow(rows, options)
	}
	if done != nil {
		done()
	}
	return model
}

const (
	plainly = 0.07 // likeness below which strangers are so many that one of few is enough
	few     = 8
)

// keep turns a lesson into a row, with time and source hidden in half of them, or leaves it out. What decides is a hash
// of the row itself.
func keep(rows []forest.Row, l story.Lesson) []forest.Row {
	h := xxhash.Sum64String(fmt.Sprint(l.Row))
	weight := l.Size
	if l.Same == 0 && l.Row[0] < plainly {
		if h%few != 0 {
			return rows
		}
		weight *= few
	}
	if h>>8%2 == 0 {
		l.Row[story.Gap] = -1
	}
	if h>>9%2 == 0 {
		l.Row[story.Site] = 0
	}
	return append(rows, forest.Row{Values: l.Row, Answer: l.Same, Weight: weight})
}

// trainMerge writes the merge decision, and one for each two folds that has seen neither.
func trainMerge(dir, out, folds string) error {
	classes, err := enrol(dir)
	if err != nil {
		return err
	}
	models := sets.Models{}
	var all *forest.Forest
	var work sync.WaitGroup
	turn := make(chan bool, 2)
	var lock sync.Mutex
	grow := func(a, b int, done func(*forest.Forest)) {
		work.Go(func() {
			turn <- true
			defer func() { <-turn }()
			model := teach(classes, a, b, nil)
			lock.Lock()
			defer lock.Unlock()
			done(model)
			fmt.Fprintf(os.Stderr, "folds %d and %d left out: done\n", a, b)
		})
	}
	if out != "" {
		grow(-1, -1, func(f *forest.Forest) { all = f })
	}
	for a := range sets.Folds {
		for b := a; b < sets.Folds; b++ {
			grow(a, b, func(f *forest.Forest) { models[[2]int{a, b}] = f })
		}
	}
	work.Wait()
	for _, c := range classes {
		placed := c.study.Group(models.Choose(c.folds))
		if c.pairs != nil {
			for _, language := range []string{"en", "ru"} {
				s := c.pairs.F1(language, placed)
				fmt.Printf("pairs %s: F1 %.3f (%.3f / %.3f)\n", language, s.F1(), s.Precision, s.Recall)
			}
			continue
		}
		items := make([]measure.Item, len(c.gold))
		for i, gold := range c.gold {
			items[i] = measure.Item{Gold: gold, Story: strconv.Itoa(placed[i])}
		}
		s := measure.Stories(items)
		fmt.Printf("%-16s %4d articles, B³ F1 %.3f (%.3f / %.3f)\n", c.name, len(c.gold), s.B3F1.Value, s.B3Precision.Value, s.B3Recall.Value)
	}
	if out == "" {
		return nil
	}
	weights, err := all.MarshalBinary()
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", out, len(weights))
	packed, err := models.MarshalBinary()
	if err != nil {
		return err
	}
	return cmp.Or(os.WriteFile(out, weights, 0o644), os.WriteFile(folds, packed, 0o644))
}
