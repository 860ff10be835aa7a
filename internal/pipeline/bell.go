package pipeline

import (
	"context"
	"time"
)

// bell says "look now" to a stage that rests. It carries no work: a lost ring costs one pause.
type bell struct{ c chan struct{} }

func newBell() *bell { return &bell{c: make(chan struct{}, 1)} }

func (b *bell) ring() {
	select {
	case b.c <- struct{}{}:
	default:
	}
}

func (b *bell) wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-b.c:
	case <-timer.C:
	}
}
