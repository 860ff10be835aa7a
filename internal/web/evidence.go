package web

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// This file holds what a story page shows as evidence that its articles belong together.

const (
	maxShared    = 6  // words
	minSharedLen = 4  // characters, for alphabets; shorter words are mostly grammar
	paceBars     = 24 // of the drawing
)

// sharedWords are the words that most headlines of one language have in common: at least two texts and a third of
// them, most common first. They are what a reader can check of the reason.
func sharedWords(families [][]news.Article, language string) []string {
	in := map[string]int{}
	shown := map[string]string{}
	headlines := 0
	for _, f := range families {
		if f[0].Language != language {
			continue
		}
		headlines++
		seen := map[string]bool{}
		for _, word := range strings.FieldsFunc(f[0].Headline, func(r rune) bool { return strings.ContainsRune(" \u00a0,.:;!?«»“”\"()|–—", r) }) {
			folded := text.Fold(word)
			if utf8.RuneCountInString(folded) < minSharedLen || seen[folded] {
				continue
			}
			seen[folded] = true
			in[folded]++
			if shown[folded] == "" {
				shown[folded] = word
			}
		}
	}
	var words []string
	for folded, n := range in {
		if n >= 2 && 3*n >= headlines {
			words = append(words, folded)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(a, b)) })
	words = top(words, maxShared)
	for i, folded := range words {
		words[i] = shown[folded]
	}
	return words
}

// pace is a small drawing: how many articles came in each stretch of a story's life.
type pace struct {
	Bars        []bar
	Width       int
	First, Last stamp
	Most        int
}

// bar is one stretch of it, in a box 40 high.
type bar struct {
	X, Y, Height int
	Articles     int
}

const (
	barStep   = 10
	paceBoxed = 40
)

// paceOf draws the pace of coverage; nil when there is too little to draw. Articles come oldest first.
func paceOf(articles []news.Article, now time.Time) *pace {
	if len(articles) < 4 {
		return nil
	}
	first, last := articles[0].Time(), articles[len(articles)-1].Time()
	span := last.Sub(first)
	if span < time.Hour {
		return nil
	}
	var counts [paceBars]int
	most := 0
	for _, a := range articles {
		at := int(int64(paceBars-1) * int64(a.Time().Sub(first)/time.Second) / int64(span/time.Second))
		at = min(max(at, 0), paceBars-1)
		counts[at]++
		most = max(most, counts[at])
	}
	p := &pace{Width: paceBars * barStep, First: when(first, now), Last: when(last, now), Most: most}
	for i, n := range counts {
		height := 2
		if n > 0 {
			height = max(6, paceBoxed*n/most)
		}
		p.Bars = append(p.Bars, bar{i * barStep, paceBoxed - height, height, n})
	}
	return p
}
