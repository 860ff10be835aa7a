package main

import (
	"strings"
	"unicode"
)

// tokens are the words of a text in lower case; letters of scripts without spaces are words of their own.
func tokens(s string) []string {
	var all []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			all = append(all, word.String())
			word.Reset()
		}
	}
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 0x2e80 && r < 0xac00 || r >= 0x0e00 && r < 0x0e80:
			end()
			all = append(all, string(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			word.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return all
}

// label says of each leaf how much of it is in the gold text, and how much it counts.
//
// Leaves of five words or more count by their shingles of four. Shorter ones must be a line of the gold text, or stand in
// it between the places of the longer leaves around.
func (p *page) label() {
	words := tokens(p.gold)
	places := map[string]int{}
	for i := range max(0, len(words)-3) {
		key := strings.Join(words[i:i+4], " ")
		if _, known := places[key]; !known {
			places[key] = i
		}
	}
	lines := map[string]bool{}
	for line := range strings.SplitSeq(p.gold, "\n") {
		lines[strings.Join(tokens(line), " ")] = true
	}
	n := len(p.inspected.Texts)
	p.labels, p.weights = make([]float32, n), make([]float32, n)
	leaves := make([][]string, n)
	place := make([]int, n) // in the gold text; -1: unknown
	for i, text := range p.inspected.Texts {
		leaf := tokens(text)
		leaves[i], place[i] = leaf, -1
		p.weights[i] = min(6, (float32(len(leaf))+6)*300/float32(max(600, len(words))))
		if len(leaf) < 5 {
			continue
		}
		found := 0
		for j := range len(leaf) - 3 {
			if at, in := places[strings.Join(leaf[j:j+4], " ")]; in {
				if found++; place[i] < 0 {
					place[i] = at
				}
			}
		}
		if p.labels[i] = float32(found) / float32(len(leaf)-3); p.labels[i] < .3 {
			place[i] = -1
		}
	}
	for i, leaf := range leaves {
		if len(leaf) == 0 || len(leaf) >= 5 {
			continue
		}
		before, after := -1, -1
		for j := i - 1; j >= 0 && j > i-15 && before < 0; j-- {
			before = place[j]
		}
		for j := i + 1; j < n && j < i+15 && after < 0; j++ {
			after = place[j]
		}
		if before < 0 || after < 0 {
			if before < 0 && after < 0 {
				continue
			}
			before, after = max(0, max(before, after)-60), max(before, after)+120
		}
		text := strings.Join(leaf, " ")
		from, to := max(0, min(before, len(words))), max(0, min(after+2, len(words)))
		if from < to && strings.Contains(" "+strings.Join(words[from:to], " ")+" ", " "+text+" ") && (lines[text] || after-before < 40*len(leaf)+120) {
			p.labels[i] = 1
		}
	}
}

func choice(labels []float32) []float64 {
	scores := make([]float64, len(labels))
	for i, l := range labels {
		scores[i] = float64(l) - .5
	}
	return scores
}
