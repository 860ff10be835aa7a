package web

import (
	"container/list"
	"context"
	"net/http"
	"sync"
	"time"

	"nutgraf/internal/news"
)

// What is kept of rendered pages, and how many may be in the making at once: few are made, the others wait for their turn.
const (
	maxKept   = 80 << 20 // bytes, packed
	maxMaking = 2000
	maxStale  = 5 * time.Second  // after its time a page is still given to those who ask while it is made anew
	standsFor = 10 * time.Minute // from its making on a page may be kept for as long as what it shows stands
)

// pageCache keeps rendered replies for a moment. However many ask for one page at once, it is made once.
type pageCache struct {
	mu     sync.Mutex
	pages  map[string]*keptPage
	queue  *list.List // of the *keptPage that are made, in the order in which they were made or found to stand
	bytes  int        // of those in the queue
	making int
}

type keptPage struct {
	key   string
	made  chan struct{} // closed when reply and err are set
	reply *reply
	err   error
	until time.Time     // zero while it is being made
	last  *reply        // as it was a moment ago, while it is being made anew
	place *list.Element // in the queue, when it is made
	size  int           // as it was counted
}

func newPageCache() *pageCache { return &pageCache{pages: map[string]*keptPage{}, queue: list.New()} }

// cacheKey names a page as an anonymous reader sees it: the address and the choices that change it.
func (s *Site) cacheKey(r *http.Request) string {
	p := s.choices(r)
	host := r.Host
	if s.BaseURL != "" {
		host = "" // it is not believed, so it changes nothing
	}
	return host + "\n" + p.Theme + "\n" + p.Size + "\n" + p.Language + "\n" + p.Region + "\n" + p.Copies + "\n" + p.Tongue + "\n" + r.URL.RequestURI()
}

// get returns the page of a key, making it unless one is kept or in the making; then it waits as long as ctx lasts.
// create gets the page as it was, if that is still known, and may return it again. Who asks meanwhile gets the old page and does not
// wait, unless it is too old. Errors, cookies, what is one user's, and pages of failed makings are not kept. It is
// [news.ErrUnavailable] while too many are made.
func (c *pageCache) get(ctx context.Context, key string, keepFor time.Duration, create func(before *reply) (*reply, error)) (*reply, error) {
	began := time.Now()
	c.mu.Lock()
	c.evict(began)
	before := c.pages[key]
	if page := before; page != nil && (page.until.IsZero() || began.Before(page.until)) {
		c.count(page)
		last := page.last
		c.mu.Unlock()
		if last != nil {
			return last, nil
		}
		select {
		case <-page.made:
			return page.reply, page.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if c.making >= maxMaking {
		c.mu.Unlock()
		return nil, news.ErrUnavailable
	}
	c.making++
	page := &keptPage{key: key, made: make(chan struct{}), err: errInterrupted}
	var old *reply
	if before != nil {
		old = before.reply
		if began.Before(before.until.Add(maxStale)) {
			page.last = old
		}
		c.drop(before)
	}
	c.pages[key] = page
	c.mu.Unlock()
	// Also when create panics: nobody may wait for ever. What took long to make is kept as long as it took, so that a
	// slow page never keeps the database busy for more than half of the time. Waiting for a turn counts: the longer the line, the longer
	// pages are kept.
	defer func() { c.settle(page, max(keepFor, time.Since(began))) }()
	page.reply, page.err = create(old)
	return page.reply, page.err
}

// settle lets the waiting go on, and keeps the page when it is worth keeping.
func (c *pageCache) settle(page *keptPage, keepFor time.Duration) {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.making--
	page.until, page.last = now.Add(keepFor), nil
	switch {
	case c.pages[page.key] != page: // all was forgotten meanwhile
	case page.err == nil && page.reply.cookie == nil && !page.reply.own && page.reply.status < 400:
		page.place = c.queue.PushBack(page)
		c.count(page)
		c.evict(now)
	default:
		delete(c.pages, page.key)
	}
	close(page.made)
}

// count takes what a page costs into account; it grows when somebody asks for it in another coding. The lock is held.
func (c *pageCache) count(page *keptPage) {
	if page.place != nil {
		c.bytes -= page.size
		page.size = len(page.key) + page.reply.size() + 512
		c.bytes += page.size
	}
}

// drop forgets a page that is made. The lock is held.
func (c *pageCache) drop(page *keptPage) {
	c.queue.Remove(page.place)
	c.bytes -= page.size
	delete(c.pages, page.key)
}

// evict forgets the oldest pages while nothing can come of them, or there is too much. The lock is held.
func (c *pageCache) evict(now time.Time) {
	for at := c.queue.Front(); at != nil; at = c.queue.Front() {
		oldest := at.Value.(*keptPage)
		of := oldest.until.Add(maxStale)
		if until := oldest.reply.made.Add(standsFor); oldest.reply.stands != nil && until.After(of) {
			of = until
		}
		if now.Before(of) && c.bytes <= maxKept {
			return
		}
		c.drop(oldest)
	}
}

// forget forgets all pages. Those in the making are given to who waits for them, and not kept.
func (c *pageCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.pages)
	c.queue.Init()
	c.bytes = 0
}

// errInterrupted is what those waiting for a page get whose making panicked.
var errInterrupted = http.ErrAbortHandler
