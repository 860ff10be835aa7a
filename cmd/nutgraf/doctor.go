package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// doctorCommand looks for what is wrong, and says what to do.
type doctorCommand struct {
	app.Config
	JSON    bool     `name:"json" help:"Print one JSON line per finding."`
	Online  bool     `help:"Call a few of the feeds that are followed." once:""`
	Address []string `arg:"" optional:"" help:"Examine these instead: addresses of feeds or sites, or what \"nutgraf sources\" prints: numbers and hosts."`
}

func (doctorCommand) Help() string {
	return `Without an address it checks the installation: settings, data folder, disk, database, clock, what waits, and how the feeds
do. It changes nothing, and works beside a running service. Give it the settings that the service has: the same file, the
same environment.

  nutgraf doctor
  nutgraf doctor --online                      and call five of the feeds that are followed
  nutgraf doctor https://www.example.org/feed  one feed, step by step: DNS, robots.txt, answer, format, rhythm, who keeps us out
  nutgraf doctor 7                             a feed that is followed, with its password and headers

The exit code is 1 when something has to be done about it. Single feeds in trouble are told and do not count; more than half
of them do, for then it is not the feeds.`
}

// onlineFeeds is how many feeds --online calls, and onlineTime how long that may take.
const (
	onlineFeeds = 5
	onlineTime  = 2 * time.Minute
)

func (c *doctorCommand) Run(s *session) error {
	defer s.catch()()
	var all []app.Finding
	var err error
	if len(c.Address) > 0 {
		all, err = c.examine(s)
	} else {
		all = app.Examine(s.ctx, c.Config, time.Now())
		if c.Online {
			var more []app.Finding
			more, err = c.reach(s)
			all = append(all, more...)
		}
	}
	if err != nil {
		return err
	}
	if err := c.print(s, all); err != nil {
		return err
	}
	for _, f := range all {
		if f.Verdict == app.Wrong {
			return errReported
		}
	}
	return nil
}

// examiner is ready to call; known are the feeds that are followed, when there is a database.
func (c *doctorCommand) examiner(s *session) (e app.Examiner, known []feedState, err error) {
	e.Now = time.Now
	if e.Allow, err = c.Networks(); err != nil {
		return e, nil, err
	}
	if e.Client, err = c.Client(); err != nil {
		return e, nil, err
	}
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return e, nil, nil //nolint:nilerr // an address can be examined without a database
	}
	defer db.Close()
	if known, err = judged(s.ctx, db, time.Now()); err != nil {
		return e, nil, err
	}
	holds, err := db.Holds(s.ctx, time.Now())
	heard := make([]fetch.Hold, len(holds))
	for i, h := range holds {
		heard[i] = fetch.Hold(h)
	}
	e.Client.Learn(heard) // who wants silence gets it from the doctor too
	return e, known, err
}

func (c *doctorCommand) examine(s *session) ([]app.Finding, error) {
	e, known, err := c.examiner(s)
	if err != nil {
		return nil, err
	}
	defer e.Client.Close()
	var all []app.Finding
	for _, word := range c.Address {
		feeds := []news.Feed{{URL: word}}
		if chosen, err := choose(known, []string{word}); err == nil && len(chosen.feeds) > 0 {
			feeds = chosen.feeds
		}
		for _, f := range feeds {
			all = append(all, app.Finding{Check: "examined", Verdict: app.Fine, Says: f.URL})
			all = append(all, e.Feed(s.ctx, f)...)
		}
	}
	return all, nil
}

func (c *doctorCommand) reach(s *session) ([]app.Finding, error) {
	e, known, err := c.examiner(s)
	if err != nil {
		return nil, err
	}
	defer e.Client.Close()
	var feeds []news.Feed
	for _, f := range known {
		if f.feed.ID != 0 {
			feeds = append(feeds, f.feed)
		}
	}
	calling, cancel := context.WithTimeout(s.ctx, onlineTime)
	defer cancel()
	return e.Reach(calling, feeds, onlineFeeds), nil
}

// findingLine is a line of doctor --json.
type findingLine struct {
	Check   string `json:"check"`
	Verdict string `json:"verdict"` // ok, note, wrong
	Says    string `json:"says"`
	Do      string `json:"do,omitempty"`
}

func (c *doctorCommand) print(s *session, all []app.Finding) error {
	if c.JSON {
		encoder := json.NewEncoder(s.out)
		for _, f := range all {
			if err := encoder.Encode(findingLine{f.Check, string(f.Verdict), f.Says, f.Do}); err != nil {
				return err
			}
		}
		return nil
	}
	width := 0
	for _, f := range all {
		width = max(width, len(f.Check))
	}
	width = min(width, 24)
	counts := map[app.Verdict]int{}
	for _, f := range all {
		counts[f.Verdict]++
		mark := map[app.Verdict]string{
			app.Fine: styled(s.out, "\x1b[32m", "ok   "), app.Note: styled(s.out, "\x1b[33m", "note "), app.Wrong: styled(s.out, "\x1b[1;31m", "WRONG"),
		}[f.Verdict]
		fmt.Fprintf(s.out, "%s  %-*s  %s\n", mark, width, printable(f.Check), printable(f.Says))
		if f.Do != "" {
			fmt.Fprintf(s.out, "%s%s\n", strings.Repeat(" ", width+9), faint(s.out, "→ "+printable(f.Do)))
		}
	}
	switch n := counts[app.Wrong]; n {
	case 0:
		fmt.Fprintln(s.out, "nothing is wrong")
	case 1:
		fmt.Fprintln(s.out, "one thing is wrong")
	default:
		fmt.Fprintf(s.out, "%d things are wrong\n", n)
	}
	return nil
}
