package api_test

import (
	"context"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/api"
	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// slowShelf searches until it is stopped.
type slowShelf struct{ *shelf }

func (s slowShelf) Search(ctx context.Context, _ query.Node, _ news.Filter) (news.Found, error) {
	<-ctx.Done()
	return news.Found{}, ctx.Err()
}

func TestSlowReadsAreStopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := options(&shelf{})
		o.Reader = slowShelf{&shelf{}}
		began := time.Now()
		w := get(t, api.New(o), "/api/v1/search?q=the")
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("stopped after %v, want 10 s", took)
		}
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("got %d with Retry-After %q, want 503 with one", w.Code, w.Header().Get("Retry-After"))
		}
	})
}

// crowdShelf counts the searches that run at once, each of which takes four seconds.
type crowdShelf struct {
	*shelf
	mu        sync.Mutex
	now, most int
}

func (s *crowdShelf) Search(ctx context.Context, _ query.Node, _ news.Filter) (news.Found, error) {
	s.mu.Lock()
	s.now++
	s.most = max(s.most, s.now)
	s.mu.Unlock()
	time.Sleep(4 * time.Second)
	s.mu.Lock()
	s.now--
	s.mu.Unlock()
	return news.Found{}, ctx.Err()
}

func TestProgramsWaitInALine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &crowdShelf{shelf: &shelf{}}
		o := options(s.shelf)
		o.Reader = s
		handler := api.New(o)
		places := max(2, runtime.GOMAXPROCS(0))
		statuses := map[int]int{}
		var mu sync.Mutex
		var crowd sync.WaitGroup
		began := time.Now()
		for range 5 * places {
			crowd.Go(func() {
				w := get(t, handler, "/api/v1/search?q=the")
				mu.Lock()
				defer mu.Unlock()
				statuses[w.Code]++
				if w.Code != http.StatusOK && (time.Since(began) != 5*time.Second || w.Header().Get("Retry-After") == "") {
					t.Errorf("got %d after %v with Retry-After %q, want 503 after 5 s with one", w.Code, time.Since(began), w.Header().Get("Retry-After"))
				}
			})
		}
		crowd.Wait()
		if s.most != places || statuses[http.StatusOK] != 2*places || statuses[http.StatusServiceUnavailable] != 3*places {
			t.Errorf("%d at once, %v; want %d at once, the first %d answered and the others not", s.most, statuses, places, 2*places)
		}
		if w := get(t, handler, "/api/v1/search?q=the"); w.Code != http.StatusOK {
			t.Errorf("afterwards: got %d", w.Code)
		}
	})
}
