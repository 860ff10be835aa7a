package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// exchange is one request on its way through redirects.
type exchange struct {
	*Client
	Request
	credentials credentials
	form        *string       // of a POST; nil: it is a GET
	left        time.Duration // of the time for all hops together
}

func (x *exchange) run(ctx context.Context, at *url.URL) (*Response, error) {
	t := trail{first: at, moved: true}
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
			if gate := t.gate(at, response); gate != "" {
				return nil, &Error{Kind: Blocked, URL: at.String(), Status: response.Status, Wall: gate, Wire: response.Wire, Err: fmt.Errorf("it leads to %s instead", gate)}
			}
			response.MovedTo = t.movedTo
			return response, nil
		}
		x.credentials.at(next)
		if err := t.step(at, next, response, x.credentials.info()); err != nil {
			return nil, err
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
	ctx, cancel := context.WithTimeoutCause(ctx, x.left, tooLong(x.options.Timeout))
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	answer, err := x.ask(ctx, at)
	if err != nil {
		return nil, nil, failed(ctx, at, err)
	}
	defer answer.Body.Close()
	if next, ok, err := redirect(answer, at); err != nil {
		return nil, nil, failed(ctx, at, err)
	} else if ok {
		return &Response{Status: answer.StatusCode, Header: answer.Header}, next, nil
	}
	body := newIntake(answer, x.MaxBytes)
	defer body.watch(x.options.Timeout/slowPart, stop)()
	response, err := x.read(ctx, answer, body, at)
	if e, ok := errors.AsType[*Error](err); ok {
		e.Wire = body.n.Load()
		x.hosts.refused(at, e)
		return nil, nil, err
	}
	x.hosts.welcomed(at)
	response.Wire = body.n.Load()
	return response, nil, nil
}

// read turns an answer that is no redirect into a response.
func (x *exchange) read(ctx context.Context, answer *http.Response, body *intake, at *url.URL) (*Response, error) {
	response := describe(answer, at)
	response.NotModified = answer.StatusCode == http.StatusNotModified && (x.ETag != "" || x.LastModified != "")
	if response.NotModified {
		return response, nil
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 || answer.StatusCode == http.StatusPartialContent {
		body.limit = refusalBytes
		start, _ := body.read() // what came is enough for a guess
		return nil, diagnose(answer, start, at, x.form != nil)
	}
	var err error
	response.Body, err = body.read()
	if err != nil && !(x.firstBytes && errors.Is(err, errTooLarge)) {
		return nil, failed(ctx, at, err)
	}
	if wall := wallOf(answer, response.Body); wall != "" {
		return nil, walled(answer, at, wall)
	}
	return response, nil
}

// ask sends one request.
func (x *exchange) ask(ctx context.Context, at *url.URL) (*http.Response, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if x.form != nil {
		method, body = http.MethodPost, strings.NewReader(*x.form)
	}
	request, err := http.NewRequestWithContext(ctx, method, at.String(), body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", x.options.UserAgent)
	request.Header.Set("Accept", x.Accept)
	request.Header.Set("Accept-Encoding", "gzip, br, zstd")
	if x.form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if x.ETag != "" {
		request.Header.Set("If-None-Match", x.ETag)
	}
	if x.LastModified != "" {
		request.Header.Set("If-Modified-Since", x.LastModified)
	}
	x.credentials.put(request)
	return x.http.RoundTrip(request)
}
