package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/xml"
	"fmt"
	"html"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// inFeed is how many of its entries a feed shows.
const inFeed = 50

// publisher publishes the articles of another database anew, one after the other in the order of their times, at a rate:
// each in a feed, with a page of its own between furniture as heavy as that of real ones.
type publisher struct {
	texts  []news.Article
	of     [][]int // of each feed: which texts it publishes
	rate   float64
	began  atomic.Pointer[time.Time]
	port   string
	before []byte // packed
	after  []byte
	server *http.Server
}

// newPublisher reads the texts and listens; it publishes nothing before begin.
func newPublisher(ctx context.Context, o options) (*publisher, error) {
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(o.texts, "nutgraf.db"), ReadOnly: true})
	if err != nil {
		return nil, err
	}
	p := &publisher{of: make([][]int, o.feeds), rate: o.rate}
	err = s.ExportArticles(ctx, func(a news.Article, _ news.Source) error {
		if len(a.Blocks) > 0 {
			p.texts = append(p.texts, a)
		}
		return nil
	})
	if err1 := s.Close(); err1 != nil || err != nil {
		return nil, cmp.Or(err, err1)
	}
	slices.SortStableFunc(p.texts, func(a, b news.Article) int { return a.PublishedAt.Compare(b.PublishedAt) })
	for n, a := range p.texts {
		i := int(a.SourceID) % o.feeds
		p.of[i] = append(p.of[i], n)
	}
	r := rand.New(rand.NewPCG(1, 1))
	p.before, p.after = pack(furniture(r, o.pageBytes/3), gzip.DefaultCompression), pack(furniture(r, o.pageBytes-o.pageBytes/3), gzip.DefaultCompression)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", "0.0.0.0:0") // all of 127.0.0.0/8 is no single address
	if err != nil {
		return nil, err
	}
	p.port = strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feed/{i}", p.feed)
	mux.HandleFunc("GET /{i}/{page}", p.page)
	p.server = &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute, ConnContext: onlyHere}
	go func() { _ = p.server.Serve(listener) }() // until end
	return p, nil
}

func (p *publisher) begin() {
	now := time.Now()
	p.began.Store(&now)
}

func (p *publisher) end() error { return p.server.Close() }

// out is how many texts are published by now.
func (p *publisher) out(now time.Time) int {
	began := p.began.Load()
	if began == nil {
		return 0
	}
	return min(len(p.texts), int(now.Sub(*began).Seconds()*p.rate))
}

// at is when text number n was published.
func (p *publisher) at(n int) time.Time {
	return p.began.Load().Add(time.Duration(float64(n+1) / p.rate * float64(time.Second)))
}

// fresh lists the feeds that published something between two numbers of texts.
func (p *publisher) fresh(from, to int) (feeds []int) {
	for n := from; n < to; n++ {
		feeds = append(feeds, int(p.texts[n].SourceID)%len(p.of))
	}
	slices.Sort(feeds)
	return slices.Compact(feeds)
}

func (p *publisher) feed(w http.ResponseWriter, r *http.Request) {
	i, err := strconv.Atoi(r.PathValue("i"))
	if err != nil || i < 0 || i >= len(p.of) {
		http.NotFound(w, r)
		return
	}
	last, _ := slices.BinarySearch(p.of[i], p.out(time.Now()))
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>%s Courier, desk %d</title><link>http://%s/</link>`, places[i%len(places)], i, r.Host)
	for _, n := range slices.Backward(p.of[i][max(0, last-inFeed):last]) {
		a := p.texts[n]
		b.WriteString("<item><title>")
		_ = xml.EscapeText(&b, []byte(a.Headline)) // into memory
		fmt.Fprintf(&b, "</title><link>http://%s/%d/%d.html</link><guid isPermaLink=\"false\">%[3]d</guid><pubDate>%s</pubDate><description>", r.Host, i, n, p.at(n).UTC().Format(time.RFC1123Z))
		_ = xml.EscapeText(&b, []byte(a.Blocks[0].Text))
		b.WriteString("</description></item>\n")
	}
	b.WriteString("</channel></rss>")
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // who has gone misses nothing
}

// page sends the packed furniture round an article that is packed now: the parts of a gzip stream follow each other.
func (p *publisher) page(w http.ResponseWriter, r *http.Request) {
	name, _ := strings.CutSuffix(r.PathValue("page"), ".html")
	n, err := strconv.Atoi(name)
	if err != nil || n < 0 || n >= p.out(time.Now()) {
		http.NotFound(w, r)
		return
	}
	a := p.texts[n]
	title, at := html.EscapeString(a.Headline), p.at(n).UTC()
	var head, body bytes.Buffer
	fmt.Fprintf(&head, `<!doctype html><html lang="%s"><head><meta charset="utf-8"><title>%s</title><meta property="article:published_time" content="%s"></head><body>`,
		a.Language, title, at.Format(time.RFC3339))
	fmt.Fprintf(&body, `<main><article><h1>%s</h1><p class="byline">%s</p><time datetime="%s">%s</time><div class="text">`, title,
		html.EscapeString(strings.Join(a.Authors, ", ")), at.Format(time.RFC3339), at.Format("2 January 2006 15:04"))
	for _, block := range a.Blocks {
		fmt.Fprintf(&body, "<p>%s</p>\n", html.EscapeString(block.Text))
	}
	body.WriteString("</div></article></main>")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Encoding", "gzip")
	for _, part := range [][]byte{pack(head.Bytes(), gzip.BestSpeed), p.before, pack(body.Bytes(), gzip.BestSpeed), p.after, pack([]byte("</body></html>"), gzip.BestSpeed)} {
		_, _ = w.Write(part)
	}
}

// packed is how many bytes the furniture of a page takes on the wire.
func (p *publisher) packed() int { return len(p.before) + len(p.after) }

func pack(b []byte, level int) []byte {
	var out bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&out, level)
	_, _ = zip.Write(b) // into memory
	_ = zip.Close()
	return out.Bytes()
}

// furniture is what stands round articles, in the proportions of real pages: half of it is script, most of the rest are
// attributes; an element for each 300 bytes.
func furniture(r *rand.Rand, size int) []byte {
	var b bytes.Buffer
	for b.Len() < size {
		fmt.Fprintf(&b, `<section class="%s %s" id="s%x"><h2>%s</h2><ul class="%s">`, pick(r, words), pick(r, words), r.Uint32(), prose(r, 2), pick(r, words))
		for range 6 {
			fmt.Fprintf(&b, `<li class="card card--%s js-%s" style="--ratio:%d;--tone:#%06x" data-sizes="(min-width: 60em) %dpx, (min-width: 30em) 50vw, 100vw" data-position="%d" data-id="%d"><a class="link %s-link" href="/%s/%s/%x?ref=%s" data-track="%s|%s|%d"><span class="label %s">%s</span></a></li>`,
				pick(r, words), pick(r, words), r.IntN(9), r.IntN(1<<24), 100*r.IntN(9), r.IntN(90), r.Uint32(), pick(r, words), pick(r, words), pick(r, words), r.Uint32(), pick(r, words),
				pick(r, words), pick(r, words), r.IntN(99), pick(r, words), prose(r, 4))
		}
		b.WriteString("</ul></section>\n<script>window.state=(window.state||[]).concat([")
		for range 36 {
			fmt.Fprintf(&b, `{"id":%d,"type":"%s","title":"%s","href":"/%s/%x","flags":[%d,%d]},`, r.Uint32(), pick(r, words), prose(r, 4), pick(r, words), r.Uint32(), r.IntN(99), r.IntN(9))
		}
		b.WriteString("]);</script>\n")
	}
	return b.Bytes()
}
