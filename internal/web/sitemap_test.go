package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// TestSitemaps reads the sitemaps from robots.txt on, and compares them with what is public.
func TestSitemaps(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.stories[2].Hidden = true
	s.stories[4].FirstSeenAt = now.Add(-50 * time.Hour)
	far := s.stories[0]
	far.ID, far.FirstSeenAt = 12_001, now.Add(-300*time.Hour)
	s.stories = append(s.stories, far)
	site := newSite(t, options(s))
	_, index, found := strings.Cut(get(t, site, "/robots.txt").Body.String(), "Sitemap: http://example.com")
	if !found {
		t.Fatal("robots.txt names no sitemap")
	}
	text := get(t, site, strings.TrimSpace(index)).Body.String()
	locations := func(text string) (found []string) {
		for _, part := range strings.Split(text, "<loc>http://example.com")[1:] {
			loc, _, _ := strings.Cut(part, "</loc>")
			found = append(found, loc)
		}
		return found
	}
	addresses := map[string]bool{}
	maps := locations(text)
	if want := 2 + 3; len(maps) != want {
		t.Errorf("got %d sitemaps, want %d: %q", len(maps), want, maps)
	}
	for _, loc := range maps {
		w := get(t, site, loc)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/xml") || w.Header().Get("ETag") == "" {
			t.Fatalf("GET %s: %d %v", loc, w.Code, w.Header())
		}
		for _, address := range locations(w.Body.String()) {
			if loc == "/sitemap-news.xml" {
				continue // those are in the others too
			}
			if addresses[address] {
				t.Errorf("%s is in two sitemaps", address)
			}
			addresses[address] = true
			if w := get(t, site, address); w.Code != http.StatusOK {
				t.Errorf("GET %s, which %s lists: %d", address, loc, w.Code)
			}
		}
	}
	for _, story := range s.stories {
		listed := false
		for address := range addresses {
			listed = listed || strings.HasPrefix(address, "/story/"+story.ID.String()+"/")
		}
		if listed == story.Hidden {
			t.Errorf("story %d: listed %v, hidden %v", story.ID, listed, story.Hidden)
		}
	}
	latest := get(t, site, "/sitemap-news.xml")
	doc, err := feed.Parse(latest.Body.Bytes(), feed.Context{URL: "http://example.com/sitemap-news.xml", ContentType: "application/xml"})
	if err != nil || len(doc.Entries) != len(s.stories)-3 || doc.Entries[0].Title == "" || doc.Entries[0].PublishedAt.IsZero() {
		t.Errorf("news: %v, %d entries, want %d: %.300s", err, len(doc.Entries), len(s.stories)-3, latest.Body)
	}
	if w := asked(site, "/sitemap-news.xml", "If-Modified-Since", latest.Header().Get("Last-Modified")); w.Code != http.StatusNotModified {
		t.Errorf("the same again: %d", w.Code)
	}
	for _, path := range []string{"/sitemap/stories-4.xml", "/sitemap/stories-0.xml", "/sitemap/stories-x.xml", "/sitemap/other.xml", "/sitemap/pages", fmt.Sprintf("/sitemap/stories-%d.xml", uint64(1)<<62)} {
		if w := get(t, site, path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", path, w.Code)
		}
	}
}

// TestAPrivateSiteTellsNoMachine: whoever reaches it is its owner, and a search engine is not.
func TestAPrivateSiteTellsNoMachine(t *testing.T) {
	t.Parallel()
	o := options(world(pictures))
	o.Private = true
	site := newSite(t, o)
	if text := get(t, site, "/robots.txt").Body.String(); !strings.Contains(text, "Disallow: /\n") || strings.Contains(text, "Sitemap") {
		t.Errorf("robots.txt: %q", text)
	}
	for _, path := range []string{"/sitemap.xml", "/sitemap-news.xml", "/sitemap/pages.xml", "/sitemap/stories-1.xml"} {
		if w := get(t, site, path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", path, w.Code)
		}
	}
	for _, path := range []string{"/", "/latest", "/section/world"} {
		if page(t, site, path).Find("meta[name=robots][content=noindex]").Length() != 1 {
			t.Errorf("%s may be found by search engines", path)
		}
	}
	open := newSite(t, options(world(pictures)))
	for path, hidden := range map[string]int{"/": 0, "/section/world": 0, "/people": 0, "/search?q=dam": 1, "/latest?after=30": 1, "/sources?show=failing": 1} {
		if got := page(t, open, path).Find("meta[name=robots][content=noindex]").Length(); got != hidden {
			t.Errorf("%s: asks search engines to leave it alone %d times, want %d", path, got, hidden)
		}
	}
	var long news.Story
	s := world(pictures)
	long = s.stories[0]
	for i := range 250 { // more texts than a page shows
		a := s.articles[0]
		a.ID, a.FamilyID, a.StoryID = news.ArticleID(50_000+i), news.ArticleID(50_000+i), long.ID
		s.articles = append(s.articles, a)
	}
	site = newSite(t, options(s))
	if d := page(t, site, get(t, site, "/story/"+long.ID.String()).Header().Get("Location")); d.Find("meta[name=robots]").Length() != 0 {
		t.Error("a story of very many texts is kept from search engines")
	}
}
