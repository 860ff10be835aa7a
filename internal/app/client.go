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
	networks, err := g.Networks()
	if err != nil {
		return nil, err
	}
	return fetch.New(fetch.Options{
		UserAgent: g.UserAgent, AllowNetworks: networks, MaxBytes: g.MaxPageBytes, Timeout: g.FetchTimeout,
		HostGap: g.HostGap, Robots: true,
	}), nil
}

// caller fetches from the world, and from the demo press while it runs: only what is addressed to one of the press's
// own hosts, on its own port, may reach this machine, so that no publisher can lead us to our own services.
type caller struct {
	world *fetch.Client
	press *fetch.Client
	hosts atomic.Pointer[map[string]bool] // "host:port" of the press's outlets; nil while there is no press
}

func newCaller(g Gathering) (*caller, error) {
	world, err := g.Client()
	if err != nil {
		return nil, err
	}
	press := fetch.New(fetch.Options{
		UserAgent: g.UserAgent, MaxBytes: g.MaxPageBytes, Timeout: g.FetchTimeout, Robots: true, PerHost: 4,
		AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	return &caller{world: world, press: press}, nil
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
}
