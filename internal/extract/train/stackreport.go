package main

import (
	"fmt"
	"strings"

	"nutgraf/internal/forest"
)

// report prints how pages that no forest has seen are judged, by kind of page: split, and F1 of the headlines by the model,
// the rules, and the best candidate.
func (t *stackTraining) report(folds []*forest.Forest) {
	type sum struct{ pages, split, ruled, model, rules, best float64 }
	for _, threshold := range []float64{-1, -.5, 0} {
		sums := map[string]*sum{}
		var order []string
		for _, p := range t.pages {
			kind := p.kind()
			s := sums[kind]
			if s == nil {
				s = &sum{}
				sums[kind] = s
				order = append(order, kind)
			}
			model, rules, best := -1, -1, 0.0
			top := threshold
			for i, c := range p.candidates {
				if score := folds[p.fold].Score(c.Values); score > top {
					model, top = i, score
				}
				if c.Ruled > 0 && (rules < 0 || c.Ruled > p.candidates[rules].Ruled) {
					rules = i
				}
				best = max(best, float64(p.labels[i]))
			}
			s.pages, s.best = s.pages+1, s.best+best
			if model >= 0 {
				s.split, s.model = s.split+1, s.model+float64(p.labels[model])
			}
			if rules >= 0 {
				s.ruled, s.rules = s.ruled+1, s.rules+float64(p.labels[rules])
			}
		}
		fmt.Printf("above %.1f\n", threshold)
		for _, kind := range order {
			s := sums[kind]
			fmt.Printf("  %-34s %5.0f pages  split %5.0f, by rules %5.0f  F1 %.3f, of rules %.3f, best %.3f\n", kind, s.pages, s.split, s.ruled, s.model/s.pages, s.rules/s.pages, s.best/s.pages)
		}
	}
}

// kind sorts pages for the report.
func (p *stackPage) kind() string {
	kind := p.what
	switch {
	case p.Shape.Name == "":
		return kind
	case p.held && !p.Shape.Single:
		kind += " (held out)"
	case p.Shape.Single && p.held:
		kind = "single, held out"
	case p.Shape.Single:
		kind = "single"
	default:
		kind = "stacks"
		if strings.HasSuffix(p.what, "text") {
			kind += " as text"
		}
	}
	return kind
}
