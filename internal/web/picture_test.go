package web_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/web"

	"github.com/PuerkitoBio/goquery"
)

// hung is a web.Pictures that remembers what was asked of it.
type hung struct {
	mu    sync.Mutex
	asked []string
	err   error
}

func (h *hung) Picture(_ context.Context, address string, width int) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, fmt.Sprint(width, " ", address))
	return []byte("a picture of " + address), h.err
}

func (h *hung) PictureSize(address string) (int, int) {
	if strings.HasSuffix(address, "?wide") {
		return 1600, 900
	}
	return 0, 0
}

// hanging are the options of a public site that brings pictures, of sources that grant all.
func hanging(s *shelf) (web.Options, *hung) {
	for i := range s.sources {
		s.sources[i].Licence = news.LicenceFull
	}
	for i := range s.articles {
		s.articles[i].Licence = news.LicenceFull
	}
	for i := range s.stories {
		s.stories[i].Licence, s.stories[i].ImageLicence, s.stories[i].ImageOf = news.LicenceFull, news.LicenceFull, s.stories[i].Lead
	}
	o, h := options(s), &hung{}
	o.Pictures, o.PictureKey = h, []byte("a key of the tests")
	return o, h
}

// opened is a page at its own address.
func opened(t *testing.T, site http.Handler, path string) *goquery.Document {
	t.Helper()
	if to := get(t, site, path).Header().Get("Location"); to != "" {
		path = to
	}
	return page(t, site, path)
}

// shownIn lists the addresses of the pictures on a page.
func shownIn(t *testing.T, site http.Handler, page string) []string {
	t.Helper()
	var shown []string
	d := opened(t, site, page)
	for _, img := range d.Find("main img").EachIter() {
		src, set := img.AttrOr("src", ""), img.AttrOr("srcset", "")
		if !strings.HasPrefix(src, "/picture/640/") || strings.Count(set, "/picture/") != 5 || !strings.Contains(set, src+" 640w") {
			t.Errorf("%s: a picture is %q of %q", page, src, set)
		}
		if strings.Contains(img.AttrOr("sizes", ""), "auto") != (img.AttrOr("loading", "") == "lazy" && img.ParentsFiltered(".body").Length() == 0) {
			t.Errorf("%s: browsers cannot choose the width of %q: sizes %q, loading %q", page, src, img.AttrOr("sizes", ""), img.AttrOr("loading", ""))
		}
		shown = append(shown, src)
	}
	return shown
}

func TestPicturesAreOurs(t *testing.T) {
	t.Parallel()
	o, h := hanging(world(pictures))
	site := newSite(t, o)
	for _, page := range []string{"/", "/section/world", "/story/1", "/article/100", "/source/1", "/latest"} {
		for _, src := range shownIn(t, site, page) {
			w := get(t, site, src)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/jpeg" || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
				t.Errorf("%s shows %s: got %d, %v", page, src, w.Code, w.Header())
			}
		}
	}
	if len(h.asked) == 0 {
		t.Fatal("no page shows a picture")
	}
	policy := get(t, site, "/").Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "img-src 'self' data:;") {
		t.Errorf("policy %q lets pages show the pictures of others", policy)
	}
	policy = get(t, newSite(t, options(world(pictures))), "/").Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "img-src 'self' https:") {
		t.Errorf("policy %q: pictures come from nowhere", policy)
	}
}

// onePicture is a site with one article with a picture, and the address of that.
func onePicture(t *testing.T) (http.Handler, *shelf, *hung, string) {
	t.Helper()
	s := world(pictures)
	o, h := hanging(s)
	site := newSite(t, o)
	for _, a := range s.articles {
		if a.Image.URL != "" && !a.Hidden {
			if shown := shownIn(t, site, "/article/"+a.ID.String()); len(shown) > 0 {
				return site, s, h, shown[0]
			}
		}
	}
	t.Fatal("no article shows a picture")
	return nil, nil, nil, ""
}

func TestPictureHeaders(t *testing.T) {
	t.Parallel()
	site, _, _, at := onePicture(t)
	w := get(t, site, at)
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
		"Content-Length": fmt.Sprint(w.Body.Len()), "Vary": "", "Content-Encoding": "", "Set-Cookie": "",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	r := httptest.NewRequest(http.MethodGet, at, nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	site.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("Cache-Control") != w.Header().Get("Cache-Control") {
		t.Errorf("again: got %d, %d bytes, %v", again.Code, again.Body.Len(), again.Header())
	}
}

// TestPictureForged: who has no key gets nothing fetched.
func TestPictureForged(t *testing.T) {
	t.Parallel()
	site, _, h, at := onePicture(t)
	parts := strings.Split(at, "/") // "", picture, width, article, name
	h.asked = nil
	for _, forged := range []string{
		strings.Join([]string{"", "picture", parts[2], parts[3], "AAAAAAAAAAAAAAAA"}, "/"),
		strings.Join([]string{"", "picture", parts[2], parts[3], parts[4][:15]}, "/"),
		strings.Join([]string{"", "picture", parts[2], "2" + parts[3], parts[4]}, "/"),
		strings.Join([]string{"", "picture", "641", parts[3], parts[4]}, "/"),
		strings.Join([]string{"", "picture", "99999", parts[3], parts[4]}, "/"),
		strings.Join([]string{"", "picture", parts[2], "no-number", parts[4]}, "/"),
		strings.Join([]string{"", "picture", parts[2], parts[3], url.PathEscape("http://127.0.0.1/")}, "/"),
	} {
		if w := get(t, site, forged); w.Code != http.StatusNotFound || w.Header().Get("Content-Type") == "image/jpeg" {
			t.Errorf("%s: got %d, %v", forged, w.Code, w.Header())
		}
	}
	if len(h.asked) > 0 {
		t.Errorf("it was fetched: %v", h.asked)
	}
	other, _ := hanging(world(pictures))
	other.PictureKey = []byte("another key")
	if w := get(t, newSite(t, other), at); w.Code != http.StatusNotFound {
		t.Errorf("a name made with another key: got %d", w.Code)
	}
}

// TestPictureLicence: what may no longer be shown is not served any more, by an address that was good a moment ago.
func TestPictureLicence(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]struct {
		do   func(s *shelf)
		want int
	}{
		"a stricter licence": {func(s *shelf) {
			for i := range s.sources {
				s.sources[i].Licence = news.LicenceExcerpt
			}
		}, http.StatusNotFound},
		"a takedown": {func(s *shelf) {
			for i := range s.articles {
				s.articles[i].Hidden = true
			}
		}, http.StatusGone},
		"a takedown of another article with it": {func(s *shelf) {
			s.barred = map[string]bool{}
			for _, a := range s.articles {
				s.barred[a.Image.URL] = true
			}
		}, http.StatusGone},
		"another picture": {func(s *shelf) {
			for i := range s.articles {
				s.articles[i].Image.URL, s.articles[i].Blocks = "https://elsewhere.example/new.jpg", nil
			}
		}, http.StatusNotFound},
		"the article is gone": {func(s *shelf) { s.articles = nil }, http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, s, h, at := onePicture(t)
			if w := get(t, site, at); w.Code != http.StatusOK {
				t.Fatalf("before: got %d", w.Code)
			}
			h.asked = nil
			change.do(s)
			w := get(t, site, at)
			if w.Code != change.want || len(h.asked) > 0 || !strings.Contains(w.Header().Get("Cache-Control"), "max-age=120") {
				t.Errorf("after: got %d, %v, fetched %v", w.Code, w.Header(), h.asked)
			}
		})
	}
}

func TestPictureMissing(t *testing.T) {
	t.Parallel()
	site, _, h, at := onePicture(t)
	h.err = fmt.Errorf("no picture: %w", news.ErrNotFound)
	if w := get(t, site, at); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "public, max-age=120" || bytes.Contains(w.Body.Bytes(), []byte("<")) {
		t.Errorf("none: got %d, %v: %s", w.Code, w.Header(), w.Body)
	}
	h.err = fmt.Errorf("too many: %w", news.ErrUnavailable)
	if w := get(t, site, at); w.Code != http.StatusServiceUnavailable || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Retry-After") == "" {
		t.Errorf("busy: got %d, %v", w.Code, w.Header())
	}
}

// TestPicturePlace: the text below a picture never moves, whether its size is known or not.
func TestPicturePlace(t *testing.T) {
	t.Parallel()
	o, _ := hanging(world(pictures))
	site := newSite(t, o)
	known, boxed := 0, 0
	for _, id := range []int{100, 101, 200, 400} {
		for _, img := range opened(t, site, fmt.Sprintf("/article/%d", id)).Find(".reading figure img").EachIter() {
			switch width, height := img.AttrOr("width", ""), img.AttrOr("height", ""); {
			case width == "1600" && height == "900":
				known++
			case img.HasClass("boxed") && width == "" && height == "":
				boxed++
			default:
				t.Errorf("article %d: a picture of %q by %q has no place", id, width, height)
			}
		}
	}
	if known == 0 || boxed == 0 {
		t.Errorf("looked at %d of known size and %d of unknown", known, boxed)
	}
}
