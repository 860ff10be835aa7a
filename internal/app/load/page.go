package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// asked is who asked for a page, in the order in which they came.
type asked map[string][]string

// addPages answers for the pages of the first edition's entries, and tells at /asked who wanted them.
func addPages(mux *http.ServeMux, o options, made time.Time) {
	var mu sync.Mutex
	seen := asked{}
	mux.HandleFunc("GET /{feed}/{page}", func(w http.ResponseWriter, r *http.Request) {
		feed, err1 := strconv.Atoi(r.PathValue("feed"))
		number, err2 := strconv.Atoi(strings.TrimSuffix(r.PathValue("page"), ".html"))
		if err1 != nil || err2 != nil || feed >= o.feeds {
			http.NotFound(w, r)
			return
		}
		mu.Lock()
		seen["http://"+r.Host+r.URL.Path] = append(seen["http://"+r.Host+r.URL.Path], r.UserAgent())
		mu.Unlock()
		select {
		case <-r.Context().Done():
			return
		case <-time.After(o.think):
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, page(feed, number, made))
	})
	mux.HandleFunc("GET /asked", func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		_ = json.NewEncoder(w).Encode(seen) // who has gone misses nothing
	})
}

// pageOf is where an entry's page lives.
func pageOf(feed, number int, port string) string {
	host, _, _ := strings.Cut(address(feed, port), "/feed/")
	return fmt.Sprintf("%s/%d/%d.html", host, feed, number)
}

// page is an entry's page: 500 words between the furniture that pages have.
func page(feed, number int, made time.Time) string {
	r := rand.New(rand.NewPCG(uint64(feed), uint64(number)))
	headline := title(r) // as the feed has it
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="en"><head><title>%s</title><meta property="article:published_time" content="%s"></head><body>
<nav><ul>`, headline, made.Add(-time.Duration(number)*time.Hour).UTC().Format(time.RFC3339))
	for _, place := range places {
		fmt.Fprintf(&b, `<li><a href="/%s">%s</a></li>`, place, place)
	}
	fmt.Fprintf(&b, "</ul></nav><main><article><h1>%s</h1>", headline)
	for range 10 {
		fmt.Fprintf(&b, "<p>%s</p>\n", prose(r, 50))
	}
	return b.String() + `</article></main><footer><p>All rights reserved.</p></footer></body></html>`
}

// whoAsked gets what /asked tells.
func whoAsked(ctx context.Context, port string) (asked, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+port+"/asked", nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var all asked
	return all, json.NewDecoder(response.Body).Decode(&all)
}
