package extract

import (
	_ "embed"
	"sync"

	"golang.org/x/net/html/atom"

	"nutgraf/internal/forest"
)

// weights are the two forests that judge leaves, and the one that judges whether headers part a stack. The second sees what
// the first thinks of a leaf's surroundings.
type weights struct{ first, second, stack *forest.Forest }

var (
	//go:embed model/first.forest
	firstForest []byte
	//go:embed model/second.forest
	secondForest []byte
	//go:embed model/stack.forest
	stackForest []byte
)

// trained are the weights that the program was built with.
var trained = sync.OnceValue(func() *weights {
	w, err := readWeights(firstForest, secondForest, stackForest)
	if err != nil {
		panic("extract: the embedded model is broken; make it again with go run ./internal/extract/train: " + err.Error())
	}
	return w
})

func readWeights(first, second, stack []byte) (*weights, error) {
	w := &weights{&forest.Forest{}, &forest.Forest{}, &forest.Forest{}}
	for f, b := range map[*forest.Forest][]byte{w.first: first, w.second: second, w.stack: stack} {
		if err := f.UnmarshalBinary(b); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// hopeless is the first forest's log-odds below which the second is not asked: it never turns one in a hundred round.
const hopeless = -4.6

// scoreGood is the log-odds from which a leaf counts as text of the article.
const scoreGood = 0

// score judges each leaf by the trained model.
func (p *page) score(w *weights) {
	s := p.survey(p.head())
	scores := make([]float64, len(s.at))
	r := row{values: make([]float32, 0, w.first.Width())}
	for n, i := range s.at {
		if p.leaves[i].menu() {
			scores[n] = menuScore
			continue
		}
		r.values = r.values[:0]
		s.first(&r, n)
		scores[n] = w.first.Score(r.values)
	}
	sums := s.gather(scores)
	for n, i := range s.at {
		if scores[n] < hopeless {
			p.leaves[i].score = scores[n]
			continue
		}
		r.values = r.values[:0]
		s.second(&r, n, scores, sums)
		p.leaves[i].score = w.second.Score(r.values)
	}
	p.ground = s.ground
}

// menuScore is that of leaves of which no forest need be asked.
const menuScore = -6

// menu reports whether a leaf is nothing but a short link in a menu or at the foot of the page.
func (l *leaf) menu() bool {
	return l.has(inNav|inFooter) && l.chars < 60 && len(l.links) > 0 && l.density() > .95
}

// head is what the page's head claims, and where its headline stands.
func (p *page) head() (linked, int) {
	ld := p.evidence.article()
	_, title := p.headline(ld)
	return ld, title
}

// textBox reports whether a box is itself a piece of text, too small to be a container.
func textBox(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Li, atom.Blockquote, atom.Pre, atom.Tr, atom.H1, atom.H2, atom.H3, atom.H4, atom.Figure:
		return true
	}
	return false
}

// within reports for each box whether it is the container or in it.
func (p *page) within(container int) []bool {
	in := make([]bool, len(p.boxes))
	in[container] = true
	for i := container + 1; i < len(p.boxes); i++ { // boxes are numbered in document order
		in[i] = in[p.boxes[i].parent]
	}
	return in
}

// slightFurniture is below how many letters the words of a leaf alone can show that it is furniture.
const slightFurniture = 60

// choose marks the leaves from on that are the article's text.
func (p *page) choose(from, to int) []bool {
	keep := make([]bool, len(p.leaves))
	for i := from; i < to; i++ {
		l := &p.leaves[i]
		keep[i] = l.words() && l.score >= scoreGood && !(l.chars < slightFurniture && l.furniture())
	}
	return keep
}
