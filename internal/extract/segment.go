package extract

import (
	"slices"
	"time"

	"golang.org/x/net/html/atom"

	"nutgraf/internal/forest"
)

// segment is the leaves [from, to) of one article of a page, and where its headline stands (-1: not known).
type segment struct {
	from, to int
	headline int
	body     int // first leaf after the header
	stop     int // first leaf after the text, where tags, buttons and signatures begin
	cut      bool
}

const (
	minStacked    = 100 // letters of running text that each article of a stack has at least
	maxGroups     = 12  // designs of headlines of one page that are tried
	stackCoverage = .6  // of the page's running text must be in the articles of the stack
	scrap         = 300 // letters below which the text under a headline may be a teaser
)

// splitter looks for the articles of a page that stacks several.
type splitter struct {
	*page
	cues   []cue
	dates  map[int]time.Time
	said   map[string][]int // leaves that may be headlines, by their words
	spans  [][2]int         // first leaf and the one after the last, by box
	within []int            // headers in a box
	named  []int            // headings that say what the page's title says
	total  int              // letters of running text
	all    []header         // in their order
}

// segments splits a page that stacks several articles. The sign of a stack is a header that comes back: headlines of one
// design, each said twice, or with a date or byline beside it, or set apart by "Continue reading" and the like. A page
// with one article is one segment.
func (p *page) segments(stack *forest.Forest) []segment {
	whole := []segment{{from: 0, to: len(p.leaves), stop: len(p.leaves), headline: -1}}
	if p.evidence.article().kind == "LiveBlogPosting" {
		return whole
	}
	s := p.splitter()
	best := s.judge(s.candidates(), stack)
	if best == nil {
		if p.plain {
			whole[0].headline = s.plainHeadline()
		}
		return whole
	}
	return best
}

// splitter reads the cues of a page.
func (p *page) splitter() *splitter {
	s := &splitter{page: p}
	s.readCues()
	for i := range p.leaves {
		s.total += p.running(i)
	}
	return s
}

// plainHeadline chooses the headline among the first lines of a text: one with a date or byline below, a marked heading,
// or the first that has the shape of one.
func (p *splitter) plainHeadline() int {
	best, top := -1, 0
	for i := range p.leaves[:min(len(p.leaves), 15)] {
		l := &p.leaves[i]
		worth := 0
		switch c := p.cues[i]; {
		case c&cueTitle != 0 && len(l.text) >= 15:
			worth = 2
			if h := p.headerAt(i); h.below != 0 || h.again {
				worth = 4
			}
			if l.tag == atom.H1 {
				worth += 3
			}
		case c&(cueText|cueDate|cueBy|cueTail|cueOnward) == 0 && !l.sentence() && !ruler(l.text) && i+1 < len(p.leaves) && len(p.leaves[i+1].text) > 2*len(l.text):
			worth = 1
		}
		if worth > top {
			best, top = i, worth
		}
		if p.cues[i]&(cueText|cueTitle) == cueText {
			break
		}
	}
	return best
}

// family is a reason why headers may be those of a stack.
type family struct {
	name  string
	worth float64 // the surer the reason, the more
	is    func(p *splitter, h *header) bool
}

var families = []family{
	{"again", 4, func(p *splitter, h *header) bool { return h.again && (h.between != "" || p.heading(h)) }},
	{"below", 2, func(_ *splitter, h *header) bool { return h.below&cueDate != 0 }},
	{"signed", 1.8, func(_ *splitter, h *header) bool { return h.below&(cueDate|cueBy) != 0 }},
	{"above", 1.6, func(_ *splitter, h *header) bool { return h.above&cueDate != 0 && h.below&cueDate == 0 }},
	{"tail", 1, func(_ *splitter, h *header) bool { return h.tail != 0 }},
	{"boxed", .8, func(p *splitter, h *header) bool { return h.linked && p.heading(h) }},
}

// surely is what a family is worth that needs two headers only, in text too.
const surely = 1.7

// alone is what a family is worth that needs no boxes of its own round the articles of an HTML page.
const alone = 1.5

// group is headers of one design that one family holds together.
type group struct {
	family
	headers []header
}

// groups sorts headers by design and family, the largest first; groups of one are dropped.
func (p *splitter) groups(all []header) []group {
	bySign := map[string][]header{}
	var order []string
	for _, h := range all {
		if bySign[h.sign] == nil {
			order = append(order, h.sign)
		}
		bySign[h.sign] = append(bySign[h.sign], h)
	}
	slices.SortStableFunc(order, func(a, b string) int { return len(bySign[b]) - len(bySign[a]) })
	var out []group
	for _, sign := range order[:min(len(order), maxGroups)] {
		for _, f := range families {
			g := group{family: f}
			for _, h := range bySign[sign] {
				if !f.is(p, &h) {
					continue
				}
				if n := len(g.headers); n > 0 && g.headers[n-1].end > h.headline {
					g.headers = g.headers[:n-1] // the line nearer to the date is the headline
				}
				g.headers = append(g.headers, h)
			}
			if f.name == "again" {
				g.headers = commonest(g.headers)
			}
			if f.name == "tail" {
				g.headers = withFirst(p, bySign[sign], g.headers)
			}
			if len(g.headers) > 1 {
				out = append(out, g)
			}
			// Of headers that one template wrote and others that only look like them, the former are the stack's.
			if alike := sameForm(g.headers); len(alike) > 1 && len(alike) < len(g.headers) {
				out = append(out, group{family: f, headers: alike})
			}
		}
	}
	return out
}

// commonest keeps the headers that have the commonest words, apart from dates, between the headline and its repetition.
func commonest(all []header) []header {
	count := map[string]int{}
	best := ""
	for _, h := range all {
		if count[h.words()]++; count[h.words()] > count[best] {
			best = h.words()
		}
	}
	return slices.DeleteFunc(all, func(h header) bool { return h.words() != best })
}

// withFirst puts the header of the first article before those that stand after the tail of another: the last one above
// them with text right below.
func withFirst(p *splitter, all, tails []header) []header {
	if len(tails) == 0 {
		return nil
	}
	for i, h := range all {
		if h.headline >= tails[0].headline {
			break
		}
		if p.textAt(h.end) && p.cues[h.end]&cueTitle == 0 || i+1 < len(all) && all[i+1].headline >= tails[0].headline {
			return append([]header{h}, tails...)
		}
	}
	return tails
}

// stack turns headers into the articles below them; nil when fewer than two have text. It notes what speaks against it.
func (p *splitter) stack(g group) *candidate {
	c := &candidate{group: g}
	c.doubts = p.doubts(g.headers)
	c.boxed = p.boxed(g.headers)
	if p.plain && g.worth < surely && len(g.headers) == 2 && g.headers[1].tail&cueOnward == 0 ||
		!p.plain && !c.boxed && (g.worth < alone || g.worth < 2 && !p.heading(&g.headers[0])) {
		c.doubts |= doubtWeak
	}
	if g.worth < surely && p.terse(g.headers) {
		c.doubts |= doubtTerse
	}
	p.place(g, c.boxed)
	for i, h := range g.headers {
		to := len(p.leaves)
		if i+1 < len(g.headers) {
			to = g.headers[i+1].start
		}
		if c.boxed {
			to = min(to, max(h.to, h.end))
		}
		text, pieces, last := 0, 0, -1
		for j := h.end; j < to; j++ {
			if n := p.running(j); n > 0 && p.cues[j]&(cueOutside|cueTail) == 0 {
				text, pieces, last = text+n, pieces+1, j
			}
		}
		if text < minStacked || pieces == 1 && g.worth < 3 && endsCut(p.leaves[last].text) {
			continue
		}
		c.covered += text
		c.sizes = append(c.sizes, text)
		c.heads = append(c.heads, h)
		c.parts = append(c.parts, p.segment(h, to, last))
	}
	if len(c.parts) < 2 {
		return nil
	}
	c.doubts |= p.doubtsOfParts(c)
	return c
}

// segment makes the segment of a header whose running text ends at the leaf last.
func (p *splitter) segment(h header, to, last int) segment {
	s := segment{from: h.start, to: to, headline: h.headline, body: h.end, stop: to}
	for i := last + 1; i < to; i++ {
		if p.cues[i]&(cueTail|cueOutside) != 0 && s.stop == to {
			s.stop = i
		}
		s.cut = s.cut || p.cues[i]&cueOnward != 0
	}
	return s
}

// place decides where the headers of a group start: at the beginning of their boxes, or at the date above the headline
// when the first of them has one too; otherwise such a line is the signature of the text above.
func (p *splitter) place(g group, boxed bool) {
	first := g.headers[0].above&(cueDate|cueBy) != 0
	for i := range g.headers {
		h := &g.headers[i]
		switch {
		case boxed && h.from <= h.headline:
			h.start = min(h.start, h.from)
			if i > 0 && h.start < g.headers[i-1].end {
				h.start = h.headline
			}
		case h.above&(cueDate|cueBy) != 0 && (!first || h.below&cueDate != 0 && h.above&cueDate != 0):
			h.start = h.headline
		}
	}
}

// running counts the letters of a leaf that is running text.
func (p *page) running(i int) int { return p.lettersAbove(i, scoreGood) }

// scoreStacked is the log-odds from which a leaf counts as text of an article of a stack: the forests that judge leaves look
// for one article, and think little of the others.
const scoreStacked = -1

func (p *splitter) running(i int) int { return p.lettersAbove(i, scoreStacked) }

func (p *page) lettersAbove(i int, least float64) int {
	l := &p.leaves[i]
	if !l.words() || l.chars < 50 || l.density() > .4 || l.score < least || l.furniture() || l.has(inCaption) {
		return 0
	}
	return l.chars
}
