package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"nutgraf/internal/feed"
	"nutgraf/internal/web"
)

// listed are the addresses under which the patterns of listings are asked for.
var listed = map[string]string{
	"/": "/", "/latest": "/latest", "/trending": "/trending", "/media": "/media", "/section/{section}": "/section/world", "/story/{id}": "/story/1", "/source/{id}": "/source/1",
	"/thread/{id}": "/thread/1", "/threads": "/threads", "/entity/{id}": "/entity/1", "/people": "/people", "/quotes": "/quotes", "/agenda": "/agenda",
	"/timeline": "/timeline?q=dam", "/search": "/search?q=dam", "/sources": "/sources",
}

// TestEveryListingIsFollowed finds the feeds and calendars of every listing by its page, and reads them as anybody would.
func TestEveryListingIsFollowed(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for pattern, calendar := range web.Listings() {
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			path := listed[pattern]
			if path == "" {
				t.Fatalf("no address for %s", pattern)
			}
			if to := get(t, site, path).Header().Get("Location"); to != "" {
				path = to
			}
			d := page(t, site, path)
			links := func(kind string) []string {
				return d.Find("head link[rel=alternate][type='" + kind + "'][title]").Map(func(_ int, l *goquerySelection) string { return l.AttrOr("href", "") })
			}
			for _, kind := range []string{"application/atom+xml", "application/feed+json"} {
				found := links(kind)
				if len(found) != 1 {
					t.Fatalf("%s: got %d feeds of %s in the head, want 1", path, len(found), kind)
				}
				isFeed(t, site, found[0], kind)
			}
			calendars := links("text/calendar")
			if calendar != (len(calendars) == 1) && pattern != "/agenda" {
				t.Fatalf("%s: got calendars %q, want one: %v", path, calendars, calendar)
			}
			for _, address := range calendars {
				isCalendar(t, site, address)
			}
		})
	}
}

// isFeed holds what is at an address to what readers of feeds need.
func isFeed(t *testing.T, site http.Handler, address, kind string) {
	t.Helper()
	w := get(t, site, address)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) {
		t.Fatalf("GET %s: got %d %s, want 200 %s", address, w.Code, w.Header().Get("Content-Type"), kind)
	}
	at := feed.Context{URL: "http://news.example" + address, ContentType: kind}
	doc, err := feed.Parse(w.Body.Bytes(), at)
	if err != nil {
		t.Fatalf("GET %s: %v", address, err)
	}
	if len(doc.Notes) > 0 || doc.Title == "" || doc.Link == "" || doc.Self == "" && kind == "application/atom+xml" {
		t.Errorf("GET %s: title %q, site %q, self %q, remarks %q", address, doc.Title, doc.Link, doc.Self, doc.Notes)
	}
	if len(doc.Entries) == 0 && !strings.HasPrefix(address, "/sources/") {
		t.Errorf("GET %s: nothing in it", address)
	}
	seen := map[string]bool{}
	for _, e := range doc.Entries {
		if e.GUID == "" || seen[e.GUID] || e.Title == "" || !strings.HasPrefix(e.URL, "http") || e.UpdatedAt.IsZero() {
			t.Errorf("GET %s: entry %+v has no title, address or time, or its identity is another's", address, e)
		}
		seen[e.GUID] = true
	}
	few := strings.Replace(address, "?", "?limit=1&", 1)
	if few == address {
		few += "?limit=1"
	}
	if doc, err := feed.Parse(get(t, site, few).Body.Bytes(), at); err != nil || len(doc.Entries) > 1 || len(doc.Entries) == 1 && !seen[doc.Entries[0].GUID] {
		t.Errorf("GET %s: got %d entries, %v; want the first, as it is in the whole", few, len(doc.Entries), err)
	}
	tag, changed := w.Header().Get("ETag"), w.Header().Get("Last-Modified")
	for header, value := range map[string]string{"If-None-Match": tag, "If-Modified-Since": changed} {
		if value == "" && len(doc.Entries) == 0 && header == "If-Modified-Since" {
			continue // nothing in it ever changed
		}
		if w := asked(site, address, header, value); w.Code != http.StatusNotModified {
			t.Errorf("GET %s with %s %q: got %d, want 304", address, header, value, w.Code)
		}
	}
	if w := asked(site, address, "If-Modified-Since", "Mon, 02 Jan 2006 15:04:05 GMT"); w.Code != http.StatusOK {
		t.Errorf("GET %s by one who has what is years old: got %d, want 200", address, w.Code)
	}
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("If-None-Match", `"other"`)
	r.Header.Set("If-Modified-Since", changed)
	answer := httptest.NewRecorder()
	if site.ServeHTTP(answer, r); answer.Code != http.StatusOK {
		t.Errorf("GET %s with another tag: got %d, want 200 whatever the time says", address, answer.Code)
	}
}

func asked(site http.Handler, address, header, value string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set(header, value)
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

// isCalendar holds what is at an address to RFC 5545, as far as programs are known to mind.
func isCalendar(t *testing.T, site http.Handler, address string) {
	t.Helper()
	w := get(t, site, address)
	text := w.Body.String()
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/calendar") ||
		!strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n") || !strings.HasSuffix(text, "END:VCALENDAR\r\n") {
		t.Fatalf("GET %s: got %d %s %.60q", address, w.Code, w.Header().Get("Content-Type"), text)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || line == "" || strings.ContainsAny(line, "\r\n") {
			t.Errorf("GET %s: line %q", address, line)
		}
	}
	if strings.Count(text, "BEGIN:VEVENT") != strings.Count(text, "\r\nUID:") || strings.Count(text, "BEGIN:VEVENT") != strings.Count(text, "\r\nDTSTART") {
		t.Errorf("GET %s: an event without identity or beginning", address)
	}
}

func TestOpenSearch(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	address := page(t, site, "/").Find("link[rel=search]").AttrOr("href", "")
	w := get(t, site, address)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/opensearchdescription+xml") {
		t.Fatalf("GET %s: got %d %s", address, w.Code, w.Header().Get("Content-Type"))
	}
	_, template, _ := strings.Cut(w.Body.String(), `<Url type="text/html" template="`)
	template, _, _ = strings.Cut(template, `"`)
	u, err := url.Parse(strings.Replace(template, "{searchTerms}", "dam", 1))
	if err != nil || u.Host == "" {
		t.Fatalf("template %q: want an absolute address", template)
	}
	if found := page(t, site, u.RequestURI()).Find(".entry").Length(); found == 0 {
		t.Errorf("GET %s: found nothing", u)
	}
}
