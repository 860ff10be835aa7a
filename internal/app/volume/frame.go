package main

import (
	"hash/fnv"
	"math/rand/v2"
	"time"

	"nutgraf/internal/news"
)

// frame is one event: who, where and what, for all papers that write about it in whatever language.
type frame struct {
	seed      uint64
	kind      string
	section   news.Section
	at        time.Time
	people    [4]int
	places    [3]int
	orgs      [2]int
	countries [2]int
	coined    [2]name
	soon      time.Time
}

// newFrame makes an event of a kind.
func (w *world) newFrame(r *rand.Rand, k *kind, at time.Time) *frame {
	f := &frame{seed: r.Uint64(), kind: k.name, section: k.section, at: at}
	for i := range f.people {
		f.people[i] = distinct(f.people[:i], func() int { return zipf(r, len(w.people)) })
	}
	for i := range f.places {
		f.places[i] = distinct(f.places[:i], func() int { return zipf(r, len(w.places)) })
	}
	for i := range f.orgs {
		f.orgs[i] = distinct(f.orgs[:i], func() int { return zipf(r, len(w.stems)) })
	}
	f.countries[0] = f.places[0] % len(w.countries)
	f.countries[1] = distinct(f.countries[:1], func() int { return r.IntN(len(w.countries)) })
	for i := range f.coined {
		f.coined[i] = w.fresh(r, "surname", 1, nil)
	}
	f.soon = at.UTC().Truncate(24*time.Hour).AddDate(0, 0, 2+r.IntN(40))
	return f
}

// next is what follows from an event weeks later: the same people and places, another turn.
func (f *frame) next(r *rand.Rand, k *kind, w *world, at time.Time) *frame {
	n := w.newFrame(r, k, at)
	n.people[0], n.people[1], n.places, n.orgs[0], n.countries, n.coined[0] = f.people[0], f.people[1], f.places, f.orgs[0], f.countries, f.coined[0]
	if n.people[2] == n.people[0] || n.people[2] == n.people[1] {
		n.people[2] = (max(n.people[0], n.people[1]) + 1) % len(w.people)
	}
	if n.people[3] == n.people[0] || n.people[3] == n.people[1] || n.people[3] == n.people[2] {
		n.people[3] = (max(n.people[0], n.people[1], n.people[2]) + 1) % len(w.people)
	}
	if n.orgs[1] == n.orgs[0] {
		n.orgs[1] = (n.orgs[0] + 1) % len(w.stems)
	}
	return n
}

// distinct draws until the number is not among those.
func distinct(among []int, draw func() int) int {
	for {
		n, again := draw(), false
		for _, other := range among {
			again = again || other == n
		}
		if !again {
			return n
		}
	}
}

// pick chooses an index below n: the same one for the same word of the same event.
func (f *frame) pick(word string, n int) int {
	h := fnv.New64a()
	_, _ = h.Write([]byte(word)) // never fails
	return rand.New(rand.NewPCG(f.seed, h.Sum64())).IntN(n)
}
