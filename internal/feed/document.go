// Package feed reads what publishers' feeds say: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, with the words of
// Media RSS, podcasts, Dublin Core, GeoRSS, Creative Commons and Atom threads.
//
// [Parse] takes bytes and gives a [Document] with [news.Entry] values. It is lenient: wrong encodings, missing end
// tags, bare ampersands and a document that breaks off yield what is readable, with notes on what was not. It takes
// linear time and bounded memory whatever the bytes are. Titles, summaries and contents are as the feed means them:
// entities resolved once, HTML kept as HTML with absolute addresses, not yet sanitized.
//
// [ParseMail] reads newsletters. [Discover] finds the feeds of a page, [ReadOPML] and [WriteOPML] exchange subscriptions with other readers,
// [Schedule] decides when a feed is polled next, and [Packs] offers publishers to start with.
package feed

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// Accept is the Accept header for requests that hope for a feed.
const Accept = "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml;q=0.9,application/xml;q=0.8,text/xml;q=0.8,application/json;q=0.7,text/html;q=0.5,*/*;q=0.1"

// Context is what is known of bytes besides themselves.
type Context struct {
	URL         string    // where they came from, after redirects; relative addresses are read against it
	ContentType string    // as the server told; may be empty
	Language    string    // as the server told (Content-Language); may be empty
	Links       []string  // values of the Link header; for [Discover]
	Now         time.Time // for dates without a year; may be zero
}

// Document is what a feed says.
type Document struct {
	Format   string // such as "rss2.0", "rss0.91", "rss" (of no version), "rdf", "atom1.0", "atom0.3", "jsonfeed1.1"
	Title    string // HTML
	Link     string // of the site
	Subtitle string // HTML
	Language string // BCP 47
	Updated  time.Time
	Icon     string // small and square
	Image    string // the feed's picture or logo
	Hub      string // WebSub
	Self     string // the address that the feed says it has
	MovedTo  string // itunes:new-feed-url; to be believed only when the entries there overlap
	TTL      time.Duration
	Quiet    news.Quiet
	Entries  []news.Entry        // in the order of the feed
	Notes    []string            // what was not as it should be
	Cut      bool                // it breaks off: there may be more than was read
	Parts    []Part              // of an index of sitemaps, the most promising first; see [Merge]
	Listed   []news.Subscription // of a list of feeds: all it names; see [ParseList]
}

const (
	maxEntries    = 5_000
	maxTags       = 50
	maxAuthors    = 30
	maxEnclosures = 30
)

// Parse reads a feed. The error, which wraps [news.ErrInvalid], says what the bytes are instead of a feed.
func Parse(doc []byte, at Context) (*Document, error) {
	if kind := notText(doc); kind != "" {
		return nil, fmt.Errorf("this is %s, not a feed: %w", kind, news.ErrInvalid)
	}
	var said notes
	text := strings.TrimLeft(decode(doc, at.ContentType, &said), " \t\r\n\f\x00\uFEFF")
	if text == "" {
		return nil, fmt.Errorf("the document is empty: %w", news.ErrInvalid)
	}
	switch text[0] {
	case '{':
		return parseJSON(text, at, said)
	case '[':
		return nil, fmt.Errorf("this is JSON, but no JSON Feed: %w", news.ErrInvalid)
	}
	if kind := sitemapKind(text, at); kind != "" {
		return parseSitemap(kind, text, at, said), nil
	}
	root, b := build(text, at.URL)
	b.notes = append(said, b.notes...)
	top, format := rootOf(root)
	if top == nil {
		return nil, fmt.Errorf("%s: %w", whatIsIt(root), news.ErrInvalid)
	}
	m := &mapper{resolver: b.resolver, at: at, notes: &b.notes, doc: &Document{Format: format}}
	m.read(top)
	m.doc.Notes, m.doc.Cut = b.notes, b.cut
	return m.doc, nil
}

// ParseAs reads what a feed of this kind is: a feed of any format or a sitemap, a page, a list of feeds.
func ParseAs(kind news.FeedKind, doc []byte, at Context, s news.Selectors) (*Document, error) {
	switch kind {
	case news.FeedPage:
		return ParsePage(doc, at, s)
	case news.FeedList:
		return ParseList(doc)
	}
	return Parse(doc, at)
}

// rootOf finds the element that is the feed, and names its format. A bare channel or row of items will do.
func rootOf(root *node) (*node, string) {
	for c := root.first; c != nil; c = c.next {
		switch c.local {
		case "rss":
			return c, rssFormat(c.get("version"))
		case "rdf":
			return c, "rdf"
		case "feed":
			if c.space == atom03 || (c.space == core && c.get("version") == "0.3") {
				return c, "atom0.3"
			}
			return c, "atom1.0"
		case "entry": // a feed of one (RFC 4287, section 2)
			if c.space == atom || c.space == atom03 {
				return root, "atom1.0"
			}
		case "channel":
			if c.get("href") != "" || c.get("base") != "" {
				return root, "cdf"
			}
			return root, "rss"
		case "item":
			return root, "rss"
		}
	}
	for c := root.first; c != nil; c = c.next { // junk around it, such as a wrapping element
		if c.local == "" || c.local == "html" || c.local == "body" {
			continue
		}
		for inner := c.first; inner != nil; inner = inner.next {
			switch inner.local {
			case "rss", "feed", "rdf", "channel":
				return rootOf(c)
			}
		}
	}
	return nil, ""
}

func rssFormat(version string) string {
	switch {
	case strings.HasPrefix(version, "2"):
		return "rss2.0"
	case strings.HasPrefix(version, "0.9"), strings.HasPrefix(version, "1"):
		return "rss" + shorten(version)
	}
	return "rss"
}

// notText names files that servers send by mistake, by their first bytes.
func notText(doc []byte) string {
	for start, kind := range map[string]string{
		"\x1f\x8b": "a gzip file", "PK\x03\x04": "a zip file", "%PDF-": "a PDF", "\x89PNG": "a picture", "GIF8": "a picture",
		"\xff\xd8\xff": "a picture", "RIFF": "a media file", "ID3": "a media file", "OggS": "a media file",
	} {
		if bytes.HasPrefix(doc, []byte(start)) {
			return kind
		}
	}
	return ""
}

// whatIsIt describes a document that is no feed.
func whatIsIt(root *node) string {
	for c := root.first; c != nil; c = c.next {
		switch c.local {
		case "":
		case "html", "head", "body":
			return "this is a web page, not a feed"
		case "opml":
			return "this is a list of feeds (OPML), not a feed"
		case "service":
			return "this lists the collections of a site (Atom Publishing), not a feed"
		default:
			return fmt.Sprintf("<%s> is no feed", shorten(c.raw))
		}
	}
	return "this is plain text, not a feed"
}
