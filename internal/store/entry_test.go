package store_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// fullEntry has something in every field.
func fullEntry() news.Entry {
	return news.Entry{
		GUID: strings.Repeat("long guid ", 500), URL: "http://a.example/news/1", Title: "Dam <em>talks</em>", Summary: "<p>S</p>",
		Content: strings.Repeat("<p>Content</p>", 100), Authors: []string{"Ines Halloran", "Tom \"T\" Varrick"}, Tags: []string{"dam", "x,y"},
		PublishedAt: noon.Add(-time.Hour), UpdatedAt: noon.Add(-time.Minute), SeenAt: noon, Image: "http://a.example/i.jpg",
		Enclosures: []news.Enclosure{{URL: "http://a.example/a.mp3", Type: "audio/mpeg", Length: 12345678901}},
		Comments:   "http://a.example/c", Replies: 7, InReplyTo: "tag:a.example,2026:1",
		Origin: "Selwyn Wire", OriginURL: "http://wire.example/feed", Language: "en-GB", Terms: "https://creativecommons.org/licenses/by/4.0/",
		Place: &news.Point{Lat: -45.25, Lon: 170.5, Name: "Osk"},
		Episode: &news.Episode{
			Duration: 62*time.Minute + 1500*time.Millisecond, Season: 2, Number: 14, Kind: "bonus", Explicit: true, Chapters: "http://a.example/ch.json",
			Transcripts: []news.Transcript{{URL: "http://a.example/t.vtt", Type: "text/vtt", Language: "mi"}, {URL: "http://a.example/t.txt"}},
			People:      []news.Person{{Name: "Ines Halloran", Role: "host", URL: "http://a.example/ines"}, {Name: "Tom Varrick"}},
		},
	}
}

func TestEntryRoundTrip(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := feed(t, s, "a.example")
		want := fullEntry()
		poll(t, s, f, want)
		works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
		if len(works) != 1 {
			t.Fatalf("got %d works", len(works))
		}
		everyField(t, want)
		want.ID, want.FeedID, want.SourceID = works[0].Entry.ID, f.ID, f.SourceID
		equal(t, "work", works[0], news.Work{
			Entry:      want,
			Source:     news.Source{ID: f.SourceID, Host: "a.example", Name: "a.example", Section: news.SectionWorld, Weight: 1},
			Feed:       news.Feed{ID: f.ID, SourceID: f.SourceID, URL: f.URL, Section: news.SectionWorld},
			LeaseUntil: noon.Add(time.Minute),
		})
	})
}

// everyField fails when a field is empty that an entry from a feed may have, so that a new field is not forgotten in the store.
func everyField(t *testing.T, e news.Entry) {
	t.Helper()
	for _, part := range []any{e, *e.Place, *e.Episode, e.Enclosures[0], e.Episode.Transcripts[0], e.Episode.People[0]} {
		for field, value := range reflect.ValueOf(part).Fields() {
			switch field.Name {
			case "ID", "FeedID", "SourceID", "Capture": // given by the store
			default:
				if value.IsZero() {
					t.Errorf("%T.%s is not tried", part, field.Name)
				}
			}
		}
	}
}

func TestSavingEntriesAgainChangesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 1), entry("a.example", 2), entry("a.example", 2))
		plainRead(t, s)
		again := func(entries ...news.Entry) (added, waiting int) {
			check(t, s.Unsubscribe(ctx, must(s.Sources(ctx))(t)[0].Feeds[0].ID))
			added = poll(t, s, feed(t, s, "a.example"), entries...)
			return added, len(must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t))
		}
		if added, waiting := again(entry("a.example", 1), entry("a.example", 2)); added != 0 || waiting != 0 {
			t.Errorf("the same entries: %d added, %d waiting", added, waiting)
		}
		changed := entry("a.example", 2)
		changed.Title = "Another title"
		if added, waiting := again(entry("a.example", 1), changed); added != 0 || waiting != 1 {
			t.Errorf("a changed title: %d added, %d waiting, want 0 and 1", added, waiting)
		}
		equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{Sources: 1, Feeds: 1, Entries: 2, Articles: 2})
	})
}

func TestAChangedEntryEndsTheLeaseOfItsReader(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 1))
		works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
		changed := entry("a.example", 1)
		changed.Content = "<p>More is known now.</p>"
		check(t, s.Unsubscribe(ctx, must(s.Sources(ctx))(t)[0].Feeds[0].ID))
		poll(t, s, feed(t, s, "a.example"), changed)
		check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: works[0].Entry, Articles: []news.Article{plain(works[0], "old")},
			Version: 1, LeaseUntil: works[0].LeaseUntil}}, noon))
		if n := len(latest(t, s)); n != 0 {
			t.Errorf("the reading of the old words was saved: %d articles", n)
		}
		if again := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t); len(again) != 1 || again[0].Entry.Content != changed.Content {
			t.Errorf("the changed entry does not wait: %+v", again)
		}
	})
}

func TestAChangedEntryIsFetchedAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		say := func(words string) {
			for _, f := range must(s.Sources(ctx))(t) {
				check(t, s.Unsubscribe(ctx, f.Feeds[0].ID))
			}
			e := entry("a.example", 1)
			e.Content = words
			poll(t, s, feed(t, s, "a.example"), e)
		}
		save := func(w news.Work, c *news.Capture) {
			w.Entry.Capture = c
			check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: w.Entry, Articles: []news.Article{plain(w, "x")}, Version: 1, LeaseUntil: w.LeaseUntil}}, noon))
		}
		say("first")
		w := again(t, s, 1)
		equal(t, "stale without a capture", w.Stale, false)
		say("second") // while it is read: nothing is kept yet
		w = again(t, s, 1)
		equal(t, "stale without a capture", w.Stale, false)
		save(w, &news.Capture{FetchedAt: noon, Body: []byte("page")})
		say("third")
		w = again(t, s, 1)
		equal(t, "stale after the feed changed", w.Stale, true)
		save(w, w.Entry.Capture) // the fetch failed, the kept one was used
		w = again(t, s, 2)
		equal(t, "stale after a failed fetch", w.Stale, true)
		save(w, &news.Capture{FetchedAt: noon.Add(time.Hour), Body: []byte("page")})
		w = again(t, s, 3)
		equal(t, "stale after a new capture", w.Stale, false)
	})
}

func TestIDsOfEntriesFollowTime(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 9), entry("a.example", 3), entry("a.example", 7))
		works := must(s.ClaimEntries(context.Background(), noon, noon.Add(time.Minute), 10, 1))(t)
		var got []string
		for _, w := range works {
			got = append(got, w.Entry.GUID)
		}
		equal(t, "order", got, []string{"guid-3", "guid-7", "guid-9"})
	})
}

func TestImportEntries(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		page := &news.Capture{URL: "http://www.a.example/1", ContentType: "text/html", FetchedAt: noon, Body: []byte(strings.Repeat("<p>x\xff\x00</p>", 1000))}
		scraped := &news.Capture{FetchedAt: noon, Body: []byte("plain")}
		entries := []news.Entry{
			{GUID: "1", URL: "http://www.a.example/1", Capture: page, SeenAt: noon.Add(-time.Hour)},
			{GUID: "2", Capture: scraped},
		}
		if n := must(s.ImportEntries(ctx, entries, noon))(t); n != 2 {
			t.Errorf("added %d, want 2", n)
		}
		if n := must(s.ImportEntries(ctx, entries, noon))(t); n != 0 {
			t.Errorf("imported again: added %d", n)
		}
		works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
		equal(t, "capture", works[0].Entry.Capture, page)
		equal(t, "seen", works[0].Entry.SeenAt, noon.Add(-time.Hour))
		equal(t, "capture", works[1].Entry.Capture, scraped)
		equal(t, "hosts", []string{works[0].Source.Host, works[1].Source.Host}, []string{"a.example", "imported"})
		equal(t, "feed", works[0].Feed, news.Feed{})
	})
}

func TestTwoFeedsOfASourceBringTheSameEntryOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var wanted []news.Subscription
		for i := range 8 {
			wanted = append(wanted, news.Subscription{URL: "http://a.example/" + news.FeedID(i).String()})
		}
		must(s.Subscribe(ctx, wanted, noon))(t)
		feeds := must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 100))(t)
		var entries []news.Entry
		for i := range 50 {
			entries = append(entries, entry("a.example", i))
		}
		added := make(chan int, len(feeds))
		var all sync.WaitGroup
		for i, f := range feeds {
			told := slices.Clone(entries)
			for j := range told { // each feed has guids of its own
				told[j].GUID = fmt.Sprint(told[j].GUID, " of ", i/2)
			}
			all.Go(func() { added <- poll(t, s, f, told...) })
		}
		all.Wait()
		close(added)
		total := 0
		for n := range added {
			total += n
		}
		equal(t, "added", total, 50)
		equal(t, "entries", must(s.Counts(ctx))(t).Entries, 50)
		equal(t, "waiting", must(s.Backlogs(ctx, noon))(t)[1].Waiting, 50)
	})
}

// TestKnownEntriesAreNotWritten: polling a feed again costs a look at its entries, however many are stored.
func TestKnownEntriesAreNotWritten(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		if store.Engine(s) != "sqlite" {
			t.Skip("one engine can tell for both: the statements are the same")
		}
		ctx := context.Background()
		must(s.Subscribe(ctx, []news.Subscription{{URL: "http://a.example/feed"}}, noon))(t)
		poll := func(hour int) (added int) {
			now := noon.Add(time.Duration(hour) * time.Hour)
			feeds := must(s.ClaimFeeds(ctx, now, now.Add(time.Minute), 1))(t)
			p := news.Poll{Feed: feeds[0]}
			for i := range 50 {
				p.Entries = append(p.Entries, news.Entry{GUID: fmt.Sprint(i), Title: "t", Summary: "s", SeenAt: now})
			}
			return must(s.SaveEntries(ctx, []news.Poll{p}, now))(t)
		}
		if added := poll(0); added != 50 {
			t.Fatalf("added %d entries, want 50", added)
		}
		for _, table := range []string{"entries", "entry_details", "counters", "captures"} {
			for _, change := range []string{"INSERT", "UPDATE", "DELETE"} {
				store.Exec(t, s, fmt.Sprintf("CREATE TRIGGER no_%s_%s BEFORE %s ON %s BEGIN SELECT RAISE(ABORT, 'it is written'); END", change, table, change, table))
			}
		}
		if added := poll(1); added != 0 {
			t.Errorf("added %d entries, want none", added)
		}
	})
}
