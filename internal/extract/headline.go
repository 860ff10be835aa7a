package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"nutgraf/internal/text"
)

// headline is [page.titled] for who need not know where the page was read or what the choice rests on.
func (p *page) headline(ld linked) (string, int) {
	title, leaf, _ := p.titled(ld, "")
	return title, leaf
}

// titled chooses what the article is called, among the page's h1 elements and what its head claims. The candidates
// that agree with most others win; of those the one that stands on the page. The only h1 of a page is believed alone. It
// also returns the leaf, -1 when the headline is not on the page, and what the choice rests on.
func (p *page) titled(ld linked, address string) (string, int, string) {
	outlet := []string{p.evidence.first("og:site_name", "application-name"), ld.publisher, p.evidence.host(), hostName(address)}
	claims := p.titles(ld, outlet)
	best, leafAt, clue, top := "", -1, "", 0.0
	consider := func(candidate string, at int, from string, bonus float64) {
		if candidate == "" || len(candidate) > 400 {
			return
		}
		score, words := bonus, titleOf(candidate)
		for _, claim := range claims {
			if claim.title != "" {
				score += claim.overlap(candidate, words)
			}
		}
		if score > top {
			best, leafAt, clue, top = candidate, at, from, score
		}
	}
	firsts := p.firstHeadings(outlet)
	headings := 0
	for i := range p.leaves {
		l := &p.leaves[i]
		if !l.has(isHeading) || !l.words() || headings > 60 || l.has(inNav|inFooter|inHidden) {
			continue
		}
		headings++
		switch {
		case l.tag == atom.H1 && firsts == 1 && names(l.text, outlet) && (len(strings.Fields(l.text)) > 4 && !p.late(i) || related(l.text, claims)):
			consider(l.text, i, "h1", 4)
		case l.tag == atom.H1 && related(l.text, claims):
			consider(l.text, i, "h1", 2.2)
		case l.tag == atom.H1:
			consider(l.text, i, "h1", .4)
		case agrees(l.text, claims):
			consider(l.text, i, "heading", .3)
		}
	}
	for _, claim := range claims {
		consider(claim.title, -1, claim.clue, claim.bonus)
	}
	if leafAt < 0 && best != "" {
		leafAt = p.find(best)
	}
	if shown := withoutOutlet(best, outlet); shown != "" {
		best = shown
	}
	return withoutKicker(withoutTail(best, claims), claims), leafAt, clue
}

// claimedTitle is a headline that the head claims.
type claimedTitle struct {
	title, clue string
	bonus       float64
	words       titleWords
}

// overlap is the share of words that a title, whose words are known, has in common with the claim.
func (c *claimedTitle) overlap(title string, words titleWords) float64 {
	if title == c.title {
		return 1
	}
	return words.overlap(c.words)
}

// titles are the headlines that the head claims, without the name of the outlet.
func (p *page) titles(ld linked, outlet []string) []claimedTitle {
	e := &p.evidence
	claims := []claimedTitle{
		{ld.headline, "JSON-LD headline", .5, nil},
		{e.first("og:title"), "og:title", .45, nil},
		{e.first("twitter:title"), "twitter:title", .2, nil},
		{e.first("parsely-title", "sailthru.title", "dc.title", "citation_title", "title", "headline"), "meta title", .2, nil},
		{e.title, "title element", 0, nil},
	}
	for i := range claims {
		claims[i].title = withoutOutlet(claims[i].title, outlet)
		claims[i].words = titleOf(claims[i].title)
	}
	return claims
}

// firstHeadings counts the different h1 elements of the page's body that are not the name of the site.
func (p *page) firstHeadings(outlet []string) int {
	n, last := 0, ""
	for i := range p.leaves {
		l := &p.leaves[i]
		if l.tag != atom.H1 || !l.words() || l.text == last || l.has(inNav|inFooter|inHidden|inAside) || !names(l.text, outlet) {
			continue
		}
		last = l.text
		if n++; n > 1 {
			break
		}
	}
	return n
}

// late reports whether much of the page's text stands above a leaf.
func (p *page) late(at int) bool {
	before, total := 0, 0
	for i := range p.leaves {
		n := p.running(i)
		total += n
		if i < at {
			before += n
		}
	}
	return before*10 > total*4
}

// names reports whether a heading can name an article: it says something, and not only who the page is from.
func names(s string, outlet []string) bool {
	return utf8.RuneCountInString(s) > 3 && !sameOutlet(s, outlet, true) && !furniture(s)
}

// withoutKicker cuts a theme in front of a headline, "Dam talks: Lake is full", when another claim is just what follows.
func withoutKicker(title string, claims []claimedTitle) string {
	for _, claim := range claims {
		front, found := strings.CutSuffix(title, claim.title)
		if !found || utf8.RuneCountInString(claim.title) < 15 || front == "" {
			continue
		}
		if front = strings.TrimSpace(front); strings.HasSuffix(front, ":") || strings.HasSuffix(front, "|") || strings.HasSuffix(front, "+++") {
			return claim.title
		}
	}
	return title
}

// related reports whether a heading has to do with any claim: a few words in common are enough for an h1.
func related(s string, claims []claimedTitle) bool {
	words := titleOf(s)
	for _, claim := range claims {
		if claim.title != "" && claim.overlap(s, words) > .2 {
			return true
		}
	}
	return false
}

// withoutTail cuts what stands behind a separator when another claim is just the part before it.
func withoutTail(title string, claims []claimedTitle) string {
	for _, claim := range claims {
		rest, found := strings.CutPrefix(title, claim.title)
		if !found || len(claim.title) < 15 || rest == "" {
			continue
		}
		for _, separator := range separators {
			if strings.HasPrefix(rest, separator) {
				return claim.title
			}
		}
	}
	return title
}

func agrees(s string, claims []claimedTitle) bool {
	words := titleOf(s)
	for _, claim := range claims {
		if claim.title != "" && claim.overlap(s, words) > .7 {
			return true
		}
	}
	return false
}

// find is the first leaf that says the same, -1 when none does.
func (p *page) find(s string) int {
	for i := range p.leaves {
		if l := &p.leaves[i]; l.words() && strings.EqualFold(l.text, s) && l.density() < .5 {
			return i
		}
	}
	return -1
}

// separators part a headline from the name of the site.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ", " « ", " < ", " ‹ ", "｜", " : ", " ― ", "|", "ㅣ", "-"}

// withoutOutlet cuts the name of the site, and what stands between, from a title.
func withoutOutlet(title string, outlets []string) string {
	for range 3 {
		cut := false
		for _, separator := range separators {
			i := strings.LastIndex(title, separator)
			if i <= 0 {
				continue
			}
			head, tail := strings.TrimSpace(title[:i]), strings.TrimSpace(title[i+len(separator):])
			if sameOutlet(tail, outlets, false) && utf8.RuneCountInString(head) >= 8 {
				title, cut = head, true
				break
			}
			if j := strings.Index(title, separator); separator != "-" && sameOutlet(title[:j], outlets, true) && utf8.RuneCountInString(title[j+len(separator):]) >= 12 {
				title, cut = strings.TrimSpace(title[j+len(separator):]), true
				break
			}
		}
		if !cut {
			break
		}
	}
	return strings.TrimSpace(title)
}

// sameOutlet reports whether a piece of a title names one of the outlets; whole asks for the whole name, as in front of a
// headline, where "France: …" is news from there and not from France Info.
func sameOutlet(tail string, outlets []string, whole bool) bool {
	folded := squeeze(tail)
	if folded == "" || utf8.RuneCountInString(tail) > 60 {
		return false
	}
	for _, outlet := range outlets {
		name := squeeze(outlet)
		if len(name) < 2 || len(folded) < 2 {
			continue
		}
		if name == folded || (!whole && len(folded) > 4 && strings.Contains(name, folded)) || (len(name) > 4 && strings.Contains(folded, name)) {
			return true
		}
	}
	return false
}

func squeeze(s string) string { return strings.Join(text.Terms(s), "") }

// host is the middle of the site's name: "dailyherald" of www.dailyherald.co.uk.
func (e *evidence) host() string {
	address := e.first("og:url")
	if e.canonical != "" {
		address = e.canonical
	}
	return hostName(address)
}

func hostName(address string) string {
	_, after, found := strings.Cut(address, "://")
	if !found {
		return ""
	}
	host, _, _ := strings.Cut(after, "/")
	best := ""
	for label := range strings.SplitSeq(strings.ToLower(host), ".") {
		if label != "www" && len(label) > len(best) {
			best = label
		}
	}
	return best
}
