package pipeline

import (
	"context"

	"nutgraf/internal/news"
)

// Poll lets tests ask one feed without a store.
func (p *Pipeline) Poll(ctx context.Context, f news.Feed) news.Poll { return p.poll(ctx, f) }

// HubOf is tested by itself: it takes values and gives one.
var HubOf = hubOf

// NewTurns lets a test read in turn.
func NewTurns() turns { return newTurns() }

// InTurn reads as the stages do.
func InTurn(t turns, size int, read func() (int, error)) (int, error) { return inTurn(t, size, read) }
