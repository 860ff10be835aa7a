package fetch

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
)

const maxPostAnswer = 64 << 10

// PostRequest is a form for a server, such as a hub's.
type PostRequest struct {
	URL      string
	Form     url.Values
	MaxBytes int64 // of the decoded answer; default 64 KiB
}

// Post sends a form once, with the guards and the pace of [Client.Get]. One redirect that keeps the method (307, 308)
// is followed. Whatever is no 2xx is an [*Error], which quotes the start of the answer.
func (c *Client) Post(ctx context.Context, r PostRequest) (*Response, error) {
	at, err := parseAddress(r.URL)
	if err != nil {
		return nil, &Error{Kind: Failed, URL: r.URL, Err: err}
	}
	form := r.Form.Encode()
	x := &exchange{
		Client: c, Request: Request{URL: r.URL, Accept: "*/*", MaxBytes: cmp.Or(r.MaxBytes, maxPostAnswer)},
		form: &form, left: c.options.Timeout,
	}
	if x.credentials, err = credentialsOf(x.Request, at); err != nil {
		return nil, &Error{Kind: Failed, URL: r.URL, Err: err}
	}
	for range 2 {
		response, next, err := x.hop(ctx, at)
		if err != nil || next == nil {
			return response, err
		}
		if s := response.Status; s != http.StatusTemporaryRedirect && s != http.StatusPermanentRedirect || downgrade(at, next) {
			return nil, &Error{Kind: Failed, URL: at.String(), Status: s, Err: fmt.Errorf("it redirects a form (%d) to %.200s, where it is not sent", s, next)}
		}
		x.credentials.at(next)
		at = next
	}
	return nil, &Error{Kind: Failed, URL: at.String(), Err: fmt.Errorf("a form is redirected only once")}
}
