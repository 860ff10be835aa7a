package demo

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"net"
	"net/http"
	"strings"
	"time"
)

// Handler serves every outlet by the Host header: http://harbour-times.localhost:PORT/. Any other host gets a list of
// the outlets. Pages, feeds and media carry ETag and Last-Modified, and answer 304 to who has them.
func (p *Press) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "read only", http.StatusMethodNotAllowed)
			return
		}
		host, port, err := net.SplitHostPort(r.Host)
		if err != nil {
			host, port = r.Host, ""
		}
		label, found := strings.CutSuffix(strings.ToLower(host), ".localhost")
		if !found {
			p.index(w, r, port)
			return
		}
		o, found := p.outlet(label)
		if !found {
			http.NotFound(w, r)
			return
		}
		p.serve(w, r, o, port)
	})
}

// serve answers one request to one outlet.
func (p *Press) serve(w http.ResponseWriter, r *http.Request, o Outlet, port string) {
	path := r.URL.Path
	switch {
	case path == "/":
		p.front(w, r, o, port)
	case path == "/robots.txt":
		fmt.Fprint(w, "User-agent: *\nDisallow: /search\nDisallow: /account/\n")
	case path == o.FeedPath():
		p.feed(w, r, o, port)
	case path == o.Moved:
		http.Redirect(w, r, base(o.ID, port)+o.FeedPath(), http.StatusMovedPermanently)
	case path == o.Gone:
		http.Error(w, "We no longer publish this feed.", http.StatusGone)
	case strings.HasPrefix(path, "/pictures/"):
		p.picture(w, r, o)
	case strings.HasPrefix(path, "/media/"):
		p.media(w, r, o)
	default:
		for _, item := range p.of(o.ID) {
			if item.Path == path {
				p.article(w, r, o, item, port)
				return
			}
		}
		http.NotFound(w, r)
	}
}

// picture serves a picture that one of the outlet's articles shows.
func (p *Press) picture(w http.ResponseWriter, r *http.Request, o Outlet) {
	name, found := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/pictures/"), ".jpg")
	if !found || !p.shows(o.ID, name) {
		http.NotFound(w, r)
		return
	}
	b, err := p.album.picture(name)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, r, "image/jpeg", 7*24*time.Hour, time.Time{}, b)
}

// shows reports whether an outlet has a picture: the names that are drawn are a closed list, so that nobody can have the
// album grow. An aggregator has those of what it stacks.
func (p *Press) shows(outlet, name string) bool {
	for _, item := range p.of(outlet) {
		if item.Image == name && name != "" {
			return true
		}
		for _, part := range p.stack(item) {
			if part.Image == name && name != "" {
				return true
			}
		}
	}
	return false
}

// media serves the sound of an audio item.
func (p *Press) media(w http.ResponseWriter, r *http.Request, o Outlet) {
	slug := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/media/"), ".wav")
	for _, item := range p.of(o.ID) {
		if item.Slug == slug && item.Media == "audio" {
			send(w, r, "audio/wav", 7*24*time.Hour, item.PublishedAt, tone(item.ID()))
			return
		}
	}
	http.NotFound(w, r)
}

// send writes bytes with their validators and answers conditional and range requests.
func send(w http.ResponseWriter, r *http.Request, contentType string, maxAge time.Duration, changed time.Time, b []byte) {
	sum := fnv.New64a()
	sum.Write(b)
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("ETag", fmt.Sprintf(`"%016x"`, sum.Sum64()))
	h.Set("Cache-Control", fmt.Sprintf("public, max-age=%d", int(maxAge.Seconds())))
	http.ServeContent(w, r, "", changed, bytes.NewReader(b))
}
