package main

import (
	"fmt"
	"strings"
	"syscall"
	"time"

	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// understood is a document with what was read of it.
type understood struct {
	document
	prose    *text.Prose
	mentions []news.Mention
	actors   []news.Actor
}

// goldOf are the attributions as [measure.Quotes] compares them. Direct is what begins and ends with a quotation mark.
func goldOf(d document) []measure.Said {
	var all []measure.Said
	for _, a := range d.attributions {
		said := measure.Said{Content: a.content, Cue: hull(a.cue), Source: hull(a.source)}
		words := strings.TrimRight(d.text[a.content[0][0]:a.content[len(a.content)-1][1]], ".,")
		said.Direct = opens(words) && closes(words)
		all = append(all, said)
	}
	return all
}

func opens(s string) bool {
	return strings.HasPrefix(s, "“") || strings.HasPrefix(s, "\"") || strings.HasPrefix(s, "''")
}

func closes(s string) bool {
	return strings.HasSuffix(s, "”") || strings.HasSuffix(s, "\"") || strings.HasSuffix(s, "''")
}

func hull(all [][2]int) [2]int {
	if len(all) == 0 {
		return [2]int{}
	}
	return [2]int{all[0][0], all[len(all)-1][1]}
}

// toldOf are quotes as [measure.Quotes] compares them.
func toldOf(quotes []news.Quote, clause bool) []measure.Said {
	var all []measure.Said
	for _, q := range quotes {
		said := measure.Said{Direct: q.Direct, Source: [2]int{q.Speaker.Start, q.Speaker.End}, Cue: [2]int{q.Cue.Start, q.Cue.End}}
		for _, part := range q.Parts {
			said.Content = append(said.Content, [2]int{part.Start, part.End})
		}
		if clause && !q.Clause.Empty() {
			said.Content = [][2]int{{q.Clause.Start, q.Clause.End}}
		}
		all = append(all, said)
	}
	return all
}

// score prints how well documents are understood.
func score(docs []understood) {
	for _, clause := range []bool{false, true} {
		var gold, told [][]measure.Said
		began := cpuTime()
		for _, d := range docs {
			quotes := quote.Find(d.prose, "en", d.mentions, d.actors, nil)
			gold = append(gold, goldOf(d.document))
			told = append(told, toldOf(quotes, clause))
		}
		took := cpuTime() - began
		a := measure.Quotes(gold, told)
		fmt.Printf("%d articles, %d gold (%d direct), %d told; parts as clauses: %v, %v an article\n", a.Articles, a.Gold, a.Direct, a.Told, clause, took/time.Duration(len(docs)))
		fmt.Printf("  direct: found %.3f, speaker right %.3f, of found %.3f\n", a.Found.Value, a.Speaker.Value, a.OfFound.Value)
		for _, m := range []struct {
			name string
			measure.Matching
		}{{"who", a.Who}, {"whole", a.Whole}, {"cue", a.Cue}, {"bare", a.Bare}} {
			fmt.Printf("  %-6s P %.3f R %.3f F1 %.3f (%.3f-%.3f)\n", m.name, m.Precision.Value, m.Recall.Value, m.F1.Value, m.F1.Low, m.F1.High)
		}
	}
}

// miss prints the direct quotations whose speaker is not found, and how they are marked.
func miss(docs []understood, direct bool) {
	for _, d := range docs {
		told := toldOf(quote.Find(d.prose, "en", d.mentions, d.actors, nil), false)
		for _, g := range goldOf(d.document) {
			if g.Direct != direct || g.Source[0] == g.Source[1] {
				continue
			}
			right, found := false, ""
			for _, t := range told {
				for _, c := range t.Content {
					if meets(g.Content, c[0], c[1]) {
						found += fmt.Sprintf(" [%s|%s]", d.text[t.Source[0]:t.Source[1]], d.text[t.Cue[0]:t.Cue[1]])
						right = right || t.Source[0] < g.Source[1] && g.Source[0] < t.Source[1]
					}
				}
			}
			if !right {
				from, to := min(g.Content[0][0], g.Source[0], g.Cue[0]), max(g.Content[len(g.Content)-1][1], g.Source[1], g.Cue[1])
				fmt.Printf("%s: gold [%s|%s] told%s\n   %q\n", d.id[:min(30, len(d.id))], d.text[g.Source[0]:g.Source[1]], d.text[g.Cue[0]:g.Cue[1]], found, d.text[max(0, from-60):min(to+40, len(d.text), from+700)])
			}
		}
	}
}

// bounds prints what was told with the right source and cue but other words.
func bounds(docs []understood) {
	for _, d := range docs {
		told := toldOf(quote.Find(d.prose, "en", d.mentions, d.actors, nil), true)
		for _, g := range goldOf(d.document) {
			for _, t := range told {
				if t.Source[0] < g.Source[1] && g.Source[0] < t.Source[1] && t.Cue[0] < g.Cue[1] && g.Cue[0] < t.Cue[1] {
					a := measure.Quotes([][]measure.Said{{g}}, [][]measure.Said{{t}})
					if a.Whole.F1.Value < 1 {
						cut := func(r [][2]int) string {
							s := ""
							for _, x := range r {
								s += "[" + d.text[x[0]:min(x[1], x[0]+200)] + "]"
							}
							return s
						}
						fmt.Printf("- %s | %s\n   gold %s\n   told %v %s\n", d.text[g.Source[0]:g.Source[1]], d.text[g.Cue[0]:g.Cue[1]], cut(g.Content), t.Direct, cut(t.Content))
					}
				}
			}
		}
	}
}

// cpuTime is how long the program has worked.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano())
}
