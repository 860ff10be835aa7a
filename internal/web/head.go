package web

import (
	"html"
	"html/template"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// What pages tell machines in their head: those who show a link (Open Graph, and cards as X has them), and search engines.
// All of it is made from the frame when the page is rendered, so every page has it. A page that is more than a listing sets
// Card, Crumbs and Schema, once each; what they hold has been cut to its licence before.

// card is what a link to a page shows beside the page's title, description and address.
type card struct {
	Kind               string // "article" or "profile"; empty: a page of the site
	Image              string // address; empty: none that may be shown
	Language           string // of the headline, when it is not the interface's
	Published, Updated time.Time
	Section            string
	Authors            []string
	Tags               []string
}

// cardOf is the card of a story, which the reader may see as it is.
func cardOf(story news.Story) card {
	return card{Kind: "article", Image: outward(story.Image.URL), Language: story.Language, Published: story.FirstSeenAt, Updated: story.UpdatedAt,
		Section: sectionName(story.Section), Tags: top(story.Phrases, min(len(story.Phrases), maxTags))}
}

// maxTags is how many tags a card has.
const maxTags = 5

// meta is what a line of the head says.
func meta(kind, name, content string) template.HTMLAttr {
	return template.HTMLAttr(kind + `="` + name + `" content="` + html.EscapeString(content) + `"`) //nolint:gosec // escaped
}

// Unlisted reports whether search engines are asked to leave the page alone.
func (f *frame) Unlisted() bool { return f.Hidden || f.Own }

// Graph is what those show who link to the page: https://ogp.me.
func (f *frame) Graph() []template.HTMLAttr {
	c := f.Card
	var list []template.HTMLAttr
	add := func(property, content string) {
		if content != "" {
			list = append(list, meta("property", property, content))
		}
	}
	kind := c.Kind
	if kind == "" {
		kind = "website"
	}
	add("og:site_name", f.Site)
	add("og:title", first(f.Title, f.Site))
	add("og:description", f.Description)
	add("og:type", kind)
	add("og:url", f.Canonical)
	add("og:image", c.Image)
	add("og:locale", strings.ReplaceAll(first(c.Language, f.tag()), "-", "_"))
	if kind == "article" {
		add("article:published_time", isoDate(c.Published, false))
		add("article:modified_time", isoDate(c.Updated, false))
		add("article:section", c.Section)
		for _, author := range c.Authors {
			add("article:author", author)
		}
		for _, tag := range c.Tags {
			add("article:tag", tag)
		}
	}
	look := "summary"
	if c.Image != "" {
		look = "summary_large_image"
	}
	return append(list, meta("name", "twitter:card", look))
}

func (f *frame) tag() string {
	if f.Interface == nil {
		return ""
	}
	return f.Interface.Tag
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
