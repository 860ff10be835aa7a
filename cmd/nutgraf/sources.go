package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// sourcesCommand lists and changes what is followed.
type sourcesCommand struct {
	List   sourcesListCommand   `cmd:"" default:"withargs" help:"List what is followed, and how it is doing (the default)."`
	Set    sourcesSetCommand    `cmd:"" help:"Change how feeds are read: interval, password, headers, section, weight …"`
	Remove sourcesRemoveCommand `cmd:"" help:"Follow feeds no longer. What they brought stays."`
}

// sourcesListCommand lists what is followed.
type sourcesListCommand struct {
	app.Storage
	app.Logging
	JSON  bool     `name:"json" help:"Print one JSON line per feed, with all that is known of it."`
	State []string `help:"Only feeds in these states: new, well, quiet, silent, moving, moved, failing, blocked, gone, stopped, unlisted." placeholder:"STATE" once:""`
}

func (sourcesListCommand) Help() string {
	return `One line per feed: its number, how it does, when it was last read and is read next, how often it usually has news, how
many of its polls answered "not modified", and what came over the wire. Under a feed that has trouble stands why, and what
to do; under the first of a source also, when its pages are read worse than they were.

  nutgraf sources
  nutgraf sources --state failing,blocked,silent
  nutgraf sources set 7 --interval 30m      see "nutgraf sources set --help"`
}

func (c *sourcesListCommand) Run(s *session) error {
	for _, state := range c.State {
		if !slices.Contains(news.FeedStates(), news.FeedState(state)) {
			return fmt.Errorf("--state %q: want some of %v: %w", state, news.FeedStates(), news.ErrInvalid)
		}
	}
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := judged(s.ctx, db, time.Now())
	if err != nil {
		return err
	}
	if len(c.State) > 0 {
		all = slices.DeleteFunc(all, func(f feedState) bool { return !slices.Contains(c.State, string(f.condition.State)) })
	}
	if c.JSON {
		encoder := json.NewEncoder(s.out)
		for _, f := range all {
			if err := encoder.Encode(factsOf(f, time.Now())); err != nil {
				return err
			}
		}
		return nil
	}
	return printSources(s, all, time.Now())
}

// feedState is a feed with its source and condition. A source without feeds has one that is empty.
type feedState struct {
	source    news.Source
	articles  int
	feed      news.Feed
	condition news.Condition
	drifts    []news.Drift // of the source, at its first feed
}

// sourcesReader is what is asked of the database for it.
type sourcesReader interface {
	Sources(ctx context.Context) ([]news.SourceState, error)
	Holds(ctx context.Context, now time.Time) ([]news.Hold, error)
}

// judged reads all feeds and judges them.
func judged(ctx context.Context, db sourcesReader, now time.Time) ([]feedState, error) {
	states, err := db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	holds, err := db.Holds(ctx, now)
	if err != nil {
		return nil, err
	}
	var all []feedState
	for _, source := range news.Judge(states, holds, now) {
		if len(source.Feeds) == 0 {
			all = append(all, feedState{source: source.Source, articles: source.Articles, drifts: source.Drifts})
		}
		for i, f := range source.Feeds {
			state := feedState{source: source.Source, articles: source.Articles, feed: f, condition: source.Conditions[i]}
			if i == 0 {
				state.drifts = source.Drifts
			}
			all = append(all, state)
		}
	}
	return all, nil
}

// wide is how many columns the table may take on a terminal.
const wide = 120

func printSources(s *session, all []feedState, now time.Time) error {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tSOURCE\tSTATE\tREAD\tNEXT\tNEWS EVERY\t304\tBYTES\tFEED")
	for _, f := range all {
		fmt.Fprintln(table, strings.Join(cells(f, now), "\t"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for i, line := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
		if runes := []rune(line); len(runes) > wide && isTerminal(s.out) {
			line = string(runes[:wide-1]) + "…"
		}
		fmt.Fprintln(s.out, line)
		if i == 0 {
			continue
		}
		if c := all[i-1].condition; c.State.Trouble() {
			for _, words := range []string{c.Says.String(), c.Cause, c.Do.String()} {
				if words != "" {
					fmt.Fprintln(s.out, "      "+faint(s.out, printable(words)))
				}
			}
		}
		for _, d := range all[i-1].drifts {
			fmt.Fprintln(s.out, "      "+faint(s.out, printable(d.Says().String())))
			fmt.Fprintln(s.out, "      "+faint(s.out, printable(d.Do(all[i-1].source.Host).String())))
		}
	}
	return nil
}

// cells are the columns of one feed.
func cells(f feedState, now time.Time) []string {
	name := printable(f.source.Name)
	if runes := []rune(name); len(runes) > 22 {
		name = string(runes[:21]) + "…"
	}
	if f.feed.ID == 0 {
		return []string{"-", name, "no feed", "-", "-", "-", "-", "-", fmt.Sprintf("(%d articles)", f.articles)}
	}
	h := f.feed.Health
	row := []string{f.feed.ID.String(), name, string(f.condition.State), "never", "-", "-", "-", "-", printable(f.feed.URL)}
	if !f.feed.SucceededAt.IsZero() {
		row[3] = ago(now.Sub(f.feed.SucceededAt))
	}
	if !f.feed.Stopped {
		row[4] = "now"
		if wait := f.feed.NextPollAt.Sub(now); wait > 0 {
			row[4] = news.Span(wait).String()
		}
	}
	if h.Rhythm > 0 {
		row[5] = news.Span(h.Rhythm).String()
	}
	if h.Polls > 0 {
		row[6], row[7] = fmt.Sprintf("%d%%", (100*h.Unchanged+h.Polls/2)/h.Polls), news.Bytes(h.Bytes).String()
	}
	return row
}
