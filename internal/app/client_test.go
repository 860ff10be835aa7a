package app

import (
	"path/filepath"
	"testing"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/store"
)

// TestOnlyThePressIsNear holds the door through which publishers could lead us to this machine's own services.
func TestOnlyThePressIsNear(t *testing.T) {
	t.Parallel()
	press, err := demo.New(demo.Options{Now: time.Date(2031, 5, 17, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := newCaller(t.Context(), Gathering{FetchTimeout: time.Second, MaxPageBytes: 1 << 20}, holds{store: db})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	h := newDemoHost(nil, c, time.Now, func() {})
	const near = "http://harbour-times.localhost:4711/rss.xml"
	if c.isPress(near) {
		t.Error("there is no press yet, and it may be called")
	}
	h.allow(press, 4711)
	for address, want := range map[string]bool{
		near:                                      true,
		"http://harbour-times.localhost/":         false,
		"http://harbour-times.localhost:80/":      false,
		"https://harbour-times.localhost:4711/":   false,
		"http://database.localhost:4711/":         false,
		"http://localhost:4711/":                  false,
		"http://127.0.0.1:4711/":                  false,
		"http://harbour-times.localhost:4711@x/":  false,
		"http://x.harbour-times.localhost:4711/":  false,
		"file://harbour-times.localhost:4711/etc": false,
	} {
		if got := c.isPress(address); got != want {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
	}
	c.hosts.Store(nil)
	if c.isPress(near) {
		t.Error("the press is gone, and it may still be called")
	}
}
