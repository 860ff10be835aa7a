package extract

import "math"

// second adds the features of leaf n for the second forest: its own, and what the first forest says of it and of what is
// around it, as log-odds by place in s.at. To see all features again would only let it know the pages it is trained on.
func (s *survey) second(r *row, n int, score []float64, sums []float64) {
	s.own(r, n)
	l, k := &s.page.leaves[s.at[n]], &s.looks[n]
	r.add("first score", score[n])
	for _, step := range [...]int{-3, -2, -1, 1, 2, 3} {
		v := -9.0
		if m := n + step; m >= 0 && m < len(s.at) {
			v = score[m]
		}
		r.of(stepNames[step], "score", v)
	}
	good := s.boxes[0].good
	r.add("good letters on page", good)
	box := l.box
	for _, level := range levelNames {
		b, sum := &s.page.boxes[box], &s.boxes[box]
		r.of(level, "good share", sum.good/max(1, good))
		r.of(level, "goodness", sum.good/math.Max(1, float64(b.chars)))
		box = max(0, b.parent)
	}
	g := &s.groups[k.group]
	r.add("goodness of design", g.good/math.Max(1, float64(g.chars)))
	r.add("good share of design", g.good/max(1, good))
	r.add("good letters before", sums[n]/max(1, good))
	r.add("good letters after", (good-sums[n]-probability(score[n])*float64(l.chars))/max(1, good))
	for _, reach := range [...]int{5, 12} {
		low, high := max(0, n-reach), min(len(s.at), n+reach+1)
		letters := s.before[high-1] + s.page.leaves[s.at[high-1]].chars - s.before[low]
		r.of(reachNames[reach], "goodness", (sums[high]-sums[low])/math.Max(1, float64(letters)))
	}
	ground := s.ground
	up := 0
	for box = l.box; box > 0 && !s.holds(box, ground); box = s.page.boxes[box].parent {
		up++
	}
	r.add("boxes out of the ground", float64(s.page.boxes[ground].depth-s.page.boxes[box].depth))
	r.add("boxes into the ground", float64(up))
}

var reachNames = map[int]string{5: "within 5", 12: "within 12"}

// holds reports whether a box is the inner one or round it.
func (s *survey) holds(box, inner int) bool {
	for inner > box {
		inner = s.page.boxes[inner].parent
	}
	return inner == box
}

func probability(score float64) float64 { return 1 / (1 + math.Exp(-score)) }

// gather sums what the first forest found in boxes and designs; the result is the good letters before each leaf.
func (s *survey) gather(score []float64) []float64 {
	for i := range s.boxes {
		s.boxes[i].good = 0
	}
	for i := range s.groups {
		s.groups[i].good = 0
	}
	sums := make([]float64, len(s.at)+1)
	for n, i := range s.at {
		l := &s.page.leaves[i]
		good := probability(score[n]) * float64(l.chars)
		sums[n+1] = sums[n] + good
		s.boxes[l.box].good += good
		s.groups[s.looks[n].group].good += good
	}
	for i := len(s.boxes) - 1; i > 0; i-- {
		s.boxes[s.page.boxes[i].parent].good += s.boxes[i].good
	}
	s.ground = s.findGround()
	return sums
}

const groundShare = .7 // of a box's good letters that its child must have to be the ground instead

// findGround goes down from the root as long as one child holds most of the good text.
func (s *survey) findGround() int {
	best := make([]int, len(s.boxes)) // the child with most good letters
	for i := 1; i < len(s.boxes); i++ {
		up := s.page.boxes[i].parent
		if best[up] == 0 || s.boxes[i].good > s.boxes[best[up]].good {
			best[up] = i
		}
	}
	at := 0
	for best[at] != 0 && s.boxes[best[at]].good > groundShare*s.boxes[at].good && !textBox(s.page.boxes[best[at]].tag) {
		at = best[at]
	}
	return at
}
