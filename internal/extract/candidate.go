package extract

import (
	"math"

	"nutgraf/internal/forest"
)

// candidate is headers that may be those of a stack, and the articles that they would make of the page.
type candidate struct {
	group
	parts   []segment
	heads   []header // of the parts
	sizes   []int    // letters of running text of each part
	covered int      // letters of running text in all parts
	boxed   bool
	doubts  doubt
}

// weight is how much the rules think of a candidate.
func (c *candidate) weight(total int) float64 {
	return c.worth*float64(c.covered)/float64(max(1, total)) + math.Log2(float64(len(c.parts)))
}

// candidates are all ways to split the page, each once.
func (p *splitter) candidates() []*candidate {
	var all []*candidate
	seen := map[string]bool{}
	p.all = p.headers()
	for _, g := range p.groups(p.all) {
		key := make([]byte, 0, 4*len(g.headers))
		for _, h := range g.headers {
			key = append(key, byte(h.headline), byte(h.headline>>8), byte(h.end), byte(h.end>>8))
		}
		if seen[string(key)] {
			continue
		}
		seen[string(key)] = true
		if c := p.stack(g); c != nil {
			all = append(all, c)
		}
	}
	return all
}

// Log-odds from which a candidate counts as a stack: of a text, and of an HTML page whose candidates the rules all reject.
const (
	scoreText  = -.5
	scoreBoxes = 0
	sureSign   = 3 // more for headlines that are all said twice in the same way: no page of one article has that by chance
)

// judge chooses the likeliest of the candidates, nil when the page is likelier one article. On HTML pages, where boxes and
// elements show what headers are, the rules decide and the forest is asked when they find nothing; in texts the forest decides.
func (p *splitter) judge(all []*candidate, by *forest.Forest) []segment {
	var best []segment
	top := 0.0
	for _, c := range all {
		if w := c.weight(p.total); !p.plain && c.doubts == 0 && w > top {
			best, top = c.parts, w
		}
	}
	if best != nil {
		return best
	}
	if top = scoreText; !p.plain {
		top = scoreBoxes
	}
	for _, c := range all {
		var r row
		p.traits(&r, c)
		s := by.Score(r.values)
		if c.name == "again" && c.doubts == 0 {
			s += sureSign
		}
		if s > top {
			best, top = c.parts, s
		}
	}
	return best
}

// Candidate is a way to split a page, for the program that trains the forest that judges them.
type Candidate struct {
	Values    []float32
	Headlines []string
	Ruled     float64 // what the rules think of it; 0 when they reject it
}

// Candidates are all ways to split a page that may be a stack. The error wraps [news.ErrInvalid].
func Candidates(content []byte, at Context) ([]Candidate, error) {
	p, err := read(content, at, trained)
	if err != nil {
		return nil, err
	}
	s := p.splitter()
	var all []Candidate
	for _, c := range s.candidates() {
		var r row
		s.traits(&r, c)
		one := Candidate{Values: r.values}
		for _, part := range c.parts {
			one.Headlines = append(one.Headlines, p.leaves[part.headline].text)
		}
		if c.doubts == 0 {
			one.Ruled = c.weight(s.total)
		}
		all = append(all, one)
	}
	return all, nil
}
