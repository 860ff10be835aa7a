package app_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"nutgraf/internal/news"
)

// behaviour is one way in which a publisher misbehaves, and what must become of its feed.
type behaviour struct {
	name    string
	serve   http.HandlerFunc           // answers /feed; nil with address
	address func(h *hostileWeb) string // of the feed, when it is not http://NAME.localhost/feed
	reason  news.Reason                // its end after one poll
	words   string                     // that its problem has
	wall    string                     // its diagnosis
	entries int                        // of its document: exactly, or -1: some

	again  news.Reason // its end after a second poll
	polls  int         // calls until then; 0: two
	twice  bool        // it is polled a second time
	warned string      // words that the second problem has
}

// hostileWeb is a small world of publishers on this machine.
type hostileWeb struct {
	port string // of the plain server
	tls  tlsPorts

	mu    sync.Mutex
	feeds map[string]http.HandlerFunc // by host without .localhost
	calls map[string]int              // of /feed
}

// newHostileWeb serves until the test ends.
func newHostileWeb(t *testing.T, all []behaviour) *hostileWeb {
	h := &hostileWeb{feeds: map[string]http.HandlerFunc{}, calls: map[string]int{}}
	for _, b := range all {
		if b.serve != nil {
			if h.feeds[b.name] != nil {
				t.Fatalf("two behaviours have the name %s", b.name)
			}
			h.feeds[b.name] = b.serve
		}
	}
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = silent
	server.Start()
	h.port = port(server.URL)
	h.tls = serveTLS(t, h)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return h
}

func port(address string) string { return address[strings.LastIndexByte(address, ':'):] }

// address is where a behaviour's feed is.
func (h *hostileWeb) address(b behaviour) string {
	if b.address != nil {
		return b.address(h)
	}
	return "http://" + b.name + ".localhost" + h.port + "/feed"
}

func (h *hostileWeb) called(name string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.calls[name]
}

// ServeHTTP answers for all hosts: the feed misbehaves, the pages beside it do not.
func (h *hostileWeb) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(r.Host, ".")
	switch {
	case r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	case r.URL.Path == "/hang":
		<-r.Context().Done()
	case strings.HasPrefix(r.URL.Path, "/story/"):
		io.WriteString(w, storyPage(name, r.URL.Path))
	case h.feeds[name] == nil:
		http.NotFound(w, r)
	default:
		if r.URL.Path == "/feed" {
			h.mu.Lock()
			h.calls[name]++
			h.mu.Unlock()
		}
		h.feeds[name](w, r)
	}
}

// storyPage is a page as an honest publisher writes it.
func storyPage(name, path string) string {
	words := strings.Repeat(fmt.Sprintf("The council of %s met on the pier and counted the boats before the storm came. ", name), 12)
	return fmt.Sprintf("<!doctype html><html lang=en><head><title>Boats of %s %s</title></head><body><article><h1>Boats counted in %s, report %s</h1><p>%s</p><p>%s</p></article></body></html>",
		name, path, name, strings.TrimPrefix(path, "/story/"), words, words)
}

// items are n honest entries of a host.
func items(host string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<item><title>Boats counted in %s, report %d</title><link>http://%s/story/%d</link><guid>%s-%d</guid></item>", host, i, host, i, host, i)
	}
	return b.String()
}

func rss(inside string) string {
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Press</title>` + inside + `</channel></rss>`
}

// document serves a document for the host that is asked.
func document(make func(host string) string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		io.WriteString(w, make(r.Host))
	}
}

func healthy(host string) string { return rss(items(host, 3)) }

// refuses answers with one and a page.
func refuses(code int, page string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		io.WriteString(w, page)
	}
}

// raw takes the connection and answers by hand.
func raw(answer func(w io.Writer, gone <-chan struct{})) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		gone := make(chan struct{})
		go func() { // ends with the connection, which ends with either side
			io.Copy(io.Discard, conn)
			close(gone)
		}()
		answer(conn, gone)
		conn.Close()
		<-gone
	}
}

// says writes a text and hangs up.
func says(text string) http.HandlerFunc {
	return raw(func(w io.Writer, _ <-chan struct{}) { io.WriteString(w, text) })
}

// bomb is many zeros, packed once.
func bomb(coding string, size int) []byte {
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "br":
		w = brotli.NewWriterLevel(&b, 4)
	case "zstd":
		w, _ = zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	}
	zeros := make([]byte, 1<<20)
	for range size >> 20 {
		w.Write(zeros)
	}
	w.Close()
	return b.Bytes()
}

// packed serves bytes under a content coding.
func packed(coding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", coding)
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Write(body)
	}
}
