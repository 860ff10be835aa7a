package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"nutgraf/internal/news"
)

// call answers one request with a value that becomes JSON.
type call func(r *http.Request) (any, error)

// problem is an error as RFC 9457 writes it.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

// errMethod is a write: there are none.
var errMethod = errors.New("this interface is read-only")

// errBusy is a call whose turn did not come in time.
var errBusy = errors.New("too many are before it")

// badRequest is an error that tells the client what to change.
type badRequest struct{ detail string }

func (e *badRequest) Error() string { return e.detail }
func (e *badRequest) Unwrap() error { return news.ErrInvalid }

// serve runs a call and writes what comes of it.
func (s *server) serve(do call) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		value, err := s.inTime(do, r)
		status, kind := http.StatusOK, "application/json; charset=utf-8"
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		w.Header().Set("Cache-Control", "no-cache")
		if err != nil {
			err = s.orTakenDown(r, err)
			status, kind = statusOf(err), "application/problem+json"
			value = s.problem(r, status, err)
			if status == http.StatusServiceUnavailable {
				w.Header().Set("Retry-After", "30")
			}
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(true) // a browser that takes it for a page finds none
		if err := e.Encode(value); err != nil {
			s.Log.Error("answer failed", "url", r.URL.Path, "err", err)
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write(b.Bytes()) // the client may be gone
	})
}

// inTime makes a call when its turn comes, until its time is over: then it is [news.ErrUnavailable]. Turns come in the order of the
// requests, to few at once, as in the site; programs have a line of their own, so that readers do not wait behind them.
func (s *server) inTime(do call, r *http.Request) (any, error) {
	ctx, cancel := context.WithTimeout(r.Context(), s.ReadFor)
	defer cancel()
	wait, stop := context.WithTimeout(ctx, s.ReadFor/2) // what is begun has the rest of its time
	defer stop()
	if s.turns.Acquire(wait, 1) != nil {
		return nil, fmt.Errorf("%w: %w", errBusy, news.ErrUnavailable)
	}
	defer s.turns.Release(1)
	value, err := do(r.WithContext(ctx))
	if err != nil && ctx.Err() != nil { // its time ran out, or the client left, who reads no answer
		return nil, fmt.Errorf("%w: %w", err, news.ErrUnavailable)
	}
	return value, err
}

// problem words an error for the client; what is ours goes to the log instead.
func (s *server) problem(r *http.Request, status int, err error) problem {
	p := problem{Type: "about:blank", Title: http.StatusText(status), Status: status}
	var bad *badRequest
	if errors.As(err, &bad) {
		p.Detail = bad.detail
	}
	var down *takenDown
	if errors.As(err, &down) {
		p.Detail = "Taken down: " + down.reason
	}
	if status >= http.StatusInternalServerError && r.Context().Err() == nil && !errors.Is(err, errBusy) { // those are many
		s.Log.Error("api call failed", "url", r.URL.Path, "err", err)
	}
	return p
}

// takedownKinds are what the collections of the interface hold.
var takedownKinds = map[string]news.TakedownKind{
	"stories": news.TakedownStory, "articles": news.TakedownArticle, "entities": news.TakedownEntity, "quotes": news.TakedownQuote,
}

// takenDown is an error that tells why something is gone.
type takenDown struct{ reason string }

func (e *takenDown) Error() string { return "taken down: " + e.reason }
func (e *takenDown) Unwrap() error { return errTakenOff }

// orTakenDown tells of what is not there because it was taken down, when that is why.
func (s *server) orTakenDown(r *http.Request, err error) error {
	id, bad := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if bad != nil || !errors.Is(err, news.ErrNotFound) && !errors.Is(err, errTakenOff) {
		return err
	}
	collection, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/v1/"), "/")
	if d, missing := s.Reader.TakenDown(r.Context(), takedownKinds[collection], id); missing == nil {
		return &takenDown{d.Reason}
	}
	return err
}

// errTakenOff is a story that editors hide, or an article of it.
var errTakenOff = errors.New("taken off by the editors")

// statusOf is the one table from a kind of error to a status.
func statusOf(err error) int {
	switch {
	case errors.Is(err, errMethod):
		return http.StatusMethodNotAllowed
	case errors.Is(err, errTakenOff):
		return http.StatusGone
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

// filter reads limit, after, section and lang.
func filter(r *http.Request) (news.Filter, error) {
	q := r.URL.Query()
	f := news.Filter{After: q.Get("after"), Section: news.Section(q.Get("section")), Edition: news.Edition{Language: q.Get("lang"), Region: q.Get("region")}}
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return f, &badRequest{"limit: want a number from 1 to " + strconv.Itoa(news.MaxLimit)}
		}
		f.Limit = min(n, news.MaxLimit)
	}
	if !f.Section.Valid() {
		return f, &badRequest{"section: there is no such section; see docs/api.md for the list"}
	}
	if len(f.Edition.Language) > maxTag {
		return f, &badRequest{"lang: want a language tag such as en"}
	}
	return f, nil
}

// maxTag is the longest language tag that is looked up.
const maxTag = 35

func idOf(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id < 1 {
		return 0, news.ErrNotFound
	}
	return id, nil
}
