package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"

	"golang.org/x/term"
)

// sourcesRemoveCommand ends the following of feeds.
type sourcesRemoveCommand struct {
	app.Storage
	app.Logging
	Which []string `arg:"" help:"A number that \"nutgraf sources\" prints, a feed's address, or a source's host for all its feeds."`
	Yes   bool     `short:"y" help:"Do not ask." once:""`
}

func (sourcesRemoveCommand) Help() string {
	return `What the feeds brought stays. To follow them again some day, pause them instead: "nutgraf sources set WHICH --pause".

  nutgraf sources remove 7 --yes
  nutgraf sources remove gull.example`
}

func (c *sourcesRemoveCommand) Run(s *session) error {
	db, err := c.Change(s.ctx, c.Logger())
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
	if len(chosen.feeds) == 0 {
		return fmt.Errorf("%s has no feed that is followed: %w", strings.Join(c.Which, " "), news.ErrNotFound)
	}
	if !c.Yes {
		for _, f := range chosen.feeds {
			fmt.Fprintf(s.err, "feed %d %s\n", f.ID, printable(f.URL))
		}
		if sure, err := confirmed(s, fmt.Sprintf("Follow these %d no longer?", len(chosen.feeds))); err != nil || !sure {
			return err
		}
	}
	for _, f := range chosen.feeds {
		if err := db.Unsubscribe(s.ctx, f.ID); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "no longer following %s\n", printable(f.URL))
	}
	return nil
}

// confirmed asks whoever sits at the terminal. Where nobody does, nothing is done without --yes.
func confirmed(s *session, question string) (bool, error) {
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return false, fmt.Errorf("nobody is there to ask: say --yes: %w", news.ErrInvalid)
	}
	fmt.Fprint(s.err, question+" [y/N] ")
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		return false, fmt.Errorf("no answer: %w", err)
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		return true, nil
	}
	fmt.Fprintln(s.err, "nothing was changed")
	return false, nil
}
