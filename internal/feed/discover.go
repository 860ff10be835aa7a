package feed

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"nutgraf/internal/markup"
)

// Candidate is an address that may be a feed of a page.
type Candidate struct {
	URL   string
	Title string
	Type  string // media type as the page tells, or ""
	Why   string // how it was found, such as "named in the page's head"

	score int
}

const maxCandidates = 50

// Discover lists the feeds that a page points to, best first: those it names in its head, then links that look like
// feeds. Only when there are none does it guess from the address. It never fails: a page without any gives guesses.
func Discover(page []byte, at Context) []Candidate {
	d := &discoverer{base: at.URL, seen: map[string]int{}}
	root, err := markup.Parse(page, at.ContentType)
	if err == nil {
		d.walk(root)
	}
	if len(d.found) == 0 {
		d.guess(at.URL)
	}
	slices.SortStableFunc(d.found, func(a, b Candidate) int { return b.score - a.score })
	return d.found[:min(len(d.found), maxCandidates)]
}

type discoverer struct {
	base  string
	based bool // a <base> was seen
	found []Candidate
	seen  map[string]int
}

// walk visits the tree without recursion: pages nest as deep as they like.
func (d *discoverer) walk(root *html.Node) {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "base":
			if href := markup.Absolute(d.base, attribute(n, "href")); href != "" && !d.based {
				d.base, d.based = href, true
			}
		case "link":
			d.link(n)
		case "a":
			d.anchor(n)
		}
	}
}

// feedTypes are the media types of feeds. The last ones are shared with much else.
var feedTypes = map[string]int{
	"application/rss+xml": 60, "application/atom+xml": 60, "application/feed+json": 55, "application/rdf+xml": 50,
	"application/x.atom+xml": 50, "application/x-atom+xml": 50, "text/rss": 50, "text/rss+xml": 50, "text/atom+xml": 50,
	"application/json": 0, "application/xml": 20, "text/xml": 20,
}

func (d *discoverer) link(n *html.Node) {
	rels := strings.Fields(strings.ToLower(attribute(n, "rel")))
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(attribute(n, "type"))), ";")
	score, known := feedTypes[kind]
	isFeed := slices.Contains(rels, "feed")
	if !isFeed && (!known || !slices.Contains(rels, "alternate")) {
		return
	}
	href := strings.TrimPrefix(attribute(n, "href"), "feed:")
	if kind == "application/json" && !isFeed { // WordPress names its API like this
		if !strings.Contains(strings.ToLower(href), "feed") {
			return
		}
		score = 40
	}
	d.add(href, attribute(n, "title"), kind, "named in the page's head", score+40)
}

func (d *discoverer) anchor(n *html.Node) {
	href := strings.TrimPrefix(attribute(n, "href"), "feed:")
	score := looksLikeFeed(href)
	kind := strings.ToLower(attribute(n, "type"))
	if _, known := feedTypes[kind]; known && kind != "application/json" {
		score = 35
	}
	if score == 0 {
		return
	}
	d.add(href, markup.Fold(markup.Text(n)), kind, "linked from the page", score)
}

// looksLikeFeed judges an address by its path: 0 when it says nothing.
func looksLikeFeed(href string) int {
	if len(href) > maxAddress {
		return 0
	}
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || (u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https") {
		return 0
	}
	path := strings.ToLower(strings.Trim(u.Path, "/"))
	last := path[strings.LastIndexByte(path, '/')+1:]
	switch {
	case strings.HasSuffix(last, ".rss"), strings.HasSuffix(last, ".atom"), strings.HasSuffix(last, ".rdf"):
		return 30
	case last == "rss.xml" || last == "atom.xml" || last == "feed.xml" || last == "feed.json" || last == "index.xml":
		return 30
	case last == "feed" || last == "rss" || last == "atom" || last == "rss2":
		return 25
	case strings.HasSuffix(last, ".xml") && (strings.Contains(path, "rss") || strings.Contains(path, "feed")):
		return 25
	case strings.HasPrefix(u.Host, "feeds.") || strings.HasPrefix(u.Host, "rss."):
		return 20
	case u.Query().Get("feed") != "" || strings.EqualFold(u.Query().Get("format"), "rss") || strings.EqualFold(u.Query().Get("format"), "feed"):
		return 20
	}
	return 0
}

func (d *discoverer) add(href, title, kind, why string, score int) {
	full := markup.Absolute(d.base, href)
	if full == "" {
		return
	}
	full, _, _ = strings.Cut(full, "#")
	title = shortTitle(title)
	about := strings.ToLower(title + " " + full)
	if strings.Contains(about, "comment") || strings.Contains(about, "kommentar") || strings.Contains(about, "commentaire") || strings.Contains(about, "comentario") {
		score -= 30
	}
	if strings.Contains(about, "/tag/") || strings.Contains(about, "/author/") || strings.Contains(about, "oembed") {
		score -= 10
	}
	if i, known := d.seen[full]; known {
		if score > d.found[i].score {
			d.found[i].score, d.found[i].Why = score, why
		}
		d.found[i].Title, d.found[i].Type = firstOf(d.found[i].Title, title), firstOf(d.found[i].Type, kind)
		return
	}
	if len(d.found) >= 10*maxCandidates {
		return
	}
	d.seen[full] = len(d.found)
	d.found = append(d.found, Candidate{URL: full, Title: title, Type: kind, Why: why, score: score})
}

// guess offers the places where sites usually keep their feed.
func (d *discoverer) guess(address string) {
	for i, path := range []string{"/feed/", "/rss.xml", "/rss", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/feeds/posts/default"} {
		d.add(markup.Absolute(address, path), "", "", "a usual place; not looked at", 10-i)
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func shortTitle(title string) string {
	title = markup.Fold(title)
	if len(title) > 200 {
		title = strings.ToValidUTF8(title[:200], "") + "…"
	}
	return title
}
