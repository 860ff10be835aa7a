package app

import (
	"context"
	"log/slog"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// holdEvery is how often a process looks at what hosts told the others.
const holdEvery = time.Minute

// holdStore is the part of the store that remembers which hosts want silence.
type holdStore interface {
	Holds(ctx context.Context, now time.Time) ([]news.Hold, error)
	SaveHolds(ctx context.Context, holds []news.Hold, now time.Time) error
}

// holds keeps the hosts' wishes for silence in the database: a restart, or another process, must not call them early.
type holds struct {
	store holdStore
	log   *slog.Logger
}

// known lists the wishes that still hold.
func (h holds) known(ctx context.Context) ([]fetch.Hold, error) {
	stored, err := h.store.Holds(ctx, time.Now())
	known := make([]fetch.Hold, len(stored))
	for i, hold := range stored {
		known[i] = fetch.Hold(hold)
	}
	return known, err
}

// note stores a wish that was just heard.
func (h holds) note(hold fetch.Hold) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := h.store.SaveHolds(ctx, []news.Hold{news.Hold(hold)}, time.Now()); err != nil {
		h.log.Warn("a host's wish for silence is not kept over a restart", "url", hold.Host, "err", err)
	}
}

// share brings the client what other processes heard, until ctx ends.
func (h holds) share(ctx context.Context, learn func([]fetch.Hold)) error {
	ticker := time.NewTicker(holdEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		known, err := h.known(ctx)
		if err != nil && ctx.Err() == nil {
			h.log.Warn("hosts' wishes for silence not read", "err", err)
		}
		learn(known)
	}
}
