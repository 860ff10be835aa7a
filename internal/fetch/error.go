package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
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
	Held       bool   // nobody was called: the host wants silence, or others wait for it; come back after RetryAfter
	Wall       string // who or what keeps us out, such as "Cloudflare's bot check"; empty when nobody does
	Wire       int64  // bytes of the answer's body as they came over the wire
	Err        error  // never nil

	bot bool // Wall is a service that answers in the publisher's place
}

func (e *Error) Error() string {
	return fmt.Sprintf("fetch %s: %s", redacted(e.URL), plain(e.Err.Error()))
}

func (e *Error) Unwrap() error { return e.Err }

// maxWords bounds the text of an error, in bytes: servers have a say in it.
const maxWords = 600

// plain makes one short line of a text that servers had a say in.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > maxWords {
		text = strings.ToValidUTF8(text[:maxWords], "") + "…"
	}
	return text
}

// redacted hides a password and cuts what is too long for a line.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil {
		address = u.Redacted()
	}
	if len(address) > 300 {
		address = address[:300] + "…"
	}
	return plain(address)
}

// tooLong is the cause of an exchange's end by its deadline.
type tooLong time.Duration

func (t tooLong) Error() string {
	return fmt.Sprintf("it took too long: more than %v", time.Duration(t))
}

func (t tooLong) Is(target error) bool { return target == context.DeadlineExceeded }

// failed makes the error of an exchange that broke.
func failed(ctx context.Context, at *url.URL, err error) *Error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(err, errTooLarge) {
		err = cause
	}
	e := &Error{Kind: Failed, URL: at.String(), Temporary: true, Err: explained(err, at)}
	if errors.Is(err, errTooLarge) || errors.Is(e.Err, errTooLarge) {
		e.Kind, e.Temporary = TooLarge, false
	}
	if _, ok := errors.AsType[refusedAddress](err); ok {
		e.Kind, e.Temporary, e.Wall = Blocked, false, "our own guard: no public address"
	}
	return e
}

// diagnose names the reason of an answer that is no success by its status and the start of its body. The answer to a
// form is quoted.
func diagnose(answer *http.Response, start []byte, at *url.URL, form bool) *Error {
	if wall := wallOf(answer, start); wall != "" {
		return walled(answer, at, wall)
	}
	e := &Error{
		Kind: Failed, URL: at.String(), Status: answer.StatusCode,
		RetryAfter: retryAfter(answer.Header, time.Now()),
		Err:        fmt.Errorf("the server answers %d %s", answer.StatusCode, http.StatusText(answer.StatusCode)),
	}
	block := func(wall, words string) { e.Kind, e.Wall, e.Err = Blocked, wall, errors.New(words) }
	switch status := answer.StatusCode; {
	case status == http.StatusNotFound || status == http.StatusGone:
		e.Kind = Gone
	case status == http.StatusUnauthorized:
		block("a login (401)", "it asks for a user name and a password (401)")
	case status == http.StatusPaymentRequired:
		block("a paywall (402)", "it asks for payment (402)")
	case status == http.StatusForbidden:
		block("403 to our name", "the server forbids it to programs of our name (403)")
	case status == http.StatusUnavailableForLegalReasons:
		block("a legal demand (451)", "it is withheld for legal reasons (451)")
	case status == http.StatusTooManyRequests:
		e.Temporary, e.Err = true, errors.New("the server says we call too often (429)")
	case status == http.StatusRequestTimeout || status == http.StatusTooEarly || status >= 500:
		e.Temporary = true
	case status == http.StatusNotModified:
		e.Err = errors.New("the server answers 304 Not Modified though nothing was known yet")
	case status == http.StatusPartialContent:
		e.Err = errors.New("the server sent only a part (206), which nobody asked for")
	}
	if form && len(start) > 0 {
		e.Err = fmt.Errorf("%w: %s", e.Err, plain(string(start[:min(len(start), quotedBytes)])))
	}
	return e
}

// walled is the error of a service that answers in the publisher's place.
func walled(answer *http.Response, at *url.URL, wall string) *Error {
	return &Error{
		Kind: Blocked, URL: at.String(), Status: answer.StatusCode, Wall: wall, RetryAfter: retryAfter(answer.Header, time.Now()), bot: true,
		Err: fmt.Errorf("%s stands in front of it and lets no programs in (%d)", wall, answer.StatusCode),
	}
}
