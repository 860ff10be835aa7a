package web_test

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/web"

	"github.com/google/go-cmp/cmp"
)

func pictures(int) string { return "https://pictures.example/a.jpg" }

// TestEveryPage asks for each page, full and empty, and holds it to what all pages have.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	full := []string{
		"/", "/?lang=fr", "/trending", "/media", "/media?kind=video", "/latest", "/latest?kind=audio", "/latest?after=30", "/section/world", "/section/sport?after=2", "/story/1", "/story/7", "/threads", "/thread/1",
		"/entity/1", "/entity/2", "/entity/3", "/entity/1/ilse-marrow?after=20", "/people", "/people?q=marrow&kind=person", "/quotes", "/quotes?who=marrow", "/quotes?q=maps&on=selwyn",
		"/quote/1", "/quote/2", "/quote/3", "/quote/4", "/agenda", "/agenda?from=2031-06-01", "/timeline", "/timeline?q=dam", "/search?q=ilse+marrow",
		"/article/100", "/article/300", "/article/103", "/source/1", "/source/6", "/sources", "/sources?show=failing", "/search", "/search?q=dam",
		"/search?q=%22", "/about", "/welcome", "/setup?code=x", "/sign-in",
	}
	empty := []string{"/trending", "/media", "/media?kind=audio", "/latest", "/threads", "/people", "/people?q=x", "/quotes", "/quotes?q=x", "/agenda", "/timeline", "/timeline?q=x", "/section/world", "/sources", "/search", "/search?q=dam", "/about", "/welcome", "/setup", "/sign-in"}
	for name, c := range map[string]struct {
		shelf *shelf
		paths []string
	}{"full": {world(pictures), full}, "empty": {&shelf{}, empty}} {
		site := newSite(t, options(c.shelf))
		for _, path := range c.paths {
			t.Run(name+path, func(t *testing.T) {
				t.Parallel()
				if to := get(t, site, path).Header().Get("Location"); to != "" {
					path = to
				}
				d := page(t, site, path)
				for _, selector := range []string{"html[lang]", "title", "main#main", "a.skip[href='#main']", "nav.sections", "footer", "h1"} {
					if d.Find(selector).Length() != 1 {
						t.Errorf("%s: got %d of %s, want 1", path, d.Find(selector).Length(), selector)
					}
				}
				if n := d.Find("script:not([type='application/ld+json']):not([src^='/static/script.']), [style], iframe, [onclick]").Length(); n != 0 {
					t.Errorf("%s: got %d foreign scripts, inline styles or frames, want none", path, n)
				}
				if n := d.Find("img:not([referrerpolicy='no-referrer'])").Length(); n != 0 {
					t.Errorf("%s: %d pictures tell their publishers where the reader is", path, n)
				}
			})
		}
	}
}

func TestFrontPage(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	d := page(t, newSite(t, options(s)), "/")
	lead := d.Find(".lead")
	if got, want := strings.TrimSpace(lead.Find("h2").Text()), headlines[0].lines[0]; got != want {
		t.Errorf("lead: got %q, want %q", got, want)
	}
	line := strings.Join(strings.Fields(lead.Find("p.line").First().Text()), " ")
	if want := "Selwyn Wire + 4 · 5 independent · 23 min ago · ▲ growing"; line != want {
		t.Errorf("lead's line: got %q, want %q", line, want)
	}
	for selector, want := range map[string]int{
		".seconds .card": 4, ".block": 11, ".trend li": 5, ".latest .row": 9, ".finis": 1, "h2[lang][dir]": 1,
		"link[type='application/atom+xml']": 1, "link[type='application/feed+json']": 1, ".row h3[lang=ar][dir=rtl]": 2,
	} {
		if got := d.Find(selector).Length(); got != want {
			t.Errorf("%s: got %d, want %d", selector, got, want)
		}
	}
	if n := d.Find(".angles li").Length(); n < 1 || n > 3 {
		t.Errorf("angles on the lead: got %d, want 1 to 3", n)
	}
	if s.reads > 8 {
		t.Errorf("the front page took %d reads, want at most 8", s.reads)
	}
}

// TestEverySectionHasItsPlace has one section fill the top of the list many times over.
func TestEverySectionHasItsPlace(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	quiet := s.stories
	s.stories = nil
	for i := range 500 {
		story := quiet[0]
		story.ID, story.Section, story.Score = news.StoryID(10_000+i), news.SectionSport, 5000
		s.stories = append(s.stories, story)
	}
	s.stories = append(s.stories, quiet...)
	for i := range s.stories {
		if s.stories[i].Section == news.SectionLocal {
			s.stories[i].UpdatedAt = now.Add(-30 * 24 * time.Hour)
		}
	}
	d := page(t, newSite(t, options(s)), "/")
	var names []string
	d.Find(".block > .label").Each(func(_ int, h *goquerySelection) { names = append(names, h.Text()) })
	want := []string{"World", "Politics", "Business", "Technology", "Science", "Health", "Climate", "Culture", "Sport", "Opinion"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("blocks of a busy day, all but Local, where nothing is new (-want +got):\n%s", diff)
	}
	if s.reads > 9+10 {
		t.Errorf("the front page of a busy day took %d reads, want at most 9 and one for each starved section", s.reads)
	}
}

// TestTrendingIsNoStub has most of what trends at the top of the page.
func TestTrendingIsNoStub(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	for trends, want := range map[int]int{0: 0, 1: 0, 2: 0, 3: 3, 4: 3, 6: 3, 8: 3, 9: 4, 30: 5} {
		o := options(s)
		o.Trending = func(candidates []news.Story, at time.Time, e news.Edition, limit int) []news.Slot {
			return trending(candidates, at, e, min(limit, trends))
		}
		d := page(t, newSite(t, o), "/")
		seen := map[string]bool{}
		d.Find(".trend li h3").Each(func(_ int, h *goquerySelection) { seen[h.Text()] = true })
		if got := d.Find(".trend li").Length(); got != want || len(seen) != want {
			t.Errorf("of %d that trend, five of them at the top: got %d in the rail, %d different; want %d", trends, got, len(seen), want)
		}
	}
}

// TestTemplatesFromDisk holds the folder's layout to what --templates internal/web gives.
func TestTemplatesFromDisk(t *testing.T) {
	t.Parallel()
	o := options(world(pictures))
	o.Files, o.KeepFor = os.DirFS("."), 0
	site := newSite(t, o)
	w := get(t, site, "/")
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("front page: got %d, %q; want 200 and that no browser keeps it", w.Code, w.Header().Get("Cache-Control"))
	}
	d := page(t, site, "/story/1/three-countries-agree-to-share-the-tamsel-s-water-after")
	style := get(t, site, d.Find("link[rel=stylesheet]").AttrOr("href", ""))
	if style.Code != http.StatusOK || style.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("style: got %d, %q", style.Code, style.Header().Get("Cache-Control"))
	}
}

func TestFrontPageOfAnEdition(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for _, d := range []map[string]string{{"path": "/?lang=fr"}, {"path": "/", "cookie": "fr"}} {
		var cookies []*http.Cookie
		if d["cookie"] != "" {
			cookies = append(cookies, &http.Cookie{Name: "language", Value: d["cookie"]})
		}
		p := page(t, site, d["path"], cookies...)
		if got := p.Find("main h2[lang=fr], main h3[lang=fr]").Length(); got == 0 || p.Find("main h3[lang=en]").Length() > 0 {
			t.Errorf("%v: got %d French headlines and %d English, want only French", d, got, p.Find("main h3[lang=en]").Length())
		}
		if got := p.Find(".editions [aria-pressed]").Text(); got != "Français" {
			t.Errorf("%v: got edition %q, want Français", d, got)
		}
	}
}

func TestNewcomersAreShownIn(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	site := newSite(t, options(s))
	if w := get(t, site, "/"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/welcome" {
		t.Errorf("front page without sources: got %d to %q, want 303 to /welcome", w.Code, w.Header().Get("Location"))
	}
	s.feeds = []news.Feed{{ID: 1, URL: "https://example.org/feed"}}
	w := get(t, site, "/")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "first edition is being set") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("front page while gathering: got %d, %q", w.Code, w.Header().Get("Cache-Control"))
	}
	if off := time.Since(s.asked); off < 0 || off > time.Minute {
		t.Errorf("backlogs were asked for at %v: want the clock on the wall, not that of the news", s.asked)
	}
}

func TestCanonicalAddresses(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	story := "/story/1/three-countries-agree-to-share-the-tamsel-s-water-after"
	for path, want := range map[string]string{
		"/story/1":              story,
		"/story/1/old-headline": story,
		"/story/9000/merged":    story,
		"/story/1/x?after=3":    story + "?after=3",
		"/source/1":             "/source/1/selwyn-wire",
		"/article/100/wrong":    "/article/100/three-countries-agree-to-share-the-tamsel-s-water-after",
	} {
		w := get(t, site, path)
		if w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != want {
			t.Errorf("GET %s: got %d to %q, want 301 to %q", path, w.Code, w.Header().Get("Location"), want)
		}
		if w := get(t, site, w.Header().Get("Location")); w.Code != http.StatusOK {
			t.Errorf("GET %s: got %d at its canonical address, want 200", path, w.Code)
		}
	}
	arabic := get(t, site, "/source/6").Header().Get("Location")
	if w := get(t, site, arabic); w.Code != http.StatusOK {
		t.Errorf("GET %s: got %d, want 200: a slug of another script must not redirect for ever", arabic, w.Code)
	}
}

func TestStoryPage(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, get(t, site, "/story/1").Header().Get("Location"))
	for selector, want := range map[string]int{
		".family": 4, ".family details": 3, ".family details .told": 6, ".lock": 1, ".status dt": 6, ".evidence svg rect": 24,
		"script[type='application/ld+json']": 1,
	} {
		if got := d.Find(selector).Length(); got != want {
			t.Errorf("%s: got %d, want %d", selector, got, want)
		}
	}
	if got := d.Find(".evidence").Text(); !strings.Contains(got, "The articles report one event. 6 of them are copies") || !strings.Contains(got, "talks") {
		t.Errorf("the reason: got %q", got)
	}
}

func TestArticlePage(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, get(t, site, "/article/100").Header().Get("Location"))
	for selector, want := range map[string]int{
		".go a[href='https://selwyn-wire.example/news/1-0']": 2, ".body > ul > li": 2, ".body blockquote": 1, ".body table td": 2,
		".body figure figcaption .credit": 1, ".body .pull": 1, ".body .correction": 1, ".body h2": 1, ".part": 1,
		"link[rel=canonical][href='https://selwyn-wire.example/news/1-0']": 1, "meta[name=robots][content=noindex]": 1,
		".body a[href='https://selwyn-wire.example/dawn']": 1,
	} {
		if got := d.Find(selector).Length(); got != want {
			t.Errorf("%s: got %d, want %d", selector, got, want)
		}
	}
	if text := d.Find(".body").Text(); strings.Contains(text, "Sign up") {
		t.Error("promotion came into the text")
	}
	if got := d.Find("script[type='application/ld+json']").Text(); !strings.Contains(got, `"@type":"NewsArticle"`) || !strings.Contains(got, `"Selwyn Wire"`) {
		t.Errorf("JSON-LD: got %s", got)
	}
	sound := page(t, site, get(t, site, "/article/300").Header().Get("Location"))
	if sound.Find("audio[preload=none][controls][src^='https://']").Length() != 1 {
		t.Error("the audio item has no player")
	}
}

func TestPaging(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	seen := map[string]bool{}
	path := "/latest"
	for pages := 0; path != ""; pages++ {
		if pages > 10 {
			t.Fatal("paging does not end")
		}
		d := page(t, site, path)
		d.Find(".entry h3 a").Each(func(_ int, a *goquerySelection) { seen[a.AttrOr("href", "")] = true })
		path = d.Find(".pager .next").AttrOr("href", "")
	}
	if len(seen) != len(s.articles) {
		t.Errorf("pages of the latest: got %d articles, want %d", len(seen), len(s.articles))
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	for path, want := range map[string]int{
		"/nothing": 404, "/story/0": 404, "/story/abc": 404, "/story/77777": 404, "/article/9": 404, "/source/99": 404, "/section/gossip": 404,
		"/latest?kind=stub": 404, "/latest?after=x": 400, "/section/world?after=x": 400, "/search/feed.atom": 404, "/static/none.css": 404,
	} {
		w := get(t, site, path)
		if w.Code != want {
			t.Errorf("GET %s: got %d, want %d", path, w.Code, want)
		}
	}
	for err, want := range map[error]int{news.ErrUnavailable: 503, http.ErrAbortHandler: 500} {
		broken := world(pictures)
		broken.fail = err
		w := get(t, newSite(t, options(broken)), "/")
		if w.Code != want || !strings.Contains(w.Body.String(), "<h1>") || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("front page on %v: got %d %q, want %d as a page that is not kept", err, w.Code, w.Header().Get("Cache-Control"), want)
		}
	}
}

func TestSearchMarksWhatItFound(t *testing.T) {
	t.Parallel()
	d := page(t, newSite(t, options(world(pictures))), "/search?q=strike")
	if diff := cmp.Diff([]string{"strike"}, d.Find("mark").First().Map(func(_ int, m *goquerySelection) string { return m.Text() })); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	if d.Find("input[name=q][value=strike]").Length() == 0 {
		t.Error("the query is not in the field any more")
	}
}

// TestRoutes holds the site's map: an address that goes away breaks links, and needs a redirect.
func TestRoutes(t *testing.T) {
	t.Parallel()
	golden.Check(t, "routes.txt", strings.Join(web.Routes(), "\n")+"\n")
}

// TestPunctuationStaysWithItsWord has a French headline in the narrowest of columns.
func TestPunctuationStaysWithItsWord(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.stories[0].Headline, s.stories[0].Language = "Barrage : « oui » à l'accord ?", "fr"
	s.stories[1].Headline = "Dam : a word"
	d := page(t, newSite(t, options(s)), "/")
	if got, want := d.Find(".lead h2").Text(), "Barrage\u00a0: «\u00a0oui\u00a0» à l'accord\u00a0?"; got != want {
		t.Errorf("French: got %q, want %q", got, want)
	}
	if got, want := d.Find(".seconds h3").First().Text(), "Dam : a word"; got != want {
		t.Errorf("English: got %q, want %q", got, want)
	}
}

// TestThinEditions holds what a front page of little leaves out, and which way it runs.
func TestThinEditions(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	o := options(s)
	o.Trending = func([]news.Story, time.Time, news.Edition, int) []news.Slot { return nil }
	site := newSite(t, o)
	d := page(t, site, "/?lang=ar")
	if d.Find(".front.mirror").Length() != 1 || d.Find(".blocks.sparse.mirror").Length() > 1 {
		t.Error("an Arabic front does not run from right to left")
	}
	if page(t, site, "/?lang=en").Find(".mirror").Length() != 0 {
		t.Error("an English front runs from right to left")
	}
	s.sayings = nil
	s.articles = slices.DeleteFunc(s.articles, func(a news.Article) bool { return a.Kind == news.KindAudio || a.Kind == news.KindVideo })
	if page(t, site, "/").Find(".rail, .heard").Length() != 0 {
		t.Error("a rail with nothing in it takes a column")
	}
}

// TestNothingStandsTwice looks for articles that the front page shows in two of its lists.
func TestNothingStandsTwice(t *testing.T) {
	t.Parallel()
	d := page(t, newSite(t, options(world(pictures))), "/")
	seen := map[string]bool{}
	d.Find(".angles h3 a, .heard h3 a, .latest h3 a").Each(func(_ int, a *goquerySelection) {
		if href := a.AttrOr("href", ""); seen[href] {
			t.Errorf("%s stands twice", href)
		} else {
			seen[href] = true
		}
	})
	if len(seen) < 10 {
		t.Errorf("got %d articles in the lists, want more to look at", len(seen))
	}
}

// TestHealthIsOfTheWall has news of 2031 gathered now.
func TestHealthIsOfTheWall(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.feeds[0].SucceededAt = time.Now().Add(-7*time.Minute - time.Second)
	if got := page(t, newSite(t, options(s)), "/sources").Find(".sources").Text(); !strings.Contains(got, "read 7 min ago") {
		t.Errorf("sources: got %q, want one read 7 min ago", got)
	}
}

func TestAStoryOfOneSource(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	at := slices.IndexFunc(s.stories, func(story news.Story) bool { return story.Articles == 1 })
	site := newSite(t, options(s))
	got := page(t, site, get(t, site, "/story/"+s.stories[at].ID.String()).Header().Get("Location")).Find(".evidence").Text()
	if !strings.Contains(got, "One source so far") || strings.Contains(got, "stand together") || strings.Contains(got, "First to report") {
		t.Errorf("evidence of a single article: got %q", got)
	}
}
