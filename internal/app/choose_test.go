package app_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestChoosingOnTheSite goes the whole way over the wire: sign in, an address, the choice, what is followed then.
func TestChoosingOnTheSite(t *testing.T) {
	t.Parallel()
	publisher := httptest.NewServer(&site{pages: map[string]string{
		"/":    `<link rel=alternate type=application/rss+xml href=/rss><link rel=alternate type=application/rss+xml href=/sport>` + listing,
		"/rss": rssOf("Osk", 7), "/sport": rssOf("Osk Sport", 1), "/one": rssOf("Osk Alone", 1),
	}})
	t.Cleanup(publisher.Close)
	c := settings(t.TempDir())
	c.Demo, c.DemoClock, c.AllowNetworks, c.HostGap = false, "", []string{"127.0.0.0/8"}, 0
	address, _ := start(t, c)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	send := func(path string, form url.Values) *goquery.Document {
		t.Helper()
		response, err := client.PostForm(address+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		d, err := goquery.NewDocumentFromReader(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	send("/sign-in", url.Values{"password": {"correct horse"}, "next": {"/welcome"}})
	if got := send("/welcome/address", url.Values{"address": {publisher.URL + "/one"}}).Find(".flash").Text(); !strings.Contains(got, "Now following Osk Alone") {
		t.Errorf("a feed's own address: got message %q", got)
	}
	offers := send("/welcome/address", url.Values{"address": {publisher.URL}}).Find(".offers > li")
	if offers.Length() != 2 || !strings.Contains(offers.First().Text(), "7 entries") || offers.First().Find(".sample li").Length() != 5 {
		t.Errorf("two feeds: got %q", offers.Text())
	}
	form := url.Values{"address": {publisher.URL}, "as": {"page"}}
	d := send("/welcome/address", form)
	if got := d.Find(".sample li bdi").First().Text(); got != "Ferry late again" {
		t.Errorf("the page: its first entry is %q", got)
	}
	form = url.Values{"take": {"0"}, "section": {"local"}}
	d.Find("form[action='/welcome/follow'] input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		form.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
	})
	if got := send("/welcome/follow", form).Find(".flash").Text(); !strings.Contains(got, "Now following "+publisher.URL) {
		t.Errorf("the page is followed: got message %q", got)
	}
	form.Set("item", "h3")
	send("/welcome/follow", form)
	if _, got := get(t, address+"/source/1"); strings.Count(got, "with selectors of your own") != 1 {
		t.Error("the page that was followed before got no selectors")
	}
	form.Set("item", "h3[")
	if got := send("/welcome/follow", form).Find(".flash").Text(); !strings.Contains(got, `"h3[", is no CSS selector`) {
		t.Errorf("a broken selector: got message %q", got)
	}
}
