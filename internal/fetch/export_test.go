package fetch

import (
	"context"
	"crypto/tls"
	"net/netip"
)

// MailFromAfar is Mail as if the server were on no machine of ours.
func MailFromAfar(ctx context.Context, c *Client, r MailRequest, secure *tls.Config) (*MailResponse, error) {
	return c.mail(ctx, r, secure, func(netip.Addr) bool { return false })
}

// MailFolder is mailFolder.
func MailFolder(name string) string { return mailFolder(name) }
