package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

const (
	perHost   = 10
	mostFeeds = 1_000_000
	slowTime  = 10 * time.Second
)

// address is where feed number i lives: each ten share a host in 127.0.0.0/8.
func address(i int, port string) string {
	host := i/perHost + 1<<8 // not 127.0.0.x, where other programs live
	return fmt.Sprintf("http://127.%d.%d.%d:%s/feed/%d", host>>16&255, host>>8&255, host&255, port, i)
}

// slowness says whether a feed is of the slow share, and whether it never answers at all. Slow feeds are spread evenly.
func slowness(i int, share float64) (slow, never bool) {
	before, now := int(float64(i)*share), int(float64(i+1)*share)
	return now > before, now > before && now%2 == 0
}

// mute reports whether the feed at an address never answers.
func mute(address string, share float64) bool {
	i, err := strconv.Atoi(address[strings.LastIndexByte(address, '/')+1:])
	_, never := slowness(i, share)
	return err == nil && never
}

// startServer starts this program once more, as the server, and returns its port. The server ends with end, with ctx, and
// when this process is gone.
func startServer(ctx context.Context, o options) (port string, end func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	command := exec.CommandContext(ctx, self, "-serve", "-feeds", strconv.Itoa(o.feeds), "-slow", fmt.Sprint(o.slow), "-timeout", o.timeout.String(),
		"-workers", strconv.Itoa(o.workers), "-think", o.think.String())
	command.Stderr = os.Stderr
	life, err := command.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	end = func() error { return errors.Join(life.Close(), command.Wait()) }
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "", nil, errors.Join(fmt.Errorf("the server does not start: %w", err), end())
	}
	return strings.TrimSpace(line), end, nil
}

// serve is the server: it prints its port and answers until its input ends.
func serve(ctx context.Context, o options) error {
	ctx, cancel := whileHeld(ctx)
	defer cancel()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", "0.0.0.0:0") // all of 127.0.0.0/8 is no single address
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: handler(o), ReadHeaderTimeout: time.Minute,
		ConnContext: onlyHere,
	}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// onlyHere serves no other machine.
func onlyHere(ctx context.Context, conn net.Conn) context.Context {
	if local, ok := conn.LocalAddr().(*net.TCPAddr); !ok || !local.IP.IsLoopback() {
		_ = conn.Close()
	}
	return ctx
}

// handler answers for all feeds. It remembers nothing of them: the validators tell which edition the caller has. For
// workers it has the entries' pages as well, and remembers who asked for which.
func handler(o options) http.Handler {
	made := time.Now().Truncate(time.Second)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feed/{i}", func(w http.ResponseWriter, r *http.Request) {
		i, err := strconv.Atoi(r.PathValue("i"))
		if err != nil || i < 0 || i >= o.feeds {
			http.NotFound(w, r)
			return
		}
		if slow, never := slowness(i, o.slow); slow {
			if !linger(r.Context(), never) {
				return
			}
		}
		answer(w, r, i, made)
	})
	if o.workers > 0 {
		addPages(mux, o, made)
	}
	return mux
}

// linger waits as a slow server does, and reports whether there is still someone to answer.
func linger(ctx context.Context, never bool) bool {
	if never {
		<-ctx.Done()
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(slowTime):
		return true
	}
}

// answer sends the first edition to who has none. To who has it, one feed in ten sends the second and the others "not
// modified".
func answer(w http.ResponseWriter, r *http.Request, i int, made time.Time) {
	edition, tag := 1, r.Header.Get("If-None-Match")
	if known := strings.HasPrefix(tag, `"e`); known && i%10 == 7 || tag == `"e2"` {
		edition = 2
	}
	header := w.Header()
	header.Set("ETag", fmt.Sprintf(`"e%d"`, edition))
	header.Set("Last-Modified", made.Add(time.Duration(edition)*time.Second).UTC().Format(http.TimeFormat))
	if tag == header.Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	host := "http://" + r.Host
	body := rss(i, edition, host, made)
	header.Set("Content-Type", "application/rss+xml; charset=utf-8")
	if i%2 == 1 {
		body = atom(i, edition, host, made)
		header.Set("Content-Type", "application/atom+xml; charset=utf-8")
	}
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		_, _ = io.WriteString(w, body)
		return
	}
	header.Set("Content-Encoding", "gzip")
	zip, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	_, _ = io.WriteString(zip, body)
	_ = zip.Close() // who has gone misses nothing
}
