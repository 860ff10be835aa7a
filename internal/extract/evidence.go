package extract

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
)

// evidence is what a page claims about itself apart from its visible text: meta tags, Open Graph, microdata, links of
// the head and JSON-LD. The first claim of a name wins.
type evidence struct {
	meta      map[string]string // name, property or itemprop in lower case
	authors   []string          // of meta tags that may be repeated
	tags      []string
	title     string // of the title element
	lang      string
	canonical string
	base      string
	ld        []linked // the article objects of JSON-LD
	times     []time.Time
}

const maxClaim = 4 << 10 // bytes of one claim that are kept

func (e *evidence) takeMeta(n *html.Node) {
	value := attribute(n, "content")
	if value == "" {
		return
	}
	value = markup.Fold(value[:min(len(value), maxClaim)])
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		name := strings.ToLower(strings.TrimSpace(attribute(n, key)))
		if name == "" || len(name) > 60 || len(e.meta) > 500 {
			continue
		}
		switch name {
		case "article:tag":
			e.tags = append(e.tags, value)
		case "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "citation_author":
			e.authors = append(e.authors, value)
		}
		if _, taken := e.meta[name]; !taken {
			e.meta[name] = value
		}
	}
}

func (e *evidence) takeHead(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		e.lang = strings.TrimSpace(attribute(n, "lang"))
		if e.lang == "" {
			e.lang = strings.TrimSpace(attribute(n, "xml:lang"))
		}
	case atom.Base:
		e.base = attribute(n, "href")
	case atom.Link:
		if strings.EqualFold(attribute(n, "rel"), "canonical") && e.canonical == "" {
			e.canonical = attribute(n, "href")
		}
	case atom.Title:
		if e.title == "" && n.FirstChild != nil {
			title := n.FirstChild.Data
			e.title = markup.Fold(title[:min(len(title), maxClaim)])
		}
	}
}

// takeItem reads microdata and time elements from the body.
func (e *evidence) takeItem(n *html.Node) {
	if n.DataAtom == atom.Time && len(e.times) < 20 {
		if t, _, found := readDate(attribute(n, "datetime")); found {
			e.times = append(e.times, t)
		}
	}
	prop := attribute(n, "itemprop")
	switch prop {
	case "datePublished", "dateModified", "dateCreated":
		value := attribute(n, "content")
		if value == "" {
			value = attribute(n, "datetime")
		}
		key := strings.ToLower(prop)
		if _, taken := e.meta[key]; !taken && value != "" {
			e.meta[key] = value
		}
	}
}

func (e *evidence) script(n *html.Node) {
	if n.FirstChild == nil || len(e.ld) > 50 {
		return
	}
	if strings.Contains(strings.ToLower(attribute(n, "type")), "ld+json") {
		e.ld = append(e.ld, readLinked(n.FirstChild.Data)...)
	}
}

// first is the first claim that is there under one of the names.
func (e *evidence) first(names ...string) string {
	for _, name := range names {
		if value := e.meta[name]; value != "" {
			return value
		}
	}
	return ""
}

// article is the JSON-LD object that describes the page's article best, the zero value when there is none.
func (e *evidence) article() linked {
	var best linked
	for _, l := range e.ld {
		if l.rank() > best.rank() {
			best = l
		}
	}
	return best
}
