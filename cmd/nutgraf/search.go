package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"nutgraf/internal/app"
	"nutgraf/internal/extract"
	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// searchCommand finds articles.
type searchCommand struct {
	app.Storage
	app.Logging
	JSON  bool     `name:"json" help:"Print one JSON line per article."`
	N     int      `short:"n" help:"How many articles." default:"20"`
	Words []string `arg:"" help:"What to look for."`
}

func (searchCommand) Help() string {
	return `Words must all occur; "a phrase" stands together; OR, NOT and parentheses combine; fields narrow:
headline: source: author: lang: section: kind: after: before:

  nutgraf search river dam
  nutgraf search '"first text" (dam OR river) -football after:2026-10-01 lang:en'`
}

type hitLine struct {
	extract.Record
	Snippet string `json:"snippet"`
}

func (c *searchCommand) Run(s *session) error {
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	words := strings.Join(c.Words, " ")
	wanted, err := query.Parse(words)
	if err != nil {
		return fmt.Errorf("search %q: %w", words, err)
	}
	found, err := db.Search(s.ctx, wanted, news.Filter{Limit: c.N})
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(s.out)
	for _, hit := range found.Hits {
		if c.JSON {
			if err := encoder.Encode(hitLine{Record: extract.NewRecord(hit.Article), Snippet: hit.Snippet}); err != nil {
				return err
			}
			continue
		}
		a := hit.Article
		fmt.Fprintf(s.out, "%s\n    %s\n    %s\n", bold(s.out, printable(a.Headline)),
			faint(s.out, printable(strings.Join(slices.DeleteFunc([]string{a.Outlet, when(a), a.URL}, func(s string) bool { return s == "" }), " · "))), printable(hit.Snippet))
	}
	if len(found.Hits) == 0 {
		fmt.Fprintf(s.err, "nothing found for %q\n", words)
		return errReported
	}
	return nil
}
