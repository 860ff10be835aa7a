package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
	"nutgraf/internal/web"
)

// clock is a time that a test moves.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time       { return now.Add(time.Duration(c.at.Load())) }
func (c *clock) pass(d time.Duration) { c.at.Add(int64(d)) }

// readers is a site on a real store of 40 articles, with users.
func readers(t *testing.T, change func(o *web.Options)) (http.Handler, *store.Store, *clock) {
	t.Helper()
	s := stocked(t, 40, news.LicenceFull)
	o := options(&shelf{})
	var c clock
	o.Reader, o.Users, o.Now = s, s, c.now
	o.Front, o.Section, o.Trending = rank.Weights{}.Front, rank.Weights{}.Section, rank.Weights{}.Trending
	if change != nil {
		change(&o)
	}
	return newSite(t, o), s, &c
}

// member makes a reader and gives the cookie of their session.
func member(t *testing.T, site http.Handler, s *store.Store, name string) (news.User, *http.Cookie) {
	t.Helper()
	u, err := s.AddUser(t.Context(), news.User{Name: name, Role: news.RoleReader, MadeAt: now})
	if err == nil {
		u, err = web.SetUserPassword(t.Context(), s, u.ID, "battery staple "+name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return u, cookieOf(t, post(t, site, "/sign-in", "username="+name+"&password=battery+staple+"+name+"&next=/"))
}

func cookieOf(t *testing.T, w *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	for _, c := range w.Result().Cookies() {
		if c.Name == "session" && c.Value != "" {
			return c
		}
	}
	t.Fatalf("no session: got status %d", w.Code)
	return nil
}

// ownWrites are the forms of users, one that is well filled in for each.
var ownWrites = map[string]string{
	"/saved": "story=1&note=hers&back=/saved", "/read": "story=1", "/mutes": "kind=words&value=nonsense", "/searches": "q=dam&name=Dams", "/follow": "kind=section&ref=world&name=World",
	"/history/empty": "", "/settings/reading": "history=on", "/settings/key": "", "/settings/password": "current=x&password=correct+horse", "/settings/leave": "",
}

var ownPages = []string{"/yours", "/saved", "/saved.json", "/saved.md", "/history", "/mutes", "/searches", "/searches/1"}

func TestVisitorsAreAskedToSignIn(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	for path, form := range ownWrites {
		w := post(t, site, path, form)
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in?next=") || len(w.Result().Cookies()) != 0 {
			t.Errorf("POST %s by a visitor: got %d to %q, want to be sent to sign in", path, w.Code, to)
		}
	}
	for _, path := range ownPages {
		w := get(t, site, path)
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/sign-in?next="+strings.ReplaceAll(path, "/", "%2F") {
			t.Errorf("GET %s by a visitor: got %d to %q", path, w.Code, to)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/saved", strings.NewReader("story=1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Nutgraf", "1")
	w := httptest.NewRecorder()
	if site.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("a script for a visitor: got %d, want 403", w.Code)
	}
	d := page(t, site, storyAt(t, site, 1))
	if got := d.Find(".acts a[href^='/sign-in?next=']").Length(); got != 1 || d.Find(".acts form").Length() != 0 {
		t.Errorf("a story's page: got %d ways to sign in and %d forms", got, d.Find(".acts form").Length())
	}
	if page(t, site, "/settings").Find("form[action='/preferences']").Length() < 2 {
		t.Error("a visitor cannot set what cookies hold")
	}
	for _, table := range []string{"saved", "readings", "mutes", "follows", "searches", "users"} {
		if n := count(t, s, table); n != 0 {
			t.Errorf("of visitors %d rows are kept in %s", n, table)
		}
	}
}

// count counts through what the store shows of the owner.
func count(t *testing.T, s *store.Store, what string) int {
	t.Helper()
	ctx := t.Context()
	switch what {
	case "saved":
		list, _, _ := s.Saved(ctx, news.OwnerID, "", news.Filter{})
		return len(list)
	case "readings":
		list, _, _ := s.History(ctx, news.OwnerID, news.Filter{})
		return len(list)
	case "mutes":
		list, _ := s.Mutes(ctx, news.OwnerID, now)
		return len(list)
	case "searches":
		list, _ := s.SavedSearches(ctx, news.OwnerID)
		return len(list)
	case "follows":
		list, _ := s.Follows(ctx, news.OwnerID)
		return len(list)
	}
	list, _ := s.Users(ctx)
	return len(list) - 1 // the owner is always there
}

// storyAt is where a story's page is.
func storyAt(t *testing.T, site http.Handler, id int) string {
	t.Helper()
	return get(t, site, fmt.Sprintf("/story/%d", id)).Header().Get("Location")
}

func TestUsersSeeAndChangeOnlyTheirOwn(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	bo, his := member(t, site, s, "Bo")
	for _, path := range []string{"/saved", "/read", "/mutes", "/follow", "/settings/key"} {
		if w := post(t, site, path, ownWrites[path], hers); w.Code != http.StatusSeeOther {
			t.Fatalf("POST %s: got %d: %.300s", path, w.Code, w.Body)
		}
	}
	state := func(u news.User) string {
		saved, _, _ := s.Saved(t.Context(), u.ID, "", news.Filter{})
		read, _, _ := s.History(t.Context(), u.ID, news.Filter{})
		mutes, _ := s.Mutes(t.Context(), u.ID, now)
		follows, _ := s.Follows(t.Context(), u.ID)
		stored, _ := s.User(t.Context(), u.ID)
		return fmt.Sprintf("%d %d %d %d %q %d %d", len(saved), len(read), len(mutes), len(follows), stored.Key, stored.Epoch, len(stored.Options.Order))
	}
	before := state(ines)
	if !strings.HasPrefix(before, "1 1 1 1 ") {
		t.Fatalf("hers: got %q", before)
	}
	if got := state(bo); got != `0 0 0 0 "" 0 0` {
		t.Errorf("his: got %q, want nothing", got)
	}
	for _, path := range append(ownPages, "/settings", "/story/1") {
		if body := get(t, site, path, his).Body.String(); strings.Contains(body, "hers") || strings.Contains(body, "nonsense") {
			t.Errorf("GET %s shows him what is hers", path)
		}
	}
	mutes, _ := s.Mutes(t.Context(), ines.ID, now)
	post(t, site, "/mutes", fmt.Sprintf("remove=%d", mutes[0].ID), his)
	post(t, site, "/saved", "story=1&remove=1", his)
	post(t, site, "/read", "story=1&remove=1", his)
	post(t, site, "/follow", "kind=section&ref=world&remove=1", his)
	for path, form := range ownWrites {
		post(t, site, path, form, his)
	}
	if after := state(ines); after != before {
		t.Errorf("hers after he wrote: got %q, want %q", after, before)
	}
	for _, path := range []string{"/users", "/sources/1/reading"} {
		if w := get(t, site, path, hers); w.Code != http.StatusForbidden {
			t.Errorf("GET %s by a reader: got %d, want 403", path, w.Code)
		}
	}
	for _, path := range append(writes, "/users", "/users/2/invite", "/users/2/remove") {
		if w := post(t, site, path, "name=x&address=example.org", hers); w.Code != http.StatusForbidden {
			t.Errorf("POST %s by a reader: got %d, want 403", path, w.Code)
		}
	}
}

func TestAPrivateInstanceNeedsNoSignIn(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, func(o *web.Options) { o.Private = true })
	if w := get(t, site, "/"); len(w.Result().Cookies()) != 0 {
		t.Error("looking at the front page made a session")
	}
	w := post(t, site, "/saved", "story=1&note=mine&back=/story/1")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/story/1" {
		t.Fatalf("saving: got %d to %q", w.Code, w.Header().Get("Location"))
	}
	me := cookieOf(t, w)
	if d := page(t, site, "/saved", me); !strings.Contains(d.Find(".own-note").Text(), "mine") {
		t.Error("what was saved is not there")
	}
	for _, path := range writes {
		if w := post(t, site, path, "address=example.org", me); w.Code != http.StatusForbidden {
			t.Errorf("POST %s by the owner as a reader: got %d, want 403", path, w.Code)
		}
	}
	if w := post(t, site, "/settings/password", "current=x&password=correct+horse", me); w.Code != http.StatusForbidden {
		t.Errorf("changing the administrator's password: got %d, want 403", w.Code)
	}
	if err := web.SetPassword(t.Context(), s, "correct horse"); err != nil {
		t.Fatal(err)
	}
	owner := cookieOf(t, post(t, site, "/sign-in", "password=correct+horse&next=/"))
	if d := page(t, site, "/saved", owner); d.Find("main .kept").Length() != 1 {
		t.Error("the administrator does not see what the owner saved as a reader")
	}
	public, _, _ := readers(t, nil)
	if w := get(t, public, "/saved", me); w.Code != http.StatusSeeOther {
		t.Error("a session without a password opens a public instance")
	}
}

func TestOwnFrontPage(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	_, hers := member(t, site, s, "Ines")
	names := func(c ...*http.Cookie) (list []string) {
		for _, n := range page(t, site, "/", c...).Find(".block > h2").EachIter() {
			list = append(list, strings.TrimSpace(n.Text()))
		}
		return list
	}
	before := names(hers)
	if len(before) < 2 {
		t.Skipf("the shelf has stories in %d sections only", len(before))
	}
	stories, _, _ := s.Stories(t.Context(), news.Filter{})
	hidden := stories[0].Section
	post(t, site, "/settings/reading", "history=on&hide="+string(hidden), hers)
	body := get(t, site, "/", hers).Body.String()
	for _, story := range stories {
		if story.Section == hidden && strings.Contains(body, fmt.Sprintf("/story/%d/", story.ID)) {
			t.Errorf("a story of the hidden section stands on the front page: %d", story.ID)
		}
	}
	if fmt.Sprint(names()) != fmt.Sprint(before) {
		t.Error("visitors have her order")
	}
}

func TestChoicesGoWithTheUser(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	_, hers := member(t, site, s, "Ines")
	post(t, site, "/preferences", "theme=dark&back=/", hers)
	again := cookieOf(t, post(t, site, "/sign-in", "username=Ines&password=battery+staple+Ines&next=/"))
	if got := page(t, site, "/", again).Find("html").AttrOr("data-theme", ""); got != "dark" {
		t.Errorf("on another device: got theme %q, want dark", got)
	}
	w := post(t, site, "/preferences", "region=KE&back=/")
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
		t.Fatalf("region: got %d", w.Code)
	}
	if page(t, site, "/latest", w.Result().Cookies()[0]).Find(".entry").Length() != 0 || page(t, site, "/latest?region=all", w.Result().Cookies()[0]).Find(".entry").Length() == 0 {
		t.Error("a region without sources shows articles, or all regions show none")
	}
	if w := post(t, site, "/preferences", "region=kenya"); w.Code != http.StatusBadRequest {
		t.Errorf("no region: got %d, want 400", w.Code)
	}
}

// counting counts what is asked of users.
type counting struct {
	*store.Store
	asked atomic.Int64
}

func (c *counting) User(ctx context.Context, id news.UserID) (news.User, error) {
	c.asked.Add(1)
	return c.Store.User(ctx, id)
}

func (c *counting) Mutes(ctx context.Context, id news.UserID, at time.Time) ([]news.Mute, error) {
	c.asked.Add(1)
	return c.Store.Mutes(ctx, id, at)
}

func (c *counting) Marks(ctx context.Context, id news.UserID, items []news.Item) (map[news.Item]news.Marked, error) {
	c.asked.Add(1)
	return c.Store.Marks(ctx, id, items)
}

func TestUsersCostFewReadsAndVisitorsNone(t *testing.T) {
	t.Parallel()
	var users counting
	site, s, _ := readers(t, func(o *web.Options) { users.Store = o.Users.(*store.Store); o.Users = &users })
	for _, path := range []string{"/", "/latest", "/story/1"} {
		get(t, site, path)
	}
	if n := users.asked.Load(); n != 0 {
		t.Errorf("for visitors users were asked for %d times", n)
	}
	_, hers := member(t, site, s, "Ines")
	users.asked.Store(0)
	get(t, site, "/", hers)
	if n := users.asked.Load(); n != 3 { // the user, the mutes, the marks of all lines
		t.Errorf("for one page of a user there were %d reads, want 3", n)
	}
	if w := get(t, site, "/", hers); !strings.HasPrefix(w.Header().Get("Cache-Control"), "private") {
		t.Errorf("a user's page may be kept: %q", w.Header().Get("Cache-Control"))
	}
}
