package feed_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
)

func TestDiscover(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, page string
		want       []string
	}{
		{
			"head", `<head><title>x</title><link rel="alternate" type="application/rss+xml" title="Osk Courier » Comments" href="/comments/feed/">
			<link rel="alternate" type="application/rss+xml" title="Osk Courier" href="/feed/"><link rel=alternate type="application/json" href="/wp-json/1">
			<link rel="alternate" hreflang="fr" href="/fr/"></head><body><a href="/rss/sport.xml">Sport</a> <a href="/about">About</a>`,
			[]string{"https://courier.example/feed/", "https://courier.example/rss/sport.xml", "https://courier.example/comments/feed/"},
		},
		{
			"base, links only", `<head><base href="https://feeds.example/x/"></head><body><a href="rss">RSS</a><a href="mailto:rss">m</a><a href="rss#top">again</a>`,
			[]string{"https://feeds.example/x/rss"},
		},
		{"feed scheme", `<a href="feed:https://a.example/rss">x</a><link rel="feed" href="/f">`, []string{"https://courier.example/f", "https://a.example/rss"}},
	}
	for _, test := range tests {
		var got []string
		for _, c := range feed.Discover([]byte(test.page), feed.Context{URL: "https://courier.example/"}) {
			got = append(got, c.URL)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	guesses := feed.Discover([]byte("<p>no feed here"), feed.Context{URL: "https://courier.example/a/b"})
	if len(guesses) == 0 || guesses[0].URL != "https://courier.example/feed/" {
		t.Errorf("got guesses %v, want https://courier.example/feed/ first", guesses)
	}
}
