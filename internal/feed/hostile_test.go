package feed_test

import (
	"encoding/json"
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

// TestParseTakesLinearTime doubles documents that have made parsers quadratic.
func TestParseTakesLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a few seconds")
	}
	repeat := func(piece string) func(n int) string {
		return func(n int) string { return "<rss><channel>" + strings.Repeat(piece, n/len(piece)) }
	}
	documents := map[string]func(n int) string{
		"nested":               repeat("<a>"),
		"end tags of nothing":  repeat("<b></a>"),
		"nested base":          repeat(`<a xml:base="x/">`),
		"many bases":           repeat(`<a xml:base="x/"></a>`),
		"comments without end": repeat("<!-- "),
		"cdata without end":    repeat("<![CDATA["),
		"instructions":         repeat("<?a "),
		"declarations":         repeat("<!DOCTYPE "),
		"entities":             repeat(`<!ENTITY a "b`),
		"quotes without end":   repeat(`<a b="`),
		"mixed quotes":         repeat(`<a b="<a b='`),
		"ampersands":           repeat("&"),
		"less-thans":           repeat("<"),
		"attributes":           repeat(` a="b"`),
		"bindings":             repeat(`<a xmlns:b="c">`),
		"items in items":       repeat("<item>"),
		"items":                repeat("<item><title>a</title></item>"),
		"links":                repeat("<item><link href='/a'/><link>b</link>"),
		"one long tag":         func(n int) string { return "<rss " + strings.Repeat("a=b ", n/4) },
		"one long text":        func(n int) string { return "<rss><title>" + strings.Repeat("a &amp; b ", n/10) },
		"images": func(n int) string {
			return "<rss><item><description>" + strings.Repeat("&lt;img width=1 ", n/16)
		},
		"laughs": func(n int) string {
			return `<!DOCTYPE a [<!ENTITY a "` + strings.Repeat("a", 120) + `">]><rss><item><title>` + strings.Repeat("&a;", n/3)
		},
		"relative addresses": func(n int) string {
			return `<rss xml:base="http://a.example/` + strings.Repeat("b", 900) + `/"><item><description>` + strings.Repeat("&lt;a href=c&gt;", n/15)
		},
		"json":        func(n int) string { return `{"items":[` + strings.Repeat(`{"id":1},`, n/9) },
		"json nested": func(n int) string { return `{"items":` + strings.Repeat(`[`, n) },
	}
	const size = 256 << 10
	for name, document := range documents {
		small, large := tookToParse(document(size)), tookToParse(document(2*size))
		if large > 3*small && large > time.Second {
			t.Errorf("%s: %v for 256 KB, %v for 512 KB", name, small, large)
		}
		if large > 5*time.Second {
			t.Errorf("%s: %v for 512 KB", name, large)
		}
	}
}

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
	const size = 128 << 10
	for name, page := range pages {
		small, large := took(func() { read(page(size)) }), took(func() { read(page(2 * size)) })
		if large > 3*small && large > time.Second {
			t.Errorf("%s: %v for 128 KB, %v for 256 KB", name, small, large)
		}
		if large > 5*time.Second {
			t.Errorf("%s: %v for 256 KB", name, large)
		}
	}
}

func tookToParse(document string) time.Duration {
	return took(func() { feed.Parse([]byte(document), feed.Context{URL: "https://site.example/feed"}) })
}

func took(work func()) time.Duration {
	best := time.Hour
	for range 2 {
		runtime.GC()
		start := time.Now()
		work()
		best = min(best, time.Since(start))
	}
	return best
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`<rss version="2.0"><channel><title>T</title><item><title>A &amp; b</title><link>/x</link><pubDate>Tue, 3 Feb 2026 10:00:00 +0100</pubDate></item></channel></rss>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a<br/></div></content></entry></feed>`,
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item rdf:about="x"><title><![CDATA[a]]></title></item></rdf:RDF>`,
		`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_html":"<img src=a>"}]}`,
		"<!DOCTYPE a [<!ENTITY b \"c\">]><rss><item><title>&b;&#146;&nbsp;</title>", "\xff\xfe<\x00r\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := feed.Parse(b, feed.Context{URL: "https://site.example/feed", Now: time.Unix(1.8e9, 0)})
		if (doc == nil) == (err == nil) {
			t.Fatalf("got document %v and error %v", doc, err)
		}
		if doc == nil {
			return
		}
		for _, e := range doc.Entries {
			if e.GUID == "" {
				t.Error("an entry without a GUID")
			}
			if !utf8.ValidString(e.Title + e.Content + e.Summary + e.GUID + e.URL) {
				t.Errorf("not UTF-8: %+v", e)
			}
			if e.URL != "" && !strings.HasPrefix(e.URL, "http") {
				t.Errorf("address %q", e.URL)
			}
		}
		if _, err := json.Marshal(doc); err != nil {
			t.Error(err)
		}
		feed.ReadOPML(b)
	})
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
