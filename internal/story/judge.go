package story

import (
	_ "embed"
	"sync"

	"nutgraf/internal/forest"
)

// The learned merge decision: a forest that was trained on labelled streams by the program in train.
//
//go:embed merge.forest
var mergeForest []byte

var merging = sync.OnceValue(func() *forest.Forest {
	f := &forest.Forest{}
	if err := f.UnmarshalBinary(mergeForest); err != nil || f.Width() != seeCount {
		panic("the embedded merge decision cannot be read") // a test reads it
	}
	return f
})

// judge returns the embedded decision: the log-odds that two bunches are one story.
func judge() func(a, b *bunch, between *bond) float64 { return judgeBy(merging()) }

func judgeBy(f *forest.Forest) func(a, b *bunch, between *bond) float64 {
	var row [seeCount]float32
	return func(a, b *bunch, between *bond) float64 {
		look(a, b, between, &row)
		return f.Score(row[:]) - silence(row[seeGap])
	}
}

const (
	patience  = 48 // hours without news that say nothing about whether a story goes on
	fadeHours = 72
)

// silence is what the hours between two bunches take from the log-odds that they are one story. The streams to learn from
// are of a few days each, and cannot tell that the same words mean another event weeks later.
func silence(hours float32) float64 {
	beyond := max(0, float64(hours)-patience) / fadeHours
	return beyond * beyond
}
