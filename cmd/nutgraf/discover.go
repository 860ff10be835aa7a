package main

import (
	"fmt"
	"iter"
	"slices"
	"text/tabwriter"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// discoverCommand prints the feeds that pages point to, or that a site has.
type discoverCommand struct {
	app.Gathering
	JSON bool   `name:"json" help:"Print one JSON line per input; files have no other form."`
	URL  string `name:"url" help:"The address that the files were saved from; needed for files." placeholder:"URL"`
	List bool   `name:"page" help:"Print the articles that a page lists, as they would be taken if it were followed as a page."`
	selectors
	Path []string `arg:"" help:"Addresses of sites, which are then looked through; or HTML files; - is standard input."`
}

// selectors are the flags that say where a page has its articles.
type selectors struct {
	Item    string `help:"CSS selector of one article on the page; the others are looked for within it." placeholder:"CSS"`
	Link    string `help:"CSS selector of its link; default the first." placeholder:"CSS"`
	Title   string `name:"headline" help:"CSS selector of its title; default the link's words." placeholder:"CSS"` // "title" is the site's, in the configuration file
	Date    string `help:"CSS selector of its time." placeholder:"CSS"`
	Summary string `help:"CSS selector of its summary." placeholder:"CSS"`
	Image   string `help:"CSS selector of its picture." placeholder:"CSS"`
}

func (s selectors) news() news.Selectors { return news.Selectors(s) }

func (discoverCommand) Help() string {
	return `An address is looked at over the network, as "nutgraf add" does: the feeds that its page names, those in the usual
places, the news sitemap that robots.txt names, the page's own list of articles. It takes at most a dozen calls.
Files are read as they are: what a page names comes first, and only when it names nothing guesses follow ("why" says so).

  nutgraf discover https://www.example.org/
  nutgraf discover --page https://www.example.org/news/
  nutgraf discover --page --item "div.teaser" --headline "h3" https://www.example.org/news/
  curl -s https://www.example.org/ | nutgraf discover --json --url https://www.example.org/ -`
}

// Validate is called by the parser.
func (c *discoverCommand) Validate() error {
	if c.URL == "" && !slices.ContainsFunc(c.Path, func(path string) bool { return !isURL(path) }) {
		return nil
	}
	if c.URL == "" {
		return fmt.Errorf("missing flags: --url=URL, the address that the files were saved from")
	}
	return nil
}

type discoverLine struct {
	Path  string          `json:"path"`
	Feeds []candidateLine `json:"feeds"`
	Error string          `json:"error,omitempty"`
}

// candidateLine is a feed, or what may be one. The last fields are known of what was looked at.
type candidateLine struct {
	URL     string `json:"url"`
	Title   string `json:"title,omitempty"`
	Type    string `json:"type,omitempty"`
	Why     string `json:"why,omitempty"`
	Kind    string `json:"kind,omitempty"`
	Format  string `json:"format,omitempty"`
	Entries int    `json:"entries,omitempty"`
	Newest  string `json:"newest,omitempty"`
}

// listLine is a line of discover --page --json.
type listLine struct {
	Path    string      `json:"path"`
	Title   string      `json:"title,omitempty"`
	Entries []entryLine `json:"entries"`
	Error   string      `json:"error,omitempty"`
}

func (c *discoverCommand) Run(s *session) error {
	if err := c.check(); err != nil {
		return err
	}
	client, err := c.Client()
	if err != nil {
		return err
	}
	defer client.Close()
	switch {
	case c.List:
		return c.lists(s, c.pages(s, client))
	case c.URL != "":
		return reported(jsonLines(s.out, c.Workers, fileInputs(c.Path, true), c.named))
	case c.JSON:
		return reported(jsonLines(s.out, c.Workers, slices.Values(c.Path), func(address string) (any, bool) {
			line := discoverLine{Path: address, Feeds: []candidateLine{}}
			found, err := app.Find(s.ctx, client, address, app.Search{All: true})
			if err != nil {
				line.Error = err.Error()
			}
			for _, f := range found {
				line.Feeds = append(line.Feeds, newCandidateLine(f))
			}
			return line, err == nil
		}))
	}
	ok := true
	for _, address := range c.Path {
		found, err := app.Find(s.ctx, client, address, app.Search{All: true})
		if err != nil {
			complain(s.err, err)
			ok = false
			continue
		}
		if err := printFound(s.out, found); err != nil {
			return err
		}
	}
	return reported(ok, nil)
}

func (c *discoverCommand) check() error {
	if !c.selectors.news().Empty() {
		if !c.List {
			return fmt.Errorf("selectors are for --page: %w", news.ErrInvalid)
		}
		return feed.CheckSelectors(c.selectors.news())
	}
	return nil
}

// named reads the feeds that a file names.
func (c *discoverCommand) named(in input) (any, bool) {
	line := discoverLine{Path: in.path, Feeds: []candidateLine{}}
	if in.err != nil {
		line.Error = in.err.Error()
		return line, false
	}
	for _, found := range feed.Discover(in.body, feed.Context{URL: c.URL}) {
		line.Feeds = append(line.Feeds, candidateLine{URL: found.URL, Title: found.Title, Type: found.Type, Why: found.Why})
	}
	return line, true
}

func newCandidateLine(f app.Found) candidateLine {
	return candidateLine{
		URL: f.Subscription.URL, Title: f.Subscription.Title, Type: f.Type, Why: f.Why, Kind: string(f.Subscription.Kind),
		Format: f.Format, Entries: len(f.Entries), Newest: stamp(f.Newest()),
	}
}

// pages reads files and addresses.
func (c *discoverCommand) pages(s *session, client *fetch.Client) iter.Seq[input] {
	if c.URL != "" {
		return fileInputs(c.Path, true)
	}
	return func(yield func(input) bool) {
		for _, path := range c.Path {
			in := input{path: path}
			response, err := client.Get(s.ctx, fetch.Request{URL: path, Accept: feed.Accept, IgnoreRobots: true})
			if in.err = err; err == nil {
				in.body, in.contentType, in.url = response.Body, response.ContentType, response.URL
			}
			if !yield(in) {
				return
			}
		}
	}
}

// lists prints the articles that pages list.
func (c *discoverCommand) lists(s *session, pages iter.Seq[input]) error {
	read := func(in input) (*feed.Document, error) {
		if in.err != nil {
			return nil, in.err
		}
		at := feed.Context{URL: c.URL, ContentType: in.contentType, Now: time.Now()}
		if in.url != "" {
			at.URL = in.url
		}
		return feed.ParsePage(in.body, at, c.selectors.news())
	}
	if c.JSON {
		return reported(jsonLines(s.out, c.Workers, pages, func(in input) (any, bool) {
			line := listLine{Path: in.path, Entries: []entryLine{}}
			document, err := read(in)
			if err != nil {
				line.Error = err.Error()
				return line, false
			}
			line.Title = document.Title
			for _, e := range document.Entries {
				line.Entries = append(line.Entries, newEntryLine(e))
			}
			return line, true
		}))
	}
	ok := true
	for in := range pages {
		document, err := read(in)
		if err != nil {
			complain(s.err, fmt.Errorf("%s: %w", in.path, err))
			ok = false
			continue
		}
		table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "DATE\tTITLE\tADDRESS")
		for _, e := range document.Entries {
			fmt.Fprintf(table, "%s\t%s\t%s\n", day(e.PublishedAt), shown(e.Title), printable(e.URL))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return reported(ok, nil)
}
