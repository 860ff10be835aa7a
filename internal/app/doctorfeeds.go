package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func (f *findings) feeds(ctx context.Context, db *store.Store, now time.Time) {
	states, err := db.Sources(ctx)
	if err != nil {
		f.wrong("feeds", "", "%s", plainWords(err))
		return
	}
	holds, err := db.Holds(ctx, now)
	if err != nil {
		f.wrong("feeds", "", "%s", plainWords(err))
		return
	}
	c := newCensus(states, holds, now)
	if c.latest.After(now.Add(clockSlack)) {
		f.wrong("clock", "set the clock (timedatectl, ntp)", "this machine says %s, but a feed was read at %s: one of the two was wrong", now.UTC().Format(time.RFC3339), c.latest.UTC().Format(time.RFC3339))
	} else {
		f.fine("clock", "it is %s", now.UTC().Format(time.RFC3339))
	}
	switch {
	case c.feeds == 0:
		f.note("feeds", "\"nutgraf add ADDRESS\", or the page /welcome", "no feed is followed")
	case len(c.trouble)*brokenPortion > c.feeds:
		f.wrong("feeds", "look whether this machine reaches the world: \"nutgraf doctor --online\"", "%d of %d are in trouble: %s", len(c.trouble), c.feeds, c.words())
	case len(c.trouble) > 0:
		f.note("feeds", "\"nutgraf sources --state blocked,gone,failing,silent\" lists them", "%d of %d are in trouble: %s", len(c.trouble), c.feeds, c.words())
	default:
		f.fine("feeds", "%d are followed: %s", c.feeds, c.words())
	}
	for _, t := range c.trouble[:min(len(c.trouble), worstFeeds)] {
		f.note(fmt.Sprintf("feed %d", t.feed.ID), t.condition.Do.String(), "%s, %s: %s", t.source.Name, t.feed.URL, strings.TrimSpace(t.condition.Says.String()+" "+t.condition.Cause))
	}
	for _, h := range holds {
		f.note("host "+h.Host, "", "it wants no calls for %s: %s", news.Span(h.Until.Sub(now)), h.Why)
	}
	f.drifts(states)
	if c.bare > 0 {
		f.note("sources", "", "%d have no feed: their articles were imported, or their feeds removed", c.bare)
	}
}

// drifts tells of sources whose pages are read worse than they were.
func (f *findings) drifts(states []news.SourceState) {
	told := 0
	for _, state := range states {
		for _, d := range state.Drifts {
			if told++; told <= worstFeeds {
				f.note("source "+state.Source.Host, d.Do(state.Source.Host).String(), "%s", d.Says())
			}
		}
	}
	if told > worstFeeds {
		f.note("sources", "the page /sources lists them", "%d more are read worse than they were", told-worstFeeds)
	}
}

// ailing is a feed in trouble.
type ailing struct {
	source    news.Source
	feed      news.Feed
	condition news.Condition
}

// census is how all feeds do.
type census struct {
	feeds   int
	counts  map[news.FeedState]int
	trouble []ailing // the worst first
	bare    int      // sources without a feed
	latest  time.Time
}

func newCensus(states []news.SourceState, holds []news.Hold, now time.Time) census {
	c := census{counts: map[news.FeedState]int{}}
	for _, source := range news.Judge(states, holds, now) {
		if len(source.Feeds) == 0 {
			c.bare++
		}
		for i, f := range source.Feeds {
			condition := source.Conditions[i]
			c.feeds++
			c.counts[condition.State]++
			if condition.State.Trouble() {
				c.trouble = append(c.trouble, ailing{source.Source, f, condition})
			}
			if f.PolledAt.After(c.latest) {
				c.latest = f.PolledAt
			}
		}
	}
	slices.SortStableFunc(c.trouble, func(a, b ailing) int { return a.condition.State.Worse(b.condition.State) })
	return c
}

// words counts by state: "2 blocked, 14 well".
func (c census) words() string {
	var words []string
	for _, state := range news.FeedStates() {
		if n := c.counts[state]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, state))
		}
	}
	return strings.Join(words, ", ")
}
