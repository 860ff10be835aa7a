// Package forest is gradient-boosted decision trees: small learned models for yes-or-no questions about rows of numbers,
// such as "does this block of a page belong to the article".
//
// [Grow] trains a forest, [Forest.Score] asks it, [Forest.Explain] says which numbers decided, [Forest.MarshalBinary] and
// [Forest.UnmarshalBinary] keep it in a file. Training is the histogram method of Ke et al., "LightGBM" (2017), with
// logistic loss after Friedman, "Greedy function approximation" (2001): the same rows, options and seed give the same
// forest on any number of cores. A forest is safe for concurrent use.
package forest

import (
	"math"
	"slices"
)

// Forest is a trained model.
type Forest struct {
	edges [][]float32 // per feature, ascending: a value's bin is how many edges lie below it
	nodes []node
	roots []int32
	base  float32
}

// node is a split, or a leaf when feature is leafMark. The left child is the next node.
type node struct {
	feature uint8
	bin     uint8  // at most this bin goes left
	right   uint16 // steps to the right child
	value   float32
}

const (
	leafMark    = 255
	maxFeatures = 255
	maxBins     = 255
)

// Width is the number of features of a row.
func (f *Forest) Width() int { return len(f.edges) }

// Trees is the number of trees.
func (f *Forest) Trees() int { return len(f.roots) }

// Bins writes the bin of each of the row's values, for [Forest.ScoreBins]. Both have the forest's width.
func (f *Forest) Bins(row []float32, bins []uint8) {
	for i, edges := range f.edges {
		bins[i] = binOf(edges, row[i])
	}
}

func binOf(edges []float32, value float32) uint8 {
	low, high := 0, len(edges)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if edges[middle] < value {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return uint8(low)
}

// Score is the log-odds that the row's answer is yes: above 0 more likely than not.
func (f *Forest) Score(row []float32) float64 {
	var bins [maxFeatures]uint8
	f.Bins(row, bins[:])
	return f.ScoreBins(bins[:])
}

// ScoreBins is [Forest.Score] for a row whose bins are known.
func (f *Forest) ScoreBins(bins []uint8) float64 {
	sum := f.base
	for _, at := range f.roots {
		n := &f.nodes[at]
		for n.feature != leafMark {
			if bins[n.feature] <= n.bin {
				at++
			} else {
				at += int32(n.right)
			}
			n = &f.nodes[at]
		}
		sum += n.value
	}
	return float64(sum)
}

// Reason is what one feature added to a score.
type Reason struct {
	Feature int
	Weight  float64 // log-odds
}

// Explain parts the score of a row among its features, the weightiest first: what each split changed in the expected
// value, summed over the path of each tree (Saabas, "Interpreting random forests", 2014).
func (f *Forest) Explain(row []float32) []Reason {
	bins := make([]uint8, maxFeatures)
	f.Bins(row, bins)
	weights := make([]float64, len(f.edges))
	for _, at := range f.roots {
		for f.nodes[at].feature != leafMark {
			n := f.nodes[at]
			if bins[n.feature] <= n.bin {
				at++
			} else {
				at += int32(n.right)
			}
			weights[n.feature] += float64(f.nodes[at].value - n.value)
		}
	}
	var reasons []Reason
	for i, w := range weights {
		if w != 0 {
			reasons = append(reasons, Reason{i, w})
		}
	}
	slices.SortStableFunc(reasons, func(a, b Reason) int {
		switch x, y := math.Abs(a.Weight), math.Abs(b.Weight); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return reasons
}
