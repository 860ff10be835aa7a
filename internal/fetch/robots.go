package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jimsmart/grobotstxt"
)

const (
	robotsLife   = 24 * time.Hour
	robotsRetry  = time.Hour           // after the file could not be had
	robotsStrict = 12 * time.Hour      // an ailing server allows nothing; then what it said last holds again
	robotsGiveUp = 30 * 24 * time.Hour // a server that ailed so long has said nothing at all (RFC 9309, section 2.3.1.4)
	robotsBytes  = 500 << 10           // RFC 9309, section 2.5
	maxOrigins   = 40_000
	maxRobots    = 64 << 20 // bytes of all files that are remembered
	maxDelay     = 10 * time.Second
	maxMatching  = 1 << 29 // bytes of the file times bytes of the address: half a second at worst
)

// robots keeps the robots.txt of each origin.
type robots struct {
	client *Client
	agent  string // bare product token

	mu    sync.Mutex
	known map[string]*rules
	bytes int // of their bodies
}

// rules is one origin's file. Its lock is a channel, so that waiting for it can be given up.
type rules struct {
	lock     chan struct{}
	until    time.Time
	body     string
	had      bool      // there was an answer once
	ailing   time.Time // since when it cannot be had; zero: it can
	problem  error     // why
	reserved int       // bytes counted for body; guarded by robots.mu
}

func newRobots(c *Client) *robots {
	agent := c.options.UserAgent
	if end := strings.IndexAny(agent, "/ ("); end >= 0 {
		agent = agent[:end]
	}
	return &robots{client: c, agent: agent, known: map[string]*rules{}}
}

// check returns an error when the address may not be fetched.
func (r *robots) check(ctx context.Context, at *url.URL) error {
	if at.Path == "/robots.txt" {
		return nil
	}
	one := r.of(at.Scheme + "://" + strings.ToLower(at.Host))
	select {
	case one.lock <- struct{}{}:
	case <-ctx.Done():
		return failed(ctx, at, ctx.Err())
	}
	defer func() { <-one.lock }()
	now := time.Now()
	if now.After(one.until) {
		if err := r.load(ctx, at, one, now); err != nil {
			return err
		}
	}
	if allowed, told := one.during(now); !allowed && !told {
		return &Error{Kind: Blocked, URL: at.String(), Temporary: true, RetryAfter: max(0, one.until.Sub(now)), Wall: "robots.txt", Err: one.problem}
	} else if told && len(one.body)*len(at.RequestURI()) > maxMatching {
		return &Error{Kind: Blocked, URL: at.String(), Wall: "robots.txt", Err: errors.New("the site's robots.txt is too long to be held against so long an address")}
	} else if told && one.body != "" && !grobotstxt.AgentAllowed(one.body, r.agent, at.String()) {
		return &Error{Kind: Blocked, URL: at.String(), Wall: "robots.txt", Err: errors.New("the site's robots.txt asks programs not to read it")}
	}
	return nil
}

// during says whether all is allowed, or whether the file tells.
func (o *rules) during(now time.Time) (allowed, told bool) {
	switch ailing := now.Sub(o.ailing); {
	case o.ailing.IsZero():
		return false, true
	case ailing < robotsStrict, !o.had && ailing < robotsGiveUp:
		return false, false
	case ailing < robotsGiveUp:
		return false, true
	}
	return true, false
}

func (r *robots) of(origin string) *rules {
	r.mu.Lock()
	defer r.mu.Unlock()
	one, ok := r.known[origin]
	if !ok {
		r.forget(maxOrigins, maxRobots)
		one = &rules{lock: make(chan struct{}, 1)}
		r.known[origin] = one
	}
	return one
}

// forget makes room when there is none: asking again is cheap, and this is rare. Called with the lock held.
func (r *robots) forget(origins, bytes int) {
	if len(r.known) < origins && r.bytes <= bytes {
		return
	}
	for key, one := range r.known {
		if len(r.known) < origins*3/4 && r.bytes <= bytes*3/4 {
			return
		}
		r.bytes -= one.reserved
		one.reserved = 0
		delete(r.known, key)
	}
}

// load fetches the file (RFC 9309, section 2.3.1): none means all is allowed, an ailing server means nothing is. The
// error is one that tells nothing about the file.
func (r *robots) load(ctx context.Context, at *url.URL, one *rules, now time.Time) error {
	response, err := r.client.Get(ctx, Request{
		URL: at.Scheme + "://" + at.Host + "/robots.txt", Accept: "text/plain,*/*;q=0.5", IgnoreRobots: true, MaxBytes: robotsBytes, firstBytes: true,
	})
	e, _ := errors.AsType[*Error](err)
	_, refused := errors.AsType[refusedAddress](err)
	switch {
	case ctx.Err() != nil:
		return failed(ctx, at, ctx.Err()) // we gave up
	case e != nil && (e.Held || refused): // nobody was asked
		e.URL = at.String()
		return e
	case err == nil:
		r.learn(at, one, string(response.Body), now)
	case e.Status >= 400 && e.Status < 500 && e.Status != 429:
		r.learn(at, one, "", now)
	default:
		if one.ailing.IsZero() {
			one.ailing = now
		}
		one.problem = fmt.Errorf("its robots.txt cannot be read, so nothing is: %w", e)
		one.until = now.Add(max(e.RetryAfter, robotsRetry/4))
	}
	return nil
}

// learn keeps a file that could be had.
func (r *robots) learn(at *url.URL, one *rules, body string, now time.Time) {
	one.body, one.had, one.problem, one.ailing, one.until = body, true, nil, time.Time{}, now.Add(robotsLife)
	r.mu.Lock()
	if r.known[at.Scheme+"://"+strings.ToLower(at.Host)] == one {
		r.bytes += len(body) - one.reserved
		one.reserved = len(body)
	}
	r.mu.Unlock()
	r.client.hosts.slow(at, crawlDelay(body, r.agent))
}

// crawlDelay reads how long the file asks us to wait between two calls: a rule that is in no standard, and in many files.
func crawlDelay(body, agent string) time.Duration {
	d := &delays{agent: agent}
	grobotstxt.Parse(body, d)
	if d.seen {
		return d.own
	}
	return d.all
}

// delays collects Crawl-delay for our group and for everybody's.
type delays struct {
	agent     string
	rules     bool // a rule came since the last User-agent
	mine      bool // the group is ours
	everybody bool
	seen      bool // a group was ours
	own, all  time.Duration
}

func (d *delays) HandleRobotsStart() {}
func (d *delays) HandleRobotsEnd()   {}

func (d *delays) HandleUserAgent(_ int, value string) {
	if d.rules {
		d.rules, d.mine, d.everybody = false, false, false
	}
	end := strings.IndexFunc(value, func(c rune) bool {
		return c != '-' && c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	})
	if end < 0 {
		end = len(value)
	}
	d.everybody = d.everybody || strings.HasPrefix(value, "*")
	d.mine = d.mine || strings.EqualFold(value[:end], d.agent)
	d.seen = d.seen || d.mine
}

func (d *delays) HandleAllow(int, string)    { d.rules = true }
func (d *delays) HandleDisallow(int, string) { d.rules = true }
func (d *delays) HandleSitemap(int, string)  {}

func (d *delays) HandleUnknownAction(_ int, action, value string) {
	if !strings.EqualFold(action, "crawl-delay") {
		return
	}
	d.rules = true
	seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(seconds > 0) {
		return
	}
	delay := time.Duration(min(seconds, maxDelay.Seconds()) * float64(time.Second))
	if d.mine {
		d.own = delay
	}
	if d.everybody {
		d.all = delay
	}
}
