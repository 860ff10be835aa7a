package feed_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/feed"
)

// hostileShapes are documents of about n bytes that have made parsers quadratic, or worse.
func hostileShapes() map[string]func(n int) string {
	repeat := func(piece string) func(n int) string {
		return func(n int) string { return "<rss><channel>" + strings.Repeat(piece, n/len(piece)) }
	}
	in := func(piece string) func(n int) string {
		return func(n int) string { return "<rss><channel><item>" + strings.Repeat(piece, n/len(piece)) }
	}
	return map[string]func(n int) string{
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
		"json":              func(n int) string { return `{"items":[` + strings.Repeat(`{"id":1},`, n/9) },
		"nested namespaces": repeat(`<a:b xmlns:a="c"><c:d xmlns:c="e">`),
		"prefixes":          repeat(`<a xmlns:b="c"><b:d></b:d></a>`),
		"end tags of many names": func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, "<a%d></b%d>", i, i)
			}
			return "<rss><channel><item>" + b.String()
		},
		"deep, and end tags of nothing": func(n int) string {
			return "<rss>" + strings.Repeat("<a>", 190) + strings.Repeat("</b>", n/4)
		},
		"items of all names": func(n int) string { return "<rss><channel>" + strings.Repeat("<item><entry><content>", n/22) },
		"entities of many names": func(n int) string {
			var b strings.Builder
			b.WriteString("<!DOCTYPE a [")
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, `<!ENTITY a%d "&a%d;">`, i, i-1)
			}
			return b.String() + "]><rss><item><title>&a100;</title></item></rss>"
		},
		"unfinished entities": func(n int) string { return "<rss><item><title>" + strings.Repeat("&amp", n/4) },
		"many different bases": func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, `<a xml:base="x%d/">`, i)
			}
			return `<rss xml:base="http://a.example/"><channel>` + b.String()
		},
		"dates":            in("<item><pubDate>Tue, 3 Foo 2026 10:00:00 BAR</pubDate></item>"),
		"dates of an item": in("<pubDate>2026-01-01</pubDate>"),
		"a long date":      func(n int) string { return "<rss><item><pubDate>" + strings.Repeat("1 jan ", n/6) },
		"people":           in("<author>a b &lt;c@d.example&gt;</author>"),
		"different people": func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, "<author>%d</author><podcast:person>%d</podcast:person><category>%d</category>", i, i, i)
			}
			return "<rss><channel><item>" + b.String()
		},
		"one long person": func(n int) string { return "<rss><item><author>" + strings.Repeat("a@", n/2) },
		"places":          in("<georss:point>1 2</georss:point>"),
		"one long area":   func(n int) string { return "<rss><item><georss:polygon>" + strings.Repeat("1 2 ", n/4) },
		"nested places":   in("<georss:where><gml:Point>"),
		"enclosures":      in(`<enclosure url="/a"/>`),
		"media groups":    in(`<media:group><media:content>`),
		"long rights": func(n int) string {
			return "<rss><item><rights>" + strings.Repeat("http://creativecommons.org/licenses/", n/36)
		},
		"relative links":     func(n int) string { return "<rss><item><description><![CDATA[" + strings.Repeat(`<a href="b">`, n/12) },
		"equals signs":       func(n int) string { return "<rss><item><description><![CDATA[" + strings.Repeat(`href=`, n/5) },
		"one tag of links":   func(n int) string { return "<rss><item><description><![CDATA[<a " + strings.Repeat(`href=b `, n/7) },
		"tags without end":   func(n int) string { return "<rss><item><description><![CDATA[" + strings.Repeat(`<a href=b `, n/10) },
		"quotes in links":    func(n int) string { return "<rss><item><description><![CDATA[" + strings.Repeat(`<a href="b>`, n/11) },
		"the same guid":      in("</item><item><guid>a</guid><link>http://a.example/b</link>"),
		"nothing but markup": in("<title><b>"),
		"controls":           func(n int) string { return "<rss>" + strings.Repeat("\x01\n", n/2) },
		"not UTF-8":          func(n int) string { return "<rss><item><title>" + strings.Repeat("\xff", n) },
		"UTF-16":             func(n int) string { return "\xff\xfe" + strings.Repeat("<\x00a\x00", n/4) },
		"json strings": func(n int) string {
			return `{"items":[{"content_html":"` + strings.Repeat(`\u003ca href=b\u003e`, n/20) + `"}]}`
		},
		"json tags":    func(n int) string { return `{"items":[{"id":1,"tags":[` + strings.Repeat(`"a",`, n/4) + `"b"]}]}` },
		"json objects": func(n int) string { return `{"items":[` + strings.Repeat(`{"a":`, n/5) },
		"json nested":  func(n int) string { return `{"items":` + strings.Repeat(`[`, n) },
	}
}

// TestLinear doubles hostile documents and prints how the time grows: -run Linear -v. What it asserts is generous, for
// machines that do other things too: eight times as much, which takes a quadratic reader 64 times as long, must take less
// than 30 times as long. BenchmarkLinear holds the limit of 2.5 for twice as much.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	shapes := hostileShapes()
	for _, name := range sortedKeys(shapes) {
		n, small, ratio := growth(shapes[name], 2*time.Millisecond, 3, 2)
		t.Logf("%-30s %5d KB in %8v, twice as many in %.2f times", name, n>>10, small.Round(10*time.Microsecond), ratio)
		if ratio > 2.5 {
			if _, _, ratio := growth(shapes[name], 5*time.Millisecond, 4, 8); ratio > 30 {
				t.Errorf("%s: eight times as many bytes take %.1f times as long", name, ratio)
			}
		}
		if perMB := small * (1 << 10) / time.Duration(n>>10); perMB > 10*time.Second {
			t.Errorf("%s: %v for a megabyte", name, perMB)
		}
	}
}

// BenchmarkLinear fails when twice as many bytes take more than 2.5 times as long. It wants a quiet machine.
func BenchmarkLinear(b *testing.B) {
	shapes := hostileShapes()
	for _, name := range sortedKeys(shapes) {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				_, _, ratio := growth(shapes[name], 20*time.Millisecond, 4, 2)
				if ratio > 2.5 {
					_, _, ratio = growth(shapes[name], 80*time.Millisecond, 8, 2)
				}
				b.ReportMetric(ratio, "growth")
				if ratio > 2.5 {
					b.Errorf("twice as long takes %.2f times", ratio)
				}
			}
		})
	}
}

// growth is the time for some times n bytes by that for n, the best of some rounds each, with n so large that it takes at
// least so long.
func growth(document func(n int) string, least time.Duration, rounds, times int) (n int, small time.Duration, ratio float64) {
	const most = 4 << 20
	for n = 64 << 10; n < most && took(document(n), 1) < least; n *= 2 {
	}
	small, large := took(document(n), rounds), took(document(times*n), rounds)
	return n, small, float64(large) / float64(max(small, time.Microsecond))
}

// took is the time that reading takes, the best of some rounds: processor time where that is so long that its coarse
// clock can tell, else the time that passed.
func took(document string, rounds int) time.Duration {
	const coarse = 10 * time.Millisecond
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	best := time.Hour
	for range rounds {
		runtime.GC()
		start, began := spent(), time.Now()
		feed.Parse([]byte(document), feed.Context{URL: "https://site.example/feed"})
		passed := time.Since(began)
		if used := spent() - start; used >= coarse {
			passed = min(passed, used)
		}
		best = min(best, passed)
	}
	return best
}
