package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"nutgraf/internal/enrich/name"
)

const tags = 17

// sequence is a lesson with what is right.
type sequence struct {
	signs  [][]int32 // of each token, as ids
	base   []float32 // what another model gives each tag, 16 for each token; may be empty
	gold   []name.Tag
	loose  bool // some Outside may be Other
	free   []bool
	weight float32
}

// field is a linear-chain conditional random field under training.
type field struct {
	keys    []uint32
	ids     map[uint32]int32
	weights [][16]float32
	squares [][16]float32 // sums of squared gradients (AdaGrad, Duchi 2011)
	moves   [tags][tags]float64
	moved   [tags][tags]float64 // squares
	slope   [tags][tags]float64 // gradient since the last update
	leap    [tags][tags]float64 // exp of moves
	next    [tags][]int         // tags that may follow
	chance  *rand.Rand
	options
	dropped []int32
	score   [][tags]float64
	fore    [][tags]float64
	back    [][tags]float64
	margin  [][tags]float64
}

type options struct {
	epochs int
	rate   float64
	l2     float64
	drop   float64
	rows   int
	least  int // how often a sign must occur
	seed   uint64
}

// train fits the weights, rate by rate smaller.
func (f *field) train(all []sequence) {
	f.weights, f.squares = make([][16]float32, len(f.keys)), make([][16]float32, len(f.keys))
	for a := range tags {
		for b := range tags {
			if name.Follows(name.Tag(a), name.Tag(b)) {
				f.next[a] = append(f.next[a], b)
			}
		}
	}
	f.chance = rand.New(rand.NewPCG(f.seed, 7))
	steps, done := float64(f.epochs*len(all)), 0.0
	for range f.epochs {
		f.chance.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i := range all {
			if i%32 == 0 {
				f.step(f.rate * (1 - done/steps))
			}
			f.learn(&all[i], f.rate*(1-done/steps))
			done++
		}
	}
	f.step(0)
}

// step moves the weights of pairs of tags.
func (f *field) step(rate float64) {
	for a := range tags {
		for _, b := range f.next[a] {
			g := f.slope[a][b]
			f.moved[a][b] += g * g
			if f.moved[a][b] > 0 {
				f.moves[a][b] -= rate * g / math.Sqrt(f.moved[a][b]+1)
			}
			f.leap[a][b] = math.Exp(f.moves[a][b])
		}
	}
	f.slope = [tags][tags]float64{}
}

// learn takes one step on a sequence.
func (f *field) learn(s *sequence, rate float64) {
	n := len(s.signs)
	for len(f.score) < n {
		f.score, f.fore, f.back, f.margin = append(f.score, [tags]float64{}), append(f.fore, [tags]float64{}), append(f.back, [tags]float64{}), append(f.margin, [tags]float64{})
	}
	f.dropped = f.dropped[:0]
	for i, ids := range s.signs {
		var sum [16]float32
		kept := 0
		for _, id := range ids {
			if f.drop > 0 && f.chance.Float64() < f.drop {
				continue
			}
			f.dropped = append(f.dropped, id)
			kept++
			w := &f.weights[id]
			for t := range w {
				sum[t] += w[t]
			}
		}
		f.dropped = append(f.dropped, -1)
		if s.base != nil {
			for t := range sum {
				sum[t] += s.base[16*i+t]
			}
		}
		top := float32(0)
		for _, v := range sum {
			top = max(top, v)
		}
		for t, v := range sum {
			f.score[i][t] = math.Exp(float64(v - top))
		}
		f.score[i][name.Outside] = math.Exp(float64(-top))
	}
	for i := range n {
		f.margin[i] = [tags]float64{}
	}
	f.expect(s, false, 1)
	if s.loose {
		f.expect(s, true, -1)
	} else {
		before := name.Outside
		for i, t := range s.gold {
			f.margin[i][t]--
			f.slope[before][t] -= float64(s.weight)
			before = t
		}
		f.slope[before][name.Outside] -= float64(s.weight)
	}
	i := 0
	for _, id := range f.dropped {
		if id < 0 {
			i++
			continue
		}
		w, q := &f.weights[id], &f.squares[id]
		m := &f.margin[i]
		for t := range w {
			g := float32(m[t])*s.weight + float32(f.l2)*w[t]
			q[t] += g * g
			w[t] -= float32(rate) * g / float32(math.Sqrt(float64(q[t]+.1)))
		}
	}
}

// steps are how finely weights are kept: whole numbers of 1/steps.
const steps = 24

// pack returns the model in the form that ships.
func (f *field) pack() ([]byte, error) {
	order := make([]int, len(f.keys))
	size := make([]float32, len(f.keys))
	for i := range order {
		order[i] = i
		for _, w := range f.weights[i] {
			size[i] = max(size[i], float32(math.Abs(float64(w))))
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(size[b], size[a]), cmp.Compare(a, b)) })
	order = order[:min(len(order), f.rows)]
	slices.Sort(order)
	var keys []uint32
	var rows []name.Row
	for _, i := range order {
		var row name.Row
		some := false
		for t, w := range f.weights[i] {
			row[t] = int8(max(-127, min(127, math.Round(float64(w)*steps))))
			some = some || row[t] != 0
		}
		if some {
			keys, rows = append(keys, f.keys[i]), append(rows, row)
		}
	}
	var moves [tags][tags]int32
	for a := range moves {
		for b := range moves[a] {
			moves[a][b] = int32(math.Round(f.moves[a][b] * steps))
		}
	}
	return name.MarshalModel(moves, keys, rows)
}
