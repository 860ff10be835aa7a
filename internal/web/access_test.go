package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nutgraf/internal/web"
)

// writes are all that changes the instance.
var writes = []string{
	"/welcome/address", "/welcome/follow", "/welcome/packs", "/welcome/opml", "/feeds/1/unsubscribe", "/feeds/1/poll", "/feeds/1/pause", "/feeds/1/resume", "/feeds/1/set", "/sources/1/set", "/demo/start", "/demo/remove",
}

func TestWritesNeedTheAdministrator(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	o := options(s)
	o.Private = true // even where everybody reads as the owner
	site := newSite(t, o)
	before := len(s.feeds)
	for _, path := range writes {
		if w := post(t, site, path, "address=example.org&pack=valmere"); w.Code != http.StatusForbidden {
			t.Errorf("POST %s by nobody: got %d, want 403", path, w.Code)
		}
		if w := get(t, site, path); w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
			t.Errorf("GET %s: got %d: a link must change nothing", path, w.Code)
		}
	}
	if len(s.feeds) != before || s.demo {
		t.Error("something changed")
	}
}

func TestWritesFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	owner := signedIn(t, site, s)
	for _, path := range append(writes, "/preferences", "/sign-in", "/sign-out", "/setup") {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("address=example.org"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.AddCookie(owner)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != http.StatusForbidden {
			t.Errorf("POST %s from another site: got %d, want 403", path, w.Code)
		}
	}
}

func TestAnotherPasswordEndsSessions(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	owner := signedIn(t, site, s)
	start := func(cookie *http.Cookie) int { return post(t, site, "/demo/start", "", cookie).Code }
	if got := start(owner); got != http.StatusSeeOther {
		t.Fatalf("a new session: got %d, want 303", got)
	}
	hash, _ := s.Setting(t.Context(), "admin_password")
	if err := web.SetPassword(t.Context(), s, "correct horse"); err != nil { // as at each start with --admin-password
		t.Fatal(err)
	}
	if again, _ := s.Setting(t.Context(), "admin_password"); again != hash {
		t.Error("setting the same password again changed what is stored")
	}
	if got := start(owner); got != http.StatusSeeOther {
		t.Errorf("after the same password was set again: got %d, want 303", got)
	}
	if err := web.SetPassword(t.Context(), s, "battery staple"); err != nil {
		t.Fatal(err)
	}
	if got := start(owner); got != http.StatusForbidden {
		t.Errorf("after another password was set: got %d, want 403", got)
	}
	if strings.Contains(get(t, site, "/", owner).Body.String(), "Sign out") {
		t.Error("a session outlived its password")
	}
	if w := post(t, site, "/sign-in", "password=battery+staple&next=/"); w.Code != http.StatusSeeOther || start(w.Result().Cookies()[0]) != http.StatusSeeOther {
		t.Errorf("with the new password: got %d, want to be let in", w.Code)
	}
	if _ = s.SetSetting(t.Context(), "admin_password", ""); start(owner) != http.StatusForbidden {
		t.Error("a session outlived the password's removal")
	}
}

func TestSetupNeedsTheCode(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	site := newSite(t, options(s))
	code, err := web.SetupCode(t.Context(), s)
	if err != nil || code == "" {
		t.Fatalf("setup code: got %q, %v", code, err)
	}
	if again, _ := web.SetupCode(t.Context(), s); again != code {
		t.Errorf("setup code asked again: got %q, want %q", again, code)
	}
	for form, want := range map[string]int{
		"code=wrong&password=correct+horse&repeat=correct+horse": http.StatusForbidden,
		"code=&password=correct+horse&repeat=correct+horse":      http.StatusForbidden,
		"code=" + code + "&password=correct+horse&repeat=other":  http.StatusBadRequest,
		"code=" + code + "&password=short&repeat=short":          http.StatusBadRequest,
	} {
		if w := post(t, site, "/setup", form); w.Code != want {
			t.Errorf("setup with %s: got %d, want %d", form, w.Code, want)
		}
	}
	w := post(t, site, "/setup", "code="+code+"&password=correct+horse&repeat=correct+horse")
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) == 0 {
		t.Fatalf("setup: got %d and %d cookies, want 303 and a session", w.Code, len(w.Result().Cookies()))
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("session cookie: got %+v, want HttpOnly and SameSite=Lax", cookie)
	}
	if w := get(t, site, "/setup?code="+code); w.Code != http.StatusSeeOther {
		t.Errorf("setup a second time: got %d, want 303 to sign in", w.Code)
	}
	if code, _ := web.SetupCode(t.Context(), s); code != "" {
		t.Errorf("setup code after setup: got %q, want none", code)
	}
}

func TestSignInIsLimited(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	site := newSite(t, options(s))
	var last int
	for range 7 {
		last = post(t, site, "/sign-in", "password=guess&next=//evil.example/").Code
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the seventh guess: got %d, want 429", last)
	}
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	for _, next := range []string{"//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", ""} {
		s := &shelf{}
		site := newSite(t, options(s))
		if err := web.SetPassword(t.Context(), s, "correct horse"); err != nil {
			t.Fatal(err)
		}
		w := post(t, site, "/sign-in", "password=correct+horse&next="+next)
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/" {
			t.Errorf("next %q: got %d to %q, want 303 to /", next, w.Code, to)
		}
	}
}

func TestTheAdministratorAddsAndRemoves(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	site := newSite(t, options(s))
	owner := signedIn(t, site, s)
	post(t, site, "/welcome/packs", "pack=valmere&pack=tides", owner)
	if len(s.feeds) != 3 {
		t.Errorf("packs: got %d feeds, want 3", len(s.feeds))
	}
	if d := page(t, site, "/welcome", owner); !strings.Contains(d.Find(".flash").Text(), "3 feeds") {
		t.Errorf("after packs: got message %q", d.Find(".flash").Text())
	}
	post(t, site, "/welcome/address", "address=www.example.org", owner)
	post(t, site, "/welcome/address", "address=nonsense", owner)
	if d := page(t, site, "/welcome", owner); !strings.Contains(d.Find(".flash").Text(), "Nothing was added") {
		t.Errorf("after nonsense: got message %q", d.Find(".flash").Text())
	}
	if code := upload(t, site, owner, []byte("<opml/>")); code != http.StatusSeeOther {
		t.Errorf("upload: got %d, want 303", code)
	}
	if code := upload(t, site, owner, bytes.Repeat([]byte("x"), 11<<20)); code != http.StatusRequestEntityTooLarge {
		t.Errorf("upload of 11 MiB: got %d, want 413", code)
	}
	if len(s.feeds) != 5 {
		t.Errorf("in all: got %d feeds, want 5", len(s.feeds))
	}
	post(t, site, "/feeds/2/unsubscribe", "", owner)
	if len(s.feeds) != 4 {
		t.Errorf("after stopping one: got %d feeds, want 4", len(s.feeds))
	}
	post(t, site, "/demo/start", "", owner)
	if !s.demo {
		t.Error("the demo press does not run")
	}
	post(t, site, "/sign-out", "", owner)
	if w := post(t, site, "/demo/remove", "", owner); w.Code != http.StatusForbidden || !s.demo {
		t.Errorf("after signing out: got %d, want 403", w.Code)
	}
}

func upload(t *testing.T, site http.Handler, owner *http.Cookie, document []byte) int {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("opml", "list.opml")
	if err == nil {
		_, err = part.Write(document)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/welcome/opml", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(owner)
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w.Code
}

func TestPreferences(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	w := post(t, site, "/preferences", "theme=sepia&back=/section/world")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/section/world" || len(w.Result().Cookies()) != 1 {
		t.Fatalf("theme: got %d to %q", w.Code, w.Header().Get("Location"))
	}
	d := page(t, site, "/", w.Result().Cookies()[0])
	if got := d.Find("html").AttrOr("data-theme", ""); got != "sepia" {
		t.Errorf("theme: got %q, want sepia", got)
	}
	w = post(t, site, "/preferences", "size=large&back=/quotes")
	if d := page(t, site, "/", w.Result().Cookies()...); d.Find("html").AttrOr("data-size", "") != "large" || d.Find(".sizes [aria-pressed]").AttrOr("value", "") != "large" {
		t.Errorf("letters: got size %q, want large, and its button pressed", d.Find("html").AttrOr("data-size", ""))
	}
	for _, form := range []string{"theme=neon", "language=%22%3E", "size=huge", ""} {
		if w := post(t, site, "/preferences", form); w.Code != http.StatusBadRequest {
			t.Errorf("preferences %q: got %d, want 400", form, w.Code)
		}
	}
	if d := page(t, site, "/", &http.Cookie{Name: "theme", Value: "\"><script>"}); d.Find("html[data-theme]").Length() != 0 {
		t.Error("an unknown theme came through")
	}
}

func TestPagesAreKeptForAnonymousReadersOnly(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	o := options(s)
	o.KeepFor = 1 << 40
	site := newSite(t, o)
	owner := signedIn(t, site, s)
	get(t, site, "/latest")
	reads := s.reads
	get(t, site, "/latest")
	if s.reads != reads {
		t.Errorf("the same page again took %d reads, want none", s.reads-reads)
	}
	if w := get(t, site, "/latest", owner); s.reads == reads || !strings.Contains(w.Body.String(), "Sign out") || !strings.HasPrefix(w.Header().Get("Cache-Control"), "private") {
		t.Error("the administrator got a kept page, or one that may be kept")
	}
	if w := get(t, site, "/latest"); strings.Contains(w.Body.String(), "Sign out") {
		t.Error("an anonymous reader got the administrator's page")
	}
	if w := get(t, site, "/latest", &http.Cookie{Name: "theme", Value: "dark"}); !strings.Contains(w.Body.String(), `data-theme="dark"`) {
		t.Error("a reader got a page in another's colours")
	}
}
