package extract

import (
	"strings"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

const (
	maxBlocks  = 5000
	maxRelated = 30
)

// fromLines makes blocks of a segment leaf by leaf. It is the way of plain text and of stacks, where the words of a line
// say more than its element.
func (d *draft) fromLines() {
	relating := false
	d.cut = d.cut || d.seg.cut
	for i := d.seg.body; i < d.seg.stop && len(d.Blocks) < maxBlocks; i++ {
		l := &d.page.leaves[i]
		if !l.words() {
			continue
		}
		switch {
		case l.onward():
			d.cut = true
			continue
		case len(l.text) < 90 && !l.sentence() && l.says(saysRelated):
			relating = true
			continue
		case d.smallPrint(l), !d.page.plain && (l.score < -1.5 && !l.has(isHeading|inCaption) && !relating || l.has(inNav|inFooter)):
			continue
		case relating && !fullStop(l.text) && len(l.text) < 200 && len(strings.Fields(l.text)) > 2:
			d.relate(l)
			continue
		}
		relating = false
		d.line(i)
	}
	d.trimTail()
}

// smallPrint takes what belongs to the header or to the page: the headline again, byline, date, furniture.
func (d *draft) smallPrint(l *leaf) bool {
	if videoText.MatchString(l.text) {
		d.seen = true
		return true
	}
	if l.furniture() && l.lineRole() == news.RoleParagraph || strings.EqualFold(l.text, d.Headline) {
		return true
	}
	if strings.EqualFold(l.text, d.page.headlineText(d.seg)) || (len(l.text) <= 100 && byLine.MatchString(l.text) && !l.sentence()) {
		return true
	}
	if len(l.text) <= 60 && !l.has(isHeading) {
		if _, _, found := readDate(l.text); found && len(strings.Fields(l.text)) <= 8 && !l.sentence() {
			return true
		}
	}
	return false
}

func (p *page) headlineText(s segment) string {
	if s.headline < 0 || s.headline >= len(p.leaves) {
		return ""
	}
	return p.leaves[s.headline].text
}

// line adds the block of one leaf that is the article's.
func (d *draft) line(i int) {
	l := &d.page.leaves[i]
	role := l.lineRole()
	if role == news.RoleParagraph && !d.page.plain {
		role = domRole(l)
	}
	switch {
	case role == news.RolePromo:
		d.promoted = true
		d.nameShow(l.text)
		return
	case role == news.RoleCredits:
		d.made = d.made || !l.says(saysHelper)
		d.madeText += l.text + " "
	case role == news.RoleCredit || role == news.RoleCaption || l.has(inCaption):
		d.caption(l, role)
		return
	case role == news.RoleParagraph && d.started() == 0 && d.beforeCredit(i):
		d.caption(l, news.RoleCaption)
		return
	case role == news.RoleParagraph && d.page.plain && d.headingLike(i):
		role = news.RoleHeading
		if d.saidElsewhere(i) {
			role = news.RolePullQuote
		}
	}
	if role == news.RoleParagraph && d.page.plain && quotation(l.text) {
		role = news.RolePullQuote
	}
	d.add(l, role)
}

// quotation reports whether a line is one quotation from beginning to end and says nothing of who spoke.
func quotation(s string) bool {
	for _, marks := range [...][2]string{{"“", "”"}, {"„", "“"}, {"«", "»"}, {"「", "」"}, {"\"", "\""}} {
		inner, opened := strings.CutPrefix(s, marks[0])
		inner, closed := strings.CutSuffix(inner, marks[1])
		if opened && closed && !strings.Contains(inner, marks[0]) && !strings.Contains(inner, marks[1]) {
			return true
		}
	}
	return false
}

func (d *draft) add(l *leaf, role news.Role) {
	d.Blocks = append(d.Blocks, news.Block{Role: role, Text: l.text, HTML: l.inline(d.absolute)})
}

func (d *draft) absolute(ref string) string { return markup.Absolute(d.base, ref) }

// started counts the blocks of text so far.
func (d *draft) started() int {
	n := 0
	for i := range d.Blocks[:min(len(d.Blocks), 10)] {
		if d.Blocks[i].Role.Body() {
			n++
		}
	}
	return n
}

// beforeCredit reports whether the next leaf says who made a picture: then this one describes it.
func (d *draft) beforeCredit(i int) bool {
	for j := i + 1; j < d.seg.to && j < i+3; j++ {
		if l := &d.page.leaves[j]; l.words() {
			if l.creditLine() {
				return true
			}
			if !l.furniture() {
				return false
			}
		}
	}
	return false
}

// caption adds a caption or credit once, and gives the first of each to the lead image.
func (d *draft) caption(l *leaf, role news.Role) {
	for _, b := range d.Blocks {
		if b.Text == l.text {
			return
		}
	}
	if role != news.RoleCredit {
		text, credit := splitCredit(l.text)
		if text != "" {
			d.Blocks = append(d.Blocks, news.Block{Role: news.RoleCaption, Text: text})
		}
		credit = withoutLabel(credit)
		if credit != "" {
			d.Blocks = append(d.Blocks, news.Block{Role: news.RoleCredit, Text: credit})
		}
		return
	}
	d.Blocks = append(d.Blocks, news.Block{Role: news.RoleCredit, Text: withoutLabel(l.text)})
}

// headingLike reports whether a line of plain text is a sub-heading: short, no sentence, with a paragraph below.
func (d *draft) headingLike(i int) bool {
	l := &d.page.leaves[i]
	if len(l.text) > 90 || l.chars < 3 || l.sentence() || strings.HasSuffix(l.text, ",") || strings.HasSuffix(l.text, ":") {
		return false
	}
	for j := i + 1; j < d.seg.to && j < i+4; j++ {
		if next := &d.page.leaves[j]; next.words() && !next.furniture() {
			return next.chars > 60 && next.sentence()
		}
	}
	return false
}

// saidElsewhere reports whether the words of a quoted line stand in a paragraph too: then it is a pull quote.
func (d *draft) saidElsewhere(i int) bool {
	s := strings.Trim(d.page.leaves[i].text, "\"'“”‘’«» ")
	if len(s) < 20 || s == d.page.leaves[i].text {
		return false
	}
	for j := d.seg.body; j < d.seg.to; j++ {
		if j != i && strings.Contains(d.page.leaves[j].text, s) {
			return true
		}
	}
	return false
}

// relate keeps a line as a related link; plain text has titles only.
func (d *draft) relate(l *leaf) {
	if len(l.links) == 0 {
		d.relateLink(news.Link{Title: l.text})
	}
	for _, link := range l.links {
		d.relateLink(news.Link{Title: link.Title, URL: d.absolute(link.URL)})
	}
}

func (d *draft) relateLink(link news.Link) {
	if len(d.Related) >= maxRelated || measure(link.Title) < 8 {
		return
	}
	for _, have := range d.Related {
		if have.Title == link.Title || (link.URL != "" && have.URL == link.URL) {
			return
		}
	}
	d.Related = append(d.Related, link)
}

// trimTail drops short leftovers after the last real block: labels of what comes next on the page.
func (d *draft) trimTail() {
	for len(d.Blocks) > 1 {
		last := d.Blocks[len(d.Blocks)-1]
		label := last.Role == news.RoleHeading || last.Role == news.RoleParagraph && len(last.Text) < 40 && !endsSentence(last.Text)
		if !label {
			return
		}
		d.Blocks = d.Blocks[:len(d.Blocks)-1]
	}
}
