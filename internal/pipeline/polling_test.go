package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
)

// shelf is a store of feeds in memory. It notes when each was polled.
type shelf struct {
	pipeline.Store // what polling does not need

	mu     sync.Mutex
	began  time.Time
	feeds  []news.Feed
	polled map[string]time.Duration
	off    int // put off
}

func newShelf(addresses ...string) *shelf {
	s := &shelf{began: time.Now(), polled: map[string]time.Duration{}}
	for i, address := range addresses {
		s.feeds = append(s.feeds, news.Feed{ID: news.FeedID(i + 1), URL: address, NextPollAt: s.began})
	}
	return s
}

func (s *shelf) ClaimFeeds(_ context.Context, now, until time.Time, limit int) (due []news.Feed, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.feeds {
		if f := &s.feeds[i]; len(due) < limit && !f.NextPollAt.After(now) && !f.LeaseUntil.After(now) {
			f.LeaseUntil = until
			due = append(due, *f)
		}
	}
	return due, nil
}

func (s *shelf) SaveEntries(ctx context.Context, polls []news.Poll, now time.Time) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, poll := range polls {
		f := poll.Feed
		if f.ID == 0 {
			return 0, errors.New("an empty poll is to be saved")
		}
		f.LeaseUntil = time.Time{}
		s.feeds[f.ID-1] = f
		if f.PolledAt.IsZero() {
			s.off++
		} else {
			s.polled[f.URL] = now.Sub(s.began)
		}
	}
	return 0, ctx.Err()
}

func (s *shelf) pollAll(t *testing.T, p *pipeline.Pipeline) {
	t.Helper()
	for range 100 {
		if err := p.PollDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(s.polled) == len(s.feeds) {
			return
		}
		time.Sleep(time.Second)
	}
	t.Fatalf("only %d of %d feeds were polled", len(s.polled), len(s.feeds))
}

func addresses(format string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf(format, i))
	}
	return all
}

// TestASlowHostHoldsUpNobodyElse: with batches, each of which has a slow feed, this took 30 seconds for each batch.
func TestASlowHostHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(addresses("http://h%d.invalid/feed", 200)...)
		p := pipeline.New(pipeline.Options{Store: s, Lanes: 1, Polls: 40, Batch: 8, Fetcher: script(func(r fetch.Request) (*fetch.Response, error) {
			if strings.Contains(r.URL, "7.invalid") {
				time.Sleep(30 * time.Second)
			}
			return answer(small), nil
		})})
		s.pollAll(t, p)
		for address, took := range s.polled {
			if slow := strings.Contains(address, "7.invalid"); slow && took > 35*time.Second || !slow && took > 5*time.Second {
				t.Errorf("%s was saved after %v", address, took)
			}
		}
	})
}

// TestTheFeedsOfOneHostLeaveRoomForOthers: they come first, all wait for the same host, and may not fill all places.
func TestTheFeedsOfOneHostLeaveRoomForOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(append(addresses("http://big.invalid/%d", 60), addresses("http://h%d.invalid/feed", 60)...)...)
		turn := make(chan struct{}, 1)
		var mu sync.Mutex
		waiting, most := 0, 0
		p := pipeline.New(pipeline.Options{Store: s, Polls: 30, Fetcher: script(func(r fetch.Request) (*fetch.Response, error) {
			if strings.Contains(r.URL, "big") {
				mu.Lock()
				waiting++
				most = max(most, waiting)
				mu.Unlock()
				turn <- struct{}{}
				time.Sleep(time.Second)
				<-turn
				mu.Lock()
				waiting--
				mu.Unlock()
			}
			return answer(small), nil
		})})
		s.pollAll(t, p)
		for address, took := range s.polled {
			if big := strings.Contains(address, "big"); big && took > 3*time.Minute || !big && took > 5*time.Second {
				t.Errorf("%s was saved after %v", address, took)
			}
		}
		if most > 8 || s.off == 0 {
			t.Errorf("%d feeds of one host were under way and %d put off, want 8 at most and some", most, s.off)
		}
		for _, f := range s.feeds {
			if f.Failures > 0 || f.Health.Polls != 1 {
				t.Errorf("%s: %d failures in %d polls, want none in one", f.URL, f.Failures, f.Health.Polls)
			}
		}
	})
}

// TestWhatWasPolledIsSavedWhenTheProgramStops though another feed has not answered yet.
func TestWhatWasPolledIsSavedWhenTheProgramStops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("http://a.invalid/", "http://never.invalid/", "http://b.invalid/")
		ctx, cancel := context.WithCancel(t.Context())
		p := pipeline.New(pipeline.Options{Store: s, Lanes: 1, Fetcher: fetching(func(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
			if strings.Contains(r.URL, "never") {
				time.Sleep(time.Millisecond) // the others are back, and not saved yet
				cancel()
				<-ctx.Done()
				return nil, ctx.Err()
			}
			return answer(small), nil
		})})
		if err := p.PollDue(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was cancelled", err)
		}
		if len(s.polled) != 2 || s.off != 0 {
			t.Errorf("saved %v, want the two that answered", s.polled)
		}
	})
}

// fetching is a script that knows when it is to stop.
type fetching func(ctx context.Context, r fetch.Request) (*fetch.Response, error)

func (f fetching) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	return f(ctx, r)
}
