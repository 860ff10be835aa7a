package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

var errTooManyRedirects = fmt.Errorf("redirected more than %d times", maxRedirects)

// redirect reads where an answer leads, when it is a redirect.
func redirect(answer *http.Response, at *url.URL) (*url.URL, bool, error) {
	switch answer.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, false, nil
	}
	location := answer.Header.Get("Location")
	ref, err := url.Parse(escaped(location))
	if err != nil || location == "" {
		return nil, false, fmt.Errorf("redirected to an unreadable address %.100q", location)
	}
	next, err := parseAddress(at.ResolveReference(ref).String())
	if err != nil {
		return nil, false, fmt.Errorf("redirected to %.100q: %w", location, err)
	}
	next.User = nil // a publisher does not choose what we send
	return next, true, nil
}

// trail is where redirects led so far.
type trail struct {
	first   *url.URL
	seen    []string
	moved   bool   // every step was permanent
	movedTo string // where they lead
	cookies bool   // a step set one
	gates   string // a step was one
}

// step notes a redirect. A circle is an error: without cookies the same question has the same answer.
func (t *trail) step(at, next *url.URL, answer *Response, info *url.Userinfo) error {
	permanent := answer.Status == http.StatusMovedPermanently || answer.Status == http.StatusPermanentRedirect
	t.moved = t.moved && permanent && !downgrade(at, next)
	if t.moved {
		moved := *next
		moved.User = info
		t.movedTo = moved.String()
	}
	t.cookies = t.cookies || len(answer.Header.Values("Set-Cookie")) > 0
	if gate := gateAt(next); gate != "" && gateAt(t.first) == "" {
		t.gates = gate
	}
	t.seen = append(t.seen, at.String())
	if !slices.Contains(t.seen, next.String()) {
		return nil
	}
	e := &Error{Kind: Failed, URL: next.String(), Status: answer.Status, Err: errors.New("redirected in a circle")}
	switch {
	case t.gates != "":
		e.Kind, e.Wall, e.Err = Blocked, t.gates, fmt.Errorf("redirected in a circle by way of %s", t.gates)
	case t.cookies:
		e.Kind, e.Wall, e.Err = Blocked, "a cookie check", errors.New("redirected in a circle until a cookie is sent back, which programs like this do not")
	}
	return e
}

// gate names the page that an answer shows in place of what was asked for, when redirects led to one.
func (t *trail) gate(at *url.URL, answer *Response) string {
	if len(t.seen) == 0 || gateAt(t.first) != "" || !isHTML(answer.ContentType, answer.Body) {
		return ""
	}
	return gateAt(at)
}

var (
	loginNames   = []string{"login", "log-in", "login.php", "login.html", "login.aspx", "wp-login.php", "signin", "sign-in", "sign_in", "sso", "anmelden", "connexion"}
	loginHosts   = []string{"login", "signin", "sso", "auth", "accounts", "idp"}
	consentHosts = []string{"consent", "guce", "cookiewall", "myprivacy"}
	consentNames = []string{"consent", "cookiewall", "cookie-consent", "privacy-gate", "privacywall"}
)

// gateAt names a login or consent page by its address.
func gateAt(u *url.URL) string {
	label, _, _ := strings.Cut(strings.ToLower(u.Hostname()), ".")
	name := strings.ToLower(path.Base(u.Path))
	switch {
	case slices.Contains(consentHosts, label), slices.Contains(consentNames, name):
		return "a consent page (" + u.Hostname() + ")"
	case slices.Contains(loginHosts, label), slices.Contains(loginNames, name):
		return "a login (" + u.Hostname() + ")"
	case label == "validate" && strings.HasSuffix(u.Hostname(), ".perfdrive.com"):
		return "Radware's bot check"
	}
	return ""
}
