package extract_test

import (
	"bytes"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"golang.org/x/net/html"

	"nutgraf/internal/extract"
)

// BenchmarkCost reads pages of the evaluation data with Extract and with html.Parse in turns and reports how many times
// the cost of parsing a page extraction is, parsing included: by the totals of the best processor times of each page.
func BenchmarkCost(b *testing.B) {
	pages := samplePages(b, 40)
	ours, theirs := make([]time.Duration, len(pages)), make([]time.Duration, len(pages))
	var allocations, held, size uint64
	for b.Loop() {
		for i, page := range pages {
			theirs[i] = quicker(theirs[i], func() { _, _ = html.Parse(bytes.NewReader(page)) })
			ours[i] = quicker(ours[i], func() { _, _ = extract.Extract(page, extract.Context{}) })
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var mine, parsing time.Duration
	for i, page := range pages {
		_, _ = extract.Extract(page, extract.Context{})
		mine, parsing, size = mine+ours[i], parsing+theirs[i], size+uint64(len(page))
	}
	runtime.ReadMemStats(&after)
	allocations, held = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	n := float64(len(pages))
	b.ReportMetric(float64(mine)/float64(parsing), "x-parse")
	b.ReportMetric(n/mine.Seconds(), "pages/s")
	b.ReportMetric(float64(allocations)/n, "allocs/page")
	b.ReportMetric(float64(held)/float64(size), "B/byte")
}

// samplePages are pages of each of the larger sets, at most so many of one, spread over it.
func samplePages(b *testing.B, most int) [][]byte {
	root := shared()
	if root == "" {
		b.Skip("no shared/data/extract: there are no pages to measure on")
	}
	var pages [][]byte
	for _, set := range []string{"naeb", "fundus258", "wcxb-dev-articles"} {
		names, err := filepath.Glob(filepath.Join(root, "data", "extract", set, "html", "*.gz"))
		if err != nil || len(names) < most {
			b.Fatalf("%s: %d pages: %v", set, len(names), err)
		}
		for i := range most {
			page, err := readGzip(names[i*len(names)/most])
			if err != nil {
				b.Fatal(err)
			}
			pages = append(pages, page)
		}
	}
	return pages
}

// quicker is the lesser of a time and the processor time that work takes; 0 is no time yet.
func quicker(before time.Duration, work func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	started := spent()
	work()
	if took := spent() - started; before == 0 || took < before {
		return took
	}
	return before
}
