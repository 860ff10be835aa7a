package main

import (
	"fmt"
	"strings"
	"testing"

	"nutgraf/internal/enrich/key"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/golden"
	"nutgraf/internal/measure"
	"nutgraf/internal/text"
)

// TestSharedKeySentences measures the key sentences of articles against what their publishers say of them, beside
// the first three sentences. Sites that teach are left out.
func TestSharedKeySentences(t *testing.T) {
	t.Parallel()
	dir := golden.Stories()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set: key sentences not measured")
	}
	docs, err := standfirsts(dir)
	if err != nil {
		t.Fatal(err)
	}
	more, err := fundus(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("Three sentences of an article against its publisher's own standfirst: ROUGE F1, and recall. Articles of sites that taught are left out.\n\n")
	for _, set := range []struct {
		name string
		docs []doc
		in   func(d doc) bool
	}{
		{"contest-pages en", docs, func(d doc) bool { return d.language == "en" }},
		{"contest-pages ru", docs, func(d doc) bool { return d.language == "ru" }},
		{"contest-pages de fr es it pt", docs, func(d doc) bool { return strings.Contains("de fr es it pt", d.language) }},
		{"contest-pages, all languages", docs, func(doc) bool { return true }},
		{"fundus258, all languages", more, func(doc) bool { return true }},
	} {
		var gold, told, lead []string
		for _, d := range set.docs {
			if d.teaches || !set.in(d) {
				continue
			}
			p := text.Read(d.text)
			gold, told, lead = append(gold, d.standfirst), append(told, chosen(p, d)), append(lead, first(p))
		}
		if len(gold) < 20 {
			t.Fatalf("%s: %d articles only", set.name, len(gold))
		}
		fmt.Fprintf(&b, "%s: %d articles\n", set.name, len(gold))
		row(&b, "first three", measure.Summaries(gold, lead), "")
		row(&b, "key sentences", measure.Summaries(gold, told), "")
		row(&b, "gain", measure.SummaryGain(gold, told, lead), "+")
		b.WriteString("\n")
	}
	t.Log("\n" + b.String())
	golden.Check(t, "quality.txt", b.String())
}

func row(b *strings.Builder, name string, s measure.Summarising, sign string) {
	fmt.Fprintf(b, "  %-14s", name)
	for _, f := range []measure.Figure{s.R1, s.R2, s.R1Recall, s.R2Recall} {
		fmt.Fprintf(b, " %"+sign+"5.1f (%4.1f … %4.1f)", 100*f.Value, 100*f.Low, 100*f.High)
	}
	b.WriteString("\n")
}

func chosen(p *text.Prose, d doc) string {
	sentences, _ := key.Find(p, d.language, d.headline, name.Find(p, d.language), nil)
	var all []string
	for _, s := range sentences {
		all = append(all, s.In(p.Text))
	}
	return strings.Join(all, " ")
}

func first(p *text.Prose) string {
	n := min(3, len(p.Sentences))
	if n == 0 {
		return ""
	}
	return p.Text[p.Sentences[0].Span.Start:p.Sentences[n-1].Span.End]
}
