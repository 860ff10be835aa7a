package app_test

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"testing"
	"time"
)

// keepReading asks for a page again and again, as an impatient reader, and counts.
func keepReading(ctx context.Context, t *testing.T, address string) (n int) {
	client := &http.Client{Timeout: hostileAnswer}
	defer client.CloseIdleConnections()
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for ; ; n++ {
		select {
		case <-ctx.Done():
			return n
		case <-ticker.C:
		}
		request, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			t.Error(err)
			return n
		}
		response, err := client.Do(request)
		if err != nil {
			t.Errorf("a reader got no answer: %v", err)
			continue
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
			t.Errorf("%s: got %d and %v", address, response.StatusCode, err)
		}
		response.Body.Close()
	}
}

// watchMemory samples the heap until the returned function is called, which gives its peak, and its size after all
// garbage is gone.
func watchMemory(t *testing.T) func() (peak, after uint64) {
	t.Helper()
	stop, done := make(chan struct{}), make(chan uint64)
	go func() { // ends when asked for the result
		var peak uint64
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
			select {
			case <-stop:
				done <- peak
				return
			case <-ticker.C:
			}
		}
	}()
	return func() (uint64, uint64) {
		close(stop)
		peak := <-done
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return peak, m.HeapAlloc
	}
}
