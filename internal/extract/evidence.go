package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
)

// evidence is what a page claims about itself apart from its visible text: meta tags, Open Graph, microdata, links of
// the head, JSON-LD and the JSON that its scripts carry. The first claim of a name wins.
type evidence struct {
	meta      map[string]string // name, property or itemprop in lower case
	authors   []string          // of meta tags that may be repeated
	tags      []string
	title     string // of the title element
	lang      string
	canonical string
	base      string
	licence   string
	ld        []linked // the article objects of JSON-LD
	times     []timed
	scripts   []string // that carry JSON, unread until [evidence.story] is asked
	told      *story   // what they told
}

// timed is a date in an attribute, such as that of a time element.
type timed struct {
	moment
	label label
	at    int // the leaf that it belongs to, roughly
}

const (
	maxClaim = 4 << 10 // bytes of one claim that are kept
	maxTimes = 60      // dates in attributes that are kept
)

// authorMetas are the names of meta tags that hold an author.
var authorMetas = map[string]bool{
	"author": true, "authors": true, "article:author": true, "article:author_name": true, "og:article:author": true, "book:author": true,
	"dc.creator": true, "dc:creator": true, "dcterms.creator": true, "dc.contributor": true, "parsely-author": true, "sailthru.author": true,
	"byl": true, "citation_author": true, "creator": true, "cxenseparse:author": true, "cse-authors": true, "article.author": true,
	"bt:author": true, "pagauthor": true, "page.author": true, "content_author": true, "vr:author": true, "mrf:authors": true,
}

func (e *evidence) takeMeta(n *html.Node) {
	value := attribute(n, "content")
	if value == "" {
		value = attribute(n, "value") // as some makers of pages misname it
	}
	if value == "" {
		return
	}
	value = markup.Fold(value[:min(len(value), maxClaim)])
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		name := strings.ToLower(strings.TrimSpace(attribute(n, key)))
		if name == "" || len(name) > 60 || len(e.meta) > 500 {
			continue
		}
		switch {
		case name == "article:tag":
			e.tags = append(e.tags, value)
		case authorMetas[name] && len(e.authors) < 50:
			if last, first, comma := strings.Cut(value, ", "); comma && strings.HasPrefix(name, "citation") && !strings.Contains(first, ",") {
				value = first + " " + last
			}
			e.authors = append(e.authors, value)
		case name == "twitter:label1" || name == "twitter:label2":
			if isWrittenBy(value) {
				e.meta["twitter:written-by"] = "twitter:data" + name[len(name)-1:]
			}
		}
		if _, taken := e.meta[name]; !taken {
			e.meta[name] = value
		}
	}
}

// isWrittenBy reports whether a label of a Twitter card introduces the author.
func isWrittenBy(label string) bool {
	switch strings.ToLower(label) {
	case "written by", "author", "by", "verfasst von", "geschrieben von", "écrit par", "escrito por", "scritto da", "geschreven door", "skrevet av", "skriven av", "napisane przez", "автор":
		return true
	}
	return false
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
		switch rel := strings.ToLower(attribute(n, "rel")); {
		case rel == "canonical" && e.canonical == "":
			e.canonical = strings.TrimSpace(attribute(n, "href"))
		case rel == "license" && e.licence == "":
			e.licence = attribute(n, "href")
		}
	case atom.Title:
		if e.title == "" && n.FirstChild != nil {
			title := n.FirstChild.Data
			e.title = markup.Fold(title[:min(len(title), maxClaim)])
		}
	}
}

// takeItem reads the dates of microdata, RDFa, microformats and time elements, and licences that a page links to; at is
// the leaf that begins or grows.
func (e *evidence) takeItem(n *html.Node, at int) {
	var prop, class, title string
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "itemprop", "property":
			prop = a.Val
		case "class":
			class = a.Val
		case "title":
			title = a.Val
		default:
			if len(a.Val) > minEmbedded && a.Val[0] == '{' && len(a.Val) < maxEmbedded && len(e.scripts) < maxScripts {
				e.scripts = append(e.scripts, a.Val)
			}
		}
	}
	switch n.DataAtom {
	case atom.Time:
		e.takeTime(attribute(n, "datetime"), prop+" "+class, at)
	case atom.A:
		if e.licence == "" && strings.EqualFold(attribute(n, "rel"), "license") {
			e.licence = attribute(n, "href")
		}
	case atom.Abbr, atom.Span:
		if title != "" && (strings.Contains(class, "publish") || strings.Contains(class, "updated")) {
			e.takeTime(title, class, at)
		}
	}
	if prop == "" {
		return
	}
	prop = prop[strings.LastIndexByte(prop, ':')+1:]
	switch prop {
	case "datePublished", "dateModified", "dateCreated", "issued", "modified":
		value := firstOf(attribute(n, "content"), attribute(n, "datetime"))
		key := strings.ToLower(prop)
		if _, taken := e.meta[key]; !taken && value != "" {
			e.meta[key] = value
		}
	}
}

func (e *evidence) takeTime(value, name string, at int) {
	if len(e.times) >= maxTimes || value == "" {
		return
	}
	if m, found := readMoment(value, false); found {
		e.times = append(e.times, timed{moment: m, label: labelOfName(name), at: at})
	}
}

// script keeps what a script says: JSON-LD is read at once, other JSON is kept until someone asks.
func (e *evidence) script(n *html.Node) {
	if n.FirstChild == nil {
		return
	}
	kind := strings.ToLower(attribute(n, "type"))
	switch text := n.FirstChild.Data; {
	case strings.Contains(kind, "ld+json"):
		if len(e.ld) <= 50 {
			e.ld = append(e.ld, readLinked(text)...)
		}
	case len(e.scripts) < maxScripts && carriesJSON(kind, text):
		e.scripts = append(e.scripts, text)
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

// article is the JSON-LD object that describes the page's article best, the zero value when there is none. What it leaves
// out is taken from the objects beside it that speak of the same.
func (e *evidence) article() linked {
	var best linked
	for _, l := range e.ld {
		if l.rank() > best.rank() {
			best = l
		}
	}
	if best.rank() < 5 {
		return best
	}
	for _, l := range e.ld {
		same := l.headline == best.headline || l.headline == "" || l.address != "" && l.address == best.address
		if l.kind != "WebPage" && (l.rank() < 5 || !same) {
			continue
		}
		best.published, best.modified = firstOf(best.published, l.published), firstOf(best.modified, l.modified)
		best.licence, best.holder = firstOf(best.licence, l.licence), firstOf(best.holder, l.holder)
		best.publisher, best.section = firstOf(best.publisher, l.publisher), firstOf(best.section, l.section)
		if best.image.address == "" {
			best.image = l.image
		}
		if l.rank() >= 5 {
			if len(best.authors) == 0 {
				best.authors = l.authors
			}
			best.free = firstOf(best.free, l.free)
			best.other = append(best.other[:len(best.other):len(best.other)], l.other...)
		}
	}
	return best
}
