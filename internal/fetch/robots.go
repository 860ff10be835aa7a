package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/jimsmart/grobotstxt"
)

const (
	robotsLife  = 24 * time.Hour
	robotsRetry = time.Hour // after the file could not be had
	robotsBytes = 500 << 10 // RFC 9309, section 2.5
	maxOrigins  = 10_000
)

// robots keeps the robots.txt of each origin.
type robots struct {
	client *Client
	agent  string // bare product token

	mu    sync.Mutex
	known map[string]*rules
}

// rules is one origin's file. Its lock is a channel, so that waiting for it can be given up.
type rules struct {
	lock    chan struct{}
	until   time.Time
	body    string
	problem error // why nothing may be fetched; nil when body decides
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
	origin := at.Scheme + "://" + hostKey(at)
	one := r.of(origin)
	select {
	case one.lock <- struct{}{}:
	case <-ctx.Done():
		return failed(at, ctx.Err())
	}
	if time.Now().After(one.until) {
		r.load(ctx, origin, one)
	}
	body, problem := one.body, one.problem
	<-one.lock
	if problem != nil {
		return &Error{Kind: Blocked, URL: at.String(), Temporary: true, RetryAfter: robotsRetry, Err: problem}
	}
	if body != "" && !grobotstxt.AgentAllowed(body, r.agent, at.String()) {
		return &Error{Kind: Blocked, URL: at.String(), Err: errors.New("the site's robots.txt asks programs not to read it")}
	}
	return nil
}

func (r *robots) of(origin string) *rules {
	r.mu.Lock()
	defer r.mu.Unlock()
	one, ok := r.known[origin]
	if !ok {
		if len(r.known) >= maxOrigins {
			clear(r.known) // asking again is cheap, and this is rare
		}
		one = &rules{lock: make(chan struct{}, 1)}
		r.known[origin] = one
	}
	return one
}

// load fetches the file (RFC 9309, section 2.3.1): none means all is allowed, an ailing server means nothing is.
func (r *robots) load(ctx context.Context, origin string, one *rules) {
	response, err := r.client.Get(ctx, Request{
		URL: origin + "/robots.txt", Accept: "text/plain,*/*;q=0.5", IgnoreRobots: true, MaxBytes: robotsBytes, firstBytes: true,
	})
	e, _ := errors.AsType[*Error](err)
	switch {
	case ctx.Err() != nil:
		return // we gave up: that tells nothing about the site
	case err == nil:
		one.body, one.problem, one.until = string(response.Body), nil, time.Now().Add(robotsLife)
	case e.Status >= 400 && e.Status < 500 && e.Status != 429:
		one.body, one.problem, one.until = "", nil, time.Now().Add(robotsLife)
	default:
		one.body, one.problem = "", fmt.Errorf("its robots.txt cannot be read, so nothing is: %w", e)
		one.until = time.Now().Add(max(e.RetryAfter, robotsRetry/4))
	}
}
