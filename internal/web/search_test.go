package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"

	"github.com/google/go-cmp/cmp"
)

// counted is what a search finds, by fields.
var counted = news.Tally{Counted: 300, Fields: []news.TallyField{
	{Name: query.FieldSource, Values: []news.TallyValue{{Value: "gull.example", Name: "The Gull", N: 280}, {Value: "osk.example", Name: "Osk Post", N: 20}}},
	{Name: query.FieldSection, Values: []news.TallyValue{{Value: "world", N: 180}, {Value: "climate", N: 12}}},
	{Name: query.FieldLanguage, Values: []news.TallyValue{{Value: "en", N: 300}}},
}}

// asks is what a link to a search asks for.
func asks(t *testing.T, href string) string {
	t.Helper()
	u, err := url.Parse(href)
	if err != nil || u.Path != "/search" {
		t.Fatalf("%q is no search", href)
	}
	return u.Query().Get("q")
}

func TestASearchIsNarrowedByItsQuery(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.tally = counted
	site := newSite(t, options(s))
	d := page(t, site, "/search?q="+url.QueryEscape("strike OR weir"))
	want := map[string]string{
		"The Gull 200+": "(strike OR weir) source:gull.example", "Osk Post 20": "(strike OR weir) source:osk.example", "World 180": "(strike OR weir) section:world",
		"Climate 12": "(strike OR weir) section:climate", "Last 7 days": "(strike OR weir) after:\"7d\"",
	}
	got := map[string]string{}
	for _, a := range d.Find(".narrow li a").EachIter() {
		got[a.Text()] = asks(t, a.AttrOr("href", ""))
	}
	for label, q := range want {
		if got[label] != q {
			t.Errorf("%s: asks %q, want %q", label, got[label], q)
		}
	}
	if len(got) != 8 || d.Find(".narrow h2").Length() != 3 {
		t.Errorf("one value of a field narrows nothing: got %v", got)
	}
	if d.Find(".chips").Length() != 0 {
		t.Error("a search without fields has chips")
	}
	for _, a := range page(t, site, "/search?order=newest&q=strike+section:world+-lang:fr").Find(".narrow li a").EachIter() {
		if q := asks(t, a.AttrOr("href", "")); !strings.HasPrefix(q, "strike section:world -lang:fr ") || !strings.Contains(a.AttrOr("href", ""), "order=newest") {
			t.Errorf("%s leads to %q", a.Text(), a.AttrOr("href", ""))
		}
	}
	d = page(t, site, "/search?q=strike+section:world+-lang:fr")
	if heads := texts(d.Find(".narrow h2")); slices.Contains(heads, "Section") {
		t.Errorf("the section is chosen already, and offered: %q", heads)
	}
	chips := map[string]string{}
	for _, a := range d.Find(".chips a").EachIter() {
		chips[strings.Join(strings.Fields(a.Text()), " ")] = asks(t, a.AttrOr("href", ""))
	}
	if diff := cmp.Diff(map[string]string{"Section World × Remove": "strike -lang:fr", "not Language Français × Remove": "strike section:world"}, chips); diff != "" {
		t.Errorf("chips (-want +got):\n%s", diff)
	}
	s.tally.More = true
	d = page(t, site, "/search?q=strike")
	if got := d.Find(".narrow li span").Last().Text(); got != "12+" || !strings.Contains(d.Find(".narrow").Text(), "Counted among the newest 300 finds.") {
		t.Errorf("when not all were counted: got %q", got)
	}
	s.tally = news.Tally{}
	if page(t, site, "/search?q=strike+after:2031-05-01").Find(".narrow").Length() != 0 {
		t.Error("there is nothing to narrow by, and it is offered")
	}
}

func TestPeopleGetTheBestFirstAndProgramsTheNewest(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	for path, want := range map[string]news.Order{
		"/search?q=strike": news.OrderRelevant, "/search?q=strike&order=newest": news.OrderNewest, "/search?q=strike&order=sideways": news.OrderRelevant,
		"/search?q=section:world": news.OrderNewest, "/search/feed.atom?q=strike": news.OrderNewest, "/search/feed.json?q=strike&order=relevant": news.OrderRelevant,
	} {
		get(t, site, path)
		if got := s.lastSearch().Order; got != want {
			t.Errorf("%s: searched for %q first, want %q", path, got, want)
		}
	}
	for path, want := range map[string]string{"/search?q=strike": "Best first", "/search?q=strike&order=newest": "Newest first", "/search?q=section:world": ""} {
		d := page(t, site, path)
		if got := d.Find(".head nav[aria-label='Order'] [aria-current]").Text(); got != want {
			t.Errorf("%s: says %q, want %q", path, got, want)
		}
		if kept := d.Find("main input[name=order][value=newest]").Length() == 1; kept != (want == "Newest first") {
			t.Errorf("%s: the form keeps the order: %v", path, kept)
		}
	}
	next := page(t, site, "/search?q=e&order=newest").Find(".pager .next").AttrOr("href", "")
	if !strings.Contains(next, "order=newest") || !strings.Contains(next, "after=") {
		t.Errorf("the next page is %q", next)
	}
}

func TestASearchTellsHowFarItLooked(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.reached = time.Date(2030, 2, 3, 4, 5, 0, 0, time.UTC)
	site := newSite(t, options(s))
	for q, says := range map[string]string{"strike": "Only what came since Sunday 3 February 2030", "nosuchword": "Nothing was found in what came since Sunday 3 February 2030"} {
		if on := page(t, site, "/search?q="+q).Find(".pager .next").Text(); on != map[string]string{"strike": "More", "nosuchword": "Look further back"}[q] {
			t.Errorf("%s, the best first: goes on with %q", q, on)
		}
		d := page(t, site, "/search?order=newest&q="+q)
		if !strings.Contains(d.Find("main").Text(), says) {
			t.Errorf("%s: %q is not told", q, says)
		}
		on := d.Find(".pager .next")
		if got := asks(t, on.AttrOr("href", "")); on.Text() != "Look further back" || got != q+" before:2030-02-03T04:05:00Z" {
			t.Errorf("%s: %q leads to %q", q, on.Text(), got)
		}
	}
}

func TestNothingFoundSaysWhatElseToTry(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, "/search?q="+url.QueryEscape(`"nosuch dams" section:sport`))
	got := map[string]string{}
	for _, a := range d.Find(".try a").EachIter() {
		got[a.Text()] = asks(t, a.AttrOr("href", ""))
	}
	want := map[string]string{`"nosuch dams"`: "section:sport", "section:sport": `"nosuch dams"`, "The same words, not side by side": "nosuch dams section:sport"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what to try (-want +got):\n%s", diff)
	}
	meant := page(t, site, "/search?q=ilse+marow").Find(".try a").First()
	if got := asks(t, meant.AttrOr("href", "")); meant.Text() != "Ilse Marrow" || got != `"Ilse Marrow"` {
		t.Errorf("a name nearly right: got %q, %q", meant.Text(), got)
	}
	for q, want := range map[string][2]string{
		"sectoin:world zzqx": {"section:world", "section:world zzqx"}, "marroww zzqx": {`"Ilse Marrow" zzqx`, `"Ilse Marrow" zzqx`},
	} {
		first := page(t, site, "/search?q="+url.QueryEscape(q)).Find(".try a").First()
		if got := asks(t, first.AttrOr("href", "")); first.Text() != want[0] || got != want[1] {
			t.Errorf("%s: meant is %q, %q", q, first.Text(), got)
		}
	}
	if d := page(t, site, "/search?q=qqq"); d.Find(".try").Length() != 0 || d.Find(".nothing").Length() != 1 {
		t.Error("nothing can be tried, and something is offered")
	}
}

func TestQuotesStandBesideWhatIsFound(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	d := page(t, site, "/search?q=river+section:world")
	if d.Find(".known-as").Length() != 0 || d.Find(".said-so .saying").Length() == 0 || d.Find(".said-so h2 a").AttrOr("href", "") != "/quotes?q=river" {
		t.Errorf("quotations whose words match: got %q", d.Find(".said-so").Text())
	}
	if d := page(t, site, "/search?q=ilse+marrow"); d.Find(".known-as").Length() != 1 || d.Find(".said-so").Length() != 0 {
		t.Error("who is named stands with quotations of their own, and no others")
	}
	for q, want := range map[string]int{`"Ilse+Marrow"+strike`: 1, "ilse+marrow+strike": 1, "marrow+strike": 0, "marrow+section:world": 1} {
		if got := page(t, site, "/search?q="+url.QueryEscape(strings.ReplaceAll(q, "+", " "))).Find(".known-as").Length(); got != want {
			t.Errorf("%s: names %d, want %d", q, got, want)
		}
	}
}
