package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Hold is a host's wish for silence. It holds for every scheme's usual port; a server on another port is another host.
type Hold struct {
	Host     string // with its port, when that is not the usual one
	Until    time.Time
	Refusals int    // in a row that led to it
	Why      string // in a sentence
}

const (
	softLimit    = 3 // refusals in a row that are taken as a request for silence
	firstSilence = time.Minute
	maxSilence   = 6 * time.Hour
)

// Learn takes in what another process, or this one before a restart, heard. [Options].OnHold is not called for it.
func (c *Client) Learn(holds []Hold) { c.hosts.learn(holds, time.Now()) }

func (h *hosts) learn(holds []Hold, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, hold := range holds {
		until := hold.Until
		if latest := now.Add(maxRetryAfter); until.After(latest) {
			until = latest
		}
		if !until.After(now) {
			continue
		}
		one := h.of(hold.Host)
		if until.After(one.heldUntil) {
			one.heldUntil, one.held = until, &Error{Kind: Failed, Err: errors.New(hold.Why)}
			one.refusals = max(one.refusals, hold.Refusals)
		}
	}
}

// refused notes an answer that is no success: 429 and 503 with Retry-After silence the host, and so does a row of
// refusals (403, bot checks), each time for longer.
func (h *hosts) refused(at *url.URL, e *Error) {
	if hold, grew := h.note(at, e, time.Now()); grew && h.onHold != nil {
		h.onHold(hold)
	}
}

// note says whether a refusal makes the silence longer.
func (h *hosts) note(at *url.URL, e *Error, now time.Time) (Hold, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := hostKey(at)
	one := h.of(key)
	silence := time.Duration(0)
	switch {
	case e.Status == http.StatusTooManyRequests || e.Status == http.StatusForbidden || e.bot:
		one.refusals++
		if e.Status == http.StatusTooManyRequests || one.refusals >= softLimit {
			silence = min(firstSilence<<min(max(0, one.refusals-softLimit), 12), maxSilence)
		}
		if e.RetryAfter > 0 {
			silence = e.RetryAfter
		}
	case e.Status == http.StatusServiceUnavailable:
		silence = e.RetryAfter
	}
	until := now.Add(silence)
	if silence <= 0 || !until.After(one.heldUntil) {
		return Hold{}, false
	}
	one.heldUntil, one.held = until, e
	return Hold{Host: key, Until: until, Refusals: one.refusals, Why: plain(e.Err.Error())}, true
}

// welcomed notes a success.
func (h *hosts) welcomed(at *url.URL) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if one := h.known[hostKey(at)]; one != nil {
		one.refusals = 0
	}
}

// silent is the error of a call that was not made because the host wants silence.
func (o *host) silent(at *url.URL) error {
	left := time.Until(o.heldUntil)
	if left <= 0 {
		return nil
	}
	return &Error{
		Kind: o.held.Kind, URL: at.String(), Temporary: true, RetryAfter: left, Held: true, Wall: o.held.Wall,
		Err: fmt.Errorf("%s wants no calls until %s: %w", at.Host, o.heldUntil.UTC().Format(time.RFC3339), o.held.Err),
	}
}
