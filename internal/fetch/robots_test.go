package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/fetch"
)

func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, s) }
}

func status(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}

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
		{"gone", status(410), "/a", true, ""},
		{"forbidden file", status(403), "/a", true, ""},
		{"empty", text(""), "/a", true, ""},
		{"for all", text("User-agent: *\nDisallow: /a"), "/a", false, "robots.txt asks"},
		{"another path", text("User-agent: *\nDisallow: /a"), "/b", true, ""},
		{"for us", text("User-agent: nutgraf\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/a", false, "robots.txt asks"},
		{"for us, with a version", text("User-agent: Nutgraf/2.0\nDisallow: /"), "/a", false, "robots.txt asks"},
		{"our group alone counts", text("User-agent: *\nDisallow: /\n\nUser-agent: Nutgraf\nDisallow: /b"), "/a", true, ""},
		{"groups of one name are one", text("User-agent: Nutgraf\nDisallow: /b\n\nUser-agent: X\nDisallow: /\n\nUser-agent: NUTGRAF\nDisallow: /a"), "/a", false, "robots.txt asks"},
		{"for another", text("User-agent: OtherBot\nDisallow: /"), "/a", true, ""},
		{"for a longer name", text("User-agent: Nutgraffiti\nDisallow: /"), "/a", true, ""},
		{"longest rule wins", text("User-agent: *\nDisallow: /a\nAllow: /a/b"), "/a/b/c", true, ""},
		{"wildcard and end", text("User-agent: *\nDisallow: /*.pdf$"), "/a/b.pdf", false, "robots.txt asks"},
		{"end not reached", text("User-agent: *\nDisallow: /*.pdf$"), "/a/b.pdf?x", true, ""},
		{"escapes are equal", text("User-agent: *\nDisallow: /käse"), "/k%C3%A4se", false, "robots.txt asks"},
		{"byte order mark", text("\xef\xbb\xbfUser-agent: *\nDisallow: /a"), "/a", false, "robots.txt asks"},
		{"old line ends", text("User-agent: *\rDisallow: /a\r"), "/a", false, "robots.txt asks"},
		{"a page in its place", text("<!doctype html><title>Gull</title><p>Hello: world"), "/a", true, ""},
		{"server ails", status(500), "/a", false, "cannot be read"},
		{"too long, first part counts", text("User-agent: *\nDisallow: /a\n" + strings.Repeat("# x\n", 300_000)), "/a", false, "robots.txt asks"},
		{"beyond the limit nothing counts", text("User-agent: *\n" + strings.Repeat("# x\n", 150_000) + "Disallow: /a\n"), "/a", true, ""},
		{"moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/other.txt", http.StatusFound) }, "/a", false, "robots.txt asks"},
		{"too intricate", text("User-agent: *\nDisallow: /" + strings.Repeat("*a", 200_000)), "/" + strings.Repeat("a", 4000), false, "too long to be held against"},
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
					mustGet(t, c, fetch.Request{URL: url + test.path})
				} else if e := refusal(t, c, fetch.Request{URL: url + test.path}, fetch.Blocked, test.words); e.Wall != "robots.txt" {
					t.Errorf("got the wall %q, want robots.txt", e.Wall)
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

// TestRobotsOfAnAilingServer walks through a month: nothing is allowed at first, then what the file said last counts,
// at last all is allowed.
func TestRobotsOfAnAilingServer(t *testing.T) {
	t.Parallel()
	file := status(200)
	virtual(t, fetch.Options{Robots: true}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			file(w, r)
		}
	}, func(t *testing.T, c *fetch.Client) {
		try := func(when, path string, want bool) {
			t.Helper()
			_, err := c.Get(t.Context(), fetch.Request{URL: "http://gull.example" + path})
			if (err == nil) != want {
				t.Errorf("%s, %s: got %v, want allowed %v", when, path, err, want)
			}
		}
		file = text("User-agent: *\nDisallow: /a")
		try("well", "/a", false)
		try("well", "/b", true)
		file = status(500)
		wait(23 * time.Hour)
		try("the file is fresh", "/b", true)
		wait(2 * time.Hour)
		try("ailing", "/b", false)
		wait(11 * time.Hour)
		try("ailing for eleven hours", "/b", false)
		wait(2 * time.Hour)
		try("ailing for long", "/b", true)
		try("ailing for long", "/a", false)
		wait(40 * 24 * time.Hour)
		try("given up", "/a", true)
		file = text("User-agent: *\nDisallow: /b")
		wait(24 * time.Hour)
		try("well again", "/a", true)
		try("well again", "/b", false)
		file = status(503)
		if e := fault(t, c, "http://tern.example/"); e.Kind != fetch.Blocked || !e.Temporary || e.RetryAfter <= 0 {
			t.Errorf("never heard of: got %+v", e)
		}
		wait(20 * 24 * time.Hour)
		fault(t, c, "http://tern.example/")
	})
}

func TestCrawlDelayIsAPause(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file string
		want       time.Duration
	}{
		{"for all", "User-agent: *\nCrawl-delay: 4\nDisallow: /x", 4 * time.Second},
		{"for us", "User-agent: *\nCrawl-delay: 9\n\nUser-agent: nutgraf\nUser-agent: other\ncrawl-delay: 2.5", 2500 * time.Millisecond},
		{"for another", "User-agent: other\nCrawl-delay: 9", time.Second},
		{"our group has none", "User-agent: *\nCrawl-delay: 9\n\nUser-agent: nutgraf\nDisallow: /x", time.Second},
		{"an hour", "User-agent: *\nCrawl-delay: 3600", 10 * time.Second},
		{"nonsense", "User-agent: *\nCrawl-delay: NaN\nCrawl-delay: -3\nCrawl-delay: slow", time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var at []time.Time
			virtual(t, fetch.Options{Robots: true, HostGap: time.Second, UserAgent: "Nutgraf/1.0"}, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					fmt.Fprint(w, test.file)
					return
				}
				at = append(at, time.Now())
			}, func(t *testing.T, c *fetch.Client) {
				for range 3 {
					mustGet(t, c, fetch.Request{URL: "http://gull.example/"})
				}
			})
			if pause := at[2].Sub(at[1]); pause < test.want || pause > test.want*5/4+1 {
				t.Errorf("got a pause of %v, want %v", pause, test.want)
			}
		})
	}
}

func TestRobotsOfAHostThatMayNotBeCalled(t *testing.T) {
	t.Parallel()
	c := fetch.New(fetch.Options{Robots: true})
	t.Cleanup(c.Close)
	if e := refusal(t, c, fetch.Request{URL: "http://10.1.2.3/"}, fetch.Blocked, "not a public address"); e.Temporary || e.Wall == "robots.txt" {
		t.Errorf("got %+v, want the guard's own words", e)
	}
	calls := 0
	virtual(t, fetch.Options{Robots: true}, answers(&calls, http.Header{"Retry-After": {"60"}}, 429, 200), func(t *testing.T, c *fetch.Client) {
		fault(t, c, "http://gull.example/")
		if e := fault(t, c, "http://gull.example/"); e.RetryAfter == 0 {
			t.Errorf("got %+v", e)
		}
		wait(time.Hour)
		mustGet(t, c, fetch.Request{URL: "http://gull.example/"})
	})
}
