package extract_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"nutgraf/internal/extract"
)

// hostilePages are pages of about n bytes that have made readers of HTML slow, or large, or crash.
func hostilePages() map[string]func(n int) []byte {
	pages := map[string]func(n int) string{}
	for name, piece := range map[string]string{
		"text":                     "The dam at Orla is full again today. ",
		"paragraphs":               "<p>The dam at Orla is full again today, says the mayor of the town.</p>",
		"markup without words":     "<div><b></b></div>",
		"empty elements":           "<i></i>",
		"one word":                 "dam",
		"one word of Han":          "水",
		"commas":                   ",",
		"blanks":                   " ",
		"line breaks":              "<br>",
		"two line breaks":          "dam<br><br>",
		"nested div":               "<div>",
		"nested div with words":    "<div>The dam is full. ",
		"nested b":                 "<b>",
		"nested b with words":      "<b>dam ",
		"nested spans":             "<span class=a>dam ",
		"nested tables":            "<table><tr><td>",
		"tables without cells":     "<table><b>",
		"nested lists":             "<ul><li>",
		"nested links":             "<a href=/dam>",
		"nested quotations":        "<blockquote>",
		"nested sections":          "<section><article><h2>The dam is full</h2>",
		"nested figures":           "<figure><figcaption>The dam",
		"unclosed p and font":      "<p><font size=1>The dam",
		"unclosed mixture":         "<p><b><i><div><font color=a>dam",
		"end tags of nothing":      "</b></div></p>",
		"misnested formatting":     "<b><p></b><i></p></i>dam",
		"comments without end":     "<!-- ",
		"less-thans":               "<",
		"ampersands":               "&",
		"entities":                 "&amp;&nbsp;&#x27;",
		"headings":                 "<h2>The dam at Orla is full</h2>",
		"links":                    `<a href="/dam">The dam is full</a> `,
		"lists of links":           `<li><a href="/dam">The dam is full</a></li>`,
		"pictures":                 `<img src="/dam.jpg" alt="The dam">`,
		"captions":                 `<figure><img src="/dam.jpg"><figcaption>The dam at Orla. Photo: Ada Quint</figcaption></figure>`,
		"the same words":           "<p>The dam is full</p>",
		"dates":                    "<time datetime=2026-11-03>3 November 2026</time> ",
		"dates in lines":           "<p>Updated 3 November 2026 at 10:32</p>",
		"bylines":                  "<p class=byline>By Ada Quint and Ben Rook, The Gannet</p>",
		"one long byline":          "By Ada Quint, Ben Rook and ",
		"articles":                 "<article><h2>The dam is full</h2><p>By Ada Quint</p><p>The water stands at the rim of it, says the mayor.</p></article>",
		"headers without article":  "<h2>The dam is full</h2><p>By Ada Quint</p><p>3 November 2026</p>",
		"rules":                    "<hr><p>The dam is full</p>",
		"forms":                    "<form><input><select><option>dam",
		"svg and math":             "<svg><math><p>dam",
		"templates":                "<template><p>dam",
		"meta":                     `<meta property="og:title" content="The dam is full">`,
		"authors in meta":          `<meta name="author" content="Ada Quint">`,
		"scripts":                  `<script>var dam = {"headline": "The dam is full"};</script>`,
		"JSON-LD":                  `<script type="application/ld+json">{"@type":"NewsArticle","headline":"The dam is full"}</script>`,
		"items":                    `<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop=author>Ada Quint</span>`,
		"NUL":                      "\x00",
		"NUL in text":              "<p>d\x00am\x00",
		"not UTF-8":                "<p>d\xffam\xc3",
		"lone surrogates":          "<p>\xed\xa0\x80dam",
		"walls":                    "<p>Subscribe to continue reading. Already a subscriber? Log in</p>",
		"titles":                   "<title>The dam is full | The Gannet</title>",
	} {
		pages[name] = func(n int) string { return "<body>" + strings.Repeat(piece, n/max(1, len(piece))) }
	}
	counted := func(format string) func(n int) string {
		return func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, format, i)
			}
			return b.String()
		}
	}
	wrapped := func(before, piece, after string) func(n int) string {
		return func(n int) string { return before + strings.Repeat(piece, n/len(piece)) + after }
	}
	maps.Copy(pages, map[string]func(n int) string{
		"headings, each different": counted("<h2>Dam number %d is full</h2>"),
		"class words":              counted("<div class='a%d caption author related'>dam"),
		"class words, many":        wrapped("<div class='", "caption author ", "'><p>The dam is full"),
		"class words, nested": func(n int) string {
			return strings.Repeat("<div class='"+strings.Repeat("caption ", 40)+"'>", n/340) + "dam"
		},
		"leaves, each different": counted("<p>Dam %d is full of water today.</p>"),
		"attributes":             counted("<p a%d=b>"),
		"attributes of one":      func(n int) string { return "<p " + counted("a%d=b ")(n) + ">The dam is full" },
		"the same attribute":     wrapped("<p ", "class=b ", ">The dam is full"),
		"one attribute":          wrapped(`<p class="`, "a", `">The dam is full`),
		"one address":            wrapped(`<a href="/`, "../", `">The dam is full</a>`),
		"one meta":               wrapped(`<meta name=description content="`, "The dam. ", `"><p>dam`),
		"one title":              wrapped("<title>", "The dam | ", "</title><h1>The dam</h1>"),
		"one heading":            wrapped("<h1>", "The dam - ", "</h1>"),
		"one script":             wrapped("<script>", "var dam = 1; ", "</script><p>dam"),
		"one script of objects":  wrapped(`<script id="__NEXT_DATA__" type="application/json">{"a":[`, `{"headline":"dam","body":"full"},`, `1]}</script><p>dam`),
		"one script of state":    wrapped(`<script>window.__STATE__ = {"a":[`, `{"headline":"dam","body":"full"},`, `1]};</script><p>dam`),
		"scripts of braces":      wrapped("<script>window.a = ", "{", "</script>"),
		"scripts of quotes":      wrapped("<script>window.a = {", `"\"`, "</script>"),
		"one JSON-LD":            wrapped(`<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"`, "The dam is full. ", `"}</script><p>The dam is full.`),
		"JSON-LD of graphs":      wrapped(`<script type="application/ld+json">{"@graph":[`, `{"@type":"Person","@id":"#a","name":"Ada Quint"},`, `{}]}</script><p>dam`),
		"JSON-LD of references": func(n int) string {
			return `<script type="application/ld+json">{"@graph":[` + counted(`{"@id":"#a%[1]d","author":{"@id":"#a%[1]d"}},`)(n) + `{}]}</script>`
		},
		"JSON-LD, nested": func(n int) string {
			return `<script type="application/ld+json">` + strings.Repeat(`{"author":[`, n/14) + strings.Repeat("]}", n/14) + "</script><p>dam"
		},
		"JSON-LD, open":     wrapped(`<script type="application/ld+json">`, `{"author":[`, `</script><p>dam`),
		"JSON-LD of commas": wrapped(`<script type="application/ld+json">{"a":1`, `,}`, `</script><p>dam`),
		"noise": func(n int) string {
			r, b := rand.New(rand.NewPCG(1, 2)), make([]byte, n)
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			return string(b)
		},
		"UTF-16": func(n int) string {
			b := []byte{0xff, 0xfe}
			for _, unit := range utf16.Encode([]rune(strings.Repeat("<p>The dam 水 is full", n/40))) {
				b = append(b, byte(unit), byte(unit>>8))
			}
			return string(b) + "\x00\xd8<"
		},
		"lines":              wrapped("", "The dam is full\n", ""),
		"lines of sentences": wrapped("", "The dam is full, says the mayor of Orla, who has seen it.\n\n", ""),
		"one line":           wrapped("", "The dam is full. ", ""),
		"lines, stacked":     wrapped("", "The dam is full\n\nBy Ada Quint\n\n3 November 2026\n\nThe water stands at the rim of the dam.\n\n", ""),
		"empty lines":        wrapped("a", "\n", "b"),
	})
	all := map[string]func(n int) []byte{}
	for name, page := range pages {
		all[name] = func(n int) []byte { return []byte(page(n)) }
	}
	return all
}

const (
	longest  = 20 * time.Second // for any page: a guard against hanging, on machines that do other things too
	mostHeld = 260              // bytes allocated per byte of a page
)

// TestHostilePagesEnd reads large hostile pages: each must end in bounded time, and allocate in proportion to its size.
func TestHostilePagesEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const size = 1 << 19
	pages := hostilePages()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		took, held := hostile(t, name, pages[name](size))
		t.Logf("%-28s %8v %7.1f bytes allocated per byte", name, took.Round(time.Millisecond), float64(held)/size)
	}
}

// TestLargestPagesEnd reads pages as large as are read at all, and larger.
func TestLargestPagesEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const size = 10 << 20
	pages := hostilePages()
	for _, name := range []string{
		"text", "markup without words", "one attribute", "one script", "one JSON-LD", "one word", "empty elements", "nested div", "headings",
		"attributes of one", "noise", "UTF-16", "unclosed mixture", "JSON-LD, nested",
	} {
		page := pages[name](size)
		took, _ := hostile(t, name, page)
		more, _ := hostile(t, name+", 12 MiB", append(page, page[:2<<20]...))
		t.Logf("%-28s %8v, with 2 MiB more %v", name, took.Round(time.Millisecond), more.Round(time.Millisecond))
	}
}

// hostile reads a page as HTML from an address and returns what that took.
func hostile(t *testing.T, name string, page []byte) (took time.Duration, held uint64) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan time.Duration, 1)
	go func() {
		started := time.Now()
		_, _ = extract.Extract(page, extract.Context{URL: "https://gannet.example/dam", Now: time.Unix(1.8e9, 0)})
		done <- time.Since(started)
	}()
	select {
	case took = <-done:
	case <-time.After(longest):
		t.Fatalf("%s: %d bytes take more than %v", name, len(page), longest)
	}
	runtime.ReadMemStats(&after)
	if held = after.TotalAlloc - before.TotalAlloc; held > mostHeld*uint64(len(page))+(64<<20) {
		t.Errorf("%s: %d bytes, %.0f allocated for each", name, len(page), float64(held)/float64(len(page)))
	}
	return took, held
}

// BenchmarkLinear fails when twice as many bytes take more than 2.5 times as long. It wants a quiet machine.
func BenchmarkLinear(b *testing.B) {
	pages := hostilePages()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		b.Run(strings.NewReplacer(" ", "_", ",", "").Replace(name), func(b *testing.B) {
			for b.Loop() {
				ratio := growth(pages[name], 20*time.Millisecond, 3)
				if ratio > 2.5 {
					ratio = growth(pages[name], 80*time.Millisecond, 6)
				}
				b.ReportMetric(ratio, "growth")
				if ratio > 2.5 {
					b.Errorf("twice as many bytes take %.2f times as long", ratio)
				}
			}
		})
	}
}

// growth is the time for 2n bytes by that for n, the best of some rounds each, with n so large that it takes at least so long.
func growth(page func(n int) []byte, least time.Duration, rounds int) float64 {
	n := 64 << 10
	for ; n < 4<<20 && quickest(page(n), 1) < least; n *= 2 {
	}
	small, large := quickest(page(n), rounds), quickest(page(2*n), rounds)
	return float64(large) / float64(max(small, time.Microsecond))
}

// quickest is the processor time that reading a page takes, the best of some rounds.
func quickest(page []byte, rounds int) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	best := time.Hour
	for range rounds {
		runtime.GC()
		started := spent()
		_, _ = extract.Extract(page, extract.Context{})
		best = min(best, spent()-started)
	}
	return best
}
