// Package feedbench compares our feed parser with gofeed on the same feeds in one run. It is a module of its own so that
// gofeed is no dependency of ours:
//
//	cd tools/feedbench && go test -bench .
package feedbench

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"nutgraf/internal/feed"
)

// largest reads the ten largest RSS and Atom feeds of the evaluation data ($NUTGRAF_SHARED, or a folder "shared" above).
func largest(tb testing.TB) [][]byte {
	folder := os.Getenv("NUTGRAF_SHARED")
	if folder == "" {
		folder, _ = filepath.Abs(".")
		for !exists(filepath.Join(folder, "shared", "data")) && folder != filepath.Dir(folder) {
			folder = filepath.Dir(folder)
		}
		folder = filepath.Join(folder, "shared")
	}
	folder = filepath.Join(folder, "data", "feeds")
	if !exists(folder) {
		tb.Skip("no evaluation data (NUTGRAF_SHARED): there is nothing to measure on")
	}
	var feeds [][]byte
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		head := body[:min(len(body), 1000)]
		if bytes.Contains(head, []byte("<rss")) || bytes.Contains(head, []byte("<feed")) {
			feeds = append(feeds, body)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	slices.SortFunc(feeds, func(a, b []byte) int { return len(b) - len(a) })
	return feeds[:min(len(feeds), 10)]
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func ours(body []byte) error {
	_, err := feed.Parse(body, feed.Context{URL: "https://feed.example/feed"})
	return err
}

func theirs(body []byte) error {
	_, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	return err
}

// BenchmarkRatio reads each feed with both parsers in turn, so that what else the machine does falls on both alike, and
// reports how many times faster ours is: by the total of the best times of each feed.
func BenchmarkRatio(b *testing.B) {
	feeds := largest(b)
	fast, slow := make([]time.Duration, len(feeds)), make([]time.Duration, len(feeds))
	total := 0
	for _, body := range feeds {
		total += len(body)
	}
	for b.Loop() {
		for i, body := range feeds {
			fast[i] = best(b, fast[i], ours, body)
			slow[i] = best(b, slow[i], theirs, body)
		}
	}
	var mine, other time.Duration
	for i, body := range feeds {
		b.Logf("%7d bytes: %8v and %8v, %.1f times", len(body), fast[i], slow[i], float64(slow[i])/float64(fast[i]))
		mine, other = mine+fast[i], other+slow[i]
	}
	b.ReportMetric(float64(other)/float64(mine), "times-gofeed")
	b.ReportMetric(float64(total)/mine.Seconds()/1e6, "MB/s")
}

func best(b *testing.B, before time.Duration, read func([]byte) error, body []byte) time.Duration {
	start := time.Now()
	if err := read(body); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	if before == 0 {
		return took
	}
	return min(before, took)
}

func BenchmarkOurs(b *testing.B)   { each(b, ours) }
func BenchmarkGofeed(b *testing.B) { each(b, theirs) }

func each(b *testing.B, read func([]byte) error) {
	feeds := largest(b)
	total := 0
	for _, body := range feeds {
		total += len(body)
	}
	b.SetBytes(int64(total))
	b.ReportAllocs()
	for b.Loop() {
		for _, body := range feeds {
			if err := read(body); err != nil {
				b.Fatal(err)
			}
		}
	}
}
