package pipeline

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"nutgraf/internal/news"
)

const (
	saveTime  = 5 * time.Second        // a stopping program may take it to save what it has polled already
	saveEvery = 500 * time.Millisecond // what has been polled waits no longer to be saved
	mostOfOne = 8                      // feeds of one host under way: the next would only wait for their turns
	putOff    = 5 * time.Second        // then they come back, after this time and up to four times as much
)

// entries polls the feeds that are due and saves what is new in them, until none is due and none is under way. It
// returns how many feeds it took. Nothing here waits for a whole batch: what comes back is saved and another feed is asked
// in its place, so that a host that is slow or dead holds up nobody else.
func (p *Pipeline) entries(ctx context.Context) (taken int, err error) {
	room := max(1, p.Polls/p.Lanes)
	worth := min(p.Batch, room) / 2    // a claim for fewer costs more than it brings
	back := make(chan news.Poll, room) // no poll waits for a save
	var done []news.Poll
	var failed error
	tick := time.NewTicker(saveEvery)
	defer tick.Stop()
	for under, look, late := 0, true, false; ; {
		if free := min(room-under, p.Batch); look && failed == nil && ctx.Err() == nil && (free > worth || under == 0) {
			n, err := p.depart(ctx, free, back)
			under, taken, look, failed = under+n, taken+n, n >= free, errors.Join(failed, err)
		}
		if len(done) >= p.Batch || len(done) > 0 && (late || under == 0) {
			failed = errors.Join(failed, p.saveEntries(ctx, done))
			done = done[:0]
			late = false
			continue // there is room now
		}
		if under == 0 {
			return taken, errors.Join(failed, ctx.Err())
		}
		select {
		case poll := <-back:
			under--
			done = append(done, poll)
		case <-tick.C:
			look, late = true, true
		}
	}
}

// depart claims feeds and begins to poll them. Each sends its poll back.
func (p *Pipeline) depart(ctx context.Context, limit int, back chan<- news.Poll) (int, error) {
	now := time.Now()
	due, err := p.Store.ClaimFeeds(ctx, now, now.Add(p.Lease), limit)
	if err != nil {
		return 0, err
	}
	for _, f := range due {
		host := hostOf(f.URL)
		if !p.crowd.join(host) {
			f.NextPollAt = now.Add(putOff + rand.N(3*putOff))
			back <- news.Poll{Feed: f}
			continue
		}
		go func() {
			polling, cancel := context.WithTimeout(ctx, p.Lease*3/4)
			defer cancel()
			poll := p.poll(polling, f)
			p.crowd.leave(host)
			back <- poll
		}()
	}
	return len(due), nil
}

// saveEntries saves polls. When the program stops, what was asked is not asked again after a restart; the leases of what
// was stopped half-way lapse.
func (p *Pipeline) saveEntries(ctx context.Context, polls []news.Poll) error {
	if ctx.Err() != nil {
		polls = slices.DeleteFunc(polls, func(poll news.Poll) bool { return poll.Feed.ID == 0 })
		saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTime)
		defer cancel()
		ctx = saving
	}
	added, err := p.Store.SaveEntries(ctx, polls, time.Now())
	if added > 0 {
		p.stages["articles"].ring()
	}
	return err
}

// crowd counts the feeds under way by host.
type crowd struct {
	mu sync.Mutex
	of map[string]int
}

// join reports whether there is room for one more; who joined must leave.
func (c *crowd) join(host string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]int{}
	}
	if c.of[host] >= mostOfOne {
		return false
	}
	c.of[host]++
	return true
}

func (c *crowd) leave(host string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of[host]--; c.of[host] == 0 {
		delete(c.of, host)
	}
}

// hostOf is the host and port that a feed is asked at.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}
