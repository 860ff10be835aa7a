package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/contest"
	"nutgraf/internal/contest/server"
)

// running is a server of one test.
type running struct {
	t        *testing.T
	address  string
	pages    int // it kept from an earlier run
	mu       sync.Mutex
	troubles []string
	stop     func()
}

// start runs a server on a folder and waits until it is ready.
func start(t *testing.T, folder string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{t: t}
	listening, ready, done := make(chan string, 1), make(chan int, 1), make(chan error, 1)
	go func() {
		done <- server.Run(ctx, server.Options{
			Address: "127.0.0.1:0", Folder: folder, Now: func() time.Time { return time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC) },
			Listening: func(address string) { listening <- address },
			Ready:     func(pages int) { ready <- pages },
			Trouble: func(err error) {
				r.mu.Lock()
				defer r.mu.Unlock()
				r.troubles = append(r.troubles, err.Error())
			},
		})
	}()
	select {
	case r.address = <-listening:
		r.pages = <-ready
	case err := <-done:
		t.Fatalf("the server does not start: %v", err)
	}
	var once sync.Once
	r.stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Errorf("the server ends with %v", err)
			}
		})
	}
	t.Cleanup(r.stop)
	for { // ready is told a moment before it is so
		if status, _ := r.ask("GET", "/threads?period=1&lang_code=en", "", nil); status != http.StatusServiceUnavailable {
			return r
		}
	}
}

func (r *running) ask(method, path, body string, header map[string]string) (int, string) {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, r.address+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

func (r *running) want(status int, method, path, body string, header map[string]string) string {
	r.t.Helper()
	got, answer := r.ask(method, path, body, header)
	if got != status {
		r.t.Errorf("%s %s: got %d (%.200s), want %d", method, path, got, answer, status)
	}
	return answer
}

func (r *running) put(status int, name, page string, seconds int) {
	r.t.Helper()
	r.want(status, "PUT", "/"+name, page, map[string]string{"Cache-Control": fmt.Sprint("max-age=", seconds), "Content-Type": "text/html"})
}

// names returns the pages in the threads of the last day.
func (r *running) names() []string {
	r.t.Helper()
	var names []string
	for _, thread := range r.threads("period=86400&lang_code=en&category=any") {
		names = append(names, thread.Articles...)
	}
	slices.Sort(names)
	return names
}

func (r *running) threads(query string) []contest.Thread {
	r.t.Helper()
	var answer struct{ Threads []contest.Thread }
	if err := json.Unmarshal([]byte(r.want(200, "GET", "/threads?"+query, "", nil)), &answer); err != nil {
		r.t.Error(err)
	}
	return answer.Threads
}

func (r *running) check(want ...string) {
	r.t.Helper()
	if got := r.names(); !slices.Equal(got, want) {
		r.t.Errorf("got %v, want %v", got, want)
	}
}

// bodies are texts of nothing in common, by the first word of their headline.
var bodies = map[string]string{
	"Ferry":  "The boat to the outer islands left the harbour of Osk on Friday morning with ninety passengers, the first since the storm tore its pier away.",
	"School": "Pupils of the village school in Upper Halden were named the best young gardeners of the province, the ministry of education said, and will travel to the capital.",
	"Bank":   "The central bank of Castrel raised its key interest rate by half a point on Wednesday, the fourth rise this year, as prices for bread and oil kept climbing.",
	"Lund":   "Striker Arne Lund scored twice as Orvale Rovers beat Athletic in the final of the Quarry Cup on Saturday; the keeper saved a penalty in the last minute.",
}

// page is an English page that was published at a time of 16 May 2025.
func page(clock, headline string) string {
	return `<html><head><meta property="og:url" content="https://gull.invalid/` + strings.ReplaceAll(headline, " ", "-") + `"/><meta property="og:title" content="` + headline + `"/>
<meta property="article:published_time" content="2025-05-16T` + clock + `+00:00"/></head><body><article><h1>` + headline + `</h1><p>` + headline + `. ` + bodies[strings.Fields(headline)[0]] + `</p></article></body></html>`
}

func TestPagesComeAndGo(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	s.check()
	s.put(201, "a.html", page("08:00:00", "Ferry sails again"), 7200)
	s.put(201, "b.html", page("09:00:00", "School wins prize"), 86400)
	s.check("a.html", "b.html")
	s.put(204, "a.html", page("08:30:00", "Ferry sails at last"), 7200)
	if threads := s.threads("period=86400&lang_code=en&category=any"); len(threads) == 0 || !strings.Contains(fmt.Sprint(threads), "at last") {
		t.Errorf("after an update: %+v", threads)
	}
	if got := s.threads("period=600&lang_code=en"); len(got) != 1 || !slices.Equal(got[0].Articles, []string{"b.html"}) {
		t.Errorf("of the last ten minutes: %+v", got)
	}
	if got := s.threads("period=86400&lang_code=ru"); len(got) != 0 {
		t.Errorf("in Russian: %+v", got)
	}
	s.put(201, "c.html", page("10:30:00", "Bank raises rate"), 86400) // two hours after a.html
	s.check("b.html", "c.html")
	s.want(404, "DELETE", "/a.html", "", nil)
	s.want(204, "DELETE", "/b.html", "", nil)
	s.want(404, "DELETE", "/b.html", "", nil)
	s.check("c.html")
}

func TestBadRequestsAreRefusedAndChangeNothing(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	s.put(201, "a.html", page("08:00:00", "Ferry sails again"), 7200)
	good := page("08:00:00", "Ferry")
	for _, c := range []struct {
		status             int
		method, path, body string
		header             map[string]string
	}{
		{400, "PUT", "/b.txt", good, nil},
		{400, "PUT", "/.html", good, nil},
		{400, "PUT", "/..%2f..%2fb.html", good, nil},
		{400, "PUT", "/b%5Cc.html", good, nil},
		{400, "PUT", "/b%00.html", good, nil},
		{400, "PUT", "/%ff.html", good, nil},
		{400, "PUT", "/" + strings.Repeat("b", 300) + ".html", good, nil},
		{400, "PUT", "/b.html", "", nil},
		{400, "PUT", "/b.html", "\x00\x01\x02", nil},
		{400, "PUT", "/b.html", strings.ReplaceAll(good, "2025-05-16", "no day"), nil},
		{400, "PUT", "/b.html", strings.ReplaceAll(good, "2025-05-16", "2099-01-01"), nil},
		{400, "PUT", "/b.html", good, map[string]string{"Cache-Control": "max-age=soon"}},
		{400, "PUT", "/b.html", good, map[string]string{"Cache-Control": "no-store, max-age=-1"}},
		{413, "PUT", "/b.html", good + strings.Repeat(" ", contest.MaxPage), nil},
		{404, "PUT", "/folder/b.html", good, nil},
		{405, "POST", "/b.html", good, nil},
		{405, "PUT", "/", good, nil},
		{400, "GET", "/threads", "", nil},
		{400, "GET", "/threads?period=0&lang_code=en", "", nil},
		{400, "GET", "/threads?period=99999999999999999999&lang_code=en", "", nil},
		{400, "GET", "/threads?period=60&lang_code=xx", "", nil},
		{400, "GET", "/threads?period=60&lang_code=en&category=weather", "", nil},
		{404, "DELETE", "/b.html", "", nil},
		{400, "DELETE", "/b", "", nil},
	} {
		got, answer := s.ask(c.method, c.path, c.body, c.header)
		if c.path == "/" && (got == 404 || got == 405) {
			continue
		}
		if got != c.status || answer == "" {
			t.Errorf("%s %.60s: got %d %.100q, want %d with a word why", c.method, c.path, got, answer, c.status)
		}
	}
	s.check("a.html")
	// What is huge but right is taken.
	s.want(201, "PUT", "/c.html", page("08:01:00", "School wins prize"), map[string]string{"Cache-Control": "max-age=99999999999999999999"})
	s.want(200, "GET", "/threads?period=9223372036854775807&lang_code=en", "", nil)
	s.check("a.html", "c.html")
}

func TestStateSurvives(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := start(t, folder)
	s.put(201, "a.html", page("08:00:00", "Ferry sails again"), 86400)
	s.put(201, "b.html", page("09:00:00", "School wins prize"), 86400)
	s.put(204, "a.html", page("08:30:00", "Ferry sails at last"), 86400)
	s.put(201, "c.html", page("09:10:00", "Bank raises rate"), 86400)
	s.put(201, "d.html", page("07:00:00", "Lund scores twice"), 3600) // over when it comes
	s.want(204, "DELETE", "/b.html", "", nil)
	before := s.threads("period=86400&lang_code=en")
	s.stop()
	s = start(t, folder)
	if after := s.threads("period=86400&lang_code=en"); s.pages != 2 || fmt.Sprint(after) != fmt.Sprint(before) || len(s.troubles) > 0 {
		t.Errorf("got %+v (%d pages, %v), want %+v", after, s.pages, s.troubles, before)
	}
}

// TestManyAtOnce puts, deletes and asks from many sides: what was answered is so, after a restart too.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := start(t, folder)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 12 {
				name := fmt.Sprintf("p%d-%02d.html", i, j)
				s.put(201, name, page(fmt.Sprintf("08:%02d:00", j), fmt.Sprintf("Ferry %d of %d sails again", j, i)), 86400)
				if j%3 == 0 {
					s.want(204, "DELETE", "/"+name, "", nil)
				}
				if j%4 == 0 {
					s.want(200, "GET", "/threads?period=3600&lang_code=en", "", nil)
				}
			}
		})
	}
	all.Wait()
	before := s.names()
	if len(before) != 8*8 {
		t.Errorf("%d pages are there, want 64", len(before))
	}
	s.stop()
	if s = start(t, folder); !slices.Equal(s.names(), before) {
		t.Errorf("after a restart: %v", s.names())
	}
}

// TestLoadingIsTold: until the pages of the last run are there, every answer is 503.
func TestLoadingIsTold(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := start(t, folder)
	s.put(201, "a.html", page("08:00:00", "Ferry sails again"), 86400)
	s.stop()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	asked := 0
	r := &running{t: t}
	err := server.Run(ctx, server.Options{
		Address: "127.0.0.1:0", Folder: folder, Now: time.Now,
		Listening: func(address string) { r.address = address },
		Ready: func(int) { // the last moment of loading
			for _, path := range []string{"/threads?period=60&lang_code=en", "/nowhere"} {
				r.want(503, "GET", path, "", nil)
				asked++
			}
			r.want(503, "DELETE", "/a.html", "", nil)
			cancel()
		},
	})
	if err != nil || asked != 2 {
		t.Errorf("the server ends with %v after %d questions", err, asked)
	}
	s = start(t, folder)
	s.check("a.html")
}

func TestPortInUseSaysSo(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	err = server.Run(t.Context(), server.Options{Address: taken.Addr().String(), Folder: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "cannot listen on "+taken.Addr().String()) {
		t.Errorf("got %v", err)
	}
}
