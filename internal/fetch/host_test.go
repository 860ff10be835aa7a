package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/fetch"
)

func TestPaceOfAHost(t *testing.T) {
	t.Parallel()
	const gap, calls = time.Second, 12
	var mu sync.Mutex
	var starts []time.Time
	now, most := 0, 0
	virtual(t, fetch.Options{PerHost: 2, HostGap: gap}, func(http.ResponseWriter, *http.Request) {
		mu.Lock()
		starts = append(starts, time.Now())
		now++
		most = max(most, now)
		mu.Unlock()
		wait(1500 * time.Millisecond)
		mu.Lock()
		now--
		mu.Unlock()
	}, func(t *testing.T, c *fetch.Client) {
		var calling sync.WaitGroup
		for range calls {
			calling.Go(func() {
				if _, err := c.Get(context.Background(), fetch.Request{URL: "http://gull.example/"}); err != nil {
					t.Error(err)
				}
			})
		}
		calling.Wait()
	})
	gaps := map[time.Duration]bool{}
	for i := range len(starts) - 1 {
		pause := starts[i+1].Sub(starts[i])
		if gaps[pause] = true; pause < gap {
			t.Errorf("call %d came %v after the one before, want at least %v", i+1, pause, gap)
		}
	}
	if most != 2 || len(starts) != calls {
		t.Errorf("got at most %d of %d calls at a time, want 2 of %d", most, len(starts), calls)
	}
	if len(gaps) < 3 {
		t.Errorf("the pauses %v do not vary", gaps)
	}
}

func TestHostsDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	virtual(t, fetch.Options{PerHost: 1, HostGap: time.Hour}, func(http.ResponseWriter, *http.Request) {}, func(t *testing.T, c *fetch.Client) {
		began := time.Now()
		for i := range 20 {
			mustGet(t, c, fetch.Request{URL: fmt.Sprintf("http://gull%d.example/", i)})
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("twenty hosts took %v", took)
		}
		e := fault(t, c, "http://gull1.example/") // nobody waits for an hour
		if !e.Temporary || e.RetryAfter == 0 || !e.Held || time.Since(began) > 3*time.Minute {
			t.Errorf("got %+v after %v", e, time.Since(began))
		}
	})
}

func TestWhoStopsWaitingIsGone(t *testing.T) {
	t.Parallel()
	c, address := serve(t, fetch.Options{}, func(http.ResponseWriter, *http.Request) {})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ended, fetch.Request{URL: address}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestARedirectWaitsForItsHostToo(t *testing.T) {
	t.Parallel()
	called := atomic.Int32{}
	virtual(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "tern.example" {
			called.Add(1)
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(429)
			return
		}
		http.Redirect(w, r, "http://tern.example/", http.StatusFound)
	}, func(t *testing.T, c *fetch.Client) {
		fault(t, c, "http://tern.example/")
		if e := fault(t, c, "http://gull.example/"); !e.Held || called.Load() != 1 || !strings.Contains(e.URL, "tern.example") {
			t.Errorf("got %+v and %d calls", e, called.Load())
		}
	})
}

func TestMemoryOfHostsIsBounded(t *testing.T) {
	t.Parallel()
	c := fetch.New(fetch.Options{})
	t.Cleanup(c.Close)
	file := strings.Repeat("Disallow: /private\n", 1000)
	for i := range 60_000 {
		c.Remember(fmt.Sprintf("h%d.example", i), file[:min(len(file), i%4000*10)], i%2 == 0)
	}
	if hosts, origins, bytes := c.Sizes(); hosts > 40_000 || origins > 40_000 || bytes > 70<<20 {
		t.Errorf("got %d hosts, %d files of %d bytes", hosts, origins, bytes)
	}
}
