package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

// reasoned are the options of a site that explains its first story.
func reasoned(s *shelf) web.Options {
	o := options(s)
	o.Why = func(_ context.Context, id news.StoryID) (map[news.ArticleID]news.Belonging, error) {
		if id != 1 {
			return nil, nil
		}
		return map[news.ArticleID]news.Belonging{
			100: {Nearest: 101, Likeness: 0.5, Score: 3.25, Names: []string{"Tamsel", "Saint-<Aubrac>"}, Phrases: []string{"folding chairs"}, Numbers: []string{"14,000"}},
			101: {Nearest: 100, Likeness: 0.5, Score: -0.4, Copy: true},
			102: {Nearest: 100, Score: 1.75}, 103: {Nearest: 100, Score: 0.25}, 104: {Nearest: 100, Score: -0.4}, 105: {Nearest: 100, Score: -4}, 106: {},
		}, nil
	}
	return o
}

func TestWhyPage(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, reasoned(s))
	if n := page(t, site, get(t, site, "/story/1").Header().Get("Location")).Find(".told-all a[href='/story/1/why']").Length(); n != 1 {
		t.Errorf("the story's page has %d links to the reasons, want 1", n)
	}
	d := page(t, site, "/story/1/why")
	if d.Find("meta[name=robots][content*=noindex]").Length() != 1 {
		t.Error("search engines may keep the page")
	}
	articles := d.Find(".reasons article")
	if articles.Length() != 7 {
		t.Fatalf("got %d articles, want the 7 that have a reason", articles.Length())
	}
	wants := []string{"nothing like it here", "unlikely by the texts alone (-4.0)", "close call (-0.4)", "likely (+0.2)", "sure (+1.8)", "the same text (-0.4)", "very sure (+3.2)"}
	for i, want := range wants {
		if got := articles.Eq(i).Find(".sure").Text(); got != want {
			t.Errorf("article %d: got %q, want %q", i, got, want)
		}
	}
	if got := d.Find(".note").Text(); got != "3 older articles are not looked at." {
		t.Errorf("got the note %q", got)
	}
	first := articles.Last()
	for part, want := range map[string]string{".names": "Tamsel, Saint-<Aubrac>", ".phrases": "folding chairs", ".numbers": "14,000"} {
		if got := first.Find(part).Text(); got != want {
			t.Errorf("%s: got %q, want %q", part, got, want)
		}
	}
	if n := first.Find("dd a[href^='/article/101/']").Length(); n != 1 {
		t.Errorf("got %d links to the nearest article, want 1", n)
	}
	if text := d.Text(); strings.Contains(text, "run out of coffee,") || strings.Contains(text, "signed shortly before dawn") {
		t.Error("the page shows an excerpt")
	}
}

func TestWhyPageElsewhere(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.stories[1].Hidden = true
	s.stories[2].Headline = "Why?"
	site := newSite(t, reasoned(s))
	if w := get(t, site, "/story/9000/why"); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != "/story/1/why" {
		t.Errorf("a merged story: got %d to %q", w.Code, w.Header().Get("Location"))
	}
	for path, want := range map[string]int{"/story/2/why": http.StatusGone, "/story/123456/why": http.StatusNotFound, "/story/x/why": http.StatusNotFound, "/story/3/why": http.StatusOK} {
		if w := get(t, site, path); w.Code != want {
			t.Errorf("GET %s: got %d, want %d", path, w.Code, want)
		}
	}
	if to := get(t, site, "/story/3").Header().Get("Location"); to != "/story/3/-" || page(t, site, to).Find("article.story h1").Text() != "Why?" {
		t.Errorf("a story whose headline is the page's name is at %q", to)
	}
	mute := newSite(t, options(s))
	if w := get(t, mute, "/story/1/why"); w.Code != http.StatusNotFound {
		t.Errorf("a site without reasons: got %d, want 404", w.Code)
	}
	if strings.Contains(get(t, mute, get(t, mute, "/story/1").Header().Get("Location")).Body.String(), "/story/1/why") {
		t.Error("a site without reasons links to them")
	}
}
