package main

import (
	"fmt"
	"net"
	"strconv"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/contest/server"
	"nutgraf/internal/news"
)

// contestServer is the server of the contest's second round.
type contestServer struct {
	Data   string `help:"Folder that keeps the pages; nutgraf-contest in the working folder unless told otherwise." default:"nutgraf-contest" type:"path" placeholder:"DIR"`
	Listen string `help:"Address to listen at; 0.0.0.0 lets other machines put and delete pages." default:"127.0.0.1" placeholder:"HOST"`
	Port   int    `arg:"" help:"Port to listen at; 0 takes a free one." placeholder:"PORT"`
}

func (contestServer) Help() string {
	return `Takes the pages of the contest as they are published, and tells the threads at any time:

  curl -T a.html -H 'Cache-Control: max-age=86400' http://127.0.0.1:8081/      201; 204 for a page put again
  curl -X DELETE http://127.0.0.1:8081/a.html                                  204; 404 when it is not there
  curl 'http://127.0.0.1:8081/threads?period=86400&lang_code=en&category=any'  {"threads": [...]}

The clock is the newest published_time of all pages: period counts back from it, and a page leaves max-age seconds after it
was published. While the pages of an earlier run are read, every request is answered 503. A page is on the disk before its
request is answered; kill -9 loses nothing. Anybody who reaches the port can put and delete pages: it listens on
this machine alone unless --listen says otherwise.`
}

func (c *contestServer) Run(s *session) error {
	if c.Port < 0 || c.Port > 65535 {
		return fmt.Errorf("port %d: want 1 to 65535, or 0 for a free one: %w", c.Port, news.ErrInvalid)
	}
	defer s.catch()()
	lock, err := app.LockFolder(c.Data)
	if err != nil {
		return err
	}
	defer lock.Close()
	return server.Run(s.ctx, server.Options{
		Address: net.JoinHostPort(c.Listen, strconv.Itoa(c.Port)), Folder: c.Data, Now: time.Now,
		Listening: func(address string) { fmt.Fprintln(s.out, "listening on", address) },
		Ready:     func(pages int) { fmt.Fprintf(s.err, "nutgraf: ready, %d pages kept\n", pages) },
		Trouble:   func(err error) { complain(s.err, err) },
	})
}
