package story

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/cespare/xxhash/v2"
)

// everydayWords has a line for each language: its tag and its commonest words with the percentage of sentences that
// hold them. The program in train makes it.
//
//go:embed everyday.txt
var everydayWords string

// sentences is how many sentences the part of an article has that is compared.
const sentences = 10

// everyday gives the share of ordinary texts that a common word stands in, by the row of its hash. It is what the
// window knows of a language before it has seen any news in it.
var everyday = sync.OnceValue(func() map[uint32]float64 {
	shares := map[uint32]float64{}
	for line := range strings.Lines(everydayWords) {
		tag, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		lang := xxhash.Sum64String(tag)
		for entry := range strings.FieldsSeq(words) {
			word, percent, _ := strings.Cut(entry, ":")
			n, err := strconv.Atoi(percent)
			if err != nil {
				continue // the file is ours; a test reads every line
			}
			shares[row(fold(xxhash.Sum64String(word)^lang))] = 1 - math.Pow(1-float64(n)/100, sentences)
		}
	}
	return shares
})
