// Command load asks a running site for pages and prints requests per second and the spread of the answers' times.
// It talks to this machine only and stops by itself.
//
//	go run ./internal/web/load -c 16 -n 20000 http://127.0.0.1:8080/ http://127.0.0.1:8080/story/1
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	workers := flag.Int("c", 16, "requests at the same time")
	n := flag.Int("n", 10000, "requests per address, at most")
	limit := flag.Duration("t", 20*time.Second, "time per address, at most")
	flag.Parse()
	client := &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: *workers,
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
	if flag.NArg() == 0 {
		log.Fatal("load: name at least one address")
	}
	for _, address := range flag.Args() {
		if u, err := url.Parse(address); err != nil || u.Host == "" {
			log.Fatalf("load: %q is no address", address)
		}
		measure(client, address, *workers, *n, *limit)
	}
}

func measure(client *http.Client, address string, workers, n int, limit time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	var left, failed, size atomic.Int64
	left.Store(int64(n))
	took := make([][]time.Duration, workers)
	var all sync.WaitGroup
	began := time.Now()
	for w := range workers {
		all.Go(func() {
			for left.Add(-1) >= 0 && ctx.Err() == nil {
				start := time.Now()
				bytes, err := get(ctx, client, address)
				if ctx.Err() != nil {
					return
				}
				if err != nil {
					failed.Add(1)
					continue
				}
				size.Store(bytes)
				took[w] = append(took[w], time.Since(start))
			}
		})
	}
	all.Wait()
	elapsed := time.Since(began)
	times := slices.Concat(took...)
	if len(times) == 0 {
		log.Fatalf("load: %s: no request went well (%d failed)", address, failed.Load())
	}
	slices.Sort(times)
	at := func(q float64) time.Duration { return times[int(q*float64(len(times)-1))].Round(10 * time.Microsecond) }
	fmt.Printf("%s\n  %.0f requests/s, p50 %v, p99 %v, max %v, %d requests, %d failed, %d bytes each\n",
		address, float64(len(times))/elapsed.Seconds(), at(.5), at(.99), at(1), len(times), failed.Load(), size.Load())
}

// get asks once, as a browser would, and returns the size of the answer as it crossed the wire.
func get(ctx context.Context, client *http.Client, address string) (int64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	bytes, err := io.Copy(io.Discard, response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", response.StatusCode)
	}
	return bytes, err
}
