package story

import "math"

// weights know how rare words are: in how many articles of the window each stands. Rows are hashed, so that the
// table never grows.
type weights struct {
	articles int
	asOf     int // articles at the last renewal
	rows     []wordRow
}

// wordRow is what is known of the words of one hash.
type wordRow struct {
	found  int32   // articles with it, the imagined ones included, in parts
	rarity float32 // as of the last renewal; zero: not asked for since
}

const (
	rowBits  = 21
	parts    = 256
	imagined = 50 // articles of everyday text that stand behind the first real ones
)

func newWeights() *weights {
	t := &weights{rows: make([]wordRow, 1<<rowBits)}
	for row, share := range everyday() {
		t.rows[row].found = int32(math.Round(share * imagined * parts))
	}
	return t
}

func row(hash uint32) uint32 { return hash >> (32 - rowBits) }

// count adds an article's words to the table, or with -1 takes them out.
func (t *weights) count(it *item, times int) {
	t.articles += times
	for _, f := range it.vector {
		t.rows[row(f.hash)].found += int32(times * parts)
	}
}

// renew makes the weights follow what was counted.
func (t *weights) renew() {
	for i := range t.rows {
		t.rows[i].rarity = 0
	}
	t.asOf = t.articles
}

// apply computes an article's vector.
func (t *weights) apply(it *item) {
	sum := 0.0
	for i, f := range it.vector {
		r := &t.rows[row(f.hash)]
		if r.rarity == 0 {
			r.rarity = t.of(r)
		}
		weight := dampened[it.counts[i]] * r.rarity
		it.vector[i] = feature{f.hash, weight}
		sum += float64(weight) * float64(weight)
	}
	if sum == 0 {
		return
	}
	length := float32(1 / math.Sqrt(sum))
	for i := range it.vector {
		it.vector[i].weight *= length
	}
}

// of returns how rare a word is: the logarithm of articles per article with it.
func (t *weights) of(r *wordRow) float32 {
	all := float64(max(t.asOf, t.articles)) + imagined
	in := float64(max(0, r.found)) / parts
	return float32(max(0.01, math.Log((all+1)/(in+0.5))))
}
