package web

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// turns let few pages be made at once; the others wait, in the order in which they came. On a machine that is asked for more
// than it can do, pages that are all begun at once are all too late. Kept pages are given without a turn.
type turns struct {
	all   *semaphore.Weighted
	long  *semaphore.Weighted // half of the places: searches never hold all of them
	waits time.Duration       // at most, for one's turn: a page that is begun has the rest of its time

	mu   sync.Mutex
	away int // turned away since the log was told
	told time.Time
}

func newTurns(readFor time.Duration) *turns {
	n := max(4, 2*int64(runtime.GOMAXPROCS(0)))
	return &turns{all: semaphore.NewWeighted(n), long: semaphore.NewWeighted(n / 2), waits: readFor / 2}
}

// errBusy is a page whose turn did not come in time.
var errBusy = fmt.Errorf("too many are before it: %w", errSlow)

// take waits until the page at a path may be made, and returns what to call when it is.
func (t *turns) take(ctx context.Context, path string) (leave func(), err error) {
	wait, cancel := context.WithTimeout(ctx, t.waits)
	defer cancel()
	places := t.placesFor(path)
	for i, place := range places {
		if place.Acquire(wait, 1) != nil {
			giveBack(places[:i])
			if ctx.Err() != nil {
				return nil, ctx.Err() // who waited has left
			}
			return nil, errBusy
		}
	}
	return func() { giveBack(places) }, nil
}

func giveBack(places []*semaphore.Weighted) {
	for _, place := range places {
		place.Release(1)
	}
}

// placesFor are what a page needs a place of, in this order: who waits for a place among the long ones holds none of the others.
func (t *turns) placesFor(path string) []*semaphore.Weighted {
	switch {
	case unread[path]:
		return nil
	case path == "/search" || strings.HasPrefix(path, "/search/") || strings.HasPrefix(path, "/searches"):
		return []*semaphore.Weighted{t.long, t.all}
	}
	return []*semaphore.Weighted{t.all}
}

// unread are pages for which next to nothing is read. They are there whatever else is going on.
var unread = map[string]bool{
	"/offline": true, "/manifest.webmanifest": true, "/sw.js": true, "/robots.txt": true, "/opensearch.xml": true, "/sign-in": true,
}

// turnedAway counts one whose turn did not come. Now and then it returns how many there were, for the log; else 0.
func (t *turns) turnedAway(now time.Time) (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.away++; now.Sub(t.told) < time.Minute {
		return 0
	}
	n, t.away, t.told = t.away, 0, now
	return n
}
