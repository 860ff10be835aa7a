package fetch_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/fetch"
)

// virtual runs a test in virtual time against a server that is reached through pipes, whatever host is called.
func virtual(t *testing.T, o fetch.Options, handler http.HandlerFunc, test func(t *testing.T, c *fetch.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: handler}
		var serving sync.WaitGroup
		serving.Go(func() { server.Serve(listener) })
		c := fetch.NewThrough(o, listener.dial)
		test(t, c)
		c.Close()
		server.Close()
		serving.Wait()
	})
}

// pipes is a listener without a network.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// wait lets virtual time pass.
func wait(d time.Duration) { <-time.After(d) }

// mustGet fetches and wants a success.
func mustGet(t *testing.T, c *fetch.Client, r fetch.Request) *fetch.Response {
	t.Helper()
	response, err := c.Get(t.Context(), r)
	if err != nil {
		t.Fatalf("%s: %v", r.URL, err)
	}
	return response
}

// fault is the *Error of a call that must fail.
func fault(t *testing.T, c *fetch.Client, address string) *fetch.Error {
	t.Helper()
	response, err := c.Get(t.Context(), fetch.Request{URL: address})
	e, ok := errors.AsType[*fetch.Error](err)
	if !ok {
		t.Fatalf("%s: got %+v and %v, want an error", address, response, err)
	}
	return e
}
