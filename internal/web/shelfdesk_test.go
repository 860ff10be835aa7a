package web_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

// The desk's side: what is asked for happens at once.

func (s *shelf) Find(_ context.Context, address string, page bool, sel news.Selectors) ([]web.Offer, error) {
	switch {
	case !strings.Contains(address, "."):
		return nil, news.ErrInvalid
	case page && sel.Item == "table":
		return nil, fmt.Errorf("the selector of the item, %q, picks 0 elements: %w", sel.Item, news.ErrInvalid)
	case page:
		w := news.Subscription{URL: "https://" + address, Kind: news.FeedPage, Home: "https://" + address, Wish: news.FeedWish{Selectors: sel}}
		return []web.Offer{{Subscription: w, Format: "page", Why: "the page lists articles", Entries: entriesOf(headlines[0].lines)}}, nil
	case s.offers != nil:
		return s.offers, nil
	}
	return []web.Offer{{Subscription: news.Subscription{URL: address}, Format: "rss2.0"}}, nil
}

func entriesOf(titles []string) (entries []news.Entry) {
	for i, title := range titles {
		entries = append(entries, news.Entry{Title: title, PublishedAt: now.Add(-time.Duration(i) * 24 * time.Hour)})
	}
	return entries
}

func (s *shelf) Subscribe(_ context.Context, wanted []news.Subscription) ([]news.Feed, error) {
	var feeds []news.Feed
	for _, w := range wanted {
		feeds = append(feeds, news.Feed{ID: news.FeedID(len(s.feeds) + 1), URL: w.URL, Title: w.Title})
		s.feeds = append(s.feeds, feeds[len(feeds)-1])
		s.wanted = append(s.wanted, w)
	}
	return feeds, s.fail
}

func (s *shelf) ImportOPML(ctx context.Context, document []byte) ([]news.Feed, error) {
	if !strings.Contains(string(document), "<opml") {
		return nil, news.ErrInvalid
	}
	return s.Subscribe(ctx, []news.Subscription{{URL: "https://example.org/feed"}})
}

func (s *shelf) Unsubscribe(_ context.Context, id news.FeedID) error {
	before := len(s.feeds)
	s.feeds = slices.DeleteFunc(s.feeds, func(f news.Feed) bool { return f.ID == id })
	if len(s.feeds) == before {
		return news.ErrNotFound
	}
	return nil
}

func (s *shelf) SetFeed(_ context.Context, id news.FeedID, change func(f *news.Feed) error) error {
	for i := range s.feeds {
		if s.feeds[i].ID == id {
			return change(&s.feeds[i])
		}
	}
	return news.ErrNotFound
}

func (s *shelf) SetSource(_ context.Context, id news.SourceID, change func(o *news.Source) error) error {
	for i := range s.sources {
		if s.sources[i].ID == id {
			return change(&s.sources[i])
		}
	}
	return news.ErrNotFound
}

func (s *shelf) PollNow(_ context.Context, feeds []news.FeedID) (int, error) {
	s.polled = append(s.polled, feeds...)
	return len(feeds), s.fail
}

func (s *shelf) StartDemo(context.Context) error  { s.demo = true; return s.fail }
func (s *shelf) RemoveDemo(context.Context) error { s.demo = false; return s.fail }
func (s *shelf) DemoRunning() bool                { return s.demo }
