package main

import (
	"math"

	"nutgraf/internal/enrich"
)

const (
	rarely = 3  // texts that a sign must stand in
	rarity = .3 // power of what rarity makes a sign worth
)

// vocabulary are the signs that a model knows. Signs share a place when their hashes agree in the low bits.
type vocabulary struct {
	ids    []int32 // by the low bits of a hash; -1: unknown
	keys   []uint32
	worth  []float32
	counts [][tongues]uint16 // texts that have it
}

// choose takes the size signs that tell most about the labels of the texts, of those that are not rare.
func choose(docs []doc, size int) *vocabulary {
	const mask = enrich.Buckets - 1
	counts := make([]uint16, enrich.Buckets)
	for i := range docs {
		for _, h := range docs[i].signs.Hashes {
			if counts[h&mask] < math.MaxUint16 {
				counts[h&mask]++
			}
		}
	}
	v := &vocabulary{ids: make([]int32, enrich.Buckets)}
	for b, n := range counts {
		v.ids[b] = -1
		if n >= rarely {
			v.ids[b] = int32(len(v.keys))
			v.keys = append(v.keys, uint32(b))
		}
	}
	var gains [tongues][]float64
	met := make([][tongues]uint16, len(v.keys))
	for t := range gains {
		gains[t] = v.gain(docs, t, met)
	}
	order := keep(gains, size)
	keys := make([]uint32, len(order))
	for i := range v.ids {
		v.ids[i] = -1
	}
	for id, old := range order {
		keys[id] = v.keys[old]
		v.ids[keys[id]] = int32(id)
		n := float64(counts[keys[id]])
		v.counts = append(v.counts, met[old])
		v.worth = append(v.worth, float32(math.Pow(max(.15, math.Log(float64(len(docs)+1)/n)/6), rarity)))
	}
	v.keys = keys
	return v
}

// gain returns how much each sign tells about the labels of the texts in a group of languages, and counts these in met.
func (v *vocabulary) gain(docs []doc, group int, met [][tongues]uint16) []float64 {
	const mask = enrich.Buckets - 1
	mass := make([][16]float32, len(v.keys))
	var all [16]float64
	for i := range docs {
		d := &docs[i]
		if tongue(d) != group {
			continue
		}
		sum := 0.0
		for _, l := range d.label {
			sum += l
		}
		var share [16]float32
		for c, l := range d.label {
			share[c] = float32(l / sum * d.weight)
			all[c] += l / sum * d.weight
		}
		for _, h := range d.signs.Hashes {
			if id := v.ids[h&mask]; id >= 0 {
				if met[id][group] < math.MaxUint16 {
					met[id][group]++
				}
				for c, s := range share {
					mass[id][c] += s
				}
			}
		}
	}
	total := 0.0
	for _, a := range all {
		total += a
	}
	gain := make([]float64, len(v.keys))
	for id, m := range mass {
		sum := 0.0
		for _, x := range m {
			sum += float64(x)
		}
		for c, x := range m {
			if x > 0 {
				gain[id] += float64(x) * math.Log(float64(x)*total/(sum*all[c]))
			}
		}
	}
	return gain
}

// sparse is a text as a model sees it.
type sparse struct {
	ids    []int32
	values []float32
}

// row fills s with what the vocabulary knows of a text.
func (v *vocabulary) row(d *doc, hide bool, s *sparse) {
	s.ids, s.values = s.ids[:0], s.values[:0]
	groups := enrich.GroupWeights()
	from := 0
	for g, to := range d.signs.Ends {
		if n := to - from; n > 0 && !(hide && enrich.FromAddress(g)) {
			value := groups[g] / float32(math.Sqrt(float64(n)))
			for _, h := range d.signs.Hashes[from:to] {
				if id := v.ids[h&(enrich.Buckets-1)]; id >= 0 {
					s.ids = append(s.ids, id)
					s.values = append(s.values, value*v.worth[id])
				}
			}
		}
		from = to
	}
}
