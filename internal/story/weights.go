package story

import "math"

// weights know how rare words are: in how many articles each stands. Rows are hashed, so that the table never grows,
// and what was counted long ago fades.
type weights struct {
	articles int
	asOf     int // articles at the last renewal
	most     int // articles at which all counts are halved
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

func newWeights(most int) *weights {
	t := &weights{rows: make([]wordRow, 1<<rowBits), most: most}
	for row, share := range everyday() {
		t.rows[row].found = int32(math.Round(share * imagined * parts))
	}
	return t
}

func row(key uint32) uint32 { return key >> (32 - rowBits) }

// count adds an article's words to the table.
func (t *weights) count(features []feature) {
	t.articles++
	for _, f := range features {
		t.rows[row(f.key)].found += parts
	}
	if t.articles > t.most {
		t.articles /= 2
		for i := range t.rows {
			t.rows[i].found /= 2
		}
	}
}

// renew makes the weights follow what was counted.
func (t *weights) renew() {
	for i := range t.rows {
		t.rows[i].rarity = 0
	}
	t.asOf = t.articles
}

// apply weighs an article's features, keeps the heaviest and measures them.
func (t *weights) apply(it *item) {
	for i := range it.features {
		f := &it.features[i]
		r := &t.rows[row(f.key)]
		if r.rarity == 0 {
			r.rarity = t.of(r)
		}
		f.weight = uint16(min(damped[f.count]*r.rarity*weightUnit, math.MaxUint16))
		f.known = r.found >= 2*parts
	}
	it.measure()
	most := maxFeatures
	switch {
	case t.articles <= green:
		return
	case t.articles > ripe:
		most = fewFeatures
	}
	if len(it.features) <= most {
		return
	}
	whole := it.lengths
	it.features = mostTelling(it.features, most)
	it.measure()
	for i, kept := range it.lengths {
		it.beyond[i] = over(whole[i], kept)
	}
	it.lengths = whole
}

// mostTelling returns the n features with most weight, in their order; of equals the first.
func mostTelling(features []feature, n int) []feature {
	var above [1 << 16 / weightStep]int // features by weight, in steps
	for _, f := range features {
		above[f.weight/weightStep]++
	}
	step, room := len(above)-1, n
	for ; above[step] <= room; step-- {
		room -= above[step]
	}
	kept := make([]feature, 0, n)
	for _, f := range features {
		switch at := int(f.weight / weightStep); {
		case at > step:
			kept = append(kept, f)
		case at == step && room > 0:
			kept, room = append(kept, f), room-1
		}
	}
	return kept
}

const weightStep = 64

const (
	green = 5000   // up to so many articles the weights say too little to choose features by them: all are kept
	ripe  = 30_000 // from so many on they are sure of what tells little, and memory counts
)

// of returns how rare a word is: the logarithm of articles per article with it (inverse document frequency).
func (t *weights) of(r *wordRow) float32 {
	all := float64(max(t.asOf, t.articles)) + imagined
	in := float64(max(0, r.found)) / parts
	return float32(max(0.01, math.Log((all+1)/(in+0.5))))
}
