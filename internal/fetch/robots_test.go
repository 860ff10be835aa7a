package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"nutgraf/internal/fetch"
)

func TestRobots(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		robots  http.HandlerFunc
		path    string
		allowed bool
		words   string
	}{
		{"none", http.NotFound, "/a", true, ""},
		{"forbidden file", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, "/a", true, ""},
		{"for all", text("User-agent: *\nDisallow: /a"), "/a", false, "robots.txt asks"},
		{"another path", text("User-agent: *\nDisallow: /a"), "/b", true, ""},
		{"for us", text("User-agent: nutgraf\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/a", false, "robots.txt asks"},
		{"for another", text("User-agent: OtherBot\nDisallow: /"), "/a", true, ""},
		{"longest rule wins", text("User-agent: *\nDisallow: /a\nAllow: /a/b"), "/a/b/c", true, ""},
		{"server ails", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "/a", false, "cannot be read"},
		{"too long, first part counts", text("User-agent: *\nDisallow: /a\n" + strings.Repeat("# x\n", 300_000)), "/a", false, "robots.txt asks"},
		{"moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other.txt", http.StatusFound) }, "/a", false, "robots.txt asks"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			asked := atomic.Int32{}
			c, url := serve(t, fetch.Options{UserAgent: "Nutgraf/1.0 (+https://osk.example)", Robots: true}, func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/robots.txt":
					asked.Add(1)
					test.robots(w, r)
				case "/other.txt":
					fmt.Fprint(w, "User-agent: *\nDisallow: /")
				}
			})
			for range 2 {
				if test.allowed {
					if _, err := c.Get(t.Context(), fetch.Request{URL: url + test.path}); err != nil {
						t.Error(err)
					}
				} else {
					refusal(t, c, fetch.Request{URL: url + test.path}, fetch.Blocked, test.words)
				}
			}
			if asked.Load() != 1 {
				t.Errorf("robots.txt was asked for %d times, want once", asked.Load())
			}
			if _, err := c.Get(t.Context(), fetch.Request{URL: url + test.path, IgnoreRobots: true}); err != nil {
				t.Errorf("asked for by a person: %v", err)
			}
		})
	}
}

func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, s) }
}
