package feed

import (
	"strconv"
	"strings"

	"nutgraf/internal/text"
)

// What is said of an entry's surroundings: where it comes from, who answers it, under which terms it may be used.

// origin reads who first published an entry: a name and an address in RSS, a whole feed's facts in Atom.
func (m *mapper) origin(c *node, f *entryFacts) {
	f.originURL.put(m.link(c, firstOf(c.get("url"), c.get("href"))), 9)
	if !c.hasElements() {
		f.origin.put(m.plain(c), 8)
		return
	}
	for part := c.first; part != nil; part = part.next {
		if part.space != atom && part.space != atom03 && part.space != core {
			continue
		}
		switch part.local {
		case "title":
			f.origin.put(m.construct(part), 9)
		case "author":
			if len(f.entry.Authors) == 0 {
				f.entry.Authors = m.person(f.entry.Authors, part)
			}
		case "id":
			f.originURL.put(m.link(part, m.plain(part)), 3)
		case "link":
			switch relOf(part) {
			case "alternate":
				f.originURL.put(m.link(part, firstOf(part.get("href"), m.plain(part))), 8)
			case "self":
				f.originURL.put(m.link(part, part.get("href")), 7)
			}
		}
	}
}

// dublinPart reads Dublin Core, which says again what others say, and is believed where they are silent.
func (m *mapper) dublinPart(c *node, f *entryFacts) {
	switch c.local {
	case "title":
		f.title.put(m.prose(c), 5)
	case "description", "abstract":
		f.summary.put(m.proseHTML(c), 5)
	case "creator", "author":
		f.entry.Authors = m.person(f.entry.Authors, c)
	case "subject":
		f.tag(m.plain(c))
	case "identifier":
		f.guid.put(m.plain(c), 2)
	case "language":
		f.language.put(m.plain(c), 5)
	case "date":
		f.updated.put(parseDate(m.plain(c), m.at.Now), 6)
		f.published.put(parseDate(m.plain(c), m.at.Now), 6)
	case "issued":
		f.published.put(parseDate(m.plain(c), m.at.Now), 7)
	case "created":
		f.published.put(parseDate(m.plain(c), m.at.Now), 4)
	case "modified":
		f.updated.put(parseDate(m.plain(c), m.at.Now), 8)
	case "rights", "license":
		m.license(c, &f.terms)
	case "source":
		if value := m.plain(c); hasScheme(value) {
			f.originURL.put(m.link(c, value), 4)
		} else {
			f.origin.put(value, 4)
		}
	}
}

// talkPart reads how many comments there are, and what an entry answers.
func (m *mapper) talkPart(c *node, f *entryFacts) {
	switch {
	case c.space == slash && c.local == "comments", c.space == thread && c.local == "total":
		f.replies(m.plain(c))
	case c.space == thread && c.local == "in-reply-to" && f.entry.InReplyTo == "":
		f.entry.InReplyTo = firstOf(c.get("ref"), m.link(c, c.get("href")))
	}
}

// replies takes the larger of two counts: they are of different times.
func (f *entryFacts) replies(count string) {
	if n, err := strconv.Atoi(count); err == nil && n > f.entry.Replies {
		f.entry.Replies = n
	}
}

var licenceAddress = text.Lazy(`https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain|licences)/[A-Za-z0-9.+/-]{2,60}`)

// license reads the address of the terms: the whole value of an element or of its attribute, or that of a Creative Commons
// licence within a sentence. A mere sentence is no address.
func (m *mapper) license(c *node, terms *best) {
	for _, a := range c.attrs { // rdf:resource, url, href
		if len(a.value) > maxShared {
			continue
		}
		if a.local == "resource" || a.local == "url" || a.local == "href" {
			terms.put(m.link(c, a.value), 9)
		}
	}
	value := m.plain(c)
	if hasScheme(value) && len(value) <= maxShared && !strings.ContainsAny(value, " \t\n") {
		terms.put(m.link(c, value), 7)
	} else {
		terms.put(licenceAddress.FindString(value[:min(len(value), 2<<10)]), 5)
	}
}
