package fetch

import "context"

// Allowed says whether the site's robots.txt lets an address be read: nil, or an [*Error] with the reason.
func (c *Client) Allowed(ctx context.Context, address string) error {
	at, err := parseAddress(address)
	if err != nil {
		return &Error{Kind: Failed, URL: address, Err: err}
	}
	return c.robots.check(ctx, at)
}
