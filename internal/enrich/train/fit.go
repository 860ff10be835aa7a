package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"nutgraf/internal/enrich"
)

// options shape a training.
type options struct {
	epochs int
	rate   float64
	l2     float64
	even   float64
	size   int // signs looked at
	rows   int // signs that the shipped model keeps
	seed   uint64
}

var classes = len(enrich.Classes())

// linear is a model while it is trained.
type linear struct {
	*vocabulary
	weights [][16]float32 // by sign and class
	bias    [16]float32
	past    []float32 // sums of squared gradients
	pastB   [16]float32
}

// fit trains a multinomial logistic regression by AdaGrad. A text whose label allows several classes teaches that the right
// one is among them: the gradient is the difference between what the model believes and what it believes when told so.
func fit(docs []doc, o options) *linear {
	v := choose(docs, o.size)
	m := &linear{vocabulary: v, weights: make([][16]float32, len(v.keys)), past: make([]float32, len(v.keys))}
	chance := rand.New(rand.NewPCG(o.seed, 1))
	order := make([]int, len(docs))
	for i := range order {
		order[i] = i
	}
	var s sparse
	var mean [][16]float32 // of the weights after the later epochs
	later := 0
	for epoch := range o.epochs {
		chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := float32(o.rate * (1 - float64(epoch)/float64(o.epochs)))
		for _, i := range order {
			d := &docs[i]
			m.row(d, d.hide > 0 && chance.Float64() < d.hide, &s)
			m.step(d, &s, rate, float32(o.l2))
		}
		if 2*epoch >= o.epochs {
			if later++; mean == nil {
				mean = make([][16]float32, len(m.weights))
			}
			for id := range mean {
				for c := range mean[id] {
					mean[id][c] += m.weights[id][c]
				}
			}
		}
	}
	for id := range mean {
		for c := range mean[id] {
			m.weights[id][c] = mean[id][c] / float32(later)
		}
	}
	return m
}

func (m *linear) scores(s *sparse) [16]float32 {
	scores := m.bias
	for i, id := range s.ids {
		w, value := &m.weights[id], s.values[i]
		for c := range w {
			scores[c] += w[c] * value
		}
	}
	return scores
}

// step learns from one text.
func (m *linear) step(d *doc, s *sparse, rate, l2 float32) {
	scores := m.scores(s)
	believed, told := softmax(&scores, nil), softmax(&scores, d.label)
	var gradient [16]float32
	size := float32(0)
	for c := range gradient {
		g := float32((told[c] - believed[c]) * d.weight)
		gradient[c] = g
		size += g * g
		m.pastB[c] += g * g
		m.bias[c] += rate * g / (1 + float32(math.Sqrt(float64(m.pastB[c]))))
	}
	if size < 1e-6 {
		return
	}
	for i, id := range s.ids {
		value := s.values[i]
		m.past[id] += size * value * value
		pace := rate / (.05 + float32(math.Sqrt(float64(m.past[id]))))
		shrink, push := 1-pace*l2*float32(d.weight), pace*value
		w := &m.weights[id]
		for c := range w {
			w[c] = w[c]*shrink + push*gradient[c]
		}
	}
}

// softmax returns probabilities, among the classes that a label gives weight if it is given.
func softmax(scores *[16]float32, label []float64) (p [16]float64) {
	top := float64(slices.Max(scores[:]))
	sum := 0.0
	for c, s := range scores {
		p[c] = math.Exp(float64(s) - top)
		if label != nil {
			p[c] *= label[c]
		}
		sum += p[c]
	}
	for c := range p {
		p[c] /= max(sum, 1e-300)
	}
	return p
}

// parallel runs work for each of n, on as many processors as wanted.
func parallel(n, workers int, work func(i int)) {
	var group sync.WaitGroup
	next := make(chan int)
	for range workers {
		group.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}
