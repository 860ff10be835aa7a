package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

func TestSavedSearches(t *testing.T) {
	t.Parallel()
	site, s, clock := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	_, his := member(t, site, s, "Bo")
	at := "/search?q=" + url.QueryEscape("dam section:world")
	form := page(t, site, at, hers).Find(".save-search form[action='/searches'][method=post]")
	if got := form.Find("input[name=q]").AttrOr("value", ""); got != "dam section:world" || form.Find("input[name=name]").Length() != 1 {
		t.Fatalf("the form keeps %q", got)
	}
	w := post(t, site, "/searches", url.Values{"q": {"dam section:world"}, "name": {"  Dams of  the world "}, "back": {at}}.Encode(), hers)
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != at {
		t.Fatalf("saved: got %d to %q, want back to the search", w.Code, to)
	}
	saved := page(t, site, at, hers).Find(".save-search a")
	here := saved.AttrOr("href", "")
	if here != "/searches/1" || !strings.Contains(saved.Text(), "Dams of the world") {
		t.Fatalf("the search leads to %q as %q", here, saved.Text())
	}
	d := page(t, site, here, hers)
	if d.Find("h1").Text() != "Dams of the world" || d.Find(".entry").Length() == 0 || d.Find(".own-tabs a[href='/searches'][aria-current]").Length() != 1 {
		t.Errorf("its page: %q with %d finds", d.Find("h1").Text(), d.Find(".entry").Length())
	}
	if d.Find(".visit").Length() != 0 || d.Find(".entry.fresh").Length() != 0 {
		t.Error("what was there when it was saved is new")
	}
	for what, w := range map[string]int{
		"another's page": get(t, site, here, his).Code, "another's name": post(t, site, "/searches", "id=1&name=x", his).Code, "another's end": post(t, site, "/searches", "id=1&remove=1", his).Code,
		"none": get(t, site, "/searches/99", hers).Code, "no number": get(t, site, "/searches/x", hers).Code,
	} {
		if w != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", what, w)
		}
	}
	if w := post(t, site, "/searches", "q=dam&name=", hers); w.Code != http.StatusBadRequest {
		t.Errorf("without a name: got %d, want 400", w.Code)
	}
	clock.pass(time.Hour)
	post(t, site, "/searches", url.Values{"id": {"1"}, "name": {"World's dams"}}.Encode(), hers)
	if list := page(t, site, "/searches", hers); list.Find(".kept h2 a").Text() != "World's dams" || page(t, site, "/searches", his).Find(".kept").Length() != 0 {
		t.Errorf("the list: %q", list.Find(".kept").Text())
	}
	if got := page(t, site, "/yours", hers).Find(".own-searches h3 a[href='/searches/1']").Length(); got != 1 {
		t.Errorf("on her own page it stands %d times", got)
	}
	post(t, site, "/searches", "id=1&remove=1", hers)
	if list, _ := s.SavedSearches(t.Context(), ines.ID); len(list) != 0 {
		t.Error("what was removed is still there")
	}
}

func TestASavedSearchTellsWhatIsNew(t *testing.T) {
	t.Parallel()
	site, s, clock := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	long := now.Add(-24 * time.Hour) // all articles came after that
	search, err := s.SaveSearch(t.Context(), news.SavedSearch{User: ines.ID, Name: "Dams", Query: "dam", MadeAt: long, SeenAt: long, BeforeAt: long})
	if err != nil {
		t.Fatal(err)
	}
	here := fmt.Sprintf("/searches/%d", search.ID)
	if got := page(t, site, "/searches", hers).Find(".kept .newly").Text(); got != "20+ new" {
		t.Errorf("the list: got %q", got)
	}
	d := page(t, site, here, hers)
	if got := d.Find(".visit").Text(); !strings.HasPrefix(got, "30+ new since ") {
		t.Errorf("the page: got %q", got)
	}
	if fresh, all := d.Find(".entry.fresh").Length(), d.Find(".entry").Length(); fresh != all || all == 0 {
		t.Errorf("%d of %d are marked as new", fresh, all)
	}
	clock.pass(10 * time.Minute)
	if page(t, site, here, hers).Find(".visit").Length() != 1 {
		t.Error("reloading ends a visit")
	}
	clock.pass(time.Hour)
	if d := page(t, site, here, hers); d.Find(".visit").Length() != 0 || d.Find(".entry.fresh").Length() != 0 || !strings.Contains(d.Find(".head").Text(), "Nothing new since") {
		t.Error("what was seen in the last visit is new")
	}
	if got := page(t, site, "/searches", hers).Find(".kept .newly").Length(); got != 0 {
		t.Error("the list tells of news that are none")
	}
}

func TestFeedsOfSavedSearches(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	bo, _ := member(t, site, s, "Bo")
	post(t, site, "/searches", "q=dam&name=Dams", hers)
	if page(t, site, "/searches/1", hers).Find("form[action='/settings/key']").Length() != 1 {
		t.Error("no feed is offered before there is a key")
	}
	for id, key := range map[news.UserID]string{ines.ID: "hers", bo.ID: "his"} {
		if err := s.SetUser(t.Context(), id, func(u *news.User) error { u.Key = key; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if got := page(t, site, "/searches/1", hers).Find("main a[href$='/searches/1/feed.atom?key=hers']").Length(); got != 1 {
		t.Error("the page does not lead to its feed")
	}
	var feed struct {
		Title string `json:"title"`
		Items []any  `json:"items"`
	}
	w := get(t, site, "/searches/1/feed.json?key=hers&limit=5")
	if err := json.Unmarshal(w.Body.Bytes(), &feed); err != nil || !strings.HasSuffix(feed.Title, "Dams") || len(feed.Items) != 5 {
		t.Errorf("the feed: %d %v %q with %d items", w.Code, err, feed.Title, len(feed.Items))
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a user's feed may be kept on the way: %q", w.Header().Get("Cache-Control"))
	}
	atom := get(t, site, "/searches/1/feed.atom?key=hers").Body.String()
	if id, _, _ := strings.Cut(atom, "</id>"); strings.Contains(id, "key=") || strings.Count(atom, "<entry") == 0 {
		t.Error("the key is in the feed's identity, or it has no entries")
	}
	for _, path := range []string{"/searches/1/feed.json?key=his", "/searches/1/feed.json?key=x", "/searches/1/feed.json"} {
		if got := get(t, site, path).Code; got != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, got)
		}
	}
}

// TestSavedSearchesKeepLicences has nothing of a text stand where its source grants headlines.
func TestSavedSearchesKeepLicences(t *testing.T) {
	t.Parallel()
	s := stocked(t, 40, news.LicenceHeadline)
	o := options(&shelf{})
	o.Reader, o.Users = s, s
	site := newSite(t, o)
	ines, hers := member(t, site, s, "Ines")
	if err := s.SetUser(t.Context(), ines.ID, func(u *news.User) error { u.Key = "hers"; return nil }); err != nil {
		t.Fatal(err)
	}
	post(t, site, "/searches", "q=dam&name=Dams", hers)
	for _, path := range []string{"/searches", "/searches/1", "/searches/1/feed.atom?key=hers", "/searches/1/feed.json?key=hers", "/yours", "/search?q=dam"} {
		body := get(t, site, path, hers).Body.String()
		if strings.Contains(body, "sentence about") || strings.Contains(body, "Thesummary") || strings.Contains(body, "thepicture") {
			t.Errorf("%s shows more than headlines", path)
		}
		if path != "/searches" && !strings.Contains(body, "Headline ") {
			t.Errorf("%s shows no headlines", path)
		}
	}
}

// TestAPrivateSiteKeepsSearches without anybody signing in, and a visitor of a public one is asked to.
func TestAPrivateSiteKeepsSearches(t *testing.T) {
	t.Parallel()
	site, _, _ := readers(t, func(o *web.Options) { o.Private = true })
	if page(t, site, "/search?q=dam").Find(".save-search form").Length() != 1 {
		t.Error("its owner cannot keep a search before anything else of theirs is kept")
	}
	post(t, site, "/searches", "q=dam&name=Dams")
	if got := page(t, site, "/searches").Find(".kept h2 a[href='/searches/1']").Length(); got != 1 {
		t.Errorf("the owner's list has it %d times", got)
	}
	site, _, _ = readers(t, nil)
	d := page(t, site, "/search?q=dam")
	if d.Find(".save-search form").Length() != 0 || d.Find(".save-search a[href^='/sign-in?next=']").Length() != 1 {
		t.Error("a visitor can save a search, or is not told how")
	}
}
