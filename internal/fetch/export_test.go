package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"time"
)

// NewThrough makes a client that dials as the test says, without the guard.
func NewThrough(o Options, dial func(ctx context.Context, network, address string) (net.Conn, error)) *Client {
	c := New(o)
	c.http.DialContext = dial
	return c
}

// Sizes are how many hosts and robots.txt files a client remembers.
func (c *Client) Sizes() (hosts, origins, bytes int) {
	c.hosts.mu.Lock()
	c.robots.mu.Lock()
	defer c.hosts.mu.Unlock()
	defer c.robots.mu.Unlock()
	return len(c.hosts.known), len(c.robots.known), c.robots.bytes
}

// farAway is a moment for holds.
var farAway = time.Now().Add(time.Hour)

// Remember makes the client meet many hosts without calling them.
func (c *Client) Remember(host, file string, held bool) {
	c.hosts.mu.Lock()
	c.hosts.of(host)
	c.hosts.mu.Unlock()
	if held {
		c.hosts.learn([]Hold{{Host: host, Until: farAway, Why: "it said so"}}, time.Now())
	}
	rules := c.robots.of("http://" + host)
	c.robots.mu.Lock()
	rules.body, rules.reserved = file, len(file)
	c.robots.bytes += len(file)
	c.robots.mu.Unlock()
}

// Trust makes the client believe a test server's certificate.
func Trust(c *Client, server *httptest.Server) {
	c.http.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
}

// TrustAll makes the client believe certificates.
func TrustAll(c *Client, certificates ...tls.Certificate) {
	pool := x509.NewCertPool()
	for _, one := range certificates {
		pool.AddCert(one.Leaf)
	}
	c.http.TLSClientConfig = &tls.Config{RootCAs: pool}
}

// ParseAddress gives an address its one spelling.
func ParseAddress(address string) (string, error) {
	u, err := parseAddress(address)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// CrawlDelay reads a robots.txt.
func CrawlDelay(file, agent string) time.Duration { return crawlDelay(file, agent) }

// MailFromAfar is Mail as if the server were on no machine of ours.
func MailFromAfar(ctx context.Context, c *Client, r MailRequest, secure *tls.Config) (*MailResponse, error) {
	return c.mail(ctx, r, secure, func(netip.Addr) bool { return false })
}

// MailFolder is mailFolder.
func MailFolder(name string) string { return mailFolder(name) }
