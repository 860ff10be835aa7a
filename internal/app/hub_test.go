package app_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// publisher is an outlet with a hub of its own: /feed.xml, /hub, and a page for every headline.
type publisher struct {
	*httptest.Server
	headlines atomic.Pointer[[]string]
	polls     atomic.Int32
	asked     chan url.Values
}

func startPublisher(t *testing.T) *publisher {
	t.Helper()
	p := &publisher{asked: make(chan url.Values, 10)}
	p.headlines.Store(&[]string{"Harbour reopens after the storm"})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feed.xml", func(w http.ResponseWriter, _ *http.Request) {
		p.polls.Add(1)
		w.Header().Set("Link", `<`+p.URL+`/hub>; rel="hub", <`+p.URL+`/feed.xml>; rel="self"`)
		io.WriteString(w, p.feed())
	})
	mux.HandleFunc("GET /news/{n}", func(w http.ResponseWriter, r *http.Request) {
		var n int
		if _, err := fmt.Sscan(r.PathValue("n"), &n); err != nil || n >= len(*p.headlines.Load()) {
			http.NotFound(w, r)
			return
		}
		title := (*p.headlines.Load())[n]
		fmt.Fprintf(w, `<html lang="en"><head><title>%[1]s</title></head><body><article><h1>%[1]s</h1>%[2]s</article></body></html>`, title,
			strings.Repeat("<p>A paragraph about "+title+", with enough words in it to be one, and a few more for good measure.</p>", 4))
	})
	mux.HandleFunc("POST /hub", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		p.asked <- r.PostForm
		w.WriteHeader(http.StatusAccepted)
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *publisher) feed() string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>The Harbour Bell</title><link>` + p.URL + `/</link>`)
	for n, title := range *p.headlines.Load() {
		fmt.Fprintf(&b, `<item><title>%s</title><link>%s/news/%d</link><guid>%s/news/%d</guid><pubDate>%s</pubDate></item>`,
			title, p.URL, n, p.URL, n, time.Now().UTC().Format(time.RFC1123))
	}
	return b.String() + `</channel></rss>`
}

// await asks for a page until it holds the words.
func await(t *testing.T, address, words string) {
	t.Helper()
	deadline := time.After(2 * time.Minute)
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		_, body := get(t, address)
		if strings.Contains(body, words) {
			return
		}
		select {
		case <-deadline:
			t.Fatalf("%s does not say %q: %.2000s", address, words, body)
		case <-ticker.C:
		}
	}
}

// TestFromPublicationToPage: what a hub pushes is on the front page in a moment, without a poll.
func TestFromPublicationToPage(t *testing.T) {
	t.Parallel()
	p := startPublisher(t)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := settings(t.TempDir())
	c.Demo, c.DemoClock = false, ""
	c.Listen, c.AllowNetworks = free.Addr().String(), []string{"127.0.0.0/8"}
	c.BaseURL = "http://" + c.Listen
	follow(t, c, p.URL+"/feed.xml")
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	address, _ := start(t, c)

	asks := <-p.asked // the test's own deadline ends a wait in vain
	callback := asks.Get("hub.callback")
	if !strings.HasPrefix(callback, address+"/hub/") || asks.Get("hub.topic") != p.URL+"/feed.xml" {
		t.Fatalf("the hub was asked: %v", asks)
	}
	response, body := get(t, callback+"?"+url.Values{"hub.mode": {"subscribe"}, "hub.topic": asks["hub.topic"],
		"hub.challenge": {"tide"}, "hub.lease_seconds": asks["hub.lease_seconds"]}.Encode())
	if response.StatusCode != http.StatusOK || body != "tide" {
		t.Fatalf("verification: got %d %q", response.StatusCode, body)
	}
	await(t, address, "Harbour reopens after the storm")

	p.headlines.Store(&[]string{"Harbour reopens after the storm", "Lighthouse keeper elected mayor of Osk"})
	polls, published := p.polls.Load(), time.Now()
	document := p.feed()
	mac := hmac.New(sha256.New, []byte(asks.Get("hub.secret")))
	io.WriteString(mac, document)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, callback, strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	pushed, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer pushed.Body.Close()
	if pushed.StatusCode != http.StatusAccepted {
		t.Errorf("push: status %d, want 202", pushed.StatusCode)
	}
	await(t, address, "Lighthouse keeper elected mayor of Osk")
	took := time.Since(published)
	t.Logf("from publication to the front page: %v", took)
	if p.polls.Load() != polls {
		t.Error("the feed was polled meanwhile")
	}
	if took > 2*time.Second {
		t.Errorf("it took %v, want 2 s", took)
	}
}

// follow subscribes to a feed before the service starts.
func follow(t *testing.T, c app.Config, feed string) {
	t.Helper()
	db, err := c.Open(t.Context(), c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Subscribe(t.Context(), []news.Subscription{{URL: feed}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
