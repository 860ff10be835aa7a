package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// demoSetting is the key under which the demo press remembers itself, so that a restart finds its articles at the
// addresses they had.
const demoSetting = "demo"

// demoMemory is the value of demoSetting, as JSON.
type demoMemory struct {
	Anchor  time.Time `json:"anchor"`
	Address string    `json:"address"`
}

// port is where the press listens.
func (m demoMemory) port() int {
	_, text, err := net.SplitHostPort(m.Address)
	if err != nil {
		return 0
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return port
}

// identity tells one press from another.
func (m demoMemory) identity() string {
	return "nutgraf demo press of " + m.Anchor.Format(time.RFC3339Nano)
}

// identityPath is where a press tells its identity.
const identityPath = "/.well-known/nutgraf-press"

// pressHandler is the press, and its identity for other processes that share the database.
func pressHandler(press *demo.Press, memory demoMemory) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", press.Handler())
	mux.HandleFunc("GET "+identityPath, func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, memory.identity()) })
	return mux
}

// servedByAnother reports whether what listens at the press's address is the same press in another process.
func (h *demoHost) servedByAnother(ctx context.Context, memory demoMemory) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	response, err := h.caller.press.Get(ctx, fetch.Request{URL: "http://" + memory.Address + identityPath, IgnoreRobots: true, MaxBytes: 1 << 10})
	return err == nil && strings.TrimSpace(string(response.Body)) == memory.identity()
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
