package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"nutgraf/internal/app"
)

// importCommand brings files into the database.
type importCommand struct {
	app.Storage
	app.Logging
	app.Ranking
	Workers int      `help:"Pages read at the same time; 0 takes all cores." default:"0"`
	JSON    bool     `name:"json" help:"End with one JSON line of figures."`
	Path    []string `arg:"" help:"Files, folders (also Maildir), .gz and .tar.gz archives; - is standard input."`
}

func (importCommand) Help() string {
	return `What a file is, its content tells:

  OPML          subscriptions; folders are kept, and become sections where they are named so
  HTML          an article page, or a page that stacks several
  JSON Lines    an article a line, as "nutgraf export articles" writes them, or with title, text, time, site, url, lang
  text          what was scraped from a page; several articles in one text are told apart
  mbox          a mailbox of newsletters, in any of its forms; a Maildir folder; a single message (.eml)
  WARC          a web archive: its HTML pages; requests, pictures, feeds and all else in it are passed over

All of them may be gzip files, or lie in a .tar.gz archive. Everything that is imported is published: give it mailboxes of
newsletters only. Answers, bounces, invitations and mails about an account are left out, and so is what is the reader's
own: names and addresses, tracking pixels, links with personal tokens, the lines about the subscription.

  nutgraf import subscriptions.opml
  nutgraf import newsletters.mbox ~/Maildir/.News crawl.warc.gz
  nutgraf import pages/ archive.tar.gz
  zcat articles.jsonl.gz | nutgraf import -

It ends when everything is in stories. Importing again adds what is new and nothing twice.`
}

// plural counts things whose name takes an s, or ies for a y.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if stem, isY := strings.CutSuffix(thing, "y"); isY {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// figures is the last line of import --json.
type figures struct {
	Pages          int     `json:"pages"`
	Articles       int     `json:"articles"`
	Stories        int     `json:"stories"`
	Failed         int     `json:"failed"`
	Feeds          int     `json:"feeds"`
	Known          int     `json:"known"`
	Skipped        int     `json:"skipped"`
	Seconds        float64 `json:"seconds"`
	PagesPerSecond float64 `json:"pages_per_second"`
	PeakMemory     int64   `json:"peak_memory_bytes"`
}

func (c *importCommand) Run(s *session) error {
	defer s.catch()()
	log := c.Logger()
	weights, err := c.Weights()
	if err != nil {
		return err
	}
	db, err := c.Open(s.ctx, log)
	if err != nil {
		return err
	}
	defer db.Close()
	shown := newProgress(s.err, "pages", -1)
	result, err := app.ImportFiles(s.ctx, db, app.ImportOptions{
		Paths: c.Path, Workers: c.Workers, Ranking: weights, Log: log, Progress: func(read int) { shown.at(read, 0) },
	})
	shown.end()
	for _, problem := range result.Unreadable {
		complain(s.err, problem)
	}
	if err != nil {
		return fmt.Errorf("import stopped after %d pages; run it again to go on: %w", result.Pages, err)
	}
	if err := c.report(s, result); err != nil {
		return err
	}
	if len(result.Unreadable) > 0 {
		return errReported
	}
	return nil
}

func (c *importCommand) report(s *session, r app.Import) error {
	seconds := r.Took.Seconds()
	if c.JSON {
		return json.NewEncoder(s.out).Encode(figures{
			Pages: r.Pages, Articles: r.Articles, Stories: r.Stories, Failed: r.Failed, Feeds: r.Feeds, Known: r.Known, Skipped: r.Skipped,
			Seconds: seconds, PagesPerSecond: float64(r.Pages) / seconds, PeakMemory: r.PeakMemory,
		})
	}
	if r.Feeds > 0 {
		fmt.Fprintf(s.out, "%s followed\n", plural(r.Feeds, "feed"))
	}
	if r.Pages > 0 || r.Feeds == 0 {
		fmt.Fprintf(s.out, "%s: %s in %s", plural(r.Pages, "page"), plural(r.Articles, "new article"), plural(r.Stories, "new story"))
		if r.Known > 0 {
			fmt.Fprintf(s.out, ", %d known already", r.Known)
		}
		if r.Failed > 0 {
			fmt.Fprintf(s.out, ", %d without an article", r.Failed)
		}
		if r.Skipped > 0 {
			fmt.Fprintf(s.out, ", %d passed over as no news", r.Skipped)
		}
		fmt.Fprintf(s.out, " (%s)\n", r.Took.Round(10*time.Millisecond))
	}
	return nil
}
