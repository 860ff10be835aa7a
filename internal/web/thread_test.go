package web_test

import (
	"net/http"
	"strings"
	"testing"

	"nutgraf/internal/news"
)

// TestThreadPage holds what a thread shows: its stories with what each told that was new, as far as the licences go.
func TestThreadPage(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	if w := get(t, site, "/thread/1"); w.Code != http.StatusMovedPermanently || !strings.HasPrefix(w.Header().Get("Location"), "/thread/1/tamsel") {
		t.Errorf("got %d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := get(t, site, "/thread/2"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown thread: got %d", w.Code)
	}
	d := page(t, site, "/thread/1/tamsel-saint-aubrac")
	if n := d.Find(".timeline li").Length(); n != 3 {
		t.Errorf("got %d stories, want 3", n)
	}
	if said := d.Find(".timeline .said").Text(); !strings.Contains(said, "left to a commission") || strings.Contains(said, "Not to be quoted") {
		t.Errorf("what is new: got %q", said)
	}
	if n := page(t, site, "/threads").Find(".threads h2 a[href^='/thread/1/']").Length(); n != 1 {
		t.Errorf("the list of threads: got %d links, want 1", n)
	}
	if body := get(t, site, "/thread/1/feed.atom").Body.String(); strings.Count(body, "<entry") != 3 {
		t.Errorf("the thread's feed: got %d entries, want 3", strings.Count(body, "<entry"))
	}
	if body := get(t, site, "/threads/feed.atom").Body.String(); strings.Count(body, "<entry") != 1 {
		t.Errorf("the feed of threads: got %d entries, want 1", strings.Count(body, "<entry"))
	}
}

// TestStoryInItsThread holds what a story's page says of what came before, of what is new and of other languages.
func TestStoryInItsThread(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	path := get(t, site, "/story/1").Header().Get("Location")
	d := page(t, site, path)
	if n := d.Find(".before .row").Length(); n != 2 {
		t.Errorf("earlier: got %d stories, want 2", n)
	}
	if n := d.Find(".abroad .row").Length(); n != 1 || !strings.Contains(d.Find(".abroad").Text(), "العربية") && !strings.Contains(d.Find(".abroad").Text(), "Arabic") {
		t.Errorf("in other languages: got %d stories: %q", n, d.Find(".abroad").Text())
	}
	if said := d.Find(".fresh").Text(); !strings.Contains(said, "left to a commission") || strings.Contains(said, "Not to be quoted") {
		t.Errorf("what is new: got %q", said)
	}
	s.stories[0].Fresh[0].Licence = news.LicenceHeadline
	if n := page(t, newSite(t, options(s)), path).Find(".fresh").Length(); n != 0 {
		t.Error("a source that grants headlines only is quoted")
	}
}

// TestArticleInItsThread: a story of one article has no page that lists lead to, so its article shows what came before.
func TestArticleInItsThread(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.stories[0].Articles = 1
	var lead news.Article
	for _, a := range s.articles {
		if a.StoryID == s.stories[0].ID {
			lead = a
			break
		}
	}
	site := newSite(t, options(s))
	path := get(t, site, "/article/"+lead.ID.String()).Header().Get("Location")
	if n := page(t, site, path).Find(".reading .before .row").Length(); n != 2 {
		t.Errorf("earlier: got %d stories, want 2", n)
	}
}
