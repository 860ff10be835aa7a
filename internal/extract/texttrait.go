package extract

import (
	"strings"
)

// textTraits are what the lines under the headers are like.
func (p *splitter) textTraits(r *row, c *candidate) {
	n := len(c.parts)
	cut, onward, ends, lines, small, leads, comments := 0, 0, 0, 0, 0, 0, 0
	own, firstOwn, least := 0.0, 0.0, 1.0
	for k, s := range c.parts {
		last := -1
		text := ""
		for i := s.body; i < s.to; i++ {
			l := &p.leaves[i]
			if !l.words() {
				continue
			}
			if p.running(i) > 0 && p.cues[i]&(cueOutside|cueTail) == 0 {
				lines++
				ends += count(l.sentence())
				last = i
				if len(text) < 1500 {
					text += " " + l.text[:min(len(l.text), 1500)]
				}
				continue
			}
			small++
			if k < n-1 && len(l.text) < 80 {
				_, cues := l.cues()
				leads += count(cues&saysRelated != 0)
				comments += count(cues&saysComment != 0)
			}
		}
		cut += count(last >= 0 && endsCut(p.leaves[last].text))
		onward += count(s.cut)
		o := titleOf(p.leaves[s.headline].text).within(strings.ToLower(text))
		if k == 0 {
			firstOwn = o
		}
		own, least = own+o/float64(n), min(least, o)
	}
	r.add("cut", share(cut, n))
	r.add("onward after", share(onward, n))
	r.add("sentences", share(ends, lines))
	r.add("paragraphs", share(lines, n))
	r.add("small lines", share(small, n))
	r.add("leads on", share(leads, n-1))
	r.add("speaks of comments", share(comments, n-1))
	r.add("title in text", own)
	r.add("title in text, first", firstOwn)
	r.add("title in text, least", least)
}

// within is the share of the title's words that a text in small letters has.
func (a titleWords) within(text string) float64 {
	n := 0
	for _, w := range a {
		n += count(strings.Contains(text, w))
	}
	return share(n, len(a))
}
