package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

// BenchmarkCrew lets 1, 2, 4 and 8 processes' worth of stores, each with the connections and the three lanes of one,
// take 8,000 unread entries from one PostgreSQL: only take them, or save an article of 300 words for each as well. That
// none is taken twice is looked at, too.
func BenchmarkCrew(b *testing.B) {
	for _, saves := range []bool{false, true} {
		for _, processes := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("saves=%v/processes=%d", saves, processes), func(b *testing.B) {
				const n = 8000
				for b.Loop() {
					b.StopTimer()
					address := pgtest.URL(b)
					crew := make([]*store.Store, processes)
					for i := range crew {
						crew[i] = open(b, store.Options{URL: address})
					}
					fillQueue(b, crew[0], n)
					b.StartTimer()
					took := takeAll(b, crew, saves)
					if len(took) != n {
						b.Fatalf("%d of %d entries were taken", len(took), n)
					}
					for id, times := range took {
						if times != 1 {
							b.Fatalf("entry %d was taken %d times", id, times)
						}
					}
				}
				b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
			})
		}
	}
}

// fillQueue has n entries of 50 sources wait.
func fillQueue(b *testing.B, s *store.Store, n int) {
	b.Helper()
	for source := range 50 {
		host := fmt.Sprintf("s%d.example", source)
		f := feed(b, s, host)
		entries := make([]news.Entry, n/50)
		for i := range entries {
			entries[i] = entry(host, i)
		}
		poll(b, s, f, entries...)
	}
}

// takeAll empties the queue, and tells how often each entry was taken.
func takeAll(b *testing.B, crew []*store.Store, saves bool) map[news.EntryID]int {
	b.Helper()
	text := prose(rand.New(rand.NewPCG(1, 1)), 300)
	var mu sync.Mutex
	took := map[news.EntryID]int{}
	var lanes sync.WaitGroup
	for _, s := range crew {
		for range 3 {
			lanes.Go(func() {
				for {
					works, err := s.ClaimEntries(context.Background(), noon, noon.Add(time.Minute), 32, 1)
					if err != nil {
						b.Error(err)
					}
					if len(works) == 0 {
						return
					}
					outcomes := make([]news.Outcome, len(works))
					mu.Lock()
					for i, w := range works {
						took[w.Entry.ID]++
						outcomes[i] = news.Outcome{Entry: w.Entry, Articles: []news.Article{plain(w, text)}, Version: 1, LeaseUntil: w.LeaseUntil}
					}
					mu.Unlock()
					if !saves {
						continue
					}
					if err := s.SaveArticles(context.Background(), outcomes, noon); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
	}
	lanes.Wait()
	return took
}
