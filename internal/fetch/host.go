package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	maxHosts      = 10_000          // remembered; idle ones are forgotten beyond that
	maxWait       = 2 * time.Minute // for a host's turn; who would wait longer comes back later
	softLimit     = 3               // refusals in a row that are taken as a request for silence
	firstSilence  = time.Minute
	maxSilence    = 6 * time.Hour
	gapJitterPart = 4 // the pause between calls varies by a quarter, so that instances do not fall into step
)

// hosts keeps the pace of each host.
type hosts struct {
	perHost int
	gap     time.Duration

	mu    sync.Mutex
	known map[string]*host
}

type host struct {
	turns chan struct{} // as many as may be under way

	// Guarded by hosts.mu.
	users     int       // waiting or under way
	nextAt    time.Time // no call starts earlier
	heldUntil time.Time // asked for silence
	held      error     // why
	refusals  int       // in a row
}

func newHosts(perHost int, gap time.Duration) *hosts {
	return &hosts{perHost: perHost, gap: gap, known: map[string]*host{}}
}

func hostKey(at *url.URL) string { return strings.ToLower(at.Host) }

// enter waits for the host's turn. The caller must call done.
func (h *hosts) enter(ctx context.Context, at *url.URL) (done func(), err error) {
	one, err := h.join(at)
	if err != nil {
		return nil, err
	}
	leave := func() {
		h.mu.Lock()
		one.users--
		h.mu.Unlock()
	}
	patience, cancel := context.WithTimeout(ctx, maxWait)
	defer cancel()
	select {
	case one.turns <- struct{}{}:
	case <-patience.Done():
		leave()
		return nil, unreached(ctx, at)
	}
	done = func() {
		<-one.turns
		leave()
	}
	wait, err := h.reserve(one, at)
	if err != nil {
		done()
		return nil, err
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return done, nil
	case <-patience.Done():
		done()
		return nil, unreached(ctx, at)
	}
}

// unreached is the error of who waited in vain.
func unreached(ctx context.Context, at *url.URL) *Error {
	err := ctx.Err()
	if err == nil {
		err = errors.New("too many calls wait for this host")
	}
	return &Error{Kind: Failed, URL: at.String(), Temporary: true, RetryAfter: maxWait, Err: err}
}

// join finds the host, and refuses at once while it wants silence.
func (h *hosts) join(at *url.URL) (*host, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := hostKey(at)
	one, ok := h.known[key]
	if !ok {
		h.forget()
		one = &host{turns: make(chan struct{}, h.perHost)}
		h.known[key] = one
	}
	if err := one.silent(at); err != nil {
		return nil, err
	}
	one.users++
	return one, nil
}

// forget drops idle hosts when there are too many. Called with the lock held.
func (h *hosts) forget() {
	if len(h.known) < maxHosts {
		return
	}
	now := time.Now()
	for key, one := range h.known {
		if one.users == 0 && now.After(one.nextAt) && now.After(one.heldUntil) {
			delete(h.known, key)
		}
	}
}

// reserve takes the next free moment and says how long it is until then. The host may have asked for silence since.
func (h *hosts) reserve(one *host, at *url.URL) (time.Duration, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := one.silent(at); err != nil {
		return 0, err
	}
	now := time.Now()
	start := now
	if one.nextAt.After(now) {
		start = one.nextAt
	}
	one.nextAt = start.Add(h.gap + rand.N(h.gap/gapJitterPart+1))
	return start.Sub(now), nil
}

func (o *host) silent(at *url.URL) error {
	if left := time.Until(o.heldUntil); left > 0 {
		e := &Error{Kind: Failed, URL: at.String(), Temporary: true, RetryAfter: left, Err: o.held}
		if cause, ok := errors.AsType[*Error](o.held); ok {
			e.Kind = cause.Kind
		}
		return e
	}
	return nil
}

// refused notes an answer that is no success: 429 and 503 with Retry-After silence the host, and so does a row of
// refusals, each time for longer.
func (h *hosts) refused(at *url.URL, e *Error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one := h.known[hostKey(at)]
	if one == nil {
		return
	}
	silence := time.Duration(0)
	switch e.Status {
	case http.StatusTooManyRequests, http.StatusForbidden:
		one.refusals++
		if e.Status == http.StatusTooManyRequests || one.refusals >= softLimit {
			silence = min(firstSilence<<min(max(0, one.refusals-softLimit), 12), maxSilence)
		}
		if e.RetryAfter > 0 {
			silence = e.RetryAfter
		}
	case http.StatusServiceUnavailable:
		silence = e.RetryAfter
	default:
		return
	}
	if until := time.Now().Add(silence); silence > 0 && until.After(one.heldUntil) {
		one.heldUntil = until
		one.held = fmt.Errorf("%s wants no calls until %s: %w", at.Host, until.UTC().Format(time.RFC3339), e)
	}
}

// welcomed notes a success.
func (h *hosts) welcomed(at *url.URL) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if one := h.known[hostKey(at)]; one != nil {
		one.refusals = 0
	}
}
