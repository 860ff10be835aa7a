package feed_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/feed"
)

// conformanceCase is one document of the feedparser suite with what is asserted of it.
type conformanceCase struct {
	File    string
	Headers [][2]string
	Asserts []struct {
		Path  []any
		Value any
	}
}

// disagreements are documents that we do not read as the suite does, with the reason. Their assertions count as missed.
var disagreements = map[string]string{
	"encoding/bozo_linenoise.xml":                          "bytes that no encoding explains: we keep the characters that are good UTF-8",
	"entities/lang.xml":                                    "HTML 5 says U+27E8, the suite has what HTML 4 said",
	"entities/rang.xml":                                    "HTML 5 says U+27E9, the suite has what HTML 4 said",
	"wellformed/rss/item_description_not_a_doctype.xml":    "a sanitizer escaped it; ours comes later",
	"wellformed/base/feed_link_xml_base_iri.xml":           "an empty address names nothing, though RFC 3986 says: the document",
	"wellformed/feedburner/feedburner_browserfriendly.xml": "a notice to browsers does not say what the feed is about",
}

// elsewhere are documents whose facts our fields cannot hold, with the reason. Their assertions are left out.
var elsewhere = map[string]string{
	"wellformed/geo/gml_point_utm.xml": "a place in metres of a projection: ours are in degrees",
}

// TestConformance measures the field mapping on the feedparser suite: every assertion on a field that we have counts, and the
// others are listed with the reason.
func TestConformance(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(shared(t), "feedparser")
	right, all, left := map[string]int{}, map[string]int{}, leftOut{}
	for _, c := range conformanceCases(t, folder) {
		body, err := os.ReadFile(filepath.Join(folder, "tests", c.File))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := feed.Parse(body, c.context())
		for _, a := range c.Asserts {
			path := joined(a.Path)
			if strings.Contains(c.File, "sanitize") {
				left.add("another library's white list: ours is held by invariants, elsewhere", general(path))
				continue
			}
			if reason := elsewhere[c.File]; reason != "" {
				left.add(reason, general(path))
				continue
			}
			want := a.Value
			got, counted, reason := mapped(doc, path, &want)
			if !counted {
				left.add(reason, general(path))
				continue
			}
			group := "mapping"
			if strings.HasPrefix(c.File, "entities/") {
				group = "entities"
			}
			all[group]++
			text := fmt.Sprint(want)
			if got == text {
				right[group]++
				continue
			}
			if isProse(path) && sameHTML(got, text) {
				t.Logf("the same as HTML: %s %s\n got %q\nwant %q", c.File, path, got, text)
				right[group]++
				continue
			}
			t.Logf("missed: %s %s (%v) %s\n got %q\nwant %q", c.File, path, err, disagreements[c.File], got, text)
		}
	}
	left.print(t)
	for _, group := range []string{"mapping", "entities"} {
		share := float64(right[group]) / float64(all[group])
		t.Logf("feedparser suite, %s: %d of %d assertions hold, %.1f %%", group, right[group], all[group], 100*share)
		if share < 0.992 {
			t.Errorf("%s: got %.4f, want at least 0.992", group, share)
		}
	}
	if all["mapping"] < 500 || all["entities"] < 256 {
		t.Errorf("only %v assertions were counted", all)
	}
}

func conformanceCases(t *testing.T, folder string) (cases []conformanceCase) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(folder, "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// context is what the suite's headers say, as its server sends them.
func (c *conformanceCase) context() feed.Context {
	at := feed.Context{}
	served := "http://127.0.0.1:8097/tests/" + c.File
	for _, h := range c.Headers {
		value := strings.TrimSpace(h[1])
		switch strings.ToLower(h[0]) {
		case "content-type":
			at.ContentType = value
		case "content-language":
			at.Language = value
		case "content-location":
			base, _ := url.Parse(served)
			if u, err := base.Parse(value); err == nil && u.Scheme == "http" {
				at.URL = u.String()
			}
		}
	}
	if at.URL == "" && (strings.Contains(c.File, "/base/") || strings.Contains(c.File, "/http/")) {
		at.URL = served
	}
	return at
}

func joined(path []any) string {
	parts := make([]string, len(path))
	for i, p := range path {
		parts[i] = fmt.Sprint(p)
	}
	return strings.Join(parts, ".")
}

// general drops the numbers from a path.
func general(path string) string {
	parts := strings.Split(path, ".")
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return strings.Trim(p, "0123456789") == "" }), ".")
}

func isProse(path string) bool {
	switch field := path[strings.LastIndexByte(path, '.')+1:]; field {
	case "title", "value", "summary", "description", "subtitle", "tagline", "info":
		return true
	}
	return false
}
