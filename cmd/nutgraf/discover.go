package main

import (
	"nutgraf/internal/feed"
)

// discoverCommand prints the feeds that pages point to.
type discoverCommand struct {
	JSON    bool     `name:"json" help:"Print one JSON line per input (the only form there is)."`
	URL     string   `name:"url" required:"" help:"The address that the page was saved from."`
	Workers int      `help:"Pages read at the same time; 0 takes all cores." default:"0"`
	Path    []string `arg:"" help:"HTML files; - is standard input."`
}

func (discoverCommand) Help() string {
	return `  curl -s https://www.example.org/ | nutgraf discover --json --url https://www.example.org/ -`
}

type discoverLine struct {
	Path  string          `json:"path"`
	Feeds []candidateLine `json:"feeds"`
	Error string          `json:"error,omitempty"`
}

type candidateLine struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
	Type  string `json:"type,omitempty"`
	Why   string `json:"why,omitempty"`
}

func (c *discoverCommand) Run(s *session) error {
	return reported(jsonLines(s.out, c.Workers, fileInputs(c.Path, true), func(in input) (any, bool) {
		line := discoverLine{Path: in.path, Feeds: []candidateLine{}}
		if in.err != nil {
			line.Error = in.err.Error()
			return line, false
		}
		for _, found := range feed.Discover(in.body, feed.Context{URL: c.URL}) {
			line.Feeds = append(line.Feeds, candidateLine{URL: found.URL, Title: found.Title, Type: found.Type, Why: found.Why})
		}
		return line, true
	}))
}
