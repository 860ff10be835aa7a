package thread

import "nutgraf/internal/news"

// PairAbroad is a link between stories of two languages, and what they have in common.
type PairAbroad struct {
	A, B    news.StoryID
	Cosine  float64
	Names   int
	Numbers float64
}

// PairsAbroad lists the links that hold now.
func PairsAbroad(t *Threads) (pairs []PairAbroad) {
	for id, p := range t.coverage.profiles {
		for other, q := range p.links {
			if id < other {
				l := t.coverage.compare(p, q)
				pairs = append(pairs, PairAbroad{id, other, l.cosine, l.names, l.numbers})
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
