package app_test

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nutgraf/internal/golden"

	"github.com/PuerkitoBio/goquery"
)

// The budgets of a page, in bytes as they are sent to a reader whose browser takes any coding.
const (
	pageBudget   = 60_000 // HTML and style
	scriptBudget = 20_000
)

// kindOf is the kind of a page: its address without numbers and names.
func kindOf(path string) string {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch {
	case rest == "" || first == "section":
		return "/" + first
	case strings.HasSuffix(path, "/why"):
		return "/" + first + "/…/why"
	}
	return "/" + first + "/…"
}

// weight is what the heaviest page of a kind weighs.
type weight struct {
	pages, html, requests int
	heaviest              string
}

// TestBudgets walks over every page of the demo press to which a link leads, and weighs it. docs/pages.md has the figures.
func TestBudgets(t *testing.T) {
	t.Parallel()
	address, _ := start(t, settings(t.TempDir()))
	awaitDemo(t, address)
	fixed := map[string]int{} // bytes of style and script, by address
	kinds := map[string]*weight{}
	queue, seen := []string{"/"}, map[string]bool{"/": true}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		size, d := weigh(t, address, path)
		if d == nil {
			continue
		}
		for _, link := range d.Find("a[href^='/']").EachIter() {
			to, err := url.Parse(link.AttrOr("href", ""))
			if err != nil || to.RawQuery != "" || strings.HasSuffix(to.Path, ".ics") || strings.Contains(to.Path, "/feed.") || seen[to.EscapedPath()] {
				continue
			}
			seen[to.EscapedPath()] = true
			queue = append(queue, to.EscapedPath())
		}
		style, script, requests := loads(t, path, d)
		for _, file := range []string{style, script} {
			if fixed[file] == 0 {
				fixed[file], _ = weigh(t, address, file)
			}
		}
		if total := size + fixed[style]; total > pageBudget {
			t.Errorf("%s: %d bytes of HTML and style, %d may be", path, total, pageBudget)
		}
		if fixed[script] > scriptBudget {
			t.Errorf("%s: %d bytes of script, %d may be", path, fixed[script], scriptBudget)
		}
		k := cmp.Or(kinds[kindOf(path)], &weight{})
		kinds[kindOf(path)] = k
		k.pages, k.requests = k.pages+1, max(k.requests, requests)
		if size > k.html {
			k.html, k.heaviest = size, path
		}
	}
	if len(fixed) != 2 || len(seen) < 400 || len(kinds) < 12 {
		t.Errorf("walked over %d pages of %d kinds with %d files", len(seen), len(kinds), len(fixed))
	}
	for file, size := range fixed {
		kinds[regexp.MustCompile(`\.[0-9a-f]{8}`).ReplaceAllString(file, "")] = &weight{pages: 1, html: size}
	}
	compare(t, "../../docs/pages.md", kinds)
}

// weigh asks for a page as browsers do: its bytes on the wire, and its document where it has one.
func weigh(t *testing.T, address, path string) (int, *goquery.Document) {
	t.Helper()
	sizes := map[string]int{}
	for _, accept := range []string{"gzip, deflate, br, zstd", "identity"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", accept)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d, %v", path, response.StatusCode, err)
		}
		sizes[accept] = len(body)
		if accept != "identity" && len(body) > 1<<10 && response.Header.Get("Content-Encoding") == "" {
			t.Errorf("%s is not packed", path)
		}
		if accept == "identity" && strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
			d, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
			if err != nil {
				t.Fatal(err)
			}
			return sizes["gzip, deflate, br, zstd"], d
		}
	}
	return sizes["gzip, deflate, br, zstd"], nil
}

// loads lists what a browser asks for when it shows a page: one style, one script, pictures, and what the head names. All
// of it is ours.
func loads(t *testing.T, path string, d *goquery.Document) (style, script string, requests int) {
	t.Helper()
	fetched := d.Find(`link[rel=stylesheet], link[rel=icon], link[rel=manifest], link[rel=preload], link[rel=modulepreload], link[rel="apple-touch-icon"], script[src], img, source, iframe, object, embed, input[type=image]`)
	for _, e := range fetched.EachIter() {
		at := cmp.Or(e.AttrOr("href", ""), e.AttrOr("src", ""))
		if !strings.HasPrefix(at, "/") || strings.HasPrefix(at, "//") {
			t.Errorf("%s loads %q from elsewhere", path, at)
		}
		switch name := goquery.NodeName(e); {
		case name == "link" && e.AttrOr("rel", "") == "stylesheet" && style == "":
			style = at
		case name == "script" && script == "":
			script = at
		case name == "img" && strings.HasPrefix(at, "/picture/"):
		case name == "link" && slices.Contains([]string{"icon", "manifest", "apple-touch-icon"}, e.AttrOr("rel", "")):
		default:
			t.Errorf("%s loads %s %q too", path, name, at)
		}
		requests++
	}
	if style == "" || script == "" || d.Find("style, script:not([src]):not([type='application/ld+json'])").Length() > 0 {
		t.Errorf("%s: style %q, script %q, or some of them in the page", path, style, script)
	}
	return style, script, requests
}

// drift is by how much a weight may differ from the written one: more is to be seen in review.
const drift = 0.15

// compare holds the weights against the table in a file, or writes it.
func compare(t *testing.T, file string, kinds map[string]*weight) {
	t.Helper()
	var table strings.Builder
	table.WriteString("# What pages weigh\n\nBytes of the heaviest page of each kind of the demo press, as they are sent to a browser that takes zstd and brotli, and how\n" +
		"many requests it makes: the page's style and script, its icon, its pictures. `go test ./internal/app -run Budgets -update` writes this\n" +
		"file; the test fails where a page is over its budget (60,000 bytes of HTML and style, 20,000 of script) or 15 % off what stands here.\n\n" +
		"| address | pages | bytes | requests |\n|---|---:|---:|---:|\n")
	names := make([]string, 0, len(kinds))
	for name := range kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		k := kinds[name]
		fmt.Fprintf(&table, "| `%s` | %d | %d | %d |\n", name, k.pages, int(math.Round(float64(k.html)/100))*100, k.requests)
	}
	if golden.Updating() {
		if err := os.WriteFile(file, []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Log(table.String())
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| \\d+ \\| (\\d+) \\|").FindAllStringSubmatch(string(written), -1) {
		was, _ := strconv.Atoi(row[2])
		switch k := kinds[row[1]]; {
		case k == nil:
			t.Errorf("%s: no page of the kind %s is left; write the file anew", file, row[1])
		case math.Abs(float64(k.html-was)) > drift*float64(was)+300:
			t.Errorf("%s: %s weighs %d bytes (%s), not %d; write the file anew", file, row[1], k.html, k.heaviest, was)
		}
		rows++
	}
	if rows != len(kinds) {
		t.Errorf("%s has %d kinds of pages, the site %d; write the file anew", file, rows, len(kinds))
	}
}
