package main

import (
	_ "embed"
	"math/rand/v2"
	"strings"
)

//go:embed words.txt
var wordsText string

// lexicon makes texts of words that tell a subject, thrown together by chance.
func lexicon(each int) []doc {
	chance := rand.New(rand.NewPCG(3, 4))
	var docs []doc
	for line := range strings.Lines(wordsText) {
		names, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		words := strings.Fields(list)
		for range each {
			pick := make([]string, 12)
			for i := range pick {
				pick[i] = strings.ReplaceAll(words[chance.IntN(len(words))], "-", " ")
			}
			docs = append(docs, doc{set: "words", label: label(names), weight: .5, fold: nofold,
				article: article("", strings.Join(pick[:3], " · "), "", strings.Join(pick[3:], ". "))})
		}
	}
	return docs
}
