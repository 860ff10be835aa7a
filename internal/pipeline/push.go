package pipeline

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // hubs of 0.4 sign with nothing else, and in an HMAC it holds
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"

	"golang.org/x/time/rate"
)

type pushStore interface {
	HubByToken(ctx context.Context, token string) (news.Feed, news.HubWork, error)
	ConfirmHub(ctx context.Context, token, topic string, now, until, next time.Time) error
	DenyHub(ctx context.Context, token, topic, problem string, now, next time.Time) error
	HintHub(ctx context.Context, id news.FeedID, problem string, now time.Time) error
	SavePush(ctx context.Context, id news.FeedID, entries []news.Entry, now time.Time) (int, error)
}

// Verify answers a hub that asks whether a subscription is meant (WebSub, section 5.3), and hears its denials (5.2).
// Only what was asked for, and is still wanted, is confirmed. Nobody here ever asks to unsubscribe: a feed that is removed
// answers no more, which ends the subscription at the hub, at the latest with its lease; so who asks in our name is
// refused.
func (p *Pipeline) Verify(ctx context.Context, token, mode, topic, reason string, lease time.Duration) (ok bool, err error) {
	now := time.Now()
	switch mode {
	case "subscribe":
		lease = min(max(lease, minHubLease), maxHubLease)
		err = p.Store.ConfirmHub(ctx, token, topic, now, now.Add(lease), now.Add(lease*3/5))
	case "denied":
		problem := "the hub denies the subscription"
		if reason = strings.TrimSpace(reason); reason != "" {
			problem += fmt.Sprintf(": %.200s", reason)
		}
		err = p.Store.DenyHub(ctx, token, topic, problem, now, now.Add(maxHubRetry))
	default:
		return false, nil
	}
	if errors.Is(err, news.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Push takes what a hub sends (WebSub, section 7). What it signed with our secret is saved like what a poll brings,
// without touching the state of polling. Anything else is only a hint: it makes the feed due, and is no error, because a
// sender must not learn whether it was believed. The error is [news.ErrNotFound] for a subscription that is none,
// [news.ErrUnavailable] when too many push at once, [news.ErrInvalid] when the body breaks off.
func (p *Pipeline) Push(ctx context.Context, token, contentType string, signatures []string, body io.Reader) error {
	f, w, err := p.Store.HubByToken(ctx, token)
	if err != nil {
		return err
	}
	if !p.pushes.allow(f.ID) {
		return p.hint(ctx, w, "the hub pushes so often that the feed was polled instead")
	}
	if !p.pushes.begin() {
		return fmt.Errorf("push for feed %d: too many at once: %w", f.ID, news.ErrUnavailable)
	}
	defer p.pushes.end()
	bytes, err := io.ReadAll(body)
	if _, long := errors.AsType[*http.MaxBytesError](err); long {
		return p.hint(ctx, w, "the last push was too large, so the feed was polled instead")
	}
	if err != nil {
		return fmt.Errorf("push for feed %d: %w: %w", f.ID, news.ErrInvalid, err)
	}
	document, doubt := believe(f, w, contentType, signatures, bytes)
	if doubt != "" {
		return p.hint(ctx, w, doubt)
	}
	added, err := p.Store.SavePush(ctx, f.ID, p.own(f, document.Entries), time.Now())
	if err != nil {
		return err
	}
	p.Log.Info("pushed", "feed", f.ID, "n", added)
	p.stages["articles"].ring()
	return nil
}

// believe reads a push, or says why it is only a hint.
func believe(f news.Feed, w news.HubWork, contentType string, signatures []string, body []byte) (*feed.Document, string) {
	switch {
	case f.Kind != news.FeedPlain:
		return nil, "what is read is not the feed that the hub pushes"
	case !tellSecret(w.Hub):
		return nil, "the hub is called without encryption, so its pushes only make the feed be polled"
	case !signed(w.Secret, body, signatures):
		return nil, "the last push did not bear our signature, so the feed was polled instead"
	}
	document, err := feed.Parse(body, feed.Context{URL: w.Hub.Topic, ContentType: contentType, Now: time.Now()})
	if err != nil {
		return nil, "the last push could not be read, so the feed was polled instead: " + err.Error()
	}
	return document, ""
}

// hint makes the feed due; while a poll is promised already there is nothing to do.
func (p *Pipeline) hint(ctx context.Context, w news.HubWork, why string) error {
	now := time.Now()
	if w.PollAt.After(now) {
		return nil
	}
	p.Log.Debug("a push is not believed", "feed", w.FeedID, "err", why)
	if err := p.Store.HintHub(ctx, w.FeedID, why, now); err != nil {
		return err
	}
	p.Nudge()
	return nil
}

// maxSignatures is how many are tried: each costs a walk over the body.
const maxSignatures = 4

// signed reports whether one of the X-Hub-Signature headers fits the body (WebSub, section 7.1).
func signed(secret string, body []byte, signatures []string) bool {
	methods := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}
	for _, signature := range signatures[:min(len(signatures), maxSignatures)] {
		method, sum, _ := strings.Cut(strings.TrimSpace(signature), "=")
		create := methods[strings.ToLower(method)]
		got, err := hex.DecodeString(sum)
		if create == nil || err != nil {
			continue
		}
		mac := hmac.New(create, []byte(secret))
		mac.Write(body)
		if hmac.Equal(mac.Sum(nil), got) {
			return true
		}
	}
	return false
}

// Limits of pushes. Only who knows a token comes so far.
const (
	pushesAtOnce = 8 // bodies held in memory
	pushesBurst  = 30
	pushEvery    = 2 * time.Second // for one feed, when a burst is over
)

// pushes bounds what hubs send.
type pushes struct {
	slots chan struct{}

	mu   sync.Mutex
	each map[news.FeedID]*rate.Limiter
}

func newPushes() *pushes {
	return &pushes{slots: make(chan struct{}, pushesAtOnce), each: map[news.FeedID]*rate.Limiter{}}
}

func (p *pushes) allow(id news.FeedID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	limiter := p.each[id]
	if limiter == nil {
		limiter = rate.NewLimiter(rate.Every(pushEvery), pushesBurst)
		p.each[id] = limiter
	}
	return limiter.Allow()
}

func (p *pushes) begin() bool {
	select {
	case p.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

func (p *pushes) end() { <-p.slots }
