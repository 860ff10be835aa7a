package main

import (
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// feedCommand prints what feeds say.
type feedCommand struct {
	JSON    bool     `name:"json" help:"Print one JSON line per input (the only form there is)."`
	URL     string   `name:"url" help:"The address that the feed was saved from; relative links are read against it."`
	Workers int      `help:"Feeds read at the same time; 0 takes all cores." default:"0"`
	Path    []string `arg:"" help:"Feed files or folders of them; - is standard input."`
}

func (feedCommand) Help() string {
	return `RSS 0.9x to 2.0, RDF, Atom and JSON Feed. A broken feed gives what is readable, with notes on what is not.

  curl -s https://www.example.org/feed | nutgraf feed --json --url https://www.example.org/feed -`
}

// feedLine is a line of feed --json.
type feedLine struct {
	Path    string      `json:"path"`
	Format  string      `json:"format,omitempty"`
	Feed    *feedFacts  `json:"feed,omitempty"`
	Entries []entryLine `json:"entries,omitempty"`
	Notes   []string    `json:"notes,omitempty"`
	Error   string      `json:"error,omitempty"`
}

type feedFacts struct {
	Title      string `json:"title,omitempty"`
	Link       string `json:"link,omitempty"`
	Subtitle   string `json:"subtitle,omitempty"`
	Language   string `json:"language,omitempty"`
	Updated    string `json:"updated,omitempty"`
	Icon       string `json:"icon,omitempty"`
	Image      string `json:"image,omitempty"`
	Hub        string `json:"hub,omitempty"`
	Self       string `json:"self,omitempty"`
	TTLMinutes int    `json:"ttl_minutes,omitempty"`
}

type entryLine struct {
	ID         string           `json:"id,omitempty"`
	Link       string           `json:"link,omitempty"`
	Title      string           `json:"title,omitempty"`
	Summary    string           `json:"summary,omitempty"`
	Content    string           `json:"content,omitempty"`
	Authors    []string         `json:"authors,omitempty"`
	Published  string           `json:"published,omitempty"`
	Updated    string           `json:"updated,omitempty"`
	Tags       []string         `json:"tags,omitempty"`
	Enclosures []enclosureFacts `json:"enclosures,omitempty"`
	Image      string           `json:"image,omitempty"`
	Comments   string           `json:"comments,omitempty"`
	Source     string           `json:"source,omitempty"`
	Language   string           `json:"language,omitempty"`
}

type enclosureFacts struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

func (c *feedCommand) Run(s *session) error {
	now := time.Now()
	return reported(jsonLines(s.out, c.Workers, fileInputs(c.Path, false), func(in input) (any, bool) {
		line := feedLine{Path: in.path}
		var document *feed.Document
		err := in.err
		if err == nil {
			document, err = feed.Parse(in.body, feed.Context{URL: c.URL, Now: now})
		}
		if err != nil {
			line.Error = err.Error()
			return line, false
		}
		line.Format, line.Notes = document.Format, document.Notes
		line.Feed = &feedFacts{
			Title: document.Title, Link: document.Link, Subtitle: document.Subtitle, Language: document.Language,
			Updated: stamp(document.Updated), Icon: document.Icon, Image: document.Image, Hub: document.Hub,
			Self: document.Self, TTLMinutes: int(document.TTL / time.Minute),
		}
		for _, e := range document.Entries {
			line.Entries = append(line.Entries, newEntryLine(e))
		}
		return line, true
	}))
}

func newEntryLine(e news.Entry) entryLine {
	line := entryLine{
		ID: e.GUID, Link: e.URL, Title: e.Title, Summary: e.Summary, Content: e.Content, Authors: e.Authors,
		Published: stamp(e.PublishedAt), Updated: stamp(e.UpdatedAt), Tags: e.Tags, Image: e.Image,
		Comments: e.Comments, Source: e.Origin, Language: e.Language,
	}
	for _, m := range e.Enclosures {
		line.Enclosures = append(line.Enclosures, enclosureFacts{URL: m.URL, Type: m.Type, Length: m.Length})
	}
	return line
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
