package main

import (
	"fmt"
	"log/slog"

	"nutgraf/internal/app"
)

// serveCommand runs the service until it is interrupted.
type serveCommand struct{ app.Config }

func (serveCommand) Help() string {
	return `The site is at http://localhost:8080 and the news in ./nutgraf-data unless told otherwise.

  nutgraf serve                                    start; the first page helps to choose sources
  nutgraf serve --demo                             look round with invented publishers on this machine
  nutgraf serve --listen :8080 --base-url https://news.example.org
                                                   be reached from outside, behind a proxy
  nutgraf serve --database postgres://user:password@host/nutgraf
                                                   keep the news in PostgreSQL; several may share it

Every setting can be a flag, an environment variable (--base-url is NUTGRAF_BASE_URL) or a line of a TOML file
(base-url = "https://…") named by --config; a flag wins over the environment, and that over the file.

At first start the address for choosing the administrator's password is printed. SIGTERM or Ctrl-C stops gracefully.`
}

func (c *serveCommand) Run(s *session) error {
	defer s.catch()()
	slog.SetDefault(c.Logger()) // for what libraries write to the standard log, such as remarks on odd servers
	return app.Run(s.ctx, c.Config, app.Announcements{
		Listening: func(address string) { fmt.Fprintln(s.out, "listening on", address) },
		Notice:    func(text string) { fmt.Fprintln(s.err, text) },
	})
}
