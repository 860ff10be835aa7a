package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"os/exec"
	"sync"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
)

// agent is how a worker names itself to the publisher.
func agent(worker string) string { return "Nutgraf-load-" + worker }

// whileHeld ends with the input of this process: with the process that holds its other end.
func whileHeld(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	return ctx, cancel
}

// work is a worker: a process with all stages, as serve has them, but for its short leases. It logs to its output
// what it does, and ends with its input.
func work(ctx context.Context, o options) (err error) {
	ctx, cancel := whileHeld(ctx)
	defer cancel()
	s, err := store.Open(ctx, store.Options{URL: o.database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	client := fetch.New(fetch.Options{UserAgent: agent(o.work), HostGap: o.gap, AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	defer client.Close()
	return pipeline.New(pipeline.Options{
		Store: s, Fetcher: client, Log: slog.New(slog.NewJSONHandler(os.Stdout, nil)), Holder: o.work, Polls: o.polls,
		Lease: o.lease, Term: o.lease, Score: rank.Score, Idle: 200 * time.Millisecond,
	}).Run(ctx)
}

// crew are the workers, and what they have told so far.
type crew struct {
	began   time.Time
	workers []*worker

	mu   sync.Mutex
	done []batch
}

type worker struct {
	name    string
	command *exec.Cmd
	life    io.Closer
	told    chan struct{} // closed when it says nothing any more
	killed  bool
}

// batch is a line of a worker's log.
type batch struct {
	Msg, Stage string
	N          int
	worker     string
	at         float64 // seconds since the crew began
}

func (c *crew) since() float64 { return time.Since(c.began).Seconds() }

// start starts this program once more, as a worker.
func (c *crew) start(ctx context.Context, o options, name string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, self, "-work", name, "-database", o.database, "-gap", o.gap.String(), "-lease", o.lease.String(),
		"-polls", fmt.Sprint(o.polls), "-timeout", o.timeout.String())
	command.Stderr = os.Stderr
	life, err1 := command.StdinPipe()
	out, err2 := command.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	w := &worker{name: name, command: command, life: life, told: make(chan struct{})}
	c.workers = append(c.workers, w)
	go func() {
		defer close(w.told)
		c.listen(w, out, o.verbose)
	}()
	return nil
}

// listen notes what a worker logs.
func (c *crew) listen(w *worker, out io.Reader, verbose bool) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		b := batch{worker: w.name, at: c.since()}
		if err := json.Unmarshal(lines.Bytes(), &b); err != nil {
			continue // half a line of one that was killed
		}
		if verbose {
			fmt.Fprintf(os.Stderr, "worker %s: %s\n", w.name, lines.Bytes())
		}
		c.mu.Lock()
		if b.Msg == "batch done" {
			c.done = append(c.done, b)
		}
		c.mu.Unlock()
	}
}

// kill ends a worker as kill -9 does.
func (c *crew) kill(name string) error {
	for _, w := range c.workers {
		if w.name == name {
			w.killed = true
			return w.command.Process.Kill()
		}
	}
	return fmt.Errorf("there is no worker %s", name)
}

// leadSince tells who grouped last, and when somebody did so for the first time since then.
func (c *crew) leadSince(then float64) (worker string, first float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, b := range c.done {
		if b.Stage == "stories" && b.at > then {
			worker = b.worker
			if first == 0 {
				first = b.at
			}
		}
	}
	return worker, first
}

// tookByStage sums what the workers did.
func (c *crew) tookByStage() map[string]map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	sums := map[string]map[string]int{}
	for _, b := range c.done {
		if sums[b.worker] == nil {
			sums[b.worker] = map[string]int{}
		}
		sums[b.worker][b.Stage] += b.N
	}
	return sums
}

// end lets the workers end, and tells who could not.
func (c *crew) end() error {
	var errs []error
	for _, w := range c.workers {
		_ = w.life.Close() // the killed one has gone
	}
	for _, w := range c.workers {
		<-w.told
		if err := w.command.Wait(); err != nil && !w.killed {
			errs = append(errs, fmt.Errorf("worker %s: %w", w.name, err))
		}
	}
	return errors.Join(errs...)
}
