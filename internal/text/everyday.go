package text

import (
	_ "embed"
	"iter"
	"strconv"
	"strings"
)

// everydayWords has a line for each language: its tag and its commonest words with the percentage of sentences that
// hold them. The program in internal/story/train makes it.
//
//go:embed everyday.txt
var everydayWords string

// EverydayWord is a word that many sentences of a language hold.
type EverydayWord struct {
	Language, Word string  // the word folded
	Percent        float64 // of ordinary sentences that hold it
}

// EverydayWords returns the commonest words of each language.
func EverydayWords() iter.Seq[EverydayWord] {
	return func(yield func(EverydayWord) bool) {
		for line := range strings.Lines(everydayWords) {
			tag, words, _ := strings.Cut(strings.TrimSpace(line), " ")
			for entry := range strings.FieldsSeq(words) {
				word, percent, _ := strings.Cut(entry, ":")
				n, err := strconv.ParseFloat(percent, 64)
				if err == nil && !yield(EverydayWord{tag, word, n}) { // the file is ours; a test reads every line
					return
				}
			}
		}
	}
}
