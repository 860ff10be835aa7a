package feed

import (
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/net/html"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

const (
	maxDataBytes = 4 << 20
	maxDataDepth = 40
)

// told lists the articles that the page's JSON-LD names: in an ItemList, as parts of a page or blog, or one by one.
func (p *lister) told() []news.Entry {
	t := &teller{p: p, known: map[string]int{}}
	left := maxDataBytes
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "script" || n.FirstChild == nil || mediaType(attribute(n, "type")) != "application/ld+json" {
			continue
		}
		var value any
		if left -= len(n.FirstChild.Data); left < 0 {
			break
		}
		if json.Unmarshal([]byte(strings.TrimSpace(n.FirstChild.Data)), &value) == nil {
			t.visit(value, false, 0)
		}
	}
	kept := t.entries[:0]
	for _, e := range t.entries {
		if e.Title == "" {
			if link := p.known[addressKey(parseAddress(e.URL))]; link != nil {
				e.Title = escapeText(shortTitle(firstOf(link.text, link.alt)))
			}
		}
		if e.Title != "" {
			kept = append(kept, e)
		}
	}
	return kept
}

// teller collects articles from JSON-LD.
type teller struct {
	p       *lister
	entries []news.Entry
	known   map[string]int
}

func (t *teller) visit(value any, listed bool, depth int) {
	if depth > maxDataDepth || len(t.entries) >= 2*maxPageEntries {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			t.visit(one, listed, depth+1)
		}
	case map[string]any:
		switch kind := schemaType(v); {
		case kind == "BreadcrumbList" || kind == "SiteNavigationElement" || kind == "FAQPage" || kind == "WebSite":
			return
		case kind == "ItemList":
			t.items(v["itemListElement"], depth)
			return
		case strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "Posting") || kind == "VideoObject" && listed || kind == "CreativeWork" && listed:
			t.article(v)
			return
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "blogPost", "blogPosts", "itemListElement", "about", "dataFeedElement", "item"} {
			t.visit(v[key], listed, depth+1)
		}
	}
}

func (t *teller) items(value any, depth int) {
	elements, _ := value.([]any)
	for _, element := range elements {
		switch e := element.(type) {
		case string:
			t.add(news.Entry{URL: e})
		case map[string]any:
			item, isObject := e["item"].(map[string]any)
			if !isObject {
				item = e
				if s, isText := e["item"].(string); isText && e["url"] == nil {
					item = map[string]any{"url": s, "name": e["name"]}
				}
			} else if item["url"] == nil && e["url"] != nil {
				item["url"] = e["url"]
			}
			t.article(item)
		default:
			t.visit(element, true, depth+1)
		}
	}
}

func (t *teller) article(v map[string]any) {
	e := news.Entry{
		URL:         firstOf(textOf(v["url"]), idOf(v["mainEntityOfPage"]), textOf(v["@id"])),
		Title:       firstOf(textOf(v["headline"]), textOf(v["name"])),
		Summary:     textOf(v["description"]),
		PublishedAt: parseDate(firstOf(textOf(v["datePublished"]), textOf(v["uploadDate"])), t.p.at.Now),
		UpdatedAt:   parseDate(textOf(v["dateModified"]), t.p.at.Now),
		Image:       markup.Absolute(t.p.base, firstOf(idOf(v["image"]), textOf(v["thumbnailUrl"]))),
	}
	t.add(e)
}

func (t *teller) add(e news.Entry) {
	u := parseAddress(markup.Absolute(t.p.base, e.URL))
	u.Fragment = ""
	if u.Host == "" || siteOf(u.Hostname()) != t.p.site || addressKey(u) == addressKey(t.p.home) || articleShape(u) < 0 {
		return
	}
	withoutTracking(u)
	e.URL = u.String()
	e.GUID = e.URL
	e.Title = escapeText(shortTitle(markup.PlainText(e.Title)))
	e.Summary = escapeText(markup.Fold(markup.PlainText(e.Summary)))
	key := addressKey(u)
	if i, known := t.known[key]; known {
		t.entries[i] = filledFrom(t.entries[i], e)
		return
	}
	t.known[key] = len(t.entries)
	t.entries = append(t.entries, e)
}

// schemaType is the type of an object of JSON-LD, the first when it has several.
func schemaType(v map[string]any) string {
	kind := v["@type"]
	if several, ok := kind.([]any); ok && len(several) > 0 {
		kind = several[0]
	}
	name := textOf(kind)
	return name[strings.LastIndexAny(name, "/:#")+1:]
}

func textOf(value any) string {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v)
	case []any:
		if len(v) > 0 {
			return textOf(v[0])
		}
	}
	return ""
}

// idOf is an address that is given bare, as the url or @id of an object, or as the first of several.
func idOf(value any) string {
	switch v := value.(type) {
	case map[string]any:
		return firstOf(textOf(v["url"]), textOf(v["@id"]))
	case []any:
		if len(v) > 0 {
			return idOf(v[0])
		}
	}
	return textOf(value)
}

// enriched adds what JSON-LD tells to the entries of a list.
func enriched(entries, told []news.Entry) []news.Entry {
	byURL := map[string]news.Entry{}
	for _, e := range told {
		byURL[addressKey(parseAddress(e.URL))] = e
	}
	for i, e := range entries {
		if more, known := byURL[addressKey(parseAddress(e.URL))]; known {
			if !more.PublishedAt.IsZero() && !more.PublishedAt.Equal(more.PublishedAt.Truncate(24*time.Hour)) {
				entries[i].PublishedAt = more.PublishedAt // to the minute, where the page has the day
			}
			entries[i] = filledFrom(entries[i], more)
		}
	}
	return entries
}

// filledFrom is e with what only more says.
func filledFrom(e, more news.Entry) news.Entry {
	e.Title, e.Summary, e.Image = firstOf(e.Title, more.Title), firstOf(e.Summary, more.Summary), firstOf(e.Image, more.Image)
	if e.PublishedAt.IsZero() {
		e.PublishedAt = more.PublishedAt
	}
	if e.UpdatedAt.IsZero() {
		e.UpdatedAt = more.UpdatedAt
	}
	return e
}
