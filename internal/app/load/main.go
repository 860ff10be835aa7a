// Command load measures how fast many feeds are polled: by the real pipeline, the polite client and a real store, from
// one server beside it that answers on many addresses of this machine. It polls all feeds twice; in the second round
// nine of ten answer "not modified" and the others have three new entries. It talks to this machine only, stops by itself
// and leaves nothing behind.
//
//	go run ./internal/app/load -feeds 10000
//	go run ./internal/app/load -feeds 10000 -gap 0 -slow 0.02 -json
//
// With -workers it measures the river instead: that many processes with all stages share a PostgreSQL database, and the
// server has a page for every entry. See crew.go.
//
//	createdb crew4; go run ./internal/app/load -workers 4 -kill -feeds 100 -gap 0 -database postgres://localhost/crew4
//
// With -texts it measures the whole service while pages are read: processes as "nutgraf serve" is one, on a new database or
// on one that is there already (-data, which is written to), take what is published at a rate, and readers ask for pages. The
// texts are those of another database, such as internal/app/volume makes. See river.go.
//
//	go run ./internal/app/volume -articles 30000 -seed 7 -data /tmp/texts
//	go run ./internal/app/load -texts /tmp/texts -feeds 300 -gap 0 -rate 100 -asks 50 -data /tmp/copy
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

type options struct {
	feeds    int
	gap      time.Duration
	slow     float64
	polls    int
	database string
	timeout  time.Duration
	json     bool
	profile  string
	verbose  bool
	serve    bool

	workers int
	kill    bool
	think   time.Duration
	lease   time.Duration
	work    string

	texts       string
	data        string
	processes   int
	rate        float64
	every       time.Duration
	pageBytes   int
	connections int
	asks        float64
	warm, time  time.Duration
	service     string
}

func main() {
	var o options
	flag.IntVar(&o.feeds, "feeds", 10_000, "how many feeds; ten on each host")
	flag.DurationVar(&o.gap, "gap", time.Second, "pause between two calls to one host")
	flag.Float64Var(&o.slow, "slow", 0, "share of feeds of which one half answers after ten seconds and the other never")
	flag.IntVar(&o.polls, "polls", 0, "feeds asked at the same time; 0: as serve does")
	flag.StringVar(&o.database, "database", "", "an empty PostgreSQL database, as postgres://…; default: an SQLite file that is removed afterwards")
	flag.DurationVar(&o.timeout, "timeout", 30*time.Minute, "for all of it")
	flag.BoolVar(&o.json, "json", false, "print one JSON object per round")
	flag.StringVar(&o.profile, "profile", "", "write a profile of the CPU to this file")
	flag.BoolVar(&o.verbose, "v", false, "show the pipeline's log")
	flag.BoolVar(&o.serve, "serve", false, "be the server; what the program starts beside itself")
	flag.IntVar(&o.workers, "workers", 0, "read, group and understand with so many processes, on the database that is named")
	flag.BoolVar(&o.kill, "kill", false, "with -workers: kill the one that groups when half of the entries are read")
	flag.DurationVar(&o.think, "think", 0, "with -workers: how long the server takes for a page")
	flag.DurationVar(&o.lease, "lease", 15*time.Second, "with -workers: a claim's life, and how long the one that groups is believed to live")
	flag.StringVar(&o.work, "work", "", "be the worker of that name; what the program starts beside itself")
	flag.StringVar(&o.texts, "texts", "", "measure the whole service with the articles of the database in this folder, published anew")
	flag.StringVar(&o.data, "data", "", "with -texts: folder of the SQLite database that takes them; default: a new one that is removed afterwards")
	flag.IntVar(&o.processes, "processes", 1, "with -texts: how many processes; more than one on PostgreSQL only")
	flag.Float64Var(&o.rate, "rate", 100, "with -texts: articles published a second")
	flag.DurationVar(&o.every, "every", 3*time.Second, "with -texts: feeds with something new are made due so often")
	flag.IntVar(&o.pageBytes, "page-bytes", 300_000, "with -texts: furniture of a page, before it is packed")
	flag.IntVar(&o.connections, "connections", 16, "with -texts: of readers; 0: nobody reads")
	flag.Float64Var(&o.asks, "asks", 50, "with -texts: pages asked for a second; 0: as many as are answered")
	flag.DurationVar(&o.warm, "warm", 15*time.Second, "with -texts: time before anything counts")
	flag.DurationVar(&o.time, "time", time.Minute, "with -texts: how long to measure")
	flag.StringVar(&o.service, "service", "", "be the service that logs from this level on; what the program starts beside itself")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	run := measure
	switch {
	case o.serve:
		run = serve
	case o.work != "":
		run = work
	case o.service != "":
		run = serviceOf
	case o.texts != "":
		run = measureRiver
	case o.workers > 0:
		run = measureCrew
	}
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// measure runs both rounds.
func measure(ctx context.Context, o options) (err error) {
	if o.feeds < 1 || o.feeds > mostFeeds || o.slow < 0 || o.slow > 1 {
		return fmt.Errorf("-feeds %d -slow %g: want 1 to %d feeds and a share from 0 to 1", o.feeds, o.slow, mostFeeds)
	}
	port, end, err := startServer(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	dir, err := os.MkdirTemp("", "nutgraf-load")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(dir, "nutgraf.db"), URL: o.database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ids, err := subscribe(ctx, s, o.feeds, port)
	if err != nil {
		return err
	}
	stop, err := profiled(o.profile)
	if err != nil {
		return err
	}
	defer stop()
	client := fetch.New(fetch.Options{
		UserAgent: "Nutgraf-load", HostGap: o.gap, Robots: true, AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	defer client.Close()
	m := &meter{client: client, store: s, dir: dir, out: o}
	p := pipeline.New(pipeline.Options{Store: s, Fetcher: m, Log: logger(o), Holder: "load", Polls: o.polls})
	for round := 1; round <= 2; round++ {
		if n, err := s.PollNow(ctx, ids, time.Now()); err != nil || n != len(ids) {
			return fmt.Errorf("only %d of %d feeds can be polled: %w", n, len(ids), err)
		}
		if err := m.round(ctx, round, p.PollDue); err != nil {
			return err
		}
	}
	return nil
}

// subscribe follows the feeds in the order of their hosts, as a list does that someone exported.
func subscribe(ctx context.Context, s *store.Store, feeds int, port string) ([]news.FeedID, error) {
	counts, err := s.Counts(ctx)
	if err == nil && counts.Feeds+counts.Entries > 0 {
		err = errors.New("the database has feeds or entries already: name one that is empty")
	}
	if err != nil {
		return nil, err
	}
	wanted := make([]news.Subscription, feeds)
	for i := range wanted {
		wanted[i].URL = address(i, port)
	}
	followed, err := s.Subscribe(ctx, wanted, time.Now())
	if err != nil {
		return nil, err
	}
	ids := make([]news.FeedID, len(followed))
	for i, f := range followed {
		ids[i] = f.ID
	}
	return ids, nil
}

func logger(o options) *slog.Logger {
	if !o.verbose {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}

// result is what one round showed.
type result struct {
	Round          int     `json:"round"`
	Feeds          int     `json:"feeds"`
	Seconds        float64 `json:"seconds"`
	FeedsPerSecond float64 `json:"feeds_per_second"`
	Entries        int     `json:"entries"`
	EntriesPerSec  float64 `json:"entries_per_second"`
	UserSeconds    float64 `json:"user_seconds"`
	SystemSeconds  float64 `json:"system_seconds"`
	PeakMiB        float64 `json:"peak_mib"`
	ReceivedMiB    float64 `json:"received_mib"`
	NotModified    float64 `json:"not_modified"`
	DatabaseMiB    float64 `json:"database_mib"` // 0 where the database is elsewhere
	Failures       int     `json:"failures"`
	Slow           int     `json:"slow"` // of those, feeds that never answer
	P50            float64 `json:"p50_seconds"`
	P99            float64 `json:"p99_seconds"`
}

func (r result) print(asJSON bool) error {
	if asJSON {
		return json.NewEncoder(os.Stdout).Encode(r)
	}
	_, err := fmt.Printf(`round %d: %d feeds in %.1f s, %.0f feeds/s, %d entries saved, %.0f/s
  CPU %.1f s user + %.1f s system, peak %.0f MiB, received %.1f MiB, not modified %.1f %%, database %.0f MiB
  %d failures (%d of them feeds that never answer), time per feed with its host's turn: p50 %.3f s, p99 %.3f s
`, r.Round, r.Feeds, r.Seconds, r.FeedsPerSecond, r.Entries, r.EntriesPerSec, r.UserSeconds, r.SystemSeconds, r.PeakMiB, r.ReceivedMiB,
		100*r.NotModified, r.DatabaseMiB, r.Failures, r.Slow, r.P50, r.P99)
	return err
}

// profiled writes a profile of the CPU to a file until it is ended; no file, none.
func profiled(path string) (end func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		_ = file.Close() // a profile that is not whole says so itself
	}, nil
}
