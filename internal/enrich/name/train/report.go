package main

import (
	"fmt"
	"strings"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// finder is what finds names in a text.
type finder func(*text.Prose) []news.Mention

// report prints how well names are found in what did not teach.
func (t *training) report(sets map[string][]doc, find finder) {
	for _, as := range []struct {
		name string
		style
	}{{"lines", style{lines: true}}, {"spaced", style{spaced: true}}, {"title", style{title: true}}, {"upper", style{upper: true}}} {
		fmt.Printf("testa %-7s%s\n", as.name, score(sets["testa"], as.style, find, t.misses && as.name == "lines"))
	}
	if t.clean { // which never saw it, and nobody looked at its mistakes
		fmt.Printf("train         %s\n", score(sets["conll"], style{lines: true}, find, false))
	}
	for set := range strings.SplitSeq(t.without, ",") {
		if len(sets[set]) > 0 {
			fmt.Printf("%-13s%s\n", set, score(sets[set], style{lines: true}, find, false))
		}
	}
}

var kinds = [...]news.EntityKind{name.Person: news.EntityPerson, name.Organisation: news.EntityOrganisation, name.Place: news.EntityPlace}

// score tells F1 of exact spans, by type and in all.
func score(docs []doc, st style, find finder, misses bool) string {
	var gold, told [][]measure.Named
	for i := range docs {
		p := write(&docs[i], st)
		var want, found []measure.Named
		for _, s := range p.spans {
			if s.kind != name.Other {
				want = append(want, measure.Named{Start: s.start, End: s.end, Type: string(kinds[s.kind])})
			}
		}
		for _, m := range find(p.prose) {
			if !m.Word {
				found = append(found, measure.Named{Start: m.Start, End: m.End, Type: string(m.Kind)})
			}
		}
		gold, told = append(gold, want), append(told, found)
		if misses {
			miss(p.prose.Text, want, found)
		}
	}
	n := measure.Names(gold, told)
	out := fmt.Sprintf("P %.2f R %.2f F1 %.2f (%.2f–%.2f)", 100*n.Precision.Value, 100*n.Recall.Value, 100*n.F1.Value, 100*n.F1.Low, 100*n.F1.High)
	for _, class := range n.Types {
		out += fmt.Sprintf("  %s %.2f", class.Name, 100*class.F1.Value)
	}
	return out
}

// miss prints names that are missing (-) and those that are wrong (+).
func miss(s string, want, found []measure.Named) {
	for _, pair := range []struct {
		sign    string
		of, not []measure.Named
	}{{"-", want, found}, {"+", found, want}} {
		other := map[measure.Named]bool{}
		for _, n := range pair.not {
			other[n] = true
		}
		for _, n := range pair.of {
			if !other[n] {
				fmt.Printf("%s %s %q …%q\n", pair.sign, n.Type, s[n.Start:n.End], s[max(0, n.Start-30):min(len(s), n.End+30)])
			}
		}
	}
}
