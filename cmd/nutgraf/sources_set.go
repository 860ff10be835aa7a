package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// sourcesSetCommand changes how feeds are read, and what is said of their sources.
type sourcesSetCommand struct {
	app.Storage
	app.Logging
	Which []string `arg:"" help:"A number that \"nutgraf sources\" prints, a feed's address, or a source's host for all its feeds."`
	wishFlags
	sourceFlags
	pageFlags

	URL     string `name:"url" help:"Follow the feed at this address from now on: it has moved." placeholder:"ADDRESS" once:""`
	Kind    string `help:"Read the address as a feed, a page that lists articles, or a list of feeds (OPML)." enum:",feed,page,list" default:"" placeholder:"KIND" once:""`
	Pause   bool   `help:"Ask no more, until --resume." once:"" xor:"pause"`
	Resume  bool   `help:"Ask again, as if nothing had been wrong." once:"" xor:"pause"`
	PollNow bool   `help:"Read it within moments." once:""`
	DryRun  bool   `help:"Only show what would change." once:""`
}

func (sourcesSetCommand) Help() string {
	return `What is not named stays as it is. Everything that changed is printed.

  nutgraf sources set 7 --interval 30m                         read feed 7 every half hour; auto: in its own rhythm
  nutgraf sources set gull.example --weight 2 --licence full   of the source, and so of all its feeds
  nutgraf sources set https://gull.example/feed --user me --password-file /run/secrets/gull
  nutgraf sources set 7 --header "X-Key: 123"                  "X-Key:" takes it away again
  nutgraf sources set 7 --kind page --item "li.story" --date time
  nutgraf sources set gull.example --body "div.story" --drop ".box"   how its articles' pages are read; --body "" takes it away
  nutgraf sources set 7 8 9 --pause                            and --resume
  nutgraf sources set 7 --url https://gull.example/new.xml     it has moved

It works while "nutgraf serve" runs: a reading under way is given up, so that it cannot overwrite what is set. The same can
be done on the service's page /sources, but for passwords, headers and the selectors of lists. Rules for articles' pages can be
tried on a saved page with "nutgraf read --body CSS FILE", and on the page of a source; what was read before is read again by
them.`
}

// followed is the part of the database that these commands use.
type followed interface {
	sourcesReader
	SetFeed(ctx context.Context, id news.FeedID, now time.Time, change func(f *news.Feed) error) (before, after news.Feed, err error)
	SetSource(ctx context.Context, o news.Source) error
	Learned(ctx context.Context, id news.SourceID) (news.Learning, []news.Furniture, error)
	SetPageRules(ctx context.Context, id news.SourceID, rules news.PageRules, now time.Time) error
	PollNow(ctx context.Context, feeds []news.FeedID, now time.Time) (int, error)
	Unsubscribe(ctx context.Context, id news.FeedID) error
}

func (c *sourcesSetCommand) Run(s *session) error {
	password, err := c.password()
	if err != nil {
		return err
	}
	open := c.Storage.Change
	if c.DryRun {
		open = c.Storage.Read
	}
	db, err := open(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := judged(s.ctx, db, time.Now())
	if err != nil {
		return err
	}
	chosen, err := choose(all, c.Which)
	if err != nil {
		return err
	}
	if c.URL != "" && len(chosen.feeds) != 1 {
		return fmt.Errorf("--url moves one feed, and %s names %d: name it by its number: %w", strings.Join(c.Which, " "), len(chosen.feeds), news.ErrInvalid)
	}
	changed := 0
	for _, o := range chosen.sources {
		n, err := c.setSource(s, db, o, chosen.whole[o.ID])
		if err != nil {
			return err
		}
		ruled, err := c.setRules(s, db, o)
		if err != nil {
			return err
		}
		changed += n + ruled
	}
	for _, f := range chosen.feeds {
		n, err := c.setFeed(s, db, f, password)
		if err != nil {
			return err
		}
		changed += n
	}
	if c.PollNow {
		return c.pollNow(s, db, chosen.feeds)
	}
	if changed == 0 {
		fmt.Fprintln(s.out, "nothing to change: it is so already, or no flag says what to set (see \"nutgraf sources set --help\")")
	}
	return nil
}

// setSource changes what is said of a source; whole says that the source was named, not one of its feeds.
func (c *sourcesSetCommand) setSource(s *session, db followed, o news.Source, whole bool) (int, error) {
	after := o
	if err := c.sourceFlags.apply(&after); err != nil {
		return 0, err
	}
	if whole && c.Section != nil {
		after.Section = news.Section(unless(*c.Section, "none"))
	}
	if after == o {
		return 0, nil
	}
	if err := after.Validate(); err != nil {
		return 0, err
	}
	if !c.DryRun {
		if err := db.SetSource(s.ctx, after); err != nil {
			return 0, err
		}
	}
	return tell(s, "source "+printable(o.Host), factsOfSource(o), factsOfSource(after)), nil
}

// setRules changes how the pages of a source are read.
func (c *sourcesSetCommand) setRules(s *session, db followed, o news.Source) (int, error) {
	if c.pageFlags == (pageFlags{}) {
		return 0, nil
	}
	learned, _, err := db.Learned(s.ctx, o.ID)
	if err != nil {
		return 0, err
	}
	after := learned.Rules
	if err := c.pageFlags.apply(&after); err != nil || after == learned.Rules {
		return 0, err
	}
	if !c.DryRun {
		if err := db.SetPageRules(s.ctx, o.ID, after, time.Now()); err != nil {
			return 0, err
		}
	}
	return tell(s, "source "+printable(o.Host), factsOfRules(learned.Rules), factsOfRules(after)), nil
}

func (c *sourcesSetCommand) setFeed(s *session, db followed, f news.Feed, password *string) (int, error) {
	change := func(f *news.Feed) error { return c.change(f, password) }
	before, after := f, f
	err := change(&after)
	if err == nil {
		err = after.Validate()
	}
	if err == nil && !c.DryRun && !slices.Equal(factsOfFeed(f), factsOfFeed(after)) {
		before, after, err = db.SetFeed(s.ctx, f.ID, time.Now(), change)
	}
	if err != nil {
		return 0, err
	}
	return tell(s, fmt.Sprintf("feed %d %s", f.ID, printable(f.URL)), factsOfFeed(before), factsOfFeed(after)), nil
}

// change makes of a feed what the flags say.
func (c *sourcesSetCommand) change(f *news.Feed, password *string) error {
	if c.URL != "" {
		f.URL = c.URL
	}
	if c.Kind != "" {
		f.Kind = news.FeedKind(unless(c.Kind, "feed"))
	}
	if c.Section != nil {
		f.Section = news.Section(unless(*c.Section, "none"))
		if !f.Section.Valid() {
			return fmt.Errorf("--section %q: want none or one of %v: %w", *c.Section, news.Sections(), news.ErrInvalid)
		}
	}
	if c.Pause || c.Resume {
		f.Stopped = c.Pause
	}
	if err := c.wishFlags.apply(&f.Wish, password); err != nil {
		return err
	}
	if !f.Wish.Selectors.Empty() && f.Kind != news.FeedPage {
		return fmt.Errorf("feed %d is read as a feed, and selectors are for pages: add --kind page, or leave them out: %w", f.ID, news.ErrInvalid)
	}
	return nil
}

func (c *sourcesSetCommand) pollNow(s *session, db followed, feeds []news.Feed) error {
	if c.DryRun {
		fmt.Fprintf(s.out, "%d feeds would be read now\n", len(feeds))
		return nil
	}
	ids := make([]news.FeedID, len(feeds))
	for i, f := range feeds {
		ids[i] = f.ID
	}
	n, err := db.PollNow(s.ctx, ids, time.Now())
	if err == nil {
		fmt.Fprintf(s.out, "%d of %d feeds are due now; the service reads them within moments (those that are paused, or are being read, are left out)\n", n, len(feeds))
	}
	return err
}

// password is the password that the flags or the environment give; nil when none is to be set.
func (c *sourcesSetCommand) password() (*string, error) {
	switch {
	case c.PasswordFile != "":
		text, err := os.ReadFile(c.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("--password-file: %w", err)
		}
		word := strings.TrimRight(string(text), "\r\n")
		return &word, nil
	case c.Password != nil:
		return c.Password, nil
	case c.User == nil:
		return nil, nil
	case *c.User == "":
		return new(string), nil // who has no name has no password
	}
	if word, set := os.LookupEnv("NUTGRAF_FEED_PASSWORD"); set {
		return &word, nil
	}
	return nil, nil
}

// unless is the value, or nothing when it is the word for nothing.
func unless(value, nothing string) string {
	if value == nothing {
		return ""
	}
	return value
}

// selection is what the arguments of a command name.
type selection struct {
	feeds   []news.Feed
	sources []news.Source
	whole   map[news.SourceID]bool // named by its host
}

// choose finds what each argument names. One that names nothing fails the whole.
func choose(all []feedState, which []string) (selection, error) {
	chosen := selection{whole: map[news.SourceID]bool{}}
	var unknown []error
	for _, word := range which {
		found := false
		for _, f := range all {
			feed := f.feed.ID != 0 && (word == f.feed.ID.String() || word == f.feed.URL)
			source := !isURL(word) && news.HostKey("https://"+word) == f.source.Host
			if !feed && !source {
				continue
			}
			found = true
			if !slices.ContainsFunc(chosen.sources, func(o news.Source) bool { return o.ID == f.source.ID }) {
				chosen.sources = append(chosen.sources, f.source)
			}
			chosen.whole[f.source.ID] = chosen.whole[f.source.ID] || source
			if f.feed.ID != 0 && !slices.ContainsFunc(chosen.feeds, func(g news.Feed) bool { return g.ID == f.feed.ID }) {
				chosen.feeds = append(chosen.feeds, f.feed)
			}
		}
		if !found {
			unknown = append(unknown, fmt.Errorf("%q names nothing that is followed: want a number, an address or a host that \"nutgraf sources\" prints: %w", word, news.ErrNotFound))
		}
	}
	return chosen, errors.Join(unknown...)
}
