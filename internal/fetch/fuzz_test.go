package fetch_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jimsmart/grobotstxt"

	"nutgraf/internal/fetch"
)

// FuzzAddress: an address that is accepted can be sent, has one spelling, and keeps it.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"http://gull.example/a b?c=é#d", "https://u:p@möwe.example:8080/%zz", "http://[::1]:80/", "http://a/\\..%", "HTTP://A.?%#%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		once, err := fetch.ParseAddress(address)
		if err != nil {
			return
		}
		twice, err := fetch.ParseAddress(once)
		if len(once) > 8<<10 {
			return // escapes made it too long
		}
		if err != nil || once != twice {
			t.Fatalf("%q became %q, then %q (%v)", address, once, twice, err)
		}
		u, err := url.Parse(once)
		if err != nil || strings.ContainsAny(u.RequestURI(), " \r\n\t") || strings.ContainsAny(u.Host, " /\\@\r\n") || u.Fragment != "" {
			t.Fatalf("%q became %q (%v)", address, once, err)
		}
		if _, err := http.NewRequest(http.MethodGet, once, nil); err != nil {
			t.Fatalf("%q became %q: %v", address, once, err)
		}
	})
}

// FuzzRobots: no file ends the program or makes us wait for ever.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nCrawl-delay: 1e9\nDisallow: /*a$\n", "/a?b")
	f.Add("user-agent nutgraf\r\rcrawl-delay:.5\x00", "")
	f.Fuzz(func(t *testing.T, file, path string) {
		if d := fetch.CrawlDelay(file, "Nutgraf"); d < 0 || d > 10*time.Second {
			t.Fatalf("a delay of %v", d)
		}
		grobotstxt.AgentAllowed(file, "Nutgraf", "http://gull.example/"+path)
	})
}
