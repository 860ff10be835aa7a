package main

import (
	"fmt"
	"strings"

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

// toldOf are quotes as [measure.Quotes] compares them: a few quoted words by the clause that they are part of, or alone.
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

// score says how well documents are understood.
func score(docs []understood) string {
	var out strings.Builder
	for _, clause := range []bool{true, false} {
		var gold, told [][]measure.Said
		for _, d := range docs {
			gold = append(gold, goldOf(d.document))
			told = append(told, toldOf(quote.Find(d.prose, "en", d.mentions, d.actors, nil), clause))
		}
		a := measure.Quotes(gold, told)
		if clause {
			fmt.Fprintf(&out, "%d articles, %d attributions with a source, %d of them direct, %d told\n\n", a.Articles, a.Gold, a.Direct, a.Told)
			for _, f := range []struct {
				name string
				measure.Figure
			}{{"direct speech found", a.Found}, {"speaker right, of all", a.Speaker}, {"speaker right, of those found", a.OfFound}} {
				fmt.Fprintf(&out, "%-32s %.3f  %.3f-%.3f\n", f.name, f.Value, f.Low, f.High)
			}
			fmt.Fprintf(&out, "\nall attributions                 precision  recall  F1\n")
		} else {
			fmt.Fprintf(&out, "a few quoted words without their clause\n")
		}
		for _, m := range []struct {
			name string
			measure.Matching
		}{{"speaker and words meet", a.Who}, {"speaker, half the words", a.Whole}, {"speaker and cue meet", a.Cue}, {"half the words alone", a.Bare}} {
			fmt.Fprintf(&out, "%-32s %.3f      %.3f   %.3f  %.3f-%.3f\n", m.name, m.Precision.Value, m.Recall.Value, m.F1.Value, m.F1.Low, m.F1.High)
		}
	}
	return out.String()
}
