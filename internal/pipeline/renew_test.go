package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
)

// moody is a hub without a network: every third time it does not answer.
type moody struct {
	verify func(ctx context.Context, token, mode, topic, reason string, lease time.Duration) (bool, error)
	lease  time.Duration
	asked  []time.Time
}

func (m *moody) Post(ctx context.Context, r fetch.PostRequest) (*fetch.Response, error) {
	m.asked = append(m.asked, time.Now())
	if len(m.asked)%3 == 0 {
		return nil, &fetch.Error{Kind: fetch.Failed, URL: r.URL, Status: 503, Temporary: true, Err: errors.New("the server answers 503")}
	}
	ok, err := m.verify(ctx, path.Base(r.Form.Get("hub.callback")), "subscribe", r.Form.Get("hub.topic"), "", m.lease)
	if err != nil || !ok {
		return nil, fmt.Errorf("verified: %v, %w", ok, err)
	}
	return &fetch.Response{URL: r.URL, Status: 202}, nil
}

// TestLeasesAreRenewed watches two months of a hub that fails now and then.
func TestLeasesAreRenewed(t *testing.T) {
	t.Parallel()
	for lease, want := range map[time.Duration][2]time.Duration{ // shortest and longest time between two requests
		10 * 24 * time.Hour:  {144 * time.Hour, 160 * time.Hour},
		time.Second:          {36 * time.Minute, 40 * time.Minute},       // counts as an hour
		365 * 24 * time.Hour: {18 * 24 * time.Hour, 20 * 24 * time.Hour}, // counts as thirty days
	} {
		t.Run(lease.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { renewals(t, lease, want) })
		})
	}
}

func renewals(t *testing.T, lease time.Duration, want [2]time.Duration) {
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Subscribe(t.Context(), []news.Subscription{{URL: ternURL}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	w := &world{pages: map[string]string{ternURL: tern("https://hub.invalid/", "Ferry sails")}, errors: map[string]error{}, calls: map[string]int{}}
	m := &moody{lease: lease}
	p := pipeline.New(pipeline.Options{Store: s, Fetcher: w, Poster: m, Callback: "https://n.invalid/hub/", Score: rank.Score, Lanes: 1, Idle: want[0] / 20})
	m.verify = p.Verify
	span := min(15*want[1], 60*24*time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), span)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	began := time.Now()
	for hour := 1; ctx.Err() == nil; hour++ {
		select {
		case <-ctx.Done():
		case <-time.After(time.Hour):
		}
		states, err := s.Sources(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if until := states[0].Feeds[0].Health.HubUntil; !until.After(time.Now()) && time.Since(began) > want[0]/10 {
			t.Fatalf("after %d hours the lease has lapsed: %v", hour, time.Since(until))
		}
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if len(m.asked) < int(span/want[1]) || m.asked[0].Sub(began) > want[0]/10 {
		t.Errorf("asked %d times, first after %v", len(m.asked), m.asked[0].Sub(began))
	}
	for i := 1; i < len(m.asked); i++ {
		gap, least := m.asked[i].Sub(m.asked[i-1]), want[0]
		if i%3 == 0 { // after a failure, the third request of three
			least = 15 * time.Minute
		}
		if gap < least || gap > want[1] {
			t.Errorf("request %d came %v after the one before, want %v to %v", i, gap, least, want[1])
		}
	}
}
