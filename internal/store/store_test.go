package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

func TestMain(m *testing.M) { pgtest.Main(m) }

// engines open an empty database each.
func engines() map[string]func(testing.TB) *store.Store {
	return map[string]func(testing.TB) *store.Store{
		"sqlite": func(tb testing.TB) *store.Store {
			return open(tb, store.Options{Path: filepath.Join(tb.TempDir(), "nutgraf.db")})
		},
		"postgres": func(tb testing.TB) *store.Store { return open(tb, store.Options{URL: pgtest.URL(tb)}) },
	}
}

func open(tb testing.TB, o store.Options) *store.Store {
	tb.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// eachEngine runs one test of the contract on both engines.
func eachEngine(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Parallel()
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func must[T any](v T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func equal(tb testing.TB, what string, got, want any, opts ...cmp.Option) {
	tb.Helper()
	if diff := cmp.Diff(want, got, opts...); diff != "" {
		tb.Errorf("%s: -want +got\n%s", what, diff)
	}
}

// feed subscribes to a feed of a host and claims it.
func feed(tb testing.TB, s *store.Store, host string) news.Feed {
	tb.Helper()
	ctx := context.Background()
	feeds := must(s.Subscribe(ctx, []news.Subscription{{URL: "http://" + host + "/feed.xml", Section: news.SectionWorld}}, noon))(tb)
	claimed := must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 100))(tb)
	for _, f := range claimed {
		if f.ID == feeds[0].ID {
			return f
		}
	}
	tb.Fatalf("feed %d was not claimed: %v", feeds[0].ID, claimed)
	return news.Feed{}
}

// poll saves entries through a feed.
func poll(tb testing.TB, s *store.Store, f news.Feed, entries ...news.Entry) int {
	tb.Helper()
	return must(s.SaveEntries(context.Background(), []news.Poll{{Feed: f, Entries: entries}}, noon))(tb)
}

// entry is a small entry with an address on a host.
func entry(host string, n int) news.Entry {
	return news.Entry{
		GUID: fmt.Sprintf("guid-%d", n), URL: fmt.Sprintf("http://%s/news/%d", host, n), Title: fmt.Sprintf("Title %d", n),
		Summary: "<p>Rain over the valley.</p>", PublishedAt: noon.Add(time.Duration(n) * time.Minute).Add(-24 * time.Hour),
	}
}

// read saves an article for every unread entry, made by make.
func read(tb testing.TB, s *store.Store, make func(w news.Work) []news.Article) []news.Work {
	tb.Helper()
	ctx := context.Background()
	works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 1000, 1))(tb)
	var outcomes []news.Outcome
	for _, w := range works {
		outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: make(w), Version: 1, LeaseUntil: w.LeaseUntil})
	}
	check(tb, s.SaveArticles(ctx, outcomes, noon))
	return works
}

// plain is an article of an entry with one paragraph.
func plain(w news.Work, text string) news.Article {
	return news.Article{URL: w.Entry.URL, Headline: w.Entry.Title, PublishedAt: w.Entry.PublishedAt, Language: "en",
		Kind: news.KindReport, Section: news.SectionWorld, Blocks: []news.Block{{Role: news.RoleParagraph, Text: text}}}
}

func plainRead(tb testing.TB, s *store.Store) []news.Work {
	tb.Helper()
	return read(tb, s, func(w news.Work) []news.Article {
		return []news.Article{plain(w, "The river rose by two metres near "+w.Entry.Title+".")}
	})
}

// lead takes the lease for grouping and returns its term.
func lead(tb testing.TB, s *store.Store) int64 {
	tb.Helper()
	term := must(s.AcquireLease(context.Background(), "stories", "me", noon, noon.Add(time.Minute)))(tb)
	if term == 0 {
		tb.Fatal("no lease")
	}
	return term
}

// group puts articles into stories under the lease.
func group(tb testing.TB, s *store.Store, g news.Grouping) {
	tb.Helper()
	ctx := context.Background()
	term := lead(tb, s)
	g.Version = max(g.Version, 1)
	check(tb, s.SaveStories(ctx, "me", term, g, noon))
}

func latest(tb testing.TB, s *store.Store) []news.Article {
	tb.Helper()
	articles, _, err := s.Latest(context.Background(), news.Filter{Limit: news.MaxLimit})
	check(tb, err)
	return articles
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		check(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	check(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (rewrite with -update): -want +got\n%s", path, diff)
	}
}
