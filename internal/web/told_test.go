package web_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
)

// toldPages are the pages of stories, articles, people, quotes and days.
var toldPages = []string{
	firstStory, "/story/2", "/article/100", "/article/101", "/thread/1/tamsel-saint-aubrac", "/threads", "/entity/1/ilse-marrow", "/entity/2/tamsel-commission",
	"/people", "/people?q=marrow", "/people?q=nobody", "/quotes", "/quotes?who=ilse", "/quote/1", "/agenda", "/timeline", "/timeline?q=Tamsel",
}

// TestHeadingsInOrder holds that a page has one first heading, skips no level, and that its links within lead somewhere.
func TestHeadingsInOrder(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for _, path := range toldPages {
		if w := get(t, site, path); w.Code == 301 {
			path = w.Header().Get("Location")
		}
		d := page(t, site, path)
		if n := d.Find("h1").Length(); n != 1 {
			t.Errorf("%s has %d first headings, want 1", path, n)
		}
		last := 0
		d.Find("main h1, main h2, main h3, main h4").Each(func(_ int, h *goquerySelection) {
			level := int(h.Nodes[0].Data[1] - '0')
			if level > last+1 {
				t.Errorf("%s: %q is a heading of level %d after one of %d", path, h.Text(), level, last)
			}
			last = level
		})
		d.Find("main a[href^='#']").Each(func(_ int, a *goquerySelection) {
			if d.Find("[id='"+strings.TrimPrefix(a.AttrOr("href", ""), "#")+"']").Length() != 1 {
				t.Errorf("%s: %q leads nowhere", path, a.AttrOr("href", ""))
			}
		})
	}
}

func TestCrumbs(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for path, want := range map[string][]string{
		firstStory: {"Front page", "World"}, "/thread/1/tamsel-saint-aubrac": {"Front page", "Threads", "Tamsel, Saint-Aubrac"},
		"/entity/1/ilse-marrow": {"Front page", "People and places", "Ilse Marrow"}, "/quote/1": {"Front page", "Quotes"},
	} {
		if got := texts(page(t, site, path).Find(".crumbs li")); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestStoryTellsWhatCameAfter(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	middle := s.stories[2] // of three stories of the thread
	d := page(t, site, get(t, site, "/story/"+middle.ID.String()).Header().Get("Location"))
	if got, want := texts(d.Find(".before h3:not(.when)")), []string{s.stories[0].Headline, s.stories[4].Headline}; !slices.Equal(got, want) {
		t.Errorf("after and before: got %q, want %q", got, want)
	}
	if got := texts(d.Find(".before .when")); !slices.Equal(got, []string{"What came after", "Earlier in this thread"}) {
		t.Errorf("got %q", got)
	}
}

func TestThreadGoesByMonth(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	for i, age := range []time.Duration{0, 30, 90} {
		s.stories[2*i].FirstSeenAt = now.Add(-age * 24 * time.Hour)
	}
	d := page(t, newSite(t, options(s)), "/thread/1/tamsel-saint-aubrac")
	want := []string{"May 2031", "April 2031", "February 2031"}
	if got := texts(d.Find(".month > h2")); !slices.Equal(got, want) {
		t.Errorf("months: got %q, want %q", got, want)
	}
	if got := texts(d.Find(".months a")); !slices.Equal(got, want) {
		t.Errorf("the way to them: got %q", got)
	}
}

func TestEntityTellsItsRoles(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	at := slices.IndexFunc(s.sayings, func(said news.Saying) bool {
		return said.Speaker == 1 && said.Text == "A third for each, and one for the herons"
	})
	s.sayings[at].Role = "head of the delegation"
	got := texts(page(t, newSite(t, options(s)), "/entity/1/ilse-marrow").Find(".roles bdi[dir]"))
	if want := []string{"water minister of Valmere", "head of the delegation"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if n := page(t, newSite(t, options(world(pictures))), "/entity/1/ilse-marrow").Find(".roles").Length(); n != 0 {
		t.Error("one role alone is told twice")
	}
}
