package main

import (
	"time"

	"nutgraf/internal/feed"
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
What podcasts, GeoRSS, licences and threads say of an entry comes along; docs/formats.md names the fields.

  curl -s https://www.example.org/feed | nutgraf feed --json --url https://www.example.org/feed -`
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
			Self: document.Self, MovedTo: document.MovedTo, TTLMinutes: int(document.TTL / time.Minute),
		}
		for _, e := range document.Entries {
			line.Entries = append(line.Entries, newEntryLine(e))
		}
		return line, true
	}))
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
