package pipeline_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// pushed follows The Tern at an honest hub, and gives the token and the secret.
func pushed(t *testing.T) (c *coast, token, secret string) {
	t.Helper()
	h := startHub(t, http.StatusAccepted, nil)
	h.then = verifies(t, 864000)
	c = follow(t, h.URL, true)
	c.await("the hub verifies", func() bool { return !c.feed().Health.HubUntil.IsZero() })
	asks := h.asked()[0]
	return c, path.Base(asks.Get("hub.callback")), asks.Get("hub.secret")
}

func TestEverySignature(t *testing.T) {
	t.Parallel()
	c, token, secret := pushed(t)
	n := 0
	for name, create := range map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "SHA384": sha512.New384, "sha512": sha512.New} {
		n++
		title := fmt.Sprint("Number ", n)
		document := tern("http://hub.invalid/", title)
		mac := hmac.New(create, []byte(secret))
		io.WriteString(mac, document)
		signatures := []string{"sha1=00", "nonsense", name + "=" + hex.EncodeToString(mac.Sum(nil))}
		if err := c.Push(t.Context(), token, "", signatures, strings.NewReader(document)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		counts, err := c.store.Counts(t.Context())
		if err != nil || counts.Entries != 1+n {
			t.Errorf("%s: %d entries, %v; want %d", name, counts.Entries, err, 1+n)
		}
	}
	if err := c.Push(t.Context(), "other", "", nil, strings.NewReader("")); !errors.Is(err, news.ErrNotFound) {
		t.Errorf("unknown token: got %v, want not found", err)
	}
}

// TestFloodOfPushes: after a burst nothing is read any more, and the publisher is polled once.
func TestFloodOfPushes(t *testing.T) {
	t.Parallel()
	c, token, secret := pushed(t)
	for i := range 100 {
		document := tern("http://hub.invalid/", fmt.Sprint("Flood ", i))
		if err := c.Push(t.Context(), token, "", []string{sign(secret, document)}, strings.NewReader(document)); err != nil {
			t.Fatal(err)
		}
	}
	c.await("a poll", func() bool { return c.polls() == 2 })
	counts, err := c.store.Counts(t.Context())
	if err != nil || counts.Entries > 60 {
		t.Errorf("%d entries were taken, %v", counts.Entries, err)
	}
	if got := c.feed().Health.HubProblem; !strings.Contains(got, "so often") {
		t.Errorf("problem: %q", got)
	}
}

// TestManyPushesAtOnce: bodies that drip in do not pile up in memory.
func TestManyPushesAtOnce(t *testing.T) {
	t.Parallel()
	c, token, _ := pushed(t)
	began, ended := make(chan struct{}), make(chan error)
	var drips []*io.PipeWriter
	for range 8 {
		body, drip := io.Pipe()
		drips = append(drips, drip)
		go func() { ended <- c.Push(t.Context(), token, "", nil, body) }()
		go func() {
			io.WriteString(drip, "<rss>") // returns when it is read
			began <- struct{}{}
		}()
	}
	for range drips {
		<-began
	}
	if err := c.Push(t.Context(), token, "", nil, strings.NewReader("")); !errors.Is(err, news.ErrUnavailable) {
		t.Errorf("the ninth: got %v, want unavailable", err)
	}
	for _, drip := range drips {
		drip.CloseWithError(io.ErrUnexpectedEOF)
		if err := <-ended; !errors.Is(err, news.ErrInvalid) {
			t.Errorf("a body that breaks off: got %v, want invalid", err)
		}
	}
	if err := c.Push(t.Context(), token, "", nil, strings.NewReader("")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// listener is a hub without a network that tells what it was asked.
type listener chan url.Values

func (l listener) Post(_ context.Context, r fetch.PostRequest) (*fetch.Response, error) {
	l <- r.Form
	return &fetch.Response{URL: r.URL, Status: 202}, nil
}

// TestNoSecretOverAnOpenLine: what others could read would let them forge a feed that comes over TLS.
func TestNoSecretOverAnOpenLine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		hub, topic string
		told       bool
	}{
		{"https://hub.invalid/", "https://tern.invalid/rss", true},
		{"https://hub.invalid/", "http://tern.invalid/rss", true},
		{"http://hub.invalid/", "http://tern.invalid/rss", true},
		{"http://hub.invalid/", "https://tern.invalid/rss", false},
	} {
		s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		if _, err := s.Subscribe(t.Context(), []news.Subscription{{URL: test.topic}}, time.Now()); err != nil {
			t.Fatal(err)
		}
		document := strings.ReplaceAll(tern(test.hub, "Ferry sails"), ternURL, test.topic)
		w := &world{pages: map[string]string{test.topic: document}, errors: map[string]error{}, calls: map[string]int{}}
		l := make(listener, 1)
		p := pipeline.New(pipeline.Options{Store: s, Fetcher: w, Poster: l, Callback: "https://n.invalid/hub/", Idle: 5 * time.Millisecond})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Run(ctx) }()
		asks := <-l
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if told := asks.Get("hub.secret") != ""; told != test.told {
			t.Errorf("hub %s, topic %s: told %v, want %v", test.hub, test.topic, told, test.told)
		}
		token := path.Base(asks.Get("hub.callback"))
		if err := p.Push(t.Context(), token, "", []string{sign("", document)}, strings.NewReader(document)); err != nil {
			t.Error(err)
		}
		states, err := s.Sources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if problem := states[0].Feeds[0].Health.HubProblem; strings.Contains(problem, "without encryption") == test.told {
			t.Errorf("hub %s, topic %s: problem %q", test.hub, test.topic, problem)
		}
	}
}
