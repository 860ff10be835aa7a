// Package fetch is the polite and careful HTTP client: the only way in which publishers are called.
//
// Polite: one honest User-Agent, no cookies, no referrer; validators go back as they came; at most a few calls per
// host at a time with a pause between them; Retry-After, and a burst of refusals, silences the whole host; robots.txt
// is kept (RFC 9309) unless the request says that a person asked for this very address.
//
// Careful: every connection is checked after DNS, on every hop, against a table of networks that are nobody's
// business ([Options].AllowNetworks opens some); headers, decoded bytes, redirects and time are all limited.
//
// A [Client] holds no goroutines of its own but those of idle connections; [Client.Close] ends them. It uses no proxy:
// a proxy would look up names itself and so get round the guard.
package fetch

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// Defaults of [Options], and limits that are not settings.
const (
	DefaultMaxBytes = 10 << 20
	DefaultTimeout  = 30 * time.Second
	DefaultPerHost  = 2

	maxRedirects   = 10
	maxHeaderBytes = 128 << 10
	maxAddress     = 8 << 10 // bytes of an address
	maxETag        = 8 << 10 // bytes of an ETag; more is not read by most servers
	maxModified    = 200     // bytes of a Last-Modified
)

// Options are the client's settings.
type Options struct {
	UserAgent     string         // name, version and an address where publishers reach the operator
	AllowNetworks []netip.Prefix // not public, and may be called nevertheless
	MaxBytes      int64          // of a decoded body; default 10 MiB
	Timeout       time.Duration  // of a call with its redirects, without waiting for the hosts' turns; default 30 s
	HostGap       time.Duration  // between the starts of two calls to one host; default none
	PerHost       int            // calls to one host at a time; default 2
	Robots        bool           // keep to robots.txt
	Holds         []Hold         // known from before
	OnHold        func(Hold)     // is told when a host's wish for silence begins or grows; it must not take long
}

// Client fetches. It is safe for use by many goroutines.
type Client struct {
	options Options
	http    *http.Transport // not a client: that would read redirects its own way
	hosts   *hosts
	robots  *robots
}

// New makes a client.
func New(o Options) *Client {
	o.MaxBytes = cmp.Or(o.MaxBytes, DefaultMaxBytes)
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	o.PerHost = cmp.Or(o.PerHost, DefaultPerHost)
	o.UserAgent = cmp.Or(strings.TrimSpace(o.UserAgent), "Nutgraf")
	dialer := &net.Dialer{Timeout: min(o.Timeout, 10*time.Second), ControlContext: guard(o.AllowNetworks)}
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, resolveLocalhost(address))
		},
		DisableCompression:     true, // we decode ourselves: more encodings, and limits
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    o.PerHost,
		IdleConnTimeout:        time.Minute,
		TLSHandshakeTimeout:    min(o.Timeout, 10*time.Second),
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
	c := &Client{
		options: o,
		http:    transport,
		hosts:   newHosts(o),
	}
	c.Learn(o.Holds)
	c.robots = newRobots(c)
	return c
}

// Close ends idle connections. The client stays usable.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Get fetches one address. Every error is an [*Error] that says in one line what happened.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	r.MaxBytes = cmp.Or(r.MaxBytes, c.options.MaxBytes)
	r.Accept = cmp.Or(r.Accept, "*/*")
	at, err := parseAddress(r.URL)
	if err != nil {
		return nil, &Error{Kind: Failed, URL: r.URL, Err: err}
	}
	x := &exchange{Client: c, Request: r, left: c.options.Timeout}
	if x.credentials, err = credentialsOf(r, at); err != nil {
		return nil, &Error{Kind: Failed, URL: r.URL, Err: err}
	}
	return x.run(ctx, at)
}
