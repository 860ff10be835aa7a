package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// demoHost starts and ends the demo press inside the service. Its Run owns the press's server.
type demoHost struct {
	store  *store.Store
	caller *caller
	now    func() time.Time
	nudge  func()

	running  atomic.Bool
	changing sync.Mutex // held by one start or removal at a time
	server   *http.Server
	serving  chan demoServer // handed to Run, which serves and waits
}

type demoServer struct {
	http     *http.Server
	listener net.Listener
}

func newDemoHost(s *store.Store, c *caller, now func() time.Time, nudge func()) *demoHost {
	return &demoHost{store: s, caller: c, now: now, nudge: nudge, serving: make(chan demoServer, 1)}
}

// Run serves the press whenever it is started, until ctx ends.
func (h *demoHost) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case s := <-h.serving:
			stop := context.AfterFunc(ctx, func() { _ = s.http.Close() }) // it has nothing to lose
			err := s.http.Serve(s.listener)
			stop()
			if ctx.Err() == nil && !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("demo press: %w", err)
			}
		}
	}
}

// Resume starts the press if it was started in this database before.
func (h *demoHost) Resume(ctx context.Context) error {
	_, err := h.memory(ctx)
	if errors.Is(err, news.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return h.Start(ctx)
}

// Start starts the press and follows its feeds. Starting twice is fine.
func (h *demoHost) Start(ctx context.Context) error {
	h.changing.Lock()
	defer h.changing.Unlock()
	if h.server != nil {
		return nil
	}
	memory, err := h.memory(ctx)
	if errors.Is(err, news.ErrNotFound) {
		memory, err = demoMemory{Anchor: h.now().UTC(), Address: "127.0.0.1:0"}, nil
	}
	if err != nil {
		return err
	}
	press, err := demo.New(demo.Options{Now: memory.Anchor, Published: h.now})
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", memory.Address)
	if errors.Is(err, syscall.EADDRINUSE) && h.servedByAnother(ctx, memory) {
		h.allow(press, memory.port())
		h.running.Store(true)
		return nil
	}
	if err != nil {
		return fmt.Errorf("demo press: its articles live at %s, which is taken; stop what uses it, or begin a new database (%s): %w", memory.Address, err.Error(), news.ErrConflict) // --listen is no way out
	}
	memory.Address = listener.Addr().String()
	if err := h.follow(ctx, press, memory); err != nil {
		return errors.Join(err, listener.Close())
	}
	h.server = &http.Server{Handler: pressHandler(press, memory), ReadHeaderTimeout: headerTimeout, MaxHeaderBytes: maxHeaderBytes}
	h.allow(press, memory.port())
	h.running.Store(true)
	h.serving <- demoServer{h.server, listener}
	h.nudge()
	return nil
}

// allow lets the pipeline call the press's hosts.
func (h *demoHost) allow(press *demo.Press, port int) {
	hosts := map[string]bool{}
	for _, outlet := range press.Outlets() {
		if u, err := url.Parse(outlet.Home(port)); err == nil {
			hosts[u.Host] = true
		}
	}
	h.caller.hosts.Store(&hosts)
}

// follow remembers the press and subscribes to it, with the licences that its outlets grant.
func (h *demoHost) follow(ctx context.Context, press *demo.Press, memory demoMemory) error {
	text, err := json.Marshal(memory)
	if err != nil {
		return err
	}
	if err := h.store.SetSetting(ctx, demoSetting, string(text)); err != nil {
		return err
	}
	port := memory.port()
	if _, err := h.store.Subscribe(ctx, press.Subscriptions(port), time.Now()); err != nil {
		return err
	}
	for _, outlet := range press.Outlets() {
		facts := outlet.Source(port)
		stored, err := h.store.SourceByHost(ctx, facts.Host)
		if err != nil {
			return err
		}
		facts.ID = stored.ID
		if err := h.store.SetSource(ctx, facts); err != nil {
			return err
		}
	}
	return nil
}

// Remove ends the press and takes all that came from it out of the database.
func (h *demoHost) Remove(ctx context.Context) error {
	h.changing.Lock()
	defer h.changing.Unlock()
	memory, err := h.memory(ctx)
	if errors.Is(err, news.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	press, err := demo.New(demo.Options{Now: memory.Anchor})
	if err != nil {
		return err
	}
	h.running.Store(false)
	h.caller.hosts.Store(nil)
	if h.server != nil {
		_ = h.server.Close() // it has nothing to lose
		h.server = nil
	}
	var invented []news.SourceID
	for _, outlet := range press.Outlets() {
		source, err := h.store.SourceByHost(ctx, outlet.Source(memory.port()).Host)
		if errors.Is(err, news.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		invented = append(invented, source.ID)
	}
	if err := h.store.RemoveSources(ctx, invented); err != nil {
		return err
	}
	return h.store.SetSetting(ctx, demoSetting, "")
}

// Running reports whether the press is there.
func (h *demoHost) Running() bool { return h.running.Load() }

// Done reports whether all that the press published is in stories.
func (h *demoHost) Done(ctx context.Context) (bool, error) {
	if !h.Running() {
		return false, nil
	}
	states, err := h.store.Sources(ctx)
	if err != nil {
		return false, err
	}
	for _, state := range states {
		for _, f := range state.Feeds {
			if f.PolledAt.IsZero() {
				return false, nil
			}
		}
	}
	backlogs, err := h.store.Backlogs(ctx, time.Now())
	if err != nil {
		return false, err
	}
	for _, b := range backlogs {
		if b.Stage != "feeds" && b.Waiting > 0 {
			return false, nil
		}
	}
	return true, nil
}
