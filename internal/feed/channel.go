package feed

import (
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// mapper turns a tree into a document. RSS, RDF and Atom share one reading: where their words differ they do not
// clash, and feeds mix them freely.
type mapper struct {
	*resolver
	at    Context
	doc   *Document
	notes *notes

	authors  []string      // of the feed, for Atom entries without their own
	people   []news.Person // of all episodes
	explicit bool          // all episodes are
	terms    best
	items    []*node
}

// best keeps the value of the highest rank; among equals the first.
type best struct {
	value string
	rank  int
}

func (b *best) put(value string, rank int) {
	if value != "" && rank > b.rank {
		b.value, b.rank = value, rank
	}
}

// moment is best for times; among equals the last, which is what was written down last.
type moment struct {
	value time.Time
	rank  int
}

func (m *moment) put(value time.Time, rank int) {
	if !value.IsZero() && rank >= m.rank {
		m.value, m.rank = value, rank
	}
}

// channelFacts collects what is said of the feed.
type channelFacts struct {
	title, link, subtitle, language, icon, image best
	updated                                      moment
	period                                       time.Duration
	frequency                                    int
}

// read takes the feed's element: rss, rdf:RDF, feed, or whatever holds a channel or items.
func (m *mapper) read(top *node) {
	var f channelFacts
	f.frequency = 1
	if top.lang != "" {
		f.language.put(top.lang, 2)
	}
	if m.resolver.home == "" && hasScheme(top.base) {
		m.resolver.home = top.base
	}
	m.channel(top, &f)
	served, _, _ := strings.Cut(m.at.Language, ",")
	f.language.put(served, 1)
	if m.doc.TTL == 0 && f.period > 0 {
		m.doc.TTL = f.period / time.Duration(f.frequency)
	}
	d := m.doc
	d.Title, d.Link, d.Subtitle = f.title.value, f.link.value, f.subtitle.value
	d.Language = languageTag(f.language.value)
	d.Icon, d.Image, d.Updated = f.icon.value, f.image.value, f.updated.value
	if m.home == "" {
		m.home = d.Link
	}
	if m.home == "" {
		m.home = d.Self
	}
	m.entries()
}

// channel reads an element that holds facts of the feed or items, and the channel within it.
func (m *mapper) channel(n *node, f *channelFacts) {
	for c := n.first; c != nil; c = c.next {
		switch c.local {
		case "":
		case "item", "entry":
			if c.space == core || c.space == atom || c.space == atom03 {
				m.items = append(m.items, c)
			}
		case "channel", "items":
			if c.space != core {
				continue
			}
			if c.lang != "" {
				f.language.put(c.lang, 3)
			}
			f.updated.put(parseDate(c.get("lastmod"), m.at.Now), 4)
			if href := c.get("href"); href != "" {
				f.link.put(m.link(c, href), 1)
			}
			if n.parent == nil || c.local == "channel" && n.local != "channel" || c.local == "items" {
				m.channel(c, f)
			}
		default:
			m.channelFact(c, f)
		}
	}
}

func (m *mapper) channelFact(c *node, f *channelFacts) {
	switch c.space {
	case core, atom, atom03:
		m.ownChannelFact(c, f)
	case dc, dcterms:
		switch c.local {
		case "title":
			f.title.put(m.prose(c), 3)
		case "description":
			f.subtitle.put(m.proseHTML(c), 3)
		case "language":
			f.language.put(m.plain(c), 5)
		case "date", "modified":
			f.updated.put(parseDate(m.plain(c), m.at.Now), 8)
		case "created", "issued":
			f.updated.put(parseDate(m.plain(c), m.at.Now), 5)
		case "rights", "license":
			m.license(c, &m.terms)
		}
	case itunes:
		m.itunesChannelFact(c, f)
	case podcast:
		switch c.local {
		case "person":
			if len(m.people) < maxHosts {
				m.people = m.addPerson(m.people, c)
			}
		case "license":
			m.license(c, &m.terms)
		}
	case license:
		m.license(c, &m.terms)
	case sy:
		m.pace(c, f)
	case media:
		if c.local == "thumbnail" {
			f.image.put(m.link(c, c.get("url")), 3)
		} else if c.local == "content" && isPicture(c, c.get("url")) {
			f.image.put(m.link(c, c.get("url")), 2)
		}
	case webfeeds:
		switch c.local {
		case "icon":
			f.icon.put(m.link(c, m.plain(c)), 5)
		case "cover":
			f.image.put(m.link(c, c.get("image")), 2)
		}
	}
}

func (m *mapper) itunesChannelFact(c *node, f *channelFacts) {
	switch c.local {
	case "image":
		f.image.put(m.link(c, firstOf(c.get("href"), c.get("url"), m.plain(c))), 5)
	case "link":
		if relOf(c) == "image" {
			f.image.put(m.link(c, c.get("href")), 4)
		}
	case "subtitle":
		f.subtitle.put(m.prose(c), 1)
	case "summary":
		f.subtitle.put(m.prose(c), 2)
	case "author":
		m.authors = appendPerson(m.authors, m.plain(c))
	case "new-feed-url":
		m.doc.MovedTo = m.link(c, m.plain(c))
	case "explicit":
		m.explicit = isExplicit(m.plain(c))
	}
}

func (m *mapper) ownChannelFact(c *node, f *channelFacts) {
	switch c.local {
	case "title":
		f.title.put(m.construct(c), ranked(c, 9))
		f.language.put(c.lang, 1)
	case "subtitle", "description", "tagline", "abstract":
		f.subtitle.put(m.markupOf(c), ranked(c, 9))
		f.language.put(c.lang, 1)
	case "info":
		f.subtitle.put(m.markupOf(c), 4)
		f.language.put(c.lang, 1)
	case "link":
		m.channelLink(c, f)
	case "id":
		f.link.put(m.link(c, m.plain(c)), 1)
	case "language":
		f.language.put(m.plain(c), 9)
	case "lastbuilddate", "updated", "modified":
		f.updated.put(parseDate(m.plain(c), m.at.Now), 9)
	case "pubdate", "published":
		f.updated.put(parseDate(m.plain(c), m.at.Now), 7)
	case "icon":
		f.icon.put(m.link(c, m.plain(c)), 9)
	case "logo":
		f.image.put(m.link(c, m.plain(c)), 9)
		f.icon.put(m.link(c, c.get("href")), 1) // CDF
	case "image":
		f.image.put(m.link(c, m.plain(c.child(core, "url"))), 9)
		f.image.put(m.link(c, c.get("href")), 8)
		f.image.put(m.link(c, m.plain(c)), 7)
	case "author", "managingeditor":
		m.authors = m.person(m.authors, c)
	case "ttl":
		if minutes, err := strconv.Atoi(m.plain(c)); err == nil && minutes > 0 {
			m.doc.TTL = min(time.Duration(min(minutes, 1<<20))*time.Minute, maxTTL)
		}
	case "skiphours", "skipdays":
		m.quiet(c)
	case "rights", "copyright":
		m.license(c, &m.terms)
	case "redirect": // all that is left of an RSS feed that moved
		m.doc.MovedTo = m.link(c, m.plain(c.child(core, "newlocation")))
	}
}

// ranked puts Atom elements that stand in RSS below RSS's own.
func ranked(c *node, rank int) int {
	if c.prefixed && c.space == atom {
		return rank - 1
	}
	return rank
}

func (m *mapper) channelLink(c *node, f *channelFacts) {
	href := c.get("href")
	if href == "" {
		f.link.put(m.link(c, m.plain(c)), 9)
		return
	}
	full := m.link(c, href)
	for _, rel := range strings.Fields(relOf(c)) {
		switch rel {
		case "alternate":
			f.link.put(full, alternateRank(c)-1)
		case "self":
			m.doc.Self = full
		case "hub":
			m.doc.Hub = firstOf(m.doc.Hub, full)
		case "license":
			m.terms.put(full, 8)
		}
	}
}

func relOf(c *node) string {
	if rel := strings.ToLower(c.get("rel")); rel != "" {
		return rel
	}
	return "alternate"
}

// alternateRank prefers pages to other forms of the same thing.
func alternateRank(c *node) int {
	if kind := strings.ToLower(c.get("type")); kind == "" || strings.Contains(kind, "html") {
		return 9
	}
	return 7
}

// link is the absolute address that an element names.
func (m *mapper) link(c *node, ref string) string { return address(m.base(c), ref) }
