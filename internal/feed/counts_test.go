package feed_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/feed"
)

// TestItemCounts compares how many entries we find with how many items the raw documents hold: elements named so, or
// the length of a JSON Feed's list.
func TestItemCounts(t *testing.T) {
	t.Parallel()
	folder := shared(t)
	item := regexp.MustCompile(`<(?:[a-zA-Z0-9]+:)?(item|entry)[\s>/]`)
	all, wrong := 0, 0
	for _, set := range []string{"feed-rs", "feedsmith", "gofeed", "miniflux", "yarr", "commafeed", "netnewswire", "rss-bridge", "podcast-namespace"} {
		for _, path := range files(t, filepath.Join(folder, set), "") {
			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			start := string(body[:min(len(body), 4000)])
			want := len(item.FindAllIndex(body, -1))
			var list struct {
				Version string
				Items   []json.RawMessage
			}
			switch {
			case strings.HasSuffix(path, ".md"): // documentation that quotes feeds
				continue
			case strings.HasPrefix(start, "{") && json.Unmarshal(body, &list) == nil && strings.Contains(list.Version, "jsonfeed"):
				want = len(list.Items)
			case !strings.Contains(start, "<rss") && !strings.Contains(start, "<feed") && !strings.Contains(start, ":RDF"):
				continue
			}
			all++
			doc, err := feed.Parse(body, feed.Context{URL: "https://feed.example/feed"})
			if err != nil {
				t.Errorf("%s: %v, want %d entries", path, err, want)
				wrong++
			} else if len(doc.Entries) != want {
				t.Errorf("%s: got %d entries, want %d; %q", path, len(doc.Entries), want, doc.Notes)
				wrong++
			}
		}
	}
	t.Logf("item counts: %d of %d documents agree", all-wrong, all)
	if all < 700 {
		t.Errorf("only %d documents were counted", all)
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
