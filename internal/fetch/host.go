package fetch

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	maxHosts      = 40_000          // remembered; idle ones are forgotten beyond that
	maxWait       = 2 * time.Minute // for a host's turn; who would wait longer comes back later
	gapJitterPart = 4               // the pause between calls varies by a quarter, so that instances do not fall into step
)

// hosts keeps the pace of each host.
type hosts struct {
	perHost int
	gap     time.Duration
	onHold  func(Hold) // nil: nobody listens

	mu    sync.Mutex
	known map[string]*host
}

type host struct {
	turns chan struct{} // as many as may be under way

	// Guarded by hosts.mu.
	users     int           // waiting or under way
	nextAt    time.Time     // no call starts earlier
	heldUntil time.Time     // asked for silence
	held      *Error        // why
	gap       time.Duration // that its robots.txt asks for
	refusals  int           // in a row
}

func newHosts(o Options) *hosts {
	return &hosts{perHost: o.PerHost, gap: o.HostGap, onHold: o.OnHold, known: map[string]*host{}}
}

// hostKey names a server. The usual ports of http and https are one, others are servers of their own.
func hostKey(at *url.URL) string {
	host := strings.ToLower(at.Host)
	switch port := at.Port(); port {
	case "", "80", "443":
		host = strings.TrimSuffix(host, ":"+port)
	}
	return host
}

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

// unreached is the error of who waited in vain. Nobody was called.
func unreached(ctx context.Context, at *url.URL) *Error {
	err := ctx.Err()
	if err == nil {
		err = errors.New("too many calls wait for this host")
	}
	return &Error{Kind: Failed, URL: at.String(), Temporary: true, RetryAfter: maxWait, Held: true, Err: err}
}

// join finds the host, and refuses at once while it wants silence.
func (h *hosts) join(at *url.URL) (*host, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one := h.of(hostKey(at))
	if err := one.silent(at); err != nil {
		return nil, err
	}
	one.users++
	return one, nil
}

// of gives the state of a host. Called with the lock held.
func (h *hosts) of(key string) *host {
	one, ok := h.known[key]
	if !ok {
		h.forget()
		one = &host{turns: make(chan struct{}, h.perHost)}
		h.known[key] = one
	}
	return one
}

// forget drops idle hosts when there are too many; if most of them want silence, even a part of those, whose next
// answer will say so again. Called with the lock held.
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
	for key, one := range h.known {
		if len(h.known) < maxHosts*3/4 {
			return
		}
		if one.users == 0 {
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
	gap := max(h.gap, one.gap)
	one.nextAt = start.Add(gap + rand.N(gap/gapJitterPart+1))
	return start.Sub(now), nil
}

// slow makes the pause between two calls longer for one host.
func (h *hosts) slow(at *url.URL, gap time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if one := h.known[hostKey(at)]; one != nil {
		one.gap = gap
	}
}
