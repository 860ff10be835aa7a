package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// follower polls lists of feeds as the pipeline would.
type follower struct {
	*testing.T
	s *store.Store
}

// says saves that a list names hosts at a time.
func (f follower) says(at time.Time, list news.FeedID, hosts ...string) {
	f.Helper()
	ctx := context.Background()
	claimed := must(f.s.ClaimFeeds(ctx, at, at.Add(time.Minute), 100))(f.T)
	listed := []news.Subscription{}
	for _, host := range hosts {
		listed = append(listed, news.Subscription{URL: "http://" + host + "/feed", Title: host, Folders: []string{"From a list"}})
	}
	var polls []news.Poll
	for _, c := range claimed {
		c.NextPollAt, c.Problem = at.Add(24*time.Hour), ""
		poll := news.Poll{Feed: c}
		if c.ID == list {
			poll.Listed, poll.Feed.ETag = listed, "tag"
		}
		polls = append(polls, poll)
	}
	must(f.s.SaveEntries(ctx, polls, at))(f.T)
}

// state tells of every feed whether it is polled, and who brought it: "a.example list", "b.example stopped".
func (f follower) state() (lines []string) {
	f.Helper()
	for _, source := range must(f.s.Sources(context.Background()))(f.T) {
		for _, feed := range source.Feeds {
			line := strings.TrimSuffix(strings.TrimPrefix(feed.URL, "http://"), "/feed")
			if feed.ListID != 0 {
				line += fmt.Sprintf(" list %d", feed.ListID)
			}
			if feed.Stopped {
				line += " stopped"
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

func (f follower) feed(url string) news.Feed {
	f.Helper()
	for _, source := range must(f.s.Sources(context.Background()))(f.T) {
		for _, feed := range source.Feeds {
			if feed.URL == url {
				return feed
			}
		}
	}
	f.Fatalf("no feed %s", url)
	return news.Feed{}
}

func TestAListIsFollowed(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		feeds := must(s.Subscribe(ctx, []news.Subscription{
			{URL: "http://own.example/feed"}, {URL: "http://list.example/1", Kind: news.FeedList}, {URL: "http://list.example/2", Kind: news.FeedList},
		}, noon))(t)
		one, two := feeds[1].ID, feeds[2].ID
		f := follower{t, s}
		day := func(n int) time.Time { return noon.Add(time.Duration(n) * 25 * time.Hour) }

		f.says(day(0), one, "a.example", "b.example", "own.example", "list.example")
		own := []string{"list.example/1", "list.example/2"}
		equal(t, "followed", f.state(), append([]string{"a.example list 1", "b.example list 1", "list.example list 1"}, append(own, "own.example")...))
		f.says(day(1), two, "b.example")
		f.says(day(2), one, "a.example", "list.example")
		equal(t, "the other list takes b over; a person's feed stays", f.state(),
			append([]string{"a.example list 1", "b.example list 2", "list.example list 1"}, append(own, "own.example")...))
		f.says(day(3), one, "list.example")
		equal(t, "a vanished", f.state(), append([]string{"a.example list 1 stopped", "b.example list 2", "list.example list 1"}, append(own, "own.example")...))
		equal(t, "why", f.feed("http://a.example/feed").Reason, news.ReasonUnlisted)
		f.says(day(4), one, "a.example", "list.example")
		equal(t, "a came back", f.feed("http://a.example/feed").Stopped, false)

		f.says(day(5), one, "list.example")
		must(s.Subscribe(ctx, []news.Subscription{{URL: "http://a.example/feed"}}, day(5)))(t)
		equal(t, "a person takes it", f.feed("http://a.example/feed").ListID, news.FeedID(0))
		equal(t, "and it runs again", f.feed("http://a.example/feed").Stopped, false)
		_, set, err := s.SetFeed(ctx, f.feed("http://list.example/feed").ID, day(5), func(f *news.Feed) error { f.Title = "Mine"; return nil })
		check(t, err)
		equal(t, "what a person sets is no list's", set.ListID, news.FeedID(0))
		check(t, s.Unsubscribe(ctx, one))
		equal(t, "without the list", f.state(), []string{"a.example", "b.example list 2", "list.example", "list.example/2", "own.example"})
	})
}

func TestAListDoesNotStartWhatAPersonStopped(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		list := must(s.Subscribe(ctx, []news.Subscription{{URL: "http://list.example/1", Kind: news.FeedList}}, noon))(t)[0].ID
		f := follower{t, s}
		f.says(noon, list, "a.example", "b.example")
		claimed := must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 100))(t)
		at := slices.IndexFunc(claimed, func(c news.Feed) bool { return c.URL == "http://a.example/feed" })
		claimed[at].Stopped, claimed[at].Problem = true, "gone"
		must(s.SaveEntries(ctx, []news.Poll{{Feed: claimed[at]}}, noon))(t)
		f.says(noon.Add(25*time.Hour), list, "b.example")
		f.says(noon.Add(50*time.Hour), list, "a.example", "b.example")
		equal(t, "a", f.feed("http://a.example/feed").Stopped, true)
	})
}

func TestAListThatShrinksHasToSayItTwice(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		list := must(s.Subscribe(ctx, []news.Subscription{{URL: "http://list.example/1", Kind: news.FeedList}}, noon))(t)[0].ID
		f := follower{t, s}
		var hosts []string
		for i := range 10 {
			hosts = append(hosts, fmt.Sprintf("h%d.example", i))
		}
		f.says(noon, list, hosts...)
		stopped := func() int {
			return len(slices.DeleteFunc(f.state(), func(line string) bool { return !strings.HasSuffix(line, "stopped") }))
		}
		f.says(noon.Add(25*time.Hour), list)
		state := f.feed("http://list.example/1")
		if stopped() != 0 || state.ETag != "" || !strings.Contains(state.Problem, "0 of its 10") || state.Health.ShrunkAt.IsZero() {
			t.Fatalf("an empty list was believed: %d stopped, %+v", stopped(), state)
		}
		f.says(noon.Add(50*time.Hour), list, hosts...)
		equal(t, "it was an accident", f.feed("http://list.example/1").Health.ShrunkAt, time.Time{})
		f.says(noon.Add(75*time.Hour), list, hosts[:3]...)
		equal(t, "first time", stopped(), 0)
		f.says(noon.Add(100*time.Hour), list, hosts[:3]...)
		equal(t, "second time, a day later", stopped(), 7)
		f.says(noon.Add(125*time.Hour), list, hosts[0])
		equal(t, "two of three may go", stopped(), 9)
	})
}

func TestMailBelongsToItsSender(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		must(s.Subscribe(ctx, []news.Subscription{{URL: "imaps://mail.example/News", Kind: news.FeedMail}, {URL: "http://keel.example/feed"}}, noon))(t)
		box := must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 1))(t)[0]
		n := poll(t, s, box,
			news.Entry{GUID: "1", Title: "Fish", Origin: "The Gull", OriginURL: "https://www.gull.example/", Language: "en"},
			news.Entry{GUID: "1", Title: "Boats", Origin: "The Keel", OriginURL: "https://keel.example/"},
			news.Entry{GUID: "1", Title: "Nobody's"})
		equal(t, "new", n, 3)
		gull := must(s.SourceByHost(ctx, "gull.example"))(t)
		equal(t, "its source", []string{gull.Name, gull.Home, gull.Language}, []string{"The Gull", "https://www.gull.example/", "en"})
		equal(t, "a known source's name", must(s.SourceByHost(ctx, "keel.example"))(t).Name, "The Keel")
		of := map[string]news.SourceID{}
		for _, w := range must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t) {
			of[w.Entry.Title] = w.Source.ID
		}
		equal(t, "sources", of, map[string]news.SourceID{"Fish": gull.ID, "Boats": must(s.SourceByHost(ctx, "keel.example"))(t).ID, "Nobody's": box.SourceID})
	})
}

func TestSubscriptionsAreExportedWithAllTheyHold(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		wanted := []news.Subscription{
			{URL: "http://a.example/feed", Title: "A", Home: "http://a.example/", Section: news.SectionTech, Country: "VM", Folders: []string{"Technik", "Über"},
				Language: "en", Weight: 1.5, Licence: news.LicenceExcerpt, List: "http://list.example/1",
				Wish: news.FeedWish{Interval: time.Hour, Reading: news.ReadFeed, Selectors: news.Selectors{Item: "li"}},
				Outline: news.Outline{Own: "A News", Type: "atom", Version: "ATOM1", Description: "All of A", Categories: []string{"/arts/film"},
					Created: noon, Also: [][]string{{"Other"}}}},
			{URL: "http://list.example/1", Kind: news.FeedList},
		}
		feeds := must(s.Subscribe(ctx, wanted, noon))(t)
		got := must(s.ExportSubscriptions(ctx))(t)
		slices.SortFunc(got, func(a, b news.Subscription) int { return strings.Compare(a.URL, b.URL) })
		wanted[0].ListID = feeds[1].ID
		equal(t, "exported", got, wanted)

		must(s.Subscribe(ctx, []news.Subscription{{URL: "http://b.example/feed", Wish: news.FeedWish{User: "u", Password: "p", Headers: []news.Header{{Name: "A", Value: "b"}}}}}, noon))(t)
		for _, w := range must(s.ExportSubscriptions(ctx))(t) {
			if w.Wish.User != "" || w.Wish.Password != "" || w.Wish.Headers != nil {
				t.Errorf("a secret was exported: %+v", w.Wish)
			}
		}
	})
}

// TestAListTakesNoLicence: what an operator grants a source is not for what a list says belongs to it.
func TestAListTakesNoLicence(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		must(s.Subscribe(ctx, []news.Subscription{
			{URL: "https://gull.example/feed", Licence: news.LicenceFull}, {URL: "https://tern.example/feed"}, {URL: "https://list.example/l.opml", Kind: news.FeedList},
		}, noon))(t)
		var polls []news.Poll
		for _, f := range must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 10))(t) {
			if f.Kind == news.FeedList {
				polls = append(polls, news.Poll{Feed: f, Listed: []news.Subscription{
					{URL: "https://evil.example/1", Home: "https://gull.example/"}, {URL: "https://pipes.example/2", Home: "https://tern.example/"},
				}})
			}
		}
		must(s.SaveEntries(ctx, polls, noon))(t)
		found := map[string]string{}
		for _, source := range must(s.Sources(ctx))(t) {
			for _, f := range source.Feeds {
				found[f.URL] = source.Source.Host
			}
		}
		equal(t, "sources", []string{found["https://evil.example/1"], found["https://pipes.example/2"]}, []string{"evil.example", "tern.example"})
	})
}

func TestAVeryLongListIsFollowedStepByStep(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		list := must(s.Subscribe(ctx, []news.Subscription{{URL: "https://list.example/l.opml", Kind: news.FeedList}}, noon))(t)[0]
		f := follower{t, s}
		var hosts []string
		for i := range 1100 {
			hosts = append(hosts, fmt.Sprintf("h%d.example", i))
		}
		f.says(noon, list.ID, hosts...)
		equal(t, "at first", len(f.state()), 1001)
		for range 11 { // a hundred feeds at a time: the new ones come first
			f.says(noon.Add(time.Minute), list.ID, hosts...)
		}
		equal(t, "a minute later", len(f.state()), 1101)
	})
}

// TestAListNamesTheOldAddress: a feed that has moved is still the one that its list names.
func TestAListNamesTheOldAddress(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		list := must(s.Subscribe(ctx, []news.Subscription{{URL: "https://list.example/l.opml", Kind: news.FeedList}}, noon))(t)[0]
		f := follower{t, s}
		f.says(noon, list.ID, "old.example")
		at := noon.Add(time.Hour)
		for _, feed := range must(s.ClaimFeeds(ctx, at, at.Add(time.Minute), 10))(t) {
			feed.Health.MovedFrom, feed.Health.MovedAt, feed.URL = feed.URL, at, "http://new.example/feed"
			must(s.SaveEntries(ctx, []news.Poll{{Feed: feed}}, at))(t)
		}
		f.says(noon.Add(24*time.Hour), list.ID, "old.example")
		equal(t, "feeds", f.state(), []string{"https://list.example/l.opml", fmt.Sprintf("new.example list %d", list.ID)})
	})
}

// TestAMoveToWhatHasStopped: of two feeds that lead to one address, one goes on.
func TestAMoveToWhatHasStopped(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		feeds := must(s.Subscribe(ctx, []news.Subscription{{URL: "http://new.example/feed"}, {URL: "http://old.example/feed"}}, noon))(t)
		if _, _, err := s.SetFeed(ctx, feeds[0].ID, noon, func(f *news.Feed) error { f.Stopped = true; return nil }); err != nil {
			t.Fatal(err)
		}
		for _, feed := range must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 10))(t) {
			feed.URL = "http://new.example/feed"
			must(s.SaveEntries(ctx, []news.Poll{{Feed: feed}}, noon))(t)
		}
		equal(t, "feeds", follower{t, s}.state(), []string{"new.example stopped", "old.example"})
	})
}
