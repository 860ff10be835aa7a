package extract_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
)

// TestPages reads the invented pages of testdata/pages; each says in a comment why it is there.
func TestPages(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/pages/*")
	if err != nil || len(names) < 4 {
		t.Fatalf("got %d pages (%v), want at least 4", len(names), err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".golden") {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			page, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			articles, err := extract.Extract(page, extract.Context{URL: "https://herald.example/page", Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, strings.TrimPrefix(name, "testdata/")+".golden", written(articles))
		})
	}
}

// written puts articles into lines that a reviewer can read.
func written(articles []news.Article) string {
	var b strings.Builder
	for _, a := range articles {
		fmt.Fprintf(&b, "# %s\nkind %s  language %s  section %q  outlet %q  truncated %v  dateline %q\n", a.Headline, a.Kind, a.Language, a.Section, a.Outlet, a.Truncated, a.Dateline)
		fmt.Fprintf(&b, "authors %q\npublished %v (day only: %v)  updated %v\n", a.Authors, stamp(a.PublishedAt), a.DateOnly, stamp(a.UpdatedAt))
		fmt.Fprintf(&b, "canonical %s\nimage %+v\ntags %q\nsummary %s\n", a.CanonicalURL, a.Image, a.Tags, a.Summary)
		for _, block := range a.Blocks {
			fmt.Fprintf(&b, "%-10s %s\n", block.Role, block.Text)
			if block.HTML != "" || block.URL != "" {
				fmt.Fprintf(&b, "%-10s %s%s\n", "", block.HTML, block.URL)
			}
		}
		for _, link := range a.Related {
			fmt.Fprintf(&b, "related    %s <%s>\n", link.Title, link.URL)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.RFC3339)
}

func TestNoArticle(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"", "   \n ", "<html><body></body></html>", "<html><body><nav><a href=/>Home</a></nav></body></html>"} {
		if articles, err := extract.Extract([]byte(page), extract.Context{}); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got %d articles and %v, want news.ErrInvalid", page, len(articles), err)
		}
	}
}

// TestAggregatorPage holds what the sample that started the project must give, when the sample is there.
func TestAggregatorPage(t *testing.T) {
	t.Parallel()
	root := shared()
	page, err := os.ReadFile(filepath.Join(root, "samples", "aggregator-page.txt"))
	if root == "" || err != nil {
		t.Skip("no shared/samples/aggregator-page.txt: the sample is not tested")
	}
	articles, err := extract.Extract(page, extract.Context{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := []news.Kind{news.KindReport, news.KindAudio, news.KindVideo, news.KindAudio}
	if len(articles) != len(kinds) {
		t.Fatalf("got %d articles, want %d", len(articles), len(kinds))
	}
	for i, a := range articles {
		if a.Kind != kinds[i] {
			t.Errorf("article %d: got kind %s, want %s", i, a.Kind, kinds[i])
		}
		for _, b := range a.Blocks {
			for _, unwanted := range []string{"Advertisement", "Continue Reading", "toggle caption", "Subscribe", a.Headline} {
				if strings.Contains(b.Text, unwanted) {
					t.Errorf("article %d: %q stands in block %q", i, unwanted, b.Text)
				}
			}
		}
	}
	if articles[0].Dateline != "BEIJING" || !strings.Contains(articles[0].Image.Credit, "Getty") || articles[0].Image.Caption == "" {
		t.Errorf("article 0: got dateline %q, image %+v", articles[0].Dateline, articles[0].Image)
	}
	if len(articles[2].Authors) != 4 || articles[2].PublishedAt.Format(time.DateOnly) != "2025-12-12" {
		t.Errorf("article 2: got authors %q, published %v", articles[2].Authors, articles[2].PublishedAt)
	}
	if len(articles[3].Related) != 4 {
		t.Errorf("article 3: got %d related links, want 4", len(articles[3].Related))
	}
}

func TestFromEntry(t *testing.T) {
	t.Parallel()
	a := extract.FromEntry(news.Entry{
		URL: "https://herald.example/a", Title: "Dam &amp; river", Summary: "<p>The lake is <b>full</b>.</p><script>x</script>",
		Authors: []string{"By Ilka Morav"}, Enclosures: []news.Enclosure{{URL: "https://herald.example/a.mp3", Type: "audio/mpeg"}},
	})
	if a.Headline != "Dam & river" || a.Text() != "The lake is full." || !a.Truncated || a.Kind != news.KindAudio || len(a.Authors) != 1 || a.Authors[0] != "Ilka Morav" {
		t.Errorf("got %+v", a)
	}
	if len(a.Blocks) != 1 || a.Blocks[0].HTML != "The lake is <strong>full</strong>." {
		t.Errorf("got blocks %+v", a.Blocks)
	}
}

// TestQualityFalseSplits counts the pages of the shared sets that hold one article and come out as several.
func TestQualityFalseSplits(t *testing.T) {
	t.Parallel()
	root := shared()
	if root == "" || !testing.Verbose() {
		t.Skip("no shared/data/extract (or no -v): false splits are not counted")
	}
	pages, split := 0, 0
	for _, set := range []string{"postlight", "htmldate-extra", "naeb", "fundus258"} {
		names, err := filepath.Glob(filepath.Join(root, "data", "extract", set, "html", "*.gz"))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no pages (%v)", set, err)
		}
		for _, name := range names {
			page, err := readGzip(name)
			if err != nil {
				t.Fatal(err)
			}
			articles, _ := extract.Extract(page, extract.Context{})
			if pages++; len(articles) > 1 {
				split++
				t.Logf("%s: %d articles", filepath.Base(name), len(articles))
			}
		}
	}
	t.Logf("%d of %d pages are split", split, pages)
	if split*200 > pages {
		t.Errorf("got %d of %d pages split, want at most 0.5 %%", split, pages)
	}
}
