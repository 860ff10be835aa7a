package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/web"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// threeWays are offers of one site: two feeds, of which one was only heard of, and one with a password in its address.
func threeWays() []web.Offer {
	feed := func(address, title string) news.Subscription {
		return news.Subscription{URL: address, Title: title, Home: "https://gull.example/"}
	}
	return []web.Offer{
		{Subscription: feed("https://gull.example/all.xml", "The Gull"), Format: "rss2.0", Why: "named in the page's head", Entries: entriesOf(headlines[0].lines), Newest: now},
		{Subscription: feed("https://gull.example/sport.xml", "The Gull: <Sport>"), Why: "named in the page's head"},
		{Subscription: feed("https://ines:s3cret@feeds.example/gull", ""), Format: "atom1.0", Why: "listed on https://gull.example/rss", Entries: []news.Entry{{Summary: "<p>A tern &amp; a heron.</p>"}}},
	}
}

func postPage(t *testing.T, site http.Handler, path, form string, want int, cookies ...*http.Cookie) *goquery.Document {
	t.Helper()
	w := post(t, site, path, form, cookies...)
	if w.Code != want {
		t.Fatalf("POST %s %s: got status %d, want %d: %.300s", path, form, w.Code, want, w.Body)
	}
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// filled is what a browser sends of a form: hidden fields, ticked boxes, and what is chosen on top.
func filled(form *goquery.Selection, with url.Values) string {
	values := url.Values{}
	form.Find("input[type=hidden], input[checked]").Each(func(_ int, field *goquery.Selection) {
		values.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
	})
	for name, value := range with {
		values[name] = value
	}
	return values.Encode()
}

func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func TestSeveralWaysAreOfferedAsAChoice(t *testing.T) {
	t.Parallel()
	s := &shelf{offers: threeWays()}
	site := newSite(t, options(s))
	owner := signedIn(t, site, s)
	d := postPage(t, site, "/welcome/address", "address=gull.example", http.StatusOK, owner)
	if len(s.feeds) != 0 {
		t.Fatalf("%d feeds are followed before anything was chosen", len(s.feeds))
	}
	offers := d.Find(".offers > li")
	if offers.Length() != 3 || offers.Find("input[name=take]").Length() != 3 {
		t.Fatalf("got %d offers, want 3", offers.Length())
	}
	if ticked := offers.Find("input[checked]"); ticked.Length() != 1 || ticked.AttrOr("value", "") != "0" {
		t.Errorf("ticked: got %d, want the best alone", ticked.Length())
	}
	if got := words(offers.Eq(0).Find("label")); got != "The Gull RSS feed https://gull.example/all.xml" {
		t.Errorf("the best: got %q", got)
	}
	if got := words(offers.Eq(0).Find(".line")); !strings.HasPrefix(got, "6 entries · newest ") || !strings.HasSuffix(got, "· named in the page's head") {
		t.Errorf("how the best is: got %q", got)
	}
	if sample := offers.Eq(0).Find(".sample li bdi"); sample.Length() != 5 || sample.First().Text() != headlines[0].lines[0] {
		t.Errorf("preview: got %d entries that begin with %q, want the first 5", sample.Length(), sample.First().Text())
	}
	if got := words(offers.Eq(1)); got != "The Gull: <Sport> not looked at https://gull.example/sport.xml named in the page's head" {
		t.Errorf("one that was only heard of: got %q", got)
	}
	if got := words(offers.Eq(2)); !strings.Contains(got, "A tern & a heron.") || strings.Contains(got, "s3cret") {
		t.Errorf("one without titles, with a password: got %q", got)
	}
	if d.Find("select[name=section] option").Length() != len(news.Sections())+1 || d.Find("script:not([src^='/static/'])").Length() != 0 {
		t.Error("the sections are missing, or there is a script")
	}

	form := d.Find("form[action='/welcome/follow']")
	post(t, site, "/welcome/follow", filled(form, url.Values{"take": {"0", "2"}, "section": {"sport"}}), owner)
	want := []news.Subscription{
		{URL: "https://gull.example/all.xml", Home: "https://gull.example/", Section: news.SectionSport},
		{URL: "https://ines:s3cret@feeds.example/gull", Home: "https://gull.example/", Section: news.SectionSport},
	}
	if diff := cmp.Diff(want, s.wanted); diff != "" {
		t.Errorf("followed (-want +got):\n%s", diff)
	}
	if got := page(t, site, "/welcome", owner).Find(".flash").Text(); !strings.Contains(got, "Now following 2 feeds") {
		t.Errorf("then: got message %q", got)
	}
}

func TestASingleFeedIsFollowedAtOnceAndAListIsNot(t *testing.T) {
	t.Parallel()
	for kind, want := range map[news.FeedKind]int{news.FeedPlain: 1, news.FeedMail: 1, news.FeedPage: 0, news.FeedList: 0} {
		s := &shelf{offers: []web.Offer{{Subscription: news.Subscription{URL: "https://gull.example/x", Kind: kind}, Format: "x", Why: "y"}}}
		site := newSite(t, options(s))
		w := post(t, site, "/welcome/address", "address=gull.example", signedIn(t, site, s))
		if len(s.wanted) != want || (w.Code == http.StatusSeeOther) != (want == 1) {
			t.Errorf("kind %q: got status %d and %d followed, want %d", kind, w.Code, len(s.wanted), want)
		}
	}
}

func TestAPageIsShownWithItsSelectorsBeforeItIsFollowed(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	site := newSite(t, options(s))
	owner := signedIn(t, site, s)
	d := page(t, site, "/welcome", owner)
	start := d.Find("details form[action='/welcome/address']")
	selectors := url.Values{"address": {"gull.example/news"}, "item": {"div.teaser"}, "link": {"h2 a"}, "headline": {"h2"}, "date": {"time"}}
	d = postPage(t, site, "/welcome/address", filled(start, selectors), http.StatusOK, owner)
	if got := words(d.Find(".offers")); !strings.Contains(got, "list of articles on the page") || !strings.Contains(got, headlines[0].lines[1]) {
		t.Errorf("preview: got %q", got)
	}
	if d.Find("details[open] input[name=item][value='div.teaser']").Length() != 1 {
		t.Error("the selectors cannot be mended where they are")
	}
	post(t, site, "/welcome/follow", filled(d.Find("form[action='/welcome/follow']"), nil), owner)
	want := []news.Subscription{{URL: "https://gull.example/news", Kind: news.FeedPage, Home: "https://gull.example/news",
		Wish: news.FeedWish{Selectors: news.Selectors{Item: "div.teaser", Link: "h2 a", Title: "h2", Date: "time"}}}}
	if diff := cmp.Diff(want, s.wanted); diff != "" {
		t.Errorf("followed (-want +got):\n%s", diff)
	}

	selectors.Set("item", "table")
	d = postPage(t, site, "/welcome/address", filled(start, selectors), http.StatusBadRequest, owner)
	if got := d.Find("[role=alert]").Text(); !strings.Contains(got, `"table", picks 0 elements`) {
		t.Errorf("a wrong selector: got %q", got)
	}
	if d.Find("input[name=item][value=table]").Length() != 1 || d.Find(".offers").Length() != 0 {
		t.Error("a wrong selector is not there to be mended")
	}
	selectors.Set("address", "ines:s3cret@gull.example/")
	if w := post(t, site, "/welcome/address", filled(start, selectors), owner); strings.Contains(w.Body.String(), "s3cret") {
		t.Error("a password is shown again")
	}
}

func TestWhatIsChosenIsCheckedAgain(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	site := newSite(t, options(s))
	owner := signedIn(t, site, s)
	for name, form := range map[string]string{
		"no such place":   "url=https://a.example/&kind=&home=&take=1",
		"no place":        "url=https://a.example/&kind=&home=&take=x",
		"a negative one":  "url=https://a.example/&kind=&home=&take=-1",
		"a kind missing":  "url=https://a.example/&home=&take=0",
		"unknown kind":    "url=https://a.example/&kind=gopher&home=&take=0",
		"a mailbox":       "url=imaps://a.example/INBOX&kind=mail&home=&take=0",
		"a local file":    "url=file:///etc/passwd&kind=&home=&take=0",
		"unknown section": "url=https://a.example/&kind=&home=&take=0&section=nonsense",
	} {
		if w := post(t, site, "/welcome/follow", form, owner); w.Code != http.StatusBadRequest {
			t.Errorf("%s: got status %d, want 400", name, w.Code)
		}
	}
	if w := post(t, site, "/welcome/follow", "url=https://a.example/&kind=&home=", owner); w.Code != http.StatusSeeOther || len(s.wanted) != 0 {
		t.Errorf("nothing ticked: got status %d and %d followed", w.Code, len(s.wanted))
	}
	post(t, site, "/welcome/follow", "url=https://a.example/&kind=&home=javascript:alert(1)&take=0&item=li", owner)
	if diff := cmp.Diff([]news.Subscription{{URL: "https://a.example/"}}, s.wanted); diff != "" {
		t.Errorf("a home that is none, and selectors for a feed (-want +got):\n%s", diff)
	}
}
