package app_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"nutgraf/internal/app"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// site serves a map of paths; what is not in it is not found. It counts the calls.
type site struct {
	pages map[string]string
	links string // Link header of the front page
	calls atomic.Int64
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.calls.Add(1)
	body, found := s.pages[r.URL.RequestURI()]
	if !found {
		http.NotFound(w, r)
		return
	}
	if r.URL.Path == "/" && s.links != "" {
		w.Header().Set("Link", s.links)
	}
	if to, moved := strings.CutPrefix(body, "moved: "); moved {
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	w.Header().Set("Content-Type", map[bool]string{true: "application/xml", false: "text/html"}[strings.HasPrefix(body, "<rss") || strings.HasPrefix(body, "<url") || strings.HasPrefix(body, "<site")])
	fmt.Fprint(w, strings.ReplaceAll(body, "HOST", "http://"+r.Host))
}

func rssOf(title string, items int) string {
	return `<rss version="2.0"><channel><title>` + title + "</title>" + strings.Repeat("<item><title>A</title></item>", items) + "</channel></rss>"
}

const (
	newsMap = `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>HOST/a</loc><news:news><news:title>A</news:title><news:publication_date>2031-05-17</news:publication_date></news:news></url></urlset>`
	listing = `<html><head><title>Osk</title></head><body><h3><a href="/2031/05/17/ferry-late-again">Ferry late again</a></h3><h3><a href="/2031/05/16/mayor-speaks-up">Mayor speaks up</a></h3>` +
		`<h3><a href="/2031/05/15/bridge-to-close-soon">Bridge to close soon</a></h3><h3><a href="/2031/05/14/new-school-bus-bought">New school bus bought</a></h3></body></html>`
)

func TestFind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		site   *site
		wanted app.Search
		want   []string // path, format, why of each, joined by blanks
	}{
		{"the feed itself", &site{pages: map[string]string{"/": rssOf("Osk", 2)}}, app.Search{}, []string{"/ rss2.0 this is the address of a feed"}},
		{
			"named; the first is broken, the others are told of",
			&site{pages: map[string]string{"/": `<link rel=alternate type=application/rss+xml href=/gone><link rel=alternate type=application/rss+xml href=/rss><link rel=alternate type=application/rss+xml href=/sport>`, "/rss": rssOf("Osk", 2)}},
			app.Search{}, []string{"/rss rss2.0 named in the page's head", "/sport  named in the page's head"},
		},
		{
			"all that are named",
			&site{pages: map[string]string{"/": `<link rel=alternate type=application/rss+xml href=/rss><link rel=alternate type=application/rss+xml href=/sport>`, "/rss": rssOf("Osk", 2), "/sport": rssOf("Sport", 1)}},
			app.Search{All: true}, []string{"/rss rss2.0 named in the page's head", "/sport rss2.0 named in the page's head"},
		},
		{
			"named in the header", &site{links: `</f>; rel="alternate"; type="application/atom+xml"`, pages: map[string]string{"/": "<p>x", "/f": rssOf("Osk", 1)}},
			app.Search{}, []string{"/f rss2.0 named in the server's Link header"},
		},
		{
			"a page of feeds", &site{pages: map[string]string{"/": `<a href="/rss">RSS</a>`, "/rss": `<html><a href="/rss/all.xml">All</a></html>`, "/rss/all.xml": rssOf("Osk", 1)}},
			app.Search{}, []string{"/rss/all.xml rss2.0 listed on HOST/rss"},
		},
		{
			"a usual place, once though two lead there", &site{pages: map[string]string{"/": "<p>x", "/feed/": "moved: /", "/rss.xml": rssOf("Osk", 1)}},
			app.Search{}, []string{"/rss.xml rss2.0 a usual place"},
		},
		{
			"a news sitemap", &site{pages: map[string]string{"/": listing, "/robots.txt": "User-agent: *\nAllow: /\nsitemap: HOST/all.xml\nSitemap: HOST/news.xml\n", "/news.xml": newsMap, "/all.xml": "<urlset></urlset>"}},
			app.Search{}, []string{"/news.xml sitemap-news a sitemap of news"},
		},
		{
			"a news sitemap in an index", &site{pages: map[string]string{"/": "<p>x", "/sitemap.xml": "<sitemapindex><sitemap><loc>HOST/p.xml</loc></sitemap><sitemap><loc>HOST/news.xml</loc></sitemap></sitemapindex>", "/news.xml": newsMap}},
			app.Search{}, []string{"/news.xml sitemap-news the sitemap of news that HOST/sitemap.xml names"},
		},
		{"a list of feeds", &site{pages: map[string]string{"/": `<opml version="2.0"><body><outline text="Osk" xmlUrl="https://osk.example/rss"/></body></opml>`}}, app.Search{}, []string{"/ opml it lists 1 feeds, and is read again every day"}},
		{"the page", &site{pages: map[string]string{"/": listing}}, app.Search{}, []string{"/ page the page lists articles"}},
		{"the page, though it has a feed", &site{pages: map[string]string{"/": `<link rel=alternate type=application/rss+xml href=/rss>` + listing, "/rss": rssOf("Osk", 1)}}, app.Search{Kind: news.FeedPage}, []string{"/ page the page lists articles"}},
		{
			"an ordinary sitemap", &site{pages: map[string]string{"/": "<p>x", "/sitemap.xml": "<urlset><url><loc>HOST/2031/05/17/ferry-late-again</loc></url></urlset>"}},
			app.Search{}, []string{"/sitemap.xml sitemap a sitemap of the site"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(test.site)
			t.Cleanup(server.Close)
			found, err := app.Find(t.Context(), loopback(t), server.URL+"/", test.wanted)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				got = append(got, strings.TrimPrefix(f.Subscription.URL, server.URL)+" "+f.Format+" "+strings.ReplaceAll(f.Why, server.URL, "HOST"))
				if (f.Format == "page") != (f.Subscription.Kind == news.FeedPage) {
					t.Errorf("%s is followed as kind %q", f.Format, f.Subscription.Kind)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestFindEndsAfterADozenCallsAndSaysWhatWasTried(t *testing.T) {
	t.Parallel()
	page := strings.Builder{}
	for i := range 40 {
		fmt.Fprintf(&page, "<link rel=alternate type=application/rss+xml href=/feed%d>", i)
	}
	nothing := &site{pages: map[string]string{"/": page.String()}}
	server := httptest.NewServer(nothing)
	t.Cleanup(server.Close)
	_, err := app.Find(t.Context(), loopback(t), server.URL+"/", app.Search{All: true})
	if !errors.Is(err, news.ErrNotFound) {
		t.Fatalf("got %v, want ErrNotFound", err)
	}
	for _, words := range []string{server.URL + "/feed0 (404)", "no list of articles", "Give the address of the feed"} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("got %q, want %q in it", err, words)
		}
	}
	if calls := nothing.calls.Load(); calls > 14 { // with the client's own look at robots.txt
		t.Errorf("it took %d calls", calls)
	}
	if _, err := app.Find(t.Context(), loopback(t), "ftp://x.example/", app.Search{}); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := app.Find(ended, loopback(t), server.URL+"/", app.Search{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want Canceled", err)
	}
}

func TestFindTriesHTTPWhenNoSchemeIsGiven(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(&site{pages: map[string]string{"/": rssOf("Osk", 1)}})
	t.Cleanup(server.Close)
	found, err := app.Find(t.Context(), loopback(t), strings.TrimPrefix(server.URL, "http://")+"/", app.Search{})
	if err != nil || found[0].Subscription.URL != server.URL+"/" {
		t.Errorf("got %+v, %v", found, err)
	}
}

func loopback(t *testing.T) *fetch.Client {
	client := fetch.New(fetch.Options{UserAgent: "Nutgraf/test", Robots: true, AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(client.Close)
	return client
}
