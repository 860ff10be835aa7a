package app_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// wireFaults misbehave below the document: connections, headers, lengths, codings, redirects, statuses.
func wireFaults() []behaviour {
	return append(append(bodyFaults(), redirectFaults()...), statusFaults()...)
}

func bodyFaults() []behaviour {
	var twice bytes.Buffer
	outer := gzip.NewWriter(&twice)
	outer.Write(bomb("gzip", 64<<20))
	outer.Close()
	head := "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
	feed := healthy("x.localhost")
	return []behaviour{
		{name: "slow-drip", serve: func(w http.ResponseWriter, r *http.Request) {
			for {
				if _, err := io.WriteString(w, "<"); err != nil {
					return
				}
				w.(http.Flusher).Flush()
				select {
				case <-time.After(50 * time.Millisecond):
				case <-r.Context().Done():
					return
				}
			}
		}, reason: news.ReasonFailed, words: "sends too slowly"},
		{name: "never-answers", serve: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, reason: news.ReasonFailed, words: "took too long"},
		{name: "stops-half-way", serve: func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, feed[:200])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, reason: news.ReasonFailed, words: "too slowly"},
		{name: "endless-body", serve: func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		}, reason: news.ReasonTooLarge, words: "larger than the limit"},
		{name: "gzip-bomb", serve: packed("gzip", bomb("gzip", 256<<20)), reason: news.ReasonTooLarge, words: "unpacks to more than"},
		{name: "br-bomb", serve: packed("br", bomb("br", 256<<20)), reason: news.ReasonTooLarge, words: "unpacks to more than"},
		{name: "zstd-bomb", serve: packed("zstd", bomb("zstd", 256<<20)), reason: news.ReasonTooLarge, words: "unpacks to more than"},
		{name: "deflate-bomb", serve: packed("deflate", bomb("deflate", 256<<20)), reason: news.ReasonTooLarge, words: "unpacks to more than"},
		{name: "nested-bomb", serve: packed("gzip, gzip", twice.Bytes()), reason: news.ReasonTooLarge, words: "larger than the limit"},
		{name: "undeclared-bomb", serve: packed("", bomb("gzip", 64<<20)), reason: news.ReasonTooLarge, words: "unpacks to more than"},
		{name: "coded-ten-times", serve: packed(strings.TrimSuffix(strings.Repeat("gzip, ", 10), ", "), []byte("x")), reason: news.ReasonFailed, words: "encoded 10 times"},
		{name: "unknown-coding", serve: packed("x-wrapped", []byte("x")), reason: news.ReasonFailed, words: "unknown coding"},
		{name: "cut-gzip", serve: packed("gzip", bomb("gzip", 1<<20)[:500]), reason: news.ReasonFailed, words: "ends too early"},
		{name: "not-gzip", serve: document(healthy, "Content-Encoding", "gzip"), entries: 3},
		{name: "length-too-long", serve: says(head + "Content-Length: 100000\r\n\r\n" + feed), reason: news.ReasonFailed, words: fmt.Sprintf("broke off after %d of 100000 bytes", len(feed))},
		{name: "length-too-short", serve: says(head + "Content-Length: 300\r\n\r\n" + feed), entries: -1},
		{name: "length-nonsense", serve: says(head + "Content-Length: many\r\n\r\n" + feed), reason: news.ReasonFailed, words: "not HTTP"},
		{name: "two-lengths", serve: says(head + "Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + feed), reason: news.ReasonFailed, words: "not HTTP"},
		{name: "broken-chunks", serve: says(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + feed), reason: news.ReasonFailed, words: "broke off"},
		{name: "no-last-chunk", serve: says(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n<?xml\r\n"), reason: news.ReasonFailed, words: "broke off after 5 bytes"},
		{name: "header-flood", serve: says("HTTP/1.1 200 OK\r\n" + strings.Repeat("X-A: b\r\n", 100_000)), reason: news.ReasonTooLarge, words: "headers are longer"},
		{name: "huge-header", serve: says("HTTP/1.1 200 OK\r\nX-A: " + strings.Repeat("b", 1<<20)), reason: news.ReasonTooLarge, words: "headers are longer"},
		{name: "endless-103", serve: raw(func(w io.Writer, _ <-chan struct{}) {
			for {
				if _, err := io.WriteString(w, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"); err != nil {
					return
				}
			}
		}), reason: news.ReasonTooLarge, words: "headers are longer"},
		{name: "hangs-up", serve: says(""), reason: news.ReasonFailed, words: "hung up without an answer"},
		{name: "resets", serve: func(w http.ResponseWriter, _ *http.Request) {
			if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
				io.WriteString(conn, head+"Content-Length: 100000\r\n\r\n"+feed)
				conn.(*net.TCPConn).SetLinger(0)
				conn.Close()
			}
		}, reason: news.ReasonFailed, words: ""},
		{name: "garbage", serve: says("\x16\x03\x01 no \x00 http\r\n\r\n"), reason: news.ReasonFailed, words: "not HTTP"},
		{name: "http-0-9", serve: says(feed), reason: news.ReasonFailed, words: "not HTTP"},
		{name: "control-characters", serve: says("HTTP/1.1 500 \x1b[31mred\x07\r\n\r\n"), reason: news.ReasonFailed, words: "500"},
	}
}

func redirectFaults() []behaviour {
	to := func(address string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Location"] = []string{address}
			w.WriteHeader(http.StatusMovedPermanently)
		}
	}
	private := "our own guard: no public address"
	all := []behaviour{
		{name: "redirect-loop", serve: to("/feed"), reason: news.ReasonFailed, words: "in a circle"},
		{name: "redirect-chain", serve: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }, reason: news.ReasonFailed, words: "more than 10 times"},
		{name: "redirect-nowhere", serve: to(""), reason: news.ReasonFailed, words: "unreadable address"},
		{name: "cookie-loop", serve: func(w http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie("ok"); err == nil {
				io.WriteString(w, feedOf(r))
				return
			}
			http.SetCookie(w, &http.Cookie{Name: "ok", Value: "1"})
			http.Redirect(w, r, "/feed", http.StatusFound)
		}, reason: news.ReasonBlocked, words: "cookie", wall: "a cookie check"},
		{name: "asks-to-login", serve: func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/login" {
				io.WriteString(w, "<!doctype html><title>Log in</title>")
				return
			}
			http.Redirect(w, r, "/login", http.StatusFound)
		}, reason: news.ReasonBlocked, words: "leads to a login", wall: "a login (asks-to-login.localhost)"},
		{name: "rebinds", address: func(h *hostileWeb) string { return "http://rebinds.invalid" + h.port + "/feed" }, serve: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			http.Redirect(w, r, "/again", http.StatusFound)
		}, reason: news.ReasonBlocked, words: "169.254.169.254", wall: private},
	}
	for name, address := range map[string]string{
		"to-intranet": "http://10.0.0.1/", "to-metadata": "http://169.254.169.254/latest/meta-data/", "to-ipv6-self": "http://[::1]:8080/",
		"to-mapped": "http://[::ffff:10.0.0.1]/", "to-nat64": "http://[64:ff9b::10.0.0.1]/", "to-any": "http://0.0.0.0/", "to-home": "http://192.168.1.1/",
	} {
		all = append(all, behaviour{name: name, serve: to(address), reason: news.ReasonBlocked, words: "not a public address", wall: private})
	}
	for name, address := range map[string]string{"to-file": "file:///etc/passwd", "to-gopher": "gopher://127.0.0.1:6379/_x", "to-script": "javascript:alert(1)", "to-data": "data:text/xml,x"} {
		all = append(all, behaviour{name: name, serve: to(address), reason: news.ReasonFailed, words: "no http:// or https:// address"})
	}
	return all
}

func feedOf(r *http.Request) string { return healthy(r.Host) }

func statusFaults() []behaviour {
	page := "<!doctype html><html><head><title>Gull</title></head><body><p>Sorry.</p></body></html>"
	return []behaviour{
		{name: "unasked-304", serve: refuses(304, ""), reason: news.ReasonFailed, words: "304 Not Modified though nothing was known"},
		{name: "304-with-a-body", serve: func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == "" {
				document(healthy, "ETag", `"1"`)(w, r)
				return
			}
			says("HTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\n\r\n"+strings.Repeat("HTTP/1.1 200 OK\r\n\r\n", 40))(w, r)
		}, entries: 3, twice: true, again: news.ReasonUnchanged},
		{name: "empty-200", serve: refuses(200, ""), reason: news.ReasonFailed, words: "empty"},
		{name: "no-content", serve: refuses(204, ""), reason: news.ReasonFailed, words: "empty"},
		{name: "partial", serve: refuses(206, page), reason: news.ReasonFailed, words: "only a part (206)"},
		{name: "a-page", serve: refuses(200, page), reason: news.ReasonFailed, words: ""},
		{name: "a-json-error", serve: refuses(200, `{"error":{"code":"E_RATE"}}`, "Content-Type", "application/json"), reason: news.ReasonFailed, words: ""},
		{name: "cloudflare", serve: refuses(403, page+"Just a moment...", "Server", "cloudflare", "Cf-Mitigated", "challenge"), reason: news.ReasonBlocked, words: "lets no programs in", wall: "Cloudflare's bot check"},
		{name: "captcha", serve: refuses(200, "<html><title>Are you human?</title><div class=h-captcha></div></html>"), reason: news.ReasonBlocked, words: "captcha", wall: "a captcha"},
		{name: "proof-of-work", serve: refuses(200, `<html><script id="anubis_challenge"></script></html>`), reason: news.ReasonBlocked, words: "Anubis", wall: "Anubis's proof of work"},
		{name: "says-401", serve: refuses(401, page), reason: news.ReasonBlocked, words: "password", wall: "a login (401)"},
		{name: "says-402", serve: refuses(402, page), reason: news.ReasonBlocked, words: "payment", wall: "a paywall (402)"},
		{name: "says-403", serve: refuses(403, page), reason: news.ReasonBlocked, words: "403", wall: "403 to our name"},
		{name: "says-404", serve: refuses(404, page), reason: news.ReasonGone, words: "404"},
		{name: "says-410", serve: refuses(410, page), reason: news.ReasonGone, words: "410", twice: true, again: news.ReasonGone, polls: 1, warned: "410"},
		{name: "says-451", serve: refuses(451, page), reason: news.ReasonBlocked, words: "legal", wall: "a legal demand (451)"},
		{name: "says-429-for-years", serve: refuses(429, page, "Retry-After", "315360000"), reason: news.ReasonFailed, words: "too often (429)", twice: true, again: news.ReasonFailed, polls: 1, warned: "too often (429)"},
		{name: "says-500", serve: refuses(500, page), reason: news.ReasonFailed, words: "500"},
		{name: "says-503", serve: refuses(503, page), reason: news.ReasonFailed, words: "503"},
		{name: "says-999", serve: refuses(999, page), reason: news.ReasonFailed, words: "999"},
	}
}
