package feed

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	maxSitemap = 500       // entries kept of a sitemap that lists a whole site
	maxNewsMap = 1_000     // of one that lists news, as its rules allow
	mapPiece   = 256 << 10 // bytes of a sitemap that are made a tree at a time: the largest ones have 50,000 addresses
)

var sitemapStart = text.Lazy(`(?i)<(?:[\w-]+:)?(urlset|sitemapindex|rss|feed|rdf|html|opml)\b`)

// sitemapKind names the root element of a sitemap, "text" for one without markup, "" for anything else.
func sitemapKind(text string, at Context) string {
	if text[0] == '<' {
		if root := sitemapStart.FindStringSubmatch(text[:min(len(text), 8<<10)]); root != nil && len(root[1]) > 5 {
			return strings.ToLower(root[1])
		}
		return ""
	}
	plain := mediaType(at.ContentType) == "text/plain" || strings.HasSuffix(strings.ToLower(parseAddress(at.URL).Path), ".txt")
	if plain && (strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")) {
		return "text"
	}
	return ""
}

// parseSitemap reads what a site tells search engines (sitemaps.org, and the extensions for news, images and videos).
func parseSitemap(kind, text string, at Context, said notes) *Document {
	m := &siteMap{at: at, doc: &Document{Format: "sitemap", Link: homeOf(at.URL)}, notes: said}
	switch kind {
	case "text":
		for line := range strings.Lines(text) {
			if loc := address("", markup.Fold(line)); loc != "" {
				m.pages = append(m.pages, news.Entry{GUID: loc, URL: loc})
			}
		}
	default:
		if text, m.doc.Cut = uncut(text); m.doc.Cut {
			m.notes.add("the document is cut off or ill-formed: the sitemap has no end")
		}
		for piece := range pieces(text) {
			root, b := build(piece, at.URL)
			m.resolver = b.resolver
			m.read(root)
			if len(piece) == len(text) {
				m.notes = append(m.notes, b.notes...)
			}
		}
	}
	if kind == "sitemapindex" {
		m.doc.Format = "sitemapindex"
		m.doc.Parts = sortParts(m.parts)
	} else {
		m.finish()
	}
	m.doc.Notes = m.notes
	return m.doc
}

var (
	sitemapEnd = text.Lazy(`(?i)</(?:[\w-]+:)?(?:urlset|sitemapindex)\s*>`)
	locTag     = text.Lazy(`(?i)<(/?)(?:[\w-]+:)?loc\b`)
)

// uncut reports whether a sitemap breaks off, and leaves out an address of which only the beginning came: half of one leads
// nowhere.
func uncut(text string) (string, bool) {
	start := max(0, len(text)-4*maxAddress)
	tail := text[start:]
	if sitemapEnd.MatchString(tail) {
		return text, false
	}
	if tags := locTag.FindAllStringSubmatchIndex(tail, -1); len(tags) > 0 {
		if last := tags[len(tags)-1]; last[2] == last[3] { // it begins an address
			return text[:start+last[0]], true
		}
	}
	return text, true
}

// pieces cuts a long sitemap between its addresses.
func pieces(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for len(text) > mapPiece {
			end := max(strings.LastIndex(text[:mapPiece], "</url>"), strings.LastIndex(text[:mapPiece], "</sitemap>"))
			if end < 0 {
				end = mapPiece
			} else {
				end += strings.IndexByte(text[end:], '>') + 1
			}
			if !yield(text[:end]) {
				return
			}
			text = text[end:]
		}
		yield(text)
	}
}

type siteMap struct {
	*resolver
	at    Context
	doc   *Document
	pages []news.Entry
	isNew bool // it is of the kind that lists news
	parts []Part
	notes notes
}

// read finds addresses at any depth: where an end tag is missing they stand within each other.
func (m *siteMap) read(n *node) {
	for c := n.first; c != nil; c = c.next {
		switch c.local {
		case "url":
			m.page(c)
			m.read(c)
		case "sitemap":
			m.part(c)
			m.read(c)
		case "urlset", "sitemapindex":
			m.read(c)
		}
	}
}

func (m *siteMap) part(n *node) {
	part := Part{}
	for c := n.first; c != nil; c = c.next {
		switch c.local {
		case "loc":
			part.URL = address(m.at.URL, m.plain(c))
		case "lastmod":
			part.UpdatedAt = parseDate(m.plain(c), m.at.Now)
		}
	}
	if part.URL != "" && len(m.parts) < 50_000 {
		part.News = newsName.MatchString(part.URL)
		m.parts = append(m.parts, part)
	}
}

func (m *siteMap) page(n *node) {
	e := news.Entry{}
	var published moment
	for c := n.first; c != nil; c = c.next {
		switch c.local {
		case "loc":
			e.URL = address(m.at.URL, m.plain(c))
		case "lastmod":
			e.UpdatedAt = parseDate(m.plain(c), m.at.Now)
		case "news":
			m.isNew = true
			m.news(c, &e, &published)
		case "image":
			if loc := c.named("loc"); loc != nil && e.Image == "" {
				e.Image = address(m.at.URL, m.plain(loc))
			}
		case "video":
			m.video(c, &e, &published)
		}
	}
	for c := n.first; c != nil; c = c.next { // which language it is in, when translations are named
		if c.local == "link" && e.Language == "" && c.get("hreflang") != "x-default" && address(m.at.URL, c.get("href")) == e.URL {
			e.Language = languageTag(c.get("hreflang"))
		}
	}
	if e.URL == "" {
		return
	}
	e.GUID, e.PublishedAt = e.URL, published.value
	m.pages = append(m.pages, e)
}

func (m *siteMap) news(n *node, e *news.Entry, published *moment) {
	for c := n.first; c != nil; c = c.next {
		switch c.local {
		case "title":
			e.Title = escapeText(markup.Fold(m.prose(c)))
		case "publication_date":
			published.put(parseDate(m.plain(c), m.at.Now), 9)
		case "keywords", "genres":
			for tag := range strings.SplitSeq(m.plain(c), ",") {
				if tag = strings.TrimSpace(tag); tag != "" && len(e.Tags) < maxTags && !slices.Contains(e.Tags, tag) {
					e.Tags = append(e.Tags, tag)
				}
			}
		case "publication":
			if name := c.named("name"); name != nil {
				m.doc.Title = firstOf(m.doc.Title, escapeText(markup.Fold(m.plain(name))))
			}
			if language := c.named("language"); language != nil {
				e.Language = languageTag(m.plain(language))
				m.doc.Language = firstOf(m.doc.Language, e.Language)
			}
		}
	}
}

func (m *siteMap) video(n *node, e *news.Entry, published *moment) {
	for c := n.first; c != nil; c = c.next {
		switch c.local {
		case "title":
			e.Title = firstOf(e.Title, escapeText(markup.Fold(m.prose(c))))
		case "description":
			e.Summary = firstOf(e.Summary, escapeText(markup.Fold(m.prose(c))))
		case "thumbnail_loc":
			e.Image = firstOf(e.Image, address(m.at.URL, m.plain(c)))
		case "publication_date":
			published.put(parseDate(m.plain(c), m.at.Now), 5)
		case "content_loc":
			if loc := address(m.at.URL, m.plain(c)); loc != "" && len(e.Enclosures) < maxEnclosures {
				e.Enclosures = append(e.Enclosures, news.Enclosure{URL: loc, Type: "video/mp4"})
			}
		}
	}
}

// named finds the first child with a name in any namespace: sitemaps declare them carelessly.
func (n *node) named(local string) *node {
	for c := n.first; c != nil; c = c.next {
		if c.local == local {
			return c
		}
	}
	return nil
}

// finish keeps the newest pages that are articles.
func (m *siteMap) finish() {
	limit := maxSitemap
	if m.isNew {
		m.doc.Format, limit = "sitemap-news", maxNewsMap
	} else {
		m.pages = articlesOf(m.pages)
	}
	total := len(m.pages)
	m.doc.Entries = newestFirst(m.pages, limit)
	if total > len(m.doc.Entries) {
		m.notes.add("the sitemap has more articles than are kept; the newest were taken")
	}
	for _, e := range m.doc.Entries {
		if t := timeOf(e); t.After(m.doc.Updated) {
			m.doc.Updated = t
		}
	}
}

// articlesOf drops the home page, sections, tags and services from a list of all pages. A list without times, or with
// one time for all, tells too little: only addresses with the shape of an article's are kept then.
func articlesOf(pages []news.Entry) []news.Entry {
	timed := false
	for _, e := range pages {
		timed = timed || !e.UpdatedAt.Equal(pages[0].UpdatedAt)
	}
	kept := pages[:0]
	for _, e := range pages {
		u := parseAddress(e.URL)
		shape := articleShape(u)
		last := strings.Trim(u.Path, "/")
		last = last[strings.LastIndexByte(last, '/')+1:]
		switch {
		case shape >= 2:
		case timed && shape >= 0 && last != "" && (strings.ContainsAny(last, "-_0123456789") || !ascii(last)):
		case !e.PublishedAt.IsZero() && shape >= 0:
		default:
			continue
		}
		if !timed {
			e.UpdatedAt = time.Time{} // the time of the sitemap, not of the page
		}
		kept = append(kept, e)
	}
	return kept
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 0x7f }) < 0
}

func homeOf(address string) string {
	u := parseAddress(address)
	if u.Host == "" {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}).String()
}
