package web

import (
	"net/http"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// The shapes of schema.org that pages carry as JSON-LD. The context stands once, around them all.
type (
	schemaGraph struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}
	schemaArticle struct {
		Type      string         `json:"@type"`
		Headline  string         `json:"headline"`
		URL       string         `json:"url,omitempty"`
		Main      string         `json:"mainEntityOfPage,omitempty"`
		BasedOn   string         `json:"isBasedOn,omitempty"`
		Published string         `json:"datePublished,omitempty"`
		Modified  string         `json:"dateModified,omitempty"`
		Language  string         `json:"inLanguage,omitempty"`
		Section   string         `json:"articleSection,omitempty"`
		Summary   string         `json:"description,omitempty"`
		Image     string         `json:"image,omitempty"`
		Authors   []schemaPerson `json:"author,omitempty"`
		Publisher schemaOutlet   `json:"publisher"`
		Free      bool           `json:"isAccessibleForFree"`
	}
	schemaPerson struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
	schemaOutlet struct {
		Type string `json:"@type"`
		Name string `json:"name"`
		URL  string `json:"url,omitempty"`
	}
	schemaCollection struct {
		Type     string     `json:"@type"`
		Name     string     `json:"name"`
		URL      string     `json:"url"`
		Language string     `json:"inLanguage,omitempty"`
		Main     schemaList `json:"mainEntity"`
	}
	schemaList struct {
		Type  string        `json:"@type"`
		Items []schemaPlace `json:"itemListElement"`
	}
	schemaPlace struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		URL      string `json:"url,omitempty"`  // of a list
		Name     string `json:"name,omitempty"` // of a way
		Item     string `json:"item,omitempty"` // likewise
	}
	schemaSite struct {
		Type   string       `json:"@type"`
		Name   string       `json:"name"`
		URL    string       `json:"url"`
		Action schemaSearch `json:"potentialAction"`
	}
	schemaSearch struct {
		Type   string       `json:"@type"`
		Target schemaTarget `json:"target"`
		Query  string       `json:"query-input"`
	}
	schemaTarget struct {
		Type     string `json:"@type"`
		Template string `json:"urlTemplate"`
	}
	schemaEntity struct {
		Type  string   `json:"@type"`
		Name  string   `json:"name"`
		URL   string   `json:"url"`
		Other []string `json:"alternateName,omitempty"`
		Role  string   `json:"jobTitle,omitempty"` // of a person
	}
	schemaQuote struct {
		Type    string        `json:"@type"`
		URL     string        `json:"url"`
		Text    string        `json:"text"`
		Speaker *schemaPerson `json:"spokenByCharacter,omitempty"`
		Part    schemaPart    `json:"isPartOf"`
		Day     string        `json:"dateCreated,omitempty"`
	}
	schemaPart struct {
		Type     string `json:"@type"`
		URL      string `json:"url,omitempty"`
		Headline string `json:"headline"`
	}
)

// Markup is what a page is, for search engines: what its Schema says, and the way that leads to it.
func (f *frame) Markup() any {
	graph := schemaGraph{Context: "https://schema.org"}
	if f.Schema != nil && f.Canonical != "" {
		graph.Graph = append(graph.Graph, f.Schema)
	}
	if f.Title != "" && f.Canonical != "" { // the front page is where the way begins
		way := schemaList{Type: "BreadcrumbList", Items: []schemaPlace{{Type: "ListItem", Position: 1, Name: f.Site, Item: f.Home}}}
		for _, place := range f.Crumbs {
			if place.URL != "" && place.URL != "/" {
				item := strings.TrimSuffix(f.Home, "/") + place.URL
				way.Items = append(way.Items, schemaPlace{Type: "ListItem", Position: len(way.Items) + 1, Name: place.Name, Item: item})
			}
		}
		way.Items = append(way.Items, schemaPlace{Type: "ListItem", Position: len(way.Items) + 1, Name: f.Title}) // where one is needs no address
		graph.Graph = append(graph.Graph, way)
	}
	if len(graph.Graph) == 0 {
		return nil
	}
	return graph
}

// newsArticle describes an article as its publisher's. It has been cut to its licence before.
func newsArticle(a news.Article, source news.Source, publisher string) schemaArticle {
	kind := "NewsArticle"
	switch a.Kind {
	case news.KindOpinion:
		kind = "OpinionNewsArticle"
	case news.KindReview:
		kind = "ReviewNewsArticle"
	case news.KindLive:
		kind = "LiveBlogPosting"
	}
	described := schemaArticle{
		Type: kind, Headline: a.Headline, URL: publisher, Main: publisher, BasedOn: publisher,
		Published: isoDate(a.PublishedAt, a.DateOnly), Modified: isoDate(a.UpdatedAt, false), Language: a.Language,
		Section: sectionName(a.Section), Summary: a.Summary, Image: outward(a.Image.URL), Free: !a.Truncated && !a.Paywall,
		Publisher: schemaOutlet{"Organization", nameOf(source, a), outward(source.Home)},
	}
	for _, name := range a.Authors {
		described.Authors = append(described.Authors, schemaPerson{"Person", name})
	}
	return described
}

// maxListed is how many bytes of addresses a page's list may have: search engines know the rest from the sitemaps.
const maxListed = 1200

// collection describes a page that lists stories, by the first of their addresses.
func (s *Site) collection(r *http.Request, name string, stories []news.Story) schemaCollection {
	var paths []string
	for _, story := range stories {
		paths = append(paths, storyPath(story.ID, story.Headline))
	}
	return s.listed(r, name, paths)
}

// listed describes a page that lists what is at these paths.
func (s *Site) listed(r *http.Request, name string, paths []string) schemaCollection {
	list := schemaList{Type: "ItemList", Items: []schemaPlace{}}
	size := 0
	for i, path := range paths {
		place := schemaPlace{Type: "ListItem", Position: i + 1, URL: s.absolute(r, path)}
		if size += len(place.URL) + len(`{"@type":"ListItem","position":10,"url":""},`); size > maxListed {
			break
		}
		list.Items = append(list.Items, place)
	}
	return schemaCollection{Type: "CollectionPage", Name: name, URL: s.absolute(r, r.URL.Path), Language: s.say(r).Tag, Main: list}
}

// website describes the site, on its front page: search engines may offer its search.
func (s *Site) website(r *http.Request) schemaSite {
	return schemaSite{"WebSite", s.Title, s.absolute(r, "/"), schemaSearch{"SearchAction",
		schemaTarget{"EntryPoint", s.absolute(r, "/search?q=") + "{search_term_string}"}, "required name=search_term_string"}}
}

// entityKinds are the words of schema.org.
var entityKinds = map[news.EntityKind]string{news.EntityPerson: "Person", news.EntityOrganisation: "Organization", news.EntityPlace: "Place"}

// entityMarkup describes a person, an organisation or a place.
func (s *Site) entityMarkup(r *http.Request, e news.Entity, aliases []string) schemaEntity {
	described := schemaEntity{Type: entityKinds[e.Kind], Name: e.Name, URL: s.absolute(r, entityPath(e.ID, e.Name)), Other: aliases}
	if e.Kind == news.EntityPerson {
		described.Role = e.Role
	}
	return described
}

// quotation describes a quotation by what of it may be shown; nil when nothing may.
func (s *Site) quotation(r *http.Request, said news.Saying, line sayingLine) any {
	if line.Words == "" || len(said.Carriers) == 0 {
		return nil
	}
	c := said.Carriers[0]
	described := schemaQuote{Type: "Quotation", URL: s.absolute(r, quotePath(said.ID)), Text: line.Words, Day: isoDate(said.SaidFrom, true),
		Part: schemaPart{"CreativeWork", outward(c.URL), c.Headline}}
	if said.SpokenBy != "" {
		described.Speaker = &schemaPerson{"Person", said.SpokenBy}
	}
	return described
}

func isoDate(t time.Time, dateOnly bool) string {
	switch {
	case t.IsZero():
		return ""
	case dateOnly:
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}
