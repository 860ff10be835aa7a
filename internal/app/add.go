package app

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
)

// maxCandidates is how many of the feeds that a page names are tried.
const maxCandidates = 5

// subscriber is the part of the store that adding needs.
type subscriber interface {
	Subscribe(ctx context.Context, wanted []news.Subscription, now time.Time) ([]news.Feed, error)
}

// Add follows the feed at an address, or the best feed of the site there. A scheme may be missing. The error says
// what was found instead.
func Add(ctx context.Context, s subscriber, client pipeline.Fetcher, address string, section news.Section) (news.Feed, error) {
	wanted, err := find(ctx, client, address)
	if err != nil {
		return news.Feed{}, err
	}
	wanted.Section = cmp.Or(section, wanted.Section)
	feeds, err := s.Subscribe(ctx, []news.Subscription{wanted}, time.Now())
	if err != nil {
		return news.Feed{}, fmt.Errorf("follow %s: %w", wanted.URL, err)
	}
	feeds[0].Title = cmp.Or(feeds[0].Title, wanted.Title)
	return feeds[0], nil
}

// find looks at an address: a feed is taken as it is, a page is asked for its feeds.
func find(ctx context.Context, client pipeline.Fetcher, address string) (news.Subscription, error) {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	if u, err := url.Parse(address); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return news.Subscription{}, fmt.Errorf("%q is no web address: want one such as https://www.example.org/: %w", address, news.ErrInvalid)
	}
	response, err := client.Get(ctx, fetch.Request{URL: address, Accept: feed.Accept, IgnoreRobots: true})
	if err != nil {
		return news.Subscription{}, err
	}
	at := feed.Context{URL: response.URL, ContentType: response.ContentType, Now: time.Now()}
	if document, err := feed.Parse(response.Body, at); err == nil {
		return news.Subscription{URL: address, Title: markup.PlainText(document.Title), Home: document.Link}, nil
	}
	candidates := feed.Discover(response.Body, at)
	for _, candidate := range candidates[:min(len(candidates), maxCandidates)] {
		response, err := client.Get(ctx, fetch.Request{URL: candidate.URL, Accept: feed.Accept, IgnoreRobots: true})
		if err != nil {
			continue
		}
		document, err := feed.Parse(response.Body, feed.Context{URL: response.URL, ContentType: response.ContentType, Now: time.Now()})
		if err == nil {
			return news.Subscription{URL: candidate.URL, Title: cmp.Or(markup.PlainText(document.Title), candidate.Title), Home: cmp.Or(document.Link, address)}, nil
		}
	}
	return news.Subscription{}, fmt.Errorf("no feed found at %s, and none of the %d places looked at has one: give the address of the feed itself: %w",
		address, len(candidates), news.ErrNotFound)
}
