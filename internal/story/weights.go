package story

import "math"

// weights know how rare words are: in how many articles of the window each stands. Rows are hashed, so that the
// table never grows.
type weights struct {
	articles int
	found    []int32
	rarity   []float32 // as of the last renewal; zero: not asked for since
	asOf     int       // articles at the last renewal
	everyday map[uint32]float64
}

const (
	rowBits  = 21
	imagined = 50 // articles of everyday text that stand behind the first real ones
)

func newWeights() *weights {
	return &weights{everyday: everyday(), found: make([]int32, 1<<rowBits), rarity: make([]float32, 1<<rowBits)}
}

func row(hash uint32) uint32 { return hash >> (32 - rowBits) }

// count adds an article's words to the table, or with -1 takes them out.
func (t *weights) count(it *item, times int) {
	t.articles += times
	for _, f := range it.vector {
		t.found[row(f.hash)] += int32(times)
	}
}

// renew makes the weights follow what was counted.
func (t *weights) renew() {
	clear(t.rarity)
	t.asOf = t.articles
}

// apply computes an article's vector.
func (t *weights) apply(it *item) {
	sum := 0.0
	for i, f := range it.vector {
		r := row(f.hash)
		rarity := t.rarity[r]
		if rarity == 0 {
			rarity = t.of(f.hash)
			t.rarity[r] = rarity
		}
		weight := dampened[it.counts[i]] * rarity
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
func (t *weights) of(hash uint32) float32 {
	all := float64(max(t.asOf, t.articles)) + imagined
	in := float64(max(0, t.found[row(hash)])) + imagined*t.everyday[row(hash)]
	return float32(max(0.01, math.Log((all+1)/(in+0.5))))
}
