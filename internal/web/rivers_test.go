package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

// TestLatestByHours holds the headings of the river: a day once, each of its hours under it.
func TestLatestByHours(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	at := func(day, hour, minute int) time.Time { return time.Date(2031, 5, day, hour, minute, 0, 0, time.UTC) }
	s.articles = s.articles[:5]
	for i, published := range []time.Time{at(17, 9, 20), at(17, 9, 5), at(17, 8, 59), at(16, 23, 0), at(16, 0, 0)} {
		s.articles[i].PublishedAt, s.articles[i].DateOnly = published, i == 4
	}
	d := page(t, newSite(t, options(s)), "/latest")
	want := []string{"Saturday, 17 May 2031 09:00", "08:00", "Friday, 16 May 2031 23:00", ""}
	got := d.Find(".hour > h2").Map(func(_ int, h *goquerySelection) string { return strings.Join(strings.Fields(h.Text()), " ") })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
	if n := d.Find(".hour").First().Find(".entry").Length(); n != 2 {
		t.Errorf("the newest hour has %d articles, want 2", n)
	}
	if d.Find(".sections [aria-current=page]").Text() != "Latest" {
		t.Error("the navigation does not say where the reader is")
	}
}

// TestLatestFilters keeps one choice while another one changes.
func TestLatestFilters(t *testing.T) {
	t.Parallel()
	d := page(t, newSite(t, options(world(pictures))), "/latest?kind=audio&lang=en")
	if got := d.Find(".tabs [aria-current]").Map(func(_ int, a *goquerySelection) string { return a.Text() }); !cmp.Equal(got, []string{"Audio", "English"}) {
		t.Errorf("chosen: got %q", got)
	}
	for _, address := range []string{"/latest?kind=video&lang=en", "/latest?lang=en", "/latest?kind=audio&lang=fr", "/latest?kind=audio&lang=all"} {
		if d.Find(".tabs a[href='"+address+"']").Length() != 1 {
			t.Errorf("no way to %s", address)
		}
	}
	if d.Find(".entry .kind").Length() == 0 || d.Find(".entry .kind").Length() != d.Find(".entry").Length() {
		t.Error("not all of it is audio")
	}
}

// TestMediaPage has what plays, how long, and how it is said in writing.
func TestMediaPage(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, "/media")
	first := d.Find(".episode:has(audio)").First()
	if line := first.Find(".line").Text(); !strings.Contains(line, "1 h 4 min") {
		t.Errorf("line: got %q, want its length", line)
	}
	audio := first.Find("audio[controls][preload=none][src^='https://'][data-episode][data-href^='/article/']")
	if audio.Length() != 1 || first.Find("a[href='https://vbs.example/talk.html']").Length() != 1 {
		t.Errorf("no player, or no way to the transcript: %v", first.Text())
	}
	if d.Find("script[type='application/ld+json']").Length() > 1 || d.Find(".episode").Length() < 2 {
		t.Errorf("episodes: got %d", d.Find(".episode").Length())
	}
	video := page(t, site, "/media?kind=video")
	if video.Find("h1").Text() != "Video" || video.Find(".episode .kind:not(:contains(Video))").Length() != 0 || video.Find(".episode").Length() == 0 {
		t.Error("the page of videos has none, or something else")
	}
	if w := get(t, site, "/media?kind=opinion"); w.Code != http.StatusNotFound {
		t.Errorf("a form that is not played: got %d, want 404", w.Code)
	}
	if feed := get(t, site, "/media/feed.atom").Body.String(); !strings.Contains(feed, `rel="enclosure"`) {
		t.Error("the feed has no enclosures")
	}
}

// TestFrontPlays leads from the front page to what plays, without a player.
func TestFrontPlays(t *testing.T) {
	t.Parallel()
	d := page(t, newSite(t, options(world(pictures))), "/")
	if d.Find(".heard .play .line").Length() == 0 || d.Find("main audio, main video").Length() != 0 {
		t.Error("no audio on the front page, or a player on the front page")
	}
	d.Find(".heard .play").Each(func(_ int, play *goquerySelection) {
		if play.Find("a.sign-play[aria-hidden=true][tabindex='-1']").AttrOr("href", "") != play.Find("h3 a").AttrOr("href", "?") {
			t.Errorf("the sign leads elsewhere than the headline: %s", play.Text())
		}
	})
}

// TestTrendingPage has what trends, in order, now and at a past hour.
func TestTrendingPage(t *testing.T) {
	t.Parallel()
	o := options(world(pictures))
	var asked time.Time
	o.Trending = func(candidates []news.Story, at time.Time, e news.Edition, limit int) []news.Slot {
		asked = at
		slots := trending(candidates, at, e, 3)
		slots[0].Hours = []int{0, 1, 4, 2}
		return slots
	}
	site := newSite(t, o)
	d := page(t, site, "/trending")
	if d.Find(".rising > li").Length() != 3 || d.Find(".rising details.why").Length() != 3 || d.Find(".rising svg").Length() != 1 {
		t.Errorf("got %d stories, %d reasons, %d drawings", d.Find(".rising > li").Length(), d.Find(".rising details.why").Length(), d.Find(".rising svg").Length())
	}
	if got, want := d.Find("svg.spark").AttrOr("aria-label", ""), "Sources that came within 4 hours: 7, in the busiest hour 4, in the last one 2"; got != want {
		t.Errorf("drawing: got %q, want %q", got, want)
	}
	d = page(t, site, "/trending?at=2031-05-17T06:20Z")
	if !asked.Equal(time.Date(2031, 5, 17, 6, 20, 0, 0, time.UTC)) || d.Find(".past").Length() != 1 {
		t.Errorf("a past hour: laid out for %v", asked)
	}
	if feed := get(t, site, "/trending/feed.json").Body.String(); strings.Count(feed, `"id":`) != 3 {
		t.Errorf("feed: %.200s", feed)
	}
}

// TestSectionLeadsOn has the end of a section show what leads others.
func TestSectionLeadsOn(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, "/section/sport")
	if n := d.Find(".others li").Length(); n != 6 || d.Find(".others a[href='/section/sport']").Length() != 0 {
		t.Errorf("got %d other sections, want 6, and not its own", n)
	}
	if d := page(t, site, "/section/sport?after=2"); d.Find(".others").Length() != 0 {
		t.Error("later pages repeat the other sections")
	}
}

// TestMastheadAndFoot are the same ways everywhere, with the languages of the interface by their own names.
func TestMastheadAndFoot(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	d := page(t, site, "/threads")
	for _, place := range []string{"/trending", "/threads", "/quotes", "/people", "/agenda", "/media"} {
		if d.Find(".plate > .places a[href='"+place+"']").Length() != 1 || d.Find("details.menu a[href='"+place+"']").Length() != 1 {
			t.Errorf("%s: not once in the masthead and once in the menu", place)
		}
	}
	if got := d.Find(".places [aria-current=page]").Text(); got != "Threads" {
		t.Errorf("the reader is told to be at %q", got)
	}
	if d.Find(".foot button[name=tongue][value=ar][lang=ar][dir=rtl]").Text() != "العربية" || d.Find(".foot [name=tongue][aria-pressed]").Text() != "English" {
		t.Error("the foot does not offer the languages of the interface")
	}
	if d := page(t, site, "/"); d.Find(".menu form [name=language][value=fr]").Length() != 1 {
		t.Error("the menu has no editions")
	}
}

// TestReasonsSpeakTheInterface: reasons and their terms are messages.
func TestReasonsSpeakTheInterface(t *testing.T) {
	t.Parallel()
	o := options(world(pictures))
	o.Front = func(candidates []news.Story, at time.Time, e news.Edition) news.Page {
		p := front(candidates, at, e)
		p.Slots[0].Why = news.Say("%s, %s", news.SayN(2, "%d source", "%d sources"), news.SayN(1, "newest %d hour ago", "newest %d hours ago"))
		p.Slots[0].Terms = []news.Term{{Name: "a name of an older release", Value: 1}}
		return p
	}
	d := page(t, newSite(t, o), "/")
	why := d.Find(".lead .why")
	if got := why.Find("p").Text(); got != "2 sources, newest 1 hour ago." || !strings.Contains(why.Text(), "a name of an older release") {
		t.Errorf("got %q", why.Text())
	}
}
