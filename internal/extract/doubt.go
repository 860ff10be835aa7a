package extract

import (
	"math"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html/atom"
)

// The functions in this file are the reasons why headers that come back are no stack: the page is a live page, a programme
// of events, one article with teasers, comments or parts.

// doubt is the reasons that were found.
type doubt uint16

const (
	doubtOne     doubt = 1 << iota // the page's head says that it is one article
	doubtLive                      // a live page
	doubtAgenda                    // events to come, or a chronicle
	doubtWeak                      // two headers, or headers without boxes of their own, and no sure sign
	doubtTerse                     // headlines too short
	doubtFew                       // many headers have no text below
	doubtCovered                   // most of the page's text is elsewhere
	doubtEchoes                    // the headlines are all the same
	doubtScraps                    // teasers round one article
)

// doubts are the reasons against that the headers show.
func (p *splitter) doubts(headers []header) (d doubt) {
	if p.oneArticle(headers) {
		d |= doubtOne
	}
	if p.livePage(headers) {
		d |= doubtLive
	}
	if p.agenda(headers) {
		d |= doubtAgenda
	}
	return d
}

// doubtsOfParts are the reasons against that the texts below the headers show.
func (p *splitter) doubtsOfParts(c *candidate) (d doubt) {
	if len(c.parts)*10 < len(c.headers)*7 {
		d |= doubtFew
	}
	if float64(c.covered) < stackCoverage*float64(p.total) {
		d |= doubtCovered
	}
	if p.echoes(c.parts) {
		d |= doubtEchoes
	}
	if c.worth < 3 && p.leaves[c.parts[0].headline].tag != atom.H1 && scraps(c.sizes) {
		d |= doubtScraps
	}
	return d
}

// terse reports whether most of the headers are too short for headlines: "The solution", "Press mentions".
func (p *splitter) terse(headers []header) bool {
	short := 0
	for _, h := range headers {
		if l := &p.leaves[h.headline]; l.chars < 20 {
			short++
		}
	}
	return short*2 > len(headers)
}

// scraps reports whether one part has most of the text and the others are teasers.
func scraps(sizes []int) bool {
	sorted := slices.Sorted(slices.Values(sizes))
	most, sum := sorted[len(sorted)-1], 0
	for _, n := range sorted {
		sum += n
	}
	return sorted[(len(sorted)-1)/2] < scrap && most*2 > sum
}

// livePage reports whether the headers are posts of a live page: all of one day, at times that run one way, without
// authors of their own.
func (p *splitter) livePage(headers []header) bool {
	var times []time.Time
	signed := 0
	for _, h := range headers {
		if at := p.clockOf(&h); at >= 0 {
			times = append(times, p.dates[at])
		}
		if (h.below|h.above)&cueBy != 0 {
			signed++
		}
	}
	if len(times) < 3 || len(times)*10 < len(headers)*8 || signed*2 > len(headers) {
		return false
	}
	return oneWay(times) || oneWay(times[1:])
}

// clockOf is the leaf that gives a header's time of day, -1 when none does: below the headline before above it.
func (p *splitter) clockOf(h *header) int {
	for j := h.headline + 1; j < h.end; j++ {
		if p.cues[j]&cueClock != 0 {
			return j
		}
	}
	for j := h.headline - 1; j >= h.start; j-- {
		if p.cues[j]&cueClock != 0 {
			return j
		}
	}
	return -1
}

// agenda reports whether the headers' dates rise from one to the next: events to come, or the parts of a chronicle. Stacks
// have the newest first or no order.
func (p *splitter) agenda(headers []header) bool {
	if len(headers) < 5 {
		return false
	}
	rising, falling, n := 0, 0, 0
	var last time.Time
	for _, h := range headers {
		if h.below&cueBy != 0 {
			return false
		}
		for j := h.start; j < h.end; j++ {
			at, dated := p.dates[j]
			if !dated || j == h.headline {
				continue
			}
			if n++; n > 1 && at.After(last) {
				rising++
			} else if n > 1 && at.Before(last) {
				falling++
			}
			last = at
			break
		}
	}
	return n >= 5 && rising*10 >= n*3 && falling*10 <= n
}

// oneWay reports whether times are all of one day and rise or fall.
func oneWay(times []time.Time) bool {
	up, down := 0, 0
	for i := 1; i < len(times); i++ {
		if times[i].YearDay() != times[0].YearDay() || times[i].Year() != times[0].Year() {
			return false
		}
		if c := times[i].Compare(times[i-1]); c > 0 {
			up++
		} else if c < 0 {
			down++
		}
	}
	return up*10 >= (len(times)-1)*9 || down*10 >= (len(times)-1)*9
}

// echoes reports whether what looks like a stack is one page: the same words head every part (labels, no headlines), or
// of two parts one is a mere scrap.
func (p *splitter) echoes(all []segment) bool {
	distinct := map[string]bool{}
	least, most := math.MaxInt, 0
	for _, s := range all {
		distinct[strings.ToLower(p.leaves[s.headline].text)] = true
		n := 0
		for i := s.body; i < s.to; i++ {
			n += p.leaves[i].chars
		}
		least, most = min(least, n), max(most, n)
	}
	return len(distinct)*10 < len(all)*7 || !p.plain && len(all) == 2 && least*12 < most
}

// oneArticle reports whether an HTML page's h1 heads the article and the headers are something below it.
func (p *splitter) oneArticle(headers []header) bool {
	if p.plain || p.leaves[headers[0].headline].tag == atom.H1 {
		return false
	}
	title := firstOf(p.evidence.first("og:title"), p.evidence.title)
	if strings.EqualFold(p.evidence.first("og:type"), "article") {
		return title == "" || overlap(p.leaves[headers[0].headline].text, title) < .7
	}
	first := headers[0]
	if named := p.namedAfter(title); len(named) > 0 && !slices.ContainsFunc(named, func(i int) bool { return i >= first.start && i < first.end }) {
		return true // it is called after a headline that is not the first: teasers stand round the article
	}
	tried := 0
	for i := range p.leaves[:headers[0].start] {
		l := &p.leaves[i]
		if l.tag != atom.H1 || !l.words() || tried > 20 {
			continue
		}
		if tried++; title != "" && len(title) < 400 && overlap(l.text, title) > .5 && p.headsText(i, headers[0].start) {
			return true
		}
	}
	return false
}

// namedAfter finds the headings that say what the page's title says.
func (p *splitter) namedAfter(title string) []int {
	if p.named == nil && title != "" && len(title) < 400 {
		p.named = []int{}
		tried := 0
		for i := range p.leaves {
			if l := &p.leaves[i]; l.has(isHeading) && p.cues[i]&cueTitle != 0 && tried < 200 {
				if tried++; len(strings.Fields(l.text)) >= 5 && overlap(l.text, title) > .7 {
					p.named = append(p.named, i)
				}
			}
		}
	}
	return p.named
}

// headsText reports whether an h1 is an article's headline and not the name of a page: it is long, or a date, a byline or
// text comes between it and the first header.
func (p *splitter) headsText(i, first int) bool {
	l := &p.leaves[i]
	if p.cues[i]&cueTitle != 0 && len(strings.Fields(l.text)) > 5 {
		return true
	}
	text := 0
	for j := i + 1; j < first; j++ {
		if p.cues[j]&(cueDate|cueBy) != 0 && j < i+headerReach {
			return true
		}
		text += p.running(j)
	}
	return text >= minStacked
}
