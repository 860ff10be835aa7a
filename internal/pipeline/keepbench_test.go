package pipeline_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// BenchmarkKeeper tells how long small writes and pages wait while raw pages and texts go from a big database, and how long they
// wait without. It works on the database of the folder NUTGRAF_KEEP, which is worth less afterwards: make a copy.
func BenchmarkKeeper(b *testing.B) {
	data := os.Getenv("NUTGRAF_KEEP")
	if data == "" {
		b.Skip("not run: letting go from a big database; NUTGRAF_KEEP names none")
	}
	o := store.Options{Path: filepath.Join(data, "nutgraf.db")}
	if len(data) > 8 && data[:8] == "postgres" {
		o = store.Options{URL: data}
	}
	s, err := store.Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	k := &pipeline.Keeper{Store: s, Holder: "bench", Log: slog.New(slog.DiscardHandler), Now: time.Now}
	for _, phase := range []struct {
		name string
		work func(ctx context.Context) ([]pipeline.Gone, error)
	}{
		{"alone", func(ctx context.Context) ([]pipeline.Gone, error) { <-ctx.Done(); return nil, nil }},
		{"raw pages", func(ctx context.Context) ([]pipeline.Gone, error) {
			k.Keeping = news.Keeping{Captures: news.MinCaptureAge}
			return k.Sweep(ctx)
		}},
		{"texts", func(ctx context.Context) ([]pipeline.Gone, error) {
			k.Keeping = news.Keeping{Texts: news.MinTextAge}
			return k.Sweep(ctx)
		}},
		{"upkeep", func(ctx context.Context) ([]pipeline.Gone, error) {
			for {
				more, held, err := s.Tidy(ctx)
				if !more || err != nil {
					return nil, err
				}
				time.Sleep(4 * held)
			}
		}},
	} {
		b.Run(phase.name, func(b *testing.B) {
			for range b.N {
				ctx, stop := context.WithTimeout(b.Context(), 30*time.Second)
				waits := watch(ctx, b, s)
				gone, err := phase.work(ctx)
				if err != nil && ctx.Err() == nil {
					b.Error(err)
				}
				<-ctx.Done()
				stop()
				for what, list := range waits() {
					slices.Sort(list)
					for name, share := range map[string]float64{"p50": .5, "p99": .99, "max": 1} {
						b.ReportMetric(float64(list[int(share*float64(len(list)-1))].Microseconds())/1000, name+"-ms/"+what)
					}
				}
				for _, g := range gone {
					b.ReportMetric(float64(g.Items), fmt.Sprint(g.What, "/run"))
				}
			}
		})
	}
}

// watch writes and reads a little all the time, and tells how long each took.
func watch(ctx context.Context, b *testing.B, s *store.Store) (waits func() map[string][]time.Duration) {
	var all sync.WaitGroup
	found := map[string][]time.Duration{}
	var mu sync.Mutex
	for what, do := range map[string]func(n int) error{
		"write": func(n int) error { return s.SetSetting(ctx, "bench", fmt.Sprint(n)) },
		"page": func(n int) error {
			if _, _, err := s.Latest(ctx, news.Filter{Limit: 60}); err != nil {
				return err
			}
			_, _, err := s.Stories(ctx, news.Filter{Limit: 60})
			return err
		},
	} {
		all.Go(func() {
			var took []time.Duration
			for n := 0; ctx.Err() == nil; n++ {
				began := time.Now()
				err := do(n)
				if ctx.Err() != nil {
					break
				}
				if err != nil {
					b.Error(err)
				}
				took = append(took, time.Since(began))
				time.Sleep(5 * time.Millisecond)
			}
			mu.Lock()
			defer mu.Unlock()
			found[what] = took
		})
	}
	return func() map[string][]time.Duration { all.Wait(); return found }
}
