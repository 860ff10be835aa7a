package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// subscribe makes the sources, each with its feed: most of them well, some in trouble, none due before a year is over, for
// nobody answers at their addresses.
func (s *saver) subscribe(ctx context.Context, m *mill, o options) error {
	r := rand.New(rand.NewPCG(o.seed, 13))
	var wanted []news.Subscription
	var papers []*outlet
	for _, g := range m.grammars {
		for _, p := range m.outlets[g.language] {
			papers = append(papers, p)
			wanted = append(wanted, news.Subscription{URL: p.Home + "feed.xml", Title: p.Name, Home: p.Home, Country: p.Country, Language: p.Language, Weight: p.Weight, Licence: p.Licence})
		}
	}
	start := o.now.Add(-o.span)
	if _, err := s.db.Subscribe(ctx, wanted, start); err != nil {
		return err
	}
	feeds, err := s.db.ClaimFeeds(ctx, start, o.now.Add(time.Hour), len(wanted))
	if err != nil {
		return err
	}
	slices.SortFunc(feeds, func(a, b news.Feed) int { return int(a.ID - b.ID) })
	polls := make([]news.Poll, len(feeds))
	for i, f := range feeds {
		ago := time.Duration(r.IntN(1800)) * time.Second
		f.PolledAt, f.SucceededAt, f.NextPollAt = o.now.Add(-ago), o.now.Add(-ago), o.now.AddDate(1, 0, 0)
		f.Interval = 30 * time.Minute
		f.Health.Polls, f.Health.Unchanged, f.Health.Bytes = 50_000, 41_000, int64(r.IntN(900_000_000))
		f.Health.NewestAt, f.Health.Rhythm, f.Health.LastEntries = o.now.Add(-2*ago), time.Hour, 20+r.IntN(40)
		switch r.IntN(25) {
		case 0:
			f.Failures, f.Reason, f.Problem, f.SucceededAt = 14, news.ReasonFailed, "the server did not answer within 30 s", o.now.AddDate(0, 0, -2)
		case 1:
			f.Failures, f.Reason, f.Problem, f.SucceededAt = 40, news.ReasonBlocked, "403 Forbidden", o.now.AddDate(0, 0, -9)
		case 2:
			f.Health.NewestAt = o.now.AddDate(0, 0, -20)
		}
		polls[i] = news.Poll{Feed: f}
		for _, p := range papers {
			if p.Home+"feed.xml" == f.URL {
				polls[i].Source = news.Source{Name: p.Name, Home: p.Home, Language: p.Language}
			}
		}
	}
	if _, err := s.db.SaveEntries(ctx, polls, o.now); err != nil {
		return fmt.Errorf("sources: %w", err)
	}
	return nil
}
