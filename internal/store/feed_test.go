package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func TestSubscribe(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		wanted := []news.Subscription{
			{URL: "http://feeds.b.example/all.xml", Title: "B", Home: "http://www.b.example/", Section: news.SectionTech, Country: "VM"},
			{URL: "http://a.example/world.xml"},
			{URL: "http://a.example/sport.xml"},
			{URL: " http://a.example/world.xml "},
		}
		feeds := must(s.Subscribe(ctx, wanted, noon))(t)
		if len(feeds) != 4 || feeds[1].ID != feeds[3].ID || feeds[1].SourceID != feeds[2].SourceID || feeds[0].SourceID == feeds[1].SourceID {
			t.Fatalf("got %+v", feeds)
		}
		if wait := noon.Sub(feeds[0].NextPollAt); wait < 0 || wait > time.Minute {
			t.Errorf("due since %v before it was followed, want up to a minute", wait)
		}
		equal(t, "feed", feeds[0], news.Feed{ID: feeds[0].ID, SourceID: feeds[0].SourceID, URL: wanted[0].URL, Title: "B",
			Section: news.SectionTech, NextPollAt: feeds[0].NextPollAt})
		source := must(s.SourceByHost(ctx, "b.example"))(t)
		equal(t, "source", source, news.Source{ID: feeds[0].SourceID, Host: "b.example", Name: "b.example",
			Home: "http://www.b.example/", Country: "VM", Section: news.SectionTech, Weight: 1})

		again := must(s.Subscribe(ctx, []news.Subscription{{URL: wanted[0].URL, Title: "other"}}, noon.Add(time.Hour)))(t)
		equal(t, "subscribed again", again, feeds[:1])
		exported := must(s.ExportSubscriptions(ctx))(t)
		equal(t, "exported", exported[0], wanted[0])

		check(t, s.Unsubscribe(ctx, feeds[0].ID))
		if err := s.Unsubscribe(ctx, feeds[0].ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("unsubscribed twice: got %v, want not found", err)
		}
		for _, address := range []string{"", "ftp://a.example/", "not an address", "http://a.example/" + strings.Repeat("x", 3000)} {
			if _, err := s.Subscribe(ctx, []news.Subscription{{URL: address}}, noon); !errors.Is(err, news.ErrInvalid) {
				t.Errorf("Subscribe(%.40q): got %v, want invalid", address, err)
			}
		}
		equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{Sources: 2, Feeds: 2})
	})
}

func TestABrokenLineLeavesTheListStanding(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		feeds := must(s.Subscribe(ctx, []news.Subscription{
			{URL: "http://a.example/" + strings.Repeat("x", 3000)}, {URL: "http://a.example/1"}, {URL: "gopher://a.example"},
			{URL: "http://a.example/2", Section: "\x00\xff", Home: "\x00\xff", Title: strings.Repeat("long", 9000), Country: "\xff\xff"},
		}, noon))(t)
		if len(feeds) != 2 || feeds[0].URL != "http://a.example/1" || feeds[1].URL != "http://a.example/2" {
			t.Errorf("got %+v", feeds)
		}
		_, err := s.Subscribe(ctx, []news.Subscription{{URL: "gopher://a.example"}, {URL: ""}}, noon)
		if !errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), "gopher") {
			t.Errorf("nothing left: got %v, want the first one's problem", err)
		}
	})
}

func TestSaveEntriesKeepsTheFeedsState(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := feed(t, s, "a.example")
		next := f
		next.Title, next.ETag, next.LastModified = "A News", `W/"x"`, "Sat, 14 Mar 2026 10:00:00 GMT"
		next.Interval, next.NextPollAt, next.PolledAt, next.SucceededAt = 10*time.Minute, noon.Add(10*time.Minute), noon, noon
		next.Failures, next.Reason, next.Problem = 3, news.ReasonFailed, "the server\x00 is \xff tired"
		about := news.Source{Name: "The A News", Home: "http://a.example/", Language: "en", Icon: "http://a.example/i.png"}
		must(s.SaveEntries(ctx, []news.Poll{{Feed: next, Source: about}}, noon))(t)

		want := next
		want.LeaseUntil, want.Problem = time.Time{}, "the server is \uFFFD tired"
		want.Health.Changes = []news.Change{{State: news.FeedFailing, At: noon, Says: want.Condition(noon).Says.String()}}
		states := must(s.Sources(ctx))(t)
		equal(t, "feed", states[0].Feeds[0], want)
		equal(t, "succeeded", states[0].SucceededAt, noon)
		about.ID, about.Host, about.Section, about.Weight = f.SourceID, "a.example", news.SectionWorld, 1
		equal(t, "source", states[0].Source, about)

		// What is known is not overwritten by the next feed, nor by an operator's silence.
		claimed := must(s.ClaimFeeds(ctx, noon.Add(time.Hour), noon.Add(2*time.Hour), 10))(t)
		claimed[0].URL, claimed[0].Stopped = "http://a.example/moved.xml", true
		must(s.SaveEntries(ctx, []news.Poll{{Feed: claimed[0], Source: news.Source{Name: "Other", Language: "fr"}}}, noon))(t)
		states = must(s.Sources(ctx))(t)
		equal(t, "source", states[0].Source, about)
		equal(t, "moved to", states[0].Feeds[0].URL, "http://a.example/moved.xml")
		if left := must(s.ClaimFeeds(ctx, noon.Add(99*time.Hour), noon.Add(100*time.Hour), 10))(t); len(left) != 0 {
			t.Errorf("a stopped feed was claimed: %+v", left)
		}
	})
}

func TestAFeedDoesNotMoveOntoAnother(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		must(s.Subscribe(ctx, []news.Subscription{{URL: "http://a.example/1"}, {URL: "http://a.example/2"}}, noon))(t)
		claimed := must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 1))(t)
		claimed[0].URL = "http://a.example/2"
		must(s.SaveEntries(ctx, []news.Poll{{Feed: claimed[0]}}, noon))(t)
		states := must(s.Sources(ctx))(t)
		equal(t, "first feed", states[0].Feeds[0].URL, "http://a.example/1")
		equal(t, "it has nothing left to tell", states[0].Feeds[0].Stopped, true)
	})
}

func TestFeedLeases(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := feed(t, s, "a.example")
		if more := must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 10))(t); len(more) != 0 {
			t.Errorf("claimed twice: %+v", more)
		}
		later := noon.Add(2 * time.Minute)
		second := must(s.ClaimFeeds(ctx, later, later.Add(time.Minute), 10))(t)
		if len(second) != 1 {
			t.Fatalf("a lapsed lease was not claimed again: %+v", second)
		}
		if n := poll(t, s, f, entry("a.example", 1)); n != 0 {
			t.Errorf("a lost lease saved %d entries", n)
		}
		if n := poll(t, s, second[0], entry("a.example", 1)); n != 1 {
			t.Errorf("the lease's holder saved %d entries", n)
		}
		if n := poll(t, s, second[0], entry("a.example", 2)); n != 0 {
			t.Errorf("a lease served twice: %d entries", n)
		}
	})
}

func TestAHundredClaimersNeverShareAFeed(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var wanted []news.Subscription
		for i := range 300 {
			wanted = append(wanted, news.Subscription{URL: "http://a.example/" + news.FeedID(i).String()})
		}
		must(s.Subscribe(ctx, wanted, noon))(t)
		taken := make(chan news.Feed, 1000)
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				feeds, err := s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 5)
				if err != nil {
					t.Error(err)
				}
				for _, f := range feeds {
					taken <- f
				}
			})
		}
		all.Wait()
		close(taken)
		seen := map[news.FeedID]bool{}
		for f := range taken {
			if seen[f.ID] {
				t.Errorf("feed %d was claimed twice", f.ID)
			}
			seen[f.ID] = true
		}
		rest := must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 1000))(t)
		if len(seen)+len(rest) != 300 {
			t.Errorf("claimed %d and then %d of 300 feeds", len(seen), len(rest))
		}
	})
}

// TestFeedsOfOneHostAreClaimedFarApart: else a list with ten feeds of each host would wait for one host at a time.
func TestFeedsOfOneHostAreClaimedFarApart(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var wanted []news.Subscription
		for i := range 200 {
			wanted = append(wanted, news.Subscription{URL: fmt.Sprintf("http://h%d.example/%d", i/10, i%10)})
		}
		var ids []news.FeedID
		for _, f := range must(s.Subscribe(ctx, wanted, noon))(t) {
			ids = append(ids, f.ID)
		}
		crowded := func(when string, now time.Time) {
			t.Helper()
			hosts := map[string]int{}
			for _, f := range must(s.ClaimFeeds(ctx, now, now.Add(time.Minute), 20))(t) {
				if host := news.HostKey(f.URL); hosts[host] >= 3 {
					t.Errorf("%s: more than 3 of the first 20 feeds are of %s", when, host)
				} else {
					hosts[host]++
				}
			}
			if len(hosts) < 10 {
				t.Errorf("%s: the first 20 feeds are of %d hosts only", when, len(hosts))
			}
		}
		crowded("subscribed", noon)
		later := noon.Add(time.Hour)
		if n := must(s.PollNow(ctx, ids, later))(t); n != 200 {
			t.Errorf("%d feeds are due, want 200", n)
		}
		crowded("poll now", later)
	})
}
