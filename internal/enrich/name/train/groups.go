package main

import (
	"cmp"
	"math"
	"slices"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/text"
)

// cluster puts the words of texts into k groups that keep similar company: the exchange algorithm for class bigrams
// (Martin, Liermann & Ney 1998). Words are known by their hash; those rarer than least are left out.
func cluster(texts []string, k, most, least, rounds int) map[uint32]uint16 {
	counts := map[uint32]int{}
	var stream []uint32 // 0 ends a sentence
	for _, s := range texts {
		p := text.Read(s)
		for _, sentence := range p.Sentences {
			for i := sentence.First; i < sentence.End; i++ {
				h := uint32(1) // any number
				if p.Tokens[i].Kind != text.TokenNumber {
					h = name.HashWord(p.Word(i))
				}
				counts[h]++
				stream = append(stream, h)
			}
			stream = append(stream, 0)
		}
	}
	words := make([]uint32, 0, len(counts))
	for h, n := range counts {
		if n >= least && h != 0 {
			words = append(words, h)
		}
	}
	slices.SortFunc(words, func(a, b uint32) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	words = words[:min(len(words), most)]
	ids := map[uint32]int32{}
	for i, h := range words {
		ids[h] = int32(i)
	}
	c := newClasses(len(words), k)
	c.link(stream, ids)
	for i := range words {
		c.class[i] = int32(i)
		if i >= k-1 {
			c.class[i] = int32(k - 1 - i%(k/2)) // rare words begin spread over half of the classes
		}
	}
	c.count()
	for range rounds {
		moved := c.round()
		if moved < len(words)/100 {
			break
		}
	}
	out := map[uint32]uint16{}
	for i, h := range words {
		out[h] = uint16(c.class[i] + 1)
	}
	return out
}

// edgeTo is how often a word stands beside another.
type edgeTo struct{ word, n int32 }

type classes struct {
	k           int
	class       []int32
	after       [][]edgeTo
	before      [][]edgeTo
	pairs       []int32 // of classes
	left, right []int32 // sums
	total       []int32 // of words
	logs        []float64
}

func newClasses(words, k int) *classes {
	return &classes{k: k, class: make([]int32, words), after: make([][]edgeTo, words), before: make([][]edgeTo, words),
		pairs: make([]int32, k*k), left: make([]int32, k), right: make([]int32, k), total: make([]int32, words)}
}

// link counts which words stand beside which.
func (c *classes) link(stream []uint32, ids map[uint32]int32) {
	var keys []uint64
	last := int32(-1)
	for _, h := range stream {
		id, ok := ids[h]
		if h == 0 || !ok {
			last = -1
			continue
		}
		if last >= 0 {
			keys = append(keys, uint64(last)<<32|uint64(id))
		}
		last = id
	}
	slices.Sort(keys)
	top := int32(0)
	for i := 0; i < len(keys); {
		end := i
		for end < len(keys) && keys[end] == keys[i] {
			end++
		}
		a, b, n := int32(keys[i]>>32), int32(keys[i]&0xFFFFFFFF), int32(end-i)
		c.after[a] = append(c.after[a], edgeTo{b, n})
		c.before[b] = append(c.before[b], edgeTo{a, n})
		top += n
		i = end
	}
	c.logs = make([]float64, top+2)
	for i := 2; i < len(c.logs); i++ {
		c.logs[i] = float64(i) * math.Log(float64(i))
	}
}

func (c *classes) count() {
	for w, edges := range c.after {
		for _, e := range edges {
			a, b := c.class[w], c.class[e.word]
			c.pairs[int(a)*c.k+int(b)] += e.n
			c.left[a] += e.n
			c.right[b] += e.n
		}
	}
}

// round moves each word to the class where it fits best.
func (c *classes) round() (moved int) {
	k := c.k
	out, in := make([]int32, k), make([]int32, k) // how often the word stands before and behind each class
	for w := range c.class {
		var outs, ins []int32
		var outSum, inSum, self int32
		for _, e := range c.after[w] {
			if e.word == int32(w) {
				self = e.n
				outSum += e.n
				continue
			}
			d := c.class[e.word]
			if out[d] == 0 {
				outs = append(outs, d)
			}
			out[d] += e.n
			outSum += e.n
		}
		for _, e := range c.before[w] {
			if e.word == int32(w) {
				inSum += e.n
				continue
			}
			d := c.class[e.word]
			if in[d] == 0 {
				ins = append(ins, d)
			}
			in[d] += e.n
			inSum += e.n
		}
		from := int(c.class[w])
		c.shift(from, -1, outs, ins, out, in, outSum, inSum, self)
		best, gain := from, math.Inf(-1)
		for d := range k {
			g := 0.0
			row := c.pairs[d*k : d*k+k]
			for _, e := range outs {
				if int(e) == d {
					continue
				}
				g += c.logs[row[e]+out[e]] - c.logs[row[e]]
			}
			for _, e := range ins {
				if int(e) == d {
					continue
				}
				n := c.pairs[int(e)*k+d]
				g += c.logs[n+in[e]] - c.logs[n]
			}
			n := row[d]
			g += c.logs[n+out[d]+in[d]+self] - c.logs[n]
			g -= c.logs[c.left[d]+outSum] - c.logs[c.left[d]]
			g -= c.logs[c.right[d]+inSum] - c.logs[c.right[d]]
			if g > gain {
				best, gain = d, g
			}
		}
		c.shift(best, 1, outs, ins, out, in, outSum, inSum, self)
		if best != from {
			c.class[w] = int32(best)
			moved++
		}
		for _, e := range outs {
			out[e] = 0
		}
		for _, e := range ins {
			in[e] = 0
		}
	}
	return moved
}

// shift adds a word to a class, or takes it out.
func (c *classes) shift(d int, sign int32, outs, ins, out, in []int32, outSum, inSum, self int32) {
	for _, e := range outs {
		c.pairs[d*c.k+int(e)] += sign * out[e]
	}
	for _, e := range ins {
		c.pairs[int(e)*c.k+d] += sign * in[e]
	}
	c.pairs[d*c.k+d] += sign * self
	c.left[d] += sign * outSum
	c.right[d] += sign * inSum
}
