package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// crowd follows n feeds that were polled, with all that is kept of their health.
func crowd(tb testing.TB, s *store.Store, n int) {
	tb.Helper()
	ctx := context.Background()
	wanted := make([]news.Subscription, n)
	for i := range wanted {
		wanted[i] = news.Subscription{URL: fmt.Sprintf("https://outlet-%d.example/feeds/all.xml", i), Title: fmt.Sprintf("The Outlet of Number %d", i)}
	}
	must(s.Subscribe(ctx, wanted, noon))(tb)
	var polls []news.Poll
	for i, f := range must(s.ClaimFeeds(ctx, noon, noon.Add(time.Hour), n))(tb) {
		f.ETag, f.LastModified, f.Interval, f.PolledAt, f.SucceededAt = `W/"0123456789abcdef"`, "Sat, 14 Mar 2026 10:00:00 GMT", time.Hour, noon, noon
		f.NextPollAt = noon.Add(time.Hour)
		f.Health = news.Health{Polls: 700, Unchanged: 600, Bytes: 1 << 30, NewestAt: noon.Add(-time.Duration(i%400) * time.Hour), Rhythm: 3 * time.Hour,
			LastEntries: 30, Changes: []news.Change{{State: news.FeedFailing, At: noon, Says: "It could not be read, 3 times in a row; it is tried again ever more rarely."}}}
		polls = append(polls, news.Poll{Feed: f})
	}
	must(s.SaveEntries(ctx, polls, noon))(tb)
}

func BenchmarkSourcesOfTenThousand(b *testing.B) {
	for name, open := range engines() {
		s := open(b)
		crowd(b, s, 10_000)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if states := must(s.Sources(context.Background()))(b); len(states) != 10_000 {
					b.Fatalf("got %d", len(states))
				}
			}
		})
	}
}

func BenchmarkConditionsOfTenThousand(b *testing.B) {
	for name, open := range engines() {
		s := open(b)
		crowd(b, s, 10_000)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				must(s.Conditions(context.Background(), noon))(b)
			}
		})
	}
}
