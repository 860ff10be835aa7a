package story

import "nutgraf/internal/news"

// PairAbroad is a link between stories of two languages, and how like they are.
type PairAbroad struct {
	A, B           news.StoryID
	Cosine         float64
	Names, Leading int
	Numbers        float64
	Address        bool
}

// PairsAbroad lists the links that hold now.
func PairsAbroad(t *Threads) (pairs []PairAbroad) {
	for id, p := range t.coverage.profiles {
		for other, q := range p.links {
			if id < other {
				l := t.coverage.compare(p, q)
				pairs = append(pairs, PairAbroad{id, other, l.cosine, l.names, l.leading, l.numbers, l.address})
			}
		}
	}
	return pairs
}

// Latin and Alike are how names of all scripts are compared.
var (
	Latin = latin
	Alike = alike
)

// Remembered counts the stories that are remembered.
func Remembered(t *Threads) int { return len(t.stories) }
