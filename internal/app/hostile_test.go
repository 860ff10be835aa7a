package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// What the service may need while the world is hostile.
const (
	hostileMemory = 500 << 20       // of the heap, with the hostile servers' own and 44 MB of what is known of languages, which the collector lets double
	hostileAnswer = 5 * time.Second // to a reader
	hostileRound  = 3 * time.Minute // on a busy machine too: it is no measure, it ends what hangs
)

// TestHostileServers follows many feeds that misbehave, each in its own way, and some that do not. The service keeps
// serving, its memory stays bounded, the good feeds are gathered, and each other feed ends with its right reason, in
// words. A restart in between forgets neither what hosts asked for nor what feeds were told.
func TestHostileServers(t *testing.T) { // not parallel: it measures memory and counts goroutines
	if testing.Short() {
		t.Skip("not run with -short: it takes half a minute")
	}
	http.DefaultClient.CloseIdleConnections()
	before := goleak.IgnoreCurrent()
	t.Run("world", func(t *testing.T) { hostileWorld(t) })
	http.DefaultClient.CloseIdleConnections()
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}

func hostileWorld(t *testing.T) {
	all := slices.Concat(wireFaults(), tlsFaults(), documentFaults())
	if len(all) < 40 {
		t.Fatalf("only %d behaviours", len(all))
	}
	for i := range 10 {
		all = append(all, behaviour{name: fmt.Sprintf("healthy-%d", i), serve: document(healthy), entries: 3})
	}
	names.Set("rebinds.invalid.", "127.0.0.1", "169.254.169.254")
	web := newHostileWeb(t, all)
	config := settings(t.TempDir())
	config.Demo, config.DemoClock = false, ""
	config.AllowNetworks, config.FetchTimeout = []string{"127.0.0.0/8"}, 6*time.Second
	feeds := subscribeAll(t, config, web, all)

	memory := watchMemory(t)
	round(t, config, 20, func(states map[news.FeedID]news.Feed) string {
		for _, id := range feeds {
			if states[id].PolledAt.IsZero() {
				return "feed " + states[id].URL
			}
		}
		return ""
	})
	states := read(t, config)
	for _, b := range all {
		checkFirst(t, b, states[feeds[b.name]], web)
	}
	checkArticles(t, config)

	again := makeDue(t, config, feeds, all)
	round(t, config, 0, func(states map[news.FeedID]news.Feed) string {
		for id, polled := range again {
			if f := states[id]; !f.PolledAt.After(polled) && !f.NextPollAt.After(time.Now()) && !f.Stopped {
				return "feed " + f.URL
			}
		}
		return ""
	})
	states = read(t, config)
	for _, b := range all {
		if b.twice {
			checkSecond(t, b, states[feeds[b.name]], web)
		}
	}
	peak, after := memory()
	t.Logf("%d behaviours; peak of the heap %d MiB, %d MiB at the end", len(all), peak>>20, after>>20)
	if peak > hostileMemory || after > hostileMemory/4 {
		t.Errorf("the heap reached %d MiB and stays at %d MiB, want at most %d and %d", peak>>20, after>>20, hostileMemory>>20, hostileMemory>>22)
	}
}

// subscribeAll follows all feeds before the service starts.
func subscribeAll(t *testing.T, c app.Config, web *hostileWeb, all []behaviour) map[string]news.FeedID {
	t.Helper()
	db, err := c.Open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	feeds := map[string]news.FeedID{}
	for _, b := range all {
		followed, err := db.Subscribe(t.Context(), []news.Subscription{{URL: web.address(b)}}, time.Now())
		if err != nil {
			t.Fatalf("%s: %v", b.name, err)
		}
		feeds[b.name] = followed[0].ID
	}
	return feeds
}

// round runs the service until nothing is missing and no entry waits to be read, and asks for its pages all the while,
// each at least so many times.
func round(t *testing.T, c app.Config, least int, missing func(map[news.FeedID]news.Feed) string) {
	t.Helper()
	address, stop := start(t, c)
	reading, enough := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for _, page := range []string{"/healthz", "/", "/sources", "/api/v1/status"} {
		readers.Go(func() {
			if n := keepReading(reading, t, address+page); n < least {
				t.Errorf("%s was asked for only %d times, want %d", page, n, least)
			}
		})
	}
	deadline := time.After(hostileRound)
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for done := false; !done; {
		lacks := missing(read(t, c))
		if lacks == "" {
			if lacks = waiting(t, c); lacks == "" {
				break
			}
		}
		select {
		case <-deadline:
			t.Errorf("not done in time: %s", lacks)
			done = true
		case <-ticker.C:
		}
	}
	enough()
	readers.Wait()
	if err := stop(); err != nil {
		t.Errorf("the service ended with: %v", err)
	}
}

// read looks at all feeds beside the running service.
func read(t *testing.T, c app.Config) map[news.FeedID]news.Feed {
	t.Helper()
	db, err := c.Read(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	sources, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states := map[news.FeedID]news.Feed{}
	for _, source := range sources {
		for _, f := range source.Feeds {
			states[f.ID] = f
		}
	}
	return states
}

// waiting says which stage has work left.
func waiting(t *testing.T, c app.Config) string {
	t.Helper()
	db, err := c.Read(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	backlogs, err := db.Backlogs(t.Context(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range backlogs {
		if b.Waiting > 0 {
			return fmt.Sprintf("%d wait for %s", b.Waiting, b.Stage)
		}
	}
	return ""
}

// checkFirst looks at what became of a feed after one poll.
func checkFirst(t *testing.T, b behaviour, f news.Feed, web *hostileWeb) {
	t.Helper()
	if f.Reason != b.reason || !strings.Contains(f.Problem, b.words) || f.Health.Diagnosis != b.wall {
		t.Errorf("%s: got %q, %q, diagnosis %q; want %q, %q, %q", b.name, f.Reason, f.Problem, f.Health.Diagnosis, b.reason, b.words, b.wall)
	}
	if (f.Problem == "") != (b.reason == news.ReasonNone) || len(f.Problem) > 1000 || strings.ContainsAny(f.Problem, "\n\x1b\x00\x07") {
		t.Errorf("%s: the problem is %q", b.name, f.Problem)
	}
	if n := f.Health.LastEntries; n != b.entries && (b.entries >= 0 || n == 0) {
		t.Errorf("%s: got %d entries, want %d", b.name, n, b.entries)
	}
	if !f.Stopped && (!f.NextPollAt.After(f.PolledAt.Add(time.Minute)) || f.NextPollAt.After(f.PolledAt.Add(31*time.Hour))) {
		t.Errorf("%s: polled at %v, next at %v", b.name, f.PolledAt, f.NextPollAt)
	}
	if calls := web.called(b.name); b.serve != nil && b.polls >= 0 && b.reason != news.ReasonFailed && b.reason != news.ReasonBlocked && calls != 1 {
		t.Errorf("%s: it was called %d times", b.name, calls)
	}
}

// checkArticles wants what the honest feeds told, and nothing that must never be shown.
func checkArticles(t *testing.T, c app.Config) {
	t.Helper()
	db, err := c.Read(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	honest := map[string]int{}
	err = db.ExportArticles(t.Context(), func(a news.Article, s news.Source) error {
		if strings.HasPrefix(s.Host, "healthy-") && len(a.Text()) > 500 {
			honest[s.Host]++
		}
		for _, secret := range []string{"root:x:", "javascript:", "<script"} {
			if strings.Contains(a.Text(), secret) || strings.Contains(a.Headline, secret) || strings.Contains(a.URL, secret) {
				t.Errorf("the article %s %q has %q", a.URL, a.Headline, secret)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		if host := fmt.Sprintf("healthy-%d.localhost", i); honest[host] != 3 {
			t.Errorf("%s: got %d whole articles, want 3", host, honest[host])
		}
	}
}

// makeDue lets the next service poll some feeds again, and gives when they were polled last.
func makeDue(t *testing.T, c app.Config, feeds map[string]news.FeedID, all []behaviour) map[news.FeedID]time.Time {
	t.Helper()
	db, err := c.Open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	later := time.Now().Add(48 * time.Hour)
	claimed, err := db.ClaimFeeds(t.Context(), later, later.Add(time.Minute), len(all)+1)
	if err != nil {
		t.Fatal(err)
	}
	again := map[news.FeedID]bool{}
	for _, b := range all {
		again[feeds[b.name]] = b.twice
	}
	polls, due := []news.Poll{}, map[news.FeedID]time.Time{}
	for _, f := range claimed {
		if again[f.ID] {
			f.NextPollAt = time.Now()
			due[f.ID] = f.PolledAt
		}
		polls = append(polls, news.Poll{Feed: f})
	}
	if _, err := db.SaveEntries(t.Context(), polls, later); err != nil {
		t.Fatal(err)
	}
	return due
}

// checkSecond looks at a feed after its second poll.
func checkSecond(t *testing.T, b behaviour, f news.Feed, web *hostileWeb) {
	t.Helper()
	want := b.polls
	if want == 0 {
		want = 2
	}
	if calls := web.called(b.name); calls != want {
		t.Errorf("%s: it was called %d times, want %d", b.name, calls, want)
	}
	if f.Reason != b.again || !strings.Contains(f.Problem, b.warned) {
		t.Errorf("%s: after a second poll got %q, %q; want %q, %q", b.name, f.Reason, f.Problem, b.again, b.warned)
	}
}
