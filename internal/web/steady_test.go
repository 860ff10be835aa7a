package web_test

import (
	"net/http"
	"testing"
	"time"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
)

// TestSteadyParts: what is kept of a page is that of the same place, language and look, and of no other.
func TestSteadyParts(t *testing.T) {
	t.Parallel()
	site := database(t, stocked(t, 40, news.LicenceFull), time.Minute)
	here := func(path, selector string, cookies ...*http.Cookie) string {
		return page(t, site, path, cookies...).Find(selector + ` [aria-current="page"]`).First().Text()
	}
	for range 2 { // made, and kept
		for path, want := range map[string]string{"/latest": "Latest", "/section/world": "World", "/section/sport": "Sport", "/about": "", "/quotes": "", "/sources": ""} {
			if got := here(path, ".sections"); got != want {
				t.Errorf("%s stands at %q of the sections, want %q", path, got, want)
			}
		}
		for path, want := range map[string]string{"/quotes": "Quotes", "/people": "People", "/section/world": ""} {
			if got := here(path, ".places"); got != want {
				t.Errorf("%s stands at %q of the places, want %q", path, got, want)
			}
		}
		for _, tag := range message.Languages() {
			say := message.For(tag)
			d := page(t, site, "/about?tongue="+tag)
			if got, want := d.Find(".sections li a").Eq(1).Text(), say.T("World"); got != want {
				t.Errorf("%s: the first section is called %q, want %q", tag, got, want)
			}
			if got, _ := d.Find(`.foot .tongues [aria-pressed="true"]`).Attr("value"); got != tag {
				t.Errorf("%s: the language chosen is %q", tag, got)
			}
			if got, want := d.Find(`#kit [data-word="done"]`).Text(), say.T("Done"); got != want {
				t.Errorf("%s: the script says %q, want %q", tag, got, want)
			}
		}
		for _, theme := range []string{"dark", "", "sepia"} {
			d := page(t, site, "/about", &http.Cookie{Name: "theme", Value: theme})
			if got, _ := d.Find(`.foot .themes [name="theme"][aria-pressed="true"]`).Attr("value"); got != theme {
				t.Errorf("the theme chosen is %q, want %q", got, theme)
			}
			if got, want := d.Find(`meta[name="theme-color"]`).Length(), map[bool]int{true: 2, false: 1}[theme == ""]; got != want {
				t.Errorf("theme %q has %d colours of paper, want %d", theme, got, want)
			}
		}
	}
	if n := page(t, site, "/").Find(".sections li").Length(); n != 1+len(news.Sections()) {
		t.Errorf("got %d sections with the river", n)
	}
}
