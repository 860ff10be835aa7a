package fetch_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"go.uber.org/goleak"

	"nutgraf/internal/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

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

func TestGetSendsAndReturnsWhatItShould(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{UserAgent: "Nutgraf/1.0 (+https://osk.example)"}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen", fmt.Sprint(r.Header.Get("User-Agent"), "|", r.Header.Get("Referer"), r.Header.Get("Cookie"), "|",
			r.Header.Get("If-None-Match"), "|", r.Header.Get("If-Modified-Since"), "|", r.Header.Get("Accept")))
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("ETag", `W/"x y"`)
		w.Header().Set("Last-Modified", "yesterday, odd")
		w.Header().Set("Cache-Control", `public, max-age="600"`)
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "hello")
	})
	got, err := c.Get(t.Context(), fetch.Request{URL: url + "/a?b=c#d"})
	if err != nil {
		t.Fatal(err)
	}
	if got.URL != url+"/a?b=c" || string(got.Body) != "hello" || got.ETag != `W/"x y"` || got.LastModified != "yesterday, odd" ||
		got.ContentType != "text/xml; charset=utf-8" || got.MaxAge != 10*time.Minute || got.MovedTo != "" || got.Status != 200 {
		t.Errorf("got %+v", got)
	}
	if seen, want := got.Header.Get("X-Seen"), "Nutgraf/1.0 (+https://osk.example)||||*/*"; seen != want {
		t.Errorf("sent %q, want %q", seen, want)
	}
	got, err = c.Get(t.Context(), fetch.Request{URL: url, ETag: got.ETag, LastModified: got.LastModified, Accept: "text/html"})
	if err != nil {
		t.Fatal(err)
	}
	if !got.NotModified || got.MaxAge != 10*time.Minute || len(got.Body) != 0 {
		t.Errorf("got %+v, want not modified", got)
	}
	if seen, want := got.Header.Get("X-Seen"), `Nutgraf/1.0 (+https://osk.example)||W/"x y"|yesterday, odd|text/html`; seen != want {
		t.Errorf("sent %q, want %q", seen, want)
	}
}

func encoded(t *testing.T, coding, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw deflate":
		w, _ = flate.NewWriter(&b, 5)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b)
	default:
		return []byte(text)
	}
	io.WriteString(w, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGetDecodes(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("hello ", 1000)
	tests := []struct{ coding, header string }{
		{"gzip", "gzip"}, {"x-gzip", "X-GZIP"}, {"deflate", "deflate"}, {"raw deflate", "deflate"}, {"br", "br"}, {"zstd", "zstd"},
		{"gzip", ""}, {"", "gzip"}, {"", "identity"},
	}
	c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		if header := r.URL.Query().Get("header"); header != "" {
			w.Header().Set("Content-Encoding", header)
		}
		w.Header().Set("Content-Type", "text/plain")
		w.Write(encoded(t, r.URL.Query().Get("coding"), text))
	})
	for _, test := range tests {
		got, err := c.Get(t.Context(), fetch.Request{URL: url + "/?coding=" + strings.ReplaceAll(test.coding, " ", "+") + "&header=" + test.header})
		if err != nil || string(got.Body) != text {
			t.Errorf("%+v: got error %v or the wrong text", test, err)
		}
	}
	refusal(t, c, fetch.Request{URL: url + "/?coding=&header=lzma"}, fetch.Failed, "unknown coding")
}

func TestGetStopsBombsAndEndlessBodies(t *testing.T) {
	t.Parallel()
	bombs := map[string][]byte{}
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		bombs[coding] = encoded(t, coding, strings.Repeat("\x00", 20<<20))
	}
	bombs["gzip,gzip"] = encoded(t, "gzip", string(bombs["gzip"]))
	c, url := serve(t, fetch.Options{MaxBytes: 1 << 20, PerHost: 8}, func(w http.ResponseWriter, r *http.Request) {
		coding := r.URL.Query().Get("coding")
		if coding == "endless" {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 32<<10)); err != nil {
					return
				}
			}
		}
		if coding == "empty members" { // many gzip streams that decode to nothing
			w.Header().Set("Content-Encoding", "gzip")
			empty := encoded(t, "gzip", "")
			for range 100_000 {
				if _, err := w.Write(empty); err != nil {
					return
				}
			}
			return
		}
		w.Header().Set("Content-Encoding", coding)
		w.Write(bombs[coding])
	})
	for _, coding := range []string{"gzip", "br", "zstd", "deflate", "gzip,gzip", "endless", "empty+members"} {
		e := refusal(t, c, fetch.Request{URL: url + "/?coding=" + coding}, fetch.TooLarge, "larger than the limit")
		if e.Temporary {
			t.Errorf("%s: it will not get smaller", coding)
		}
	}
	exact, other := serve(t, fetch.Options{MaxBytes: 5}, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello") })
	if _, err := exact.Get(t.Context(), fetch.Request{URL: other}); err != nil {
		t.Errorf("exactly the limit: %v", err)
	}
	refusal(t, exact, fetch.Request{URL: other, MaxBytes: 4}, fetch.TooLarge, "larger")
}

func TestGetGivesUpOnSlowServers(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{Timeout: 150 * time.Millisecond}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/drip" {
			for r.Context().Err() == nil {
				fmt.Fprint(w, "x")
				w.(http.Flusher).Flush()
				select {
				case <-time.After(20 * time.Millisecond):
				case <-r.Context().Done():
				}
			}
		}
		if r.URL.Path == "/redirects" { // each hop is quick, all together are not
			select {
			case <-time.After(40 * time.Millisecond):
			case <-r.Context().Done():
			}
			http.Redirect(w, r, "/redirects?"+r.URL.RawQuery+"x", http.StatusFound)
			return
		}
		<-r.Context().Done()
	})
	for path, words := range map[string]string{"/drip": "too slowly", "/silent": "too long", "/redirects": "too long"} {
		began := time.Now()
		if e := refusal(t, c, fetch.Request{URL: url + path}, fetch.Failed, words); !e.Temporary {
			t.Errorf("%s: want a temporary error", path)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s: took %v", path, took)
		}
	}
}

func TestGetFollowsRedirects(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{PerHost: 8}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/moved2", http.StatusMovedPermanently)
		case "/moved2":
			http.Redirect(w, r, "/today", http.StatusPermanentRedirect)
		case "/today":
			http.Redirect(w, r, "/end", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		case "/inside":
			w.Header().Set("Location", "http://127.0.0.2:"+r.URL.Query().Get("port")+"/")
			w.WriteHeader(http.StatusFound)
		case "/end":
			fmt.Fprint(w, r.Header.Get("Referer"))
		}
	})
	tests := []struct{ path, url, moved string }{
		{"/moved", "/end", "/today"}, {"/today", "/end", ""}, {"/moved2", "/end", "/today"}, {"/end", "/end", ""},
	}
	for _, test := range tests {
		got, err := c.Get(t.Context(), fetch.Request{URL: url + test.path})
		if err != nil {
			t.Fatal(err)
		}
		if moved := strings.TrimPrefix(got.MovedTo, url); got.URL != url+test.url || moved != test.moved || len(got.Body) != 0 {
			t.Errorf("%s: got %s, moved to %q, body %q; want %s, moved to %q", test.path, got.URL, moved, got.Body, test.url, test.moved)
		}
	}
	refusal(t, c, fetch.Request{URL: url + "/loop"}, fetch.Failed, "redirected in a circle")
	refusal(t, c, fetch.Request{URL: url + "/file"}, fetch.Failed, "no http:// or https:// address")
	refusal(t, c, fetch.Request{URL: url + "/nowhere"}, fetch.Failed, "unreadable address")
	refusal(t, c, fetch.Request{URL: url + "/inside?port=80"}, fetch.Blocked, "not a public address")
}

func TestGetRefusesPrivateAddresses(t *testing.T) {
	t.Parallel()
	called := atomic.Bool{}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called.Store(true) }))
	t.Cleanup(server.Close)
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	c := fetch.New(fetch.Options{})
	t.Cleanup(c.Close)
	for _, host := range []string{"127.0.0.1", "localhost", "press.localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "10.0.0.1", "169.254.169.254", "[64:ff9b::7f00:1]"} {
		if e := refusal(t, c, fetch.Request{URL: "http://" + host + port + "/"}, fetch.Blocked, "not a public address"); e.Temporary {
			t.Errorf("%s: want a lasting error", host)
		}
	}
	if called.Load() {
		t.Error("the server was called")
	}
	allowed := fetch.New(fetch.Options{AllowNetworks: loopback})
	t.Cleanup(allowed.Close)
	if _, err := allowed.Get(t.Context(), fetch.Request{URL: "http://press.localhost" + port + "/"}); err != nil {
		t.Errorf("a name under .localhost with loopback allowed: %v", err)
	}
	for _, address := range []string{"", "ftp://osk.example/", "osk.example", "http://", "http://[", "http://osk.example/" + strings.Repeat("a", 10_000)} {
		refusal(t, c, fetch.Request{URL: address}, fetch.Failed, "address")
	}
}

func TestPublic(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"8.8.8.8": true, "193.99.144.80": true, "2a02:2e0:3fe:1001::1": true, "::ffff:8.8.8.8": true,
		"0.1.2.3": false, "10.1.2.3": false, "100.64.0.1": false, "100.127.255.255": false, "127.1.2.3": false, "169.254.169.254": false,
		"172.16.0.1": false, "172.31.0.1": false, "192.0.0.8": false, "192.168.1.1": false, "198.18.0.1": false, "224.0.0.1": false,
		"240.0.0.1": false, "255.255.255.255": false, "::": false, "::1": false, "::ffff:10.0.0.1": false, "::ffff:0:127.0.0.1": false,
		"64:ff9b::a00:1": false, "64:ff9b:1::1": false, "100::1": false, "2001::1": false, "2001:db8::1": false, "2002:7f00:1::": false,
		"fc00::1": false, "fd12::1": false, "fe80::1": false, "fe80::1%eth0": false, "fec0::1": false, "ff02::1": false, "172.15.0.1": true, "100.128.0.1": true,
	}
	for address, want := range tests {
		if got := fetch.Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
	}
}

func TestGetNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/cloudflare":
			w.Header().Set("Server", "cloudflare")
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(403)
		case "/datadome":
			w.WriteHeader(403)
			fmt.Fprint(w, "<script src=https://geo.captcha-delivery.com/x>")
		case "/short":
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "ten bytes.")
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(encoded(t, "gzip", strings.Repeat("hello, world. ", 99))[:20])
		case "/header":
			for i := range 4000 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 50))
			}
		case "/304":
			w.WriteHeader(304)
		default:
			var status int
			fmt.Sscanf(r.URL.Path, "/%d", &status)
			w.WriteHeader(status)
		}
	})
	tests := []struct {
		path      string
		kind      fetch.Kind
		words     string
		temporary bool
	}{
		{"/404", fetch.Gone, "404", false},
		{"/410", fetch.Gone, "410", false},
		{"/401", fetch.Blocked, "password", false},
		{"/451", fetch.Blocked, "451", false},
		{"/500", fetch.Failed, "500", true},
		{"/400", fetch.Failed, "400", false},
		{"/cloudflare", fetch.Blocked, "Cloudflare", false},
		{"/datadome", fetch.Blocked, "DataDome", false},
		{"/short", fetch.Failed, "after 10 of 100 bytes", true},
		{"/gzip", fetch.Failed, "ends too early", true},
		{"/header", fetch.TooLarge, "headers are longer than 128 KiB", false},
		{"/304", fetch.Failed, "304", false},
	}
	for _, test := range tests {
		if e := refusal(t, c, fetch.Request{URL: url + test.path}, test.kind, test.words); e.Temporary != test.temporary {
			t.Errorf("%s: got temporary %v, want %v", test.path, e.Temporary, test.temporary)
		}
	}
	if e := refusal(t, c, fetch.Request{URL: strings.Replace(url, "//", "//user:secret@", 1) + "/404"}, fetch.Gone, "404"); strings.Contains(e.Error(), "secret") {
		t.Errorf("the error shows the password: %v", e)
	}
}
