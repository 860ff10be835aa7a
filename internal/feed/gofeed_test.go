package feed_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// gofeedDiffers says where we mean to read otherwise, by a part of the document's name.
var gofeedDiffers = map[string]string{
	"xhtml_escaped_markup":       "Atom 0.3 has no wrapping div; the other suite keeps it",
	"xhtml_inline_markup":        "Atom 0.3 has no wrapping div; the other suite keeps it",
	"feed_logo_uri_base":         `RFC 3986: a reference against ".../img" replaces "img"`,
	"issue_275":                  "markup of another type than HTML is handed on, not escaped",
	"_links.":                    "of several links we take the first, they the last",
	"naked_markup":               "a name, a word and an identifier are text: markup around them is dropped",
	"atom_feed_categories":       "of a category we keep the term, which all have, not the label",
	"atom10_feed_link_rel_self":  "the address of the feed is no link to its site",
	"rss_channel_atom_link":      "the address of the feed is no link to its site",
	"atom10_feed_icon":           "an icon is an icon, no picture of the feed",
	"rss_channel_description":    "a picture in the description of a feed is not its own",
	"rss_channel_media_content":  "the entry's, not the feed's",
	"rss_channel_item_enclosure": "of several enclosures they take the last; we have all",
}

// TestGofeedSuite compares what we read with what another library's fixtures expect, where both have the field.
func TestGofeedSuite(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(shared(t), "gofeed", "testdata")
	right, all, left := 0, 0, leftOut{}
	for _, path := range files(t, folder, ".json") {
		expected, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(strings.TrimSuffix(path, ".json") + ".xml")
		if err != nil {
			if body, err = os.ReadFile(strings.TrimSuffix(path, "_expected.json") + ".json"); err != nil || !strings.HasSuffix(path, "_expected.json") {
				continue // an input
			}
		}
		var tree any
		if err := json.Unmarshal(expected, &tree); err != nil {
			continue // broken on purpose
		}
		doc, err := feed.Parse(body, feed.Context{})
		if doc == nil {
			doc = &feed.Document{}
		}
		leaves(tree, "", func(field string, want any) {
			got, counted := gofeedValue(doc, field, fmt.Sprint(want))
			if !counted {
				left.add("field we do not have, or said again elsewhere", general(field))
				return
			}
			all++
			text, name := fmt.Sprint(want), filepath.Base(path)
			if got == text || sameHTML(got, text) {
				right++
				return
			}
			for part, reason := range gofeedDiffers {
				if strings.Contains(name, part) {
					t.Logf("differs: %s %s: %s\n got %q\nwant %q", name, field, reason, got, text)
					return
				}
			}
			t.Errorf("%s %s (%v)\n got %q\nwant %q", name, field, err, got, text)
		})
	}
	left.print(t)
	share := float64(right) / float64(all)
	t.Logf("gofeed's fixtures: %d of %d values agree, %.1f %%", right, all, 100*share)
	if all < 200 || share < 0.9 {
		t.Errorf("got %d of %d, want more", right, all)
	}
}

// leaves visits every value that is no object and no list.
func leaves(tree any, path string, visit func(path string, value any)) {
	switch v := tree.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			leaves(v[key], strings.TrimPrefix(path+"."+key, "."), visit)
		}
	case []any:
		for i, value := range v {
			leaves(value, path+"."+strconv.Itoa(i), visit)
		}
	default:
		visit(path, v)
	}
}

// gofeedValue is the value that our document has for a path of gofeed's documents, feeds of one kind and of all kinds.
func gofeedValue(doc *feed.Document, path, want string) (string, bool) {
	switch path {
	case "title":
		return doc.Title, true
	case "description", "subtitle":
		return doc.Subtitle, true
	case "link", "links.0", "home_page_url":
		return doc.Link, true
	case "feedLink", "feed_url":
		return doc.Self, true
	case "language":
		return doc.Language, true
	case "updatedParsed", "lastBuildDateParsed", "pubDateParsed", "publishedParsed":
		return sameForm(stamp(doc.Updated), want), true
	case "icon", "favicon":
		if path == "icon" && strings.HasPrefix(doc.Format, "json") {
			return doc.Image, true // JSON Feed's large one
		}
		return doc.Icon, true
	case "logo", "image.url":
		return doc.Image, true
	case "ttl":
		return fmt.Sprint(doc.TTL.Minutes()), true
	}
	parts := strings.SplitN(path, ".", 3)
	if len(parts) < 3 || parts[0] != "items" && parts[0] != "entries" {
		return "", false
	}
	i, err := strconv.Atoi(parts[1])
	if err != nil {
		return "", false
	}
	e := news.Entry{}
	if i < len(doc.Entries) {
		e = doc.Entries[i]
	}
	return gofeedEntry(&e, parts[2], want)
}

func gofeedEntry(e *news.Entry, field, want string) (string, bool) {
	at := func(all []string, i int) string {
		if i < len(all) {
			return all[i]
		}
		return ""
	}
	file := news.Enclosure{}
	if len(e.Enclosures) > 0 {
		file = e.Enclosures[0]
	}
	switch field {
	case "title":
		return e.Title, true
	case "description", "summary":
		return e.Summary, true
	case "content", "content.value", "content_html":
		return e.Content, true
	case "link", "links.0", "url", "content.src":
		return e.URL, true
	case "guid", "guid.value", "id":
		return e.GUID, true
	case "authors.0.name", "author.name", "author":
		name, _, _ := strings.Cut(want, " (")
		if strings.Contains(name, "@") { // "me@example.org (A Name)"
			return want, at(e.Authors, 0) != ""
		}
		return at(e.Authors, 0), true
	case "authors.1.name":
		return at(e.Authors, 1), true
	case "categories.0", "categories.0.value", "categories.0.term", "tags.0":
		return at(e.Tags, 0), true
	case "categories.1", "categories.1.value", "categories.1.term", "tags.1":
		return at(e.Tags, 1), true
	case "publishedParsed", "pubDateParsed", "date_published":
		return sameForm(stamp(e.PublishedAt), want), true
	case "updatedParsed", "date_modified":
		return sameForm(stamp(e.UpdatedAt), want), true
	case "comments":
		return e.Comments, true
	case "source.title":
		return e.Origin, true
	case "source.url":
		return e.OriginURL, true
	case "image.url", "image":
		return e.Image, true
	case "enclosure.url", "enclosures.0.url", "attachments.0.url":
		return file.URL, true
	case "enclosure.type", "enclosures.0.type", "attachments.0.mime_type":
		return file.Type, true
	case "enclosure.length", "enclosures.0.length", "attachments.0.size_in_bytes":
		return fmt.Sprint(file.Length), true
	case "attachments.0.duration_in_seconds":
		if e.Episode == nil {
			return "", true
		}
		return fmt.Sprint(e.Episode.Duration.Seconds()), true
	}
	return "", false
}

// sameForm gives want when it is the same time in another form.
func sameForm(got, want string) string {
	if t, err := time.Parse(time.RFC3339, want); err == nil && stamp(t) == got {
		return want
	}
	return got
}
