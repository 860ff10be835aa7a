package feed_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/feed"
)

// TestItemCounts compares how many entries we find with how many elements named so the raw documents hold.
func TestItemCounts(t *testing.T) {
	t.Parallel()
	folder := shared(t)
	item := regexp.MustCompile(`<(?:[a-zA-Z0-9]+:)?(item|entry)[\s>/]`)
	right, all := 0, 0
	for _, set := range []string{"feed-rs", "feedsmith", "gofeed", "miniflux", "yarr", "commafeed", "netnewswire", "rss-bridge", "podcast-namespace"} {
		err := filepath.WalkDir(filepath.Join(folder, set), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			body, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			start := string(body[:min(len(body), 4000)])
			if !strings.Contains(start, "<rss") && !strings.Contains(start, "<feed") && !strings.Contains(start, ":RDF") {
				return nil
			}
			all++
			doc, err := feed.Parse(body, feed.Context{URL: "https://feed.example/feed"})
			want := len(item.FindAllIndex(body, -1))
			if doc != nil && len(doc.Entries) == want {
				right++
			} else if doc != nil {
				t.Logf("%s: got %d, want %d; %q", path, len(doc.Entries), want, doc.Notes)
			} else {
				t.Logf("%s: %v, want %d", path, err, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("item counts: %d of %d documents agree", right, all)
	if all < 300 || all-right > 1 {
		t.Errorf("got %d of %d documents right, want all but one", right, all)
	}
}

// BenchmarkParse reads the ten largest feeds of the evaluation data.
func BenchmarkParse(b *testing.B) {
	folder := shared(b)
	var feeds [][]byte
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "/tests/") {
			return err
		}
		if info, err := d.Info(); err != nil || info.Size() < 100<<10 {
			return err
		}
		body, err := os.ReadFile(path)
		if strings.Contains(string(body[:min(len(body), 1000)]), "<rss") || strings.Contains(string(body[:min(len(body), 1000)]), "<feed") {
			feeds = append(feeds, body)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	slices.SortFunc(feeds, func(x, y []byte) int { return len(y) - len(x) })
	feeds = feeds[:min(len(feeds), 10)]
	total := 0
	for _, body := range feeds {
		total += len(body)
	}
	b.SetBytes(int64(total))
	b.ReportAllocs()
	for b.Loop() {
		for _, body := range feeds {
			if _, err := feed.Parse(body, feed.Context{URL: "https://feed.example/feed"}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
