package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// header is a place where an article of a stack may begin.
type header struct {
	headline int
	start    int    // with the label, date or byline right above it
	end      int    // first leaf after the headline, its repetition, dates and bylines
	below    cue    // what stands between headline and end
	above    cue    // what stands between start and headline
	tail     cue    // what stands right above start, when it is the end of another article
	again    bool   // the headline is said twice
	between  string // the words between, dates as "#"
	source   int    // leaf that names who wrote it without saying "By"; 0 when there is none
	linked   bool   // the headline is a link
	form     string // see [splitter.pattern]
	sign     string
	from, to int // leaves of the box that is its own, see [page.ownBoxes]; 0, 0 when there is none
}

// words are what stays the same between headline and repetition: dates and authors may be missing.
func (h *header) words() string {
	return strings.Trim(noLines.Replace(h.between), "|")
}

var noLines = strings.NewReplacer("#", "", "@", "")

const headerReach = 6 // leaves of a header below its headline

// headers finds every place where an article may begin.
func (p *splitter) headers() []header {
	var all []header
	p.said = map[string][]int{}
	for i := range p.leaves {
		if p.cues[i]&cueTitle != 0 {
			key := strings.ToLower(p.leaves[i].text)
			p.said[key] = append(p.said[key], i)
		}
	}
	for i := 0; i < len(p.leaves); i++ {
		if p.cues[i]&cueTitle == 0 {
			continue
		}
		h := p.headerAt(i)
		h.form = p.pattern(&h)
		all = append(all, h)
		if h.again || h.source > 0 {
			i = h.end - 1 // what stands in a header is none
		}
	}
	return all
}

// headerAt reads the small print round a headline.
func (p *splitter) headerAt(i int) header {
	h := header{headline: i, start: i, end: i + 1, sign: p.sign(i), linked: p.leaves[i].density() > .8}
	repeated := p.repeatedAt(i)
	p.readBelow(&h, repeated)
	p.readAbove(&h)
	return h
}

// readBelow reads the small print below a headline, and its repetition.
func (p *splitter) readBelow(h *header, repeated int) {
	i := h.headline
	for j := i + 1; j < repeated; j++ {
		switch c := p.cues[j]; {
		case c&(cueDate) != 0:
			h.between += "#"
		case c&cueBy != 0:
			h.between += "@"
		case p.leaves[j].words():
			h.between += "|" + strings.ToLower(p.leaves[j].text)
		}
	}
	for j, n := i+1, 0; j < len(p.leaves) && n < headerReach; j++ {
		c := p.cues[j]
		if !p.leaves[j].words() || p.leaves[j].has(inCaption) && c&(cueDate|cueBy) == 0 {
			continue
		}
		n++
		if j == repeated {
			h.again, h.end = true, j+1
			continue
		}
		switch {
		case c&(cueDate|cueBy) != 0 && c&cueTail == 0:
			h.below |= c & (cueDate | cueBy | cueClock)
			h.end = j + 1
			continue
		case n == 1 && p.dated(j) && (namesOnly(p.leaves[j].text) || p.source(j) && len(p.leaves[j].text) < len(p.leaves[i].text)):
			h.below |= cueBy
			h.end, h.source = j+1, j
			continue
		case factLine.MatchString(p.leaves[j].text) && c&cueBy == 0:
			h.below = 0
		case c&(cueWord|cueOutside) != 0 && !p.leaves[j].has(isHeading), j < repeated, n == 1 && !h.again && p.standfirst(j):
			continue
		}
		break
	}
}

// readAbove reads the label, date or byline above a headline, and whether the end of another article is above those.
func (p *splitter) readAbove(h *header) {
	i := h.headline
	above := p.previous(i)
	for n := 0; n < 2 && above >= 0; n++ {
		c := p.cues[above]
		if c&cueTail != 0 || c&(cueDate|cueBy) == 0 && !p.label(above) {
			break
		}
		h.above |= c & (cueDate | cueBy | cueClock)
		h.start = above
		above = p.previous(above)
	}
	if h.above&cueDate != 0 && above >= 0 && speaker(p.leaves[above].text) {
		h.above, h.start = 0, i // of a reader's comment
	}
	if j := p.next(i); h.below == 0 && h.above&cueDate != 0 && (j >= 0 && namesOnly(p.leaves[j].text) || p.source(j) && p.textAt(p.next(j))) {
		h.below, h.end, h.source = cueBy, j+1, j
	}
	if above >= 0 {
		h.tail = p.cues[above] & (cueOnward | cueTail)
	}
}

// source reports whether a line below a headline may name who wrote it, such as an agency: it is a few words.
func (p *splitter) source(i int) bool {
	return i >= 0 && !p.leaves[i].has(isHeading) && !p.leaves[i].sentence() && len(strings.Fields(p.leaves[i].text)) <= 4 && len(p.leaves[i].text) <= 60
}

// dated reports whether the line after i is a date and the one after that is text.
func (p *splitter) dated(i int) bool {
	j := p.next(i)
	return j >= 0 && p.cues[j]&cueDate != 0 && p.textAt(p.next(j))
}

func (p *splitter) textAt(i int) bool {
	return i >= 0 && i < len(p.cues) && (p.cues[i]&cueText != 0 || p.leaves[i].chars >= 15 && fullStop(p.leaves[i].text))
}

// label reports whether a leaf may be the section's name above a headline.
func (p *splitter) label(i int) bool {
	l := &p.leaves[i]
	return len(l.text) <= 30 && len(strings.Fields(l.text)) <= 3 && !l.sentence() && !l.furniture()
}

// repeatedAt is the leaf close below that says the headline again, -1 when there is none.
func (p *splitter) repeatedAt(i int) int {
	same := p.said[strings.ToLower(p.leaves[i].text)]
	if len(same) < 2 {
		return -1
	}
	at, found := slices.BinarySearch(same, i)
	if !found || at+1 >= len(same) {
		return -1
	}
	again, n := same[at+1], 0
	for j := i + 1; j < again; j++ {
		if p.leaves[j].words() {
			n++
		}
		if n >= headerReach || p.cues[j]&(cueText|cueTitle) != 0 {
			return -1
		}
	}
	if n == 0 && p.plain {
		return -1 // a line said twice in a row is no pattern
	}
	return again
}

// standfirst reports whether a leaf below a headline may be a summary: dates or a byline come right after it, and text
// after those.
func (p *splitter) standfirst(i int) bool {
	if len(p.leaves[i].text) > 500 || p.leaves[i].has(isHeading) && p.cues[i]&cueTitle == 0 {
		return false
	}
	dated := false
	for j, n := i+1, 0; j < len(p.leaves) && n < headerReach; j++ {
		c := p.cues[j]
		switch {
		case !p.leaves[j].words() || p.leaves[j].has(inCaption) && c&(cueDate|cueBy) == 0:
			continue
		case c&cueTail != 0:
			return false
		case c&(cueDate|cueBy) != 0:
			dated = true
		case c&cueText != 0 || dated && p.leaves[j].has(isHeading|inList):
			return dated
		case c&(cueWord|cueOutside) == 0:
			return false
		}
		n++
	}
	return dated
}

// next is the leaf with words after i, -1 at the end.
func (p *splitter) next(i int) int {
	for j := i + 1; j < len(p.leaves); j++ {
		if p.leaves[j].words() {
			return j
		}
	}
	return -1
}

// previous is the leaf with words before i, -1 at the beginning.
func (p *splitter) previous(i int) int {
	for j := i - 1; j >= 0; j-- {
		if p.leaves[j].words() {
			return j
		}
	}
	return -1
}

// sign is what headlines of one design have in common: tag, first class, and whether they stand in a header element or
// are bold all through. Later classes tell the first of a stack from the rest.
func (p *splitter) sign(i int) string {
	l := &p.leaves[i]
	if p.plain {
		return l.tag.String()
	}
	sign, _, _ := strings.Cut(p.boxes[l.box].sign, " ")
	if l.has(inHeader) && l.tag != atom.H1 {
		sign += "|header"
	}
	if bold(l) {
		sign += "|bold"
	}
	return sign
}

// bold reports whether all of a leaf is strong.
func bold(l *leaf) bool {
	if len(l.pieces) == 0 {
		return false
	}
	for _, piece := range l.pieces {
		if piece.format&strong == 0 && strings.TrimSpace(piece.text) != "" {
			return false
		}
	}
	return true
}

// heading reports whether the header's line is made to be one: by its element, or by being bold.
func (p *splitter) heading(h *header) bool {
	l := &p.leaves[h.headline]
	return l.has(isHeading) || l.tag == atom.Caption || bold(l)
}
