package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nutgraf/internal/enrich"
)

// balance weighs texts so that no class of a language drowns the others.
func balance(docs []doc, even float64) {
	mass := map[string]float64{}
	key := func(d *doc) string { return fmt.Sprint(d.language, d.label) }
	for i := range docs {
		mass[key(&docs[i])] += docs[i].weight
	}
	for i := range docs {
		d := &docs[i]
		d.weight *= min(2, math.Pow(100/mass[key(d)], even))
	}
}

// answer returns which of the labels of a text's set the model believes most.
func answer(d *doc, p [16]float64, choices []string) string {
	prefix, _, _ := strings.Cut(d.set, " ")
	best, top := "", -1.0
	for _, c := range choices {
		believed := 0.0
		for k, w := range label(meanings[prefix+" "+c]) {
			believed += w * p[k]
		}
		if believed > top {
			best, top = c, believed
		}
	}
	return best
}

// labels returns the labels of each set that is measured.
func labels(docs []doc) map[string][]string {
	m := map[string][]string{}
	for _, d := range docs {
		if d.measured() && !slices.Contains(m[d.set], d.gold) {
			m[d.set] = append(m[d.set], d.gold)
		}
	}
	for _, l := range m {
		slices.Sort(l)
	}
	return m
}

func (d *doc) measured() bool { return d.gold != "" && d.fold != nofold }

// report is a table of how often the models of the folds are right, a set a line; of texts with an address also without it.
func report(docs []doc, models []*enrich.Linear) string {
	choices := labels(docs)
	right, all := map[string]int{}, map[string]int{}
	count := func(set string, ok bool) {
		if all[set]++; ok {
			right[set]++
		}
	}
	for i := range docs {
		d := &docs[i]
		if !d.measured() {
			continue
		}
		m := models[d.fold]
		got := answer(d, m.Believe(&d.signs, false), choices[d.set])
		count(d.set, got == d.gold)
		if d.article.URL != "" {
			count(d.set+", no address", answer(d, m.Believe(&d.signs, true), choices[d.set]) == d.gold)
			count(d.set+", news or not", (got == "not_news") == (d.gold == "not_news"))
		}
	}
	var b strings.Builder
	sets := make([]string, 0, len(all))
	for set := range all {
		sets = append(sets, set)
	}
	slices.Sort(sets)
	for _, set := range sets {
		fmt.Fprintf(&b, "%-24s %5d texts  right %.3f\n", set, all[set], float64(right[set])/float64(all[set]))
	}
	return b.String()
}

// miss prints the mistakes on the contest's labels.
func miss(docs []doc, models []*enrich.Linear) {
	choices := labels(docs)
	for i := range docs {
		if d := &docs[i]; d.measured() && strings.HasPrefix(d.set, "contest") {
			if got := answer(d, models[d.fold].Believe(&d.signs, false), choices[d.set]); got != d.gold {
				fmt.Printf("%s: want %s, got %s: %s %s\n", d.set, d.gold, got, d.article.Headline, d.article.URL)
			}
		}
	}
}
