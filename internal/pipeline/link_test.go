package pipeline_test

import (
	"net/http"
	"strings"
	"testing"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
)

func TestHubOf(t *testing.T) {
	t.Parallel()
	const at = "https://news.gull.example/feed.xml"
	tests := []struct {
		name      string
		hub, self string   // in the document
		links     []string // in the answer's header
		feed      string   // its address; at by default
		want      news.Hub
	}{
		{name: "none", self: at},
		{name: "in the document", hub: "https://hub.example/", self: at, want: news.Hub{URL: "https://hub.example/", Topic: at}},
		{name: "without self", hub: "https://hub.example/", want: news.Hub{URL: "https://hub.example/", Topic: at}},
		{name: "of the same site", hub: "https://hub.example/", self: "http://gull.example/rss", want: news.Hub{URL: "https://hub.example/", Topic: "http://gull.example/rss"}},
		{name: "of another site", hub: "https://hub.example/", self: "https://tern.example/feed.xml"},
		{name: "of another blog of one host", feed: "https://gull.blogspot.com/rss", hub: "https://hub.example/", self: "https://tern.blogspot.com/rss"},
		{name: "of another machine", feed: "http://127.0.0.1/rss", hub: "https://hub.example/", self: "http://127.1.0.1/rss"},
		{name: "relative", hub: "/hub", self: "rss", want: news.Hub{URL: "https://news.gull.example/hub", Topic: "https://news.gull.example/rss"}},
		{name: "no web address", hub: "ftp://hub.example/"},
		{name: "somebody's own hub", hub: "https://me:secret@hub.example/"},
		{name: "somebody's own feed", feed: "https://me:secret@gull.example/rss", hub: "https://hub.example/"},
		{name: "endless", hub: "https://hub.example/" + strings.Repeat("x", 5000)},
		{
			name: "header before document", hub: "https://hub.example/", self: "https://gull.example/old",
			links: []string{`<https://new.example/>; rel="hub"`, `<https://gull.example/new>; rel=self`},
			want:  news.Hub{URL: "https://new.example/", Topic: "https://gull.example/new"},
		},
		{
			name: "header and document", self: at, links: []string{`<https://new.example/>;rel=HUB`},
			want: news.Hub{URL: "https://new.example/", Topic: at},
		},
		{
			name:  "the first over https",
			links: []string{`<http://one.example/>; rel=hub, <https://two.example/>; title="a, \"b\"; rel=x"; rel="preload hub", <https://three.example/>; rel=hub`},
			want:  news.Hub{URL: "https://two.example/", Topic: at},
		},
		{name: "the first", links: []string{`<http://one.example/>; rel=hub`, `<http://two.example/>; rel=hub`}, want: news.Hub{URL: "http://one.example/", Topic: at}},
		{name: "about another page", links: []string{`<https://one.example/>; rel=hub; anchor="/other"`}},
		{name: "the first rel counts", links: []string{`<https://one.example/>; rel=next; rel=hub`}},
		{name: "broken", links: []string{`<https://one.example/; rel=hub`, `rel=hub`, `<>; rel=hub`, `<https://one.example/>; rel="hub`, `;;;`, `<`},
			want: news.Hub{URL: "https://one.example/", Topic: at}}, // the one whose quotation mark is missing
	}
	for _, test := range tests {
		header := http.Header{"Link": test.links}
		address := at
		if test.feed != "" {
			address = test.feed
		}
		if got := pipeline.HubOf(&feed.Document{Hub: test.hub, Self: test.self}, header, address); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}
