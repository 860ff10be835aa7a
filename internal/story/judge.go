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
		return nil // the file is ours; a test reads it
	}
	return f
})

// judge returns the embedded decision: the log-odds that two bunches are one story.
func judge() func(a, b *bunch, between *bond) float64 { return judgeBy(merging()) }

func judgeBy(f *forest.Forest) func(a, b *bunch, between *bond) float64 {
	var row [seeCount]float32
	return func(a, b *bunch, between *bond) float64 {
		look(a, b, between, &row)
		if f == nil {
			return float64(row[partMix]-.12) * 20
		}
		return f.Score(row[:])
	}
}
