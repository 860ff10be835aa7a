package web

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The shapes of JSON Feed 1.1, as far as they are written here.
type (
	jsonDocument struct {
		Version  string     `json:"version"`
		Title    string     `json:"title"`
		Home     string     `json:"home_page_url"`
		Self     string     `json:"feed_url"`
		Language string     `json:"language,omitempty"`
		Items    []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID          string           `json:"id"`
		URL         string           `json:"url"`
		External    string           `json:"external_url,omitempty"`
		Title       string           `json:"title"`
		Text        string           `json:"content_text"`
		Summary     string           `json:"summary,omitempty"`
		Image       string           `json:"image,omitempty"`
		Published   string           `json:"date_published,omitempty"`
		Modified    string           `json:"date_modified,omitempty"`
		Authors     []jsonAuthor     `json:"authors,omitempty"`
		Tags        []string         `json:"tags,omitempty"`
		Language    string           `json:"language,omitempty"`
		Attachments []jsonAttachment `json:"attachments,omitempty"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
	jsonAttachment struct {
		URL  string `json:"url"`
		Type string `json:"mime_type"`
		Size int64  `json:"size_in_bytes,omitempty"`
	}
)

// jsonFeed writes a channel as a JSON Feed.
func jsonFeed(c *channel) (*reply, error) {
	document := jsonDocument{
		Version: "https://jsonfeed.org/version/1.1", Title: c.Title, Home: c.Home, Self: c.Self, Language: c.Language,
		Items: []jsonItem{},
	}
	for _, i := range c.Items {
		document.Items = append(document.Items, jsonItemOf(i))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", " ")
	if err := e.Encode(document); err != nil {
		return nil, fmt.Errorf("json feed: %w", err)
	}
	return ok("application/feed+json; charset=utf-8", b.Bytes()), nil
}

func jsonItemOf(i item) jsonItem {
	entry := jsonItem{
		ID: tagURI(i.ID), URL: i.URL, Title: i.Headline, Text: i.Summary, Image: i.Image, Language: i.Language,
		Authors: []jsonAuthor{{credit(i)}},
	}
	if i.Related != "" { // an article: ours is the page here, the publisher's is what it is about
		entry.URL, entry.External = i.Related, i.URL
	}
	if !i.Published.IsZero() {
		entry.Published = rfc3339(i.Published)
	}
	if !i.Updated.IsZero() {
		entry.Modified = rfc3339(i.Updated)
	}
	if i.Section != "" {
		entry.Tags = []string{i.Section}
	}
	for _, m := range i.Media {
		if address := outward(m.URL); address != "" && m.Type != "" {
			entry.Attachments = append(entry.Attachments, jsonAttachment{address, m.Type, max(m.Length, 0)})
		}
	}
	return entry
}
