package feed_test

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"nutgraf/internal/feed"
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
		small, large := took(document(size)), took(document(2*size))
		if large > 3*small && large > time.Second {
			t.Errorf("%s: %v for 256 KB, %v for 512 KB", name, small, large)
		}
		if large > 5*time.Second {
			t.Errorf("%s: %v for 512 KB", name, large)
		}
	}
}

func took(document string) time.Duration {
	best := time.Hour
	for range 2 {
		runtime.GC()
		start := time.Now()
		feed.Parse([]byte(document), feed.Context{URL: "https://site.example/feed"})
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
	f.Add([]byte(`<link rel=alternate type=application/rss+xml href=/feed><a href=rss.xml>RSS</a>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range feed.Discover(b, feed.Context{URL: "https://site.example/"}) {
			if !strings.HasPrefix(c.URL, "http") {
				t.Errorf("address %q", c.URL)
			}
		}
	})
}
