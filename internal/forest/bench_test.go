package forest_test

import (
	"testing"

	"nutgraf/internal/forest"
)

// BenchmarkScore asks a forest as large as those that judge pages, of rows that go different ways.
func BenchmarkScore(b *testing.B) {
	all := rows(20_000, xor)
	f := forest.Grow(all, forest.Options{Trees: 160, Leaves: 48})
	for i := 0; b.Loop(); i++ {
		f.Score(all[i%512].Values)
	}
}
