package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

func TestAPastHour(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	asked := map[string]time.Time{}
	o := options(s)
	o.Front = func(candidates []news.Story, at time.Time, e news.Edition) news.Page {
		asked["front"] = at
		return front(candidates, at, e)
	}
	o.Section = func(candidates []news.Story, at time.Time, e news.Edition, section news.Section) news.Page {
		asked["section"] = at
		return sectionFront(candidates, at, e, section)
	}
	site := newSite(t, o)
	cases := []struct {
		path    string
		at      time.Time
		links   []string
		unknown bool
	}{
		{"/?at=2031-05-17T06:20Z", time.Date(2031, 5, 17, 6, 20, 0, 0, time.UTC), []string{"/?at=2031-05-17T06%3A00Z", "/?at=2031-05-17T07%3A00Z", "/"}, false},
		{"/?at=2031-05-17T08:00:00%2B02:00", time.Date(2031, 5, 17, 6, 0, 0, 0, time.UTC), []string{"/?at=2031-05-17T05%3A00Z", "/?at=2031-05-17T07%3A00Z", "/"}, false},
		{"/section/world?at=2031-05-17T09:00Z&lang=en", now.Truncate(time.Hour), []string{"/section/world?at=2031-05-17T08%3A00Z&lang=en", "/section/world?lang=en"}, false},
		{"/?at=2020-01-01", time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), []string{"/?at=2020-01-01T01%3A00Z", "/"}, true},
	}
	for _, c := range cases {
		clear(asked)
		d := page(t, site, c.path)
		for room, at := range asked {
			if !at.Equal(c.at) {
				t.Errorf("%s: the %s was laid out for %v, want %v", c.path, room, at, c.at)
			}
		}
		if len(asked) == 0 || d.Find("meta[name=robots][content=noindex]").Length() != 1 || d.Find("link[rel=alternate]").Length() != 0 {
			t.Errorf("%s: a past page must be laid out, and neither be found by search engines nor followed", c.path)
		}
		var links []string
		for _, n := range d.Find(".past nav a").Nodes {
			for _, a := range n.Attr {
				if a.Key == "href" {
					links = append(links, a.Val)
				}
			}
		}
		if diff := cmp.Diff(c.links, links); diff != "" {
			t.Errorf("%s: ways from there (-want +got):\n%s", c.path, diff)
		}
		if got := strings.Contains(d.Find(".past").Text(), "is not known"); got != c.unknown {
			t.Errorf("%s: says that it is not known: %v, want %v", c.path, got, c.unknown)
		}
	}
	if d := page(t, site, "/?at=2031-05-18"); d.Find(".past").Length() != 0 || d.Find(".latest").Length() != 1 {
		t.Error("tomorrow's page is not that of now")
	}
	if w := get(t, site, "/?at=noonish"); w.Code != http.StatusBadRequest {
		t.Errorf("a time that is none: got %d, want 400", w.Code)
	}
	for _, path := range []string{"/", "/section/world"} {
		if d := page(t, site, path); d.Find(".past").Length() != 0 || d.Find("a[rel=nofollow][href*='at=2031-05-17T09%3A00Z']").Length() != 1 {
			t.Errorf("%s: want no banner, and a way to the last full hour", path)
		}
	}
}

// TestAnEmptyPastHour: a page on which nothing stood says so, unless its banner says that nothing is known of it.
func TestAnEmptyPastHour(t *testing.T) {
	t.Parallel()
	o := options(world(pictures))
	o.Front = func([]news.Story, time.Time, news.Edition) news.Page { return news.Page{} }
	o.Section = func([]news.Story, time.Time, news.Edition, news.Section) news.Page { return news.Page{} }
	site := newSite(t, o)
	for path, want := range map[string]int{"/?at=2031-05-17T06:20Z": 1, "/section/world?at=2031-05-17T06:20Z": 1, "/?at=2020-01-01": 0} {
		if n := page(t, site, path).Find(".nothing").Length(); n != want {
			t.Errorf("%s: %d times it is said that there was nothing, want %d", path, n, want)
		}
	}
}

func TestSlotsExplainThemselves(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.stories[1].Sources = 1
	s.stories[2].Hidden = true
	o := options(s)
	o.Front = func(candidates []news.Story, at time.Time, e news.Edition) news.Page {
		p := front(candidates, at, e)
		p.Slots[0].Breaking, p.Slots[0].Terms = true, []news.Term{{Name: "newest report", Value: -0.25}, {Name: "number of sources", Value: 1.5}}
		return p
	}
	o.Trending = func(candidates []news.Story, at time.Time, e news.Edition, limit int) []news.Slot {
		slots := trending(candidates[6:], at, e, 4)
		slots[0].Hours = []int{0, 1, 0, 4}
		return slots
	}
	site := newSite(t, o)
	d := page(t, site, "/")
	why := d.Find(".lead details.why")
	if got, want := strings.Join(strings.Fields(why.Text()), " "), "Why5 sources, 3 independent reports. −0.25newest report +1.50number of sources +1.25in all; 1 more is double"; got != want {
		t.Errorf("why: got %q, want %q", got, want)
	}
	if d.Find(".lead .breaking").Length() != 1 || d.Find(".breaking").Length() != 1 {
		t.Error("the one breaking story is not the one that is marked")
	}
	if got := d.Find(".seconds .card").First().Find(".line").Text(); !strings.Contains(got, "one source") {
		t.Errorf("a story of one source: got %q", got)
	}
	spark := d.Find(".trend li").First().Find("svg[role=img]")
	if spark.Find("rect").Length() != 4 || spark.AttrOr("aria-label", "") != "Sources that came within 4 hours: 5, in the busiest hour 4, in the last one 4" {
		t.Errorf("spark: %d bars, %q", spark.Find("rect").Length(), spark.AttrOr("aria-label", ""))
	}
	if d.Find(".trend svg").Length() != 1 {
		t.Error("a drawing of nothing")
	}
	hidden := s.stories[2].Headline
	for _, path := range []string{"/feed.json", "/section/" + string(s.stories[2].Section), "/section/" + string(s.stories[2].Section) + "/feed.atom"} {
		if strings.Contains(get(t, site, path).Body.String(), hidden) {
			t.Errorf("%s shows a story that an editor hid", path)
		}
	}
}
