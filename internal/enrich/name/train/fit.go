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
	may    []bool
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

// sequences turns pages into what is trained on; signs get ids in f when they occur often enough.
func (f *field) sequences(pages []page, cut func(p *page) []name.Lesson) []sequence {
	type raw struct {
		page   int
		lesson name.Lesson
	}
	var all []raw
	counts := map[uint32]int{}
	for i := range pages {
		for _, l := range cut(&pages[i]) {
			all = append(all, raw{i, l})
			for _, signs := range l.Signs {
				for _, h := range signs {
					counts[h]++
				}
			}
		}
	}
	f.ids = map[uint32]int32{}
	for h, n := range counts {
		if n >= f.least && h != 0 {
			f.keys = append(f.keys, h)
		}
	}
	slices.Sort(f.keys)
	for i, h := range f.keys {
		f.ids[h] = int32(i)
	}
	var out []sequence
	for _, r := range all {
		p := &pages[r.page]
		s := sequence{weight: max(p.weight, .01)}
		n := len(r.lesson.Signs)
		for _, v := range r.lesson.Base {
			s.base = append(s.base, float32(v)/steps)
		}
		s.gold = append(s.gold, p.tags[r.lesson.First:r.lesson.First+n]...)
		s.may = p.loose[r.lesson.First : r.lesson.First+n]
		mend(s.gold)
		for i, signs := range r.lesson.Signs {
			ids := make([]int32, 0, len(signs))
			for _, h := range signs {
				if id, ok := f.ids[h]; ok {
					ids = append(ids, id)
				}
			}
			s.signs = append(s.signs, ids)
			s.loose = s.loose || s.may[i]
		}
		out = append(out, s)
	}
	return out
}

// mend takes out names that a run cuts.
func mend(gold []name.Tag) {
	for i := 0; i < len(gold); i++ {
		t := gold[i]
		if t == name.Outside || t%4 == name.Unit {
			continue
		}
		end := i + 1
		for end < len(gold) && gold[end]/4 == t/4 && gold[end]%4 == name.Inside {
			end++
		}
		if t%4 == name.Begin && end < len(gold) && gold[end] == t/4*4+name.Last {
			i = end
			continue
		}
		gold[i] = name.Outside
	}
}

func (f *field) train(all []sequence, tell func(epoch int)) {
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
	for epoch := range f.epochs {
		f.chance.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i := range all {
			if i%32 == 0 {
				f.step(f.rate * (1 - done/steps))
			}
			f.learn(&all[i], f.rate*(1-done/steps))
			done++
		}
		if tell != nil {
			tell(epoch)
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

// expect adds sign times the likelihood of each tag at each token to margin, and of each pair to slope; held keeps to what is right.
func (f *field) expect(s *sequence, held bool, sign float64) {
	n := len(s.signs)
	may := func(i, t int) bool {
		if !held {
			return true
		}
		if s.gold[i] == name.Tag(t) {
			return true
		}
		return s.gold[i] == name.Outside && s.may[i] && t/4 == name.Other
	}
	for i := range n {
		row := &f.fore[i]
		*row = [tags]float64{}
		if i == 0 {
			for _, b := range f.next[name.Outside] {
				if may(0, b) {
					row[b] = f.leap[name.Outside][b] * f.score[0][b]
				}
			}
		} else {
			prev := &f.fore[i-1]
			for a := range tags {
				if prev[a] == 0 {
					continue
				}
				for _, b := range f.next[a] {
					row[b] += prev[a] * f.leap[a][b]
				}
			}
			for b := range tags {
				if may(i, b) {
					row[b] *= f.score[i][b]
				} else {
					row[b] = 0
				}
			}
		}
		sum := 0.0
		for _, v := range row {
			sum += v
		}
		for b := range row {
			row[b] /= sum
		}
	}
	for i := n - 1; i >= 0; i-- {
		row := &f.back[i]
		*row = [tags]float64{}
		if i == n-1 {
			for a := range tags {
				if name.Follows(name.Tag(a), name.Outside) {
					row[a] = f.leap[a][name.Outside]
				}
			}
		} else {
			nextBack, score := &f.back[i+1], &f.score[i+1]
			for a := range tags {
				for _, b := range f.next[a] {
					if may(i+1, b) {
						row[a] += f.leap[a][b] * score[b] * nextBack[b]
					}
				}
			}
		}
		sum := 0.0
		for _, v := range row {
			sum += v
		}
		for b := range row {
			row[b] /= sum
		}
	}
	w := float64(s.weight)
	for i := range n {
		sum := 0.0
		var p [tags]float64
		for t := range tags {
			p[t] = f.fore[i][t] * f.back[i][t]
			sum += p[t]
		}
		for t := range tags {
			f.margin[i][t] += sign * p[t] / sum
		}
		if i == 0 {
			for t := range tags {
				f.slope[name.Outside][t] += sign * w * p[t] / sum
			}
		} else {
			total := 0.0
			var q [tags][tags]float64
			for a := range tags {
				for _, b := range f.next[a] {
					if may(i, b) {
						q[a][b] = f.fore[i-1][a] * f.leap[a][b] * f.score[i][b] * f.back[i][b]
						total += q[a][b]
					}
				}
			}
			for a := range tags {
				for _, b := range f.next[a] {
					f.slope[a][b] += sign * w * q[a][b] / total
				}
			}
		}
		if i == n-1 {
			for t := range tags {
				f.slope[t][name.Outside] += sign * w * p[t] / sum
			}
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
