package web

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"

	"nutgraf/internal/news"
)

// action answers one request with a value; serve writes it.
type action func(r *http.Request) (*reply, error)

// reply is an answer, whole and in memory.
type reply struct {
	status int
	kind   string // media type
	body   []byte
	to     string       // where to, of a redirect
	cookie *http.Cookie // to be set; replies with one are never kept
	etag   string
	fresh  bool // tell browsers not to keep it
}

const htmlType = "text/html; charset=utf-8"

// redirect sends the reader elsewhere: 303 after a write, 301 to a canonical address.
func redirect(status int, to string) *reply { return &reply{status: status, to: to} }

// serve runs an action with its guards and writes what comes of it.
func (s *Site) serve(do action, most int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, most)
		anonymous := !s.owner(r)
		var answer *reply
		var err error
		if r.Method == http.MethodGet && anonymous && s.KeepFor > 0 {
			answer, err = s.kept.get(s.cacheKey(r), s.KeepFor, func() (*reply, error) { return do(whole(r)) })
		} else {
			answer, err = do(r)
		}
		if err != nil {
			answer = s.failure(r, err)
		}
		answer.write(w, r, anonymous)
	})
}

// whole is the request without the reader's patience: many may be waiting for what comes of it.
func whole(r *http.Request) *http.Request { return r.WithContext(context.WithoutCancel(r.Context())) }

// write sends the reply, or says that the reader has it already.
func (a *reply) write(w http.ResponseWriter, r *http.Request, anonymous bool) {
	h := w.Header()
	if a.cookie != nil {
		http.SetCookie(w, a.cookie)
	}
	switch {
	case a.status >= 500 || r.Method == http.MethodPost || a.cookie != nil || a.fresh || a.status == http.StatusSeeOther:
		h.Set("Cache-Control", "no-store")
	case anonymous:
		h.Set("Cache-Control", "public, max-age=60") // a 301 too: headlines change, and may change back
	default:
		h.Set("Cache-Control", "private, no-cache")
	}
	if a.to != "" {
		h.Set("Location", a.to)
		w.WriteHeader(a.status)
		return
	}
	if a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests {
		h.Set("Retry-After", "30")
	}
	if a.etag != "" {
		h.Set("ETag", a.etag)
		if matches(r.Header.Get("If-None-Match"), a.etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Type", a.kind)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // the reader may be gone
}

// matches compares weakly, as RFC 9110 section 13.1.2 asks.
func matches(given, etag string) bool {
	for candidate := range strings.SplitSeq(given, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

// ok is a reply of 200. Its tag is weak because compression happens further out.
func ok(kind string, body []byte) *reply {
	h := fnv.New64a()
	h.Write(body)
	return &reply{status: http.StatusOK, kind: kind, body: body, etag: fmt.Sprintf(`W/"%x"`, h.Sum64())}
}

// statusOf is the one table from a kind of error to a status.
func statusOf(err error) int {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errTooMany):
		return http.StatusTooManyRequests
	case errors.Is(err, news.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, news.ErrInvalid):
		return http.StatusBadRequest
	case errors.Is(err, news.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(err, news.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, news.ErrUnavailable):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
