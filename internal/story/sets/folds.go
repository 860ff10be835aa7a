package sets

import (
	"encoding/binary"
	"fmt"
	"slices"

	"nutgraf/internal/forest"

	"github.com/cespare/xxhash/v2"
)

// Folds is into how many parts a collection is split for cross-validation.
const Folds = 5

// Fold says which part an article is in: that of its topic, or else of its story, so that a story is in one part whole.
func Fold(set string, a Article) int {
	key := a.Topic
	if key == "" {
		key = a.Gold
	}
	return int(xxhash.Sum64String(set+key) % Folds)
}

// Models has for each two folds, the lower first, the model that was trained without both.
type Models map[[2]int]*forest.Forest

// Choose returns a function that names the model for a question about two bunches of articles: one that has not seen the
// folds that most of either are in.
func (m Models) Choose(folds []int) func(a, b []int) *forest.Forest {
	most := func(articles []int) int {
		var n [Folds]int
		for _, i := range articles {
			n[folds[i]]++
		}
		return slices.Index(n[:], slices.Max(n[:]))
	}
	return func(a, b []int) *forest.Forest {
		x, y := most(a), most(b)
		return m[[2]int{min(x, y), max(x, y)}]
	}
}

// MarshalBinary packs all models: each one's length and bytes, in the order of their folds.
func (m Models) MarshalBinary() ([]byte, error) {
	var packed []byte
	for a := range Folds {
		for b := a; b < Folds; b++ {
			data, err := m[[2]int{a, b}].MarshalBinary()
			if err != nil {
				return nil, err
			}
			packed = append(binary.AppendUvarint(packed, uint64(len(data))), data...)
		}
	}
	return packed, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (m Models) UnmarshalBinary(packed []byte) error {
	for a := range Folds {
		for b := a; b < Folds; b++ {
			n, size := binary.Uvarint(packed)
			if size <= 0 || n > uint64(len(packed)-size) {
				return fmt.Errorf("models of folds %d and %d: truncated", a, b)
			}
			f := &forest.Forest{}
			if err := f.UnmarshalBinary(packed[size : size+int(n)]); err != nil {
				return fmt.Errorf("models of folds %d and %d: %w", a, b, err)
			}
			m[[2]int{a, b}], packed = f, packed[size+int(n):]
		}
	}
	return nil
}
