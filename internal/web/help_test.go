package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/web"

	"github.com/PuerkitoBio/goquery"
	"github.com/alexedwards/scs/v2/memstore"
)

var packs = []web.Pack{
	{Name: "valmere", Title: "Valmere", Description: "Dailies and the wire.", Region: "Valmere", Subscriptions: []news.Subscription{
		{URL: "https://selwyn-wire.example/feed", Title: "Selwyn Wire"}, {URL: "https://herald.example/feed", Title: "Valmere Herald"}}},
	{Name: "tides", Title: "Science of the sea", Region: "By subject", Subscriptions: []news.Subscription{{URL: "https://maree.example/feed", Title: "La Marée"}}},
}

// options are those of a site on a shelf, kept pages off.
func options(s *shelf) web.Options {
	return web.Options{
		Reader: s, Desk: s, Sessions: web.NewSessions(memstore.NewWithCleanupInterval(0), false), Now: func() time.Time { return now },
		Front: front, Section: sectionFront, Trending: trending, KeepFor: -1, Timeline: firstHappenings, Agenda: comingHappenings, Counts: countLines, DefaultLicence: news.LicenceExcerpt, Packs: packs,
	}
}

// The layouts of the tests: the given order decides.

func front(candidates []news.Story, at time.Time, e news.Edition) news.Page {
	p := news.Page{Edition: e, At: at}
	for i, story := range candidates {
		place := news.PlaceSection
		switch {
		case i == 0:
			place = news.PlaceLead
		case i < 5:
			place = news.PlaceSecond
		}
		p.Slots = append(p.Slots, news.Slot{Story: story, Place: place, Why: news.Say("5 sources, 3 independent reports")})
	}
	return p
}

func sectionFront(candidates []news.Story, at time.Time, e news.Edition, section news.Section) news.Page {
	p := front(candidates, at, e)
	p.Section = section
	return p
}

func trending(candidates []news.Story, at time.Time, e news.Edition, limit int) []news.Slot {
	slots := front(candidates, at, e).Slots
	return slots[:min(limit, len(slots))]
}

func newSite(t *testing.T, o web.Options) http.Handler {
	t.Helper()
	site, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// get asks for a path as an anonymous reader.
func get(t *testing.T, site http.Handler, path string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

// post sends a form from the site's own pages.
func post(t *testing.T, site http.Handler, path, form string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

// page asks for a page that must be there, parsed.
func page(t *testing.T, site http.Handler, path string, cookies ...*http.Cookie) *goquery.Document {
	t.Helper()
	w := get(t, site, path, cookies...)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: got status %d, want 200: %.300s", path, w.Code, w.Body)
	}
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// signedIn gives the cookie of the administrator.
func signedIn(t *testing.T, site http.Handler, s *shelf) *http.Cookie {
	t.Helper()
	if err := web.SetPassword(t.Context(), s, "correct horse"); err != nil {
		t.Fatal(err)
	}
	w := post(t, site, "/sign-in", "password=correct+horse&next=/")
	for _, c := range w.Result().Cookies() {
		if c.Name == "session" {
			return c
		}
	}
	t.Fatalf("sign in: got status %d and no session", w.Code)
	return nil
}
