package extract_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"unicode/utf16"
)

// hostilePages are pages of about n bytes that have made readers of HTML slow, or large, or crash.
func hostilePages() map[string]func(n int) []byte {
	pages := map[string]func(n int) string{}
	for name, piece := range map[string]string{
		"text":                    "The dam at Orla is full again today. ",
		"paragraphs":              "<p>The dam at Orla is full again today, says the mayor of the town.</p>",
		"markup without words":    "<div><b></b></div>",
		"empty elements":          "<i></i>",
		"one word":                "dam",
		"one word of Han":         "水",
		"commas":                  ",",
		"blanks":                  " ",
		"line breaks":             "<br>",
		"two line breaks":         "dam<br><br>",
		"nested div":              "<div>",
		"nested div with words":   "<div>The dam is full. ",
		"nested b":                "<b>",
		"nested b with words":     "<b>dam ",
		"nested spans":            "<span class=a>dam ",
		"nested tables":           "<table><tr><td>",
		"tables without cells":    "<table><b>",
		"nested lists":            "<ul><li>",
		"nested links":            "<a href=/dam>",
		"nested quotations":       "<blockquote>",
		"nested sections":         "<section><article><h2>The dam is full</h2>",
		"nested figures":          "<figure><figcaption>The dam",
		"unclosed p and font":     "<p><font size=1>The dam",
		"unclosed mixture":        "<p><b><i><div><font color=a>dam",
		"end tags of nothing":     "</b></div></p>",
		"misnested formatting":    "<b><p></b><i></p></i>dam",
		"comments without end":    "<!-- ",
		"less-thans":              "<",
		"ampersands":              "&",
		"entities":                "&amp;&nbsp;&#x27;",
		"headings":                "<h2>The dam at Orla is full</h2>",
		"links":                   `<a href="/dam">The dam is full</a> `,
		"lists of links":          `<li><a href="/dam">The dam is full</a></li>`,
		"pictures":                `<img src="/dam.jpg" alt="The dam">`,
		"captions":                `<figure><img src="/dam.jpg"><figcaption>The dam at Orla. Photo: Ada Quint</figcaption></figure>`,
		"the same words":          "<p>The dam is full</p>",
		"dates":                   "<time datetime=2026-11-03>3 November 2026</time> ",
		"dates in lines":          "<p>Updated 3 November 2026 at 10:32</p>",
		"bylines":                 "<p class=byline>By Ada Quint and Ben Rook, The Gannet</p>",
		"one long byline":         "By Ada Quint, Ben Rook and ",
		"articles":                "<article><h2>The dam is full</h2><p>By Ada Quint</p><p>The water stands at the rim of it, says the mayor.</p></article>",
		"headers without article": "<h2>The dam is full</h2><p>By Ada Quint</p><p>3 November 2026</p>",
		"headings with dates":     "<h2>A headline said twice here</h2><p>March 3, 2025</p>",
		"headlines":               "<h1>The dam is full</h1>",
		"rules":                   "<hr><p>The dam is full</p>",
		"forms":                   "<form><input><select><option>dam",
		"svg and math":            "<svg><math><p>dam",
		"templates":               "<template><p>dam",
		"meta":                    `<meta property="og:title" content="The dam is full">`,
		"authors in meta":         `<meta name="author" content="Ada Quint">`,
		"scripts":                 `<script>var dam = {"headline": "The dam is full"};</script>`,
		"JSON-LD":                 `<script type="application/ld+json">{"@type":"NewsArticle","headline":"The dam is full"}</script>`,
		"items":                   `<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop=author>Ada Quint</span>`,
		"NUL":                     "\x00",
		"NUL in text":             "<p>d\x00am\x00",
		"not UTF-8":               "<p>d\xffam\xc3",
		"lone surrogates":         "<p>\xed\xa0\x80dam",
		"walls":                   "<p>Subscribe to continue reading. Already a subscriber? Log in</p>",
		"titles":                  "<title>The dam is full | The Gannet</title>",
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
		"one title of parts":     wrapped("<title>", " | a - b", "</title><p>dam"),
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
		"lines":                   wrapped("", "The dam is full\n", ""),
		"lines of sentences":      wrapped("", "The dam is full, says the mayor of Orla, who has seen it.\n\n", ""),
		"one line, like a byline": wrapped("", "word, by A. Name | Getty ", ""),
		"lines, like datelines":   wrapped("", "A line of text here\nPublished\non\n", ""),
		"one line":                wrapped("", "The dam is full. ", ""),
		"lines, stacked":          wrapped("", "The dam is full\n\nBy Ada Quint\n\n3 November 2026\n\nThe water stands at the rim of the dam.\n\n", ""),
		"empty lines":             wrapped("a", "\n", "b"),
	})
	all := map[string]func(n int) []byte{}
	for name, page := range pages {
		all[name] = func(n int) []byte { return []byte(page(n)) }
	}
	return all
}
