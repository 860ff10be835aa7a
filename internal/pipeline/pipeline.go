// Package pipeline is the one place that knows the order of things.
//
//	feeds ──poll──▶ entries ──read──▶ articles ──group──▶ stories ──link──▶ threads
//	                                                         └─understand──▶ ledger
//
// It has four stages, each named after the noun it makes: entries, articles, stories, ledger. A stage claims a batch from
// the store, works on it with the pure rooms, and saves results and states in one transaction. The tables are the
// queue: nothing that matters is held in memory, so a killed process loses nothing and several processes may
// share a database. Grouping and the ledger alone run on one of them at a time, the holders of the leases "stories" and
// "ledger".
//
// Beside the river, hubs asks WebSub hubs to push what feeds publish. What they push comes in through
// [Pipeline.Push] and goes on like what a poll brings. And what an earlier version indexed for search is indexed again,
// slowly.
//
// [New] starts nothing. [Pipeline.Run] works until its context ends; [Pipeline.Drain] works until nothing waits.
package pipeline

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"time"

	"nutgraf/internal/enrich"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/thread"

	"golang.org/x/sync/errgroup"
)

// Versions of the stages. Raising one makes older rows eligible again: entries are read anew from their kept
// captures, articles are grouped anew, slowly, when nothing newer waits.
const (
	ArticlesVersion = 3
	StoriesVersion  = 2
)

// Fetcher gets one address from the world; [fetch.Client] is the polite one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Store is what the stages ask of the database.
type Store interface {
	entryStore
	articleStore
	storyStore
	hubStore
	ledgerStore
	indexStore
}

// Options are the pipeline's settings. The zero value of each field gets a sensible default.
type Options struct {
	Store   Store
	Fetcher Fetcher
	Poster  Poster     // asks hubs for pushes; nil: none
	Mail    mailReader // nil: mailboxes fail
	Log     *slog.Logger
	Now     func() time.Time // the time of the news: what "seen at" means; may be frozen. Leases use the wall clock.
	Holder  string           // names this process in leases
	Workers int              // concurrent fetches or readings of one batch; default 16
	Polls   int              // feeds asked at the same time: most of them wait; default four for each worker
	Lanes   int              // batches of a stage at the same time; default 3
	Batch   int              // claimed at a time; default 32
	Idle    time.Duration    // pause when nothing waits; default 2 s
	Lease   time.Duration    // a claim's life; default 5 min
	Term    time.Duration    // how long who groups is believed to live; default 3 min, longer than a rebuild takes
	Window  time.Duration    // how far back grouping looks; default 7 days
	// Callback is the public address that hubs call, such as https://news.example.org/hub/, to which a token is added.
	// Empty: nobody can call us, so no hub is asked.
	Callback   string
	Threads    thread.Options // how long stories are followed
	Score      func(s *news.Story, members []story.Member)
	Understand func(news.Article) news.Facts // what an article says; default [enrich.Understand]
	Weights    string                        // names what Score depends on: when it is another than before, all stories are scored anew; "" never
}

// Pipeline runs the stages.
type Pipeline struct {
	Options
	group   grouper
	turns   turns
	stages  map[string]*bell
	pushes  *pushes
	crowd   crowd
	settled bool // hubs know the address they are to call; of the stage hubs alone
}

// New prepares a pipeline; it starts nothing.
func New(o Options) *Pipeline {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Workers = cmp.Or(o.Workers, max(16, 2*runtime.GOMAXPROCS(0)))
	o.Polls = cmp.Or(o.Polls, 4*o.Workers)
	o.Lanes = cmp.Or(o.Lanes, 3)
	o.Batch = cmp.Or(o.Batch, 32)
	o.Idle = cmp.Or(o.Idle, 2*time.Second)
	o.Lease = cmp.Or(o.Lease, 5*time.Minute)
	o.Term = cmp.Or(o.Term, 3*time.Minute)
	o.Window = cmp.Or(o.Window, 7*24*time.Hour)
	if o.Understand == nil {
		o.Understand = enrich.Understand
	}
	p := &Pipeline{Options: o, turns: newTurns(), stages: map[string]*bell{}, pushes: newPushes()}
	for _, stage := range []string{"entries", "articles", "stories", "ledger", "hubs"} {
		p.stages[stage] = newBell()
	}
	return p
}

// Nudge tells the first stage to look now, after feeds were added. It carries no work and never blocks.
func (p *Pipeline) Nudge() { p.stages["entries"].ring() }

// Run works until ctx ends and returns nil then. Errors of the store are logged and tried again, ever more slowly:
// a full disk or a restarted database server is no reason to stop showing pages.
func (p *Pipeline) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for range p.Lanes { // a lane that waits for a slow host, or saves, does not hold the others
		g.Go(func() error { return p.keep(ctx, "entries", p.entries, "articles") })
		g.Go(func() error { return p.keep(ctx, "articles", p.articles, "stories") })
	}
	g.Go(func() error { return p.keep(ctx, "stories", p.stories, "ledger") })
	g.Go(func() error { return p.keep(ctx, "ledger", p.ledger, "") })
	g.Go(func() error { return p.keep(ctx, "hubs", p.hubs, "") })
	g.Go(func() error { return p.reindex(ctx) })
	err := g.Wait()
	p.resign()
	return err
}

// keep runs one stage again and again: at once while there is work, else when its bell rings or the pause is over.
func (p *Pipeline) keep(ctx context.Context, stage string, work func(context.Context) (int, error), next string) error {
	log := p.Log.With("stage", stage)
	pause := p.Idle
	for ctx.Err() == nil {
		began := time.Now()
		n, err := work(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			pause = min(2*pause, time.Minute)
			log.Error("stage failed; trying again", "err", err, "pause", pause)
		case n > 0:
			pause = p.Idle
			log.Info("batch done", "n", n, "took", time.Since(began).Round(time.Millisecond))
			if bell := p.stages[next]; bell != nil {
				bell.ring()
			}
			continue
		default:
			pause = p.Idle
		}
		p.stages[stage].wait(ctx, pause)
	}
	return nil
}

// PollDue polls feeds until none is due and all that was asked has been saved. The first error of the store ends it.
func (p *Pipeline) PollDue(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for range p.Lanes {
		g.Go(func() error {
			for {
				if n, err := p.entries(ctx); n == 0 || err != nil {
					return err
				}
			}
		})
	}
	return g.Wait()
}

// Drain reads, groups and understands all that waits, and returns when filled is closed and nothing is left. It polls no feeds
// and does not wait for retries. The first error of the store ends it: for commands, which must tell.
func (p *Pipeline) Drain(ctx context.Context, filled <-chan struct{}) error {
	g, ctx := errgroup.WithContext(ctx)
	var readers sync.WaitGroup
	for range p.Lanes {
		readers.Add(1)
		g.Go(func() error {
			defer readers.Done()
			return p.drain(ctx, p.articles, filled)
		})
	}
	read := make(chan struct{})
	g.Go(func() error {
		readers.Wait()
		close(read)
		return nil
	})
	grouped := make(chan struct{})
	g.Go(func() error {
		if err := p.drain(ctx, p.stories, read); err != nil {
			return err
		}
		if err := p.await(ctx, "articles", p.stories); err != nil {
			return err
		}
		close(grouped)
		return nil
	})
	g.Go(func() error {
		if err := p.drain(ctx, p.newLedger, grouped); err != nil {
			return err
		}
		return p.await(ctx, "facts", p.newLedger)
	})
	err := g.Wait()
	p.resign()
	return err
}

// await goes on until nothing of that name waits: another process may lead.
func (p *Pipeline) await(ctx context.Context, backlog string, work func(context.Context) (int, error)) error {
	for {
		backlogs, err := p.Store.Backlogs(ctx, time.Now())
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(backlogs, func(b news.Backlog) bool { return b.Stage == backlog && b.Waiting > 0 }) {
			return nil
		}
		if _, err := work(ctx); err != nil {
			return err
		}
		if err := rest(ctx, p.Idle, nil); err != nil {
			return err
		}
	}
}

// drain runs a stage until upstream is done and nothing is left for it.
func (p *Pipeline) drain(ctx context.Context, work func(context.Context) (int, error), upstream <-chan struct{}) error {
	for {
		last := false
		select {
		case <-upstream:
			last = true // asked before the work: what came until now is seen by it
		default:
		}
		n, err := work(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			if last {
				return nil
			}
			if err := rest(ctx, 20*time.Millisecond, upstream); err != nil {
				return err
			}
		}
	}
}

// rest waits for d, or less when early is closed.
func rest(ctx context.Context, d time.Duration, early <-chan struct{}) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-early:
	case <-timer.C:
	}
	return nil
}

// resign gives the leases back, so that another process need not wait for them to lapse.
func (p *Pipeline) resign() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := p.group.resign(ctx, p.Store, p.Holder); err != nil && !errors.Is(err, news.ErrNotFound) {
		p.Log.Warn("grouping lease not given back", "err", err)
	}
	for _, lease := range []string{ledgerLease, indexLease} {
		if err := p.Store.ReleaseLease(ctx, lease, p.Holder); err != nil {
			p.Log.Warn("lease not given back", "lease", lease, "err", err)
		}
	}
}
