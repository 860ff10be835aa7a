package app

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/fetch"
	"nutgraf/internal/store"
)

// TestHoldsOutliveARestart: a host that asked for silence is not called by the next process either.
func TestHoldsOutliveARestart(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer server.Close()
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 2 { // two lives of the program
		gathering := Gathering{FetchTimeout: 5 * time.Second, MaxPageBytes: 1 << 20, AllowNetworks: []string{"127.0.0.0/8"}}
		client, err := newCaller(t.Context(), gathering, holds{store: db, log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Get(t.Context(), fetch.Request{URL: server.URL + "/feed", IgnoreRobots: true})
		if err == nil {
			t.Fatal("got an answer, want a refusal")
		}
		client.Close()
	}
	if got := calls.Load(); got != 1 {
		t.Errorf("the host was called %d times, want once", got)
	}
}
