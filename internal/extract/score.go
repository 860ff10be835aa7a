package extract

import (
	"math"
	"strings"

	"golang.org/x/net/html/atom"
)

// The scoring is linear and made by hand: each line of leafScore is one reason. A leaf counts as text of the article
// from scoreGood on; the container is the smallest box that holds most of the good text.
const (
	scoreGood      = 1.0
	scoreSure      = 2.2  // good whatever stands beside it
	containerShare = 0.72 // of the good text must be in a box for the container to be within it
	ignoreNameOver = 0.50 // a box with more of the page's good text than this is no furniture, whatever its name
)

// score judges each leaf by itself and gathers the good text in the boxes.
func (p *page) score() {
	for i := range p.leaves {
		if l := &p.leaves[i]; l.words() {
			l.score = leafScore(l)
		}
	}
	p.gather() // by the leaves alone, to see which boxes are too big to be furniture
	total := p.boxes[0].mass
	names := make([]float64, len(p.boxes)) // of a box and those round it
	for i := 1; i < len(p.boxes); i++ {
		b := &p.boxes[i]
		weight := b.weight
		if weight < 0 && b.mass > ignoreNameOver*total {
			weight = 0
		}
		names[i] = max(-8, min(4, names[b.parent]*.9+weight))
	}
	for i := range p.leaves {
		if l := &p.leaves[i]; l.words() {
			l.score += names[l.box]
		}
	}
	p.gather()
}

// gather sums the good text in the boxes.
func (p *page) gather() {
	for i := range p.boxes {
		p.boxes[i].mass = 0
	}
	for i := range p.leaves {
		if l := &p.leaves[i]; l.words() && l.score >= scoreGood {
			p.boxes[l.box].mass += float64(l.chars) * (1 - l.density())
		}
	}
	for i := len(p.boxes) - 1; i > 0; i-- {
		p.boxes[p.boxes[i].parent].mass += p.boxes[i].mass
	}
}

func leafScore(l *leaf) float64 {
	s := -1.2 + 2.2*math.Min(1, float64(l.chars)/160)
	switch l.tag {
	case atom.P:
		s += 1.3
	case atom.Blockquote, atom.Pre:
		s++
	case atom.Li, atom.Tr, atom.Dd, atom.Dt:
		s -= .3
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		s -= .5
	}
	if l.sentence() {
		s += .9
	}
	s += math.Min(.9, .3*float64(strings.Count(l.text, ",")+strings.Count(l.text, "，")+strings.Count(l.text, "、")))
	s -= 4 * l.density()
	for _, penalty := range flagPenalties {
		if l.has(penalty.flag) {
			s -= penalty.cost
		}
	}
	if l.chars < 140 && (furniture(l.text) || creditLine(l.text)) {
		s -= 4
	}
	return s
}

var flagPenalties = []struct {
	flag flag
	cost float64
}{
	{inNav, 6}, {inFooter, 3}, {inAside, 2.5}, {inForm, .7}, {inCaption, 8}, {inFigure, 2}, {inHidden, 3}, {isTime, 1.5},
	{isAuthor, 2}, {inHeader, .5},
}

// container finds the box that holds the article.
func (p *page) container() int {
	children := make([][]int, len(p.boxes))
	for i := 1; i < len(p.boxes); i++ {
		if p.boxes[i].mass > 0 {
			children[p.boxes[i].parent] = append(children[p.boxes[i].parent], i)
		}
	}
	at := 0
	for {
		best := -1
		for _, c := range children[at] {
			if best < 0 || p.boxes[c].mass > p.boxes[best].mass {
				best = c
			}
		}
		if best < 0 || p.boxes[best].mass < containerShare*p.boxes[at].mass || textBox(p.boxes[best].tag) {
			return at
		}
		at = best
	}
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

// choose marks the leaves of the range that are the article's text: those in the container that are good by
// themselves or by their neighbours. It returns the choice and the container's boxes.
func (p *page) choose(from, to int) []bool {
	keep := make([]bool, len(p.leaves))
	inside := p.within(p.container())
	contextual := make([]float64, len(p.leaves))
	for i := from; i < to; i++ {
		l := &p.leaves[i]
		if l.words() && inside[l.box] {
			contextual[i] = l.score + .3*clip(p.neighbour(i, -1, from, to)) + .3*clip(p.neighbour(i, 1, from, to))
		}
	}
	for i := from; i < to; i++ {
		l := &p.leaves[i]
		keep[i] = l.words() && inside[l.box] && (contextual[i] >= scoreGood || l.score >= scoreSure) && !l.has(inCaption) && !l.has(isHeading) && !(l.chars < 140 && furniture(l.text))
	}
	p.fillGaps(keep, inside, from, to)
	p.keepHeadings(keep, from, to)
	return keep
}

// fillGaps keeps the short leaves that belong to kept ones: list items after kept text, and what stands between two
// kept leaves of the same design.
func (p *page) fillGaps(keep, inside []bool, from, to int) {
	previous := -1
	for i := from; i < to; i++ {
		l := &p.leaves[i]
		if !l.words() || l.has(isHeading) {
			continue
		}
		fits := inside[l.box] && l.density() < .5 && l.score > -2.2 && !l.has(inCaption|inNav|inFooter|isAuthor|isTime|inRelated) && !furniture(l.text)
		if !keep[i] && fits && previous >= 0 && keep[previous] && (l.has(inList) || p.keptBelow(keep, i, to)) {
			keep[i] = true
		}
		previous = i
	}
}

// keptBelow reports whether the next leaf with words is kept and of the same design.
func (p *page) keptBelow(keep []bool, i, to int) bool {
	for j := i + 1; j < to && j < i+4; j++ {
		if next := &p.leaves[j]; next.words() && !next.has(isHeading) {
			return keep[j] && next.tag == p.leaves[i].tag
		}
	}
	return false
}

func clip(s float64) float64 { return math.Max(-3, math.Min(3, s)) }

// neighbour is the score of the next leaf with words in a direction, 0 at the end.
func (p *page) neighbour(i, step, from, to int) float64 {
	for j, n := i+step, 0; j >= from && j < to && n < 4; j, n = j+step, n+1 {
		if l := &p.leaves[j]; l.words() && !l.has(inCaption|isHeading|inRelated) {
			return l.score
		}
	}
	return 0
}

// keepHeadings keeps a heading that stands above text that is kept.
func (p *page) keepHeadings(keep []bool, from, to int) {
	inside := p.within(p.container())
	for i := to - 1; i >= from; i-- {
		l := &p.leaves[i]
		if !l.words() || !l.has(isHeading) || !inside[l.box] || furniture(l.text) || l.has(inNav|inFooter|inAside|inHidden) || l.score < -4.5 {
			continue
		}
		for j, n := i+1, 0; j < to && n < 3; j++ {
			if !p.leaves[j].words() || p.leaves[j].has(inCaption) {
				continue
			}
			if n++; keep[j] {
				keep[i] = l.density() < .8
				break
			}
		}
	}
}
