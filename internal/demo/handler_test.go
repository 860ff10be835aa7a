package demo_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"nutgraf/internal/demo"
)

// get asks the press without a network.
func get(press *demo.Press, url string, header ...string) (*http.Response, string) {
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	press.Handler().ServeHTTP(w, r)
	body, _ := io.ReadAll(w.Result().Body) // a recorder's body cannot fail
	return w.Result(), string(body)
}

func TestEveryPageIsServed(t *testing.T) {
	t.Parallel()
	press := open(t)
	for _, item := range press.Articles() {
		resp, body := get(press, item.URL(8080))
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: got %d", item.URL(8080), resp.StatusCode)
		}
		text := html.UnescapeString(body)
		if !strings.Contains(text, item.Headline) {
			t.Errorf("%s: headline not on its page", item.ID())
		}
		for _, block := range item.Blocks {
			if !strings.Contains(text, block.Text) {
				t.Errorf("%s: not on its page: %q", item.ID(), block.Text)
			}
		}
		if strings.Contains(body, "ZgotmplZ") {
			t.Errorf("%s: a value that its template refused", item.ID())
		}
	}
	for _, o := range press.Outlets() {
		if resp, body := get(press, o.Home(8080)); resp.StatusCode != http.StatusOK || !strings.Contains(body, html.EscapeString(o.Name)) {
			t.Errorf("%s: got %d", o.Home(8080), resp.StatusCode)
		}
		if resp, _ := get(press, o.Home(8080)+"robots.txt"); resp.StatusCode != http.StatusOK {
			t.Errorf("%s: robots.txt: got %d", o.ID, resp.StatusCode)
		}
	}
	if resp, body := get(press, "http://127.0.0.1:8080/"); resp.StatusCode != http.StatusOK || !strings.Contains(body, "http://al-jisr.localhost:8080/") {
		t.Errorf("list of outlets: got %d", resp.StatusCode)
	}
}

// TestFeeds holds that every feed lists all that its outlet has published, and is well-formed but for the broken one.
func TestFeeds(t *testing.T) {
	t.Parallel()
	press := open(t)
	of := map[string]int{}
	for _, item := range press.Articles() {
		of["http://"+item.Outlet+".localhost:8080/"]++
	}
	formats, moved, gone := map[string]int{}, 0, 0
	for _, sub := range press.Subscriptions(8080) {
		resp, body := get(press, sub.URL)
		switch resp.StatusCode {
		case http.StatusMovedPermanently:
			moved++
			if next, _ := get(press, resp.Header.Get("Location")); next.StatusCode != http.StatusOK {
				t.Errorf("%s moved to %q: got %d", sub.URL, resp.Header.Get("Location"), next.StatusCode)
			}
			continue
		case http.StatusGone:
			gone++
			continue
		case http.StatusOK:
		default:
			t.Errorf("%s: got %d", sub.URL, resp.StatusCode)
			continue
		}
		format, items, err := parse(body)
		if broken := strings.Contains(sub.URL, "daily-gull"); broken != (err != nil) {
			t.Errorf("%s: got %v", sub.URL, err)
		}
		if items != of[sub.Home] && err == nil || items == 0 && err == nil {
			t.Errorf("%s: got %d items, want %d", sub.URL, items, of[sub.Home])
		}
		formats[format]++
	}
	if moved != 1 || gone != 1 || len(formats) != 4 {
		t.Errorf("got %d moved, %d gone, formats %v; want 1, 1 and rss, feed, RDF, json", moved, gone, formats)
	}
}

// parse tells a feed's root and number of items; an error when it is ill-formed.
func parse(body string) (format string, items int, err error) {
	if strings.HasPrefix(body, "{") {
		var doc struct{ Items []struct{ URL string } }
		err = json.Unmarshal([]byte(body), &doc)
		return "json", len(doc.Items), err
	}
	d := xml.NewDecoder(strings.NewReader(body))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) {
		return charmap.Windows1252.NewDecoder().Reader(in), nil
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return format, items, nil
		}
		if err != nil {
			return format, items, err
		}
		if start, ok := token.(xml.StartElement); ok {
			if format == "" {
				format = start.Name.Local
			}
			if start.Name.Local == "item" || start.Name.Local == "entry" {
				items++
			}
		}
	}
}

func TestValidatorsAreHonoured(t *testing.T) {
	t.Parallel()
	press := open(t)
	for _, url := range []string{"http://harbour-times.localhost/rss.xml", press.Articles()[0].URL(0)} {
		resp, _ := get(press, url)
		if again, _ := get(press, url, "If-None-Match", resp.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s with its ETag: got %d", url, again.StatusCode)
		}
		if again, _ := get(press, url, "If-Modified-Since", resp.Header.Get("Last-Modified")); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s with its date: got %d", url, again.StatusCode)
		}
		if resp.Header.Get("Cache-Control") == "" {
			t.Errorf("%s: no Cache-Control", url)
		}
	}
}

func TestSameAnchorSameBytes(t *testing.T) {
	t.Parallel()
	one, two := open(t), open(t)
	for _, sub := range one.Subscriptions(8080) {
		_, a := get(one, sub.URL)
		_, b := get(two, sub.URL)
		if a != b {
			t.Errorf("%s differs", sub.URL)
		}
	}
}

func TestPictures(t *testing.T) {
	t.Parallel()
	press := open(t)
	seen := map[string]bool{}
	for _, item := range press.Articles() {
		scene, _, _ := strings.Cut(item.Image, "-")
		if item.Image == "" || seen[scene] { // one of each scene: drawing takes its time
			continue
		}
		seen[scene] = true
		resp, body := get(press, "http://"+item.Outlet+".localhost/pictures/"+item.Image+".jpg")
		picture, err := jpeg.Decode(strings.NewReader(body))
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: got %d, %v", item.Image, resp.StatusCode, err)
			continue
		}
		if size := picture.Bounds().Size(); size.X != 1200 || size.Y != 800 || len(body) > 300_000 {
			t.Errorf("%s: got %v and %d bytes", item.Image, size, len(body))
		}
	}
	if len(seen) < 9 {
		t.Errorf("got %d scenes, want at least 9", len(seen))
	}
}

func TestMedia(t *testing.T) {
	t.Parallel()
	press := open(t)
	resp, body := get(press, "http://vbs-radio.localhost/media/world-at-noon-tamsel.wav")
	if resp.StatusCode != http.StatusOK || !bytes.HasPrefix([]byte(body), []byte("RIFF")) || len(body) < 40_000 {
		t.Errorf("got %d and %d bytes", resp.StatusCode, len(body))
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	press := open(t)
	for url, want := range map[string]int{
		"http://nobody.localhost/":                               http.StatusNotFound,
		"http://harbour-times.localhost/nothing":                 http.StatusNotFound,
		"http://harbour-times.localhost/pictures/river-9999.jpg": http.StatusNotFound,
		"http://harbour-times.localhost/pictures/":               http.StatusNotFound,
		"http://harbour-times.localhost/media/nothing.wav":       http.StatusNotFound,
		"http://valmere-herald.localhost/feeds/weekend.xml":      http.StatusGone,
	} {
		if resp, _ := get(press, url); resp.StatusCode != want {
			t.Errorf("%s: got %d, want %d", url, resp.StatusCode, want)
		}
	}
	w := httptest.NewRecorder()
	press.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "http://harbour-times.localhost/", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: got %d", w.Code)
	}
}
