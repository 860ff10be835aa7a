package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// demoSetting is the key under which the demo press remembers itself, so that a restart finds its articles at the
// addresses they had.
const demoSetting = "demo"

// demoMemory is the value of demoSetting, as JSON.
type demoMemory struct {
	Anchor  time.Time `json:"anchor"`
	Address string    `json:"address"`
}

// demoHost starts and ends the demo press inside the service. Its Run owns the press's server.
type demoHost struct {
	store  *store.Store
	caller *caller
	now    func() time.Time
	nudge  func()

	mu      sync.Mutex
	server  *http.Server
	serving chan *demoServer // handed to Run, which serves and waits
}

type demoServer struct {
	http     *http.Server
	listener net.Listener
}

func newDemoHost(s *store.Store, c *caller, now func() time.Time, nudge func()) *demoHost {
	return &demoHost{store: s, caller: c, now: now, nudge: nudge, serving: make(chan *demoServer, 1)}
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
	memory, err := h.memory(ctx)
	if errors.Is(err, news.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	err = h.Start(ctx)
	if errors.Is(err, syscall.EADDRINUSE) {
		// Another process that shares this database has it; its articles are as good.
		h.caller.port.Store(portOf(memory.Address))
		return nil
	}
	return err
}

func portOf(address string) string {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return ""
	}
	return port
}

// Start starts the press and follows its feeds. Starting twice is fine.
func (h *demoHost) Start(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
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
	if err != nil {
		return fmt.Errorf("demo press: its articles live at %s, which is taken (stop what uses it, or take a new folder with --data): %w", memory.Address, err)
	}
	memory.Address = listener.Addr().String()
	text, err := json.Marshal(memory)
	if err == nil {
		err = h.store.SetSetting(ctx, demoSetting, string(text))
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	h.server = &http.Server{Handler: press.Handler(), ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: maxHeaderBytes}
	port := listener.Addr().(*net.TCPAddr).Port
	h.caller.port.Store(portOf(memory.Address))
	h.serving <- &demoServer{h.server, listener}
	if err := h.follow(ctx, press, port); err != nil {
		return err
	}
	h.nudge()
	return nil
}

// follow subscribes to the press, with the licences that its outlets grant.
func (h *demoHost) follow(ctx context.Context, press *demo.Press, port int) error {
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
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.server != nil {
		_ = h.server.Close() // it has nothing to lose
		h.server = nil
	}
	h.caller.port.Store("")
	states, err := h.store.Sources(ctx)
	if err != nil {
		return err
	}
	var invented []news.SourceID
	for _, state := range states {
		if strings.HasSuffix(state.Source.Host, ".localhost") {
			invented = append(invented, state.Source.ID)
		}
	}
	if err := h.store.RemoveSources(ctx, invented); err != nil {
		return err
	}
	return h.store.SetSetting(ctx, demoSetting, "")
}

// Running reports whether the press is there.
func (h *demoHost) Running() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.server != nil
}

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

func (h *demoHost) memory(ctx context.Context) (demoMemory, error) {
	var memory demoMemory
	text, err := h.store.Setting(ctx, demoSetting)
	if err != nil {
		return memory, err
	}
	if text == "" {
		return memory, fmt.Errorf("no demo press here: %w", news.ErrNotFound)
	}
	if err := json.Unmarshal([]byte(text), &memory); err != nil {
		return memory, fmt.Errorf("setting %q: %w", demoSetting, err)
	}
	return memory, nil
}
