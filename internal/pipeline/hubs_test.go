package pipeline_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

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
			c.await("the hub has answered", func() bool { return h.done() == 1 })
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
