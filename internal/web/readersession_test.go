package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"nutgraf/internal/web"
)

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
