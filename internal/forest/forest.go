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

	steps []step    // the nodes as scoring reads them; see lighten
	rest  []float64 // by tree: what it and those after it add at most
}

// node is a split, or a leaf when feature is leafMark. The left child is the next node.
type node struct {
	feature uint8
	bin     uint8  // at most this bin goes left
	right   uint16 // steps to the right child
	value   float32
}

// step is a node in short.
type step struct {
	edge    float32 // at most this value goes left; the value of a leaf
	right   uint16
	feature uint8
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
	sum := f.base
	for _, at := range f.roots {
		sum += f.leaf(at, row)
	}
	return float64(sum)
}

// patience is how many trees [Forest.Above] asks before it looks again whether the rest can still help.
const patience = 4

// Above is [Forest.Score] when that is above least. It gives up as soon as the trees that are left cannot lift the score
// above it: ok is then false.
func (f *Forest) Above(row []float32, least float64) (score float64, ok bool) {
	const slack = 1e-3 // far more than what float32 rounds off
	sum := f.base
	for i, at := range f.roots {
		if i%patience == 0 && float64(sum)+f.rest[i]+slack < least {
			return 0, false
		}
		sum += f.leaf(at, row)
	}
	return float64(sum), float64(sum) > least
}

// leaf is the value of the leaf to which a tree leads a row.
func (f *Forest) leaf(at int32, row []float32) float32 {
	for {
		s := f.steps[at]
		switch {
		case s.feature == leafMark:
			return s.edge
		case row[s.feature] > s.edge:
			at += int32(s.right)
		default:
			at++
		}
	}
}

// lighten makes what scoring walks over: nodes of 8 bytes that compare values themselves, so that rows need no bins.
func (f *Forest) lighten() {
	f.steps = make([]step, len(f.nodes))
	most := make([]float32, len(f.nodes)) // the highest leaf below each node
	for i := len(f.nodes) - 1; i >= 0; i-- {
		n := f.nodes[i]
		if n.feature == leafMark {
			f.steps[i] = step{edge: n.value, feature: leafMark}
			most[i] = n.value
			continue
		}
		edge := float32(math.Inf(1))
		if edges := f.edges[n.feature]; int(n.bin) < len(edges) {
			edge = edges[n.bin]
		}
		f.steps[i] = step{edge: edge, right: n.right, feature: n.feature}
		most[i] = max(most[i+1], most[i+int(n.right)])
	}
	f.rest = make([]float64, len(f.roots))
	sum := 0.0
	for i := len(f.roots) - 1; i >= 0; i-- {
		sum += float64(most[f.roots[i]])
		f.rest[i] = sum
	}
}

// Reason is what one feature added to a score.
type Reason struct {
	Feature int
	Weight  float64 // log-odds
}

// Explain parts the score of a row among its features, the weightiest first: what each split changed in the expected
// value, summed over the path of each tree (Saabas, "Interpreting random forests", 2014).
func (f *Forest) Explain(row []float32) []Reason {
	weights := make([]float64, len(f.edges))
	for _, at := range f.roots {
		for f.nodes[at].feature != leafMark {
			n := f.nodes[at]
			if row[n.feature] > f.steps[at].edge {
				at += int32(n.right)
			} else {
				at++
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
