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
	twice := encoded(t, "br", string(encoded(t, "gzip", text)))
	feed := "<?xml version='1.0'?><rss/>"
	tests := []struct {
		name, header string
		body         []byte
		want         string
	}{
		{"gzip", "gzip", encoded(t, "gzip", text), text},
		{"x-gzip", "X-GZIP", encoded(t, "gzip", text), text},
		{"deflate", "deflate", encoded(t, "deflate", text), text},
		{"deflate without its wrapper", "deflate", encoded(t, "raw deflate", text), text},
		{"br", "br", encoded(t, "br", text), text},
		{"zstd", "zstd", encoded(t, "zstd", text), text},
		{"undeclared gzip", "", encoded(t, "gzip", text), text},
		{"gzip declared, not done", "gzip", []byte(text), text},
		{"br declared, not done", "br", []byte(feed), feed},
		{"deflate declared, not done", "deflate", []byte(feed), feed},
		{"zstd declared, not done", "zstd", []byte(feed), feed},
		{"identity", "identity", []byte(text), text},
		{"two codings", "gzip, br", twice, text},
		{"two headers", "gzip|br", twice, text},
		{"gzip twice, declared once", "gzip", encoded(t, "gzip", string(encoded(t, "gzip", text))), text},
		{"two members", "gzip", append(encoded(t, "gzip", "one "), encoded(t, "gzip", "two")...), "one two"},
		{"something behind it", "gzip", append(encoded(t, "gzip", text), "\r\n<!-- served by osk -->"...), text},
		{"nothing", "gzip", nil, ""},
	}
	for _, test := range tests {
		c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			for _, header := range strings.Split(test.header, "|") {
				if header != "" {
					w.Header().Add("Content-Encoding", header)
				}
			}
			w.Header().Set("Content-Type", "text/plain")
			w.Write(test.body)
		})
		got, err := c.Get(t.Context(), fetch.Request{URL: url})
		if err != nil || string(got.Body) != test.want || got.Wire != int64(len(test.body)) {
			t.Errorf("%s: got error %v or the wrong text", test.name, err)
		}
	}
	for coding, words := range map[string]string{"lzma": "unknown coding", "gzip,gzip,gzip,gzip": "encoded 4 times", "br": "unpacked", "zstd": "unpacked"} {
		c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			fmt.Fprint(w, "this is no compressed data at all")
		})
		refusal(t, c, fetch.Request{URL: url}, fetch.Failed, words)
	}
}

// TestCutBodiesAreNoSuccess: half a feed must not look like one.
func TestCutBodiesAreNoSuccess(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("many different words make it long ", 2000)
	for _, coding := range []string{"gzip", "deflate", "raw deflate", "br", "zstd"} {
		whole := encoded(t, coding, text)
		for _, end := range []int{1, 5, len(whole) / 2, len(whole) - 1} {
			c, url := serve(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Encoding", strings.TrimPrefix(coding, "raw "))
				w.Header().Set("Content-Type", "text/xml")
				w.Write(whole[:end])
			})
			if coding == "gzip" && end == 1 {
				continue // too little to tell from what is not compressed
			}
			e := refusal(t, c, fetch.Request{URL: url}, fetch.Failed, "ends too early")
			if !e.Temporary || e.Wire != int64(end) {
				t.Errorf("%s after %d bytes: got %+v", coding, end, e)
			}
		}
	}
	raw := func(answer string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			io.WriteString(conn, answer)
		}
	}
	for name, test := range map[string]struct{ answer, words string }{
		"length too long":       {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", "it broke off after 5 of 100 bytes"},
		"chunk cut":             {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n<rss>", "it broke off after 5 bytes"},
		"no last chunk":         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n", "it broke off after 5 bytes"},
		"nonsense for a size":   {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nlong\r\n<rss>\r\n", "invalid byte in chunk length"},
		"endless chunk size":    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("0", 9000), "it broke off"},
		"chunk extensions":      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1;"+strings.Repeat("x", 3000)+"\r\na\r\n", 2000), "it broke off"},
		"two lengths":           {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n<rss/>", "not HTTP"},
		"a length below zero":   {"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n<rss/>", "not HTTP"},
		"unknown transfer":      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n<rss/>", "transfer encoding"},
		"a trailer of a flood":  {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n5\r\n<rss>\r\n0\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n", "it broke off"},
		"the rest of a request": {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "it broke off after 0 of 3 bytes"},
	} {
		c, url := serve(t, fetch.Options{}, raw(test.answer))
		if e := refusal(t, c, fetch.Request{URL: url}, fetch.Failed, test.words); e.Status != 0 {
			t.Errorf("%s: got %+v", name, e)
		}
	}
}

func TestGetStopsBombsAndEndlessBodies(t *testing.T) {
	t.Parallel()
	bombs := map[string][]byte{}
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		bombs[coding] = encoded(t, coding, strings.Repeat("\x00", 4<<20))
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
			for range 60_000 {
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

// TestSlowBodies: what drips is given up, what is slow but comes is not, and what takes too long as a whole is neither.
func TestSlowBodies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		piece int
		every time.Duration
		words string
		after time.Duration
	}{
		"about a byte a second":  {1, 1100 * time.Millisecond, "it sends too slowly: 10 bytes in 10s", 10 * time.Second},
		"fast, then nothing":     {5000, time.Minute, "it sends too slowly: 0 bytes in 10s", 20 * time.Second},
		"slow, steady, too long": {3000, 5 * time.Second, "it took too long: more than 30s", 30 * time.Second},
		"slow and steady":        {20000, 2 * time.Second, "", 18 * time.Second},
	}
	for name, test := range tests {
		virtual(t, fetch.Options{Timeout: 30 * time.Second}, func(w http.ResponseWriter, r *http.Request) {
			for i := range 10_000 {
				if i == 10 && test.words == "" {
					return
				}
				if _, err := w.Write(make([]byte, test.piece)); err != nil {
					return
				}
				w.(http.Flusher).Flush()
				if i < 9 || test.words != "" {
					select {
					case <-time.After(test.every):
					case <-r.Context().Done():
						return
					}
				}
			}
		}, func(t *testing.T, c *fetch.Client) {
			began := time.Now()
			if test.words == "" {
				mustGet(t, c, fetch.Request{URL: "http://gull.example/"})
			} else {
				refusal(t, c, fetch.Request{URL: "http://gull.example/"}, fetch.Failed, test.words)
			}
			if took := time.Since(began).Round(time.Second); took != test.after {
				t.Errorf("%s: took %v, want %v", name, took, test.after)
			}
		})
	}
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
