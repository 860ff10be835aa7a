package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
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
	"/saved": "story=1&note=hers&back=/saved", "/read": "story=1", "/mutes": "kind=words&value=nonsense", "/follow": "kind=section&ref=world&name=World",
	"/history/empty": "", "/settings/reading": "history=on", "/settings/key": "", "/settings/password": "current=x&password=correct+horse", "/settings/leave": "",
}

var ownPages = []string{"/yours", "/saved", "/saved.json", "/saved.md", "/history", "/mutes"}

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
	for _, table := range []string{"saved", "readings", "mutes", "follows", "users"} {
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

func TestInvitations(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	if err := web.SetPassword(t.Context(), s, "correct horse"); err != nil {
		t.Fatal(err)
	}
	owner := cookieOf(t, post(t, site, "/sign-in", "username=Admin&password=correct+horse&next=/"))
	link := regexp.MustCompile(`http://[^<]*(/join\?code=([A-Z0-9]+))`)
	found := link.FindStringSubmatch(post(t, site, "/users", "name=Ines", owner).Body.String())
	if found == nil {
		t.Fatal("no link was shown")
	}
	if link.MatchString(get(t, site, "/users", owner).Body.String()) {
		t.Error("the link is shown again")
	}
	if w := post(t, site, "/users", "name=ines", owner); w.Code != http.StatusConflict {
		t.Errorf("a second Ines: got %d, want 409", w.Code)
	}
	if w := post(t, site, "/sign-in", "username=Ines&password=&next=/"); w.Code != http.StatusForbidden {
		t.Errorf("signing in before there is a password: got %d, want 403", w.Code)
	}
	if got := page(t, site, found[1]).Find("form[action='/join']").Length(); got != 1 {
		t.Fatalf("the link leads to %d forms", got)
	}
	if w := get(t, site, "/join?code=wrong"); w.Code != http.StatusNotFound {
		t.Errorf("a wrong code: got %d, want 404", w.Code)
	}
	if w := post(t, site, "/join", "code="+found[2]+"&password=short&repeat=short"); w.Code != http.StatusBadRequest {
		t.Errorf("a short password: got %d, want 400", w.Code)
	}
	session := cookieOf(t, post(t, site, "/join", "code="+found[2]+"&password=battery+staple&repeat=battery+staple"))
	if w := get(t, site, "/saved", session); w.Code != http.StatusOK {
		t.Errorf("after joining: got %d", w.Code)
	}
	if w := post(t, site, "/join", "code="+found[2]+"&password=another+one&repeat=another+one"); w.Code != http.StatusNotFound {
		t.Errorf("the code once more: got %d, want 404", w.Code)
	}
	ines, _ := s.UserNamed(t.Context(), "ines")
	if w := post(t, site, "/users/"+ines.ID.String()+"/remove", "", owner); w.Code != http.StatusSeeOther {
		t.Errorf("removing her: got %d", w.Code)
	}
	if w := get(t, site, "/saved", session); w.Code != http.StatusSeeOther {
		t.Errorf("a session of a removed user: got %d, want to be sent to sign in", w.Code)
	}
}

func TestSessionsOfUsersEnd(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	ines, first := member(t, site, s, "Ines")
	_, his := member(t, site, s, "Bo")
	in := func(c *http.Cookie) bool { return get(t, site, "/saved", c).Code == http.StatusOK }
	second := cookieOf(t, post(t, site, "/sign-in", "username=INES&password=battery+staple+Ines&next=/"))
	if !in(first) || !in(second) {
		t.Fatal("she cannot be signed in twice")
	}
	if w := post(t, site, "/settings/password", "current=wrong&password=another+one", second); w.Code != http.StatusSeeOther || !in(first) {
		t.Error("a wrong password changed something")
	}
	third := cookieOf(t, post(t, site, "/settings/password", "current=battery+staple+Ines&password=another+one", second))
	if in(first) || !in(third) || !in(his) {
		t.Error("after her password changed: the other session goes on, or this one or his does not")
	}
	post(t, site, "/settings/leave", "", third)
	if in(third) || !in(his) {
		t.Error("after she left everywhere: she is in, or he is not")
	}
	if _, err := s.User(t.Context(), ines.ID); err != nil {
		t.Error(err)
	}
}

func TestGuessingIsLimitedForEachUser(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	member(t, site, s, "Ines")
	guess := func(name string, from int) int {
		r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader("username="+name+"&password=x&next=/"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", from)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		return w.Code
	}
	tried := 0
	for guess("ines", tried) == http.StatusForbidden && tried < 30 { // each from another address
		tried++
	}
	if tried < 9 || tried == 30 { // one of ten she used herself; on a slow machine some come back meanwhile
		t.Errorf("her password could be tried %d times", tried)
	}
	if got := guess("nobody", 200); got != http.StatusForbidden {
		t.Errorf("another name: got %d, want 403", got)
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

func TestMutedStoriesAreLeftOutEverywhere(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	_, hers := member(t, site, s, "Ines")
	stories, _, err := s.Stories(t.Context(), news.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	victim := stories[0]
	section := string(victim.Section)
	post(t, site, "/follow", "kind=section&ref="+section+"&name=x", hers)
	paths := []string{"/", "/section/" + section, "/latest", "/yours"}
	mentions := func(path string, c ...*http.Cookie) bool {
		body := get(t, site, path, c...).Body.String()
		return strings.Contains(body, fmt.Sprintf("/story/%d/", victim.ID)) || strings.Contains(body, "/article/"+victim.Lead.String()+"/")
	}
	for _, path := range paths {
		if !mentions(path, hers) {
			t.Fatalf("%s does not show the story at first", path)
		}
	}
	w := post(t, site, "/mutes", fmt.Sprintf("kind=story&value=%d&for=&back=/", victim.ID), hers)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("muting: got %d", w.Code)
	}
	for _, path := range paths {
		if mentions(path, hers) {
			t.Errorf("%s shows what is muted", path)
		}
		d := page(t, site, path, hers)
		if d.Find(".hushed-note a[href*='muted=show']").Length() != 1 {
			t.Errorf("%s does not say that something is muted: %q", path, d.Find(".hushed-note").Text())
		}
		if shown := path + "?muted=show"; !mentions(shown, hers) || page(t, site, shown, hers).Find(".hushed").Length() == 0 {
			t.Errorf("%s does not show the muted, marked", shown)
		}
	}
	for _, path := range paths[:3] {
		if !mentions(path) {
			t.Errorf("%s leaves out for visitors what she muted", path)
		}
	}
	its := fmt.Sprintf("/story/%d/", victim.ID)
	d := page(t, site, get(t, site, its+"x", hers).Header().Get("Location"), hers)
	if rule, _ := d.Find(".acts button[name=remove]").Last().Attr("value"); rule == "" || d.Find("#mute").Length() != 0 {
		t.Errorf("the story's own page does not say that it is muted: %q", d.Find(".acts").Text())
	}
	word := strings.Fields(victim.Headline)[0]
	if d := page(t, site, "/search?q="+word, hers); d.Find(".entry").Length() == 0 || d.Find(".entry.hushed").Length() == 0 {
		t.Errorf("search: got %d hits, %d of them marked as muted", d.Find(".entry").Length(), d.Find(".entry.hushed").Length())
	}
}

func TestPreviewOfAMute(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	stories, _, _ := s.Stories(t.Context(), news.Filter{Order: news.OrderUpdated})
	word := strings.Fields(stories[0].Headline)[0]
	d := page(t, site, "/mutes?kind=words&value="+word+"&for=7", hers)
	text := strings.Join(strings.Fields(d.Find(".tried").Text()), " ")
	if !regexp.MustCompile(`would have hidden [1-9]\d* stor(y|ies) of 10\.`).MatchString(text) || d.Find(".tried .row").Length() == 0 {
		t.Errorf("preview: got %q", text)
	}
	if mutes, _ := s.Mutes(t.Context(), ines.ID, now); len(mutes) != 0 {
		t.Error("looking at a rule kept it")
	}
	post(t, site, "/mutes", "kind=words&value="+word+"&for=7", hers)
	d = page(t, site, "/mutes", hers)
	if got := strings.Join(strings.Fields(d.Find("main .kept").Text()), " "); !strings.Contains(got, word) || !strings.Contains(got, "until") {
		t.Errorf("the rule's line: got %q", got)
	}
	if d := page(t, site, "/mutes?kind=words&value="+word+"&for=7", hers); d.Find(".tried").Length() != 0 {
		t.Error("what is muted already is said to be not muted yet")
	}
	if d := page(t, site, "/mutes?kind=words&value=%22", hers); d.Find(".trouble").Length() != 1 || d.Find(".tried").Length() != 0 {
		t.Error("a rule without words was taken")
	}
	id, _ := d.Find("button[name=remove]").Attr("value")
	post(t, site, "/mutes", "remove="+id, hers)
	if mutes, _ := s.Mutes(t.Context(), ines.ID, now); len(mutes) != 0 {
		t.Error("the rule did not end")
	}
}

func TestSavedShowsOnlyWhatItMay(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	_, hers := member(t, site, s, "Ines")
	river, _, _ := s.Latest(t.Context(), news.Filter{})
	articles := []news.Article{river[0], river[9]} // of two stories
	for i, a := range articles {
		post(t, site, "/saved", fmt.Sprintf("article=%d&note=Note+*%d*", a.ID, i), hers)
	}
	export := func() []struct {
		Headline, Note string
		Gone           bool
	} {
		var v struct {
			Saved []struct {
				Headline, Note string
				Gone           bool
			}
		}
		if err := json.Unmarshal(get(t, site, "/saved.json", hers).Body.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		return v.Saved
	}
	if got := export(); len(got) != 2 || got[0].Headline == "" || got[0].Gone {
		t.Errorf("export: got %+v", got)
	}
	if got := get(t, site, "/saved.md", hers).Body.String(); strings.Count(got, "\n- [") != 2 || !strings.Contains(got, `> Note \*0\*`) {
		t.Errorf("as Markdown: got %q", got)
	}
	if d := page(t, site, "/saved?q=note+1", hers); d.Find("main .kept").Length() != 1 {
		t.Errorf("search in notes: got %d", d.Find("main .kept").Length())
	}
	if _, err := s.AddEdit(t.Context(), news.Edit{Kind: news.EditHide, Article: articles[0].ID}, now); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/saved", "/saved.json", "/saved.md"} {
		body := get(t, site, path, hers).Body.String()
		if strings.Contains(body, articles[0].Headline) || strings.Contains(body, articles[0].Summary) {
			t.Errorf("%s shows what was taken off", path)
		}
		if !strings.Contains(body, "Note ") {
			t.Errorf("%s lost her note", path)
		}
	}
	if d := page(t, site, "/saved", hers); d.Find(".gone").Length() != 1 || !strings.Contains(d.Find(".gone").Text(), "Taken off") {
		t.Errorf("taken off: got %q", d.Find(".gone").Text())
	}
	if got := export(); len(got) != 2 {
		t.Errorf("export after that: got %d items, want both", len(got))
	}
}

func TestReadIsMarkedAndVisitsEnd(t *testing.T) {
	t.Parallel()
	site, s, clock := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	at := storyAt(t, site, 1)
	prefetch := httptest.NewRequest(http.MethodGet, at, nil)
	prefetch.AddCookie(hers)
	prefetch.Header.Set("Sec-Purpose", "prefetch;prerender")
	site.ServeHTTP(httptest.NewRecorder(), prefetch)
	if list, _, _ := s.History(t.Context(), ines.ID, news.Filter{}); len(list) != 0 {
		t.Error("what was fetched ahead counts as read")
	}
	get(t, site, at, hers)
	d := page(t, site, "/", hers)
	if got := d.Find(".seen"); got.Length() != 1 || !strings.Contains(got.Find(".unseen").Text(), "read") {
		t.Errorf("on the front page %d stories are marked as read", got.Length())
	}
	if page(t, site, "/").Find(".seen").Length() != 0 {
		t.Error("a visitor sees what she read")
	}
	if d := page(t, site, "/history", hers); d.Find(".own-day").Length() != 1 || d.Find("main .kept").Length() != 1 {
		t.Errorf("history: got %d days, %d lines", d.Find(".own-day").Length(), d.Find("main .kept").Length())
	}

	// An hour later something new has come.
	if page(t, site, "/", hers).Find(".visit, .fresh").Length() != 0 {
		t.Error("something is new in the first visit")
	}
	clock.pass(time.Hour)
	newArticle(t, s, 1, clock.now().Add(-time.Minute))
	d = page(t, site, "/", hers)
	if got := strings.TrimSpace(d.Find(".visit").Text()); got != "1 new story since "+now.Format("15:04") {
		t.Errorf("what is new: got %q", got)
	}
	if got := d.Find(".fresh .newly").Length(); got != 1 {
		t.Errorf("marked as new: got %d", got)
	}
	story := page(t, site, at, hers)
	if got := strings.Join(strings.Fields(story.Find(".since").Text()), " "); !strings.Contains(got, "1 new article") || story.Find(".since li").Length() != 1 {
		t.Errorf("since the last visit: got %q", got)
	}
	if page(t, site, at, hers).Find(".since").Length() != 1 {
		t.Error("what was new is not, though the visit goes on")
	}
	if page(t, site, at).Find(".since").Length() != 0 {
		t.Error("a visitor has something new")
	}
	post(t, site, "/settings/reading", "place-sport=1&hide=world", hers)
	if list, _, _ := s.History(t.Context(), ines.ID, news.Filter{}); len(list) != 0 {
		t.Error("with the history off, it is still there")
	}
	get(t, site, at, hers)
	if list, _, _ := s.History(t.Context(), ines.ID, news.Filter{}); len(list) != 0 {
		t.Error("with the history off, reading is remembered")
	}
}

// newArticle adds an article to a story, and a new story of one article.
func newArticle(t *testing.T, s *store.Store, id news.StoryID, at time.Time) {
	t.Helper()
	ctx := t.Context()
	story, err := s.Story(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	entries := []news.Entry{
		{GUID: "later-a", URL: "https://s1.example/later-a", Title: "t", SeenAt: at, PublishedAt: at, Capture: &news.Capture{URL: "https://s.example/", Body: []byte("<p>")}},
		{GUID: "later-b", URL: "https://s2.example/later-b", Title: "t", SeenAt: at, PublishedAt: at, Capture: &news.Capture{URL: "https://s.example/", Body: []byte("<p>")}},
	}
	if _, err := s.ImportEntries(ctx, entries, at); err != nil {
		t.Fatal(err)
	}
	works, err := s.ClaimEntries(ctx, at, at.Add(time.Minute), 10, 1)
	if err != nil {
		t.Fatal(err)
	}
	var outcomes []news.Outcome
	for _, w := range works {
		a := news.Article{EntryID: w.Entry.ID, SourceID: w.Source.ID, URL: w.Entry.URL, CanonicalURL: w.Entry.URL, Headline: "Later " + w.Entry.GUID, Language: "en",
			PublishedAt: at, SeenAt: at, Section: story.Section, Blocks: []news.Block{{Role: news.RoleParagraph, Text: "Something else about the weir."}}}
		outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Version: 1, LeaseUntil: w.LeaseUntil, Articles: []news.Article{a}})
	}
	if err := s.SaveArticles(ctx, outcomes, at); err != nil {
		t.Fatal(err)
	}
	articles, err := s.ClaimArticles(ctx, 10, 1)
	if err != nil || len(articles) != 2 {
		t.Fatalf("new articles: got %d, %v", len(articles), err)
	}
	story.UpdatedAt = at
	alone := news.Story{ID: 900, Headline: articles[1].Headline, Language: "en", Section: story.Section, Lead: articles[1].ID, LeadSource: articles[1].SourceID,
		Articles: 1, Sources: 1, Independent: 1, FirstSeenAt: at, UpdatedAt: at, Score: float64(at.Unix()) / 3600}
	term, err := s.AcquireLease(ctx, "stories", "test", at, at.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	g := news.Grouping{Stories: []news.Story{story, alone}, Placed: []news.Placement{
		{Article: articles[0].ID, Story: id, Family: articles[0].ID}, {Article: articles[1].ID, Story: 900, Family: articles[1].ID}}}
	if err := s.SaveStories(ctx, "test", term, g, at); err != nil {
		t.Fatal(err)
	}
}

func TestFeedsWithAKey(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, func(o *web.Options) { o.KeepFor = time.Hour })
	ines, hers := member(t, site, s, "Ines")
	for _, path := range []string{"/yours/feed.atom", "/saved/feed.json?key=", "/yours/feed.json?key=x"} {
		if w := get(t, site, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, w.Code)
		}
	}
	post(t, site, "/settings/key", "", hers)
	post(t, site, "/saved", "story=1&note=look", hers)
	post(t, site, "/follow", "kind=source&ref=1&name=S", hers)
	key := func() string { u, _ := s.User(t.Context(), ines.ID); return u.Key }
	first := key()
	for path, want := range map[string]string{"/yours/feed.atom": "<entry", "/yours/feed.json": `"items"`, "/saved/feed.atom": "look", "/saved/feed.json": "look"} {
		w := get(t, site, path+"?key="+first)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d, %q: %.200s", path, w.Code, w.Header().Get("Cache-Control"), w.Body)
		}
	}
	post(t, site, "/settings/key", "", hers)
	if key() == first || get(t, site, "/yours/feed.atom?key="+first).Code != http.StatusNotFound {
		t.Error("the old key still opens her feeds")
	}
	post(t, site, "/settings/key", "remove=1", hers)
	if key() != "" {
		t.Error("the key is not taken away")
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
