package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

// unmarked are the marks that set a name apart, which no eye sees.
var unmarked = strings.NewReplacer("\u2068", "", "\u2069", "")

func texts(s *goquerySelection) []string {
	return s.Map(func(_ int, one *goquerySelection) string {
		return unmarked.Replace(strings.Join(strings.Fields(one.Text()), " "))
	})
}

func TestEntityAddresses(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for path, want := range map[string]string{
		"/entity/1": "/entity/1/ilse-marrow", "/entity/1/an-old-name": "/entity/1/ilse-marrow", "/entity/900/merged": "/entity/1/ilse-marrow",
	} {
		if w := get(t, site, path); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != want {
			t.Errorf("GET %s: got %d to %q, want 301 to %q", path, w.Code, w.Header().Get("Location"), want)
		}
	}
	for path, want := range map[string]int{
		"/entity/4": 410, "/entity/4/feed.atom": 410, "/entity/4/agenda.ics": 410, "/quotes?speaker=4": 410, "/entity/77": 404, "/entity/x": 404, "/entity/1/ilse-marrow?after=x": 400,
		"/people?kind=river": 404, "/quote/77": 404, "/quote/x": 404, "/quotes?since=yesterday": 400, "/quotes?speaker=x": 404, "/agenda?from=soon": 400, "/quotes?after=x": 400,
	} {
		w := get(t, site, path)
		if w.Code != want || strings.Contains(w.Body.String(), "Taken Off") {
			t.Errorf("GET %s: got %d, want %d without a name", path, w.Code, want)
		}
	}
}

func TestEntityPage(t *testing.T) {
	t.Parallel()
	d := page(t, newSite(t, options(world(pictures))), "/entity/1/ilse-marrow")
	for selector, want := range map[string][]string{
		"h1":                  {"Ilse Marrow"},
		"header .summary bdi": {"water minister of Valmere", "Selwyn Wire"},
		".aliases bdi":        {"Marrow", "Minister Marrow"},
		".status dd":          {"14", "3", "29 October 2030", "1 h ago"},
		".own .words":         {deal, "A third for each, and one for the herons", "the commission would meet in autumn"},
		".own q":              {deal, "A third for each, and one for the herons"},
		".others .words":      {waited},
		".own .sure":          {"who said it is uncertain", "probably said"},
		".named li":           {"Ilse Marrow", "Tamsel Commission", "Port Selwyn", "Marrow Quell"},
		".days > li > time":   {"March 2031", "6 May", "17 May", "18 May", "30 June – 2 July"},
		".days .soon":         {"tomorrow"},
	} {
		if diff := cmp.Diff(want, texts(d.Find(selector))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", selector, diff)
		}
	}
	line := texts(d.Find(".own .line").First())[0]
	if want := "told VBS Radio · 16 May · first in Selwyn Wire at the publisher · also in Valmere Herald ≈ in other words, VBS Radio, The Harbour Times · 3 h ago"; line != want {
		t.Errorf("where a quote stands:\n got %q\nwant %q", line, want)
	}
	if n := d.Find(".stories .row").Length(); n != 20 {
		t.Errorf("got %d stories, want 20", n)
	}
	if d.Find("a[href='/entity/1/agenda.ics']").Length() != 1 || d.Find("a[href='/quotes/feed.atom?speaker=1']").Length() == 0 {
		t.Error("the days to come, or the quotes, cannot be followed")
	}
	older := page(t, newSite(t, options(world(pictures))), d.Find(".pager .next").AttrOr("href", ""))
	if older.Find(".own, .evidence .days").Length() != 0 || older.Find(".stories .row").Length() == 0 {
		t.Error("an older page tells all again, or has no stories")
	}
	place := page(t, newSite(t, options(world(pictures))), "/entity/2/tamsel-commission")
	if got := texts(place.Find("header > .line").First())[0]; got != "Organisation · France" {
		t.Errorf("kind and country: got %q", got)
	}
}

// TestLinksLeadToTheWords holds that a link to the publisher marks the words there, but for a source that grants no words.
func TestLinksLeadToTheWords(t *testing.T) {
	t.Parallel()
	d := page(t, newSite(t, options(world(pictures))), "/quote/1")
	var links []string
	d.Find(".carriers .out").Each(func(_ int, a *goquerySelection) { links = append(links, a.AttrOr("href", "")) })
	const words = "#:~:text=The%20river%20does%20not%20read%20maps%2C%20and%20neither%20do%20we"
	want := []string{
		"https://selwyn-wire.example/news/1-0" + words, "https://herald.example/news/1-1", "https://vbs.example/news/1-2" + words,
		"https://selwyn-wire.example/news/1-3" + words, "https://harbour-times.example/news/1-4" + words,
	}
	if diff := cmp.Diff(want, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

func TestQuotePage(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	d := page(t, site, "/quote/1")
	if got := d.Find("blockquote q").Text(); got != deal {
		t.Errorf("got %q, want the words to the letter", got)
	}
	if d.Find("meta[name=robots][content=noindex]").Length() != 1 {
		t.Error("a search engine may list the words")
	}
	if got := texts(d.Find(".carriers .kind, .carriers .copied, .variant")); !slices.Equal(got, []string{"First", "copy", "In other words", "copy", "copy"}) {
		t.Errorf("carriers: got %q", got)
	}
	if d = page(t, site, "/quote/2"); d.Find("blockquote q").Length() != 0 || !strings.Contains(d.Find(".one").Text(), "in the words of the article") {
		t.Error("indirect speech stands in quotation marks")
	}
	if d = page(t, site, "/quote/3"); strings.Contains(d.Text(), held) || !strings.Contains(d.Find(".nothing").Text(), "for their publishers to show") {
		t.Error("words are shown whose source grants none")
	}
	s.sayings[0].Carriers[1].Licence = news.LicenceFull
	if got := page(t, newSite(t, options(s)), "/quote/1").Find(".variant q").Text(); got != deal+" here" {
		t.Errorf("another wording: got %q", got)
	}
	s.entities[0].Hidden = true
	if w := get(t, newSite(t, options(s)), "/quote/1"); w.Code != http.StatusGone || strings.Contains(w.Body.String(), "maps") {
		t.Errorf("a quote of somebody taken off: got %d", w.Code)
	}
}

func TestQuoteSearch(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for path, want := range map[string][]string{
		"/quotes?indirect=1":               {deal, "the commission would meet in autumn", waited, "A third for each, and one for the herons"},
		"/quotes":                          {deal, waited, "A third for each, and one for the herons"},
		"/quotes?q=coffee":                 {waited},
		"/quotes?who=ilse":                 {deal, "A third for each, and one for the herons"},
		"/quotes?who=two+delegates":        {waited}, // has no page, so the name is looked for among the words
		"/quotes?speaker=1&q=herons":       {"A third for each, and one for the herons"},
		"/quotes?on=selwyn&q=maps":         {deal},
		"/quotes?q=nowhere":                {},
		"/quotes?since=2031-05-01&story=1": {deal, waited, "A third for each, and one for the herons"},
	} {
		d := page(t, site, path)
		if diff := cmp.Diff(want, append([]string{}, texts(d.Find(".sayings .words"))...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
		if d.Find(".seek input[name=q]").Length() != 1 {
			t.Errorf("%s has no form", path)
		}
	}
	if got := texts(page(t, site, "/quotes?who=marrow").Find(".head .asked dd")); !slices.Equal(got, []string{"Ilse Marrow, water minister of Valmere", "Marrow Quell"}) {
		t.Errorf("who was found: got %q", got)
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for path, want := range map[string][]string{
		"/people": {"Ilse Marrow", "Tamsel Commission", "Port Selwyn", "Marrow Quell"}, "/people?kind=person": {"Ilse Marrow", "Marrow Quell"},
		"/people?q=tamsel": {"Tamsel Commission"}, "/people?q=nobody": {},
	} {
		if diff := cmp.Diff(want, append([]string{}, texts(page(t, site, path).Find(".being h3"))...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	if body := get(t, site, "/people/feed.atom?kind=person").Body.String(); strings.Count(body, "<entry") != 2 {
		t.Errorf("feed of people: got %d entries, want 2", strings.Count(body, "<entry"))
	}
}

// TestSearchKnowsNames has the words of a search be somebody's name, the beginning of one, or a query.
func TestSearchKnowsNames(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for query, want := range map[string][]string{
		"ilse+marrow": {"Ilse Marrow"}, "Marrow": {"Ilse Marrow"}, "mar": nil, "marrow+dam": nil, "headline:marrow": nil, "marrow+-dam": nil,
	} {
		d := page(t, site, "/search?q="+query)
		if diff := cmp.Diff(want, texts(d.Find(".known-as h3")), cmp.Transformer("", func(s []string) string { return strings.Join(s, ",") })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	if got := texts(page(t, site, "/search?q=marrow").Find(".known-as .words")); !slices.Equal(got, []string{deal, "A third for each, and one for the herons"}) {
		t.Errorf("quotes of the one that is meant: got %q", got)
	}
}
