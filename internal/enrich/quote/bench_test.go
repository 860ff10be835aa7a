package quote_test

import (
	"strings"
	"testing"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/text"
)

// BenchmarkFind reads an article of some 3.5 kB.
func BenchmarkFind(b *testing.B) {
	words := strings.TrimSpace(talks)
	for len(words) < 3500 {
		words += "\n\n" + words
	}
	words = words[:strings.LastIndexByte(words[:3600], '\n')]
	p := text.Read(words)
	mentions, actors := actor.Find(p, "en", "", name.Find(p, "en"))
	b.SetBytes(int64(len(words)))
	b.ReportAllocs()
	for b.Loop() {
		quote.Find(p, "en", mentions, actors, nil)
	}
}
