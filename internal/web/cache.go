package web

import (
	"net/http"
	"sync"
	"time"
)

// maxKept bounds the bytes of kept pages.
const maxKept = 32 << 20

// pageCache keeps rendered replies for a moment. However many ask for one page at once, it is made once.
type pageCache struct {
	mu    sync.Mutex
	pages map[string]*keptPage
	bytes int
}

type keptPage struct {
	made  chan struct{} // closed when reply and err are set
	reply *reply
	err   error
	until time.Time
}

func newPageCache() *pageCache { return &pageCache{pages: map[string]*keptPage{}} }

// cacheKey names a page as an anonymous reader sees it: the address and the choices that change it.
func (s *Site) cacheKey(r *http.Request) string {
	p := s.choices(r)
	return r.Host + "\n" + p.Theme + "\n" + p.Language + "\n" + r.URL.RequestURI()
}

// get returns the page of a key, making it unless one is kept. Errors, cookies and pages of failed makings are not kept.
func (c *pageCache) get(key string, keepFor time.Duration, create func() (*reply, error)) (*reply, error) {
	c.mu.Lock()
	page := c.pages[key]
	if page != nil && (page.until.IsZero() || time.Now().Before(page.until)) {
		c.mu.Unlock()
		<-page.made
		return page.reply, page.err
	}
	if page != nil {
		c.drop(key, page)
	}
	page = &keptPage{made: make(chan struct{}), err: errInterrupted}
	c.pages[key] = page
	c.mu.Unlock()
	defer c.settle(key, page, keepFor) // also when create panics: nobody may wait for ever
	page.reply, page.err = create()
	return page.reply, page.err
}

// settle lets the waiting go on, and keeps the page when it is worth keeping.
func (c *pageCache) settle(key string, page *keptPage, keepFor time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	page.until = time.Now().Add(keepFor)
	if c.pages[key] == page { // else all was dropped meanwhile
		if page.err == nil && page.reply.cookie == nil && page.reply.status < 400 {
			c.bytes += len(page.reply.body) + len(key)
		} else {
			delete(c.pages, key)
		}
	}
	if c.bytes > maxKept {
		c.pages, c.bytes = map[string]*keptPage{}, 0
	}
	close(page.made)
}

// drop forgets a page that is past its time.
func (c *pageCache) drop(key string, page *keptPage) {
	delete(c.pages, key)
	if page.reply != nil {
		c.bytes -= len(page.reply.body) + len(key)
	}
}

// errInterrupted is what those waiting for a page get whose making panicked.
var errInterrupted = http.ErrAbortHandler
