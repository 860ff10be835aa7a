package feed

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

const (
	minPageEntries = 4   // fewer links make no list
	maxPageEntries = 200 // kept of one page
	maxPageLinks   = 20_000
	minOwnProse    = 1_000 // characters of running text that make a page an article
)

// ParsePage reads a page that lists articles as if it were a feed: its front page or a section. Without selectors the list is
// found by itself: links that lead to articles by the shape of their address, stand in headings or in repeated
// structures, and belong neither to the navigation nor to boxes of related matter; or what JSON-LD tells. The entries
// come in the order of the page, each once. The error, which wraps [news.ErrInvalid], says why there is no list.
func ParsePage(page []byte, at Context, s news.Selectors) (*Document, error) {
	root, err := markup.Parse(page, at.ContentType)
	if err != nil {
		return nil, fmt.Errorf("the page is empty: %w", news.ErrInvalid)
	}
	p := &lister{root: root, at: at, home: parseAddress(at.URL), base: at.URL, known: map[string]*pageLink{}, inside: map[*html.Node]*pageLink{}}
	p.site = siteOf(p.home.Hostname())
	p.head()
	doc := &Document{Format: "page", Title: escapeText(p.title()), Link: at.URL, Language: languageTag(p.language)}
	if !s.Empty() {
		if doc.Entries, err = p.selected(s); err != nil {
			return nil, err
		}
		return doc, nil
	}
	p.count(root)
	p.walk(root, place{})
	chosen := p.choose()
	entries := p.entries(chosen)
	told := p.told()
	switch {
	case len(entries) < minPageEntries && len(told) < minPageEntries:
		return nil, fmt.Errorf("no list of articles on this page: of its %d links %d look like articles (by their addresses, headings and neighbours), %d are needed, and its JSON-LD names %d; give the selector of an item: %w",
			p.links, len(entries), minPageEntries, len(told), news.ErrInvalid)
	case p.isArticle(p.prose(chosen), len(entries)):
		return nil, fmt.Errorf("this is an article with links to others, not a page that lists articles; give the address of the front page or of a section, or the selector of an item: %w", news.ErrInvalid)
	case len(entries) >= minPageEntries && len(told) < minPageEntries && !p.convincing(chosen):
		return nil, fmt.Errorf("the %d links of this page that look like articles have neither headings nor dates: it is hardly a list of news; give the selector of an item: %w", len(entries), news.ErrInvalid)
	case len(entries) >= minPageEntries:
		doc.Entries = enriched(entries, told)
	default:
		doc.Entries = told
	}
	doc.Entries = doc.Entries[:min(len(doc.Entries), maxPageEntries)]
	return doc, nil
}

// lister finds the list of a page.
type lister struct {
	root     *html.Node
	at       Context
	home     *url.URL
	base     string
	site     string // registrable domain
	language string
	names    [3]string // of the page: og:title, <title>, og:site_name
	ogType   string
	links    int                      // anchors seen
	anchors  map[*html.Node]int       // anchors within each element
	found    []*pageLink              // in the order of the page, one for each address
	known    map[string]*pageLink     // the same by address
	inside   map[*html.Node]*pageLink // the only article that an element leads to; [several] when there are more
}

var several = &pageLink{}

// head reads what the page says of itself.
func (p *lister) head() {
	based := false
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html":
			p.language = firstOf(attribute(n, "lang"), attribute(n, "xml:lang"))
		case "base":
			if href := markup.Absolute(p.base, attribute(n, "href")); href != "" && !based {
				p.base, based = href, true
			}
		case "title":
			if n.FirstChild != nil && n.Parent != nil && n.Parent.Data == "head" {
				p.names[1] = firstOf(p.names[1], n.FirstChild.Data)
			}
		case "meta":
			switch content := attribute(n, "content"); firstOf(attribute(n, "property"), attribute(n, "name")) {
			case "og:type":
				p.ogType = strings.ToLower(content)
			case "article:published_time":
				p.ogType = "article"
			case "og:site_name":
				p.names[2] = firstOf(p.names[2], content)
			case "og:title":
				p.names[0] = firstOf(p.names[0], content)
			}
		}
	}
}

func (p *lister) title() string {
	return shortTitle(firstOf(p.names[1], p.names[0], p.names[2]))
}

// isArticle reports whether the page is one article, whatever it links to: by its running text, its address and what it
// says of itself.
func (p *lister) isArticle(prose, links int) bool {
	shape := articleShape(p.home)
	switch {
	case prose >= minOwnProse:
		return true
	case shape >= 3 && (p.ogType == "article" || prose >= minOwnProse/3):
		return true
	}
	return shape >= 4 && (p.ogType != "website" && p.ogType != "" || links < 10)
}

// convincing reports whether a list is one of news rather than some links that stand together.
func (p *lister) convincing(chosen []*pageLink) bool {
	dated, headed := 0, 0
	for _, link := range chosen {
		if _, inAddress := addressDate(parseAddress(link.url)); inAddress || !link.date.IsZero() {
			dated++
		}
		if link.rank >= 2 {
			headed++
		}
	}
	enough := len(chosen) / 2
	return dated >= enough || headed >= enough || strings.Trim(p.home.Path, "/") == "" || len(chosen) >= 12
}

// count counts the anchors within each element.
func (p *lister) count(root *html.Node) {
	p.anchors = map[*html.Node]int{}
	var visit func(n *html.Node) int
	visit = func(n *html.Node) int { // the depth of a parsed page is bounded
		total := 0
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			if c.Data == "a" {
				total++
			}
			total += visit(c)
		}
		if total > 0 {
			p.anchors[n] = total
		}
		return total
	}
	p.links = visit(root)
}

// prose is how much running text stands together outside of the list, in characters.
func (p *lister) prose(chosen []*pageLink) int {
	listed := map[*html.Node]bool{}
	for _, link := range chosen {
		listed[link.item] = true
	}
	most := 0
	byParent := map[*html.Node]int{}
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode && n.Data != "a" {
				if size := weight(strings.TrimSpace(c.Data)); size >= 60 {
					byParent[n] += size
					most = max(most, byParent[n])
				}
				continue
			}
			if c.Type != html.ElementNode || listed[c] || unread(c.Data) {
				continue
			}
			if c.Data != "p" {
				visit(c)
				continue
			}
			if size := plainSize(c); size >= 60 {
				byParent[n] += size
				most = max(most, byParent[n])
			}
		}
	}
	visit(p.root)
	return most
}

// unread reports whether nothing in an element is text that a page is about.
func unread(name string) bool {
	switch name {
	case "head", "script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "footer", "nav":
		return true
	}
	return false
}

// plainSize counts the characters of a paragraph outside of its links; those of scripts that write words with one or
// two count three times.
func plainSize(n *html.Node) int {
	size := weight(markup.Text(n))
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == "a" {
			size -= weight(markup.Text(c))
		}
	}
	return size
}

func weight(s string) int {
	size := utf8.RuneCountInString(s)
	for _, r := range s {
		if wideRune(r) {
			size += 2
		}
	}
	return size
}

func wideRune(r rune) bool {
	return r >= 0x0e00 && r <= 0x0eff || r >= 0x2e80 && unicode.IsLetter(r)
}
