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

	steps []step     // the nodes as scoring reads them; see lighten
	fours [][4]int32 // the roots; the last four may be fewer, and the rest leaves of 0
	rest  []float64  // by four trees: what they and those after them add at most
}

// node is a split, or a leaf when feature is leafMark. The left child is the next node.
type node struct {
	feature uint8
	bin     uint8  // at most this bin goes left
	right   uint16 // steps to the right child
	value   float32
}

// step is a node in short. Both ways of a leaf lead to itself.
type step struct {
	edge    int32  // at most this key goes left; the bits of a leaf's value
	more    uint16 // steps to the right child, less those to the left
	left    uint8  // 1; 0 in a leaf
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
	sum, keys := f.base, keysOf(row)
	for _, roots := range f.fours {
		for _, value := range f.leaves(roots, &keys) {
			sum += value
		}
	}
	return float64(sum)
}

// Above is [Forest.Score] when that is above least. It gives up as soon as the trees that are left cannot lift the score
// above it: ok is then false.
func (f *Forest) Above(row []float32, least float64) (score float64, ok bool) {
	const slack = 1e-3 // far more than what float32 rounds off
	sum, keys := f.base, keysOf(row)
	for i, roots := range f.fours {
		if float64(sum)+f.rest[i]+slack < least {
			return 0, false
		}
		for _, value := range f.leaves(roots, &keys) {
			sum += value
		}
	}
	return float64(sum), float64(sum) > least
}

// keys are the values of a row as numbers in the same order.
type keys [leafMark + 1]int32

func keysOf(row []float32) (all keys) {
	for i, value := range row {
		all[i] = keyOf(value)
	}
	return all
}

// keyOf is the lowest key for what is no number: it is above nothing.
func keyOf(value float32) int32 {
	if value != value {
		return math.MinInt32
	}
	bits := int32(math.Float32bits(value + 0)) // there is one zero
	return bits ^ bits>>31&math.MaxInt32
}

// leaves are the values of the leaves to which four trees lead a row. Nobody can foresee which way a row goes, a processor
// neither: so each step is computed and none is a jump, and those of four trees do not wait for each other.
func (f *Forest) leaves(at [4]int32, row *keys) [4]float32 {
	steps := f.steps
	a, b, c, d := at[0], at[1], at[2], at[3]
	for {
		s, t, u, v := &steps[a], &steps[b], &steps[c], &steps[d]
		if s.left|t.left|u.left|v.left == 0 {
			return [4]float32{s.value(), t.value(), u.value(), v.value()}
		}
		a, b, c, d = a+s.way(row), b+t.way(row), c+u.way(row), d+v.way(row)
	}
}

// way is how many steps a row goes on from here.
func (s *step) way(row *keys) int32 {
	right := int32((int64(s.edge) - int64(row[s.feature])) >> 63) // all bits when the row is above the edge, else none
	return int32(s.left) + right&int32(s.more)
}

// value is that of a leaf.
func (s *step) value() float32 { return math.Float32frombits(uint32(s.edge)) }

// lighten makes what scoring walks over: nodes of 8 bytes that compare values themselves, so that rows need no bins.
func (f *Forest) lighten() {
	f.steps = make([]step, len(f.nodes), len(f.nodes)+1)
	most := make([]float32, len(f.nodes)) // the highest leaf below each node
	for i := len(f.nodes) - 1; i >= 0; i-- {
		n := f.nodes[i]
		if n.feature == leafMark {
			f.steps[i] = step{edge: int32(math.Float32bits(n.value))}
			most[i] = n.value
			continue
		}
		edge := float32(math.Inf(1))
		if edges := f.edges[n.feature]; int(n.bin) < len(edges) {
			edge = edges[n.bin]
		}
		f.steps[i] = step{edge: keyOf(edge), more: n.right - 1, left: 1, feature: n.feature}
		most[i] = max(most[i+1], most[i+int(n.right)])
	}
	none := int32(len(f.steps))
	f.steps = append(f.steps, step{})
	f.fours, f.rest = nil, nil
	for roots := range slices.Chunk(f.roots, 4) {
		four, rest := [4]int32{none, none, none, none}, 0.0
		copy(four[:], roots)
		for _, root := range roots {
			rest += float64(most[root])
		}
		f.fours, f.rest = append(f.fours, four), append(f.rest, rest)
	}
	for i := len(f.rest) - 2; i >= 0; i-- {
		f.rest[i] += f.rest[i+1]
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
	weights, keys := make([]float64, len(f.edges)), keysOf(row)
	for _, at := range f.roots {
		for f.nodes[at].feature != leafMark {
			n := f.nodes[at]
			if keys[n.feature] > f.steps[at].edge {
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
