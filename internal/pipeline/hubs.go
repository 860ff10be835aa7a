package pipeline

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// Poster sends a form to one address; [fetch.Client] is the polite one.
type Poster interface {
	Post(ctx context.Context, r fetch.PostRequest) (*fetch.Response, error)
}

type hubStore interface {
	SettleHubs(ctx context.Context, callback string, now time.Time) error
	ClaimHubs(ctx context.Context, now, until time.Time, limit int) ([]news.HubWork, error)
	SaveHubs(ctx context.Context, answers []news.HubAnswer) error
	pushStore
}

const (
	hubLease    = 10 * 24 * time.Hour // asked for
	minHubLease = time.Hour           // the least and the most that is believed
	maxHubLease = 30 * 24 * time.Hour
	minHubRetry = 15 * time.Minute // in which a hub has to verify, and after which it is asked again; doubled by every failure
	maxHubRetry = 24 * time.Hour
)

// hubs asks the hubs that feeds name to push: those that are new, those whose lease is to be renewed, those that failed
// a while ago. Whether they will shows when they call back, see [Pipeline.Verify]. It returns how many it asked. Without
// a public address there is nobody to call, so nothing is asked.
func (p *Pipeline) hubs(ctx context.Context) (int, error) {
	now := time.Now()
	if !p.settled {
		if err := p.Store.SettleHubs(ctx, p.Callback, now); err != nil {
			return 0, err
		}
		p.settled = true
	}
	if p.Callback == "" || p.Poster == nil {
		return 0, nil
	}
	due, err := p.Store.ClaimHubs(ctx, now, now.Add(p.Lease), p.Batch)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	asking, cancel := context.WithTimeout(ctx, p.Lease*3/4)
	defer cancel()
	answers := each(asking, p.Workers, due, p.askHub)
	if ctx.Err() != nil {
		return 0, ctx.Err() // stopped half-way: the leases lapse and the hubs are asked again
	}
	return len(due), p.Store.SaveHubs(ctx, answers)
}

// askHub asks one hub to push one feed (WebSub, section 5.1).
func (p *Pipeline) askHub(ctx context.Context, w news.HubWork) news.HubAnswer {
	answer := news.HubAnswer{FeedID: w.FeedID, Callback: p.Callback, RetryAt: time.Now().Add(hubRetry(w.Failures)), LeaseUntil: w.LeaseUntil}
	form := url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {w.Hub.Topic}, "hub.callback": {p.Callback + w.Token},
		"hub.lease_seconds": {strconv.Itoa(int(hubLease / time.Second))},
		"hub.verify":        {"async"}, // hubs of before 2014 insist on it, later ones ignore it
	}
	if tellSecret(w.Hub) {
		form.Set("hub.secret", w.Secret)
	}
	_, err := p.Poster.Post(ctx, fetch.PostRequest{URL: w.Hub.URL, Form: form})
	if err == nil {
		return answer
	}
	answer.Problem = "the hub did not take the request: " + err.Error()
	if e, ok := errors.AsType[*fetch.Error](err); ok {
		answer.RetryAt = time.Now().Add(max(hubRetry(w.Failures), e.RetryAfter))
	}
	if w.Failures == 0 {
		p.Log.Warn("a hub does not take a subscription", "feed", w.FeedID, "url", w.Hub.URL, "err", err)
	}
	return answer
}

func hubRetry(failures int) time.Duration {
	return min(minHubRetry<<min(failures, 10), maxHubRetry)
}

// tellSecret reports whether a hub may know the secret, which makes its pushes believed. Over an open line others read
// it too, and then could forge what the feed says; where the feed itself comes over an open line they can anyway.
func tellSecret(h news.Hub) bool {
	hub, err := url.Parse(h.URL)
	if err != nil {
		return false
	}
	topic, err := url.Parse(h.Topic)
	return err == nil && (hub.Scheme == "https" || topic.Scheme == "http")
}
