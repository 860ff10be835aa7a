package story

import (
	"math"
	"sync"

	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

// sentences is how many sentences the part of an article has that is compared.
const sentences = 10

// everyday gives the share of ordinary texts that a common word stands in, by the row of its hash. It is what the
// window knows of a language before it has seen any news in it.
var everyday = sync.OnceValue(func() map[uint32]float64 {
	shares := map[uint32]float64{}
	for w := range text.EverydayWords() {
		lang := xxhash.Sum64String(w.Language)
		shares[row(fold(xxhash.Sum64String(w.Word)^lang))] = 1 - math.Pow(1-w.Percent/100, sentences)
	}
	return shares
})
