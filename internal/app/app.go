// Package app builds the service from its Config and runs it until the context ends. It is the only place that sees
// the whole configuration and the only one that fits the rooms together: the store under the pipeline, the site and
// the API, the polite client under the pipeline, the demo press beside them.
//
// [Run] is "nutgraf serve". The other commands use the parts: [Storage] opens databases, [ImportFiles] brings files
// in, [Find] and [Follow] take up a publisher, [Files] reads inputs.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nutgraf/internal/api"
	"nutgraf/internal/feed"
	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
	"nutgraf/internal/web"

	"github.com/klauspost/compress/gzhttp"
	"golang.org/x/net/netutil"
	"golang.org/x/sync/errgroup"
)

// Limits of the site's server.
const (
	maxHeaderBytes = 64 << 10
	maxConnections = 4096
	headerTimeout  = 10 * time.Second
	requestTimeout = 60 * time.Second
	idleTimeout    = 2 * time.Minute
	stopTimeout    = 10 * time.Second
)

// Announcements are what the service has to tell the person who starts it.
type Announcements struct {
	Listening func(address string) // pages are served at http://…
	Notice    func(text string)    // something to do, such as choosing a password
}

// Run serves until ctx ends, and then stops gracefully: requests end, stages finish or give up their batch, the
// database is closed. The error says what kept it from starting, or what broke.
func Run(ctx context.Context, c Config, tell Announcements) (err error) {
	if err := c.Validate(); err != nil {
		return err
	}
	log := c.Logger()
	db, err := c.Open(ctx, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", c.Listen, err)
	}
	s, err := newService(ctx, c, db, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	return s.run(ctx, listener, tell)
}

// service is the parts of a running Nutgraf.
type service struct {
	config   Config
	log      *slog.Logger
	calls    *caller
	holds    holds
	pipeline *pipeline.Pipeline
	keeper   *pipeline.Keeper
	demo     *demoHost
	nightly  nightly
	code     string // with which the first password is chosen; empty when there is one
	server   *http.Server
}

// newService fits the parts together and starts none of them.
func newService(ctx context.Context, c Config, db *store.Store, log *slog.Logger) (*service, error) {
	now := time.Now
	if frozen, err := c.frozen(); err != nil {
		return nil, err
	} else if !frozen.IsZero() {
		now = func() time.Time { return frozen }
	}
	memory := holds{store: db, log: log}
	weights, err := c.Weights()
	if err != nil {
		return nil, err
	}
	calls, err := newCaller(ctx, c.Gathering, memory)
	if err != nil {
		return nil, err
	}
	lines := pipeline.New(pipeline.Options{
		Store: db, Fetcher: calls, Mail: calls.world, Poster: calls, Callback: c.callback(), Log: log, Now: now, Holder: holder(), Workers: c.Workers,
		Score: weights.Score, Weights: weights.String(),
	})
	s := &service{config: c, log: log, calls: calls, holds: memory, pipeline: lines, demo: newDemoHost(db, calls, now, lines.Nudge),
		nightly: nightly{c.Nightly, db, log, time.Now}}
	s.keeper = &pipeline.Keeper{Store: db, Keeping: c.Rules(), Holder: holder(), Log: log, Now: now}
	if err := s.admit(ctx, db); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	registry := opsRoutes(mux, db, log)
	if err := s.mountSite(ctx, mux, db, calls, weights, now); err != nil {
		return nil, err
	}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1 << 10))
	if err != nil {
		return nil, err
	}
	var all http.Handler = mux
	if c.private() {
		all = web.OnlyLocal(all)
	}
	s.server = &http.Server{
		Handler:           observe(compress(all), registry, log),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout, WriteTimeout: requestTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	return s, nil
}

// admit sets the administrator's password when the configuration has one, or makes the code for choosing it.
func (s *service) admit(ctx context.Context, db *store.Store) error {
	password, err := s.config.password()
	if err != nil {
		return err
	}
	if password != "" {
		return web.SetPassword(ctx, db, password)
	}
	s.code, err = web.SetupCode(ctx, db)
	return err
}

// mountSite adds the site and the API to the routes.
func (s *service) mountSite(ctx context.Context, mux *http.ServeMux, db *store.Store, calls *caller, weights rank.Weights, now func() time.Time) error {
	packs, err := feed.Packs()
	if err != nil {
		return err
	}
	var files fs.FS
	if s.config.Templates != "" {
		files = os.DirFS(s.config.Templates)
	}
	key, err := web.PictureKey(ctx, db)
	if err != nil {
		return err
	}
	kept := openShelf(filepath.Join(s.config.Data, "pictures"), s.config.PictureCache, s.log)
	paid, err := sponsors(s.config.Data)
	if err != nil {
		return err
	}
	site, err := web.New(web.Options{
		Pictures: newGallery(calls.Picture, kept, s.log), PictureKey: key,
		Files: files, Reader: db, Users: db, Desk: &desk{store: db, calls: calls, demo: s.demo, nudge: s.pipeline.Nudge}, Hubs: s.pipeline,
		Sessions: web.NewSessions(db.Sessions(), strings.HasPrefix(s.config.BaseURL, "https://")),
		Front:    weights.Front, Section: weights.Section, Trending: weights.Trending, Why: whyOf(db),
		Timeline: ledger.Timeline, Agenda: ledger.Agenda, Counts: ledger.Counts,
		Now: now, Log: s.log, Title: s.config.Title, BaseURL: s.config.BaseURL, Private: s.config.private(),
		DefaultLicence: s.config.licence(), Edition: news.Edition{Language: s.config.Language, Region: s.config.Region}, Packs: webPacks(packs), Sponsors: paid,
	})
	if err != nil {
		return err
	}
	mux.Handle("/", site)
	mux.Handle("/api/", api.New(api.Options{
		Reader: db, Demo: s.demo, Log: s.log, BaseURL: s.config.BaseURL, Private: s.config.private(),
		DefaultLicence: s.config.licence(), Top: weights.Top, Today: now, Why: whyOf(db),
		Timeline: ledger.Timeline, Agenda: ledger.Agenda, Counts: ledger.Counts,
	}))
	return nil
}

// run serves on the listener until ctx ends.
func (s *service) run(ctx context.Context, listener net.Listener, tell Announcements) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		err := s.server.Serve(netutil.LimitListener(listener, maxConnections))
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return fmt.Errorf("site: %w", err)
	})
	g.Go(func() error {
		<-ctx.Done()
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		if err := s.server.Shutdown(stopping); err != nil {
			return s.server.Close() // some reader would not let go
		}
		return nil
	})
	g.Go(func() error { return s.demo.Run(ctx) })
	g.Go(func() error { return s.nightly.run(ctx) })
	g.Go(func() error { return s.holds.share(ctx, s.calls.Learn) })
	g.Go(func() error { return s.keeper.Run(ctx) })
	g.Go(func() error {
		// First the press: what a killed process left half read is asked of it at once.
		if err := s.startDemo(ctx); err != nil {
			return err
		}
		return s.pipeline.Run(ctx)
	})
	address := "http://" + spoken(s.config.Listen, listener.Addr())
	tell.Listening(address)
	if s.code != "" {
		tell.Notice(fmt.Sprintf("choose the administrator's password at %s/setup?code=%s", address, s.code))
	}
	return g.Wait()
}

func (s *service) startDemo(ctx context.Context) error {
	if s.config.Demo {
		return s.demo.Start(ctx)
	}
	return s.demo.Resume(ctx)
}

// spoken is the address as a person would type it: the host that was asked for with the port that was given.
func spoken(wanted string, got net.Addr) string {
	host, _, err := net.SplitHostPort(wanted)
	if err != nil || host == "" || host == "0.0.0.0" || host == "::" {
		host = "localhost"
	}
	if tcp, ok := got.(*net.TCPAddr); ok {
		return net.JoinHostPort(host, fmt.Sprint(tcp.Port))
	}
	return got.String()
}
