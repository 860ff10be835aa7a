package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"nutgraf/internal/app"
)

// sourcesCommand lists what is followed.
type sourcesCommand struct {
	app.Storage
	app.Logging
	JSON bool `name:"json" help:"Print one JSON line per feed."`
}

func (sourcesCommand) Help() string {
	return `One line per feed: when it last answered, how often it is asked, and what is wrong with it.`
}

type feedHealth struct {
	Source    string `json:"source"`
	Host      string `json:"host"`
	Feed      string `json:"feed,omitempty"`
	URL       string `json:"url,omitempty"`
	Articles  int    `json:"articles"`
	Succeeded string `json:"succeeded,omitempty"`
	NextPoll  string `json:"next_poll,omitempty"`
	Failures  int    `json:"failures,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Problem   string `json:"problem,omitempty"`
	Stopped   bool   `json:"stopped,omitempty"`
}

func (c *sourcesCommand) Run(s *session) error {
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	states, err := db.Sources(s.ctx)
	if err != nil {
		return err
	}
	var rows []feedHealth
	for _, state := range states {
		row := feedHealth{Source: state.Source.Name, Host: state.Source.Host, Articles: state.Articles}
		if len(state.Feeds) == 0 {
			rows = append(rows, row)
		}
		for _, f := range state.Feeds {
			row.Feed, row.URL, row.Succeeded, row.NextPoll = f.Title, f.URL, stamp(f.SucceededAt), stamp(f.NextPollAt)
			row.Failures, row.Reason, row.Problem, row.Stopped = f.Failures, string(f.Reason), f.Problem, f.Stopped
			rows = append(rows, row)
		}
	}
	if c.JSON {
		encoder := json.NewEncoder(s.out)
		for _, row := range rows {
			if err := encoder.Encode(row); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "SOURCE\tARTICLES\tLAST ANSWER\tSTATE\tFEED")
	for _, row := range rows {
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\n", printable(row.Source), row.Articles, lastAnswer(row), health(row), printable(row.URL))
	}
	return table.Flush()
}

func lastAnswer(row feedHealth) string {
	at, err := time.Parse(time.RFC3339, row.Succeeded)
	if err != nil {
		return "-"
	}
	return ago(time.Since(at))
}

func health(row feedHealth) string {
	switch {
	case row.URL == "":
		return "no feed"
	case row.Stopped:
		return "stopped: " + row.Reason
	case row.Failures > 0:
		return fmt.Sprintf("%s (%d in a row)", row.Reason, row.Failures)
	case row.Succeeded == "":
		return "not polled yet"
	}
	return "ok"
}
