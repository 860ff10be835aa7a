package feed

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"nutgraf/internal/markup"
)

// pageLink is an address that a page leads to, with what its links say.
type pageLink struct {
	node    *html.Node // the link that names it best
	item    *html.Node // the largest element that leads to nothing else
	url     string
	text    string
	alt     string // words of its picture
	rank    int    // of the text's source
	shape   int    // of the address
	score   int
	group   string // the structure that it stands in
	heading bool
	date    time.Time
}

// place is where in the page the walk is.
type place struct {
	furniture bool // navigation, footers, boxes of related matter
	heading   bool
	article   bool
	prose     bool // running text: its links are references
}

// furnitureWords are parts of class names and ids of what is no part of a list of articles.
var furnitureWords = words(`nav navbar navigation subnav topnav menu submenu footer breadcrumb breadcrumbs pagination pager paging share sharing social
cookie cookies consent login newsletter newsletters subscribe subscription tags related recommended recommendations recirculation sponsor sponsored advert
advertisement advertising ads ad sidebar comments toolbar skip languages search mostread popular trending crosslinks outbrain taboola paywall copyright legal`)

// walk takes up the links of the page.
func (p *lister) walk(n *html.Node, at place) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || unread(c.Data) {
			continue
		}
		here := at
		switch c.Data {
		case "dialog":
			here.furniture = true
		case "aside", "form": // some programs put all of a page into a form
			here.furniture = here.furniture || p.anchors[c]*2 < p.links
		case "header":
			here.furniture = here.furniture || !at.article && n.Data == "body"
		case "h1", "h2", "h3", "h4", "h5", "h6":
			here.heading = true
		case "article":
			here.article = true
		case "p":
			here.prose = here.prose || runningText(c)
		case "a":
			if !here.furniture && !here.prose {
				p.link(c, here)
			}
		}
		if !here.furniture && c.Data != "body" && c.Data != "main" && p.anchors[c]*2 < p.links {
			here.furniture = furniture(c)
		}
		p.walk(c, here)
	}
}

// runningText reports whether a paragraph is text with links in it, rather than a link with some text.
func runningText(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == "a" {
			break
		}
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return plainSize(n) > 120
		}
	}
	return false
}

func furniture(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id":
			if len(a.Val) < 500 && slices.ContainsFunc(nameWords(a.Val), func(word string) bool { return furnitureWords[word] }) {
				return true
			}
		case "role":
			switch a.Val {
			case "navigation", "contentinfo", "search", "dialog", "menu", "menubar", "toolbar":
				return true
			}
		case "hidden":
			return true
		}
	}
	return false
}

// nameWords are the words of class names and ids: "siteNav--top" has site, nav and top.
func nameWords(s string) []string {
	var b strings.Builder
	lower := false
	for _, r := range s {
		if unicode.IsUpper(r) && lower {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.FieldsFunc(b.String(), notLetter)
}

// link takes up one link, or adds what it says to an earlier one to the same address.
func (p *lister) link(n *html.Node, at place) {
	full := markup.Absolute(p.base, attribute(n, "href"))
	if full == "" || len(p.found) >= maxPageLinks {
		return
	}
	u, err := url.Parse(full)
	if err != nil || siteOf(u.Hostname()) != p.site {
		return
	}
	u.Fragment = ""
	withoutTracking(u)
	key := addressKey(u)
	if key == addressKey(p.home) {
		return
	}
	link := p.known[key]
	if link == nil {
		link = &pageLink{url: u.String(), shape: max(-9, min(articleShape(u), 8)), rank: -1}
		p.known[key] = link
		p.found = append(p.found, link)
	}
	text, rank, heading := linkText(n, at)
	if link.alt == "" {
		link.alt = pictureText(n)
	}
	if rank > link.rank || rank == link.rank && len(text) > len(link.text) && rank < 3 {
		link.text, link.rank, link.node, link.heading = text, rank, n, heading
		link.group = structureOf(n)
		link.score = link.judge(at)
	}
	for up := n; up != nil && likelyArticle(link); up = up.Parent {
		was := p.inside[up]
		if was == link || was == several {
			break // and what is above knows it
		}
		p.inside[up] = link
		if was != nil {
			p.inside[up] = several
		}
	}
}

// likelyArticle reports whether a link may lead to an article: only such links part the items of a list.
func likelyArticle(link *pageLink) bool {
	return link.shape >= 1 || link.shape == 0 && (link.heading || textLength(link.text) >= 3)
}

// withoutTracking drops parameters of an address that say where a reader came from.
func withoutTracking(u *url.URL) {
	if !strings.Contains(u.RawQuery, "utm_") && !strings.Contains(u.RawQuery, "clid=") {
		return
	}
	query := u.Query()
	for key := range query {
		if strings.HasPrefix(key, "utm_") || key == "fbclid" || key == "gclid" {
			query.Del(key)
		}
	}
	u.RawQuery = query.Encode()
}

// judge weighs a link by its address, its words and where it stands.
func (l *pageLink) judge(at place) int {
	score := l.shape
	switch length := textLength(l.text); {
	case length >= 7:
		score += 3
	case length >= 4:
		score += 2
	case length <= 1:
		score -= 3
	}
	if l.rank >= 2 {
		score += l.rank - 1
	}
	if l.heading {
		score++
	}
	if at.article {
		score++
	}
	return score
}

// structureOf describes the structure that a link stands in: itself and some elements above it, with their classes.
func structureOf(n *html.Node) string {
	var b strings.Builder
	for level := 0; n != nil && level < 6 && n.Data != "body"; n, level = n.Parent, level+1 {
		b.WriteString(n.Data)
		class, _, _ := strings.Cut(strings.TrimSpace(attribute(n, "class")), " ")
		if class != "" && len(class) < 60 {
			b.WriteByte('.')
			b.WriteString(strings.TrimRight(class, "0123456789"))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// choose decides which links make the list: by what they are themselves and by the company they keep.
func (p *lister) choose() []*pageLink {
	type company struct{ links, score int }
	groups := map[string]*company{}
	for _, link := range p.found {
		if link.node == nil {
			continue
		}
		link.item = p.itemOf(link)
		if link.date = p.dateOf(link.item); !link.date.IsZero() {
			link.score += 3
		}
		g := groups[link.group]
		if g == nil {
			g = &company{}
			groups[link.group] = g
		}
		g.links++
		g.score += link.score
	}
	var chosen []*pageLink
	for _, link := range p.found {
		if link.node == nil || cmp.Or(link.text, link.alt) == "" {
			continue
		}
		g := groups[link.group]
		mean := g.score / g.links
		switch {
		case link.shape < -2, link.rank == 0 && link.shape < 3:
		case link.score >= 6,
			link.score >= 4 && g.links >= 3 && mean >= 4,
			link.score >= 2 && link.shape >= 0 && g.links >= 4 && mean >= 5:
			chosen = append(chosen, link)
		}
	}
	return chosen
}

// itemOf is the largest element that leads to no other article.
func (p *lister) itemOf(link *pageLink) *html.Node {
	item := link.node
	for level := 0; level < 10; level++ {
		up := item.Parent
		if up == nil || up.Data == "body" || up.Data == "main" || p.inside[up] != link {
			break
		}
		item = up
	}
	return item
}
