package fetch_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/fetch"
)

func TestPost(t *testing.T) {
	t.Parallel()
	calls := 0
	c, base := serve(t, fetch.Options{UserAgent: "Nutgraf/1.0"}, func(w http.ResponseWriter, r *http.Request) {
		calls++
		body, _ := io.ReadAll(r.Body)
		switch r.URL.Path {
		case "/hub", "/hub2":
			w.WriteHeader(http.StatusAccepted)
			fmt.Fprint(w, r.Method, " ", r.Header.Get("Content-Type"), " ", r.Header.Get("User-Agent"), " ", r.Header.Get("Authorization"), " ", string(body))
		case "/no":
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, "hub.topic\nis \x1b[31munknown", strings.Repeat(" x", 10_000))
		case "/307", "/308":
			var status int
			fmt.Sscanf(r.URL.Path, "/%d", &status)
			http.Redirect(w, r, "/hub2", status)
		case "/twice":
			http.Redirect(w, r, "/308", http.StatusPermanentRedirect)
		case "/301", "/303":
			var status int
			fmt.Sscanf(r.URL.Path, "/%d", &status)
			http.Redirect(w, r, "/hub2", status)
		case "/large":
			w.Write(make([]byte, 100<<10))
		}
	})
	form := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {"https://gull.example/feed?a=b&c"}}
	for _, path := range []string{"/hub", "/307", "/308"} {
		got, err := c.Post(t.Context(), fetch.PostRequest{URL: base + path, Form: form})
		want := "POST application/x-www-form-urlencoded Nutgraf/1.0  hub.mode=subscribe&hub.topic=https%3A%2F%2Fgull.example%2Ffeed%3Fa%3Db%26c"
		if err != nil || got.Status != http.StatusAccepted || string(got.Body) != want {
			t.Errorf("%s: got %+v, %v", path, got, err)
		}
	}
	calls = 0
	for path, test := range map[string]struct {
		kind   fetch.Kind
		status int
		words  string
	}{
		"/no":    {fetch.Failed, 400, "answers 400 Bad Request: hub.topic is [31munknown x x"},
		"/twice": {fetch.Failed, 0, "redirected only once"},
		"/301":   {fetch.Failed, 301, "redirects a form (301)"},
		"/303":   {fetch.Failed, 303, "redirects a form (303)"},
		"/large": {fetch.TooLarge, 0, "larger than the limit"},
	} {
		_, err := c.Post(t.Context(), fetch.PostRequest{URL: base + path, Form: form})
		e, ok := errors.AsType[*fetch.Error](err)
		if !ok || e.Kind != test.kind || e.Status != test.status || !strings.Contains(e.Error(), test.words) || strings.ContainsAny(e.Error(), "\n\x1b") || len(e.Error()) > 1000 {
			t.Errorf("%s: got %+v, want %+v", path, err, test)
		}
	}
	if calls != 6 {
		t.Errorf("got %d calls, want 6", calls)
	}
	for _, address := range []string{"http://10.0.0.1/hub", "ftp://gull.example/", "http://169.254.169.254/latest"} {
		if _, err := c.Post(t.Context(), fetch.PostRequest{URL: address}); err == nil {
			t.Errorf("%s was called", address)
		}
	}
}

func TestPostKeepsThePace(t *testing.T) {
	t.Parallel()
	calls := 0
	virtual(t, fetch.Options{HostGap: time.Minute}, answers(&calls, http.Header{"Retry-After": {"600"}}, 202, 429), func(t *testing.T, c *fetch.Client) {
		began := time.Now()
		post := func() error {
			_, err := c.Post(t.Context(), fetch.PostRequest{URL: "http://hub.example/"})
			return err
		}
		if err := post(); err != nil {
			t.Fatal(err)
		}
		post()
		if took := time.Since(began); took < time.Minute {
			t.Errorf("two forms in %v", took)
		}
		if e, ok := errors.AsType[*fetch.Error](post()); !ok || !e.Held || calls != 2 {
			t.Errorf("got %+v and %d calls, want a hold and 2", e, calls)
		}
		if e := fault(t, c, "http://hub.example/feed"); !e.Held {
			t.Errorf("got %+v, want a hold", e)
		}
	})
}
