package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/fetch"
)

func TestRetryAfterSilencesTheHost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status int
		header string
		least  time.Duration
	}{
		{429, "120", 110 * time.Second},
		{503, time.Now().Add(2 * time.Hour).UTC().Format(http.TimeFormat), 110 * time.Minute},
		{429, "", 50 * time.Second},
		{429, "99999999999", 23 * time.Hour},
	} {
		calls := atomic.Int32{}
		c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			calls.Add(1)
			if test.header != "" {
				w.Header().Set("Retry-After", test.header)
			}
			w.WriteHeader(test.status)
		})
		refusal(t, c, fetch.Request{URL: url + "/a"}, fetch.Failed, fmt.Sprint(test.status))
		e := refusal(t, c, fetch.Request{URL: url + "/b"}, fetch.Failed, "wants no calls")
		if calls.Load() != 1 || !e.Temporary || e.RetryAfter < test.least || e.RetryAfter > 25*time.Hour {
			t.Errorf("%+v: got %d calls, %+v", test, calls.Load(), e)
		}
	}
}

func TestABurstOfRefusalsSilencesTheHost(t *testing.T) {
	t.Parallel()
	calls := atomic.Int32{}
	c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.WriteHeader(403)
	})
	for range 10 {
		refusal(t, c, fetch.Request{URL: url}, fetch.Blocked, "403")
	}
	if calls.Load() != 3 {
		t.Errorf("got %d calls, want 3", calls.Load())
	}
}

func TestPaceOfAHost(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int32
	c, url := serve(t, fetch.Options{PerHost: 2, HostGap: 20 * time.Millisecond}, func(w http.ResponseWriter, r *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer now.Add(-1)
		select {
		case <-time.After(30 * time.Millisecond):
		case <-r.Context().Done():
		}
	})
	began := time.Now()
	errs := make(chan error)
	for range 6 {
		go func() {
			_, err := c.Get(context.Background(), fetch.Request{URL: url})
			errs <- err
		}()
	}
	for range 6 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if most.Load() > 2 {
		t.Errorf("got %d calls at a time, want at most 2", most.Load())
	}
	if took := time.Since(began); took < 100*time.Millisecond {
		t.Errorf("six calls with a gap of 20 ms took %v", took)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ended, fetch.Request{URL: url}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
