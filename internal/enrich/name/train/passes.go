package main

import (
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/enrich/name"
)

// folds are into how many parts the pages are cut, so that the second pass learns from a first one that does not know the answers.
const folds = 4

// begun is for telling how long steps take.
var begun = time.Now()

// firstPass trains the model of the first pass on pages of a language; a plain one knows no words.
func (o options) firstPass(pages []page, language string, plain bool, lists *name.Lists) (*name.Model, []byte, error) {
	f := &field{options: o}
	all := f.sequences(pages, func(p *page) []name.Lesson { return name.Lessons(p.prose, language, plain, lists) })
	f.train(all)
	b, err := f.pack()
	if err != nil {
		return nil, nil, err
	}
	m, err := name.ParseModel(b)
	fmt.Printf("  %s: %d pages, %d runs, %d signs, %.0f s\n", language, len(pages), len(all), len(f.keys), time.Since(begun).Seconds())
	return m, b, err
}

// twoPasses trains both models of English.
func (t *training) twoPasses(pages []page, lists *name.Lists) (by name.Reader, first, second []byte, err error) {
	by = name.Reader{Language: "en", Lists: lists}
	if by.Model, first, err = t.firstPass(pages, "en", false, lists); err != nil || t.single {
		return by, first, nil, err
	}
	by.Second, second, err = t.secondPass(pages, lists)
	return by, first, second, err
}

// secondPass trains the model of the second pass on pages long enough to say things twice: what the first pass makes of each comes
// from a model of the other folds (Krishnan and Manning 2006).
func (t *training) secondPass(pages []page, lists *name.Lists) (*name.Model, []byte, error) {
	var long []page
	for _, p := range pages {
		if len(p.sentences) > 3 && p.set != "polnear" {
			long = append(long, p)
		}
	}
	less := t.options
	less.epochs = max(3, t.epochs*5/8)
	models := make([]*name.Model, folds)
	for k := range folds {
		var others []page
		for _, p := range long {
			if p.fold != k || p.set == "invented" {
				others = append(others, p)
			}
		}
		var err error
		if models[k], _, err = less.firstPass(others, "en", false, lists); err != nil {
			return nil, nil, err
		}
	}
	long = slices.DeleteFunc(long, func(p page) bool { return p.set == "invented" }) // pages that repeat themselves otherwise than news does
	f := &field{options: t.options}
	f.least, f.drop, f.epochs = 3, .1, 6
	all := f.sequences(long, func(p *page) []name.Lesson { return name.SecondLessons(p.prose, "en", lists, models[p.fold]) })
	f.train(all)
	b, err := f.pack()
	if err != nil {
		return nil, nil, err
	}
	m, err := name.ParseModel(b)
	return m, b, err
}
