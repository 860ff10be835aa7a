package app

import (
	"context"
	"net/netip"
	"net/url"
	"sync/atomic"

	"nutgraf/internal/fetch"
)

// Client makes the polite client that calls publishers.
func (g Gathering) Client() (*fetch.Client, error) {
	o, err := g.options()
	if err != nil {
		return nil, err
	}
	return fetch.New(o), nil
}

func (g Gathering) options() (fetch.Options, error) {
	networks, err := g.Networks()
	return fetch.Options{
		UserAgent: g.UserAgent, AllowNetworks: networks, MaxBytes: g.MaxPageBytes, Timeout: g.FetchTimeout,
		HostGap: g.HostGap, Robots: true,
	}, err
}

// caller fetches from the world, and from the demo press while it runs: only what is addressed to one of the press's
// own hosts, on its own port, may reach this machine, so that no publisher can lead us to our own services.
type caller struct {
	world *fetch.Client
	press *fetch.Client
	art   *fetch.Client                   // for pictures: those of one page come together
	hosts atomic.Pointer[map[string]bool] // "host:port" of the press's outlets; nil while there is no press
}

// newCaller makes the clients. The world's hosts may have asked for silence before this process began.
func newCaller(ctx context.Context, g Gathering, memory holds) (*caller, error) {
	o, err := g.options()
	if err != nil {
		return nil, err
	}
	if o.Holds, err = memory.known(ctx); err != nil {
		return nil, err
	}
	o.OnHold = memory.note
	press := fetch.New(fetch.Options{
		UserAgent: g.UserAgent, MaxBytes: g.MaxPageBytes, Timeout: g.FetchTimeout, Robots: true, PerHost: 4,
		AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	world := fetch.New(o)
	o.HostGap, o.PerHost, o.Timeout, o.Robots = min(o.HostGap, pictureGap), picturesPerHost, min(o.Timeout, pictureTimeout), false
	return &caller{world: world, press: press, art: fetch.New(o)}, nil
}

// Picture fetches one that a page shows.
func (c *caller) Picture(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	if c.isPress(r.URL) {
		return c.press.Get(ctx, r)
	}
	return c.art.Get(ctx, r)
}

// Learn tells the clients which hosts want silence.
func (c *caller) Learn(known []fetch.Hold) {
	c.world.Learn(known)
	c.art.Learn(known)
}

// Get implements pipeline.Fetcher.
func (c *caller) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	if c.isPress(r.URL) {
		return c.press.Get(ctx, r)
	}
	return c.world.Get(ctx, r)
}

// Post implements pipeline.Poster. The press has no hub.
func (c *caller) Post(ctx context.Context, r fetch.PostRequest) (*fetch.Response, error) {
	return c.world.Post(ctx, r)
}

func (c *caller) isPress(address string) bool {
	hosts := c.hosts.Load()
	if hosts == nil {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "http" && (*hosts)[u.Host]
}

// Close ends the idle connections.
func (c *caller) Close() {
	c.world.Close()
	c.press.Close()
	c.art.Close()
}
