package feed_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// TestPagesTakeLinearTime doubles pages and sitemaps in which something repeats or nests.
func TestPagesTakeLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a few seconds")
	}
	repeat := func(piece string) func(n int) string {
		return func(n int) string { return strings.Repeat(piece, n/len(piece)) }
	}
	pages := map[string]func(n int) string{
		"links":        repeat(`<a href="/2031/05/17/one-two-three-four">one two three four five</a>`),
		"nested boxes": repeat(`<div class="date summary">`),
		"nested links": repeat(`<a href="/a-b-c-d-e"><b class=title>`),
		"paragraphs":   repeat(`<p>text <a href="/a-b-c-d-e">x</a>`),
		"headings":     repeat(`<h3><a href="/a-b-c-d-e">x</a></h3><time>`),
		"classes": func(n int) string {
			return `<div class="` + strings.Repeat("date ", n/10) + `">` + strings.Repeat(`<a href="/a-b-c-d-e">`, n/44)
		},
		"one item": func(n int) string {
			return `<div class="date"><p>` + strings.Repeat("word 2031 ", n/10) + `<a href="/a-b-c-d-e">x</a>`
		},
		"JSON-LD":       func(n int) string { return `<script type="application/ld+json">` + strings.Repeat(`{"item":`, n/8) },
		"feeds":         repeat(`<link rel=alternate type=application/rss+xml href="/feed"><a href="https://feedly.com/x/feed/https://a.example/rss">RSS</a>`),
		"sitemap":       func(n int) string { return "<urlset>" + strings.Repeat("<url><loc>/a-b-c-d-e</loc></url>", n/32) },
		"sitemap, open": func(n int) string { return "<urlset>" + strings.Repeat("<url><loc>/a-b-c-d-e", n/20) },
		"parts":         func(n int) string { return "<sitemapindex>" + strings.Repeat("<sitemap><loc>/news</loc>", n/25) },
		"link header":   repeat(`<`),
	}
	read := func(page string) {
		at := feed.Context{URL: "https://site.example/", Links: []string{page}}
		feed.Discover([]byte(page), at)
		feed.ParsePage([]byte(page), at, news.Selectors{})
		feed.ParsePage([]byte(page), at, news.Selectors{Item: "div", Title: "b", Date: "i"})
		feed.Parse([]byte(page), at)
	}
	const size = 256 << 10
	for name, page := range pages {
		small, large := taken(func() { read(page(size)) }), taken(func() { read(page(2 * size)) })
		if large > 3*small && large > time.Second {
			t.Errorf("%s: %v for 256 KB, %v for 512 KB", name, small, large)
		}
		if large > 5*time.Second {
			t.Errorf("%s: %v for 512 KB", name, large)
		}
	}
}

func taken(work func()) time.Duration {
	best := time.Hour
	for range 2 {
		runtime.GC()
		start := time.Now()
		work()
		best = min(best, time.Since(start))
	}
	return best
}

func FuzzDiscover(f *testing.F) {
	f.Add([]byte(`<link rel=alternate type=application/rss+xml href=/feed><a href=rss.xml>RSS</a>`), "https://site.example/", `</f>; rel="alternate"; type="application/atom+xml"`)
	f.Add([]byte(`<meta name=generator content="WordPress 7"><a href="feed:x">x</a>`), "https://site.example/category/a/", "")
	f.Add([]byte(`{"externalId":"UC0123456789012345678901"}`), "https://www.youtube.com/@osk", "<")
	f.Add([]byte(`<a href="https://feedly.com/i/subscription/feed/https://a.example/rss">x</a>`), "https://github.com/a/b", `<a>;rel`)
	f.Fuzz(func(t *testing.T, b []byte, address, header string) {
		seen := map[string]bool{}
		for _, c := range feed.Discover(b, feed.Context{URL: address, Links: []string{header}}) {
			if !strings.HasPrefix(c.URL, "http") || c.Why == "" || seen[c.URL] {
				t.Errorf("candidate %+v", c)
			}
			seen[c.URL] = true
		}
	})
}

func FuzzPage(f *testing.F) {
	pages, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(pages) == 0 {
		f.Fatalf("no pages: %v", err)
	}
	for _, file := range pages {
		page, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(page, "https://gannet.example/", "", "")
		f.Add(page, "https://gannet.example/2031/05/17/a-b-c-d", "div, tr", "a")
	}
	f.Fuzz(func(t *testing.T, b []byte, address, item, link string) {
		doc, err := feed.ParsePage(b, feed.Context{URL: address, Now: may17}, news.Selectors{Item: item, Link: link})
		if (err == nil) == (doc == nil || len(doc.Entries) == 0) {
			t.Fatalf("got %+v and error %v", doc, err)
		}
		if err != nil {
			if !errors.Is(err, news.ErrInvalid) {
				t.Error(err)
			}
			return
		}
		checkEntries(t, doc)
	})
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(newsMap), "https://c.example/news.xml", "")
	f.Add([]byte("<urlset>"+page("/a-b-c-d", "2031-05-17")+"<url><loc>/b-c-d-e"), "https://c.example/sitemap.xml", "")
	f.Add([]byte("<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"), "https://c.example/", "")
	f.Add([]byte("https://c.example/a\nhttps://c.example/b-c-d"), "https://c.example/map.txt", "text/plain")
	f.Fuzz(func(t *testing.T, b []byte, address, contentType string) {
		doc, err := feed.Parse(b, feed.Context{URL: address, ContentType: contentType})
		if err != nil {
			return
		}
		checkEntries(t, feed.Merge(doc, []*feed.Document{doc, nil}))
		for _, part := range doc.Parts {
			if !strings.HasPrefix(part.URL, "http") {
				t.Errorf("part %+v", part)
			}
		}
	})
}

func checkEntries(t *testing.T, doc *feed.Document) {
	t.Helper()
	for _, e := range doc.Entries {
		if e.GUID == "" || !utf8.ValidString(e.Title+e.Summary+e.GUID+e.URL) || (e.URL != "" && !strings.HasPrefix(e.URL, "http")) {
			t.Errorf("entry %+v", e)
		}
	}
}
