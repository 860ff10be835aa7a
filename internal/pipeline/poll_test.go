package pipeline_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
)

// script answers each request by a function of it.
type script func(r fetch.Request) (*fetch.Response, error)

func (s script) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) { return s(r) }

func poll(t *testing.T, f news.Feed, s script) news.Poll {
	t.Helper()
	p := pipeline.New(pipeline.Options{Fetcher: s})
	return p.Poll(t.Context(), f)
}

const small = `<rss version="2.0"><channel><title>The Gull</title><ttl>180</ttl><item><title>A</title><guid>a</guid></item><item><title>B</title><guid>b</guid></item></channel></rss>`

func answer(body string) *fetch.Response {
	return &fetch.Response{URL: feedURL, Status: 200, ETag: `W/"2"`, LastModified: "Mon", Body: []byte(body), Wire: int64(len(body))}
}

func TestPollSendsBackValidatorsAndWishes(t *testing.T) {
	t.Parallel()
	f := news.Feed{ID: 1, URL: feedURL, ETag: `W/"1"`, LastModified: "Sun", Wish: news.FeedWish{
		User: "u", Password: "p", Headers: []news.Header{{Name: "X-Key", Value: "k"}},
	}}
	got := poll(t, f, func(r fetch.Request) (*fetch.Response, error) {
		if r.ETag != `W/"1"` || r.LastModified != "Sun" || r.User != "u" || r.Password != "p" || len(r.Headers) != 1 || r.Headers[0].Value != "k" || !r.IgnoreRobots {
			t.Errorf("request %+v", r)
		}
		return answer(small), nil
	}).Feed
	if got.ETag != `W/"2"` || got.LastModified != "Mon" || got.Health.Polls != 1 || got.Health.Bytes != int64(len(small)) || got.Health.LastEntries != 2 {
		t.Errorf("feed %+v", got)
	}
}

func TestPollKeepsNoValidatorsOfWhatBreaksOff(t *testing.T) {
	t.Parallel()
	got := poll(t, news.Feed{ID: 1, URL: feedURL, ETag: `"0"`}, func(fetch.Request) (*fetch.Response, error) {
		return answer(small[:len(small)-60]), nil
	})
	if got.Feed.ETag != "" || got.Feed.LastModified != "" || len(got.Entries) == 0 || got.Feed.Failures != 0 {
		t.Errorf("got %+v", got)
	}
	// What cannot be read at all leaves the old ones: they belong to the last good document.
	got = poll(t, news.Feed{ID: 1, URL: feedURL, ETag: `"0"`}, func(fetch.Request) (*fetch.Response, error) {
		return answer("<html>sorry"), nil
	})
	if got.Feed.ETag != `"0"` || got.Feed.Failures != 1 || got.Feed.Reason != news.ReasonFailed || got.Feed.Health.Failed != 1 {
		t.Errorf("got %+v", got)
	}
}

// TestPollRemembersWhatTheFeedAsks for: its ttl holds for "not modified" too.
func TestPollRemembersWhatTheFeedAsksFor(t *testing.T) {
	t.Parallel()
	f := poll(t, news.Feed{ID: 1, URL: feedURL}, func(fetch.Request) (*fetch.Response, error) { return answer(small), nil }).Feed
	f = poll(t, f, func(fetch.Request) (*fetch.Response, error) {
		return &fetch.Response{URL: feedURL, Status: 304, NotModified: true}, nil
	}).Feed
	if wait := time.Until(f.NextPollAt); wait < 179*time.Minute || f.Reason != news.ReasonUnchanged || f.Health.Unchanged != 1 || f.ETag != `W/"2"` {
		t.Errorf("wait %v, feed %+v", wait, f)
	}
}

func TestPollTellsWhoKeepsUsOut(t *testing.T) {
	t.Parallel()
	blocked := &fetch.Error{Kind: fetch.Blocked, URL: feedURL, Status: 403, Wall: "DataDome", Err: errors.New("a wall")}
	f := poll(t, news.Feed{ID: 1, URL: feedURL}, func(fetch.Request) (*fetch.Response, error) { return nil, blocked }).Feed
	if f.Reason != news.ReasonBlocked || f.Health.Diagnosis != "DataDome" || f.Stopped {
		t.Errorf("got %+v", f)
	}
	f = poll(t, f, func(fetch.Request) (*fetch.Response, error) { return answer(small), nil }).Feed
	if f.Health.Diagnosis != "" || f.Failures != 0 || f.Reason != news.ReasonNone {
		t.Errorf("the wall is gone, got %+v", f)
	}
}

// TestAHeldHostIsNotAFailure: what was not asked tells nothing of the feed.
func TestAHeldHostIsNotAFailure(t *testing.T) {
	t.Parallel()
	before := news.Feed{ID: 1, URL: feedURL, Reason: news.ReasonUnchanged}
	before.Health.Polls = 7
	f := poll(t, before, func(fetch.Request) (*fetch.Response, error) {
		return nil, &fetch.Error{Kind: fetch.Failed, URL: feedURL, Held: true, RetryAfter: time.Hour, Err: errors.New("wants no calls")}
	}).Feed
	if wait := time.Until(f.NextPollAt); wait < 59*time.Minute || wait > 67*time.Minute || f.Failures != 0 || f.Health.Polls != 7 || !f.PolledAt.IsZero() || f.Reason != news.ReasonUnchanged {
		t.Errorf("next in %v, got %+v", time.Until(f.NextPollAt), f)
	}
}

func TestGoneStopsAFeed(t *testing.T) {
	t.Parallel()
	for status, stops := range map[int]bool{410: true, 404: false} {
		f := poll(t, news.Feed{ID: 1, URL: feedURL}, func(fetch.Request) (*fetch.Response, error) {
			return nil, &fetch.Error{Kind: fetch.Gone, URL: feedURL, Status: status, Err: errors.New("gone")}
		}).Feed
		if f.Stopped != stops || f.Reason != news.ReasonGone {
			t.Errorf("%d: got %+v", status, f)
		}
	}
}

func TestFeedsMoveWhenTheyLeadThereForDays(t *testing.T) {
	t.Parallel()
	const there = "https://gull.invalid/new.xml"
	moved := func(to string) script {
		return func(fetch.Request) (*fetch.Response, error) {
			a := answer(small)
			a.MovedTo = to
			return a, nil
		}
	}
	f := poll(t, news.Feed{ID: 1, URL: feedURL}, moved(there)).Feed
	if f.URL != feedURL || f.Moving.To != there || f.Moving.Since.IsZero() {
		t.Fatalf("the first redirect: got %+v", f)
	}
	since := f.Moving.Since
	if f = poll(t, f, moved(there)).Feed; f.Moving.Since != since || f.URL != feedURL {
		t.Fatalf("the second redirect: got %+v", f)
	}
	ripe := f
	ripe.Moving.Since = time.Now().Add(-73 * time.Hour)
	if f = poll(t, ripe, moved(there)).Feed; f.URL != there || f.Moving.To != "" || f.Health.MovedFrom != feedURL || f.Health.MovedAt.IsZero() {
		t.Errorf("after three days: got %+v", f)
	}
	if f = poll(t, ripe, moved("")).Feed; f.URL != feedURL || f.Moving.To != "" {
		t.Errorf("a redirect that ended: got %+v", f)
	}
	if f = poll(t, ripe, moved("https://gull.invalid/third.xml")).Feed; f.URL != feedURL || time.Since(f.Moving.Since) > time.Minute {
		t.Errorf("a redirect that leads elsewhere now: got %+v", f)
	}
}

// TestSecretsMoveNowhere: what an operator gave for one host is not for where that host leads.
func TestSecretsMoveNowhere(t *testing.T) {
	t.Parallel()
	const elsewhere = "https://tern.invalid/feed.xml"
	for name, wish := range map[string]news.FeedWish{
		"a password": {User: "u", Password: "p"},
		"a header":   {Headers: []news.Header{{Name: "X-Key", Value: "k"}}},
	} {
		ripe := news.Feed{ID: 1, URL: feedURL, Wish: wish, Moving: news.Move{To: elsewhere, Since: time.Now().Add(-73 * time.Hour)}}
		f := poll(t, ripe, func(fetch.Request) (*fetch.Response, error) {
			a := answer(small)
			a.MovedTo = elsewhere
			return a, nil
		}).Feed
		if f.URL != feedURL {
			t.Errorf("%s goes to %s from now on", name, f.URL)
		}
	}
}

func TestAnnouncedMovesAreBelievedWhenEntriesOverlap(t *testing.T) {
	t.Parallel()
	const there = "https://gull.invalid/cast.xml"
	announcing := strings.Replace(small, "<ttl>", `<itunes:new-feed-url xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">`+there+`</itunes:new-feed-url><ttl>`, 1)
	world := func(other string) script {
		return func(r fetch.Request) (*fetch.Response, error) {
			if r.URL == there {
				if r.Password != "" {
					t.Error("the password went elsewhere")
				}
				return answer(other), nil
			}
			return answer(announcing), nil
		}
	}
	secret := news.Feed{ID: 1, URL: feedURL, Wish: news.FeedWish{User: "u", Password: "p"}}
	if f := poll(t, secret, world(strings.ReplaceAll(strings.ReplaceAll(small, ">a<", ">x<"), ">b<", ">y<"))).Feed; f.Moving.To != "" {
		t.Errorf("another feed is there: got %+v", f)
	}
	f := poll(t, secret, world(small)).Feed
	if f.Moving.To != there || !f.Moving.Announced || f.URL != feedURL {
		t.Fatalf("announced: got %+v", f)
	}
	f.Moving.Since = time.Now().Add(-73 * time.Hour)
	kept := poll(t, f, func(fetch.Request) (*fetch.Response, error) {
		return &fetch.Response{URL: feedURL, Status: 304, NotModified: true}, nil
	}).Feed
	if kept.Moving != f.Moving {
		t.Errorf("not modified: got %+v, want the announcement kept", kept.Moving)
	}
	if f = poll(t, f, world(small)).Feed; f.URL != there || f.ETag != "" {
		t.Errorf("after three days: got %+v", f)
	}
}

// TestAStoppedPollIsEmpty: a program that ends must not count it as a failure of the feed.
func TestAStoppedPollIsEmpty(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	p := pipeline.New(pipeline.Options{Fetcher: script(func(fetch.Request) (*fetch.Response, error) {
		cancel()
		return nil, context.Canceled
	})})
	if got := p.Poll(ctx, news.Feed{ID: 1, URL: feedURL}); got.Feed.ID != 0 {
		t.Errorf("got %+v", got)
	}
}
