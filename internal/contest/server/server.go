// Package server is the server of the contest's second round: pages come and go over HTTP, and what the threads are now
// can be asked at any time.
//
//	PUT /name.html      Cache-Control: max-age=SECONDS    201 Created, or 204 when it replaces one
//	DELETE /name.html                                     204, or 404 when there is none
//	GET /threads?period=SECONDS&lang_code=en&category=any 200 {"threads": […]}
//
// While the pages of an earlier run are read, everything answers 503. Pages are kept in one file, see pageLog.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"nutgraf/internal/contest"

	"golang.org/x/net/netutil"
	"golang.org/x/sync/errgroup"
)

const (
	maxConnections = 512
	patience       = time.Minute      // for a request, and for its answer to be taken
	farewell       = 10 * time.Second // for requests to end when the server does
)

// Options say where a server listens, where it keeps its pages, and whom it tells what.
type Options struct {
	Address   string           // host and port
	Folder    string           // made when it is missing
	Now       func() time.Time // the clock on the wall: pages from the future are refused
	Listening func(address string)
	Ready     func(pages int)
	Trouble   func(error) // what an operator should know, and the server survives
}

// server holds the board and its log, which always agree.
type server struct {
	options Options
	ready   atomic.Bool

	mu    sync.Mutex
	board *contest.Board
	log   *pageLog
}

// Run serves until the context ends.
func Run(ctx context.Context, o Options) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.Address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", o.Address, err)
	}
	log, err := openLog(o.Folder)
	if err != nil {
		listener.Close()
		return err
	}
	s := &server{options: o, board: contest.NewBoard(), log: log}
	web := &http.Server{
		Handler: s.routes(), ReadHeaderTimeout: patience / 4, ReadTimeout: patience, WriteTimeout: patience, IdleTimeout: 2 * patience,
		MaxHeaderBytes: 16 << 10,
	}
	o.Listening("http://" + listener.Addr().String())
	g, running := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := web.Serve(netutil.LimitListener(listener, maxConnections)); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error { return s.load(running) })
	g.Go(func() error {
		<-running.Done()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer cancel()
		if err := web.Shutdown(ending); err != nil {
			return web.Close()
		}
		return nil
	})
	err = g.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(err, s.log.close())
}

// load reads the pages of earlier runs.
func (s *server) load(ctx context.Context) error {
	var batch []record
	bytes := 0
	damaged, err := s.log.replay(func(r record) error {
		batch, bytes = append(batch, r), bytes+len(r.body)
		if len(batch) < loadPages && bytes < loadBytes {
			return nil
		}
		s.restore(batch)
		batch, bytes = batch[:0], 0
		return ctx.Err()
	})
	switch {
	case ctx.Err() != nil:
		return nil // asked to end
	case err != nil:
		return fmt.Errorf("read %s in %s: %w", logName, s.options.Folder, err)
	case damaged > 0:
		s.options.Trouble(fmt.Errorf("%s: %d bytes were damaged, or not written to their end, and are lost", logName, damaged))
	}
	s.restore(batch)
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.log.live { // what has outlived its time, and what cannot be read
		if !s.board.Has(name) {
			s.log.forget(name)
		}
	}
	s.options.Ready(s.board.Len())
	s.ready.Store(true)
	return nil
}

// How many pages are read at the same time while loading.
const (
	loadPages = 256
	loadBytes = 32 << 20
)

// restore puts pages on the board in the order in which they came; they are read with all cores.
func (s *server) restore(batch []record) {
	pages, failed := make([]contest.Page, len(batch)), make([]error, len(batch))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range batch {
		if !r.deleted {
			g.Go(func() error { pages[i], failed[i] = understand(r.name, r.body); return nil })
		}
	}
	_ = g.Wait() // none returns an error
	for i, r := range batch {
		if failed[i] != nil { // an earlier version could read it
			s.options.Trouble(fmt.Errorf("%s: page %q: %w", logName, r.name, failed[i]))
		}
		if r.deleted || failed[i] != nil {
			s.board.Delete(r.name)
		} else {
			s.board.Put(pages[i], r.life)
		}
	}
}

// understand reads and judges a page.
func understand(name string, body []byte) (contest.Page, error) {
	page, err := contest.Read(name, body)
	if err == nil {
		page.Judge()
	}
	return page, err
}

// put writes a page to the log and puts it on the board.
func (s *server) put(page contest.Page, r record) (replaced bool, err error) {
	s.mu.Lock()
	number, err := s.log.append(r)
	if err != nil {
		s.mu.Unlock()
		return false, err
	}
	replaced, gone := s.board.Put(page, r.life)
	for _, name := range gone {
		s.log.forget(name)
	}
	s.tidy()
	s.mu.Unlock()
	return replaced, s.log.sync(number)
}

// remove takes a page away, and reports whether there was one.
func (s *server) remove(name string) (found bool, err error) {
	s.mu.Lock()
	if !s.board.Has(name) {
		s.mu.Unlock()
		return false, nil
	}
	number, err := s.log.append(record{deleted: true, name: name})
	if err != nil {
		s.mu.Unlock()
		return true, err
	}
	s.board.Delete(name)
	s.tidy()
	s.mu.Unlock()
	return true, s.log.sync(number)
}

// threads asks the board.
func (s *server) threads(q contest.Question) []contest.Thread {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.board.Threads(q)
}

// tidy writes the log anew when it is time.
func (s *server) tidy() {
	if s.log.wasteful() {
		if err := s.log.rewrite(); err != nil {
			s.options.Trouble(err)
		}
	}
}
