package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/picture"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

const (
	masterWidth     = 1280 // of what is kept of every picture; the smaller ones are made of it
	maxPictureBytes = 15 << 20
	pictureTimeout  = 10 * time.Second // for a publisher to send one
	pictureWait     = 20 * time.Second // for all of it, turns included
	maxFetching     = 8                // pictures fetched at once
	maxShrinking    = 2                // made small at once
	picturesPerHost = 4
	pictureGap      = 20 * time.Millisecond
	acceptPictures  = "image/webp, image/jpeg, image/png, image/gif;q=0.8"
)

// gallery is web.Pictures: publishers' pictures, fetched once for all readers and kept small.
//
// robots.txt is not asked for pictures: it speaks to programs that find pages by themselves. A picture is fetched
// because somebody looks at a page that shows it, as their browser would do by itself. Hosts' wishes for silence are kept.
type gallery struct {
	fetch     func(context.Context, fetch.Request) (*fetch.Response, error)
	shelf     *shelf
	log       *slog.Logger
	fetching  *semaphore.Weighted
	shrinking *semaphore.Weighted
	memory    *semaphore.Weighted // bytes
	flights   singleflight.Group
	refused   refusals
}

func newGallery(get func(context.Context, fetch.Request) (*fetch.Response, error), s *shelf, log *slog.Logger) *gallery {
	return &gallery{
		fetch: get, shelf: s, log: log, refused: refusals{until: map[string]time.Time{}},
		fetching: semaphore.NewWeighted(maxFetching), shrinking: semaphore.NewWeighted(maxShrinking), memory: semaphore.NewWeighted(picture.MaxCost),
	}
}

// PictureSize implements web.Pictures.
func (g *gallery) PictureSize(address string) (width, height int) {
	return g.shelf.size(address)
}

// Picture implements web.Pictures. However many want a picture at once, it is fetched once; it is fetched to the end when they leave.
func (g *gallery) Picture(ctx context.Context, address string, width int) ([]byte, error) {
	if whole, _ := g.shelf.size(address); whole > 0 && width >= whole {
		width = masterWidth // never made larger than it is, so that is the same
	}
	if kept, found := g.shelf.take(address, width); found {
		return kept.JPEG, nil
	}
	if g.refused.now(address, time.Now()) {
		return nil, fmt.Errorf("picture %s: refused a while ago: %w", address, news.ErrNotFound)
	}
	made, err := g.once(fmt.Sprint(width, " ", address), func() (picture.Picture, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pictureWait)
		defer cancel()
		return g.make(ctx, address, width)
	})
	return made.JPEG, err
}

// once lets all who want the same at once wait for one making.
func (g *gallery) once(key string, create func() (picture.Picture, error)) (picture.Picture, error) {
	made, err, _ := g.flights.Do(key, func() (any, error) { return create() })
	p, _ := made.(picture.Picture)
	return p, err
}

// make gives a picture in a width, of what is kept or of what is fetched.
func (g *gallery) make(ctx context.Context, address string, width int) (picture.Picture, error) {
	master, err := g.once("master "+address, func() (picture.Picture, error) { return g.master(ctx, address) })
	if err != nil || width >= master.Width {
		return master, err
	}
	small, err := g.shrink(ctx, master.JPEG, width)
	if err != nil {
		return small, fmt.Errorf("picture %s: %w", address, err)
	}
	small.OfWidth, small.OfHeight = master.OfWidth, master.OfHeight
	g.shelf.put(address, width, small)
	return small, nil
}

// master is the largest form of a picture that is shown.
func (g *gallery) master(ctx context.Context, address string) (picture.Picture, error) {
	if kept, found := g.shelf.take(address, masterWidth); found {
		return kept, nil
	}
	source, err := g.ask(ctx, address)
	if err != nil {
		return picture.Picture{}, err
	}
	made, err := g.shrink(ctx, source, masterWidth)
	if errors.Is(err, picture.ErrNone) {
		g.refused.remember(address, time.Now().Add(refusedFor))
		return made, fmt.Errorf("picture %s: %w: %w", address, err, news.ErrNotFound)
	}
	if err != nil {
		return made, fmt.Errorf("picture %s: %w", address, err)
	}
	g.shelf.put(address, masterWidth, made)
	return made, nil
}

// ask fetches from the publisher, and remembers for a while when it did not give.
func (g *gallery) ask(ctx context.Context, address string) ([]byte, error) {
	if err := g.fetching.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("picture %s: too many are wanted: %w", address, news.ErrUnavailable)
	}
	defer g.fetching.Release(1)
	answer, err := g.fetch(ctx, fetch.Request{URL: address, Accept: acceptPictures, IgnoreRobots: true, MaxBytes: maxPictureBytes})
	if err == nil {
		return answer.Body, nil
	}
	rest := refusedFor
	if e, ok := errors.AsType[*fetch.Error](err); ok && e.Temporary {
		rest = min(max(e.RetryAfter, failedFor), refusedFor)
	}
	g.refused.remember(address, time.Now().Add(rest))
	return nil, fmt.Errorf("%w: %w", err, news.ErrNotFound)
}

// shrink makes a picture small when there is memory for it.
func (g *gallery) shrink(ctx context.Context, source []byte, width int) (picture.Picture, error) {
	cost, err := picture.Cost(source)
	if err != nil {
		return picture.Picture{}, err
	}
	if g.shrinking.Acquire(ctx, 1) != nil {
		return picture.Picture{}, news.ErrUnavailable
	}
	defer g.shrinking.Release(1)
	if g.memory.Acquire(ctx, cost) != nil {
		return picture.Picture{}, news.ErrUnavailable
	}
	defer g.memory.Release(cost)
	return picture.Shrink(source, width)
}

// How long an address is left alone that gave no picture.
const (
	refusedFor  = time.Hour   // gone, forbidden, or none that can be shown
	failedFor   = time.Minute // it may go better
	maxRefusals = 10_000
)

// refusals remember which addresses gave no picture.
type refusals struct {
	mu    sync.Mutex
	until map[string]time.Time
}

func (r *refusals) now(address string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return now.Before(r.until[address])
}

func (r *refusals) remember(address string, until time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for other := range r.until { // any: one that is forgotten costs one call
		if len(r.until) < maxRefusals {
			break
		}
		delete(r.until, other)
	}
	r.until[address] = until
}
