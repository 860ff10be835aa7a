package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/fetch"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}

// serve starts a server and a client that may call it.
func serve(t *testing.T, o fetch.Options, handler http.HandlerFunc) (*fetch.Client, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	if o.AllowNetworks == nil {
		o.AllowNetworks = loopback
	}
	c := fetch.New(o)
	t.Cleanup(func() {
		c.Close()
		server.CloseClientConnections()
		server.Close()
	})
	return c, server.URL
}

// refusal fetches and wants an error of a kind.
func refusal(t *testing.T, c *fetch.Client, r fetch.Request, kind fetch.Kind, words string) *fetch.Error {
	t.Helper()
	response, err := c.Get(t.Context(), r)
	e, ok := errors.AsType[*fetch.Error](err)
	if !ok {
		t.Fatalf("%s: got %+v and error %v, want an *Error", r.URL, response, err)
	}
	if e.Kind != kind || !strings.Contains(e.Error(), words) || strings.Contains(e.Error(), "\n") {
		t.Errorf("%s: got %s %q, want %s with %q in one line", r.URL, e.Kind, e, kind, words)
	}
	return e
}

// echo answers with what it was sent, header by header.
func echo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Set-Cookie", "a=b")
	fmt.Fprintln(w, r.Method, r.RequestURI, r.Host)
	r.Header.Write(w)
}

func TestGetSendsOnlyWhatItMust(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{UserAgent: "Nutgraf/1.0 (+https://osk.example)"}, echo)
	for range 2 { // no cookie comes back with the second
		got := mustGet(t, c, fetch.Request{URL: url + "/a?b=c&utm=1#d"})
		want := "GET /a?b=c&utm=1 " + strings.TrimPrefix(url, "http://") + "\n" +
			"Accept: */*\r\nAccept-Encoding: gzip, br, zstd\r\nUser-Agent: Nutgraf/1.0 (+https://osk.example)\r\n"
		if string(got.Body) != want {
			t.Errorf("sent %q, want %q", got.Body, want)
		}
		if got.URL != url+"/a?b=c&utm=1" || got.Wire != int64(len(got.Body)) || got.Status != 200 || got.MovedTo != "" {
			t.Errorf("got %+v", got)
		}
	}
}

func TestValidatorsGoBackByteForByte(t *testing.T) {
	t.Parallel()
	tests := []struct{ etag, modified, wantTag, wantModified string }{
		{`"x"`, "Sat, 17 May 2031 09:00:00 GMT", `"x"`, "Sat, 17 May 2031 09:00:00 GMT"},
		{`W/"x y"`, "", `W/"x y"`, ""},
		{`unquoted`, "yesterday, odd", `unquoted`, "yesterday, odd"},
		{`w/"small"`, "2031-05-17", `w/"small"`, "2031-05-17"},
		{`"`, "0", `"`, "0"},
		{`""`, "", `""`, ""},
		{`"a,b;c=\"d\"--gzip"`, "sat, 17-may-31 09:00:00 gmt", `"a,b;c=\"d\"--gzip"`, "sat, 17-may-31 09:00:00 gmt"},
		{`"käse 🧀"`, "", `"käse 🧀"`, ""},
		{"\"k\xe4se\"", "Sat, 17 May 2031 09:00:00 GMT", "", "Sat, 17 May 2031 09:00:00 GMT"},             // no text: it could not be kept
		{strings.Repeat("x", 9000), "Sat, 17 May 2031 09:00:00 GMT", "", "Sat, 17 May 2031 09:00:00 GMT"}, // nobody reads so long a line
	}
	for _, test := range tests {
		var sentTag, sentModified []string
		c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			sentTag, sentModified = r.Header.Values("If-None-Match"), r.Header.Values("If-Modified-Since")
			w.Header()["ETag"] = []string{test.etag}
			if test.modified != "" {
				w.Header().Set("Last-Modified", test.modified)
			}
			w.Header().Set("Cache-Control", "max-age=600")
			if len(sentTag)+len(sentModified) > 0 {
				w.WriteHeader(http.StatusNotModified)
			}
		})
		first := mustGet(t, c, fetch.Request{URL: url})
		second := mustGet(t, c, fetch.Request{URL: url, ETag: first.ETag, LastModified: first.LastModified})
		if gotTag, gotModified := strings.Join(sentTag, "|"), strings.Join(sentModified, "|"); gotTag != test.wantTag || gotModified != test.wantModified {
			t.Errorf("%q, %q: sent back %q, %q", test.etag, test.modified, gotTag, gotModified)
		}
		if !second.NotModified || second.MaxAge != 10*time.Minute || second.ETag != test.wantTag || second.Body != nil || second.Wire != 0 {
			t.Errorf("%q: got %+v, want it not modified", test.etag, second)
		}
	}
}

func TestFreshness(t *testing.T) {
	t.Parallel()
	now := time.Now().UTC().Truncate(time.Second)
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	tests := []struct {
		name   string
		header http.Header
		want   time.Duration
	}{
		{"max-age", http.Header{"Cache-Control": {"public, max-age=600"}}, 10 * time.Minute},
		{"quoted", http.Header{"Cache-Control": {`Max-Age = "600"`}}, 10 * time.Minute},
		{"the shorter of two", http.Header{"Cache-Control": {"max-age=900", "max-age=600"}}, 10 * time.Minute},
		{"less its age", http.Header{"Cache-Control": {"max-age=600"}, "Age": {"200"}}, 400 * time.Second},
		{"older than it may be", http.Header{"Cache-Control": {"max-age=600"}, "Age": {"700"}}, 0},
		{"max-age before s-maxage and Expires", http.Header{"Cache-Control": {"s-maxage=5, max-age=600"}, "Expires": {date(time.Hour)}}, 10 * time.Minute},
		{"max-age of nothing", http.Header{"Cache-Control": {"max-age=0"}, "Expires": {date(time.Hour)}}, 0},
		{"s-maxage alone", http.Header{"Cache-Control": {"s-maxage=600"}}, 10 * time.Minute},
		{"s-maxage of a year", http.Header{"Cache-Control": {"s-maxage=31536000"}}, time.Hour},
		{"Expires", http.Header{"Expires": {date(time.Hour)}, "Date": {date(0)}}, time.Hour},
		{"Expires by the server's clock", http.Header{"Expires": {date(25 * time.Hour)}, "Date": {date(24 * time.Hour)}}, time.Hour},
		{"Expires in the past", http.Header{"Expires": {date(-time.Hour)}}, 0},
		{"Expires of 0", http.Header{"Expires": {"0"}}, 0},
		{"no-cache", http.Header{"Cache-Control": {"no-cache, max-age=600"}}, 0},
		{"no-store", http.Header{"Cache-Control": {"max-age=600", "no-store"}, "Expires": {date(time.Hour)}}, 0},
		{"years", http.Header{"Cache-Control": {"max-age=99999999999999999999"}}, 7 * 24 * time.Hour},
		{"below nothing", http.Header{"Cache-Control": {"max-age=-600"}}, 0},
		{"nonsense", http.Header{"Cache-Control": {"max-age=long, =, ,"}, "Age": {"young"}}, 0},
		{"nothing", http.Header{}, 0},
	}
	var answer http.Header
	c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		for name, values := range answer {
			w.Header()[name] = values
		}
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	for _, test := range tests {
		answer = test.header
		for _, tag := range []string{"", `"1"`} {
			if got := mustGet(t, c, fetch.Request{URL: url, ETag: tag}); got.MaxAge.Round(2*time.Second) != test.want {
				t.Errorf("%s (not modified: %v): got %v, want %v", test.name, got.NotModified, got.MaxAge, test.want)
			}
		}
	}
}
