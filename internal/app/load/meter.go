package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/store"
)

// meter stands between the pipeline and the client and notes how each call goes.
type meter struct {
	client *fetch.Client
	store  *store.Store
	dir    string
	out    options

	mu     sync.Mutex
	took   []time.Duration
	asked  map[string]bool
	same   int
	failed int // calls; what the pipeline cannot read is in the feeds' states
	mute   int
	bytes  int64
}

// Get implements pipeline.Fetcher.
func (m *meter) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	began := time.Now()
	response, err := m.client.Get(ctx, r)
	took := time.Since(began)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked[r.URL] = true
	m.took = append(m.took, took)
	switch {
	case err != nil && mute(r.URL, m.out.slow):
		m.mute++
	case err != nil:
		m.failed++
	default:
		m.bytes += response.Wire
		if response.NotModified {
			m.same++
		}
	}
	return response, err
}

// round polls until all feeds were asked, and prints what that took.
func (m *meter) round(ctx context.Context, n int, poll func(context.Context) error) error {
	m.took, m.asked, m.same, m.failed, m.mute, m.bytes = nil, map[string]bool{}, 0, 0, 0, 0
	counts, err := m.store.Counts(ctx)
	if err != nil {
		return err
	}
	entries, spent := counts.Entries, usage()
	forgetPeak()
	began := time.Now()
	for len(m.asked) < m.out.feeds {
		if err := poll(ctx); err != nil {
			return fmt.Errorf("after %d feeds: %w", len(m.asked), err)
		}
		select { // feeds of one host may have been put off for a moment
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	elapsed := time.Since(began).Seconds()
	used := usage()
	r := result{
		Round: n, Feeds: len(m.asked), Seconds: elapsed, FeedsPerSecond: float64(len(m.asked)) / elapsed,
		UserSeconds: used.user - spent.user, SystemSeconds: used.system - spent.system, PeakMiB: peak(),
		ReceivedMiB: float64(m.bytes) / (1 << 20), NotModified: float64(m.same) / float64(len(m.asked)), Slow: m.mute,
	}
	slices.Sort(m.took)
	at := func(q float64) float64 { return m.took[int(q*float64(len(m.took)-1))].Seconds() }
	r.P50, r.P99 = at(.5), at(.99)
	if counts, err = m.store.Counts(ctx); err != nil {
		return err
	}
	r.Entries = counts.Entries - entries
	r.EntriesPerSec = float64(r.Entries) / elapsed
	r.DatabaseMiB = float64(size(m.dir)) / (1 << 20)
	if r.Failures, err = m.failures(ctx); err != nil {
		return err
	}
	if err := r.print(m.out.json); err != nil {
		return err
	}
	if r.Failures > m.mute || m.failed > 0 {
		return fmt.Errorf("%d feeds failed that should not (run with -v)", max(r.Failures-m.mute, m.failed))
	}
	return nil
}

// failures counts the feeds whose last poll went wrong, in the fetching or in the reading.
func (m *meter) failures(ctx context.Context) (n int, err error) {
	states, err := m.store.Sources(ctx)
	for _, state := range states {
		for _, f := range state.Feeds {
			if f.Failures > 0 || f.PolledAt.IsZero() {
				n++
			}
		}
	}
	return n, err
}

// size is how many bytes a folder holds.
func size(dir string) (bytes int64) {
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil // a journal that has just gone
		}
		if info, err := entry.Info(); err == nil && !entry.IsDir() {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

// spent is the time of the CPU that this process took so far, in seconds.
type spent struct{ user, system float64 }
