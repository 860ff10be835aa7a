package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/news"
)

// lateShelf takes its time over every story's name, and counts how many it looks for at once.
type lateShelf struct {
	*shelf
	takes           time.Duration
	mu              sync.Mutex
	now, most, made int
}

func (s *lateShelf) StoryName(ctx context.Context, id news.StoryID) (news.Story, error) {
	s.mu.Lock()
	s.now++
	s.made++
	s.most = max(s.most, s.now)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.now--
		s.mu.Unlock()
	}()
	select {
	case <-ctx.Done():
		return news.Story{}, ctx.Err()
	case <-time.After(s.takes):
		return s.shelf.StoryName(ctx, id)
	}
}

// TestACrowdWaitsInALine sends a thousand readers for as many slow pages: few are made at once, what is kept is given at once, and
// whose turn does not come is told to come back.
func TestACrowdWaitsInALine(t *testing.T) {
	t.Parallel()
	s := &lateShelf{shelf: world(pictures)}
	o := options(s.shelf)
	synctest.Test(t, func(t *testing.T) {
		o.Reader, o.KeepFor = s, time.Minute
		site := newSite(t, o)
		get(t, site, "/story/1") // is kept
		s.takes = 9 * time.Second
		began := time.Now()
		var readers sync.WaitGroup
		var mu sync.Mutex
		statuses := map[int]int{}
		ask := func(path string) {
			readers.Go(func() {
				w := httptest.NewRecorder()
				site.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
				mu.Lock()
				defer mu.Unlock()
				statuses[w.Code]++
				if w.Code == http.StatusServiceUnavailable && (time.Since(began) != 5*time.Second || w.Header().Get("Retry-After") == "" || w.Header().Get("Cache-Control") != "no-store") {
					t.Errorf("503 after %v with %v, want one after 5 s with Retry-After, not kept", time.Since(began), w.Header())
				}
			})
		}
		for i := range 1000 {
			ask(fmt.Sprintf("/story/1?x=%d", i))
			synctest.Wait()
		}
		places := max(4, 2*runtime.GOMAXPROCS(0))
		s.mu.Lock()
		making := s.now
		s.mu.Unlock()
		if making != places {
			t.Errorf("%d pages are made at once, want %d", making, places)
		}
		if get(t, site, "/story/1"); time.Since(began) != 0 {
			t.Errorf("a kept page came after %v, want at once", time.Since(began))
		}
		ask("/story/1?x=0") // in the making
		ask("/story/1?x=999")
		readers.Wait()
		if statuses[http.StatusMovedPermanently] != places+1 || statuses[http.StatusServiceUnavailable] != 1001-places || s.most != places || s.made != places+1 {
			t.Errorf("got %v, %d at once, %d in all; want %d made and the others turned away", statuses, s.most, s.made, places)
		}

		s.takes = time.Millisecond
		for i := range 1000 { // enough time for all: nobody holds a place for ever
			ask(fmt.Sprintf("/story/1?y=%d", i/10))
		}
		readers.Wait()
		if got := statuses[http.StatusMovedPermanently]; got != places+1+1000 || s.made != places+1+100 {
			t.Errorf("afterwards %d of 1000 readers got a page, %d were made; want all, of 100", got-places-1, s.made-places-1)
		}
	})
}

// TestPagesMadeForOneEndWithTheReader has nothing kept: who leaves the line frees its place in it.
func TestPagesMadeForOneEndWithTheReader(t *testing.T) {
	t.Parallel()
	s := &lateShelf{shelf: world(pictures), takes: time.Second}
	o := options(s.shelf)
	synctest.Test(t, func(t *testing.T) {
		o.Reader, o.KeepFor = s, -1
		site := newSite(t, o)
		places := max(4, 2*runtime.GOMAXPROCS(0))
		ctx, leave := context.WithCancel(t.Context())
		var readers sync.WaitGroup
		ask := func(ctx context.Context) {
			readers.Go(func() {
				site.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/story/1", nil))
			})
		}
		for range places {
			ask(t.Context())
		}
		synctest.Wait()
		for range 1000 {
			ask(ctx)
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		began := time.Now()
		if w := get(t, site, "/story/1"); w.Code != http.StatusMovedPermanently || time.Since(began) != 2*time.Second {
			t.Errorf("the next reader got %d after %v, want a page after 2 s: behind those who stay", w.Code, time.Since(began))
		}
		readers.Wait()
		if s.made != places+1 {
			t.Errorf("%d pages were made, want %d and the next reader's: none for those who left", s.made, places)
		}
	})
}
