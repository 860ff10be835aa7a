package web

import (
	"net/http"
	"time"

	"nutgraf/internal/news"
)

// The shapes of schema.org that pages carry as JSON-LD.
type (
	schemaArticle struct {
		Context   string         `json:"@context"`
		Type      string         `json:"@type"`
		Headline  string         `json:"headline"`
		URL       string         `json:"url,omitempty"`
		Main      string         `json:"mainEntityOfPage,omitempty"`
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
		Context string     `json:"@context"`
		Type    string     `json:"@type"`
		Name    string     `json:"name"`
		URL     string     `json:"url"`
		Main    schemaList `json:"mainEntity"`
	}
	schemaList struct {
		Type  string        `json:"@type"`
		Items []schemaPlace `json:"itemListElement"`
	}
	schemaPlace struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		URL      string `json:"url"`
		Name     string `json:"name"`
	}
)

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
		Context: "https://schema.org", Type: kind, Headline: a.Headline, URL: publisher, Main: publisher,
		Published: isoDate(a.PublishedAt, a.DateOnly), Modified: isoDate(a.UpdatedAt, false), Language: a.Language,
		Section: sectionName(a.Section), Summary: a.Summary, Image: outward(a.Image.URL), Free: !a.Truncated,
		Publisher: schemaOutlet{"NewsMediaOrganization", nameOf(source, a), outward(source.Home)},
	}
	for _, name := range a.Authors {
		described.Authors = append(described.Authors, schemaPerson{"Person", name})
	}
	return described
}

// collection describes a page that lists stories.
func (s *Site) collection(r *http.Request, name string, stories []news.Story) schemaCollection {
	list := schemaList{Type: "ItemList", Items: []schemaPlace{}}
	for i, story := range stories {
		list.Items = append(list.Items, schemaPlace{"ListItem", i + 1, s.absolute(r, storyPath(story.ID, story.Headline)), story.Headline})
	}
	return schemaCollection{"https://schema.org", "CollectionPage", name, s.absolute(r, r.URL.Path), list}
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
