package main

import "nutgraf/internal/enrich/name"

// may reports whether a token may have a tag; held keeps to what is right.
func (s *sequence) may(i, t int, held bool) bool {
	return !held || s.gold[i] == name.Tag(t) || s.gold[i] == name.Outside && s.free[i] && t/4 == name.Other
}

// expect adds sign times the likelihood of each tag at each token to margin, and that of each pair of tags to slope, by the
// forward-backward algorithm.
func (f *field) expect(s *sequence, held bool, sign float64) {
	f.forward(s, held)
	f.backward(s, held)
	n, w := len(s.signs), sign*float64(s.weight)
	for i := range n {
		p := f.fore[i]
		for t := range p {
			p[t] *= f.back[i][t]
		}
		even(&p)
		for t := range p {
			f.margin[i][t] += sign * p[t]
			if i == 0 {
				f.slope[name.Outside][t] += w * p[t]
			}
			if i == n-1 {
				f.slope[t][name.Outside] += w * p[t]
			}
		}
		if i > 0 {
			f.pairs(s, i, held, w)
		}
	}
}

// pairs adds w times the likelihood of each pair of tags at i-1 and i to slope.
func (f *field) pairs(s *sequence, i int, held bool, w float64) {
	total := 0.0
	var q [tags][tags]float64
	for a := range tags {
		for _, b := range f.next[a] {
			if s.may(i, b, held) {
				q[a][b] = f.fore[i-1][a] * f.leap[a][b] * f.score[i][b] * f.back[i][b]
				total += q[a][b]
			}
		}
	}
	for a := range tags {
		for _, b := range f.next[a] {
			f.slope[a][b] += w * q[a][b] / total
		}
	}
}

// even makes numbers sum to one.
func even(row *[tags]float64) {
	sum := 0.0
	for _, v := range row {
		sum += v
	}
	for t := range row {
		row[t] /= sum
	}
}

func (f *field) forward(s *sequence, held bool) {
	var before [tags]float64
	before[name.Outside] = 1
	for i := range s.signs {
		row := &f.fore[i]
		*row = [tags]float64{}
		for a, v := range before {
			if v == 0 {
				continue
			}
			for _, b := range f.next[a] {
				row[b] += v * f.leap[a][b]
			}
		}
		for b := range row {
			if s.may(i, b, held) {
				row[b] *= f.score[i][b]
			} else {
				row[b] = 0
			}
		}
		even(row)
		before = *row
	}
}

func (f *field) backward(s *sequence, held bool) {
	n := len(s.signs)
	for i := n - 1; i >= 0; i-- {
		row := &f.back[i]
		*row = [tags]float64{}
		for a := range tags {
			if i == n-1 {
				if name.Follows(name.Tag(a), name.Outside) {
					row[a] = f.leap[a][name.Outside]
				}
				continue
			}
			for _, b := range f.next[a] {
				if s.may(i+1, b, held) {
					row[a] += f.leap[a][b] * f.score[i+1][b] * f.back[i+1][b]
				}
			}
		}
		even(row)
	}
}
