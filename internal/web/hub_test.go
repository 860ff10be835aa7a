package web_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
)

// counter is a desk for hubs that knows one token and remembers what it was told.
type counter struct {
	told []string
	err  error
}

func (c *counter) Verify(_ context.Context, token, mode, topic, reason string, lease time.Duration) (bool, error) {
	c.told = append(c.told, fmt.Sprint(token, " ", mode, " ", topic, " ", reason, " ", lease))
	return token == "known", c.err
}

func (c *counter) Push(_ context.Context, token, contentType string, signatures []string, body io.Reader) error {
	if token != "known" {
		return news.ErrNotFound
	}
	b, err := io.ReadAll(body)
	c.told = append(c.told, fmt.Sprint(token, " ", contentType, " ", signatures, " ", len(b)))
	return errors.Join(err, c.err)
}

func TestHubVerifies(t *testing.T) {
	t.Parallel()
	const evil = `<script>alert(1)</script>`
	long := strings.Repeat("x", 5000)
	tests := []struct {
		name   string
		method string
		token  string
		query  url.Values
		status int
		body   string
		told   string
	}{
		{"subscribe", http.MethodGet, "known", url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"T"}, "hub.challenge": {evil}, "hub.lease_seconds": {"3600"}},
			200, evil, "known subscribe T  1h0m0s"},
		{"no lease", http.MethodGet, "known", url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"T"}, "hub.challenge": {"c"}}, 200, "c", "known subscribe T  24h0m0s"},
		{"negative lease", http.MethodGet, "known", url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"T"}, "hub.challenge": {"c"}, "hub.lease_seconds": {"-5"}},
			200, "c", "known subscribe T  24h0m0s"},
		{"endless lease", http.MethodGet, "known", url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"T"}, "hub.challenge": {"c"}, "hub.lease_seconds": {"9223372036854775807"}},
			200, "c", "known subscribe T  8760h0m0s"},
		{"denied", http.MethodGet, "known", url.Values{"hub.mode": {"denied"}, "hub.topic": {"T"}, "hub.reason": {"full"}, "hub.challenge": {evil}}, 200, "", "known denied T full 24h0m0s"},
		{"unknown", http.MethodGet, "other", url.Values{"hub.mode": {"subscribe"}, "hub.challenge": {"secret word"}}, 404, "Not Found", "other subscribe   24h0m0s"},
		{"no challenge", http.MethodGet, "known", url.Values{"hub.mode": {"subscribe"}}, 404, "Not Found", ""},
		{"long challenge", http.MethodGet, "known", url.Values{"hub.mode": {"subscribe"}, "hub.challenge": {long}}, 404, "Not Found", ""},
		{"a look", http.MethodGet, "known", nil, 404, "Not Found", ""},
		{"only the head", http.MethodHead, "known", url.Values{"hub.mode": {"subscribe"}, "hub.challenge": {"c"}}, 404, "", ""},
	}
	for _, test := range tests {
		desk := &counter{}
		o := options(&shelf{})
		o.Hubs, o.KeepFor = desk, 0 // pages are kept as in production; this must not be
		site := newSite(t, o)
		for range 2 {
			w := httptest.NewRecorder()
			site.ServeHTTP(w, httptest.NewRequest(test.method, "/hub/"+test.token+"?"+test.query.Encode(), nil))
			if w.Code != test.status || test.method == http.MethodGet && w.Body.String() != test.body {
				t.Errorf("%s: got %d %q, want %d %q", test.name, w.Code, w.Body, test.status, test.body)
			}
			h := w.Header()
			if h.Get("Content-Type") != "text/plain; charset=utf-8" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" || h.Get("Set-Cookie") != "" {
				t.Errorf("%s: headers %v", test.name, h)
			}
		}
		want := strings.Join([]string{test.told, test.told}, ",")
		if got := strings.Join(desk.told, ","); got != strings.TrimPrefix(want, ",") {
			t.Errorf("%s: told %q, want %q", test.name, got, want)
		}
	}
}

func TestHubPushes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		token  string
		bytes  int
		err    error
		header http.Header
		status int
		told   string
	}{
		{name: "push", token: "known", bytes: 1 << 20, status: 202, told: "known application/rss+xml [sha1=a sha256=b] 1048576"},
		{name: "from another site", token: "known", header: http.Header{"Origin": {"https://hub.example"}, "Sec-Fetch-Site": {"cross-site"}}, status: 202, told: "known application/rss+xml [sha1=a sha256=b] 0"},
		{name: "unknown", token: "other", status: 410},
		{name: "too many", token: "known", err: fmt.Errorf("too many: %w", news.ErrUnavailable), status: 503, told: "known application/rss+xml [sha1=a sha256=b] 0"},
		{name: "broken off", token: "known", err: fmt.Errorf("EOF: %w", news.ErrInvalid), status: 400, told: "known application/rss+xml [sha1=a sha256=b] 0"},
		{name: "huge", token: "known", bytes: 10<<20 + 1, status: 413, told: "known application/rss+xml [sha1=a sha256=b] 10485760"},
	}
	for _, test := range tests {
		desk := &counter{err: test.err}
		o := options(&shelf{})
		o.Hubs = desk
		r := httptest.NewRequest(http.MethodPost, "/hub/"+test.token, strings.NewReader(strings.Repeat("x", test.bytes)))
		for name, values := range test.header {
			r.Header[name] = values
		}
		r.Header["X-Hub-Signature"] = []string{"sha1=a", "sha256=b"}
		r.Header.Set("Content-Type", "application/rss+xml")
		w := httptest.NewRecorder()
		newSite(t, o).ServeHTTP(w, r)
		if w.Code != test.status || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: got %d, cookie %q; want %d and none", test.name, w.Code, w.Header().Get("Set-Cookie"), test.status)
		}
		if (w.Header().Get("Retry-After") != "") != (test.status == 503) {
			t.Errorf("%s: Retry-After %q", test.name, w.Header().Get("Retry-After"))
		}
		if got := strings.Join(desk.told, ","); got != test.told {
			t.Errorf("%s: told %q, want %q", test.name, got, test.told)
		}
	}
}

// TestNoHubs: without a desk for them the addresses of hubs are like any that is not there.
func TestNoHubs(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(&shelf{}))
	if w := get(t, site, "/hub/known?hub.mode=subscribe&hub.challenge=c"); w.Code != http.StatusNotFound {
		t.Errorf("got %d, want 404", w.Code)
	}
}
