package forest

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// Options of training; the zero value of a field takes the default in brackets.
type Options struct {
	Trees   int     // [200]
	Leaves  int     // of a tree at most [31]
	Rate    float64 // how much each tree corrects [0.1]
	MinHess float64 // weight of evidence that a leaf has at least [1]
	L2      float64 // shrinks the values of leaves [1]
	Columns float64 // share of features that a tree may use [0.5]
	Rows    float64 // share of rows that a tree learns from [0.8]
	Bins    int     // per feature at most [128]
	Seed    uint64
	Done    func(tree int) // called after each tree; may be nil
}

func (o Options) withDefaults() Options {
	number := func(v *float64, standard float64) {
		if *v == 0 {
			*v = standard
		}
	}
	count := func(v *int, standard int) {
		if *v == 0 {
			*v = standard
		}
	}
	count(&o.Trees, 200)
	count(&o.Leaves, 31)
	count(&o.Bins, 128)
	number(&o.Rate, .1)
	number(&o.MinHess, 1)
	number(&o.L2, 1)
	number(&o.Columns, .5)
	number(&o.Rows, .8)
	o.Bins = min(o.Bins, maxBins)
	return o
}

// Row is an example: its values, the answer (0 no, 1 yes, between: partly), and how much it counts.
type Row struct {
	Values []float32
	Answer float32
	Weight float32
}

// grower is a forest in training.
type grower struct {
	Options
	forest  *Forest
	columns [][]uint8 // bins, by feature and row
	rows    []Row
	score   []float32
	slope   []float32 // of the loss, by row
	curve   []float32
	active  []int // features of this tree
	workers int
}

// Grow trains a forest on rows of equal width, at most 255. It returns an empty forest, which answers 0, for no rows.
func Grow(rows []Row, o Options) *Forest {
	if len(rows) == 0 {
		return &Forest{}
	}
	g := &grower{Options: o.withDefaults(), rows: rows, forest: &Forest{}, workers: runtime.GOMAXPROCS(0)}
	g.bin()
	var yes, all float64
	for _, r := range rows {
		yes, all = yes+float64(r.Answer*r.Weight), all+float64(r.Weight)
	}
	share := min(max(yes/all, 1e-4), 1-1e-4)
	g.forest.base = float32(math.Log(share / (1 - share)))
	g.score = make([]float32, len(rows))
	for i := range g.score {
		g.score[i] = g.forest.base
	}
	g.slope, g.curve = make([]float32, len(rows)), make([]float32, len(rows))
	random := rand.New(rand.NewPCG(o.Seed, 0x6e757467))
	for tree := range g.Trees {
		g.tree(random)
		if g.Done != nil {
			g.Done(tree)
		}
	}
	g.forest.lighten()
	return g.forest
}

// bin finds the edges of each feature at quantiles of its values, and the bins of all rows.
func (g *grower) bin() {
	width := min(len(g.rows[0].Values), maxFeatures)
	g.forest.edges = make([][]float32, width)
	g.columns = make([][]uint8, width)
	g.each(width, func(f int) {
		values := make([]float32, len(g.rows))
		for i := range g.rows {
			values[i] = g.rows[i].Values[f]
		}
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		g.forest.edges[f] = edgesOf(sorted, g.Bins)
		column := make([]uint8, len(values))
		for i, v := range values {
			column[i] = binOf(g.forest.edges[f], v)
		}
		g.columns[f] = column
	})
}

// edgesOf parts sorted values into at most bins groups of about equal size, never equal values into two.
func edgesOf(sorted []float32, bins int) []float32 {
	var edges []float32
	distinct := slices.Compact(slices.Clone(sorted))
	if len(distinct) <= bins {
		for i := 0; i+1 < len(distinct); i++ {
			edges = append(edges, (distinct[i]+distinct[i+1])/2)
		}
		return edges
	}
	for i := 1; i < bins; i++ {
		v := sorted[i*len(sorted)/bins]
		if v > sorted[0] && (len(edges) == 0 || v > edges[len(edges)-1]) {
			edges = append(edges, math.Nextafter32(v, float32(math.Inf(-1))))
		}
	}
	return edges
}

// each runs f for 0 to n-1 on all cores.
func (g *grower) each(n int, f func(int)) {
	var wait sync.WaitGroup
	for w := range g.workers {
		wait.Go(func() {
			for i := w; i < n; i += g.workers {
				f(i)
			}
		})
	}
	wait.Wait()
}

// tree adds one tree, grown leaf by leaf: always the split that gains most.
func (g *grower) tree(random *rand.Rand) {
	for i, r := range g.rows {
		p := 1 / (1 + float32(math.Exp(-float64(g.score[i]))))
		g.slope[i], g.curve[i] = (p-r.Answer)*r.Weight, max(p*(1-p), 1e-6)*r.Weight
	}
	g.active = g.active[:0]
	g.active = append(g.active, random.Perm(len(g.columns))[:max(1, int(g.Columns*float64(len(g.columns))))]...)
	slices.Sort(g.active)
	sample := make([]int32, 0, len(g.rows))
	for i := range g.rows {
		if g.Rows >= 1 || random.Float64() < g.Rows {
			sample = append(sample, int32(i))
		}
	}
	root := g.branch(sample, nil)
	leaves := []*branch{root}
	for len(leaves) < g.Leaves {
		best := -1
		for i, b := range leaves {
			if b.gain > 0 && (best < 0 || b.gain > leaves[best].gain) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		b := leaves[best]
		g.split(b)
		leaves[best] = b.left
		leaves = append(leaves, b.right)
	}
	start := len(g.forest.nodes)
	g.forest.roots = append(g.forest.roots, int32(start))
	g.lay(root)
	nodes := g.forest.nodes
	g.each(g.workers, func(w int) {
		for i := w; i < len(g.rows); i += g.workers {
			at := start
			for nodes[at].feature != leafMark {
				if g.columns[nodes[at].feature][i] <= nodes[at].bin {
					at++
				} else {
					at += int(nodes[at].right)
				}
			}
			g.score[i] += nodes[at].value
		}
	})
}

// lay writes a branch and all below it into the forest, and returns how many nodes that took.
func (g *grower) lay(b *branch) int {
	at := len(g.forest.nodes)
	value := float32(-g.Rate * b.slope / (b.curve + g.L2))
	g.forest.nodes = append(g.forest.nodes, node{feature: leafMark, value: value})
	if b.left == nil {
		return 1
	}
	left := g.lay(b.left)
	right := g.lay(b.right)
	g.forest.nodes[at] = node{feature: uint8(b.feature), bin: b.bin, right: uint16(left + 1), value: value}
	return 1 + left + right
}
