package feed

import (
	"fmt"
	"hash/fnv"
	"strings"

	"nutgraf/internal/news"
)

// entryFacts collects what is said of one entry.
type entryFacts struct {
	entry                                              news.Entry
	guid, link, title, summary, content, image, origin best
	comments, language, originURL, terms               best
	published, updated                                 moment
	fromSummary                                        bool // the summary came from <summary>, not from <description>
	imageWidth                                         int
	episode                                            news.Episode
	place                                              news.Point
	placeRank                                          int // 0: none
	halves                                             int // which of latitude (1) and longitude (2) came alone
}

func (m *mapper) entries() {
	if len(m.items) > maxEntries {
		m.notes.add(fmt.Sprintf("there are %d entries; %d were read", len(m.items), maxEntries))
		m.items = m.items[:maxEntries]
	}
	seen := map[string]string{}
	for i, n := range m.items {
		e := m.entry(n)
		if i == len(m.items)-1 && m.z.cut && e.Title == "" && e.URL == "" {
			break // all that is left of the last one
		}
		if link, repeated := seen[e.GUID]; repeated && link != e.URL && e.URL != "" {
			m.notes.add("several entries have the same id")
			e.GUID += " " + e.URL
		}
		seen[e.GUID] = e.URL
		m.doc.Entries = append(m.doc.Entries, e)
	}
}

func (m *mapper) entry(n *node) news.Entry {
	f := &entryFacts{}
	for _, a := range n.attrs {
		switch a.local {
		case "about":
			f.guid.put(strings.TrimSpace(a.value), 5)
		case "href":
			f.link.put(m.link(n, a.value), 4)
		case "lastmod":
			f.updated.put(parseDate(a.value, m.at.Now), 4)
		}
	}
	m.parts(n, f)
	e := f.entry
	e.Title, e.Summary, e.Content = f.title.value, f.summary.value, f.content.value
	e.GUID, e.URL, e.Comments, e.Origin = f.guid.value, f.link.value, f.comments.value, f.origin.value
	f.terms.put(m.terms.value, 1)
	e.OriginURL, e.Terms = f.originURL.value, f.terms.value
	e.PublishedAt, e.UpdatedAt = f.published.value, f.updated.value
	if e.PublishedAt.IsZero() {
		e.PublishedAt = e.UpdatedAt // the only time that is claimed
	}
	f.language.put(n.lang, 1)
	if n.lang != "" || n.parent.lang == "" {
		f.language.put(m.doc.Language, 1)
	}
	e.Language = languageTag(f.language.value)
	if f.image.rank < 2 {
		f.image.put(firstImage(m.base(n), e.Content), 1)
		f.image.put(firstImage(m.base(n), e.Summary), 1)
	}
	e.Image = f.image.value
	if len(e.Authors) == 0 && strings.HasPrefix(m.doc.Format, "atom") {
		e.Authors = m.authors
	}
	if f.placeRank > 0 {
		e.Place = &f.place
	}
	e.Episode = m.episodeOf(f)
	if e.GUID == "" {
		e.GUID = identity(e)
	}
	return e
}

// identity stands in for a missing guid: the link, or a hash of what else is said.
func identity(e news.Entry) string {
	if e.URL != "" {
		return e.URL
	}
	hash := fnv.New128a()
	if e.Title != "" {
		fmt.Fprint(hash, e.Title) // alone: the rest of an entry changes more often
	} else {
		fmt.Fprint(hash, e.Summary, e.Content, e.Enclosures, e.PublishedAt.Unix(), e.Authors, e.Tags)
	}
	return fmt.Sprintf("hash:%x", hash.Sum(nil))
}

// parts reads the children of an entry, or of a group within it.
func (m *mapper) parts(n *node, f *entryFacts) {
	for c := n.first; c != nil; c = c.next {
		if c.local == "" {
			continue
		}
		switch c.space {
		case core, atom, atom03:
			m.ownPart(c, f)
		case dc, dcterms:
			m.dublinPart(c, f)
		case content:
			if c.local == "encoded" {
				f.content.put(m.proseHTML(c), 9)
				f.speaksLike(c)
			}
		case xhtml:
			if c.local == "body" || c.local == "div" {
				f.content.put(m.prose(c), 8)
				f.speaksLike(c)
			}
		case media:
			m.mediaPart(c, f)
		case itunes:
			m.itunesPart(c, f)
		case podcast:
			m.podcastPart(c, f)
		case slash, thread:
			m.talkPart(c, f)
		case license:
			m.license(c, &f.terms)
		case georss, gml, geo:
			m.placePart(c, f)
		case feedburner:
			if c.local == "origlink" {
				f.link.put(m.link(c, m.plain(c)), 6)
			}
		}
	}
}

func (m *mapper) ownPart(c *node, f *entryFacts) {
	switch c.local {
	case "title":
		f.title.put(m.construct(c), ranked(c, 9))
		f.speaks(c, 2)
	case "description", "summary", "abstract", "tagline":
		m.summary(c, f)
	case "content":
		f.content.put(m.construct(c), ranked(c, 7))
		f.speaksLike(c)
		if src := c.get("src"); src != "" {
			f.link.put(m.link(c, src), 2)
		}
	case "fullitem", "body":
		f.content.put(m.proseHTML(c), 8)
		f.speaksLike(c)
	case "link":
		m.entryLink(c, f)
	case "guid":
		value := m.plain(c)
		f.guid.put(value, 9)
		if !strings.EqualFold(c.get("ispermalink"), "false") && hasScheme(value) {
			f.link.put(m.link(c, value), 5)
		}
	case "id":
		value := m.plain(c)
		if strings.Contains(value, "/") && !hasScheme(value) { // it is an IRI, so that a relative one is resolved as others are
			value = firstOf(m.link(c, value), value)
		}
		f.guid.put(value, 8)
		if hasScheme(value) {
			f.link.put(m.link(c, value), 3)
		}
	case "author":
		f.entry.Authors = m.person(f.entry.Authors, c)
	case "tags", "keywords":
		f.tags(m.plain(c))
	case "category":
		f.tag(firstOf(c.get("term"), m.plain(c), c.get("label")))
	case "pubdate", "published", "issued", "created", "updated", "modified", "lastbuilddate":
		m.date(c, f)
	case "enclosure":
		f.enclosure(m.link(c, firstOf(c.get("url"), c.get("href"))), c.get("type"), c.get("length"))
	case "comments":
		f.comments.put(m.link(c, m.plain(c)), 9)
	case "source":
		m.origin(c, f)
	case "rights", "copyright":
		m.license(c, &f.terms)
	case "language":
		f.language.put(m.plain(c), 4)
	case "image":
		f.image.put(m.link(c, m.plain(c.child(core, "url"))), 5)
		f.image.put(m.link(c, firstOf(c.get("href"), c.get("url"), m.plain(c))), 4)
	}
}

func (m *mapper) date(c *node, f *entryFacts) {
	switch at := parseDate(m.plain(c), m.at.Now); c.local {
	case "pubdate", "published":
		f.published.put(at, 9)
	case "issued":
		f.published.put(at, 8)
	case "created":
		f.published.put(at, 5)
	default:
		f.updated.put(at, 9)
	}
}

// summary reads the short text. An item with both <description> and <summary> has its content in the second of them.
func (m *mapper) summary(c *node, f *entryFacts) {
	value := m.markupOf(c)
	f.speaks(c, 2)
	isSummary := c.local != "description"
	if f.summary.rank == 9 && isSummary != f.fromSummary {
		f.content.put(value, 1)
		return
	}
	f.fromSummary = isSummary
	f.summary.put(value, ranked(c, 9))
}

// markupOf is the value of an element that is HTML unless it says otherwise.
func (m *mapper) markupOf(c *node) string {
	if c.space == atom || c.space == atom03 || c.get("type") != "" || c.get("mode") != "" {
		return m.construct(c)
	}
	return m.proseHTML(c)
}

func (m *mapper) entryLink(c *node, f *entryFacts) {
	href := c.get("href")
	if href == "" {
		f.link.put(m.link(c, m.plain(c)), 9)
		return
	}
	full := m.link(c, href)
	for _, rel := range strings.Fields(relOf(c)) {
		switch rel {
		case "alternate", "http://www.iana.org/assignments/relation/alternate":
			f.link.put(full, ranked(c, alternateRank(c)))
		case "enclosure":
			f.enclosure(full, c.get("type"), c.get("length"))
		case "related":
			f.link.put(full, 2)
		case "replies":
			if kind := c.get("type"); kind == "" || strings.Contains(kind, "html") {
				f.comments.put(full, 5)
			}
			f.replies(c.of(thread, "count"))
		case "license":
			f.terms.put(full, 8)
		case "http://podlove.org/simple-chapters":
			f.episode.Chapters = firstOf(f.episode.Chapters, full)
		}
	}
}

// tags adds words that commas separate.
func (f *entryFacts) tags(words string) {
	for word := range strings.SplitSeq(words, ",") {
		f.tag(word)
	}
}

func (f *entryFacts) tag(tag string) {
	tag = strings.TrimSpace(tag)
	if tag == "" || len(f.entry.Tags) >= maxTags {
		return
	}
	for _, known := range f.entry.Tags {
		if known == tag {
			return
		}
	}
	f.entry.Tags = append(f.entry.Tags, tag)
}

func firstOf(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}
