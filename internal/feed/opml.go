package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

const maxSubscriptions = 20_000

// ReadOPML lists the feeds of an OPML file in its order, each address once. A folder named like a section gives its
// feeds that section, also through folders within. The error wraps [news.ErrInvalid] when the file is no OPML or
// names no feed.
func ReadOPML(file []byte) ([]news.Subscription, error) {
	var said notes
	root, b := build(strings.TrimLeft(decode(file, "", &said), " \t\r\n\uFEFF"), "")
	top := root
	for c := root.first; c != nil; c = c.next {
		if c.local == "opml" || c.local == "body" || c.local == "outline" {
			top = c
			break
		}
	}
	if top == root {
		return nil, fmt.Errorf("this is no OPML file: %w", news.ErrInvalid)
	}
	o := &opmlReader{resolver: b.resolver, seen: map[string]bool{}}
	if top.local == "outline" {
		top = root
	}
	o.folder(top, "")
	if len(o.found) == 0 {
		return nil, fmt.Errorf("the OPML file names no feeds: %w", news.ErrInvalid)
	}
	return o.found, nil
}

type opmlReader struct {
	*resolver
	found []news.Subscription
	seen  map[string]bool
}

// folder reads outlines at any depth; the tree bounds it.
func (o *opmlReader) folder(n *node, section news.Section) {
	for c := n.first; c != nil; c = c.next {
		switch c.local {
		case "body":
			o.folder(c, section)
		case "outline":
			within := section
			if s := sectionNamed(firstOf(c.get("text"), c.get("title"))); s != "" {
				within = s
			}
			if o.outline(c, section) {
				within = section
			}
			o.folder(c, within)
		}
	}
}

// outline reads one line; false when it is no feed.
func (o *opmlReader) outline(c *node, section news.Section) bool {
	ref := c.get("xmlurl")
	if kind := strings.ToLower(c.get("type")); ref == "" && (kind == "rss" || kind == "atom" || kind == "feed") {
		ref = c.get("url")
	}
	ref = strings.TrimPrefix(ref, "feed:")
	if strings.HasPrefix(ref, "//") {
		ref = "https:" + ref
	}
	full := markup.Absolute("", ref)
	if full == "" {
		return false
	}
	if o.seen[full] || len(o.found) >= maxSubscriptions {
		return true
	}
	o.seen[full] = true
	s := news.Subscription{
		URL: full, Title: markup.Fold(firstOf(c.get("title"), c.get("text"))),
		Home: markup.Absolute("", c.get("htmlurl")), Section: section,
	}
	for _, category := range strings.Split(c.get("category"), ",") {
		category = strings.Trim(strings.TrimSpace(category), "/")
		if country, found := strings.CutPrefix(category, "country/"); found && len(country) == 2 {
			s.Country = strings.ToUpper(country)
		} else if named := sectionNamed(category); named != "" && s.Section == "" {
			s.Section = named
		}
	}
	o.found = append(o.found, s)
	return true
}

// sectionWords are the names that people give to folders, besides the sections' own.
var sectionWords = map[string]news.Section{
	"international": news.SectionWorld, "monde": news.SectionWorld, "welt": news.SectionWorld, "mundo": news.SectionWorld, "esteri": news.SectionWorld, "ausland": news.SectionWorld, "العالم": news.SectionWorld, "мир": news.SectionWorld,
	"politique": news.SectionPolitics, "politik": news.SectionPolitics, "política": news.SectionPolitics, "politica": news.SectionPolitics, "سياسة": news.SectionPolitics, "политика": news.SectionPolitics,
	"economy": news.SectionBusiness, "finance": news.SectionBusiness, "économie": news.SectionBusiness, "wirtschaft": news.SectionBusiness, "economía": news.SectionBusiness, "economia": news.SectionBusiness, "markets": news.SectionBusiness,
	"tech": news.SectionTech, "technik": news.SectionTech, "technologie": news.SectionTech, "tecnología": news.SectionTech, "it": news.SectionTech,
	"sciences": news.SectionScience, "wissenschaft": news.SectionScience, "ciencia": news.SectionScience, "wissen": news.SectionScience,
	"santé": news.SectionHealth, "gesundheit": news.SectionHealth, "salud": news.SectionHealth,
	"environment": news.SectionClimate, "environnement": news.SectionClimate, "umwelt": news.SectionClimate, "klima": news.SectionClimate, "climat": news.SectionClimate,
	"arts": news.SectionCulture, "kultur": news.SectionCulture, "cultura": news.SectionCulture, "entertainment": news.SectionCulture, "books": news.SectionCulture, "ثقافة": news.SectionCulture,
	"sports": news.SectionSport, "deportes": news.SectionSport, "رياضة": news.SectionSport, "спорт": news.SectionSport,
	"comment": news.SectionOpinion, "opinions": news.SectionOpinion, "meinung": news.SectionOpinion, "opinión": news.SectionOpinion,
	"regional": news.SectionLocal, "lokales": news.SectionLocal,
}

func sectionNamed(name string) news.Section {
	name = strings.ToLower(strings.TrimSpace(name))
	if s := news.Section(name); s != "" && s.Valid() {
		return s
	}
	return sectionWords[name]
}

type opmlOutline struct {
	Text     string        `xml:"text,attr"`
	Title    string        `xml:"title,attr,omitempty"`
	Type     string        `xml:"type,attr,omitempty"`
	XMLURL   string        `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string        `xml:"htmlUrl,attr,omitempty"`
	Category string        `xml:"category,attr,omitempty"`
	Outlines []opmlOutline `xml:"outline"`
}

// WriteOPML writes subscriptions as OPML 2.0, one folder per section in the order of [news.Sections], those without a
// section last and in no folder. [ReadOPML] gives the same subscriptions again, in that order.
func WriteOPML(title string, subscriptions []news.Subscription) ([]byte, error) {
	var body []opmlOutline
	for _, section := range news.Sections() {
		if lines := opmlLines(subscriptions, section); len(lines) > 0 {
			body = append(body, opmlOutline{Text: string(section), Outlines: lines})
		}
	}
	body = append(body, opmlLines(subscriptions, "")...)
	document := struct {
		XMLName xml.Name      `xml:"opml"`
		Version string        `xml:"version,attr"`
		Title   string        `xml:"head>title"`
		Body    []opmlOutline `xml:"body>outline"`
	}{Version: "2.0", Title: title, Body: body}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	encoder := xml.NewEncoder(&b)
	encoder.Indent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return nil, fmt.Errorf("write OPML: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func opmlLines(subscriptions []news.Subscription, section news.Section) []opmlOutline {
	var lines []opmlOutline
	for _, s := range subscriptions {
		if s.Section != section {
			continue
		}
		line := opmlOutline{Text: firstOf(s.Title, s.URL), Title: s.Title, Type: "rss", XMLURL: s.URL, HTMLURL: s.Home}
		if s.Country != "" {
			line.Category = "/country/" + s.Country
		}
		lines = append(lines, line)
	}
	return lines
}
