package web

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// The shapes of RFC 4287, as far as they are written here.
type (
	atomDocument struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr,omitempty"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  *atomPerson `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		Lang      string         `xml:"xml:lang,attr,omitempty"`
		ID        string         `xml:"id"`
		Title     string         `xml:"title"`
		Links     []atomLink     `xml:"link"`
		Published string         `xml:"published,omitempty"`
		Updated   string         `xml:"updated"`
		Authors   []atomPerson   `xml:"author"`
		Category  []atomCategory `xml:"category"`
		Summary   string         `xml:"summary,omitempty"`
	}
	atomLink struct {
		Rel    string `xml:"rel,attr"`
		Type   string `xml:"type,attr,omitempty"`
		Href   string `xml:"href,attr"`
		Length int64  `xml:"length,attr,omitempty"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
)

const atomType = atomFeed

// atom writes a channel as an Atom feed.
func atom(c *channel) (*reply, error) {
	document := atomDocument{
		ID: tagURI(c.ID), Title: printable(c.Title), Updated: rfc3339(c.Updated), Lang: c.Language, Author: &atomPerson{printable(c.Site)},
		Links: []atomLink{{Rel: "self", Type: atomType, Href: c.Self}, {Rel: "alternate", Type: "text/html", Href: c.Home}},
	}
	for _, i := range c.Items {
		document.Entries = append(document.Entries, atomEntryOf(i))
	}
	body, err := xml.MarshalIndent(document, "", " ")
	if err != nil {
		return nil, fmt.Errorf("atom: %w", err)
	}
	return ok(atomType+"; charset=utf-8", append([]byte(xml.Header), append(body, '\n')...)), nil
}

func atomEntryOf(i item) atomEntry {
	entry := atomEntry{
		ID: tagURI(i.ID), Title: printable(i.Headline), Updated: rfc3339(i.Updated), Lang: i.Language, Summary: printable(i.Summary),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: i.URL}},
	}
	if !i.Published.IsZero() {
		entry.Published = rfc3339(i.Published)
	}
	if i.Related != "" {
		entry.Links = append(entry.Links, atomLink{Rel: "related", Type: "text/html", Href: i.Related})
	}
	for _, m := range i.Media {
		if address := outward(m.URL); address != "" {
			entry.Links = append(entry.Links, atomLink{Rel: "enclosure", Type: m.Type, Href: address, Length: max(m.Length, 0)})
		}
	}
	if i.Section != "" {
		entry.Category = []atomCategory{{i.Section}}
	}
	entry.Authors = []atomPerson{{printable(credit(i))}}
	return entry
}

// credit names who wrote, and always the source.
func credit(i item) string {
	if len(i.Authors) == 0 {
		return i.Source
	}
	return byline(i.Authors) + ", " + i.Source
}

// rfc3339 never writes an empty date, which Atom forbids: unknown is the beginning of time.
func rfc3339(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339)
}

// printable drops what XML 1.0 cannot carry.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
