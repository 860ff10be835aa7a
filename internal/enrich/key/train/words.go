package main

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"nutgraf/internal/enrich/key"
	"nutgraf/internal/text"
)

const (
	commonLanguages = "en de fr es it pt ru"
	leastCommon     = 0.005 // share of texts that hold a common word
	maxCommon       = 3000  // words of a language
)

// common writes the words that many texts of news hold, by language and by how rare they yet are, from 0 to 99.
func common(dir string) ([]byte, error) {
	var b bytes.Buffer
	texts := map[string][]string{}
	err := eachPage(dir, func(p page) {
		if language, sure := text.Language(p.Text); sure > 0.8 && teaches(p.Site) && len(p.Text) > 500 {
			texts[language] = append(texts[language], p.Text)
		}
	})
	for language := range strings.FieldsSeq(commonLanguages) {
		held := map[string]int{}
		for _, t := range texts[language] {
			seen := map[string]bool{}
			p := text.Read(t)
			for i := range p.Tokens {
				if w := key.Plain(p.Word(i)); p.Tokens[i].Kind == text.TokenWord && len(w) > 1 && len(w) < 24 && !seen[w] {
					seen[w] = true
					held[w]++
				}
			}
		}
		n := float64(len(texts[language]))
		var words []string
		for w, times := range held {
			if float64(times) >= max(leastCommon*n, 4) {
				words = append(words, w)
			}
		}
		slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(held[b], held[a]), cmp.Compare(a, b)) })
		fmt.Fprintf(&b, "[%s]", language)
		last := -1
		for _, w := range words[:min(len(words), maxCommon)] {
			level := int(min(99, 100*math.Log(n/float64(held[w]))/math.Log(1/leastCommon)))
			if level != last {
				fmt.Fprintf(&b, "\n%d", level)
				last = level
			}
			b.WriteString(" " + w)
		}
		b.WriteString("\n")
	}
	return b.Bytes(), err
}
