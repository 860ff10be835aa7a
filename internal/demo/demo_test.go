package demo_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/news"
)

// anchor is a Saturday noon.
var anchor = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func open(t *testing.T) *demo.Press {
	t.Helper()
	press, err := demo.New(demo.Options{Now: anchor})
	if err != nil {
		t.Fatal(err)
	}
	return press
}

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
		if resp.StatusCode != http.StatusOK || len(body) < 500 {
			t.Errorf("%s: got %d and %d bytes", item.URL(8080), resp.StatusCode, len(body))
		}
	}
	_ = news.SectionWorld
}
