package main

import (
	"bufio"
	"encoding/json"

	"nutgraf/internal/app"
	"nutgraf/internal/extract"
	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// exportCommand writes what others can read.
type exportCommand struct {
	app.Storage
	app.Logging
	What string `arg:"" help:"opml: the subscriptions. articles: every article as JSON Lines." enum:"opml,articles"`
}

func (exportCommand) Help() string {
	return `  nutgraf export opml > subscriptions.opml
  nutgraf export articles | gzip > articles.jsonl.gz

Both can be imported again. The subscriptions keep folders, titles, categories and what was set for each feed, for other
readers in OPML's own words and for Nutgraf in a namespace; user names, passwords and headers are never written. For everything, with states and captures, use "nutgraf backup".`
}

func (c *exportCommand) Run(s *session) error {
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	if c.What == "opml" {
		subscriptions, err := db.ExportSubscriptions(s.ctx)
		if err != nil {
			return err
		}
		document, err := feed.WriteOPML("Nutgraf subscriptions", subscriptions)
		if err != nil {
			return err
		}
		_, err = s.out.Write(document)
		return err
	}
	buffered := bufio.NewWriterSize(s.out, 64<<10)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	err = db.ExportArticles(s.ctx, func(a news.Article, source news.Source) error {
		if a.Outlet == "" {
			a.Outlet = source.Name
		}
		return encoder.Encode(extract.NewRecord(a))
	})
	if err != nil {
		return err
	}
	return buffered.Flush()
}
