package feed_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// shared finds the folder of evaluation data, or skips the test with a message.
func shared(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("NUTGRAF_SHARED")
	if folder == "" {
		folder, _ = filepath.Abs(".")
		for !exists(filepath.Join(folder, "shared", "data")) && folder != filepath.Dir(folder) {
			folder = filepath.Dir(folder)
		}
		folder = filepath.Join(folder, "shared")
	}
	if !exists(filepath.Join(folder, "data", "feeds")) {
		t.Skip("no evaluation data (NUTGRAF_SHARED): the conformance suite was not run")
	}
	return filepath.Join(folder, "data", "feeds")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

type conformanceCase struct {
	File    string
	Headers [][2]string
	Asserts []struct {
		Path  []any
		Value any
	}
}

// TestConformance measures the field mapping on the feedparser suite: assertions on fields that our entries have. Its
// sanitising cases are left out: they hold another library's white list, and we sanitize elsewhere.
func TestConformance(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(shared(t), "feedparser")
	file, err := os.ReadFile(filepath.Join(folder, "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []conformanceCase
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	right, all := map[string]int{}, map[string]int{}
	for _, c := range cases {
		if strings.Contains(c.File, "sanitize") {
			continue
		}
		body, err := os.ReadFile(filepath.Join(folder, "tests", c.File))
		if err != nil {
			t.Fatal(err)
		}
		at := feed.Context{}
		for _, h := range c.Headers {
			if strings.EqualFold(h[0], "content-type") {
				at.ContentType = strings.TrimSpace(h[1])
			}
			if strings.EqualFold(h[0], "content-location") {
				at.URL = strings.TrimSpace(h[1])
			}
		}
		if at.URL == "" && strings.Contains(c.File, "/base/") {
			at.URL = "http://127.0.0.1:8097/tests/" + c.File
		}
		doc, err := feed.Parse(body, at)
		for _, a := range c.Asserts {
			path := ""
			for i, p := range a.Path {
				if i > 0 {
					path += "."
				}
				path += fmt.Sprint(p)
			}
			got, known := mapped(doc, path)
			if !known {
				continue
			}
			group := "mapping"
			if strings.HasPrefix(c.File, "entities/") {
				group = "entities"
			}
			all[group]++
			if want := wanted(a.Value); got == want {
				right[group]++
			} else {
				t.Logf("%s %s (%v)\n got %q\nwant %q", c.File, path, err, got, want)
			}
		}
	}
	for group, least := range map[string]float64{"mapping": 0.93, "entities": 0.99} {
		share := float64(right[group]) / float64(all[group])
		t.Logf("feedparser suite, %s: %d of %d assertions hold, %.1f %%", group, right[group], all[group], 100*share)
		if share < least {
			t.Errorf("%s: got %.3f, want at least %.3f", group, share, least)
		}
	}
}

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

func wanted(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return fmt.Sprint(v)
	case []any: // a time tuple
		if len(v) == 9 {
			n := make([]int, 9)
			for i := range v {
				n[i] = int(v[i].(float64))
			}
			return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC).Format(time.RFC3339)
		}
	}
	return fmt.Sprint(value)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// mapped is the value that our document has for a path of the suite; false when it has no such field.
func mapped(doc *feed.Document, path string) (string, bool) {
	if doc == nil {
		doc = &feed.Document{}
	}
	switch path {
	case "feed.title", "feed.title_detail.value":
		return doc.Title, true
	case "feed.link":
		return doc.Link, true
	case "feed.tagline", "feed.subtitle", "feed.description", "feed.tagline_detail.value", "feed.subtitle_detail.value":
		return doc.Subtitle, true
	case "feed.language":
		return doc.Language, true
	case "feed.updated_parsed", "feed.published_parsed":
		return stamp(doc.Updated), true
	case "feed.icon":
		return doc.Icon, true
	case "feed.logo", "feed.image.href", "feed.image.url":
		return doc.Image, true
	case "feed.ttl":
		return fmt.Sprint(int(doc.TTL / time.Minute)), true
	}
	var i int
	var field string
	if n, _ := fmt.Sscanf(path, "entries.%d.%s", &i, &field); n != 2 {
		return "", false
	}
	e := news.Entry{}
	if i < len(doc.Entries) {
		e = doc.Entries[i]
	}
	return mappedEntry(e, field)
}

func mappedEntry(e news.Entry, field string) (string, bool) {
	at := func(all []string, i int) string {
		if i < len(all) {
			return all[i]
		}
		return ""
	}
	switch field {
	case "title", "title_detail.value":
		return e.Title, true
	case "summary", "description", "summary_detail.value":
		return e.Summary, true
	case "content.0.value":
		return e.Content, true
	case "link":
		return e.URL, true
	case "id", "guid":
		return e.GUID, true
	case "author_detail.name", "authors.0.name":
		return at(e.Authors, 0), true
	case "authors.1.name":
		return at(e.Authors, 1), true
	case "tags.0.term", "category":
		return at(e.Tags, 0), true
	case "tags.1.term":
		return at(e.Tags, 1), true
	case "published_parsed":
		return stamp(e.PublishedAt), true
	case "updated_parsed":
		return stamp(e.UpdatedAt), true
	case "comments":
		return e.Comments, true
	case "source.title":
		return e.Origin, true
	case "image.href":
		return e.Image, true
	}
	var i int
	var part string
	if n, _ := fmt.Sscanf(field, "enclosures.%d.%s", &i, &part); n != 2 {
		return "", false
	}
	m := news.Enclosure{}
	if i < len(e.Enclosures) {
		m = e.Enclosures[i]
	}
	switch part {
	case "href", "url":
		return m.URL, true
	case "type":
		return m.Type, true
	case "length":
		return fmt.Sprint(m.Length), true
	}
	return "", false
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
