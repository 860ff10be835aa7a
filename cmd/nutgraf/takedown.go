package main

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"text/tabwriter"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// takedownCommand takes things down, lists what was taken down, and undoes it.
type takedownCommand struct {
	Add  takedownAddCommand  `cmd:"" default:"withargs" help:"Take something down, for good."`
	List takedownListCommand `cmd:"" help:"List what was taken down."`
	Undo takedownUndoCommand `cmd:"" help:"Take takedowns back."`
}

const takedownHelp = `What is taken down goes from all pages, feeds, searches and the API at once, with what was made of it, and neither reading nor
importing brings it back. The public log of the site (/log) tells the date, the publisher and the reason. It works while "nutgraf
serve" runs. It is named by its address on the site, or its end: article/12, story/7 (all its articles), source/3 (all that it published
or will), entity/9 (its page, and what it said), quote/5; an article also by its address at the publisher.

  nutgraf takedown https://gull.example/2031/dam-talks --reason "the publisher asked"
  nutgraf takedown story/7 --reason "court order of 3 May"
  nutgraf takedown list
  nutgraf takedown undo 14

Undoing it reads the articles again, from the pages that were kept or from their publisher; the feeds of a source stay switched off
until "nutgraf sources set" resumes them.`

func (takedownCommand) Help() string { return takedownHelp }

type takedownAddCommand struct {
	app.Storage
	app.Logging
	Which  string `arg:"" help:"Its address."`
	Reason string `required:"" help:"Why; everybody can read it." placeholder:"WORDS"`
	By     string `help:"Who says so; by default the name of who is signed in." placeholder:"NAME"`
}

func (takedownAddCommand) Help() string { return takedownHelp }

// ownThing is the end of an address on the site.
var ownThing = regexp.MustCompile(`(?:^|/)(article|story|source|entity|quote)/(\d+)(?:/[^/]*)?/?$`)

func (c *takedownAddCommand) Run(s *session) error {
	db, err := c.Change(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	d := news.Takedown{Reason: c.Reason, By: (&editing{By: c.By}).by()}
	if at, err := db.ArticleAt(s.ctx, c.Which); err == nil {
		d.Kind, d.Of = news.TakedownArticle, int64(at)
	} else if own := ownThing.FindStringSubmatch(c.Which); own != nil {
		d.Kind = news.TakedownKind(own[1])
		if d.Of, err = strconv.ParseInt(own[2], 10, 64); err != nil {
			return err
		}
	} else {
		return fmt.Errorf("%q is nothing here: want article/12, story/7, source/3, entity/9, quote/5, or an article's address: %w", c.Which, news.ErrNotFound)
	}
	if d, err = db.TakeDown(s.ctx, d, time.Now()); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "takedown %d: %s %d %s\n", d.ID, d.Kind, d.Of, printable(d.Publisher))
	return nil
}

type takedownListCommand struct {
	app.Storage
	app.Logging
}

// maxTakedowns is how many the command lists.
const maxTakedowns = 1000

func (c *takedownListCommand) Run(s *session) error {
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	list, err := db.Takedowns(s.ctx, maxTakedowns)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(s.err, "nothing was taken down (see \"nutgraf help takedown\")")
		return nil
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, d := range list {
		state := "holds"
		if !d.Holds() {
			state = "undone"
		}
		fmt.Fprintf(table, "%d\t%s %d\t%s\t%s\t%s\t%s ago\t%s\n", d.ID, d.Kind, d.Of, state, printable(cmp.Or(d.Publisher, "-")), printable(cmp.Or(d.By, "-")),
			news.Span(time.Since(d.At)), printable(d.Reason))
	}
	return table.Flush()
}

type takedownUndoCommand struct {
	app.Storage
	app.Logging
	Which []int64 `arg:"" help:"Numbers that \"nutgraf takedown list\" prints."`
}

func (c *takedownUndoCommand) Run(s *session) error {
	db, err := c.Change(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	for _, id := range c.Which {
		d, err := db.UndoTakedown(s.ctx, id, time.Now())
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "undone: %s %d\n", d.Kind, d.Of)
	}
	return nil
}
