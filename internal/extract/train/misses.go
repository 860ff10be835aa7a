package main

import (
	"fmt"
	"sort"
)

// misses prints the leaves that cost most: wrongly taken (+) and wrongly left (-).
func (t *training) misses(set string, most int) {
	type miss struct {
		page *page
		leaf int
		cost float64
	}
	var all []miss
	for _, p := range t.pages {
		if p.set != set {
			continue
		}
		for i, s := range p.seconds {
			if (s > 0) != (p.labels[i] > .5) && i != p.inspected.Title {
				all = append(all, miss{p, i, float64(p.weights[i])})
			}
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].cost > all[j].cost })
	for _, m := range all[:min(len(all), most)] {
		sign := "-"
		if m.page.seconds[m.leaf] > 0 {
			sign = "+"
		}
		text := m.page.inspected.Texts[m.leaf]
		fmt.Printf("%s %5.1f %5.2f %5.2f %s/%s: %.120q\n", sign, m.cost, m.page.scores[m.leaf], m.page.seconds[m.leaf], set, m.page.id, text)
	}
}
