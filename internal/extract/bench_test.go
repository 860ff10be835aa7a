package extract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nutgraf/internal/extract"
)

func BenchmarkExtract(b *testing.B) {
	root := shared()
	if root == "" {
		b.Skip("no shared/data/extract")
	}
	names, err := filepath.Glob(filepath.Join(root, "data", "extract", "fundus258", "html", "*.gz"))
	if err != nil || len(names) == 0 {
		b.Fatalf("no pages: %v", err)
	}
	var pages [][]byte
	total := 0
	for _, name := range names[:min(len(names), 60)] {
		page, err := readGzip(name)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, page)
		total += len(page)
	}
	b.SetBytes(int64(total / len(pages)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := extract.Extract(pages[i%len(pages)], extract.Context{}); err != nil {
			b.Log(err)
		}
	}
}

// BenchmarkContestPages reads pages in the format of the Telegram contest, unpacked to the folder in NUTGRAF_CONTEST.
func BenchmarkContestPages(b *testing.B) {
	dir := os.Getenv("NUTGRAF_CONTEST")
	if dir == "" {
		b.Skip("NUTGRAF_CONTEST is not set: no folder of contest pages")
	}
	var pages [][]byte
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		page, err := os.ReadFile(path)
		pages = append(pages, page)
		return err
	})
	if err != nil || len(pages) == 0 {
		b.Fatalf("no pages in %s: %v", dir, err)
	}
	b.ReportAllocs()
	n := 0
	for ; b.Loop(); n++ {
		_, _ = extract.Extract(pages[n%len(pages)], extract.Context{})
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}
