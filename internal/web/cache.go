package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"nutgraf/internal/news"
)

// What is kept of rendered pages, and how many may be in the making at once: few are made, the others wait for their turn.
const (
	maxKept      = 32 << 20 // bytes
	maxKeptPages = 2000
	maxMaking    = 2000
	maxStale     = 5 * time.Second // after its time a page is still given to those who ask while it is made anew
)

// pageCache keeps rendered replies for a moment. However many ask for one page at once, it is made once.
type pageCache struct {
	mu     sync.Mutex
	pages  map[string]*keptPage
	queue  []*keptPage // those that are made, in the order in which they were
	bytes  int         // of those in the queue
	making int
}

type keptPage struct {
	key   string
	made  chan struct{} // closed when reply and err are set
	reply *reply
	err   error
	until time.Time // zero while it is being made
	last  *reply    // as it was a moment ago, while it is being made anew
}

// size is what a page costs, roughly, with its packed forms: a redirect is not free.
func (p *keptPage) size() int { return len(p.key) + len(p.reply.body)*3/2 + len(p.reply.to) + 256 }

func newPageCache() *pageCache { return &pageCache{pages: map[string]*keptPage{}} }

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
// Who asks while an old page is made anew gets the old one and does not wait. Errors, cookies, what is one user's, and
// pages of failed makings are not kept. It is [news.ErrUnavailable] while too many are made.
func (c *pageCache) get(ctx context.Context, key string, keepFor time.Duration, create func() (*reply, error)) (*reply, error) {
	began := time.Now()
	c.mu.Lock()
	c.evict(began)
	before := c.pages[key]
	if page := before; page != nil && (page.until.IsZero() || began.Before(page.until)) {
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
	if before != nil && began.Before(before.until.Add(maxStale)) {
		page.last = before.reply
	}
	c.pages[key] = page
	c.mu.Unlock()
	// Also when create panics: nobody may wait for ever. What took long to make is kept as long as it took, so that a
	// slow page never keeps the database busy for more than half of the time. Waiting for a turn counts: the longer the line, the longer
	// pages are kept.
	defer func() { c.settle(page, max(keepFor, time.Since(began))) }()
	page.reply, page.err = create()
	return page.reply, page.err
}

// settle lets the waiting go on, and keeps the page when it is worth keeping.
func (c *pageCache) settle(page *keptPage, keepFor time.Duration) {
	now := time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.making--
	page.until, page.last = now.Add(keepFor), nil
	if page.err == nil && page.reply.cookie == nil && !page.reply.own && page.reply.status < 400 {
		c.queue = append(c.queue, page)
		c.bytes += page.size()
		c.evict(now)
	} else {
		delete(c.pages, page.key)
	}
	close(page.made)
}

// evict forgets the oldest pages while they are past their time, or there is too much.
func (c *pageCache) evict(now time.Time) {
	for len(c.queue) > 0 {
		oldest := c.queue[0]
		if now.Before(oldest.until.Add(maxStale)) && len(c.queue) <= maxKeptPages && c.bytes <= maxKept {
			return
		}
		c.queue[0] = nil
		c.queue = c.queue[1:]
		c.bytes -= oldest.size()
		if c.pages[oldest.key] == oldest { // else it was made anew meanwhile
			delete(c.pages, oldest.key)
		}
	}
}

// errInterrupted is what those waiting for a page get whose making panicked.
var errInterrupted = http.ErrAbortHandler
