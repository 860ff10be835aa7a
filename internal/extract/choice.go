package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// fromChoice makes the blocks of a page with one article: the text that the scores chose, the pictures and players
// between, and what the rest of the page tells about it.
func (d *draft) fromChoice() {
	p := d.page
	from := d.bodyStart()
	keep := p.choose(from, len(p.leaves))
	first, last := -1, -1
	for i := range keep {
		if keep[i] {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		d.watchWall(0, 0)
		return
	}
	inside := p.within(p.ground)
	texts := map[string]bool{}
	commented := p.comments(keep, first, last)
	live := p.postTimes(inside, first, last) >= livePosts
	captions := p.captions(d.Image.Caption, p.evidence.first("og:image:alt", "twitter:image:alt"))
	for i := max(from, first-12); i < len(p.leaves) && i <= last+12 && len(d.Blocks) < maxBlocks; i++ {
		l := &p.leaves[i]
		near := i >= first && i <= last
		switch {
		case i > first && i > commented:
			continue
		case captions[i] && near && keep[i]:
			d.caption(l, captionRole(l))
		case keep[i]:
			d.chosen(i, i == first, texts)
		case !l.words():
			if (inside[l.box] && (near || i < first) || i < first && from > 0) && !l.has(inNav|inFooter|inAside|inRelated) {
				d.media(l)
			}
		case (l.has(inCaption) || captions[i]) && (near || i < first) && (inside[l.box] || l.has(inFigure) || captions[i] && from > 0) && len(l.text) < 800:
			d.caption(l, captionRole(l))
		case near && inside[l.box] && len(l.links) > 0 && domRole(l) == news.RoleRelated:
			d.relate(l)
		case live && near && postTime(l) && inside[l.box]:
			d.Blocks = append(d.Blocks, news.Block{Role: news.RoleTimestamp, Text: l.text})
		case i < first && inSummary(l, d):
			d.Summary = l.text // the model takes it for no text: a teaser of the page, shown above it
		}
	}
	for i := first; i < len(p.leaves) && i < last+60; i++ {
		if l := &p.leaves[i]; l.has(inRelated) && l.words() && !keep[i] {
			for _, link := range l.links {
				d.relateLink(news.Link{Title: link.Title, URL: d.absolute(link.URL)})
			}
		}
	}
	d.watchWall(first, last)
	d.trimHeadings()
}

func captionRole(l *leaf) news.Role {
	if l.creditLine() {
		return news.RoleCredit
	}
	return news.RoleCaption
}

// bodyStart is where the text may begin: below the headline, unless much of the text stands above it.
func (d *draft) bodyStart() int {
	h := d.seg.headline
	if h < 0 {
		return 0
	}
	before, total := 0, 0
	for i := range d.page.leaves {
		n := d.page.running(i)
		total += n
		if i < h {
			before += n
		}
	}
	if before*10 > total*4 {
		return 0
	}
	return h + 1
}

// named reports whether a box, or one of the two round it, has a name of a design.
func (p *page) named(box int, as design) bool {
	for range 3 {
		if p.boxes[box].names&as != 0 {
			return true
		}
		box = max(0, p.boxes[box].parent)
	}
	return false
}

// inSummary reports whether a leaf above the text is the standfirst: a heading, or what the head gives as description.
func inSummary(l *leaf, d *draft) bool {
	if l.chars < 30 || len(l.text) > 600 || l.density() > .3 || l.has(inNav|inFooter|inAside|inCaption|isTime|isAuthor) || strings.EqualFold(l.text, d.Headline) {
		return false
	}
	return sameStart(l.text, d.Summary)
}

// sameStart reports whether one text begins as the other does; descriptions are often cut.
func sameStart(a, b string) bool {
	n := min(len(a), len(b), 60)
	return n >= 30 && strings.EqualFold(a[:n], b[:n])
}

// chosen adds the block of a chosen leaf.
func (d *draft) chosen(i int, first bool, texts map[string]bool) {
	l := &d.page.leaves[i]
	role := domRole(l)
	switch {
	case strings.EqualFold(l.text, d.Headline), first && underKicker(l.text, d.Headline), len(l.text) > 40 && texts[l.text], dateLine(l.text), l.aboutPage():
		return
	case role == news.RoleBoilerplate:
		return
	case role == news.RoleRelated, onlyLink(l):
		d.relate(l)
		return
	case role == news.RolePromo:
		d.promoted = true
		d.nameShow(l.text)
		return
	case role == news.RoleCredits:
		d.made, d.madeText = d.made || !l.says(saysHelper), d.madeText+l.text+" "
	case role == news.RoleCredit, role == news.RoleCaption:
		d.caption(l, role)
		return
	case first && (inSummary(l, d) && d.page.named(l.box, forSummary) || role == news.RoleHeading && l.chars > 30):
		role = news.RoleSummary
		d.Summary = l.text
	case role == news.RoleQuote && l.chars < 300 && d.saidNear(i):
		role = news.RolePullQuote
	}
	if role == news.RoleHeading && l.chars > maxHeading {
		if role = news.RoleParagraph; d.page.leaves[max(0, i-1)].has(isPicture) {
			d.caption(l, news.RoleCaption)
			return
		}
	}
	texts[l.text] = true
	d.add(l, role)
}

// maxHeading is how many letters a heading has at most, whatever its element.
const maxHeading = 200

// underKicker reports whether a line is the headline again, with a kicker before it.
func underKicker(line, headline string) bool {
	const shortest, kicker = 20, 80
	n := len(line) - len(headline)
	return len(headline) >= shortest && n > 0 && n <= kicker && strings.EqualFold(line[n:], headline)
}

// onlyLink reports whether a paragraph is nothing but a link to another article: a label or headline, no sentence.
func onlyLink(l *leaf) bool {
	return l.tag == atom.P && len(l.links) == 1 && l.density() > .95 && !l.sentence() && l.chars > 20 &&
		!strings.HasPrefix(l.links[0].URL, "#") && !strings.HasPrefix(l.links[0].URL, "mailto:") && !strings.Contains(l.text, "http")
}

// maxPostTime is how long the time above a live post may be, in bytes.
const maxPostTime = 60

// postTime reports whether a leaf is the time of a live post: a marked one, or a bare "14:05".
func postTime(l *leaf) bool {
	if len(l.text) > maxPostTime || l.has(inNav|inFooter|inAside|inRelated) || !strings.ContainsAny(l.text, "0123456789") {
		return false
	}
	return l.has(isTime) || clockTime.MatchString(l.text)
}

// livePosts is how many times of posts a page has between its paragraphs for it to be live.
const livePosts = 3

func (p *page) postTimes(inside []bool, first, last int) int {
	n := 0
	for i := first; i <= last; i++ {
		if l := &p.leaves[i]; l.words() && inside[l.box] && postTime(l) {
			n++
		}
	}
	return n
}

var clockTime = text.Lazy(`^\d{1,2}[:.h時시点]\d{2}(?:\s?(?:Uhr|[ap]\.?m\.?|h|분|分|น\.))?$`)

// comments is the last leaf before the comments of readers: the heading over them, below the greater part of the text.
func (p *page) comments(keep []bool, first, last int) int {
	total, seen := 0, 0
	for i := first; i <= last; i++ {
		if keep[i] {
			total += p.leaves[i].chars
		}
	}
	for i := first; i <= last; i++ {
		l := &p.leaves[i]
		if keep[i] {
			seen += l.chars
		}
		if seen*10 < total*6 || !l.words() || !shortLine(l.text, 60) || l.sentence() {
			continue
		}
		if begins, _ := l.cues(); begins&saysComment != 0 && (l.has(isHeading) || l.density() < .5) {
			return i - 1
		}
	}
	return len(p.leaves)
}

// saidNear reports whether a quotation's words stand in a paragraph close by.
func (d *draft) saidNear(i int) bool {
	s := strings.Trim(d.page.leaves[i].text, "\"'“”‘’«». ")
	if len(s) < 20 {
		return false
	}
	for j := max(0, i-30); j < min(len(d.page.leaves), i+30); j++ {
		if j != i && len(d.page.leaves[j].text) > len(s)+10 && strings.Contains(d.page.leaves[j].text, s) {
			return true
		}
	}
	return false
}

// watchWall notes a paywall: the page says that it is not free and shows little, or asks to subscribe to read on.
func (d *draft) watchWall(first, last int) {
	p := d.page
	shown := 0
	for i := range d.Blocks {
		if d.Blocks[i].Role.Body() {
			shown += measure(d.Blocks[i].Text)
		}
	}
	if d.ld.free == "false" && shown < 1500 {
		d.cut = true
		return
	}
	for i := first; i < len(p.leaves) && i < last+25; i++ {
		l := &p.leaves[i]
		if !l.words() || len(l.text) > 200 || l.has(inNav|inFooter|inRelated) {
			continue
		}
		if i > last && shown < 2500 && l.density() > .5 && l.onward() || shown < 2500 && l.says(saysPaywall) {
			d.cut = true
			return
		}
	}
}

// trimHeadings drops headings that nothing follows and ends without a letter, such as a bare date, and tells the author's portrait at the end from the text.
func (d *draft) trimHeadings() {
	for i := max(1, len(d.Blocks)-4); i < len(d.Blocks); i++ {
		if b := &d.Blocks[i]; b.Role == news.RoleParagraph && shortLine(b.Text, 600) && wordCues(b.Text)&saysBio != 0 {
			b.Role = news.RoleBio
		}
	}
	for len(d.Blocks) > 0 {
		last := d.Blocks[len(d.Blocks)-1]
		if last.Role != news.RoleHeading && (last.Role != news.RoleParagraph || strings.ContainsFunc(last.Text, unicode.IsLetter)) {
			break
		}
		d.Blocks = d.Blocks[:len(d.Blocks)-1]
	}
}
