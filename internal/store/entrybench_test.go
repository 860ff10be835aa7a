//go:build unix

package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// BenchmarkSaveEntries measures what polls cost per entry, in batches of 32 feeds with 50 entries: at first, when nothing
// changed, and when all guids did.
func BenchmarkSaveEntries(b *testing.B) {
	eachEngineBench(b, func(b *testing.B, s *store.Store) {
		ctx := context.Background()
		r := rand.New(rand.NewPCG(1, 2))
		text := prose(r, 2000)
		spent := map[string]time.Duration{}
		total := 0
		for round := 0; b.Loop(); round++ {
			var wanted []news.Subscription
			for i := range 192 {
				wanted = append(wanted, news.Subscription{URL: fmt.Sprintf("https://s%d-%d.example/feed.xml", round, i)})
			}
			must(s.Subscribe(ctx, wanted, noon))(b)
			total += len(wanted) * 50
			for n, name := range []string{"new", "known", "renamed"} {
				now := noon.Add(time.Duration(n+1) * time.Hour)
				feeds := must(s.ClaimFeeds(ctx, now, now.Add(time.Minute), 1000))(b)
				for len(feeds) > 0 {
					some := feeds[:min(32, len(feeds))]
					feeds = feeds[len(some):]
					var polls []news.Poll
					for _, f := range some {
						if n == 2 {
							f.Stopped = true // the next round has feeds of its own
						}
						poll := news.Poll{Feed: f}
						for i := range 50 {
							at := (i*37 + int(f.ID)*11) % (len(text) - 2000)
							poll.Entries = append(poll.Entries, news.Entry{
								GUID: fmt.Sprintf("%s/?p=%d&v=%d", f.URL, i, n/2), URL: fmt.Sprintf("%s/../2026/03/a-headline-of-%d", f.URL, i), Title: text[at : at+60],
								Summary: "<p>" + text[at:at+300] + "</p>", Content: "<div>" + text[at:at+2000] + "</div>", PublishedAt: noon.Add(time.Duration(i) * time.Minute),
							})
						}
						polls = append(polls, poll)
					}
					began := cpu()
					added := must(s.SaveEntries(ctx, polls, now))(b)
					spent[name] += cpu() - began
					if (added > 0) != (n == 0) {
						b.Fatalf("%s: %d added", name, added)
					}
				}
			}
		}
		for name, took := range spent {
			b.ReportMetric(float64(took.Microseconds())/float64(total), name+"_µs/entry")
		}
		b.ReportMetric(0, "ns/op")
	})
}

// cpu is the time that this process has worked: others may work on the machine too.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
