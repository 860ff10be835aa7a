package web_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nutgraf/internal/news"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// asked is the answer to a request with headers: "Name: value".
func packedAs(site http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

// unpacked undoes the coding of an answer.
func unpacked(t *testing.T, w *httptest.ResponseRecorder) []byte {
	t.Helper()
	var from io.Reader = bytes.NewReader(w.Body.Bytes())
	switch coding := w.Header().Get("Content-Encoding"); coding {
	case "":
	case "br":
		from = brotli.NewReader(from)
	case "zstd":
		z, err := zstd.NewReader(from)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		from = z
	case "gzip":
		z, err := gzip.NewReader(from)
		if err != nil {
			t.Fatal(err)
		}
		from = z
	default:
		t.Fatalf("coding %q", coding)
	}
	body, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestPacked: pages, feeds and files come in the coding that a reader takes, and are the same in all.
func TestPacked(t *testing.T) {
	t.Parallel()
	o := options(world(pictures))
	o.KeepFor = 0 // as in production
	site := newSite(t, o)
	style := page(t, site, "/").Find("link[rel=stylesheet]").AttrOr("href", "")
	for _, path := range []string{"/", "/feed.atom", style} {
		plain := packedAs(site, http.MethodGet, path)
		for accept, want := range map[string]string{
			"": "", "identity": "", "gzip": "gzip", "GZIP": "gzip", "br": "br", "deflate, gzip;q=0.5": "gzip", "gzip;q=0, br;q=0": "", "zstd": "zstd",
			"gzip, deflate, br": "br", "*": "",
		} {
			w := packedAs(site, http.MethodGet, path, "Accept-Encoding: "+accept)
			if got := w.Header().Get("Content-Encoding"); got != want {
				t.Errorf("%s for %q: got coding %q, want %q", path, accept, got, want)
			}
			if !bytes.Equal(unpacked(t, w), plain.Body.Bytes()) {
				t.Errorf("%s for %q is another", path, accept)
			}
			if want != "" && w.Body.Len() > plain.Body.Len()/2 {
				t.Errorf("%s in %s: %d bytes of %d", path, want, w.Body.Len(), plain.Body.Len())
			}
			if got := strings.Join(w.Header().Values("Vary"), ", "); !strings.Contains(got, "Accept-Encoding") {
				t.Errorf("%s varies with %q", path, got)
			}
			if w.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) || w.Header().Get("ETag") != plain.Header().Get("ETag") {
				t.Errorf("%s for %q: got %v", path, accept, w.Header())
			}
		}
		// HEAD says what GET would, and who has it gets nothing.
		given := packedAs(site, http.MethodGet, path, "Accept-Encoding: gzip")
		head := packedAs(site, http.MethodHead, path, "Accept-Encoding: gzip")
		again := packedAs(site, http.MethodGet, path, "Accept-Encoding: gzip", "If-None-Match: "+given.Header().Get("ETag"))
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s again: got %d, %d bytes, %v", path, again.Code, again.Body.Len(), again.Header())
		}
		for _, name := range []string{"Cache-Control", "Vary", "ETag"} {
			want := fmt.Sprint(given.Header().Values(name))
			if got := fmt.Sprint(again.Header().Values(name)); got != want {
				t.Errorf("%s again: %s is %s, want %s", path, name, got, want)
			}
			if got := fmt.Sprint(head.Header().Values(name)); got != want {
				t.Errorf("HEAD %s: %s is %s, want %s", path, name, got, want)
			}
		}
		if head.Header().Get("Content-Length") != given.Header().Get("Content-Length") {
			t.Errorf("HEAD %s: length %s, want %s", path, head.Header().Get("Content-Length"), given.Header().Get("Content-Length"))
		}
	}
}

// TestCacheControl: each answer says how long it may be kept, and by whom.
func TestCacheControl(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	o := options(s)
	o.KeepFor = 0
	site := newSite(t, o)
	d := page(t, site, "/")
	owner := signedIn(t, site, s)
	for path, want := range map[string]string{
		"/": "public, max-age=60, stale-while-revalidate=30", "/story/1": "public, max-age=60, stale-while-revalidate=30",
		"/feed.atom": "public, max-age=300", "/feed.json": "public, max-age=300", "/robots.txt": "public, max-age=3600", "/favicon.ico": "public, max-age=3600",
		d.Find("link[rel=stylesheet]").AttrOr("href", ""): "public, max-age=31536000, immutable", d.Find("link[rel=icon]").AttrOr("href", ""): "public, max-age=31536000, immutable",
		"/nothing": "no-store", "/story/999999": "no-store", "/static/nothing.css": "no-store",
	} {
		w := packedAs(site, http.MethodGet, path)
		if got := w.Header().Get("Cache-Control"); got != want {
			t.Errorf("%s: got %d %q, want %q", path, w.Code, got, want)
		}
		if w = get(t, site, path, owner); want == "public, max-age=60, stale-while-revalidate=30" && !strings.HasPrefix(w.Header().Get("Cache-Control"), "private") {
			t.Errorf("%s for the administrator: got %q", path, w.Header().Get("Cache-Control"))
		}
	}
	s.fail = news.ErrUnavailable
	if w := packedAs(site, http.MethodGet, "/latest"); w.Code < 500 || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a failure: got %d %q", w.Code, w.Header().Get("Cache-Control"))
	}
}
