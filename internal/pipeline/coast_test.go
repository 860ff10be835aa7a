package pipeline_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
)

const ternURL = "http://tern.invalid/feed.xml"

// tern is an invented publisher who names a hub. Each item is a headline.
func tern(hub string, items ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Tern</title><link>http://tern.invalid/</link>
		<atom:link rel="self" href="%s"/><atom:link rel="hub" href="%s"/>`, ternURL, hub)
	for _, title := range items {
		slug := strings.ReplaceAll(strings.ToLower(title), " ", "-")
		fmt.Fprintf(&b, `<item><title>%s</title><link>http://tern.invalid/%s</link><guid>%s</guid><pubDate>Fri, 16 May 2031 01:30:00 GMT</pubDate>
			<description>What the feed says of it, in a sentence of its own.</description></item>`, title, slug, slug)
	}
	return b.String() + `</channel></rss>`
}

// hub is a WebSub hub on this machine that behaves as a test wants.
type hub struct {
	*httptest.Server
	status int                           // of its answers
	then   func(h *hub, asks url.Values) // what it does before it answers

	mu       sync.Mutex
	asks     []url.Values
	answered int
}

func startHub(t *testing.T, status int, then func(*hub, url.Values)) *hub {
	t.Helper()
	h := &hub{status: status, then: then}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		h.mu.Lock()
		h.asks = append(h.asks, r.PostForm)
		h.mu.Unlock()
		if h.then != nil {
			h.then(h, r.PostForm)
		}
		h.mu.Lock()
		h.answered++
		h.mu.Unlock()
		w.WriteHeader(h.status)
		fmt.Fprintln(w, "the hub says so")
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hub) asked() []url.Values {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.asks
}

// done is how often the hub has done all that it does when it is asked.
func (h *hub) done() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.answered
}

// call asks a callback a question, and returns the status and the answer.
func call(t *testing.T, callback string, question url.Values) (int, string) {
	t.Helper()
	response, err := http.Get(callback + "?" + question.Encode())
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Error(err)
	}
	return response.StatusCode, string(body)
}

// verifies is what an honest hub does.
func verifies(t *testing.T, lease int) func(*hub, url.Values) {
	return func(_ *hub, asks url.Values) {
		status, body := call(t, asks.Get("hub.callback"), url.Values{"hub.mode": {"subscribe"}, "hub.topic": asks["hub.topic"],
			"hub.challenge": {"echo this"}, "hub.lease_seconds": {strconv.Itoa(lease)}})
		if status != http.StatusOK || body != "echo this" {
			t.Errorf("verification: got %d %q", status, body)
		}
	}
}

// door lets hubs call a pipeline, as the site does.
type door struct {
	*httptest.Server
	p *pipeline.Pipeline
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token, q := path.Base(r.URL.Path), r.URL.Query()
	if r.Method == http.MethodPost {
		err := d.p.Push(r.Context(), token, r.Header.Get("Content-Type"), r.Header.Values("X-Hub-Signature"), http.MaxBytesReader(w, r.Body, 1<<20))
		switch {
		case errors.Is(err, news.ErrNotFound):
			w.WriteHeader(http.StatusGone)
		case err != nil:
			w.WriteHeader(http.StatusInternalServerError)
		}
		return
	}
	lease, _ := strconv.Atoi(q.Get("hub.lease_seconds"))
	ok, err := d.p.Verify(r.Context(), token, q.Get("hub.mode"), q.Get("hub.topic"), q.Get("hub.reason"), time.Duration(lease)*time.Second)
	if err != nil || !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	io.WriteString(w, q.Get("hub.challenge"))
}

// coast is a service that follows The Tern.
type coast struct {
	*pipeline.Pipeline
	t     *testing.T
	store *store.Store
	world *world
}

// follow starts a pipeline that follows The Tern at that hub. open: it has a public address.
func follow(t *testing.T, hubURL string, open bool) *coast {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Subscribe(t.Context(), []news.Subscription{{URL: ternURL}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	w := &world{pages: map[string]string{ternURL: tern(hubURL, "Ferry sails")}, errors: map[string]error{}, calls: map[string]int{}}
	for _, title := range []string{"Ferry sails", "Bridge opens", "Mill closes", "Gate stays shut"} {
		w.pages["http://tern.invalid/"+strings.ReplaceAll(strings.ToLower(title), " ", "-")] = page(title)
	}
	d := &door{}
	d.Server = httptest.NewServer(d)
	t.Cleanup(d.Close)
	client := fetch.New(fetch.Options{AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(client.Close)
	o := pipeline.Options{Store: s, Fetcher: w, Poster: client, Holder: t.Name(), Score: rank.Score, Idle: 5 * time.Millisecond}
	if open {
		o.Callback = d.URL + "/hub/"
	}
	d.p = pipeline.New(o)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.p.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return &coast{Pipeline: d.p, t: t, store: s, world: w}
}

func (c *coast) await(what string, done func() bool) {
	c.t.Helper()
	deadline := time.After(2 * time.Minute)
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for !done() {
		select {
		case <-deadline:
			c.t.Fatalf("in vain: %s; feed: %+v", what, c.feed())
		case <-ticker.C:
		}
	}
}

func (c *coast) feed() news.Feed {
	c.t.Helper()
	states, err := c.store.Sources(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	return states[0].Feeds[0]
}

func (c *coast) polls() int {
	c.world.mu.Lock()
	defer c.world.mu.Unlock()
	return c.world.calls[ternURL]
}

func (c *coast) has(headline string) func() bool {
	return func() bool {
		a, found := articles(c.t, c.store)[headline]
		return found && a.StoryID != 0
	}
}

// push sends a document to a callback.
func (c *coast) push(callback, document string, signatures ...string) int {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, callback, strings.NewReader(document))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header["X-Hub-Signature"] = signatures
	request.Header.Set("Content-Type", "application/rss+xml")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

func sign(secret, document string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, document)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}
