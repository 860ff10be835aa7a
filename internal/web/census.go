package web

import (
	"context"
	"sync"
	"time"

	"nutgraf/internal/news"
)

// censusReader reads how all that is followed does.
type censusReader interface {
	Sources(ctx context.Context) ([]news.SourceState, error)
	Holds(ctx context.Context, now time.Time) ([]news.Hold, error)
}

// census is how every source does at one moment, judged. Reading ten thousand feeds takes a good part of a second, so
// one census is shared by all who ask for any part of it.
type census struct {
	mu      sync.Mutex
	sources []news.Judged
	until   time.Time
}

// take returns a census of now, or of a moment ago. What took long is kept for four times as long, so that the
// reading never keeps the database busy for more than a fifth of the time. The result must not be changed.
func (c *census) take(ctx context.Context, reader censusReader, keepFor time.Duration) ([]news.Judged, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if now.Before(c.until) {
		return c.sources, nil
	}
	states, err := reader.Sources(ctx)
	if err != nil {
		return nil, err
	}
	holds, err := reader.Holds(ctx, now)
	if err != nil {
		return nil, err
	}
	c.sources = news.Judge(states, holds, now)
	c.until = time.Now().Add(max(keepFor, 4*time.Since(now)))
	if keepFor < 0 {
		c.until = time.Time{}
	}
	return c.sources, nil
}

// forget makes the next one who asks see what was just changed.
func (c *census) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until = time.Time{}
}

// stateOf is that of the worst feed; empty for a source without feeds.
func stateOf(j news.Judged) news.FeedState {
	var worst news.FeedState
	for _, c := range j.Conditions {
		if worst == "" || c.State.Worse(worst) < 0 {
			worst = c.State
		}
	}
	return worst
}
