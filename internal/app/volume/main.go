// Command volume fills a database with any number of invented articles, grouped and understood, as a service that has
// run for three years would have it. It is for looking at pages and measuring them with much news behind them:
//
//	go run ./internal/app/volume --articles 100000 --sources 300 --data /tmp/much
//	nutgraf serve --data /tmp/much
//
// With --light it makes short articles with their stories and the search index only, some times faster, for millions of them.
//
// Papers of eight languages write by grammars of their own (see grammar.go and press/) about one invented world. Most
// events have one or two reports, few have eighty; agencies' texts are carried by others; events go on as threads, and
// some are told in two languages. Times are dense towards the end, which is now, or --now. The same seed gives the same
// news. Everything goes through the store, in batches; what is kept in memory does not grow with the number of articles,
// but for the people, places and bodies that are named (--people).
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
)

type options struct {
	articles, sources, batch, people int
	seed                             uint64
	now                              time.Time
	span                             time.Duration
	pictures                         string
	light                            bool
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("volume: ")
	var o options
	flag.IntVar(&o.articles, "articles", 100_000, "how many articles")
	flag.IntVar(&o.sources, "sources", 300, "of how many sources")
	flag.IntVar(&o.batch, "batch", 2000, "articles saved at a time")
	flag.IntVar(&o.people, "people", 0, "how many people are in the news; 0: as many as the articles suggest")
	flag.Uint64Var(&o.seed, "seed", 1, "of the chance")
	days := flag.Int("days", 3*365, "over how many days")
	now := flag.String("now", time.Now().UTC().Format(time.RFC3339), "time of the newest article")
	data := flag.String("data", "", "folder of the SQLite database")
	database := flag.String("database", "", "address of a PostgreSQL database, instead")
	flag.BoolVar(&o.light, "light", false, "only what lists and searches read: short articles and their stories, some thousand a second; stops early and whole when it is interrupted")
	flag.StringVar(&o.pictures, "pictures", "", "address under which every other picture is served, such as http://127.0.0.1:8000/")
	flag.Parse()
	var err error
	if o.now, err = time.Parse(time.RFC3339, *now); err != nil {
		log.Fatalf("--now: %v", err)
	}
	if *data == "" && *database == "" || o.articles < 1 || o.sources < 1 {
		log.Fatal("name a folder (--data) or a database, and some articles of some sources")
	}
	o.span = time.Duration(*days) * 24 * time.Hour
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, *data, *database); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, o options, data, database string) error {
	if data != "" {
		if err := os.MkdirAll(data, 0o755); err != nil {
			return err
		}
	}
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(data, "nutgraf.db"), URL: database})
	if err != nil {
		return err
	}
	all := 0
	spent, err := fill(ctx, db, o, func(made int, took time.Duration) {
		all = made
		fmt.Fprintf(os.Stderr, "\r%3d %%  %d articles  %.0f a second ", 100*made/o.articles, made, float64(made)/took.Seconds())
	})
	fmt.Fprintln(os.Stderr)
	if err != nil {
		_ = db.Close() // the error that matters is the first one
		return err
	}
	for name, took := range spent {
		fmt.Printf("%-10s %6.0f µs an article\n", name, float64(took.Microseconds())/float64(max(all, 1)))
	}
	if err := db.Close(); err != nil || database != "" {
		return err
	}
	info, err := os.Stat(filepath.Join(data, "nutgraf.db"))
	if err == nil {
		fmt.Printf("%d bytes, %d an article\n", info.Size(), info.Size()/int64(max(all, 1)))
	}
	return err
}

// fill writes the news into an empty database, and says how long each step took.
func fill(ctx context.Context, db *store.Store, o options, progress func(made int, took time.Duration)) (map[string]time.Duration, error) {
	counts, err := db.Counts(ctx)
	if err != nil {
		return nil, err
	}
	if counts.Articles > 0 {
		return nil, fmt.Errorf("the database has %d articles already: %w", counts.Articles, news.ErrConflict)
	}
	if o.people == 0 {
		o.people = min(max(2000, o.articles/20), 400_000)
	}
	m := &mill{world: newWorld(o.seed, o.people), r: rand.New(rand.NewPCG(o.seed, 10)), now: o.now, until: o.now, span: o.span, total: o.articles,
		even: o.light, lines: 3, pictures: o.pictures, open: map[string][]*event{}}
	for _, language := range languages {
		g, err := readGrammar(language)
		if err != nil {
			return nil, err
		}
		m.grammars = append(m.grammars, g)
	}
	m.outlets = outlets(o.seed, o.sources, m.world, m.grammars)
	s := &saver{db: db, world: m.world, grammars: m.grammars, entities: map[key]*entity{}, spent: map[string]time.Duration{}}
	if err := s.subscribe(ctx, m, o); err != nil {
		return nil, err
	}
	if err := db.SetSetting(ctx, "scored_by", rank.Weights{}.String()); err != nil {
		return nil, err
	}
	if o.light {
		return s.pour(ctx, m, o, progress)
	}
	batches := make(chan []*event, 1)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		defer close(batches)
		for {
			events := m.batch(o.batch)
			if len(events) == 0 {
				return
			}
			select {
			case batches <- events:
			case <-ctx.Done():
				return
			}
		}
	}()
	began, made := time.Now(), 0
	for events := range batches {
		at := o.now
		for _, e := range events {
			made += len(e.drafts)
		}
		if last := events[len(events)-1].at; last.Before(at) {
			at = last
		}
		if err := s.save(ctx, events, at); err != nil {
			return nil, err
		}
		progress(made, time.Since(began))
	}
	return s.spent, ctx.Err()
}
