package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Kind sorts errors by what the caller can do.
type Kind string

const (
	Gone     Kind = "gone"      // 404, 410
	Blocked  Kind = "blocked"   // robots.txt, 401, 402, 403, 451, a bot wall, or an address we refuse to call
	TooLarge Kind = "too_large" // over a limit of bytes
	Failed   Kind = "failed"    // anything else
)

// Error is why there is no response.
type Error struct {
	Kind       Kind
	URL        string // where it happened: after redirects it is not the address that was asked for
	Status     int    // 0 when there was no answer
	Temporary  bool   // it may go better later
	RetryAfter time.Duration
	Err        error // never nil
}

func (e *Error) Error() string {
	return fmt.Sprintf("fetch %s: %v", redacted(e.URL), strings.ReplaceAll(e.Err.Error(), "\n", " "))
}

func (e *Error) Unwrap() error { return e.Err }

// redacted hides a password and cuts what is too long for a line.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil {
		address = u.Redacted()
	}
	if len(address) > 300 {
		address = strings.ToValidUTF8(address[:300], "") + "…"
	}
	return address
}

// failed makes the error of an exchange that broke.
func failed(at *url.URL, err error) *Error {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err // its address is ours
	}
	e := &Error{Kind: Failed, URL: at.String(), Temporary: true, Err: err}
	switch {
	case errors.Is(err, errTooLarge):
		e.Kind, e.Temporary = TooLarge, false
	case errors.Is(err, context.DeadlineExceeded):
		e.Err = fmt.Errorf("it took too long: %w", err)
	}
	if _, ok := errors.AsType[refusedAddress](err); ok {
		e.Kind, e.Temporary = Blocked, false
	}
	return e
}

// diagnose names the reason of an answer that is no success.
func diagnose(answer *http.Response, at *url.URL) *Error {
	now := time.Now()
	e := &Error{
		Kind: Failed, URL: at.String(), Status: answer.StatusCode,
		RetryAfter: retryAfter(answer.Header, now),
		Err:        fmt.Errorf("the server answers %d %s", answer.StatusCode, http.StatusText(answer.StatusCode)),
	}
	switch status := answer.StatusCode; {
	case status == http.StatusNotFound || status == http.StatusGone:
		e.Kind = Gone
		return e
	case status == http.StatusUnauthorized:
		e.Kind, e.Err = Blocked, errors.New("it asks for a user name and a password (401)")
	case status == http.StatusPaymentRequired || status == http.StatusForbidden || status == http.StatusUnavailableForLegalReasons:
		e.Kind = Blocked
	case status == http.StatusTooManyRequests:
		e.Temporary, e.Err = true, errors.New("the server says we call too often (429)")
	case status == http.StatusRequestTimeout || status == http.StatusTooEarly || status >= 500:
		e.Temporary = true
	}
	if wall := botWall(answer); wall != "" {
		e.Kind, e.Temporary = Blocked, false
		e.Err = fmt.Errorf("%s stands in front of it and lets no programs in (%d)", wall, answer.StatusCode)
	}
	return e
}

// botWall names the service that refused us in the publisher's place.
func botWall(answer *http.Response) string {
	h := answer.Header
	start, _ := readBody(answer, 16<<10) // what came is enough for a guess
	has := func(s string) bool { return bytes.Contains(start, []byte(s)) }
	server := strings.ToLower(h.Get("Server"))
	switch {
	case answer.StatusCode != 401 && answer.StatusCode != 403 && answer.StatusCode != 429 && answer.StatusCode != 503:
		return ""
	case h.Get("Cf-Mitigated") != "", server == "cloudflare" && (has("challenge-platform") || has("Just a moment...") || has("cf-error-details")):
		return "Cloudflare's bot check"
	case h.Get("X-Datadome") != "" || has("captcha-delivery.com"):
		return "DataDome"
	case has("px-captcha") || h.Get("X-Px-Blocked") != "":
		return "PerimeterX"
	case server == "akamaighost" && answer.StatusCode == 403:
		return "Akamai"
	case strings.Contains(h.Get("Set-Cookie"), "incap_ses") || has("_Incapsula_Resource"):
		return "Imperva"
	}
	return ""
}
