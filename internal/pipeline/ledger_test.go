package pipeline_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// spoken is a page on which somebody says something.
func spoken(title, name, words string) string {
	return `<html lang="en"><head><title>` + title + `</title></head><body><article><h1>` + title + `</h1>` +
		"<p>“" + words + ",” said " + name + ", the harbour master of Osk, on Friday. The quay was full of people all morning long.</p>" +
		strings.Repeat("<p>The harbour stayed open, and the boats that had waited outside for a day came in one after the other.</p>", 3) + `</article></body></html>`
}

func harbour() *world {
	w := gull()
	w.pages["https://gull.invalid/0"] = spoken("Ferry to Osk sails again", "Margaret Halloran", "The ferry is safe and it will sail every day from now on")
	w.pages["https://gull.invalid/1"] = spoken("School wins the river prize", "Margaret Halloran", "Nobody has to wait on the quay in the rain any more")
	w.pages["https://gull.invalid/2"] = page("Road to Brae Marrow closed")
	return w
}

func found(t *testing.T, s *store.Store) (entities, sayings []string) {
	t.Helper()
	people, _, err := s.Entities(t.Context(), news.LedgerFilter{Words: "Halloran"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range people {
		entities = append(entities, fmt.Sprintf("%s in %d", e.Name, e.Articles))
	}
	said, _, err := s.Sayings(t.Context(), news.LedgerFilter{Direct: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, saying := range said {
		sayings = append(sayings, saying.SpokenBy+": "+saying.Text)
	}
	return entities, sayings
}

func TestArticlesBecomeALedger(t *testing.T) {
	t.Parallel()
	s := open(t)
	runUntil(t, s, harbour(), settled(t, s, 3, 3))
	entities, sayings := found(t, s)
	if len(entities) != 1 || entities[0] != "Margaret Halloran in 2" || len(sayings) != 2 || !strings.HasPrefix(sayings[0], "Margaret Halloran: Nobody has to wait") {
		t.Errorf("got %q and %q", entities, sayings)
	}
}

// TestWhatCannotBeReadHoldsNothingUp: one article is too much for the reader, and the others are read.
func TestWhatCannotBeReadHoldsNothingUp(t *testing.T) {
	t.Parallel()
	s := open(t)
	runOnce(t, pipeline.Options{Store: s, Fetcher: harbour(), Understand: func(a news.Article) news.Facts {
		switch {
		case strings.HasPrefix(a.Headline, "Ferry"):
			panic("too much")
		case strings.HasPrefix(a.Headline, "Road"): // facts that do not fit together
			return news.Facts{Actors: []news.Actor{{Name: "Osk"}}, Quotes: []news.Quote{{Range: news.Range{Start: 1 << 40, End: 1}, Actor: 7}}, Mentions: []news.Mention{{Actor: 9}}}
		}
		return enrich.Understand(a)
	}}, settled(t, s, 3, 3))
	entities, sayings := found(t, s)
	if len(entities) != 1 || entities[0] != "Margaret Halloran in 1" || len(sayings) != 1 {
		t.Errorf("got %q and %q", entities, sayings)
	}
}

// higher is a store as a higher version of the stage sees it, until it has read: all that is read waits to be read again.
type higher struct {
	*store.Store
	saved atomic.Int64
}

func (s *higher) ClaimUnread(ctx context.Context, limit, version int) ([]news.Unread, error) {
	if s.saved.Load() == 0 {
		version++
	}
	return s.Store.ClaimUnread(ctx, limit, version)
}

func (s *higher) SaveLedger(ctx context.Context, holder string, term int64, l news.Ledger, now time.Time) error {
	err := s.Store.SaveLedger(ctx, holder, term, l, now)
	if err == nil {
		s.saved.Add(int64(len(l.Facts)))
	}
	return err
}

// TestAHigherVersionReadsAgain: what is read again is the same, and is in the ledger once.
func TestAHigherVersionReadsAgain(t *testing.T) {
	t.Parallel()
	s := open(t)
	w := harbour()
	runUntil(t, s, w, settled(t, s, 3, 3))
	entities, sayings := found(t, s)
	newer := &higher{Store: s}
	runOnce(t, pipeline.Options{Store: newer, Fetcher: w, Idle: time.Millisecond}, func() bool { return newer.saved.Load() > 0 })
	if newer.saved.Load() != 3 {
		t.Errorf("read again: got %d, want 3", newer.saved.Load())
	}
	again, said := found(t, s)
	if fmt.Sprint(again, said) != fmt.Sprint(entities, sayings) {
		t.Errorf("got %q and %q, want %q and %q", again, said, entities, sayings)
	}
}

// TestOneKeepsTheLedger: while another process holds the lease, nothing is read.
func TestOneKeepsTheLedger(t *testing.T) {
	t.Parallel()
	s := open(t)
	now := time.Now()
	if term, err := s.AcquireLease(t.Context(), "ledger", "another", now, now.Add(time.Hour)); err != nil || term == 0 {
		t.Fatal(term, err)
	}
	runOnce(t, pipeline.Options{Store: s, Fetcher: harbour()}, func() bool {
		counts, err := s.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		backlogs, err := s.Backlogs(t.Context(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return counts.Articles == 3 && backlogs[2].Waiting == 0 && backlogs[3].Waiting == 3
	})
	if entities, sayings := found(t, s); entities != nil || sayings != nil {
		t.Errorf("got %q and %q", entities, sayings)
	}
}
