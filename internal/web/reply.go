package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"

	"github.com/cespare/xxhash/v2"
)

// action answers one request with a value; serve writes it.
type action func(r *http.Request) (*reply, error)

// reply is an answer, whole and in memory.
type reply struct {
	status  int
	kind    string       // media type
	body    []byte       // of one that is not packed
	to      string       // where to, of a redirect
	cookie  *http.Cookie // to be set; replies with one are never kept
	etag    string
	fresh   bool      // tell browsers not to keep it
	own     bool      // one user's: kept nowhere, here neither
	keep    string    // how long browsers and caches between keep it when anybody may see it; keepPage by default
	packed  *packed   // its body in the codings that were asked for; nil: it is sent as it is
	changed time.Time // when what it tells changed last; zero: not known

	made   time.Time                      // of one that may be kept while it stands
	words  time.Time                      // until when its words of time are right, by the clock of the news
	stands func(ctx context.Context) bool // whether what it shows is as it was; nil: that cannot be told
}

const htmlType = "text/html; charset=utf-8"

// redirect sends the reader elsewhere: 303 after a write, 301 to a canonical address.
func redirect(status int, to string) *reply { return &reply{status: status, to: to} }

// serve runs an action with its guards and writes what comes of it. Doors let a request in, or not.
func (s *Site) serve(do action, most int64, doors ...func(r *http.Request) (*http.Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, most)
		r, err := s.recognize(r)
		for _, door := range doors {
			if err == nil {
				r, err = door(r)
			}
		}
		anonymous := mineOf(r) == nil
		var answer *reply
		if err == nil {
			answer, err = s.answer(do, r, anonymous)
		}
		switch {
		case errors.Is(err, errStranger):
			answer = s.turnAway(r)
		case err != nil:
			answer = s.failure(r, err)
		}
		answer.write(w, r, anonymous)
	})
}

// answer runs an action, or takes what it answered a moment ago. Only reading is timed: who may write may also wait
// for a publisher's site to answer. What the owner changes can change every page.
func (s *Site) answer(do action, r *http.Request, anonymous bool) (*reply, error) {
	switch reads := r.Method == http.MethodGet || r.Method == http.MethodHead; {
	case !reads:
		if s.owner(r) {
			defer s.kept.forget()
		}
		return do(r)
	case !anonymous || s.KeepFor < 0:
		return s.inTime(do, r)
	}
	return s.kept.get(r.Context(), s.cacheKey(r), s.KeepFor, func(before *reply) (*reply, error) {
		// Many may be waiting for what comes of it, so it goes on when this reader leaves.
		r := r.WithContext(context.WithoutCancel(r.Context()))
		if before != nil && s.standing(r.Context(), before) {
			return before, nil
		}
		answer, err := s.inTime(do, r)
		if err == nil {
			answer.pack(r, forPages)
		}
		return answer, err
	})
}

// standing reports whether a page may be given again: it is not too old, its words of time are right, and what it shows is as it was.
func (s *Site) standing(ctx context.Context, a *reply) bool {
	if a.stands == nil || time.Since(a.made) >= standsFor || !s.Now().Before(a.words) {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, s.ReadFor)
	defer cancel()
	return a.stands(ctx)
}

// errSlow is a read that was stopped because it took longer than [Options.ReadFor].
var errSlow = errors.New("stopped after its time ran out")

// inTime runs an action when its turn comes, until its time is over.
func (s *Site) inTime(do action, r *http.Request) (*reply, error) {
	ctx, cancel := context.WithTimeout(r.Context(), s.ReadFor)
	defer cancel()
	leave, err := s.turns.take(ctx, r.URL.Path)
	if err != nil {
		return nil, err
	}
	defer leave()
	answer, err := do(r.WithContext(ctx))
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil, fmt.Errorf("%w: %w", errSlow, err)
	}
	return answer, err
}

// How long browsers and caches between keep what anybody may see. A cache may give the old page once more while it gets the new one.
const (
	keepPage  = "public, max-age=60, stale-while-revalidate=30"
	keepFeed  = "public, max-age=300"
	keepFixed = "public, max-age=3600" // what changes with a release only
	keepAsset = "public, max-age=31536000, immutable"
)

// write sends the reply with what browsers and caches between may do with it.
func (a *reply) write(w http.ResponseWriter, r *http.Request, anonymous bool) {
	h := w.Header()
	h.Add("Vary", "Accept-Language") // sessions add Cookie
	if a.cookie != nil {
		http.SetCookie(w, a.cookie)
	}
	switch {
	case a.status >= 400 || r.Method == http.MethodPost || a.cookie != nil || a.fresh || a.own || a.status == http.StatusSeeOther:
		h.Set("Cache-Control", "no-store")
	case !anonymous:
		h.Set("Cache-Control", "private, no-cache")
	case a.keep != "":
		h.Set("Cache-Control", a.keep)
	default:
		h.Set("Cache-Control", keepPage) // a 301 too: headlines change, and may change back
	}
	if a.to != "" {
		h.Set("Location", a.to)
		w.WriteHeader(a.status)
		return
	}
	if a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests {
		h.Set("Retry-After", "30")
	}
	a.send(w, r, forPages)
}

// send writes the body, packed as the reader takes it, or says that the reader has it already.
func (a *reply) send(w http.ResponseWriter, r *http.Request, offered []coding) {
	h := w.Header()
	if len(offered) > 0 && !slices.Contains(h.Values("Vary"), "Accept-Encoding") {
		h.Add("Vary", "Accept-Encoding")
	}
	if a.etag != "" {
		h.Set("ETag", a.etag)
		if matches(r.Header.Get("If-None-Match"), a.etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if !a.changed.IsZero() {
		h.Set("Last-Modified", a.changed.UTC().Format(http.TimeFormat))
		if unchanged(r, a.changed) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := a.body
	if a.packed != nil {
		c := agreed(r, a.packed.length, offered)
		if body = a.packed.in(c); c != nil {
			h.Set("Content-Encoding", c.name)
		}
	}
	h.Set("Content-Type", a.kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // the reader may be gone
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

// ok is a reply of 200 that may be packed. Its tag is weak: it is the same for all codings.
func ok(kind string, body []byte) *reply {
	return &reply{status: http.StatusOK, kind: kind, etag: fmt.Sprintf(`W/"%x"`, xxhash.Sum64(body)), packed: &packed{plain: body, length: len(body)}}
}

// pack makes of a page that will be kept what this reader takes. It takes a quarter of the room then.
func (a *reply) pack(r *http.Request, offered []coding) {
	if a.packed == nil {
		return
	}
	if c := agreed(r, a.packed.length, offered); c != nil {
		a.packed.in(c)
		a.packed.only()
	}
}

// size is how many bytes a reply holds, roughly.
func (a *reply) size() int {
	n := len(a.body) + len(a.to)
	if a.packed != nil {
		n += a.packed.size()
	}
	return n
}

// statusOf is the one table from a kind of error to a status.
func statusOf(err error) int {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errTooMany):
		return http.StatusTooManyRequests
	case errors.Is(err, errSlow), errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable
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
