package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func TestAHundredClaimersNeverShareAnEntry(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var entries []news.Entry
		for i := range 500 {
			entries = append(entries, entry("a.example", i))
		}
		poll(t, s, feed(t, s, "a.example"), entries...)
		taken := make(chan news.EntryID, 1000)
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				works, err := s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 7, 1)
				if err != nil {
					t.Error(err)
				}
				for _, w := range works {
					taken <- w.Entry.ID
				}
			})
		}
		all.Wait()
		close(taken)
		seen := map[news.EntryID]bool{}
		for id := range taken {
			if seen[id] {
				t.Errorf("entry %d was claimed twice", id)
			}
			seen[id] = true
		}
		rest := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 1000, 1))(t)
		if len(seen)+len(rest) != 500 {
			t.Errorf("claimed %d and then %d of 500 entries", len(seen), len(rest))
		}
	})
}

func TestALapsedLeaseIsClaimedAgainAndOnlyTheNewOneSaves(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 1))
		first := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
		later := noon.Add(2 * time.Minute)
		second := must(s.ClaimEntries(ctx, later, later.Add(time.Minute), 10, 1))(t)
		if len(second) != 1 || second[0].Attempts != 1 {
			t.Fatalf("got %+v", second)
		}
		save := func(w news.Work, text string) {
			check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: w.Entry, Articles: []news.Article{plain(w, text)}, Version: 1, LeaseUntil: w.LeaseUntil}}, noon))
		}
		save(first[0], "from the slow one")
		equal(t, "articles of a lost lease", len(latest(t, s)), 0)
		save(second[0], "from the second")
		save(first[0], "from the slow one")
		save(second[0], "twice")
		articles := latest(t, s)
		equal(t, "articles", len(articles), 1)
		a, _, err := s.Article(ctx, articles[0].ID)
		check(t, err)
		equal(t, "text", a.Text(), "from the second")
	})
}

func TestTheOrderOfClaims(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		capture := &news.Capture{URL: "http://a.example/news/1", FetchedAt: noon, Body: []byte("<p>page</p>")}
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 1), entry("a.example", 2), entry("a.example", 3))
		works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
		outcomes := []news.Outcome{
			{Entry: works[0].Entry, Articles: []news.Article{plain(works[0], "x")}},
			{Entry: works[1].Entry, Reason: news.ReasonFailed, Problem: "timed out", RetryAt: noon.Add(time.Hour)},
			{Entry: works[2].Entry, Reason: news.ReasonGone},
		}
		outcomes[0].Entry.Capture = capture
		for i := range outcomes {
			outcomes[i].LeaseUntil, outcomes[i].Version = works[i].LeaseUntil, 1
		}
		check(t, s.SaveArticles(ctx, outcomes, noon))
		equal(t, "reasons", must(s.Reasons(ctx))(t), map[news.Reason]int{news.ReasonFailed: 1, news.ReasonGone: 1})

		claim := func(at time.Time, version int) []news.Work {
			return must(s.ClaimEntries(ctx, at, at.Add(time.Minute), 10, version))(t)
		}
		if got := claim(noon, 1); len(got) != 0 {
			t.Errorf("nothing waits, but got %+v", got)
		}
		// A retry that is due comes before what a lower version has read.
		late := claim(noon.Add(2*time.Hour), 2)
		if len(late) != 1 || late[0].Entry.GUID != "guid-2" || late[0].Attempts != 1 {
			t.Fatalf("got %+v", late)
		}
		old := claim(noon.Add(2*time.Hour), 2)
		if len(old) != 1 || old[0].Entry.GUID != "guid-1" {
			t.Fatalf("got %+v", old)
		}
		equal(t, "its capture", old[0].Entry.Capture, capture)
		check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: old[0].Entry, Articles: []news.Article{plain(old[0], "x")}, Version: 2, LeaseUntil: old[0].LeaseUntil}}, noon))
		if got := claim(noon.Add(3*time.Hour), 2); len(got) != 1 || got[0].Entry.GUID != "guid-2" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestAnImportWaitsForWhatIsFresh(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		must(s.ImportEntries(ctx, captured(50), noon.Add(-time.Hour)))(t)
		f := feed(t, s, "b.example")
		poll(t, s, f, entry("b.example", 1), entry("b.example", 2))
		claim := func(limit, version int) (got []string) {
			for _, w := range must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), limit, version))(t) {
				got = append(got, w.Source.Host)
				o := news.Outcome{Entry: w.Entry, Version: version, LeaseUntil: w.LeaseUntil}
				if w.Entry.GUID == "guid-1" && w.Attempts == 0 && w.Source.Host == "b.example" {
					o.Reason, o.RetryAt = news.ReasonFailed, noon
				}
				check(t, s.SaveArticles(ctx, []news.Outcome{o}, noon))
			}
			return got
		}
		equal(t, "first", claim(1, 1), []string{"b.example"})
		equal(t, "then", claim(3, 1), []string{"b.example", "b.example", "a.example"}) // the second, the retry of the first
		equal(t, "at last", len(claim(100, 1)), 49)
		equal(t, "read again", len(claim(100, 2)), 50)

		changed := captured(1)
		changed[0].Title = "Another title"
		must(s.ImportEntries(ctx, changed, noon.Add(-time.Hour)))(t)
		check(t, s.Unsubscribe(ctx, f.ID))
		poll(t, s, feed(t, s, "b.example"), entry("b.example", 3))
		equal(t, "imported again", claim(10, 2), []string{"b.example", "a.example"})
	})
}

func TestBacklogs(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := feed(t, s, "a.example")
		f.NextPollAt = noon.Add(time.Hour)
		poll(t, s, f, entry("a.example", 1), entry("a.example", 2))
		equal(t, "entries wait", must(s.Backlogs(ctx, noon))(t), []news.Backlog{{Stage: "feeds"}, {Stage: "entries", Waiting: 2, Oldest: noon}, {Stage: "articles"}, {Stage: "facts"}})
		plainRead(t, s)
		equal(t, "articles wait", must(s.Backlogs(ctx, noon.Add(2*time.Hour)))(t), []news.Backlog{
			{Stage: "feeds", Waiting: 1, Oldest: noon.Add(time.Hour)}, {Stage: "entries"}, {Stage: "articles", Waiting: 2, Oldest: noon}, {Stage: "facts"}})
	})
}
