package feed

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/publicsuffix"

	"nutgraf/internal/markup"
)

// Candidate is an address that may be a feed of a page.
type Candidate struct {
	URL   string
	Title string
	Type  string // media type as the page or the address tells, or ""
	Why   string // how it was found, such as "named in the page's head"
	Guess bool   // nobody named it: it has to be looked at before it is believed

	score   int
	comment bool // of what readers say, not of what is published
}

const maxCandidates = 50

// What the ways of finding a feed are worth. A way that is worth less than enough calls for guesses beside it.
const (
	inHead     = 100
	inHeader   = 97
	inAddress  = 70 // a platform whose addresses are known
	inScript   = 60
	inAnchor   = 40
	enough     = 25
	inEngine   = 20
	usualPlace = 12
)

// Discover lists the feeds that a page points to, best first: those it names in its head or in its Link header, then
// those that its address tells on platforms that are known, then links that look like feeds. When the page names one,
// weak signs do not count; only when nothing is found does it guess from the program that made the page and from the
// usual places, and says so. It never fails: a page without any gives guesses.
func Discover(page []byte, at Context) []Candidate {
	if found, itself := discoverItself(page, at); itself {
		return found
	}
	d := &discoverer{home: parseAddress(at.URL), base: at.URL, seen: map[string]int{}}
	d.site = siteOf(d.home.Hostname())
	for _, header := range at.Links {
		d.header(header)
	}
	if root, err := markup.Parse(page, at.ContentType); err == nil {
		d.root = root
		d.walk()
	}
	if !d.named() {
		d.maker = d.engine(page)
		d.platforms(page)
		d.scripts()
		if !d.has(enough) {
			d.guess()
		}
	}
	d.sift()
	slices.SortStableFunc(d.found, func(a, b Candidate) int { return b.score - a.score })
	return d.found[:min(len(d.found), maxCandidates)]
}

// discoverItself knows a feed that was given in place of a page.
func discoverItself(page []byte, at Context) ([]Candidate, bool) {
	start := strings.ToLower(string(page[:min(len(page), 1<<10)]))
	if strings.Contains(start, "<html") || strings.Contains(start, "<!doctype html") ||
		!(strings.Contains(start, "<rss") || strings.Contains(start, "<feed") || strings.Contains(start, "rdf") || strings.Contains(start, "jsonfeed.org")) {
		return nil, false
	}
	document, err := Parse(page, at)
	full := markup.Absolute("", at.URL)
	if err != nil || full == "" {
		return nil, false
	}
	return []Candidate{{
		URL: full, Title: shortTitle(markup.PlainText(document.Title)), Type: typeOfFormat(document.Format), Why: "the document is a feed itself",
	}}, true
}

func typeOfFormat(format string) string {
	switch {
	case strings.HasPrefix(format, "rss"):
		return rssType
	case strings.HasPrefix(format, "atom"):
		return atomType
	case strings.HasPrefix(format, "jsonfeed"):
		return jsonType
	case format == "rdf":
		return "application/rdf+xml"
	}
	return ""
}

type discoverer struct {
	home  *url.URL // of the page
	site  string   // registrable domain
	base  string   // what the page's addresses are relative to
	root  *html.Node
	maker *engine // of the page; nil when unknown or not looked for
	found []Candidate
	seen  map[string]int
}

// walk visits the tree without recursion: pages nest as deep as they like.
func (d *discoverer) walk() {
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "base" {
			if href := markup.Absolute(d.base, attribute(n, "href")); href != "" {
				d.base = href
				break
			}
		}
	}
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "link":
			d.link(n)
		case "a", "area":
			d.anchor(n)
		}
	}
}

// named reports whether the page itself says what its feed is.
func (d *discoverer) named() bool { return d.has(inScript + 1) }

func (d *discoverer) has(score int) bool {
	return slices.ContainsFunc(d.found, func(c Candidate) bool { return c.score >= score && !c.comment })
}

// sift drops weak signs beside clear words.
func (d *discoverer) sift() {
	least := 0
	if d.named() {
		least = inAnchor - 5
	}
	d.found = slices.DeleteFunc(d.found, func(c Candidate) bool { return c.score < least && !c.comment })
}

// add takes a candidate up, once for each address however it is spelled.
func (d *discoverer) add(c Candidate) {
	full := markup.Absolute(d.base, d.unwrapped(c.URL))
	if full == "" {
		return
	}
	c.URL, _, _ = strings.Cut(full, "#")
	u := parseAddress(c.URL)
	c.Title = shortTitle(c.Title)
	if c.Type == "" {
		c.Type = typeOfAddress(u)
	}
	d.weigh(&c, u)
	key := addressKey(u)
	if i, known := d.seen[key]; known {
		was := &d.found[i]
		if c.score > was.score {
			c, *was = *was, c
		} else if c.score == was.score && strings.HasPrefix(c.URL, "https:") {
			was.URL = c.URL
		}
		was.Title, was.Type = firstOf(was.Title, c.Title), firstOf(was.Type, c.Type)
		return
	}
	if len(d.found) >= 10*maxCandidates {
		return
	}
	d.seen[key] = len(d.found)
	d.found = append(d.found, c)
}

// weigh lowers what is beside the point: comments, and tags and authors unless the page is about them.
func (d *discoverer) weigh(c *Candidate, u *url.URL) {
	place := strings.ToLower(u.Path)
	here := strings.TrimSuffix(strings.ToLower(d.home.Path), "/")
	under := len(here) > 1 && strings.HasPrefix(place, here+"/")
	archive := archivePath(place)
	switch {
	case isComments(c.Title, place), under && !archive && articleShape(d.home) >= 4 && strings.Trim(place[len(here):], "/") == "feed":
		c.comment = true
		c.score -= 95
	case archive && under:
		c.score += 4 // the page is that tag's: its feed is what was asked for
	case archive:
		c.score -= 30
	}
	if strings.Contains(u.RawQuery, "oembed") || strings.Contains(place, "oembed") || strings.Contains(place, "/search") {
		c.score -= 20
	}
}

// archivePath reports whether a path is of one tag, author or category of a site.
func archivePath(place string) bool {
	for _, word := range []string{"/tag/", "/tags/", "/author/", "/category/", "/label/", "/topic/"} {
		if strings.Contains(place, word) {
			return true
		}
	}
	return false
}

// commentWords are in the titles of comment feeds, lower case.
var commentWords = []string{
	"comments", "comment feed", "comment rss", "kommentar-feed", "kommentarfeed", "kommentare", "kommentarer", "kommentarstr", "kommentit",
	"commentaires", "commenti", "comentarios", "comentários", "comentarii", "reacties", "komentarz", "komentář", "komentari", "hozzászólás",
	"комментари", "коментар", "σχόλια", "σχολίων", "yorum", "コメント", "评论feed", "评论 feed", "迴響", "留言", "댓글", "التعليقات", "תגובות", "bình luận",
}

func isComments(title, place string) bool {
	if strings.Contains(place, "/comments/") || strings.Contains(place, "commentsrss") || strings.Contains(place, "comments.xml") ||
		strings.Contains(place, "comment-feed") || strings.HasSuffix(place, "/comments") || strings.Contains(place, "/comments.") {
		return true
	}
	title = strings.ToLower(title)
	return slices.ContainsFunc(commentWords, func(word string) bool { return strings.Contains(title, word) })
}

// unwrapped gives the web address in what is meant for feed readers: feed: and its like, and links to reader services
// that carry the address of the feed.
func (d *discoverer) unwrapped(href string) string {
	href = strings.TrimSpace(href)
	for _, scheme := range []string{"feed:", "rss:", "itpc:", "pcast:", "podcast:"} {
		rest, found := cutPrefixFold(href, scheme)
		if !found {
			continue
		}
		if strings.HasPrefix(rest, "http:") || strings.HasPrefix(rest, "https:") {
			href = rest
		} else {
			href = firstOf(d.home.Scheme, "https") + "://" + strings.TrimLeft(rest, "/")
		}
		break
	}
	return firstOf(carried(href), href)
}

// parseAddress parses without failing: what is no address gives an empty one.
func parseAddress(address string) *url.URL {
	if len(address) <= maxAddress {
		if u, err := url.Parse(strings.TrimSpace(address)); err == nil {
			return u
		}
	}
	return &url.URL{}
}

// addressKey is the same for addresses that differ only in the scheme, in "www." or in a final slash.
func addressKey(u *url.URL) string {
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
	place := strings.TrimSuffix(path.Clean("/"+u.EscapedPath()), "/")
	if u.RawQuery == "" {
		return host + place
	}
	return host + place + "?" + u.RawQuery
}

// siteOf is the domain under which a publisher keeps its hosts.
func siteOf(host string) string {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
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
