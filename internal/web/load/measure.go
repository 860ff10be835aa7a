package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// result is what a run showed.
type result struct {
	took     []time.Duration // sorted
	elapsed  time.Duration
	bytes    int64
	statuses map[int]int
	failed   int // requests without an answer
	err      error
}

// measure asks for addresses on all connections until there were enough requests, or until ctx is done.
func measure(ctx context.Context, client *http.Client, o options, addresses []string) result {
	var left, serial atomic.Int64
	left.Store(int64(o.n))
	places := make([]atomic.Pointer[string], len(addresses))
	for i := range addresses {
		places[i].Store(&addresses[i])
	}
	parts := make([]result, o.workers)
	var all sync.WaitGroup
	began := time.Now()
	for w := range o.workers {
		all.Go(func() {
			choose, part := chooser(o, len(addresses), w), &parts[w]
			part.statuses = map[int]int{}
			for left.Add(-1) >= 0 {
				place := &places[choose()]
				address := *place.Load()
				if o.anew {
					address += map[bool]string{true: "&", false: "?"}[strings.Contains(address, "?")] + fmt.Sprintf("anew=%d-%d", began.UnixMicro(), serial.Add(1))
				}
				start := time.Now()
				a, err := get(ctx, client, address)
				if ctx.Err() != nil {
					return // half a request tells nothing
				}
				if err != nil {
					part.failed, part.err = part.failed+1, err
					continue
				}
				part.took, part.bytes = append(part.took, time.Since(start)), part.bytes+a.bytes
				part.statuses[a.status]++
				if a.place != address && !o.anew {
					place.Store(&a.place)
				}
			}
		})
	}
	all.Wait()
	r := result{elapsed: time.Since(began), statuses: map[int]int{}}
	for _, part := range parts {
		r.took = append(r.took, part.took...)
		r.bytes, r.failed = r.bytes+part.bytes, r.failed+part.failed
		for status, n := range part.statuses {
			r.statuses[status] += n
		}
		if part.err != nil {
			r.err = part.err
		}
	}
	slices.Sort(r.took)
	return r
}

// chooser draws which address is next on a connection.
func chooser(o options, n, worker int) func() int {
	r := rand.New(rand.NewPCG(o.seed, uint64(worker)))
	if o.zipf == 0 {
		return func() int { return r.IntN(n) }
	}
	z := rand.NewZipf(r, o.zipf, 1, uint64(n-1))
	return func() int { return int(z.Uint64()) }
}

func (r result) String() string {
	var b strings.Builder
	if len(r.took) > 0 {
		at := func(q float64) time.Duration {
			return r.took[int(q*float64(len(r.took)-1))].Round(10 * time.Microsecond)
		}
		fmt.Fprintf(&b, "%.0f requests/s, p50 %v, p95 %v, p99 %v, max %v, %d bytes each, ",
			float64(len(r.took))/r.elapsed.Seconds(), at(.5), at(.95), at(.99), at(1), r.bytes/int64(len(r.took)))
	}
	for _, status := range slices.Sorted(maps.Keys(r.statuses)) {
		fmt.Fprintf(&b, "%d × %d, ", r.statuses[status], status)
	}
	fmt.Fprintf(&b, "%d without an answer", r.failed)
	if r.err != nil {
		fmt.Fprintf(&b, " (%v)", r.err)
	}
	return b.String()
}

type answer struct {
	status int
	bytes  int64  // as they crossed the wire
	place  string // where it came from, after redirects
}

// get asks once, as a browser would.
func get(ctx context.Context, client *http.Client, address string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	bytes, err := io.Copy(io.Discard, response.Body)
	return answer{response.StatusCode, bytes, response.Request.URL.String()}, err
}
