package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

const firstStory = "/story/1/three-countries-agree-to-share-the-tamsel-s-water-after"

func TestStoryTellsWhoSaidWhat(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, firstStory)
	for selector, want := range map[string][]string{
		".speaker h3":                    {"Ilse Marrow water minister of Valmere", "two delegates"},
		".speaker q":                     {deal, "A third for each, and one for the herons", waited},
		".indirect > summary":            {"In the words of the articles: 1 statement"},
		".indirect .words":               {"the commission would meet in autumn"},
		".figures dt":                    {"Dead"},
		".figures .steps":                {"12 → 15"},
		".figures .dissent":              {"Valmere Herald still says 12"},
		".figures li b":                  {"12", "15", "12"},
		".figures li p":                  {"Twelve people were killed.", "Fifteen people were killed."},
		".evidence .days > li > p[lang]": {"Talks began in March.", "Dam talks end with a handshake", "The three countries signed before dawn.", "Parliament votes on Sunday; twice, if need be.", "The commission meets in Port Selwyn."},
		".named li":                      {"Ilse Marrow", "Tamsel Commission", "Port Selwyn", "Marrow Quell"},
	} {
		if diff := cmp.Diff(want, texts(d.Find(selector))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", selector, diff)
		}
	}
	if d.Find(".speaker h3 a[href='/entity/1/ilse-marrow']").Length() != 1 {
		t.Error("the speaker's name leads nowhere")
	}
	if quiet := page(t, site, get(t, site, "/story/2").Header().Get("Location")); quiet.Find(".spoken, .days, .figures, .named").Length() != 0 {
		t.Error("a story of which nothing is known has empty sections")
	}
}

// TestTwoDatesAreNoTimeline holds how many days a timeline takes.
func TestTwoDatesAreNoTimeline(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.happenings = s.happenings[:2]
	if n := page(t, newSite(t, options(s)), firstStory).Find(".days li").Length(); n != 0 {
		t.Errorf("got a timeline of %d days, want none", n)
	}
}

func TestThreadTellsWhoSaidWhat(t *testing.T) {
	t.Parallel()
	d := page(t, newSite(t, options(world(pictures))), "/thread/1/tamsel-saint-aubrac")
	for selector, want := range map[string]int{".timeline > li": 3, ".evidence .days > li": 5, ".threaded .speaker": 2, ".evidence .figures > div": 1, "main a[href='/thread/1/agenda.ics']": 1} {
		if got := d.Find(selector).Length(); got != want {
			t.Errorf("%s: got %d, want %d", selector, got, want)
		}
	}
}

func TestArticleTellsWhoIsNamed(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, get(t, site, "/article/100").Header().Get("Location"))
	if got := texts(d.Find(".spoken .named li")); !slices.Equal(got, []string{"Ilse Marrow", "Tamsel Commission", "Port Selwyn", "Marrow Quell"}) {
		t.Errorf("named: got %q", got)
	}
	if got := texts(d.Find(".spoken details .words")); !slices.Equal(got, []string{deal, "the commission would meet in autumn"}) {
		t.Errorf("quotes: got %q", got)
	}
	if d = page(t, site, get(t, site, "/article/101").Header().Get("Location")); strings.Contains(d.Text(), deal) {
		t.Error("an article whose source grants its headline shows its quotes")
	}
}

// TestWithheldWordsAreNowhere asks for all pages and feeds: a source that grants its headline is not quoted on any.
func TestWithheldWordsAreNowhere(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for _, path := range []string{"/", firstStory, "/thread/1/tamsel-saint-aubrac", "/entity/1/ilse-marrow", "/entity/2/tamsel-commission", "/quotes", "/quote/1", "/quote/3", "/agenda",
		"/search?q=tamsel+commission", "/quotes/feed.atom", "/quotes/feed.json", "/agenda/feed.atom", "/agenda.ics", "/article/101", "/entity/1/agenda.ics"} {
		w := get(t, site, path)
		if to := w.Header().Get("Location"); to != "" {
			w = get(t, site, to)
		}
		for _, words := range []string{held, "Withheld", "maps, and neither do we here", "Not%20to%20be%20quoted", "Withheld%20"} {
			if w.Code != http.StatusOK || strings.Contains(w.Body.String(), words) {
				t.Errorf("GET %s: got %d with %q of a source that grants its headline", path, w.Code, words)
			}
		}
	}
}

// TestQuotationsAddUpToAnExcerpt has one excerpt's article be quoted at length.
func TestQuotationsAddUpToAnExcerpt(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.sayings = nil
	for i := range 9 {
		s.sayings = append(s.sayings, s.said(news.SayingID(i+1), s.entities[0], true, 1, 4, strings.TrimSpace(strings.Repeat("word ", 20))))
	}
	if n := page(t, newSite(t, options(s)), "/quotes").Find(".saying").Length(); n != 3 {
		t.Errorf("got %d quotations of 20 words of an excerpt, want 3", n)
	}
}

func TestAgenda(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, "/agenda")
	if got := texts(d.Find(".agenda h2, .agenda h3")); !slices.Equal(got, []string{"May 2031", "18 May tomorrow", "June 2031", "30 June – 2 July"}) {
		t.Errorf("days: got %q", got)
	}
	if got := d.Find(".agenda .out").First().AttrOr("href", ""); got != "https://selwyn-wire.example/news/1-0#:~:text=Parliament%20votes%20on%20Sunday%3B%20twice%2C%20if%20need%20be" {
		t.Errorf("link to the sentence: got %s", got)
	}
	if later := page(t, site, d.Find(".pager .next").AttrOr("href", "")); later.Find(".agenda li").Length() != 0 || later.Find(".pager a[href='/agenda']").Length() != 1 {
		t.Error("the days after those are not empty, or there is no way back")
	}
	w := get(t, site, "/agenda.ics")
	if got := w.Header().Get("Content-Type"); got != "text/calendar; charset=utf-8" {
		t.Errorf("calendar: got type %q", got)
	}
	unfolded := strings.ReplaceAll(w.Body.String(), "\r\n ", "")
	for _, line := range []string{
		"BEGIN:VCALENDAR", "NAME:Nutgraf: agenda", "UID:20310518-100-0@example.com", "DTSTAMP:20310517T054700Z", "DTSTART;VALUE=DATE:20310518", "DTEND;VALUE=DATE:20310519",
		`SUMMARY:Parliament votes on Sunday\; twice\, if need be.`, "URL:http://example.com/article/100/three-countries-agree-to-share-the-tamsel-s-water-after",
		"DTSTART;VALUE=DATE:20310630", "DTEND;VALUE=DATE:20310703", "END:VCALENDAR",
	} {
		if !strings.Contains(unfolded, line+"\r\n") {
			t.Errorf("no line %q in %s", line, unfolded)
		}
	}
	if got := get(t, site, "/agenda.ics").Body.String(); got != w.Body.String() {
		t.Error("the same agenda is other bytes")
	}
	for _, path := range []string{"/entity/1/agenda.ics", "/story/1/agenda.ics", "/thread/1/agenda.ics"} {
		if w := get(t, site, path); w.Code != http.StatusOK || strings.Count(w.Body.String(), "BEGIN:VEVENT") != 2 {
			t.Errorf("GET %s: got %d with %d events, want 2", path, w.Code, strings.Count(w.Body.String(), "BEGIN:VEVENT"))
		}
	}
}

func TestTimelineOfASearch(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, "/timeline?q=dam")
	if got := texts(d.Find(".days > li > time")); !slices.Equal(got, []string{"March 2031", "6 May", "17 May", "18 May", "30 June – 2 July"}) {
		t.Errorf("days: got %q", got)
	}
	if strings.Contains(d.Text(), "Withheld") {
		t.Error("a sentence is shown whose source grants none")
	}
	if body := get(t, site, "/timeline/feed.atom?q=dam").Body.String(); strings.Count(body, "<entry") != 5 || strings.Contains(body, "Withheld") {
		t.Errorf("feed: got %d entries, want 5", strings.Count(body, "<entry"))
	}
	if w := get(t, site, "/timeline/feed.atom"); w.Code != http.StatusNotFound {
		t.Errorf("feed of nothing: got %d", w.Code)
	}
	if page(t, site, "/search?q=strike").Find("a[href='/timeline?q=strike']").Length() != 1 {
		t.Error("a search does not lead to its timeline")
	}
}

func TestQuotesOfTheDay(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	if got := texts(page(t, site, "/").Find(".day-quotes .words")); !slices.Equal(got, []string{deal, "A third for each, and one for the herons"}) {
		t.Errorf("got %q", got)
	}
	if n := page(t, site, "/?at=2031-05-17T08:00Z").Find(".day-quotes").Length(); n != 0 {
		t.Error("a page of the past has quotes of today")
	}
	for path, want := range map[string]int{"/quotes/feed.atom": 3, "/quotes/feed.atom?speaker=1&indirect=1": 3, "/entity/1/feed.atom": 20, "/agenda/feed.atom": 2} {
		if got := strings.Count(get(t, site, path).Body.String(), "<entry"); got != want {
			t.Errorf("%s: got %d entries, want %d", path, got, want)
		}
	}
	if body := get(t, site, "/quotes/feed.atom").Body.String(); !strings.Contains(body, "“"+deal+"”") || !strings.Contains(body, "Ilse Marrow: ") {
		t.Errorf("feed: got %s", body)
	}
}

// TestHostileNames has markup, marks of direction and great length where names, roles and words should be.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	bad := `<script>alert(1)</script>"'><img src=x onerror=alert(1)>` + "\u202e" + strings.Repeat("W", 3000)
	e := news.Entity{ID: 1, Kind: news.EntityPerson, Name: bad, Aliases: []string{bad + "2"}, Role: bad, Country: `"><b>`, UpdatedAt: now}
	s.entities = []news.Entity{e}
	said := s.said(1, e, true, .9, 0, bad)
	said.Told = bad
	for i := range said.Carriers {
		said.Carriers[i].URL, said.Carriers[i].SourceName, said.Carriers[i].Headline = "javascript:alert(1)", bad, bad
	}
	s.sayings = []news.Saying{said}
	for i := range s.happenings {
		s.happenings[i].Sentence, s.happenings[i].URL, s.happenings[i].SourceName = bad, "javascript:alert(1)", bad
	}
	for i := range s.counts {
		s.counts[i].Subject, s.counts[i].Unit, s.counts[i].Kind, s.counts[i].SourceName, s.counts[i].Sentence = bad, bad, "odd", bad, bad
	}
	site := newSite(t, options(s))
	for _, path := range []string{"/", "/entity/1", "/people", "/quotes", "/quote/1", "/agenda", firstStory, "/thread/1/tamsel-saint-aubrac", "/article/100"} {
		if to := get(t, site, path).Header().Get("Location"); to != "" {
			path = to
		}
		d := page(t, site, path)
		if n := d.Find("script:not([type='application/ld+json']):not([src^='/static/script.']), [onerror], img[src=x], a[href^='javascript:']").Length(); n != 0 {
			t.Errorf("%.60s: %d elements of what should be words", path, n)
		}
		d.Find("h3 > a, .by, .words").Each(func(_ int, n *goquerySelection) {
			if strings.Contains(n.Text(), "\u202e") && n.Closest("bdi, [dir]:not(html)").Length()+n.Find("bdi, [dir]").Length() == 0 {
				t.Errorf("%.60s: %.60q turns the words after it around", path, n.Text())
			}
		})
	}
	for _, path := range []string{"/quotes/feed.atom", "/people/feed.atom", "/agenda/feed.atom", "/agenda.ics"} {
		w := get(t, site, path)
		markup := !strings.HasSuffix(path, ".ics") && strings.Contains(w.Body.String(), "<script") // a calendar is plain text
		if w.Code != http.StatusOK || markup || strings.Contains(w.Body.String(), "javascript:") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %s: got %d %.300s", path, w.Code, w.Body)
		}
	}
}
