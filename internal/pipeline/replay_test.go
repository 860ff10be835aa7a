package pipeline_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"

	"github.com/google/go-cmp/cmp"
)

// happening is an invented event: what its articles have in common, and how it is taken up.
type happening struct {
	begins int // hour
	pace   int // articles an hour, at most
	words  []string
	name   string
}

// happenings are of a country that does not exist, in made-up words.
func happenings(r *rand.Rand, n int) []happening {
	syllables := strings.Fields("ta mel dor vin osk lar bra sel wyn quo rim tor fen gal hur nes pol cor vel mar ond ith")
	word := func() string {
		w := ""
		for range 2 + r.IntN(2) {
			w += syllables[r.IntN(len(syllables))]
		}
		return w
	}
	var all []happening
	for i := range n {
		h := happening{begins: i * 2, pace: 1 + r.IntN(5), name: strings.ToUpper(word()[:1]) + word()}
		for range 60 {
			h.words = append(h.words, word())
		}
		all = append(all, h)
	}
	return all
}

// report writes one article on it, as a page of a source.
func (h happening) report(r *rand.Rand, n int, at time.Time) news.Entry {
	host := fmt.Sprintf("s%d.example", 1+r.IntN(14))
	sentence := func() string {
		word := func() string { return h.words[r.IntN(len(h.words))] }
		return fmt.Sprintf("The council of %s said on Tuesday that it would not wait for the %s and the %s, because the people who live near %s had been told that their %s was %s.",
			h.name, word(), word(), word(), word(), word())
	}
	var body strings.Builder
	for range 5 {
		fmt.Fprintf(&body, "<p>%s %s %s</p>", sentence(), sentence(), sentence())
	}
	title := fmt.Sprintf("%s: %s %s as %s waits for number %d", h.name, h.words[0], h.words[1], h.words[2], n)
	page := fmt.Sprintf(`<html lang="en"><head><title>%[1]s</title><meta property="article:published_time" content="%[2]s">
		<meta property="og:image" content="https://%[3]s/%[4]d.jpg"></head><body><article><h1>%[1]s</h1>%[5]s</article></body></html>`,
		title, at.Format(time.RFC3339), host, n, body.String())
	address := fmt.Sprintf("https://%s/world/%d", host, n)
	return news.Entry{GUID: address, URL: address, Title: title, PublishedAt: at, SeenAt: at,
		Capture: &news.Capture{URL: address, ContentType: "text/html", FetchedAt: at, Body: []byte(page)}}
}

// pages are what a reader could see at an hour.
type pages struct {
	Front, World news.Page
	Trending     []news.Slot
}

func pagesAt(t *testing.T, s *store.Store, w rank.Weights, now, at time.Time) pages {
	t.Helper()
	e := news.Edition{Language: "en"}
	all, _, err := s.Stories(t.Context(), news.Filter{Edition: e, Limit: 12, At: at})
	if err != nil {
		t.Fatal(err)
	}
	world, _, err := s.Stories(t.Context(), news.Filter{Edition: e, Section: news.SectionWorld, At: at})
	if err != nil {
		t.Fatal(err)
	}
	return pages{w.Front(all, now, e), w.Section(world, now, e, news.SectionWorld), w.Trending(all, now, e, 5)}
}

// TestAnyPastHourIsReplayed runs a day of invented news through the pipeline, remembers the pages of every hour, and lays
// them out again from the log after all else has happened: other weights, a thinned log.
func TestAnyPastHourIsReplayed(t *testing.T) {
	t.Parallel()
	for engine, o := range map[string]func() store.Options{
		"sqlite":   func() store.Options { return store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")} },
		"postgres": func() store.Options { return store.Options{URL: pgtest.URL(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			s, err := store.Open(t.Context(), o())
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			replayed(t, s)
		})
	}
}

func replayed(t *testing.T, s *store.Store) {
	now := time.Date(2031, 5, 17, 4, 0, 0, 0, time.UTC)
	w := rank.Weights{}
	drain := func(w rank.Weights) {
		t.Helper()
		p := pipeline.New(pipeline.Options{Store: s, Now: func() time.Time { return now }, Holder: t.Name(), Batch: 8, Score: w.Score, Weights: w.String()})
		filled := make(chan struct{})
		close(filled)
		if err := p.Drain(context.WithoutCancel(t.Context()), filled); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(31, 5))
	events := happenings(r, 9)
	remembered := map[time.Time]pages{}
	n, grew, lead := 0, 0, map[news.StoryID]bool{}
	for hour := range 20 {
		now = now.Add(time.Hour)
		var entries []news.Entry
		for _, h := range events {
			if hour < h.begins {
				continue
			}
			for range r.IntN(h.pace + 1) {
				n++
				entries = append(entries, h.report(r, n, now.Add(-time.Duration(r.IntN(3600))*time.Second)))
			}
		}
		if _, err := s.ImportEntries(t.Context(), entries, time.Now()); err != nil {
			t.Fatal(err)
		}
		drain(w)
		seen := pagesAt(t, s, w, now, time.Time{})
		remembered[now] = seen
		grew += len(seen.Trending)
		for _, slot := range seen.Front.Slots[:min(1, len(seen.Front.Slots))] {
			lead[slot.Story.ID] = true
		}
	}
	if len(lead) < 3 || grew == 0 {
		t.Fatalf("a dull day: %d leads, %d trending stories in %d articles", len(lead), grew, n)
	}
	compare := func(what string) {
		t.Helper()
		for at, want := range remembered {
			if diff := cmp.Diff(want, pagesAt(t, s, w, at, at)); diff != "" {
				t.Errorf("%s, the pages of %v (-then +replayed):\n%s", what, at.Format(time.TimeOnly), diff)
			}
		}
	}
	compare("the day after")

	now = now.Add(2 * time.Hour)
	before := pagesAt(t, s, w, now, time.Time{})
	drain(rank.Weights{HalfLife: 20 * time.Hour, Country: 2})
	after := pagesAt(t, s, w, now, time.Time{})
	if len(after.Front.Slots) == 0 || after.Front.Slots[0].Story.Score >= before.Front.Slots[0].Story.Score {
		t.Error("with a half-life of 20 hours the scores are still those of 8 hours")
	}
	compare("with other weights")

	for later := now.Add(99 * time.Hour); ; {
		if n, err := s.ThinLog(t.Context(), later); err != nil {
			t.Fatal(err)
		} else if n == 0 {
			break
		}
	}
	compare("thinned")
}
