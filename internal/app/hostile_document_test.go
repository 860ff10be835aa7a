package app_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf16"

	"nutgraf/internal/news"
)

// documentFaults arrive well and are ill inside. Most yield what is readable.
func documentFaults() []behaviour {
	return slices.Concat(expansions(), charsets(), sizes(), contents(), repetitions())
}

const open = `<?xml version="1.0"?><rss version="2.0"><channel>`

// one is an item without a page.
func one(guid, inside string) string { return "<item><guid>" + guid + "</guid>" + inside + "</item>" }

func expansions() []behaviour {
	laughs := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">`
	for i := range 12 {
		laughs += fmt.Sprintf(`<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	return []behaviour{
		{name: "billion-laughs", serve: stream(laughs, `]><rss version="2.0"><channel>`, one("laughs", "<title>&l12;</title>")), entries: 1},
		{name: "quadratic-blowup", serve: stream(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "`, times{100_000, "a"}, `">]><rss version="2.0"><channel><item><guid>b</guid><title>`,
			times{100_000, "&a;"}, `</title></item></channel></rss>`), entries: 1},
		{name: "external-entities", serve: stream(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY p SYSTEM "file:///etc/passwd"><!ENTITY % q SYSTEM "http://169.254.169.254/"> %q;]>`,
			`<rss version="2.0"><channel>`, one("external", "<title>Read &p; here</title>")), entries: 1},
		{name: "deep-nesting", serve: stream(times{3_300_000, "<a>"}), reason: news.ReasonFailed, words: "no feed"},
		{name: "deep-feed", serve: stream(open, own(2), "<item><title>", times{2_000_000, "<b>"}), entries: -1},
		{name: "deep-json", serve: stream(`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":`, times{5_000_000, "["})},
		{name: "many-attributes", serve: stream(open, own(2), "<item ", times{500_000, `a="b" `}, "><guid>a</guid><title>Attributes</title></item>"), entries: 3},
		{name: "many-namespaces", serve: stream(open, own(2), times{60_000, `<x xmlns:a="b" xmlns="c" xml:base="d/">`}), entries: 2},
		{name: "open-cdata", serve: stream(open, `<item><guid>c</guid><title>Open</title><description><![CDATA[`, times{300_000, "]]&gt;<![CDATA["}), entries: 1},
		{name: "open-comment", serve: stream(open, own(1), "<!--", times{1_000_000, "<!-- -"}), entries: 1},
		{name: "open-quotes", serve: stream(open, own(1), times{500_000, `<a b="`}), entries: 1},
		{name: "closes-what-is-not-open", serve: stream(open, own(1), times{60_000, "<a></b>"}, own(1)), entries: -1},
	}
}

func charsets() []behaviour {
	declared := func(charset string) string {
		return `<?xml version="1.0" encoding="` + charset + `"?><rss version="2.0"><channel>`
	}
	return []behaviour{
		{name: "invalid-utf-8", serve: stream(open, one("bad", "<title>K\xe4se \xff\xfe\xc0\x80 \xed\xa0\x80</title>"), own(2)), entries: 3},
		{name: "nul-bytes", serve: document(func(host string) string { return strings.ReplaceAll(healthy(host), "report", "re\x00port\x01\x08") }), entries: 3},
		{name: "wrong-charset", serve: stream(declared("utf-16"), own(3)), entries: 3},
		{name: "charset-of-the-header", serve: document(healthy, "Content-Type", "text/xml; charset=shift_jis"), entries: 3},
		{name: "unknown-charset", serve: stream(declared("klingon-8"), own(3)), entries: 3},
		{name: "utf-16-without-mark", serve: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/xml")
			binary.Write(w, binary.LittleEndian, utf16.Encode([]rune(strings.Replace(healthy(r.Host), ` encoding="utf-8"`, "", 1))))
		}, entries: 3},
	}
}

func sizes() []behaviour {
	return []behaviour{
		{name: "a-million-entries", serve: stream(open, times{1_000_000, "<item/>"}), entries: 5000},
		{name: "one-large-entry", serve: stream(open, own(2), "<item><guid>large</guid><title>A large one</title><description>", times{600_000, "words and more "}, "</description></item>"), entries: 3},
		{name: "large-title", serve: stream(open, own(2), "<item><guid>title</guid><title>", times{300_000, "words and more "}, "</title></item>"), entries: 3},
		{name: "large-guid", serve: stream(open, own(2), "<item><guid>", times{1 << 20, "g"}, "</guid><title>A guid of a megabyte</title></item>"), entries: 3},
		{name: "large-link", serve: stream(open, own(2), "<item><link>http://x.localhost/", times{1 << 20, "l"}, "</link><title>A link of a megabyte</title></item>"), entries: 3},
		{name: "one-guid-for-all", serve: stream(open, times{2000, one("same", "<title>Again the same</title>")}), entries: -1},
		{name: "too-large", serve: stream(open, times{11 << 20, " "}), reason: news.ReasonTooLarge, words: "larger than the limit"},
	}
}

func contents() []behaviour {
	return []behaviour{
		{name: "impossible-dates", serve: stream(open, own(2),
			one("9999", "<title>At the end of time</title><pubDate>Fri, 31 Dec 9999 23:59:59 +1400</pubDate>"),
			one("1", "<title>At its beginning</title><pubDate>0001-01-01T00:00:00Z</pubDate>"),
			one("292277026596", "<title>Beyond</title><pubDate>292277026596-12-04T15:30:07Z</pubDate>"), one("x", "<title>Never</title><pubDate>Never</pubDate>")), entries: 6},
		{name: "script-links", serve: stream(open, own(2), one("s", `<title>Click me, whoever you are</title><link>javascript:alert(document.cookie)</link>
			<description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</description>`)), entries: 3},
		{name: "links-to-itself", serve: document(func(host string) string {
			return rss(one("self", "<title>The feed is its own article</title><link>http://"+host+"/feed</link>"))
		}), entries: 1, polls: -1},
		{name: "pages-that-hang", serve: document(func(host string) string {
			return rss(one("hang", "<title>This page hangs for as long as it is let</title><link>http://"+host+"/hang</link>"))
		}), entries: 1},
		{name: "inner-links", serve: stream(open, one("in", "<title>Something inner</title><link>http://10.0.0.1/admin</link>"), one("meta", "<title>Of the metadata</title><link>http://169.254.169.254/</link>")), entries: 2},
	}
}

// repetitions show what they are only when they are asked twice.
func repetitions() []behaviour {
	return []behaviour{
		{name: "large-etag", serve: document(healthy, "ETag", `"`+strings.Repeat("e", 100<<10)+`"`), entries: 3, twice: true},
		{name: "odd-etag", serve: echoValidators("W/\"a b,c\" \\ 'd"), entries: 3, twice: true, again: news.ReasonUnchanged},
		{name: "modified-in-the-future", serve: document(healthy, "Last-Modified", "Fri, 31 Dec 2999 23:59:59 GMT"), entries: 3, twice: true},
		{name: "changes-each-time", serve: changing(), entries: 3, twice: true},
		{name: "cut-document", serve: cut(), entries: 3, twice: true},
	}
}

// times is a text, many times over, that nobody holds as a whole.
type times struct {
	n    int
	text string
}

// own is a number of honest items of the host.
type own int

// stream serves a document piece by piece: strings, times and own.
func stream(parts ...any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		for _, part := range parts {
			switch part := part.(type) {
			case string:
				io.WriteString(w, part)
			case own:
				io.WriteString(w, items(r.Host, int(part)))
			case times:
				block := max(1, min(part.n, 32<<10/len(part.text)))
				text := strings.Repeat(part.text, block)
				for left := part.n; left > 0; left -= block {
					if _, err := io.WriteString(w, text[:min(left, block)*len(part.text)]); err != nil {
						return
					}
				}
			}
		}
	}
}

// cut serves a document that breaks off, and says "not modified" to who would believe that it is whole.
func cut() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"cut"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, strings.TrimSuffix(feedOf(r), "</item></channel></rss>"))
	}
}

// echoValidators says "not modified" only to the very bytes that it gave.
func echoValidators(etag string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Etag"] = []string{etag}
		w.Header().Set("Last-Modified", "yesterday")
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == "yesterday" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, feedOf(r))
	}
}

// changing serves other validators, guids and titles each time, whatever it is sent.
func changing() http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, n.Add(1)))
		io.WriteString(w, rss(strings.ReplaceAll(items(r.Host, 3), "report", fmt.Sprint("edition ", n.Load(), " report"))))
	}
}
