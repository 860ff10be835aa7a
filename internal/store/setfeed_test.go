package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// stored reads the only feed of a host.
func stored(t *testing.T, s *store.Store, host string) news.Feed {
	t.Helper()
	for _, state := range must(s.Sources(context.Background()))(t) {
		if state.Source.Host == host {
			return state.Feeds[0]
		}
	}
	t.Fatalf("no source %s", host)
	return news.Feed{}
}

// sick is a feed that was polled once, and failed.
func sick(t *testing.T, s *store.Store, host string) news.Feed {
	t.Helper()
	f := feed(t, s, host)
	f.ETag, f.LastModified, f.Interval, f.NextPollAt, f.PolledAt = `"x"`, "Sat, 14 Mar 2026 10:00:00 GMT", time.Hour, noon.Add(4*time.Hour), noon
	f.Failures, f.Reason, f.Problem, f.Health.Polls, f.Health.Diagnosis = 4, news.ReasonBlocked, "a wall", 9, "DataDome"
	must(s.SaveEntries(context.Background(), []news.Poll{{Feed: f}}, noon))(t)
	return stored(t, s, host)
}

func TestSetFeed(t *testing.T) {
	later := noon.Add(time.Hour)
	for name, c := range map[string]struct {
		change func(f *news.Feed)
		check  func(t *testing.T, f news.Feed)
	}{
		"wish": {func(f *news.Feed) {
			f.Title, f.Section, f.Kind = "Mine", news.SectionTech, news.FeedPage
			f.Wish = news.FeedWish{User: "u", Password: "pw", Headers: []news.Header{{Name: "X-Key", Value: "1"}}, Reading: news.ReadFeed,
				Selectors: news.Selectors{Item: "li", Title: "h3"}}
		}, func(t *testing.T, f news.Feed) {
			want := news.FeedWish{User: "u", Password: "pw", Headers: []news.Header{{Name: "X-Key", Value: "1"}}, Reading: news.ReadFeed,
				Selectors: news.Selectors{Item: "li", Title: "h3"}}
			equal(t, "wish", f.Wish, want)
			if f.Title != "Mine" || f.Section != news.SectionTech || f.Kind != news.FeedPage || f.ETag != "" || !f.NextPollAt.Equal(later) || f.Failures != 4 {
				t.Errorf("got %+v", f)
			}
		}},
		"shorter interval": {func(f *news.Feed) { f.Wish.Interval = 30 * time.Minute }, func(t *testing.T, f news.Feed) {
			if f.Wish.Interval != 30*time.Minute || !f.NextPollAt.Equal(noon.Add(30*time.Minute)) || f.ETag == "" {
				t.Errorf("got %+v", f)
			}
		}},
		"longer interval": {func(f *news.Feed) { f.Wish.Interval = 24 * time.Hour }, func(t *testing.T, f news.Feed) {
			if !f.NextPollAt.Equal(noon.Add(4 * time.Hour)) {
				t.Errorf("next poll: got %v", f.NextPollAt)
			}
		}},
		"pause": {func(f *news.Feed) { f.Stopped = true }, func(t *testing.T, f news.Feed) {
			if c := f.Condition(later); c.State != news.FeedStopped || f.Failures != 0 || f.Problem != "" || f.Health.Polls != 9 {
				t.Errorf("got %+v, %+v", c, f)
			}
			equal(t, "noted", f.Health.Changes, []news.Change{
				{State: news.FeedBlocked, At: noon, Says: "It is kept from programs by DataDome."},
				{State: news.FeedStopped, At: later, Says: "It is switched off."}})
		}},
		"move": {func(f *news.Feed) { f.URL = "http://b.example/new.xml" }, func(t *testing.T, f news.Feed) {
			if f.URL != "http://b.example/new.xml" || f.Health.MovedFrom != "http://a.example/feed.xml" || f.ETag != "" || !f.NextPollAt.Equal(later) ||
				f.Failures != 0 || f.Health.Diagnosis != "" {
				t.Errorf("got %+v", f)
			}
		}},
		"nothing": {func(*news.Feed) {}, func(t *testing.T, f news.Feed) {
			if !f.NextPollAt.Equal(noon.Add(4*time.Hour)) || f.Failures != 4 || f.ETag == "" {
				t.Errorf("got %+v", f)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, s *store.Store) {
				f := sick(t, s, "a.example")
				before, after, err := s.SetFeed(context.Background(), f.ID, later, func(f *news.Feed) error { c.change(f); return nil })
				check(t, err)
				equal(t, "before", before, f)
				got := stored(t, s, "a.example")
				equal(t, "what it returned", after, got)
				c.check(t, got)
			})
		})
	}
}

func TestSetFeedResumes(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := feed(t, s, "a.example")
		f.Stopped, f.Failures, f.Reason, f.PolledAt, f.ETag = true, 1, news.ReasonGone, noon, `"kept"`
		must(s.SaveEntries(ctx, []news.Poll{{Feed: f}}, noon))(t)
		later := noon.Add(48 * time.Hour)
		_, _, err := s.SetFeed(ctx, f.ID, later, func(f *news.Feed) error { f.Stopped = false; return nil })
		check(t, err)
		due := must(s.ClaimFeeds(ctx, later, later.Add(time.Minute), 10))(t)
		if len(due) != 1 || due[0].Failures != 0 || due[0].Reason != news.ReasonNone || due[0].ETag != `"kept"` {
			t.Errorf("resumed: got %+v", due)
		}
	})
}

func TestSetFeedRefuses(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := sick(t, s, "a.example")
		must(s.Subscribe(ctx, []news.Subscription{{URL: "http://b.example/feed.xml"}}, noon))(t)
		ownReason := errors.New("changed my mind")
		for name, c := range map[string]struct {
			id     news.FeedID
			change func(f *news.Feed) error
			want   error
			words  string
		}{
			"no such feed":    {999, func(*news.Feed) error { return nil }, news.ErrNotFound, "feed 999"},
			"no address":      {f.ID, func(f *news.Feed) error { f.URL = "gopher://a.example/"; return nil }, news.ErrInvalid, "gopher"},
			"too long":        {f.ID, func(f *news.Feed) error { f.URL = "http://a.example/" + strings.Repeat("x", 5000); return nil }, news.ErrInvalid, "more than"},
			"wrong kind":      {f.ID, func(f *news.Feed) error { f.Kind = "mail"; return nil }, news.ErrInvalid, "mailbox"},
			"wrong section":   {f.ID, func(f *news.Feed) error { f.Section = "nonsense"; return nil }, news.ErrInvalid, "nonsense"},
			"another has it":  {f.ID, func(f *news.Feed) error { f.URL = "http://b.example/feed.xml"; return nil }, news.ErrConflict, "followed already"},
			"changed my mind": {f.ID, func(f *news.Feed) error { f.Stopped = true; return ownReason }, ownReason, "changed my mind"},
		} {
			_, _, err := s.SetFeed(ctx, c.id, noon, c.change)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.words) {
				t.Errorf("%s: got %v, want %v with %q", name, err, c.want, c.words)
			}
		}
		equal(t, "the feed", stored(t, s, "a.example"), f)
	})
}

// TestAPollUnderWayDoesNotOverwriteWhatWasSet: the operator's word is the last one.
func TestAPollUnderWayDoesNotOverwriteWhatWasSet(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := feed(t, s, "a.example") // claimed: its poll is under way
		_, _, err := s.SetFeed(ctx, f.ID, noon, func(f *news.Feed) error {
			f.Stopped, f.URL = true, "http://a.example/new.xml"
			return nil
		})
		check(t, err)
		f.NextPollAt, f.ETag = noon.Add(time.Hour), `"old"`
		if n := poll(t, s, f, entry("a.example", 1)); n != 0 {
			t.Errorf("the poll of the old address saved %d entries", n)
		}
		got := stored(t, s, "a.example")
		if !got.Stopped || got.URL != "http://a.example/new.xml" || got.ETag != "" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestPollNow(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		waiting := sick(t, s, "a.example")
		stopped := sick(t, s, "b.example")
		_, _, err := s.SetFeed(ctx, stopped.ID, noon, func(f *news.Feed) error { f.Stopped = true; return nil })
		check(t, err)
		busy := feed(t, s, "c.example")
		all := []news.FeedID{waiting.ID, stopped.ID, busy.ID, 999}
		if n := must(s.PollNow(ctx, all, noon))(t); n != 1 {
			t.Errorf("%d are due, want the one that waits", n)
		}
		due := must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 10))(t)
		if len(due) != 1 || due[0].ID != waiting.ID || due[0].ETag != `"x"` {
			t.Errorf("due: got %+v", due)
		}
		if n := must(s.PollNow(ctx, nil, noon))(t); n != 0 {
			t.Errorf("nobody: %d are due", n)
		}
	})
}

// TestASmallChangeBesideARunningService: the owner of the file writes on, and sees what was changed beside it.
func TestASmallChangeBesideARunningService(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "nutgraf.db")
	if _, err := store.Open(ctx, store.Options{Path: path, Beside: true}); !errors.Is(err, news.ErrNotFound) {
		t.Fatalf("beside nothing: got %v, want not found", err)
	}
	owner := open(t, store.Options{Path: path})
	f := feed(t, owner, "a.example") // its lease must outlive the visit
	beside := open(t, store.Options{Path: path, Beside: true})
	g := must(beside.Subscribe(ctx, []news.Subscription{{URL: "http://b.example/feed.xml"}}, noon))(t)[0]
	_, _, err := beside.SetFeed(ctx, g.ID, noon, func(g *news.Feed) error { g.Wish.Interval = 2 * time.Hour; return nil })
	check(t, err)
	if n := poll(t, owner, f, entry("a.example", 1)); n != 1 {
		t.Errorf("the owner's lease was lost: it saved %d entries", n)
	}
	if got := stored(t, owner, "b.example"); got.Wish.Interval != 2*time.Hour {
		t.Errorf("the owner sees %+v", got)
	}
	var writers sync.WaitGroup
	for _, s := range []*store.Store{owner, beside} {
		for range 4 {
			writers.Go(func() {
				for range 25 {
					if _, err := s.PollNow(ctx, []news.FeedID{g.ID}, noon); err != nil {
						t.Errorf("two processes at once: %v", err)
					}
				}
			})
		}
	}
	writers.Wait()
}

func TestConditions(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := sick(t, s, "a.example")
		sick(t, s, "b.example")
		must(s.Subscribe(ctx, []news.Subscription{{URL: "http://c.example/feed.xml"}}, noon))(t)
		equal(t, "counts", must(s.Conditions(ctx, noon))(t), map[news.FeedState]int{news.FeedBlocked: 2, news.FeedNew: 1})
		state := must(s.SourceState(ctx, f.SourceID))(t)
		all := must(s.Sources(ctx))(t)
		equal(t, "one of all", state, all[0])
		if _, err := s.SourceState(ctx, 99); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("no such source: got %v", err)
		}
	})
}
