package main

import (
	"cmp"
	"math"
	"slices"

	"nutgraf/internal/enrich"
)

// pack cuts a trained model to its most telling signs and returns it in the form that ships. Of these it keeps the ones that the
// texts of fold k have, which alone decide how they are answered; all for nofold.
func (m *linear) pack(size int, docs []doc, k int) ([]byte, error) {
	rows := make([]enrich.Row, len(m.keys))
	order := make([]int, len(m.keys))
	tells := make([]float64, len(m.keys))
	for id, key := range m.keys {
		order[id] = id
		rows[id].Bucket = key
		mean := 0.0
		for _, w := range m.weights[id] {
			mean += float64(w) / float64(classes)
		}
		for c, w := range m.weights[id] {
			away := float64(w) - mean // what all classes have in common tells nothing
			rows[id].Weights[c] = float32(away) * m.worth[id]
			tells[id] += away * away
		}
		tells[id] *= float64(m.worth[id]*m.worth[id]) * math.Sqrt(float64(m.counts[id]))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(tells[b], tells[a]) })
	order = order[:min(size, len(order))]
	slices.Sort(order) // keys rise with ids
	needed := make([]bool, len(m.keys))
	for i := range docs {
		if docs[i].fold != k || !docs[i].measured() {
			continue
		}
		for _, h := range docs[i].signs.Hashes {
			if id := m.ids[h&(enrich.Buckets-1)]; id >= 0 {
				needed[id] = true
			}
		}
	}
	var kept []enrich.Row
	for _, id := range order {
		if k == nofold || needed[id] {
			kept = append(kept, rows[id])
		}
	}
	return enrich.MarshalLinear(m.bias, kept)
}
