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
	"testing/synctest"
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

	mu   sync.Mutex
	asks []url.Values
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
	deadline := time.After(20 * time.Second)
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

func TestHubPushesNews(t *testing.T) {
	t.Parallel()
	h := startHub(t, http.StatusAccepted, nil)
	h.then = verifies(t, 864000)
	c := follow(t, h.URL, true)
	c.await("the hub verifies", func() bool { return time.Until(c.feed().Health.HubUntil) > 9*24*time.Hour })
	c.await("the first article", c.has("Ferry sails"))
	before := c.feed()
	asks := h.asked()[0]
	if asks.Get("hub.mode") != "subscribe" || asks.Get("hub.topic") != ternURL || asks.Get("hub.lease_seconds") != "864000" ||
		len(asks.Get("hub.secret")) < 40 || len(asks.Get("hub.secret")) > 199 {
		t.Errorf("asked: %v", asks)
	}
	if before.Health.HubProblem != "" {
		t.Errorf("problem: %q", before.Health.HubProblem)
	}
	document := tern(h.URL, "Bridge opens", "Ferry sails")
	for range 3 { // a hub that repeats itself, or somebody who listened
		if status := c.push(asks.Get("hub.callback"), document, sign(asks.Get("hub.secret"), document)); status/100 != 2 {
			t.Errorf("push: status %d", status)
		}
	}
	c.await("what was pushed", c.has("Bridge opens"))
	counts, err := c.store.Counts(t.Context())
	if err != nil || counts.Entries != 2 {
		t.Errorf("entries: got %+v, %v; want 2", counts, err)
	}
	after := c.feed()
	if c.polls() != 1 || after.ETag != before.ETag || !after.NextPollAt.Equal(before.NextPollAt) || !after.PolledAt.Equal(before.PolledAt) {
		t.Errorf("%d polls; the state of polling was %+v, is %+v", c.polls(), before, after)
	}
	if len(h.asked()) != 1 {
		t.Errorf("the hub was asked %d times", len(h.asked()))
	}
}

func TestPushesThatAreNotBelieved(t *testing.T) {
	t.Parallel()
	bridge := tern("http://hub.invalid/", "Bridge opens")
	tests := []struct {
		name, document string
		signature      func(secret string) []string
		problem        string
	}{
		{"unsigned", bridge, func(string) []string { return nil }, "signature"},
		{"signed with another secret", bridge, func(string) []string { return []string{sign("guess", bridge)} }, "signature"},
		{"signed for another body", bridge, func(s string) []string { return []string{sign(s, bridge+" ")} }, "signature"},
		{"unknown method", bridge, func(s string) []string { return []string{strings.Replace(sign(s, bridge), "sha256", "md5", 1)} }, "signature"},
		{"half a signature", bridge, func(s string) []string { return []string{sign(s, bridge)[:30]} }, "signature"},
		{"empty signature", bridge, func(string) []string { return []string{"", "sha256=", "="} }, "signature"},
		{"no feed", "<html>Bridge opens</html>", func(s string) []string { return []string{sign(s, "<html>Bridge opens</html>")} }, "could not be read"},
		{"huge", strings.Repeat("x", 2<<20), func(s string) []string { return nil }, "too large"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := startHub(t, http.StatusAccepted, nil)
			h.then = verifies(t, 864000)
			c := follow(t, h.URL, true)
			c.await("the hub verifies", func() bool { return !c.feed().Health.HubUntil.IsZero() })
			c.world.mu.Lock()
			c.world.pages[ternURL] = tern(h.URL, "Ferry sails", "Mill closes") // what it would find in truth
			c.world.mu.Unlock()
			asks := h.asked()[0]
			for range 5 {
				if status := c.push(asks.Get("hub.callback"), test.document, test.signature(asks.Get("hub.secret"))...); status/100 != 2 {
					t.Errorf("push: status %d, want 2xx", status)
				}
			}
			c.await("a poll", func() bool { return c.polls() == 2 })
			if got := c.feed().Health.HubProblem; !strings.Contains(got, test.problem) {
				t.Errorf("problem: got %q, want one with %q", got, test.problem)
			}
			if f := c.feed(); c.polls() != 2 || time.Until(f.NextPollAt) > 6*time.Minute {
				t.Errorf("%d polls, the next in %v; want 2, and one more soon but not at once", c.polls(), time.Until(f.NextPollAt))
			}
			if _, found := articles(t, c.store)["Bridge opens"]; found {
				t.Error("it was believed")
			}
		})
	}
}

func TestHubsThatDoNotServe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		status  int
		then    func(t *testing.T) func(*hub, url.Values)
		problem string
	}{
		{"broken", http.StatusInternalServerError, nil, "500"},
		{"refusing", http.StatusForbidden, nil, "403"},
		{"denying", http.StatusAccepted, func(t *testing.T) func(*hub, url.Values) {
			return func(_ *hub, asks url.Values) {
				call(t, asks.Get("hub.callback"), url.Values{"hub.mode": {"denied"}, "hub.topic": asks["hub.topic"], "hub.reason": {"not on our list"}})
			}
		}, "not on our list"},
		{"verifying another topic", http.StatusAccepted, func(t *testing.T) func(*hub, url.Values) {
			return func(_ *hub, asks url.Values) {
				for _, q := range []url.Values{
					{"hub.mode": {"subscribe"}, "hub.topic": {ternURL + "?x"}}, {"hub.mode": {"unsubscribe"}, "hub.topic": asks["hub.topic"]},
					{"hub.mode": {"SUBSCRIBE"}, "hub.topic": asks["hub.topic"]}, {"hub.topic": asks["hub.topic"]},
				} {
					if status, _ := call(t, asks.Get("hub.callback"), q); status != http.StatusNotFound {
						t.Errorf("%v: status %d, want 404", q, status)
					}
				}
				q := url.Values{"hub.mode": {"subscribe"}, "hub.topic": asks["hub.topic"]}
				if status, _ := call(t, asks.Get("hub.callback")+"x", q); status != http.StatusNotFound {
					t.Errorf("another token: status %d, want 404", status)
				}
			}
		}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h := startHub(t, test.status, nil)
			if test.then != nil {
				h.then = test.then(t)
			}
			c := follow(t, h.URL, true)
			c.await("the hub is asked", func() bool { return len(h.asked()) == 1 })
			c.await("the reason", func() bool { return strings.Contains(c.feed().Health.HubProblem, test.problem) })
			c.await("the article, by polling", c.has("Ferry sails"))
			if f := c.feed(); !f.Health.HubUntil.IsZero() || len(h.asked()) != 1 {
				t.Errorf("asked %d times; health %+v", len(h.asked()), f.Health)
			}
		})
	}
}

func TestNobodyIsAskedWithoutAnAddress(t *testing.T) {
	t.Parallel()
	h := startHub(t, http.StatusAccepted, nil)
	c := follow(t, h.URL, false)
	c.await("the article", c.has("Ferry sails"))
	if got := c.feed().Health.HubProblem; !strings.Contains(got, "--base-url") {
		t.Errorf("problem: %q", got)
	}
	if len(h.asked()) != 0 {
		t.Errorf("the hub was asked: %v", h.asked())
	}
}

// moody is a hub without a network: every third time it does not answer.
type moody struct {
	verify func(ctx context.Context, token, mode, topic, reason string, lease time.Duration) (bool, error)
	lease  time.Duration
	asked  []time.Time
}

func (m *moody) Post(ctx context.Context, r fetch.PostRequest) (*fetch.Response, error) {
	m.asked = append(m.asked, time.Now())
	if len(m.asked)%3 == 0 {
		return nil, &fetch.Error{Kind: fetch.Failed, URL: r.URL, Status: 503, Temporary: true, Err: errors.New("the server answers 503")}
	}
	ok, err := m.verify(ctx, path.Base(r.Form.Get("hub.callback")), "subscribe", r.Form.Get("hub.topic"), "", m.lease)
	if err != nil || !ok {
		return nil, fmt.Errorf("verified: %v, %w", ok, err)
	}
	return &fetch.Response{URL: r.URL, Status: 202}, nil
}

// TestLeasesAreRenewed watches two months of a hub that fails now and then.
func TestLeasesAreRenewed(t *testing.T) {
	t.Parallel()
	for lease, want := range map[time.Duration][2]time.Duration{ // shortest and longest time between two requests
		10 * 24 * time.Hour:  {144 * time.Hour, 160 * time.Hour},
		time.Second:          {36 * time.Minute, 40 * time.Minute},       // counts as an hour
		365 * 24 * time.Hour: {18 * 24 * time.Hour, 20 * 24 * time.Hour}, // counts as thirty days
	} {
		t.Run(lease.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { renewals(t, lease, want) })
		})
	}
}

func renewals(t *testing.T, lease time.Duration, want [2]time.Duration) {
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Subscribe(t.Context(), []news.Subscription{{URL: ternURL}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	w := &world{pages: map[string]string{ternURL: tern("https://hub.invalid/", "Ferry sails")}, errors: map[string]error{}, calls: map[string]int{}}
	m := &moody{lease: lease}
	p := pipeline.New(pipeline.Options{Store: s, Fetcher: w, Poster: m, Callback: "https://n.invalid/hub/", Score: rank.Score, Lanes: 1, Idle: want[0] / 20})
	m.verify = p.Verify
	span := min(15*want[1], 60*24*time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), span)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	began := time.Now()
	for hour := 1; ctx.Err() == nil; hour++ {
		select {
		case <-ctx.Done():
		case <-time.After(time.Hour):
		}
		states, err := s.Sources(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if until := states[0].Feeds[0].Health.HubUntil; !until.After(time.Now()) && time.Since(began) > want[0]/10 {
			t.Fatalf("after %d hours the lease has lapsed: %v", hour, time.Since(until))
		}
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if len(m.asked) < int(span/want[1]) || m.asked[0].Sub(began) > want[0]/10 {
		t.Errorf("asked %d times, first after %v", len(m.asked), m.asked[0].Sub(began))
	}
	for i := 1; i < len(m.asked); i++ {
		gap, least := m.asked[i].Sub(m.asked[i-1]), want[0]
		if i%3 == 0 { // after a failure, the third request of three
			least = 15 * time.Minute
		}
		if gap < least || gap > want[1] {
			t.Errorf("request %d came %v after the one before, want %v to %v", i, gap, least, want[1])
		}
	}
}
