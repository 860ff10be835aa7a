package web_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestWordsOfTimeAreRight: a story's page that is kept says at any time what one made then would say, and is made anew as often as its
// words change, not each time that it is asked for. Some of its stories' times are minutes ago, others months.
func TestWordsOfTimeAreRight(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		o := options(s)
		o.Now = func() time.Time { return now.Add(time.Since(began)) }
		anew := newSite(t, o)
		o.KeepFor = time.Second
		kept := newSite(t, o)
		for _, story := range []string{"/story/1", "/story/3", "/story/14"} {
			path := get(t, anew, story).Header().Get("Location")
			if path == "" {
				t.Fatalf("%s does not move", story)
			}
			made, asked := 0, 0
			step := 2 * time.Second
			for range 200 {
				time.Sleep(step)
				before := s.reads
				got := get(t, kept, path)
				if s.reads > before+1 { // a look at the mark is one read
					made++
				}
				asked++
				want := get(t, anew, path)
				if got.Code != http.StatusOK || got.Body.String() != want.Body.String() {
					t.Fatalf("%s at %s: what is kept says something else than what is made", path, o.Now())
				}
				step = min(step+step/40, 3*time.Minute)
			}
			t.Logf("%s was made %d times for %d requests", path, made, asked)
			if made < 3 || made > asked/2 {
				t.Errorf("%s was made %d times for %d requests", path, made, asked)
			}
		}
	})
}
