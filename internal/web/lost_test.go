package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nutgraf/internal/news"

	"github.com/PuerkitoBio/goquery"
)

// TestGuessedAddresses asks for what people and programs try on any site.
func TestGuessedAddresses(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for path, want := range map[string]string{
		"/rss": "/feed.atom", "/feed/": "/feed.atom", "/atom.xml": "/feed.atom", "/index.html": "/", "/INDEX.html": "/", "/category/sports": "/section/sport",
		"/section/tech": "/section/technology", "/world": "/section/world", "/topics/science/": "/section/science", "/videos": "/media?kind=video",
	} {
		w := get(t, site, path)
		if w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != want {
			t.Errorf("GET %s: got %d to %q, want 301 to %q", path, w.Code, w.Header().Get("Location"), want)
		}
		if w := get(t, site, w.Header().Get("Location")); w.Code != http.StatusOK {
			t.Errorf("GET %s: got %d where it leads, want 200", path, w.Code)
		}
	}
	for _, path := range []string{"/category/gossip", "/section/gossip", "/category", "/category/world/more", "/wp-login.php"} {
		if w := get(t, site, path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: got %d to %q, want 404", path, w.Code, w.Header().Get("Location"))
		}
	}
	if w := post(t, site, "/rss", ""); w.Code != http.StatusNotFound {
		t.Errorf("POST /rss: got %d, want 404", w.Code)
	}
}

// TestLostReaders follows broken links.
func TestLostReaders(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	look := func(path string) *goquery.Document {
		w := get(t, site, path)
		if w.Code != http.StatusNotFound {
			t.Fatalf("GET %s: got %d, want 404", path, w.Code)
		}
		return parsed(t, w)
	}
	d := look("/2031/05/harbour-strike-fifth-week.html")
	if got := d.Find(".hush input[name=q]").AttrOr("value", ""); got != "harbour strike fifth week" {
		t.Errorf("the field holds %q", got)
	}
	if near := d.Find(".nearby article h3").First().Text(); !strings.HasPrefix(near, "Harbour strike enters its fifth week") {
		t.Errorf("nearest: got %q", near)
	}
	if d.Find(".nearby a[href='/section/world']").Length() != 1 || d.Find("h1").Length() != 1 {
		t.Error("no way on to the sections, or not one heading")
	}
	before := s.reads
	if d := look("/wp-login.php"); d.Find(".nearby article").Length() != 0 || s.reads != before {
		t.Errorf("an address of one word took %d reads, want none", s.reads-before)
	}
	if d := look("/story/77777/ilse-marrow"); d.Find(".nearby .named a[href^='/entity/']").Length() == 0 {
		t.Error("who bears the name in the address is not offered")
	}
	s.fail = news.ErrUnavailable
	if d := look("/harbour-strike-fifth"); d.Find(".hush input[name=q]").Length() != 1 {
		t.Error("without a database: no page of the failure")
	}
}

// TestAFoundStoryStandsOnce searches for words of which a story has several articles.
func TestAFoundStoryStandsOnce(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	d := page(t, newSite(t, options(s)), "/search?q=dam")
	if d.Find(".of-story li").Length() == 0 {
		t.Fatal("no articles stand together")
	}
	seen := map[string]int{}
	d.Find(".of-story > p a").Each(func(_ int, a *goquerySelection) { seen[a.AttrOr("href", "")]++ })
	for story, n := range seen {
		if n != 1 || !strings.HasPrefix(story, "/story/") {
			t.Errorf("%q stands %d times, want a story, once", story, n)
		}
	}
}

// TestProblemsOfASearch are told in the words of the interface.
func TestProblemsOfASearch(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for q, want := range map[string]string{
		"dam+after:soon+source:":         "after:soon is no date; write it like after:2026-01-31.source: wants a value right after the colon.",
		"a" + strings.Repeat("+-a", 166): "The search is too long; its end was left out.", "dam": "",
	} {
		if got := page(t, site, "/search?q="+q).Find(".head .trouble").Text(); got != want {
			t.Errorf("%.30s: got %q, want %q", q, got, want)
		}
	}
}

// parsed is the page of an answer, whatever its status.
func parsed(t *testing.T, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
