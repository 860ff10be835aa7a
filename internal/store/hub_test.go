package store_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

var hub = news.Hub{URL: "https://hub.example/", Topic: "http://a.example/feed.xml"}

// hubbed polls a feed that names a hub, and claims the subscription.
func hubbed(t *testing.T, s *store.Store) (news.Feed, news.HubWork) {
	t.Helper()
	f := feed(t, s, "a.example")
	pollHub(t, s, f, hub, entry("a.example", 1))
	works := must(s.ClaimHubs(context.Background(), noon, noon.Add(time.Minute), 10))(t)
	if len(works) != 1 || works[0].FeedID != f.ID || works[0].Hub != hub {
		t.Fatalf("claimed %+v", works)
	}
	return f, works[0]
}

func pollHub(t *testing.T, s *store.Store, f news.Feed, h news.Hub, entries ...news.Entry) {
	t.Helper()
	f.PolledAt, f.NextPollAt = noon, noon.Add(6*time.Hour)
	must(s.SaveEntries(context.Background(), []news.Poll{{Feed: f, Hub: h, Entries: entries}}, noon))(t)
}

// dueAgain claims the only feed at a time at which it must be due.
func dueAgain(t *testing.T, s *store.Store, at time.Time) news.Feed {
	t.Helper()
	feeds := must(s.ClaimFeeds(context.Background(), at, at.Add(time.Minute), 10))(t)
	if len(feeds) != 1 {
		t.Fatalf("%d feeds are due", len(feeds))
	}
	return feeds[0]
}

func health(t *testing.T, s *store.Store) news.Health {
	t.Helper()
	return must(s.Sources(context.Background()))(t)[0].Feeds[0].Health
}

func TestHubIsAskedAndVerifies(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := feed(t, s, "a.example")
		pollHub(t, s, f, hub)
		if got := health(t, s); !got.HubUntil.IsZero() || !strings.Contains(got.HubProblem, "--base-url") {
			t.Errorf("before anything was asked: %+v", got)
		}
		works := must(s.ClaimHubs(ctx, noon, noon.Add(time.Minute), 10))(t)
		equal(t, "claimed twice", len(must(s.ClaimHubs(ctx, noon, noon.Add(time.Minute), 10))(t)), 0)
		w := works[0]
		if len(w.Token) < 20 || len(w.Secret) < 40 || w.Failures != 0 {
			t.Errorf("claimed: %+v", w)
		}
		// The hub verifies before its answer to the request is read.
		until, next := noon.Add(240*time.Hour), noon.Add(150*time.Hour)
		check(t, s.ConfirmHub(ctx, w.Token, hub.Topic, noon, until, next))
		check(t, s.SaveHubs(ctx, []news.HubAnswer{{FeedID: f.ID, Callback: "https://n.example/hub/", RetryAt: noon.Add(time.Minute), LeaseUntil: w.LeaseUntil}}))
		equal(t, "health", health(t, s).HubUntil, until)
		equal(t, "health in a claim", dueAgain(t, s, noon.Add(6*time.Hour)).Health.HubUntil, until)
		equal(t, "due early", len(must(s.ClaimHubs(ctx, next.Add(-time.Second), next, 10))(t)), 0)
		renewed := must(s.ClaimHubs(ctx, next, next.Add(time.Minute), 10))(t)
		if len(renewed) != 1 || renewed[0].Token != w.Token || renewed[0].Secret != w.Secret {
			t.Errorf("to be renewed: %+v", renewed)
		}
		equal(t, "while it is renewed", health(t, s).HubUntil, until)

		got, byToken, err := s.HubByToken(ctx, w.Token)
		check(t, err)
		equal(t, "by token", []any{got.ID, got.SourceID, got.URL, byToken.Secret}, []any{f.ID, f.SourceID, f.URL, w.Secret})
		for _, wrong := range [][2]string{{"other", hub.Topic}, {w.Token, hub.Topic + "?"}} {
			if err := s.ConfirmHub(ctx, wrong[0], wrong[1], noon, until, next); !errors.Is(err, news.ErrNotFound) {
				t.Errorf("confirm %q: got %v, want not found", wrong, err)
			}
			if err := s.DenyHub(ctx, wrong[0], wrong[1], "no", noon, next); !errors.Is(err, news.ErrNotFound) {
				t.Errorf("deny %q: got %v, want not found", wrong, err)
			}
		}
	})
}

func TestHubThatFails(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f, w := hubbed(t, s)
		answer := news.HubAnswer{FeedID: f.ID, Problem: "the server answers 500", RetryAt: noon.Add(time.Hour), LeaseUntil: w.LeaseUntil}
		check(t, s.SaveHubs(ctx, []news.HubAnswer{answer}))
		check(t, s.SaveHubs(ctx, []news.HubAnswer{{FeedID: f.ID, Problem: "of a lost lease", LeaseUntil: w.LeaseUntil}}))
		equal(t, "problem", health(t, s).HubProblem, answer.Problem)
		equal(t, "due early", len(must(s.ClaimHubs(ctx, noon.Add(time.Minute), noon.Add(time.Hour), 10))(t)), 0)
		w = must(s.ClaimHubs(ctx, noon.Add(time.Hour), noon.Add(2*time.Hour), 10))(t)[0]
		equal(t, "failures", w.Failures, 1)
		// It takes the request and never verifies.
		check(t, s.SaveHubs(ctx, []news.HubAnswer{{FeedID: f.ID, RetryAt: noon.Add(3 * time.Hour), LeaseUntil: w.LeaseUntil}}))
		w = must(s.ClaimHubs(ctx, noon.Add(3*time.Hour), noon.Add(4*time.Hour), 10))(t)[0]
		equal(t, "failures", w.Failures, 2)
		if got := health(t, s).HubProblem; !strings.Contains(got, "never verified") {
			t.Errorf("problem: %q", got)
		}
		// A worker that dies leaves a lease that lapses.
		equal(t, "leased", len(must(s.ClaimHubs(ctx, noon.Add(3*time.Hour), noon.Add(4*time.Hour), 10))(t)), 0)
		equal(t, "lapsed", len(must(s.ClaimHubs(ctx, noon.Add(4*time.Hour), noon.Add(5*time.Hour), 10))(t)), 1)

		check(t, s.ConfirmHub(ctx, w.Token, hub.Topic, noon, noon.Add(240*time.Hour), noon.Add(150*time.Hour)))
		check(t, s.DenyHub(ctx, w.Token, hub.Topic, "the hub denies: enough", noon.Add(time.Hour), noon.Add(24*time.Hour)))
		got := health(t, s)
		equal(t, "denied", []any{got.HubUntil, got.HubProblem}, []any{time.Time{}, "the hub denies: enough"})
		dueAgain(t, s, noon.Add(time.Hour)) // it rested on the hub, and is due at once
	})
}

func TestAnotherHubStartsAfresh(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		_, w := hubbed(t, s)
		check(t, s.ConfirmHub(ctx, w.Token, hub.Topic, noon, noon.Add(240*time.Hour), noon.Add(150*time.Hour)))
		pollHub(t, s, dueAgain(t, s, noon.Add(6*time.Hour)), hub, entry("a.example", 1)) // the same: nothing changes
		if _, _, err := s.HubByToken(ctx, w.Token); err != nil {
			t.Fatal(err)
		}
		// A document without a hub lets the subscription run out; "not modified" does not.
		pollHub(t, s, dueAgain(t, s, noon.Add(6*time.Hour)), news.Hub{})
		equal(t, "renewed", len(must(s.ClaimHubs(ctx, noon.Add(150*time.Hour), noon.Add(151*time.Hour), 10))(t)), 1)
		pollHub(t, s, dueAgain(t, s, noon.Add(6*time.Hour)), news.Hub{}, entry("a.example", 1))
		equal(t, "not renewed", len(must(s.ClaimHubs(ctx, noon.Add(200*time.Hour), noon.Add(201*time.Hour), 10))(t)), 0)
		if err := s.ConfirmHub(ctx, w.Token, hub.Topic, noon, noon.Add(time.Hour), noon); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("confirm what is not wanted: got %v", err)
		}
		equal(t, "still pushes", health(t, s).HubUntil, noon.Add(240*time.Hour))

		other := news.Hub{URL: "https://other.example/", Topic: hub.Topic}
		pollHub(t, s, dueAgain(t, s, noon.Add(6*time.Hour)), other, entry("a.example", 1))
		equal(t, "until", health(t, s).HubUntil, time.Time{})
		if _, _, err := s.HubByToken(ctx, w.Token); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("the old token: got %v, want not found", err)
		}
		fresh := must(s.ClaimHubs(ctx, noon, noon.Add(time.Minute), 10))(t)
		if len(fresh) != 1 || fresh[0].Hub != other || fresh[0].Token == w.Token || fresh[0].Secret == w.Secret {
			t.Errorf("asked afresh: %+v", fresh)
		}
	})
}

func TestAnotherAddressOfOurs(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f, w := hubbed(t, s)
		check(t, s.SaveHubs(ctx, []news.HubAnswer{{FeedID: f.ID, Callback: "https://n.example/hub/", RetryAt: noon.Add(time.Hour), LeaseUntil: w.LeaseUntil}}))
		check(t, s.ConfirmHub(ctx, w.Token, hub.Topic, noon, noon.Add(240*time.Hour), noon.Add(150*time.Hour)))
		check(t, s.SettleHubs(ctx, "https://n.example/hub/", noon))
		equal(t, "the same address", health(t, s).HubUntil, noon.Add(240*time.Hour))
		check(t, s.SettleHubs(ctx, "https://m.example/hub/", noon))
		equal(t, "another address", health(t, s).HubUntil, time.Time{})
		equal(t, "asked again", len(must(s.ClaimHubs(ctx, noon.Add(time.Hour), noon.Add(2*time.Hour), 10))(t)), 1)
	})
}

func TestPushesAndHints(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f, w := hubbed(t, s)
		check(t, s.ConfirmHub(ctx, w.Token, hub.Topic, noon, noon.Add(240*time.Hour), noon.Add(150*time.Hour)))
		before := must(s.Sources(ctx))(t)[0].Feeds[0]
		pushed := []news.Entry{entry("a.example", 1), entry("a.example", 2)}
		equal(t, "new", must(s.SavePush(ctx, f.ID, pushed, noon.Add(time.Minute)))(t), 1)
		equal(t, "new in a replay", must(s.SavePush(ctx, f.ID, pushed, noon.Add(time.Minute)))(t), 0)
		equal(t, "the feed's state", must(s.Sources(ctx))(t)[0].Feeds[0], before)
		works := must(s.ClaimEntries(ctx, noon.Add(time.Hour), noon.Add(2*time.Hour), 10, 1))(t)
		equal(t, "to be read", len(works), 2)
		equal(t, "of the feed and its source", []any{works[1].Feed.ID, works[1].Source.ID}, []any{f.ID, f.SourceID})
		if _, err := s.SavePush(ctx, 999, pushed, noon); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("push for no feed: got %v", err)
		}

		due := func(minutes int) bool {
			at := noon.Add(time.Duration(minutes) * time.Minute)
			feeds := must(s.ClaimFeeds(ctx, at, at, 10))(t)
			return len(feeds) == 1
		}
		equal(t, "due before a hint", due(10), false)
		check(t, s.HintHub(ctx, f.ID, "not signed", noon.Add(10*time.Minute)))
		equal(t, "problem", health(t, s).HubProblem, "not signed")
		equal(t, "due after a hint", due(10), true)
		// During the poll come more; they bring one more poll, and not at once.
		for second := range 5 {
			check(t, s.HintHub(ctx, f.ID, "not signed", noon.Add(10*time.Minute+time.Duration(second+1)*time.Second)))
		}
		f = dueAgain(t, s, noon.Add(11*time.Minute))
		f.PolledAt, f.NextPollAt = noon.Add(10*time.Minute), noon.Add(6*time.Hour)
		must(s.SaveEntries(ctx, []news.Poll{{Feed: f}}, noon))(t)
		equal(t, "due again at once", due(14), false)
		equal(t, "due again after the gap", due(15), true)
		must(s.SavePush(ctx, f.ID, nil, noon.Add(time.Hour)))(t)
		equal(t, "problem after a good push", health(t, s).HubProblem, "")
	})
}

// TestHubThatMissesNews: polls that find what was never pushed end the trust in a hub; a push brings it back.
func TestHubThatMissesNews(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f, w := hubbed(t, s)
		until := noon.Add(240 * time.Hour)
		check(t, s.ConfirmHub(ctx, w.Token, hub.Topic, noon, until, noon.Add(150*time.Hour)))
		for n, want := range []time.Time{1: until, 2: until, 3: {}} { // number 1 is known
			if n == 0 {
				continue
			}
			pollHub(t, s, dueAgain(t, s, noon.Add(6*time.Hour)), hub, entry("a.example", n))
			equal(t, "until", health(t, s).HubUntil, want)
		}
		if got := health(t, s).HubProblem; !strings.Contains(got, "did not push") {
			t.Errorf("problem: %q", got)
		}
		must(s.SavePush(ctx, f.ID, []news.Entry{entry("a.example", 4)}, noon))(t)
		got := health(t, s)
		equal(t, "after a push", []any{got.HubUntil, got.HubProblem}, []any{until, ""})
	})
}

func TestHubsGoWithTheirFeed(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f, w := hubbed(t, s)
		stopped := dueAgain(t, s, noon.Add(6*time.Hour))
		stopped.Stopped = true
		must(s.SaveEntries(ctx, []news.Poll{{Feed: stopped}}, noon))(t)
		equal(t, "asked for a stopped feed", len(must(s.ClaimHubs(ctx, noon.Add(time.Hour), noon.Add(2*time.Hour), 10))(t)), 0)
		if _, _, err := s.HubByToken(ctx, w.Token); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("stopped: got %v, want not found", err)
		}
		check(t, s.Unsubscribe(ctx, f.ID))
		equal(t, "left over", len(store.Strings(t, s, "SELECT token FROM hubs")), 0)
	})
}

// TestHubsAreInNoBackup: a restored service subscribes anew, under its own address and with new secrets.
func TestHubsAreInNoBackup(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		_, w := hubbed(t, s)
		var file bytes.Buffer
		check(t, s.Backup(ctx, &file, nil))
		to := engines()["sqlite"](t)
		check(t, to.Restore(ctx, &file, nil))
		if _, _, err := to.HubByToken(ctx, w.Token); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("got %v, want not found", err)
		}
		pollHub(t, to, dueAgain(t, to, noon.Add(6*time.Hour)), hub, entry("a.example", 1))
		equal(t, "asked anew", len(must(to.ClaimHubs(ctx, noon, noon.Add(time.Minute), 10))(t)), 1)
	})
}
