package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// slowShelf takes its time over every search, as a store does over a word that is everywhere.
type slowShelf struct {
	*shelf
	takes    time.Duration
	mu       sync.Mutex
	searches int
}

func (s *slowShelf) Search(ctx context.Context, q query.Node, f news.Filter) (news.Found, error) {
	s.mu.Lock()
	s.searches++
	s.mu.Unlock()
	select {
	case <-ctx.Done():
		return news.Found{}, fmt.Errorf("search: %w", ctx.Err())
	case <-time.After(s.takes):
		return s.shelf.Search(ctx, q, f)
	}
}

func TestSlowReadsAreStopped(t *testing.T) {
	t.Parallel()
	for name, keepFor := range map[string]time.Duration{"kept": time.Second, "anew": -1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(world(pictures)) // out of the bubble: the sessions' package starts what only ends by and by
			synctest.Test(t, func(t *testing.T) {
				o.Reader, o.KeepFor = &slowShelf{shelf: world(pictures), takes: time.Hour}, keepFor
				site := newSite(t, o)
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					began := time.Now()
					w := httptest.NewRecorder()
					site.ServeHTTP(w, httptest.NewRequest(method, "/search?q=the", nil))
					if took := time.Since(began); took != 10*time.Second {
						t.Errorf("%s: stopped after %v, want 10 s", method, took)
					}
					if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || w.Header().Get("Cache-Control") != "no-store" {
						t.Errorf("%s: got %d, %v; want 503 with Retry-After, not kept", method, w.Code, w.Header())
					}
					if !strings.Contains(w.Body.String(), "took too long") {
						t.Errorf("%s: got no friendly page: %.300s", method, w.Body)
					}
				}
			})
		})
	}
}

// TestACrowdCostsOneRead sends readers for one slow page, some while it is made and some after; one does not wait.
func TestACrowdCostsOneRead(t *testing.T) {
	t.Parallel()
	s := &slowShelf{shelf: world(pictures), takes: 5 * time.Second}
	o := options(s.shelf)
	synctest.Test(t, func(t *testing.T) {
		o.Reader, o.KeepFor = s, time.Second
		site := newSite(t, o)
		var crowd sync.WaitGroup
		for i := range 100 {
			crowd.Go(func() {
				time.Sleep(time.Duration(i) * 80 * time.Millisecond) // the last comes 3 s after the page was made
				ctx, leave := context.WithCancel(t.Context())
				defer leave()
				if i == 0 {
					time.AfterFunc(time.Second, leave)
				}
				w := httptest.NewRecorder()
				site.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/search?q=strike", nil))
				if w.Code != http.StatusOK {
					t.Errorf("reader %d: got %d, want 200", i, w.Code)
				}
			})
		}
		crowd.Wait()
		if s.searches != 1 {
			t.Errorf("a crowd cost %d searches, want 1", s.searches)
		}
	})
}

func TestAReaderMayLeaveTheCrowd(t *testing.T) {
	t.Parallel()
	s := &slowShelf{shelf: world(pictures), takes: 5 * time.Second}
	o := options(s.shelf)
	synctest.Test(t, func(t *testing.T) {
		o.Reader, o.KeepFor = s, time.Second
		site := newSite(t, o)
		go get(t, site, "/search?q=strike")
		synctest.Wait()
		ctx, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		began := time.Now()
		site.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/search?q=strike", nil))
		if took := time.Since(began); took != time.Second {
			t.Errorf("a reader who left was held for %v, want 1 s", took)
		}
		time.Sleep(5 * time.Second)
	})
}

// TestKeptPagesAreBounded asks for more pages than are kept, and for none twice.
func TestKeptPagesAreBounded(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	o := options(s)
	synctest.Test(t, func(t *testing.T) {
		o.KeepFor = time.Hour
		site := newSite(t, o)
		again := func(path string) bool {
			before := s.reads
			get(t, site, path)
			return s.reads == before
		}
		again("/story/1")
		if !again("/story/1") {
			t.Error("a page asked for twice was made twice")
		}
		for i := range 2500 { // redirects: their bodies weigh nothing
			again(fmt.Sprintf("/story/1?x=%d", i))
		}
		if !again("/story/1") || !again("/story/1?x=2499") {
			t.Error("of 2,501 small pages the oldest or the newest is not kept")
		}
		for i := range 500 {
			again(fmt.Sprintf("/story/1?%s=%d", strings.Repeat("x", 150_000), i)) // addresses of 75 MB, each of them kept twice: as what was asked for, and as where it leads
		}
		if again("/story/1?x=2499") {
			t.Error("more than 80 MB are kept")
		}
		time.Sleep(2 * time.Hour)
		if again("/story/1") {
			t.Error("a page is kept past its time")
		}
	})
}

// TestAStoryIsKeptWhileItStands: past its second a page is made anew when its story's mark is another one, after ten minutes in any
// case, and at once when the owner changed something.
func TestAStoryIsKeptWhileItStands(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	o := options(s)
	synctest.Test(t, func(t *testing.T) {
		o.KeepFor = time.Second
		site := newSite(t, o)
		path := get(t, site, "/story/1").Header().Get("Location")
		made := func() bool { // a check is one read
			before := s.reads
			if w := get(t, site, path); w.Code != http.StatusOK {
				t.Fatalf("got %d", w.Code)
			}
			return s.reads > before+1
		}
		if !made() || made() {
			t.Error("the page was not made, or made twice")
		}
		for range 5 {
			time.Sleep(10 * time.Second)
			if made() {
				t.Error("made anew though the story is as it was")
			}
		}
		s.mark++
		if made() {
			t.Error("made anew within its second")
		}
		time.Sleep(2 * time.Second)
		if !made() || made() {
			t.Error("not made anew though the story changed, or twice")
		}
		for range 66 {
			time.Sleep(9 * time.Second)
			if made() {
				t.Error("made anew though the story is as it was")
			}
		}
		time.Sleep(7 * time.Second)
		if !made() {
			t.Error("kept for more than ten minutes")
		}
		owner := signedIn(t, site, s)
		made()
		post(t, site, "/preferences", "theme=dark")
		if made() {
			t.Error("made anew because a visitor chose something")
		}
		post(t, site, "/preferences", "theme=dark", owner)
		if !made() {
			t.Error("kept though the owner changed something")
		}
	})
}
