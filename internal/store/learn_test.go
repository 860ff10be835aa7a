package store_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// imprints makes remembered blocks of keys; each has a hundred letters.
func imprints(keys ...uint64) (all []news.Imprint) {
	for _, k := range keys {
		all = append(all, news.Imprint{Key: k << 32, Letters: 100, Text: fmt.Sprintf("block %d", k)})
	}
	return all
}

// look reads every waiting entry of a version below this one; what its page gives is made by make.
func look(tb testing.TB, s *store.Store, version int, make func(w news.Work) news.Look) []news.Work {
	tb.Helper()
	ctx := context.Background()
	works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 1000, version))(tb)
	var outcomes []news.Outcome
	for _, w := range works {
		l := make(w)
		outcomes = append(outcomes, news.Outcome{
			Entry: w.Entry, Articles: []news.Article{plain(w, "text")}, Version: version, LeaseUntil: w.LeaseUntil, Look: &l, Learned: w.Learned,
		})
	}
	check(tb, s.SaveArticles(ctx, outcomes, noon))
	return works
}

// number is that of an entry made by captured or pagesOf.
func number(w news.Work) (n uint64) {
	fmt.Sscanf(w.Entry.GUID, "guid-%d", &n)
	return n
}

// pagesOf brings pages numbered from..to-1 of a host.
func pagesOf(tb testing.TB, s *store.Store, host string, from, to int) {
	tb.Helper()
	var entries []news.Entry
	for i := from; i < to; i++ {
		e := entry(host, i)
		e.Capture = &news.Capture{URL: e.URL, ContentType: "text/html", FetchedAt: noon, Body: []byte("page " + e.GUID)}
		entries = append(entries, e)
	}
	must(s.ImportEntries(context.Background(), entries, noon))(tb)
}

const box = 7 // the block that every page has

func withBox(w news.Work) news.Look {
	return news.Look{Imprints: imprints(1000+number(w)*10, box, 1001+number(w)*10, 1002+number(w)*10)}
}

func TestABlockOfManyPagesBecomesFurniture(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		pagesOf(t, s, "a.example", 0, 3)
		works := look(t, s, 1, withBox)
		source := works[0].Source.ID
		_, furniture, err := s.Learned(ctx, source)
		check(t, err)
		equal(t, "after three pages", len(furniture), 0)

		pagesOf(t, s, "a.example", 3, 4)
		look(t, s, 1, withBox)
		l, furniture, err := s.Learned(ctx, source)
		check(t, err)
		if len(furniture) != 1 || furniture[0].Text != "block 7" || furniture[0].Pages != 4 || len(l.Pages) != 4 {
			t.Fatalf("after four pages: got %+v of %d pages", furniture, len(l.Pages))
		}
		// What was read before is read again, once, and by what is known now.
		again := look(t, s, 1, func(w news.Work) news.Look {
			if !w.Furniture[box<<32] || w.Learned == 0 {
				t.Errorf("entry %s: got %+v", w.Entry.GUID, w.Furniture)
			}
			l := withBox(w)
			l.Imprints[1].Dropped = true
			return l
		})
		equal(t, "read again", len(again), 4)
		equal(t, "and again", len(look(t, s, 1, withBox)), 0)

		check(t, s.AllowFurniture(ctx, source, box<<32, true))
		again = look(t, s, 1, withBox)
		equal(t, "read again once it is allowed", len(again), 4)
		equal(t, "of furniture", len(again[0].Furniture), 0)
		equal(t, "after that", len(look(t, s, 1, withBox)), 0)
		_, furniture, err = s.Learned(ctx, source)
		check(t, err)
		equal(t, "allowed", furniture[0].Allowed, true)
		if err := s.AllowFurniture(ctx, source, 99, true); err == nil {
			t.Error("a block that is no furniture was allowed")
		}
	})
}

func TestWhatIsLearnedWhileAPageIsReadReachesIt(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		pagesOf(t, s, "a.example", 0, 1)
		slow := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)[0]
		pagesOf(t, s, "a.example", 1, 5)
		look(t, s, 1, withBox)
		l := withBox(slow)
		check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: slow.Entry, Articles: []news.Article{plain(slow, "text")}, Version: 1,
			LeaseUntil: slow.LeaseUntil, Look: &l, Learned: slow.Learned}}, noon))
		equal(t, "read again", len(look(t, s, 1, withBox)), 5)
		equal(t, "after that", len(look(t, s, 1, withBox)), 0)
	})
}

func TestOneArticleUnderManyAddressesIsNoFurniture(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		pagesOf(t, s, "a.example", 0, 30)
		works := look(t, s, 1, func(w news.Work) news.Look {
			own := 5000 + number(w)
			return news.Look{Imprints: imprints(1, 2, 3, 4, own)} // even with a sentence of its own each
		})
		_, furniture, err := s.Learned(context.Background(), works[0].Source.ID)
		check(t, err)
		equal(t, "furniture", len(furniture), 0)
	})
}

func TestMillionsOfBlocksAreNotKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		var source news.SourceID
		for from := 0; from < 200; from += 50 {
			pagesOf(t, s, "a.example", from, from+50)
			works := look(t, s, 1, func(w news.Work) news.Look {
				keys := make([]uint64, 5000)
				for i := range keys {
					keys[i] = number(w)*5000 + uint64(i) + 1
				}
				return news.Look{Imprints: imprints(keys...)}
			})
			source = works[0].Source.ID
		}
		l, furniture, err := s.Learned(context.Background(), source)
		check(t, err)
		size := store.Strings(t, s, "SELECT CAST(length(pages) AS TEXT) FROM learned")[0]
		if len(furniture) != 0 || len(l.Pages) != 40 || len(size) > 5 {
			t.Errorf("got %d blocks of furniture, %d pages in %s bytes", len(furniture), len(l.Pages), size)
		}
	})
}

func TestFurnitureIsBounded(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		var source news.SourceID
		for round := range 8 { // a site that changes its boxes: forty others in each round
			pagesOf(t, s, "a.example", round*20, round*20+20)
			works := look(t, s, 1, func(w news.Work) news.Look {
				var keys []uint64
				for i := range 40 {
					keys = append(keys, uint64(100+round*40+i))
				}
				for i := range 41 {
					keys = append(keys, 100_000+number(w)*100+uint64(i))
				}
				return news.Look{Imprints: imprints(keys...)}
			})
			source = works[0].Source.ID
		}
		_, furniture, err := s.Learned(context.Background(), source)
		check(t, err)
		if len(furniture) < 100 || len(furniture) > 200 {
			t.Errorf("got %d blocks of furniture", len(furniture))
		}
	})
}

func TestRulesAreKeptAndReadBy(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		pagesOf(t, s, "a.example", 0, 2)
		source := look(t, s, 1, withBox)[0].Source.ID
		equal(t, "before", len(look(t, s, 1, withBox)), 0)
		rules := news.PageRules{Body: "div.story", Drop: ".box, .ad"}
		check(t, s.SetPageRules(ctx, source, rules, noon))
		works := look(t, s, 1, withBox)
		if len(works) != 2 || works[0].Rules != rules {
			t.Errorf("to be read again: got %+v", works)
		}
		capture := must(s.LatestCapture(ctx, source))(t)
		equal(t, "newest page", string(capture.Body), "page guid-1")
		if err := s.SetPageRules(ctx, source, news.PageRules{Body: strings.Repeat("x", 501)}, noon); err == nil {
			t.Error("a selector without end was kept")
		}
		if err := s.SetPageRules(ctx, 99, rules, noon); err == nil {
			t.Error("a source that is not there has rules")
		}
		check(t, s.RemoveSources(ctx, []news.SourceID{source}))
		equal(t, "left", store.Strings(t, s, "SELECT CAST(count(*) AS TEXT) FROM learned")[0]+store.Strings(t, s, "SELECT CAST(count(*) AS TEXT) FROM furniture")[0], "00")
	})
}

func TestDriftShowsAtTheSource(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		n := 0
		read := func(pages, letters int) news.SourceState {
			pagesOf(t, s, "a.example", n, n+pages)
			n += pages
			look(t, s, 1, func(news.Work) news.Look {
				return news.Look{Fresh: true, Letters: letters, Share: .5, Headline: true, Dated: true}
			})
			return must(s.Sources(ctx))(t)[0]
		}
		equal(t, "usual", len(read(30, 3000).Drifts), 0)
		state := read(10, 200)
		if len(state.Drifts) != 1 || state.Drifts[0].What != news.MeasureLength || !state.Drifts[0].Since.Equal(noon) || len(state.Turns) != 1 {
			t.Fatalf("after teasers: got %+v", state.Drifts)
		}
		// All that is learned comes through a backup.
		var archive bytes.Buffer
		check(t, s.Backup(ctx, &archive, nil))
		for name, open := range engines() {
			other := open(t)
			check(t, other.Restore(ctx, bytes.NewReader(archive.Bytes()), nil))
			equal(t, "restored to "+name, must(other.Sources(ctx))(t)[0].Drifts, state.Drifts)
		}
		check(t, s.AcceptReading(ctx, state.Source.ID, noon))
		state = must(s.SourceState(ctx, state.Source.ID))(t)
		equal(t, "accepted", []int{len(state.Drifts), len(state.Turns)}, []int{0, 2})
		equal(t, "well", len(read(30, 200).Drifts), 0)
	})
}
