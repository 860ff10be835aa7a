// Package ask asks a site of this machine for pages on many connections, and tells how long the answers took.
package ask

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options say how a site is asked.
type Options struct {
	Connections int                           // each with one request at a time
	Requests    int                           // in all, at most; 0: until the context is done
	Rate        float64                       // requests a second; 0: as many as are answered
	Zipf        float64                       // how much likelier the first addresses are, above 1; 0: all alike
	Anew        bool                          // ask for pages that are not kept, by a parameter that is another one each time
	Seed        uint64                        // of the chance
	Choose      func(r *rand.Rand) func() int // which address is next on a connection, instead of Zipf
}

// Result is what a run showed.
type Result struct {
	Took     []time.Duration // sorted; from when a request was due
	Elapsed  time.Duration
	Bytes    int64
	Statuses map[int]int
	Failed   int // requests without an answer
	Err      error
}

// Measure asks for addresses on all connections until there were enough requests, or until ctx is done.
func Measure(ctx context.Context, client *http.Client, o Options, addresses []string) Result {
	var turns, serial atomic.Int64
	places := make([]atomic.Pointer[string], len(addresses))
	for i := range addresses {
		places[i].Store(&addresses[i])
	}
	parts := make([]Result, o.Connections)
	var all sync.WaitGroup
	began := time.Now()
	for w := range o.Connections {
		all.Go(func() {
			choose, part := chooser(o, len(addresses), w), &parts[w]
			part.Statuses = map[int]int{}
			for {
				start, ok := due(ctx, o, began, turns.Add(1))
				if !ok {
					return
				}
				place := &places[choose()]
				address := *place.Load()
				if o.Anew {
					address += map[bool]string{true: "&", false: "?"}[strings.Contains(address, "?")] + fmt.Sprintf("anew=%d-%d", began.UnixMicro(), serial.Add(1))
				}
				a, err := get(ctx, client, address)
				if ctx.Err() != nil {
					return // half a request tells nothing
				}
				if err != nil {
					part.Failed, part.Err = part.Failed+1, err
					continue
				}
				part.Took, part.Bytes = append(part.Took, time.Since(start)), part.Bytes+a.bytes
				part.Statuses[a.status]++
				if a.place != address && !o.Anew {
					place.Store(&a.place)
				}
			}
		})
	}
	all.Wait()
	r := Result{Elapsed: time.Since(began), Statuses: map[int]int{}}
	for _, part := range parts {
		r.Took = append(r.Took, part.Took...)
		r.Bytes, r.Failed = r.Bytes+part.Bytes, r.Failed+part.Failed
		for status, n := range part.Statuses {
			r.Statuses[status] += n
		}
		if part.Err != nil {
			r.Err = part.Err
		}
	}
	slices.Sort(r.Took)
	return r
}

// due waits for the turn of a request, and tells when it was: one that found all connections busy has waited already.
func due(ctx context.Context, o Options, began time.Time, turn int64) (start time.Time, ok bool) {
	if o.Requests > 0 && turn > int64(o.Requests) || ctx.Err() != nil {
		return start, false
	}
	if o.Rate == 0 {
		return time.Now(), true
	}
	start = began.Add(time.Duration(float64(turn) / o.Rate * float64(time.Second)))
	select {
	case <-ctx.Done():
		return start, false
	case <-time.After(time.Until(start)):
		return start, true
	}
}

// chooser draws which address is next on a connection.
func chooser(o Options, n, worker int) func() int {
	r := rand.New(rand.NewPCG(o.Seed, uint64(worker)))
	if o.Choose != nil {
		return o.Choose(r)
	}
	if o.Zipf == 0 {
		return func() int { return r.IntN(n) }
	}
	z := rand.NewZipf(r, o.Zipf, 1, uint64(n-1))
	return func() int { return int(z.Uint64()) }
}

// At is how long the given share of answers took at most; nothing where none came.
func (r Result) At(share float64) time.Duration {
	if len(r.Took) == 0 {
		return 0
	}
	return r.Took[int(share*float64(len(r.Took)-1))].Round(10 * time.Microsecond)
}

func (r Result) String() string {
	var b strings.Builder
	if len(r.Took) > 0 {
		fmt.Fprintf(&b, "%.0f requests/s, p50 %v, p95 %v, p99 %v, max %v, %d bytes each, ",
			float64(len(r.Took))/r.Elapsed.Seconds(), r.At(.5), r.At(.95), r.At(.99), r.At(1), r.Bytes/int64(len(r.Took)))
	}
	for _, status := range slices.Sorted(maps.Keys(r.Statuses)) {
		fmt.Fprintf(&b, "%d × %d, ", r.Statuses[status], status)
	}
	fmt.Fprintf(&b, "%d without an answer", r.Failed)
	if r.Err != nil {
		fmt.Fprintf(&b, " (%v)", r.Err)
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

// Client keeps so many connections, to this machine only.
func Client(connections int) *http.Client {
	return &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: connections,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			var dialer net.Dialer
			conn, err := dialer.DialContext(ctx, network, address)
			if err == nil && !conn.RemoteAddr().(*net.TCPAddr).IP.IsLoopback() {
				_ = conn.Close() // never used
				return nil, fmt.Errorf("%s is not this machine", address)
			}
			return conn, err
		},
	}}
}
