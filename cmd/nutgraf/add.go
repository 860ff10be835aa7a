package main

import (
	"errors"
	"fmt"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// addCommand subscribes to feeds.
type addCommand struct {
	app.Storage
	app.Logging
	app.Gathering
	Section string   `help:"Shelve what they publish here, such as science." placeholder:"NAME"`
	Address []string `arg:"" help:"Address of a feed, or of a site whose feed is then looked for."`
}

func (addCommand) Help() string {
	return `Give the address of a feed, or of a site: its best feed is found and followed.

  nutgraf add https://www.example.org/
  nutgraf add --section science https://www.example.org/science/rss.xml

"nutgraf serve" must not be running on the same folder: while it runs, use its page /welcome.`
}

func (c *addCommand) Run(s *session) error {
	if !news.Section(c.Section).Valid() {
		return fmt.Errorf("--section %q: want one of %v: %w", c.Section, news.Sections(), news.ErrInvalid)
	}
	defer s.catch()()
	log := c.Logger()
	client, err := c.Client()
	if err != nil {
		return err
	}
	db, err := c.Open(s.ctx, log)
	if err != nil {
		return err
	}
	defer db.Close()
	var failed error
	for _, address := range c.Address {
		found, err := app.Add(s.ctx, db, client, address, news.Section(c.Section))
		if err != nil {
			complain(s.err, err)
			failed = errReported
			continue
		}
		fmt.Fprintf(s.out, "following %s (%s)\n", printable(found.Title), found.URL)
	}
	return errors.Join(failed)
}
