package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// exchange is one request on its way through redirects.
type exchange struct {
	*Client
	Request
	left time.Duration // of the time for all hops together
}

func (x *exchange) run(ctx context.Context, at *url.URL) (*Response, error) {
	moved, permanent := "", true
	for range maxRedirects + 1 {
		if x.options.Robots && !x.IgnoreRobots {
			if err := x.robots.check(ctx, at); err != nil {
				return nil, err
			}
		}
		response, next, err := x.hop(ctx, at)
		if err != nil {
			return nil, err
		}
		if next == nil {
			response.MovedTo = moved
			return response, nil
		}
		permanent = permanent && (response.Status == http.StatusMovedPermanently || response.Status == http.StatusPermanentRedirect)
		if permanent {
			moved = next.String()
		}
		at = next
	}
	return nil, &Error{Kind: Failed, URL: x.URL, Err: errTooManyRedirects}
}

// hop makes one call in the host's turn. A redirect gives the next address.
func (x *exchange) hop(ctx context.Context, at *url.URL) (*Response, *url.URL, error) {
	done, err := x.hosts.enter(ctx, at)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	began := time.Now()
	defer func() { x.left -= time.Since(began) }()
	ctx, cancel := context.WithTimeout(ctx, x.left)
	defer cancel()
	answer, err := x.ask(ctx, at)
	if err != nil {
		return nil, nil, failed(at, err)
	}
	defer answer.Body.Close()
	if next, ok, err := redirect(answer, at); err != nil {
		return nil, nil, failed(at, err)
	} else if ok {
		return &Response{Status: answer.StatusCode}, next, nil
	}
	response := describe(answer, at)
	response.NotModified = answer.StatusCode == http.StatusNotModified && (x.ETag != "" || x.LastModified != "")
	if !response.NotModified && (answer.StatusCode < 200 || answer.StatusCode > 299) {
		refused := diagnose(answer, at)
		x.hosts.refused(at, refused)
		return nil, nil, refused
	}
	x.hosts.welcomed(at)
	if response.NotModified {
		return response, nil, nil
	}
	response.Body, err = readBody(answer, x.MaxBytes)
	if err != nil && !(x.firstBytes && errors.Is(err, errTooLarge)) {
		return nil, nil, failed(at, err)
	}
	return response, nil, nil
}

// ask sends one request.
func (x *exchange) ask(ctx context.Context, at *url.URL) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", x.options.UserAgent)
	request.Header.Set("Accept", x.Accept)
	request.Header.Set("Accept-Encoding", "gzip, br, zstd")
	if x.ETag != "" {
		request.Header.Set("If-None-Match", x.ETag)
	}
	if x.LastModified != "" {
		request.Header.Set("If-Modified-Since", x.LastModified)
	}
	return x.http.Do(request)
}

func describe(answer *http.Response, at *url.URL) *Response {
	shown := *at
	shown.User, shown.Fragment = nil, ""
	now := time.Now()
	return &Response{
		URL: shown.String(), Status: answer.StatusCode, Header: answer.Header,
		ContentType:  answer.Header.Get("Content-Type"),
		ETag:         answer.Header.Get("ETag"),
		LastModified: answer.Header.Get("Last-Modified"),
		RetryAfter:   retryAfter(answer.Header, now),
		MaxAge:       maxAge(answer.Header, now),
	}
}
