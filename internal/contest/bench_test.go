package contest_test

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nutgraf/internal/contest"
	"nutgraf/internal/golden"
	"nutgraf/internal/text"

	"github.com/klauspost/compress/gzip"
)

// BenchmarkThreads measures what "contest threads" does with the shared pages, on one core and step by step: reading a
// page, of which its language, judging it, and grouping the news.
//
//	go test -run '^$' -bench . ./internal/contest
func BenchmarkThreads(b *testing.B) {
	bodies := sharedPages(b)
	pages := make([]contest.Page, 0, len(bodies))
	rate := func(b *testing.B, n int) { b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "pages/s") }
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			pages = pages[:0]
			for i, body := range bodies {
				page, err := contest.Read(fmt.Sprint(i, ".html"), body)
				if err != nil {
					b.Fatal(err)
				}
				pages = append(pages, page)
			}
		}
		rate(b, len(bodies))
	})
	b.Run("language", func(b *testing.B) {
		for b.Loop() {
			for i := range pages {
				text.Language(pages[i].Article.Text())
			}
		}
		rate(b, len(pages))
	})
	b.Run("judge", func(b *testing.B) {
		for b.Loop() {
			for i := range pages {
				pages[i].Judge()
			}
		}
		rate(b, len(pages))
	})
	b.Run("group", func(b *testing.B) {
		for b.Loop() {
			contest.Threads(pages)
		}
		rate(b, len(contest.News(pages).Articles))
	})
}

// sharedPages unpacks the shared pages; without them the benchmark is skipped.
func sharedPages(b *testing.B) (bodies [][]byte) {
	dir := golden.Stories()
	if dir == "" {
		b.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set: nothing to measure")
	}
	file, err := os.Open(filepath.Join(dir, "contest-pages", "html.tar.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		b.Fatal(err)
	}
	for archive := tar.NewReader(plain); ; {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return bodies
		}
		if err != nil {
			b.Fatal(err)
		}
		if !strings.HasSuffix(head.Name, ".html") {
			continue
		}
		body, err := io.ReadAll(archive)
		if err != nil {
			b.Fatal(err)
		}
		bodies = append(bodies, body)
	}
}
