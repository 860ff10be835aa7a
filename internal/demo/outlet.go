package demo

import (
	"fmt"
	"io/fs"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// Outlet is one invented publisher.
type Outlet struct {
	ID       string // first label of its host: ID.localhost
	Name     string
	Country  string // a code that ISO 3166-1 leaves to users: XA, XB, XC
	Language string // en, fr or ar
	City     string
	Kind     string // wire, daily, broadcaster, …
	Motto    string
	Section  news.Section
	Licence  news.Licence
	Theme    string // template of its pages
	Feed     string // format of its feed
	Moved    string // an old path of its feed that redirects for good; may be empty
	Gone     string // path of a feed that it gave up; may be empty

	path string         // pattern of its articles' paths
	zone *time.Location // of the dates that it prints
}

// Home is the address of the outlet's front page when the press is served on port.
func (o Outlet) Home(port int) string { return base(o.ID, portText(port)) + "/" }

// Source is the outlet as the vocabulary knows it.
func (o Outlet) Source(port int) news.Source {
	home := o.Home(port)
	return news.Source{
		Host: news.HostKey(home), Name: o.Name, Home: home, Country: o.Country, Language: o.Language,
		Section: o.Section, Weight: 1, Licence: o.Licence,
	}
}

// FeedPath is where the outlet's feed lives.
func (o Outlet) FeedPath() string {
	switch o.Feed {
	case "atom":
		return "/atom.xml"
	case "rdf":
		return "/index.rdf"
	case "json":
		return "/feed.json"
	case "media-rss":
		return "/programmes.xml"
	}
	return "/rss.xml"
}

// outletKeys are the keys of a block in outlets.txt.
const outletKeys = "id name country language city zone kind section theme path feed licence motto moved gone"

func readOutlets(files fs.FS) ([]Outlet, error) {
	doc, err := fs.ReadFile(files, "press/outlets.txt")
	if err != nil {
		return nil, err
	}
	var out []Outlet
	for rest := string(doc); strings.TrimSpace(rest) != ""; {
		var f map[string]string
		if f, rest, err = fields(rest, outletKeys); err != nil {
			return nil, fmt.Errorf("outlets.txt: %w", err)
		}
		if len(f) == 0 { // a block of comments
			continue
		}
		o, err := newOutlet(f)
		if err != nil {
			return nil, fmt.Errorf("outlets.txt: %q: %w", f["id"], err)
		}
		out = append(out, o)
	}
	return out, nil
}

func newOutlet(f map[string]string) (Outlet, error) {
	at, err := time.Parse("-07:00", f["zone"])
	if err != nil {
		return Outlet{}, err
	}
	_, offset := at.Zone()
	o := Outlet{
		ID: f["id"], Name: f["name"], Country: f["country"], Language: f["language"], City: f["city"], Kind: f["kind"],
		Motto: f["motto"], Section: news.Section(f["section"]), Licence: news.Licence(f["licence"]),
		Theme: f["theme"], Feed: f["feed"], Moved: f["moved"], Gone: f["gone"],
		path: f["path"], zone: time.FixedZone("UTC"+f["zone"], offset),
	}
	switch {
	case o.ID == "" || o.Name == "" || o.Theme == "" || o.Feed == "" || o.path == "":
		return Outlet{}, fmt.Errorf("want id, name, theme, feed and path: %w", news.ErrInvalid)
	case !o.Section.Valid() || !o.Licence.Valid():
		return Outlet{}, fmt.Errorf("section %q, licence %q: %w", o.Section, o.Licence, news.ErrInvalid)
	}
	return o, nil
}
