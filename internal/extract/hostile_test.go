package extract_test

import (
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/extract"
)

const (
	longest  = 20 * time.Second // for any page: a guard against hanging, on machines that do other things too
	mostHeld = 250              // bytes allocated per byte of a page
)

// TestHostilePagesEnd reads large hostile pages: each must end in bounded time, and allocate in proportion to its size.
func TestHostilePagesEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const size = 1 << 19
	pages := hostilePages()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		took, held := hostile(t, name, pages[name](size))
		t.Logf("%-28s %8v %7.1f bytes allocated per byte", name, took.Round(time.Millisecond), float64(held)/size)
	}
}

// TestLargestPagesEnd reads pages larger than are read at all, of the shapes that hurt most.
func TestLargestPagesEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const size = 12 << 20
	pages := hostilePages()
	for _, name := range []string{
		"text", "markup without words", "one attribute", "one script", "one JSON-LD", "one word", "empty elements", "nested div", "headings",
		"attributes of one", "noise", "UTF-16", "unclosed mixture", "JSON-LD, nested",
	} {
		took, _ := hostile(t, name, pages[name](size))
		t.Logf("%-28s %8v", name, took.Round(time.Millisecond))
	}
}

// hostile reads a page as HTML from an address and returns what that took.
func hostile(t *testing.T, name string, page []byte) (took time.Duration, held uint64) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan time.Duration, 1)
	go func() {
		started := time.Now()
		_, _ = extract.Extract(page, extract.Context{URL: "https://gannet.example/dam", Now: time.Unix(1.8e9, 0)})
		done <- time.Since(started)
	}()
	select {
	case took = <-done:
	case <-time.After(longest):
		t.Fatalf("%s: %d bytes take more than %v", name, len(page), longest)
	}
	runtime.ReadMemStats(&after)
	if held = after.TotalAlloc - before.TotalAlloc; held > mostHeld*uint64(len(page))+(8<<20) {
		t.Errorf("%s: %d bytes, %.0f allocated for each", name, len(page), float64(held)/float64(len(page)))
	}
	return took, held
}

// BenchmarkLinear fails when twice as many bytes take more than 2.5 times as long. It wants a quiet machine.
func BenchmarkLinear(b *testing.B) {
	pages := hostilePages()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		b.Run(strings.NewReplacer(" ", "_", ",", "").Replace(name), func(b *testing.B) {
			for b.Loop() {
				ratio := growth(pages[name], 20*time.Millisecond, 3)
				if ratio > 2.5 {
					ratio = growth(pages[name], 80*time.Millisecond, 6)
				}
				b.ReportMetric(ratio, "growth")
				if ratio > 2.5 {
					b.Errorf("twice as many bytes take %.2f times as long", ratio)
				}
			}
		})
	}
}

// growth is the time for 2n bytes by that for n, the best of some rounds each, with n so large that it takes at least so long.
func growth(page func(n int) []byte, least time.Duration, rounds int) float64 {
	n := 64 << 10
	for ; n < 4<<20 && quickest(page(n), 1) < least; n *= 2 {
	}
	small, large := quickest(page(n), rounds), quickest(page(2*n), rounds)
	return float64(large) / float64(max(small, time.Microsecond))
}

// quickest is the processor time that reading a page takes, the best of some rounds.
func quickest(page []byte, rounds int) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	best := time.Hour
	for range rounds {
		runtime.GC()
		started := spent()
		_, _ = extract.Extract(page, extract.Context{})
		best = min(best, spent()-started)
	}
	return best
}
