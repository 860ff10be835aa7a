package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"nutgraf/internal/text"
)

// headline chooses what the article is called, among the page's h1 elements and what its head claims. The candidates
// that agree with most others win; of those the one that stands on the page. It also returns the leaf, -1 when the
// headline is not on the page.
func (p *page) headline(ld linked) (string, int) {
	outlet := []string{p.evidence.first("og:site_name", "application-name"), ld.publisher, p.evidence.host()}
	claims := []string{
		ld.headline, p.evidence.first("og:title"), p.evidence.first("twitter:title"),
		p.evidence.first("parsely-title", "sailthru.title", "dc.title", "title", "headline"), p.evidence.title,
	}
	for i := range claims {
		claims[i] = withoutOutlet(claims[i], outlet)
	}
	best, leafAt, top := "", -1, 0.0
	consider := func(candidate string, at int, bonus float64) {
		if candidate == "" || len(candidate) > 400 {
			return
		}
		score := bonus
		for _, claim := range claims {
			if claim != "" {
				score += overlap(candidate, claim)
			}
		}
		if score > top {
			best, leafAt, top = candidate, at, score
		}
	}
	headings := 0
	for i := range p.leaves {
		l := &p.leaves[i]
		if !l.has(isHeading) || !l.words() || headings > 60 || l.has(inNav|inFooter|inHidden) {
			continue
		}
		headings++
		switch {
		case l.tag == atom.H1:
			if related(l.text, claims) {
				consider(l.text, i, 2.2)
			} else {
				consider(l.text, i, .4)
			}
		case agrees(l.text, claims):
			consider(l.text, i, .3)
		}
	}
	for i, claim := range claims {
		consider(claim, -1, [...]float64{.5, .45, .2, .2, 0}[i])
	}
	if leafAt < 0 && best != "" {
		leafAt = p.find(best)
	}
	if shown := withoutOutlet(best, outlet); shown != "" {
		best = shown
	}
	return withoutTail(best, claims), leafAt
}

// related reports whether a heading has to do with any claim: a few words in common are enough for an h1.
func related(s string, claims []string) bool {
	for _, claim := range claims {
		if claim != "" && overlap(s, claim) > .2 {
			return true
		}
	}
	return false
}

// withoutTail cuts what stands behind a separator when another claim is just the part before it.
func withoutTail(title string, claims []string) string {
	for _, claim := range claims {
		rest, found := strings.CutPrefix(title, claim)
		if !found || len(claim) < 15 || rest == "" {
			continue
		}
		for _, separator := range separators {
			if strings.HasPrefix(rest, separator) {
				return claim
			}
		}
	}
	return title
}

func agrees(s string, claims []string) bool {
	for _, claim := range claims {
		if claim != "" && overlap(s, claim) > .7 {
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

// overlap is the share of words that two titles have in common, 1 when they say the same.
func overlap(a, b string) float64 {
	if a == b {
		return 1
	}
	first, second := text.Terms(a), text.Terms(b)
	if len(first) == 0 || len(second) == 0 {
		return 0
	}
	seen := make(map[string]bool, len(first))
	for _, term := range first {
		seen[term] = true
	}
	common, distinct := 0, len(seen)
	other := make(map[string]bool, len(second))
	for _, term := range second {
		if other[term] {
			continue
		}
		other[term] = true
		if seen[term] {
			common++
		} else {
			distinct++
		}
	}
	return float64(common) / float64(distinct)
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
			if j := strings.Index(title, separator); sameOutlet(title[:j], outlets, true) && utf8.RuneCountInString(title[j+len(separator):]) >= 12 {
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
