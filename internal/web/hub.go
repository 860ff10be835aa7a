package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"nutgraf/internal/news"
)

// hubDesk hears what WebSub hubs say and push.
type hubDesk interface {
	// Verify reports whether a subscription is meant, and hears of one that is denied.
	Verify(ctx context.Context, token, mode, topic, reason string, lease time.Duration) (ok bool, err error)
	// Push takes news. It is [news.ErrNotFound] when nobody asked for any.
	Push(ctx context.Context, token, contentType string, signatures []string, body io.Reader) error
}

const (
	maxChallenge = 4 << 10        // bytes
	unknownLease = 24 * time.Hour // of hubs that do not tell
	longestLease = 365 * 24 * time.Hour
)

// hubAsks answers a hub that verifies a subscription, or denies it (WebSub, sections 5.2 and 5.3).
func (s *Site) hubAsks(r *http.Request) (*reply, error) {
	q := r.URL.Query()
	mode, challenge := q.Get("hub.mode"), q.Get("hub.challenge")
	if r.Method != http.MethodGet || len(challenge) > maxChallenge || challenge == "" && mode != "denied" {
		return nil, news.ErrNotFound // HEAD too: it must change nothing
	}
	lease := unknownLease
	if seconds, err := strconv.ParseInt(q.Get("hub.lease_seconds"), 10, 64); err == nil && seconds > 0 {
		lease = time.Duration(min(seconds, int64(longestLease/time.Second))) * time.Second
	}
	ok, err := s.Hubs.Verify(r.Context(), r.PathValue("token"), mode, q.Get("hub.topic"), q.Get("hub.reason"), lease)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, news.ErrNotFound
	case mode == "denied":
		challenge = ""
	}
	return plain(http.StatusOK, challenge), nil
}

// hubPushes takes what a hub pushes (WebSub, section 7). The answer tells nothing of whether it was believed.
func (s *Site) hubPushes(r *http.Request) (*reply, error) {
	err := s.Hubs.Push(r.Context(), r.PathValue("token"), r.Header.Get("Content-Type"), r.Header.Values("X-Hub-Signature"), r.Body)
	switch {
	case errors.Is(err, news.ErrNotFound):
		return plain(http.StatusGone, "nobody asks for this any more"), nil // which ends the subscription at the hub
	case err != nil:
		return nil, err
	}
	return plain(http.StatusAccepted, ""), nil
}

// direct runs an action for another machine: no session, no page, nothing kept.
func (s *Site) direct(do action, most int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, most)
		answer, err := do(r)
		if err != nil {
			status := statusOf(err)
			if status >= http.StatusInternalServerError && r.Context().Err() == nil {
				s.Log.Error("call failed", "err", err)
			}
			answer = plain(status, http.StatusText(status))
		}
		answer.write(w, r, true)
	})
}

// plain is a reply in words, for a machine, that nobody keeps.
func plain(status int, words string) *reply {
	return &reply{status: status, kind: "text/plain; charset=utf-8", body: []byte(words), fresh: true}
}
