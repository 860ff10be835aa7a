package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
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
	name := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(name, []byte("/old\n/gone\n"+site.URL+"/here\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mixed, err := read(name, site.URL+"/")
	if err != nil || len(mixed) != 3 || mixed[0] != site.URL+"/old" || mixed[2] != site.URL+"/here" {
		t.Fatalf("got %q, %v", mixed, err)
	}
	o := options{workers: 4, n: 400, seed: 1}
	r := measure(t.Context(), client(4), o, mixed)
	if len(r.took) != 400 || r.failed != 0 || r.statuses[200]+r.statuses[404] != 400 || r.statuses[404] < 50 || r.statuses[404] > 220 {
		t.Errorf("got %s", r)
	}
	if n := moved.Load(); n < 1 || n > 4 { // each connection may be on its way when another one learns of it
		t.Errorf("what has moved was asked %d times at its old place", n)
	}
	o.zipf, o.anew = 3, true
	r = measure(t.Context(), client(4), o, mixed)
	if r.statuses[404] < 5 || r.statuses[404] > 100 || anew.Load() < 400 {
		t.Errorf("%d times anew: %s", anew.Load(), r)
	}
	site.Close()
	o.n = 3
	if r = measure(t.Context(), client(4), o, mixed); r.failed != 3 || !strings.Contains(r.String(), "3 without an answer") {
		t.Errorf("got %s", r)
	}
}
