package fetch_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"nutgraf/internal/fetch"
)

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
