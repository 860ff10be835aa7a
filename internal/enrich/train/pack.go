package main

import (
	"math"

	"nutgraf/internal/enrich"
)

// pack cuts a trained model to its most telling signs and returns it in the form that ships. Of these it keeps the ones that the
// texts of fold k have, which alone decide how they are answered; all for nofold.
func (m *linear) pack(size int, docs []doc, k int) ([]byte, error) {
	rows := make([]enrich.Row, len(m.keys))
	var tells [tongues][]float64
	for t := range tells {
		tells[t] = make([]float64, len(m.keys))
	}
	for id, key := range m.keys {
		rows[id].Bucket = key
		mean, length := 0.0, 0.0
		for _, w := range m.weights[id] {
			mean += float64(w) / float64(classes)
		}
		for c, w := range m.weights[id] {
			away := float64(w) - mean // what all classes have in common tells nothing
			rows[id].Weights[c] = float32(away) * m.worth[id]
			length += away * away
		}
		for t, n := range m.counts[id] {
			tells[t][id] = length * float64(m.worth[id]*m.worth[id]) * math.Sqrt(float64(n))
		}
	}
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
	for _, id := range keep(tells, size) {
		if k == nofold || needed[id] {
			kept = append(kept, rows[id])
		}
	}
	return enrich.MarshalLinear(m.bias, kept)
}
