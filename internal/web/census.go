package web

import (
	"context"
	"fmt"
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
	turn    chan struct{} // whoever holds it reads; waiting for it can be given up
	sources []news.Judged
	until   time.Time
}

func newCensus() *census { return &census{turn: make(chan struct{}, 1)} }

// take returns a census of now, or of a moment ago. What took long is kept for four times as long, so that the
// reading never keeps the database busy for more than a fifth of the time. The result must not be changed.
func (c *census) take(ctx context.Context, reader censusReader, keepFor time.Duration) ([]news.Judged, error) {
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("how the sources do: %w", ctx.Err())
	}
	defer func() { <-c.turn }()
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
func (c *census) forget(ctx context.Context) {
	select {
	case c.turn <- struct{}{}:
		c.until = time.Time{}
		<-c.turn
	case <-ctx.Done(): // who asked is gone; what is kept grows old by itself
	}
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
