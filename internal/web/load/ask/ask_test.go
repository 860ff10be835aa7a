package ask_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/web/load/ask"
)

// TestMeasure asks a site of three pages, of which one has moved and one is gone.
func TestMeasure(t *testing.T) {
	t.Parallel()
	var moved, anew atomic.Int64
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("anew") {
			anew.Add(1)
		}
		switch r.URL.Path {
		case "/old":
			moved.Add(1)
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case "/gone":
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer site.Close()
	mixed := []string{site.URL + "/old", site.URL + "/gone", site.URL + "/here"}
	o := ask.Options{Connections: 4, Requests: 400, Seed: 1}
	r := ask.Measure(t.Context(), ask.Client(4), o, mixed)
	if len(r.Took) != 400 || r.Failed != 0 || r.Statuses[200]+r.Statuses[404] != 400 || r.Statuses[404] < 50 || r.Statuses[404] > 220 {
		t.Errorf("got %s", r)
	}
	if n := moved.Load(); n < 1 || n > 4 { // each connection may be on its way when another one learns of it
		t.Errorf("what has moved was asked %d times at its old place", n)
	}
	moved.Store(0)
	settled, err := ask.Settle(t.Context(), ask.Client(4), 4, mixed)
	if want := []string{site.URL + "/new", mixed[1], mixed[2]}; err != nil || !slices.Equal(settled, want) || moved.Load() != 1 {
		t.Errorf("settled: got %v, %v", settled, err)
	}
	o.Zipf, o.Anew = 3, true
	r = ask.Measure(t.Context(), ask.Client(4), o, mixed)
	if r.Statuses[404] < 5 || r.Statuses[404] > 100 || anew.Load() < 400 {
		t.Errorf("%d times anew: %s", anew.Load(), r)
	}
	o = ask.Options{Connections: 4, Requests: 20, Rate: 200, Choose: func(*rand.Rand) func() int { return func() int { return 2 } }}
	if r = ask.Measure(t.Context(), ask.Client(4), o, mixed); r.Statuses[200] != 20 || r.Elapsed < 95*time.Millisecond {
		t.Errorf("at a rate: %s in %v", r, r.Elapsed)
	}
	site.Close()
	if _, err := ask.Settle(t.Context(), ask.Client(4), 4, mixed); err == nil {
		t.Error("settled on a site that is not there")
	}
	o.Requests = 3
	if r = ask.Measure(t.Context(), ask.Client(4), o, mixed); r.Failed != 3 || !strings.Contains(r.String(), "3 without an answer") {
		t.Errorf("got %s", r)
	}
}
