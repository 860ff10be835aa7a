// Package demo is an invented press: eighteen outlets of three countries that do not exist, with two months of news
// in English, French and Arabic, served over HTTP as real publishers would.
//
// It is a newcomer's look round (`nutgraf serve --demo`) and the fixture of the end-to-end tests: every article is
// written for it, so that what a program finds can be held against what is known ([Item.Event], [Item.Copies]).
//
//	press, err := demo.New(demo.Options{Now: now})
//	go server.Serve(listener)              // server.Handler = press.Handler(), on 127.0.0.1
//	subscribe(press.Subscriptions(port))   // http://harbour-times.localhost:PORT/…
//
// Everything hangs on the anchor in [Options]: the same anchor gives the same bytes. The files and their format are
// in press/FORMAT.md. The package imports the vocabulary only, opens no connection and starts nothing.
package demo

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net"
	"slices"
	"strconv"
	texttemplate "text/template"
	"time"

	"nutgraf/internal/news"
)

//go:embed press
var press embed.FS

// Options says when the press lives.
type Options struct {
	Now       time.Time        // the anchor from which the age of every article counts back; needed
	Published func() time.Time // the press clock: later articles are not out yet; nil stands still at Now
}

// Press is the outlets with all they publish. It is safe for concurrent use.
type Press struct {
	clock   func() time.Time
	outlets []Outlet
	items   []Item         // newest first
	byID    map[string]int // position in items
	pages   *template.Template
	feeds   *texttemplate.Template
	album   album
}

// New reads the press. It fails on a zero anchor and on a file that does not follow the format.
func New(o Options) (*Press, error) {
	if o.Now.IsZero() {
		return nil, fmt.Errorf("demo press: no anchor in time: %w", news.ErrInvalid)
	}
	p := &Press{clock: o.Published, byID: map[string]int{}}
	if p.clock == nil {
		p.clock = func() time.Time { return o.Now }
	}
	var err error
	if p.outlets, err = readOutlets(press); err != nil {
		return nil, fmt.Errorf("demo press: %w", err)
	}
	if p.items, err = readItems(press, p.outlets, o.Now.Truncate(time.Second)); err != nil {
		return nil, fmt.Errorf("demo press: %w", err)
	}
	for i, item := range p.items {
		p.byID[item.ID()] = i
	}
	if err := p.readTemplates(press); err != nil {
		return nil, fmt.Errorf("demo press: %w", err)
	}
	return p, nil
}

// Outlets lists the publishers in the order of their file.
func (p *Press) Outlets() []Outlet { return slices.Clone(p.outlets) }

// Articles lists what is published by now, newest first: the gold for tests.
func (p *Press) Articles() []Item {
	now := p.clock()
	out := make([]Item, 0, len(p.items))
	for _, item := range p.items {
		if !item.PublishedAt.After(now) {
			out = append(out, item)
		}
	}
	return out
}

// Subscriptions lists the feeds of all outlets as served on port, and two more for realism: one that moved for good and
// one that is gone.
func (p *Press) Subscriptions(port int) []news.Subscription {
	out := make([]news.Subscription, 0, len(p.outlets)+2)
	for _, o := range p.outlets {
		home := o.Home(port)
		out = append(out, news.Subscription{
			URL: home + o.FeedPath()[1:], Title: o.Name, Home: home, Section: o.Section, Country: o.Country,
		})
		if path := o.Moved; path != "" {
			out = append(out, news.Subscription{URL: home + path[1:], Title: o.Name + " (old address)", Home: home, Country: o.Country})
		}
		if path := o.Gone; path != "" {
			out = append(out, news.Subscription{URL: home + path[1:], Title: o.Name + " (given up)", Home: home, Country: o.Country})
		}
	}
	return out
}

// outlet finds an outlet by its id.
func (p *Press) outlet(id string) (Outlet, bool) {
	for _, o := range p.outlets {
		if o.ID == id {
			return o, true
		}
	}
	return Outlet{}, false
}

// of lists what an outlet has published by now, newest first.
func (p *Press) of(outlet string) []Item {
	var out []Item
	for _, item := range p.Articles() {
		if item.Outlet == outlet {
			out = append(out, item)
		}
	}
	return out
}

// base is the address of an outlet's site without a final slash; port is as in a Host header, empty for the usual one.
func base(outlet, port string) string {
	host := outlet + ".localhost"
	if port != "" {
		host = net.JoinHostPort(host, port)
	}
	return "http://" + host
}

// portText writes a port for [base].
func portText(port int) string {
	if port == 0 || port == 80 {
		return ""
	}
	return strconv.Itoa(port)
}

// readTemplates parses the templates of pages and feeds, so that a broken one is found at start.
func (p *Press) readTemplates(files fs.FS) error {
	var err error
	if p.pages, err = template.New("").Funcs(pageFuncs()).ParseFS(files, "press/templates/*.html"); err != nil {
		return err
	}
	p.feeds, err = texttemplate.New("").Funcs(feedFuncs()).ParseFS(files, "press/templates/*.xml")
	return err
}
