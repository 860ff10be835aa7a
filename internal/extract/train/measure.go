package main

import (
	"fmt"
	"strings"
	"unicode"
)

// report prints what a choice of leaves, those above 0, gives on each set.
func (t *training) report(what string, scores func(*page) []float64) {
	type sum struct{ pages, precision, recall, f1 float64 }
	sums := map[string]*sum{}
	var order []string
	results := make(map[*page][3]float64, len(t.pages))
	done := make(chan struct{})
	type result struct {
		page *page
		of   [3]float64
	}
	all := make(chan result)
	go func() {
		for r := range all {
			results[r.page] = r.of
		}
		close(done)
	}()
	t.each(func(p *page) {
		precision, recall, f1 := shingleF1(p.text(scores(p)), p.gold)
		all <- result{p, [3]float64{precision, recall, f1}}
	})
	close(all)
	<-done
	for _, p := range t.pages {
		s := sums[p.set]
		if s == nil {
			s = &sum{}
			sums[p.set] = s
			order = append(order, p.set)
		}
		r := results[p]
		s.pages, s.precision, s.recall, s.f1 = s.pages+1, s.precision+r[0], s.recall+r[1], s.f1+r[2]
	}
	fmt.Printf("%-28s", what)
	for _, set := range order {
		s := sums[set]
		fmt.Printf("  %s F1 %.4f (P %.3f R %.3f)", set, s.f1/s.pages, s.precision/s.pages, s.recall/s.pages)
	}
	fmt.Println()
}

// text is what a choice of leaves says; the headline, and longer leaves said before, are left out.
func (p *page) text(scores []float64) string {
	var b strings.Builder
	said := map[string]bool{}
	for i, s := range scores {
		text := p.inspected.Texts[i]
		if s <= 0 || i == p.inspected.Title || len(text) > 40 && said[text] {
			continue
		}
		said[text] = true
		b.WriteString(text)
		b.WriteString("\n\n")
	}
	return b.String()
}

// shingleF1 compares two texts by their multisets of four words in a row, as the public benchmark does.
func shingleF1(got, want string) (precision, recall, f1 float64) {
	g, w := fours(got), fours(want)
	common, gn, wn := 0, 0, 0
	for s, n := range g {
		gn += n
		common += min(n, w[s])
	}
	for _, n := range w {
		wn += n
	}
	if gn == 0 || wn == 0 || common == 0 {
		return 0, 0, 0
	}
	precision, recall = float64(common)/float64(gn), float64(common)/float64(wn)
	return precision, recall, 2 * precision * recall / (precision + recall)
}

func fours(s string) map[string]int {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	all := map[string]int{}
	for i := range max(1, len(words)-3) {
		all[strings.Join(words[i:min(len(words), i+4)], " ")]++
	}
	return all
}
