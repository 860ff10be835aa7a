package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

var oars = web.Sponsor{Name: "Marrow Oars", Text: "Oars of ash since 1888", Link: "https://oars.example/?a=1", Picture: []byte("\x89PNG\r\n\x1a\n"), PictureType: "image/png",
	Front: true, Sections: []news.Section{news.SectionWorld}}

// sponsored is a site with enough stories for a second block and a sixth row.
func sponsored(t *testing.T, sponsors ...web.Sponsor) http.Handler {
	t.Helper()
	s := world(pictures)
	for i := range 12 {
		story := s.stories[0]
		story.ID, story.Section = news.StoryID(500+i), news.SectionWorld
		s.stories = append(s.stories, story)
	}
	o := options(s)
	o.Sponsors = sponsors
	return newSite(t, o)
}

func TestSponsorsStandByRule(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/section/world", "/section/climate", "/latest", "/search?q=dam", "/sources"} {
		if n := page(t, sponsored(t), path).Find(".sponsor").Length(); n != 0 {
			t.Errorf("%s: %d sponsors where there are none", path, n)
		}
	}
	site := sponsored(t, oars, oars)
	for path, want := range map[string]int{"/": 1, "/section/world": 1, "/section/climate": 0, "/latest": 0, "/search?q=dam": 0, "/sources": 0, "/about": 0, "/section/world?after=x": 0} {
		w := get(t, site, path)
		if w.Code == http.StatusBadRequest {
			continue
		}
		if n := strings.Count(w.Body.String(), `class="sponsor"`); n != want {
			t.Errorf("%s: got %d sponsors, want %d", path, n, want)
		}
	}
	d := page(t, site, "/")
	if before := d.Find(".sponsor").PrevAllFiltered(".block").Length(); before != 2 {
		t.Errorf("it stands after %d blocks, want 2", before)
	}
	link := d.Find(".sponsor a")
	if rel := link.AttrOr("rel", ""); rel != "sponsored nofollow noopener noreferrer" || link.AttrOr("href", "") != oars.Link {
		t.Errorf("link: got %q to %q", rel, link.AttrOr("href", ""))
	}
	picture := d.Find(".sponsor img").AttrOr("src", "")
	if w := get(t, site, picture); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" || !strings.HasPrefix(picture, "/sponsor/") {
		t.Errorf("picture %q: got %d", picture, w.Code)
	}
	for _, path := range []string{"/sponsor/0", "/sponsor/3", "/sponsor/x"} {
		if w := get(t, site, path); w.Code == http.StatusOK {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
	for _, path := range []string{"/feed.atom", "/feed.json", "/section/world/feed.atom", "/section/world/feed.json", "/latest/feed.atom", "/search/feed.json?q=oars", "/search?q=oars", "/latest"} {
		if w := get(t, site, path); strings.Contains(w.Body.String(), oars.Text) || strings.Contains(w.Body.String(), oars.Name) {
			t.Errorf("%s has a paid message in it", path)
		}
	}
}

// TestSponsorsAreCalledSo in every language that the interface speaks.
func TestSponsorsAreCalledSo(t *testing.T) {
	t.Parallel()
	site := sponsored(t, oars)
	for _, tag := range message.Languages() {
		want := message.For(tag).T("Sponsored by %s", oars.Name)
		for _, path := range []string{"/?tongue=" + tag, "/section/world?tongue=" + tag} {
			box := page(t, site, path).Find(".sponsor")
			if box.Length() != 1 || box.AttrOr("aria-label", "") != want || strings.TrimSpace(box.Find(".label").Text()) != want {
				t.Errorf("%s: %d boxes, labelled %q and %q, want %q", path, box.Length(), box.AttrOr("aria-label", ""), box.Find(".label").Text(), want)
			}
		}
	}
}

func TestSponsorsHaveTheirTime(t *testing.T) {
	t.Parallel()
	over, ahead, running := oars, oars, oars
	over.Until, ahead.From = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	running.From, running.Until = over.Until, ahead.From
	for i, want := range []int{0, 0, 1} {
		if n := page(t, sponsored(t, []web.Sponsor{over, ahead, running}[i]), "/").Find(".sponsor").Length(); n != want {
			t.Errorf("case %d: got %d, want %d", i, n, want)
		}
	}
}
