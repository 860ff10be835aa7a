package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// dialMail connects under the same guard as the web, but for the ports.
func (c *Client) dialMail(ctx context.Context, u *url.URL) (net.Conn, error) {
	port := u.Port()
	if port == "" {
		port = map[string]string{"imap": "143", "imaps": "993"}[u.Scheme]
	}
	dialer := &net.Dialer{Timeout: min(c.options.Timeout, 10*time.Second), ControlContext: mailGuard(c.options.AllowNetworks)}
	return dialer.DialContext(ctx, "tcp", resolveLocalhost(net.JoinHostPort(u.Hostname(), port)))
}

func mailGuard(allowed []netip.Prefix) func(context.Context, string, string, syscall.RawConn) error {
	return func(_ context.Context, network, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !strings.HasPrefix(network, "tcp") {
			return fmt.Errorf("%s %s is no TCP address", network, address)
		}
		like := to
		if to.Port() == 143 || to.Port() == 993 {
			like = netip.AddrPortFrom(to.Addr(), 443)
		}
		if !permitted(like, allowed) {
			return refusedAddress{to}
		}
		return nil
	}
}

// peer is the server's address.
func (c *imapConn) peer() netip.Addr {
	at, _ := netip.ParseAddrPort(c.conn.RemoteAddr().String()) // TCP has one
	return at.Addr().Unmap()
}

// startTLS makes the connection secure. What the server said before that nobody asked for is not believed afterwards.
func (c *imapConn) startTLS(ctx context.Context, config *tls.Config) error {
	if c.in.Buffered() > 0 {
		return errors.New("the mail server speaks before the connection is secure")
	}
	secure := tls.Client(c.conn, config)
	if err := c.conn.SetDeadline(time.Now().Add(c.silence)); err != nil {
		return err
	}
	if err := secure.HandshakeContext(ctx); err != nil {
		return fmt.Errorf("no secure connection: %w", err)
	}
	c.use(secure)
	return nil
}
