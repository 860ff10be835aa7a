package main

import (
	"fmt"

	"nutgraf/internal/app"
	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// addCommand subscribes to feeds.
type addCommand struct {
	app.Storage
	app.Logging
	app.Gathering
	Section string `help:"Shelve what they publish here, such as science." placeholder:"NAME"`
	All     bool   `help:"Follow all the feeds that the page names, not only the best." xor:"choice"`
	Pick    int    `help:"Follow the feed with this number in the list that --dry-run prints." placeholder:"N" xor:"choice"`
	Kind    string `help:"What the address is: feed looks for a feed, or an OPML list; page takes the articles that the page lists; list wants an OPML list, whose feeds are followed as it is each day." enum:"feed,page,list" default:"feed"`
	DryRun  bool   `help:"Follow nothing: print what there is to follow, and how it was found."`
	selectors
	Address []string `arg:"" help:"Address of a feed, or of a site whose feed is then looked for."`
}

func (addCommand) Help() string {
	return `Give the address of a feed, or of a site: its best feed is found and followed. When a site has none, its news sitemap or
the list of articles on its page is followed like a feed.

  nutgraf add https://www.example.org/
  nutgraf add --section science https://www.example.org/science/rss.xml
  nutgraf add --dry-run https://www.example.org/            what there is to choose from
  nutgraf add --pick 2 https://www.example.org/             the second of it; --all follows all of it
  nutgraf add --kind page https://www.example.org/news/     the page itself; "nutgraf discover --page" shows what it gives
  nutgraf add --kind page --item "div.teaser" https://www.example.org/news/
  nutgraf add --kind list https://lists.example.org/news.opml
  nutgraf add imaps://ines:password@mail.example.org/Newsletters

It works while "nutgraf serve" runs on the same folder: the service reads what is new within moments. Its page /welcome does
the same.`
}

func (c *addCommand) Run(s *session) error {
	wanted, err := c.search()
	if err != nil {
		return err
	}
	defer s.catch()()
	client, err := c.Client()
	if err != nil {
		return err
	}
	defer client.Close()
	follow := func([]app.Found) ([]news.Feed, error) { return nil, nil }
	if !c.DryRun {
		db, err := c.Join(s.ctx, c.Logger())
		if err != nil {
			return err
		}
		defer db.Close()
		follow = func(found []app.Found) ([]news.Feed, error) {
			return app.Follow(s.ctx, db, found, news.Section(c.Section))
		}
	}
	ok := true
	for _, address := range c.Address {
		found, err := app.Find(s.ctx, client, address, wanted)
		if err == nil {
			err = c.take(s, found, follow)
		}
		if err != nil {
			complain(s.err, err)
			ok = false
		}
	}
	return reported(ok, nil)
}

// search checks the flags and says what is looked for.
func (c *addCommand) search() (app.Search, error) {
	wanted := app.Search{All: c.All || c.Pick != 0 || c.DryRun, Selectors: c.selectors.news()}
	if c.Kind != "feed" {
		wanted.Kind = news.FeedKind(c.Kind)
	}
	switch {
	case !news.Section(c.Section).Valid():
		return wanted, fmt.Errorf("--section %q: want one of %v: %w", c.Section, news.Sections(), news.ErrInvalid)
	case c.Pick < 0:
		return wanted, fmt.Errorf("--pick %d: want a number from the list that --dry-run prints: %w", c.Pick, news.ErrInvalid)
	case wanted.Selectors.Empty():
		return wanted, nil
	case c.Kind != "page":
		return wanted, fmt.Errorf("selectors are for --kind page: %w", news.ErrInvalid)
	}
	return wanted, feed.CheckSelectors(wanted.Selectors)
}

// take follows what was chosen of what was found at one address, or prints it.
func (c *addCommand) take(s *session, found []app.Found, follow func([]app.Found) ([]news.Feed, error)) error {
	chosen := found[:1]
	switch {
	case c.DryRun:
		return printFound(s.out, found)
	case c.All:
		chosen = nil
		for _, f := range found {
			if f.Looked() {
				chosen = append(chosen, f)
			}
		}
	case c.Pick > len(found):
		return fmt.Errorf("--pick %d: there are %d to choose from; --dry-run lists them: %w", c.Pick, len(found), news.ErrInvalid)
	case c.Pick > 0:
		chosen = found[c.Pick-1 : c.Pick]
	}
	feeds, err := follow(chosen)
	if err != nil {
		return err
	}
	for i, f := range feeds {
		how := ""
		if i < len(chosen) {
			how = ": " + chosen[i].Why
			if kind := chosen[i].Subscription.Kind; kind == news.FeedPlain || kind == news.FeedPage {
				how += fmt.Sprintf(", %d entries now", len(chosen[i].Entries))
			}
		}
		fmt.Fprintf(s.out, "following %s (%s)%s\n", printable(f.Title), printable(f.URL), printable(how))
	}
	if others := len(found) - len(chosen); others > 0 && c.Pick == 0 {
		fmt.Fprintf(s.out, "the site has %d more: --dry-run lists them, --all follows all, --pick N another\n", others)
	}
	return nil
}
