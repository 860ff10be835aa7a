package extract

import (
	"math"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// segment is the leaves [from, to) of one article of a page, and where its headline stands (-1: not known).
type segment struct {
	from, to int
	headline int
	body     int // first leaf after the header
}

// header is a place where an article of a stack may begin.
type header struct {
	start    int // with the section label above it
	headline int
	end      int // first leaf after
	pattern  string
}

const (
	headerReach   = 6   // leaves between a headline and its repetition
	minStacked    = 100 // letters of running text that each article of a stack has at least
	maxPatterns   = 4   // header patterns of one page that are tried
	stackCoverage = .6  // of the page's running text must be in the articles of the stack
)

// segments splits a page that stacks several articles. The sign of a stack is a header pattern that comes back: a
// headline said twice with the same words between, or headings of one design each followed by a date or byline. A page
// with one article is one segment.
func (p *page) segments() []segment {
	whole := []segment{{from: 0, to: len(p.leaves), headline: -1}}
	if p.evidence.article().kind == "LiveBlogPosting" {
		return whole
	}
	for _, find := range []func() []header{p.repeatedHeadlines, p.datedHeadings} {
		for _, group := range byPattern(find()) {
			if stack := p.stack(group); stack != nil {
				return stack
			}
		}
	}
	return whole
}

// byPattern groups headers by pattern, the largest group first; groups of one are dropped.
func byPattern(all []header) [][]header {
	groups := map[string][]header{}
	var order []string
	for _, h := range all {
		if groups[h.pattern] == nil {
			order = append(order, h.pattern)
		}
		groups[h.pattern] = append(groups[h.pattern], h)
	}
	var sorted [][]header
	for _, pattern := range order {
		if len(groups[pattern]) > 1 {
			sorted = append(sorted, groups[pattern])
		}
	}
	slices.SortStableFunc(sorted, func(a, b []header) int { return len(b) - len(a) })
	return sorted[:min(len(sorted), maxPatterns)]
}

// repeatedHeadlines finds headlines that are said again within a few short lines.
func (p *page) repeatedHeadlines() []header {
	var all []header
	for i := 0; i < len(p.leaves); i++ {
		l := &p.leaves[i]
		if !p.comesBack(i) || !p.titleLike(l) || l.density() > .5 {
			continue
		}
		between := ""
		for j, n := i+1, 0; j < len(p.leaves) && n < headerReach; j++ {
			next := &p.leaves[j]
			if !next.words() {
				continue
			}
			n++
			if strings.EqualFold(next.text, l.text) {
				if between == "" && p.plain {
					break // a line said twice in a row is no pattern
				}
				all = append(all, header{start: p.labelBefore(i), headline: i, end: j + 1, pattern: p.sign(l) + "|" + between})
				i = j
				break
			}
			word := shortPattern(next.text)
			if word == "" {
				break
			}
			between += word + "|"
		}
	}
	return all
}

// comesBack is a quick look whether the same words stand again close below.
func (p *page) comesBack(i int) bool {
	for j, n := i+1, 0; j < len(p.leaves) && n < headerReach; j++ {
		if next := &p.leaves[j]; next.words() {
			if n++; strings.EqualFold(next.text, p.leaves[i].text) {
				return true
			}
		}
	}
	return false
}

// shortPattern is what stays the same in the small print of a header: dates become "#". It is empty for longer text.
func shortPattern(s string) string {
	if len(s) > 60 {
		return ""
	}
	if _, _, found := readDate(s); found || strings.ContainsAny(s, "0123456789") {
		return "#"
	}
	if byLine.MatchString(s) {
		return "by"
	}
	if len(s) > 30 {
		return ""
	}
	return strings.ToLower(s)
}

// datedHeadings finds headings that a date, a byline or "Published" follows.
func (p *page) datedHeadings() []header {
	var all []header
	for i := range p.leaves {
		l := &p.leaves[i]
		if !p.plain && (!l.has(isHeading) || l.score < -2 || l.has(inNav|inFooter|inAside|inHidden)) || !p.titleLike(l) {
			continue
		}
		pattern, end := "", i+1
		for j, n := i+1, 0; j < len(p.leaves) && n < headerReach; j++ {
			next := &p.leaves[j]
			if !next.words() {
				continue
			}
			n++
			word := headerWord(next)
			if word == "" {
				if n == 1 && !p.plain && !next.has(isHeading) {
					continue // a standfirst
				}
				break
			}
			if pattern += word; word != "-" {
				end = j + 1
			}
		}
		if strings.Contains(pattern, "d") || (p.plain && strings.Contains(pattern, "b")) {
			all = append(all, header{start: p.labelBefore(i), headline: i, end: end, pattern: p.sign(l) + "|" + p.dated(pattern)})
		}
	}
	return all
}

// dated lets headers of one design differ in the order of date and byline on HTML pages, where the class tells.
func (p *page) dated(pattern string) string {
	if p.plain {
		return pattern
	}
	return "d"
}

// headerWord is "d" for a line that is a date, "b" for a byline, "-" for a word or two such as "Published", "" for
// anything else.
func headerWord(l *leaf) string {
	if len(l.text) > 100 || endsSentence(l.text) && len(l.text) > 40 {
		return ""
	}
	if _, _, found := readDate(l.text); found {
		return "d"
	}
	if byLine.MatchString(l.text) || l.has(isAuthor) {
		return "b"
	}
	if len(l.text) <= 24 && !l.has(isHeading) && len(strings.Fields(l.text)) <= 3 && !endsSentence(l.text) {
		return "-"
	}
	return ""
}

// titleLike reports whether a leaf could be a headline by its shape.
func (p *page) titleLike(l *leaf) bool {
	return l.words() && len(l.text) >= 15 && len(l.text) <= 300 && l.chars >= 12 &&
		!strings.HasSuffix(l.text, ".") && !furniture(l.text) && !creditLine(l.text) && !strings.ContainsAny(headerWord(l), "db")
}

func (p *page) sign(l *leaf) string {
	if p.plain {
		return ""
	}
	sign, _, _ := strings.Cut(p.boxes[l.box].sign, " ")
	return sign // tag and first class: later classes tell the first of a stack from the rest
}

// labelBefore is the leaf where a header starts: the section label right above the headline, if there is one.
func (p *page) labelBefore(i int) int {
	if i == 0 {
		return i
	}
	above := &p.leaves[i-1]
	if above.words() && len(above.text) <= 30 && len(strings.Fields(above.text)) <= 3 && !above.sentence() && !furniture(above.text) {
		return i - 1
	}
	return i
}

// stack turns headers into segments, nil when they are not those of a stack: too little running text under them, most
// of the page elsewhere, or a page whose only h1 says that it is one article.
func (p *page) stack(headers []header) []segment {
	if p.oneArticle(headers) {
		return nil
	}
	var all []segment
	inStack, total := 0, 0
	for i := range p.leaves {
		total += p.running(i)
	}
	for i, h := range headers {
		to := len(p.leaves)
		if i+1 < len(headers) {
			to = headers[i+1].start
		}
		text := 0
		for j := h.end; j < to; j++ {
			text += p.running(j)
		}
		if text < minStacked {
			continue
		}
		inStack += text
		all = append(all, segment{from: h.start, to: to, headline: h.headline, body: h.end})
	}
	if p.echoes(all) {
		return nil
	}
	if len(all) < 2 || len(all)*10 < len(headers)*7 || float64(inStack) < stackCoverage*float64(total) {
		return nil
	}
	return all
}

// echoes reports whether what looks like a stack is one page: the same words head every part (labels, no headlines), or
// of two parts one is a mere scrap.
func (p *page) echoes(all []segment) bool {
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

// running counts the letters of a leaf that is running text.
func (p *page) running(i int) int {
	l := &p.leaves[i]
	if !l.words() || l.chars < 50 || l.density() > .4 || l.score < scoreGood || furniture(l.text) || l.has(inCaption) {
		return 0
	}
	return l.chars
}

// oneArticle reports whether an HTML page's one h1 is the article and the headers are something below it.
func (p *page) oneArticle(headers []header) bool {
	if p.plain {
		return false
	}
	first := p.leaves[headers[0].headline]
	title := firstOf(p.evidence.first("og:title"), p.evidence.title)
	if first.tag == atom.H1 || title == "" || len(title) > 400 {
		return false
	}
	tried := 0
	for i := range p.leaves {
		l := &p.leaves[i]
		if l.tag != atom.H1 || !l.words() || tried > 20 {
			continue
		}
		if tried++; overlap(l.text, title) > .5 {
			return true
		}
	}
	return strings.EqualFold(p.evidence.first("og:type"), "article")
}
