package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
)

const (
	maxCalls   = 12 // of one search, robots.txt checks of the client itself aside
	maxNamed   = 6  // feeds that a page names that are looked at before others are tried
	maxGuesses = 5
)

// Search says what is wanted of a search.
type Search struct {
	All       bool           // look at every feed that the page names, not only at the best
	Kind      news.FeedKind  // [news.FeedPage]: the page itself is wanted; [news.FeedList]: the list of feeds there
	Selectors news.Selectors // of the page's articles; empty ones are found by themselves
}

// Found is one way to follow a publisher.
type Found struct {
	Subscription news.Subscription
	Format       string // as [feed.Document] names it; empty when nobody looked at it
	Type         string // media type; may be empty
	Why          string // how it was found
	Entries      []news.Entry

	parts []feed.Part // of an index of sitemaps
}

// Looked reports whether the feed was fetched and read, rather than only heard of.
func (f Found) Looked() bool { return f.Format != "" }

// Newest is the time of the newest entry; zero when none tells.
func (f Found) Newest() time.Time {
	newest := time.Time{}
	for _, e := range f.Entries {
		for _, t := range []time.Time{e.PublishedAt, e.UpdatedAt} {
			if t.After(newest) {
				newest = t
			}
		}
	}
	return newest
}

// Find looks for what can be followed at an address, best first: a feed there, or a list of feeds (OPML); the feeds that the page names; those in
// the places where such sites keep them; the news sitemap that robots.txt names; the page's own list of articles; an
// ordinary sitemap. The first way that succeeds ends the search. The scheme may be missing; imaps:// names a mailbox. It
// makes at most a dozen calls. The error says what was tried and what else can be done; it wraps [news.ErrNotFound] when the site has nothing.
func Find(ctx context.Context, client pipeline.Fetcher, address string, wanted Search) ([]Found, error) {
	if box, isMail, err := mailbox(address); isMail {
		return []Found{{Subscription: box, Why: "a mailbox: it is looked into when it is followed"}}, err
	}
	s := &seeker{client: client, wanted: wanted, seen: map[string]bool{}}
	response, err := s.open(ctx, address)
	if err != nil {
		return nil, err
	}
	s.page, s.at = response.Body, contextOf(response)
	if wanted.Kind == news.FeedPage {
		found, err := s.list()
		if err != nil {
			return nil, fmt.Errorf("read the list at %s: %w", s.address, err)
		}
		return []Found{found}, nil
	}
	if document, err := feed.ParseList(s.page); err == nil {
		found := s.of(s.address, document, fmt.Sprintf("it lists %d feeds, and is read again every day", len(document.Listed)))
		found.Subscription.Kind = news.FeedList
		return []Found{found}, nil
	} else if wanted.Kind == news.FeedList {
		return nil, fmt.Errorf("read the list at %s: %w", s.address, err)
	}
	if document, err := feed.Parse(s.page, s.at); err == nil {
		return []Found{s.of(s.address, document, "this is the address of a feed")}, nil
	}
	for _, way := range []func(context.Context) []Found{s.named, s.guessed, s.newsMap, s.listed, s.plainMap} {
		if found := way(ctx); len(found) > 0 {
			return found, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return nil, s.nothing()
}

// seeker is one search.
type seeker struct {
	client     pipeline.Fetcher
	wanted     Search
	address    string // as asked for, with its scheme
	page       []byte
	at         feed.Context
	candidates []feed.Candidate
	maps       []Found // ordinary sitemaps, for when all else fails
	noList     error   // why the page is no list
	seen       map[string]bool
	calls      int
	tried      []string
}

// open fetches the address; without a scheme https comes first.
func (s *seeker) open(ctx context.Context, address string) (*fetch.Response, error) {
	s.address = strings.TrimSpace(address)
	bare := !strings.Contains(s.address, "://")
	if bare {
		s.address = "https://" + s.address
	}
	if u, err := url.Parse(s.address); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("%q is no web address: want one such as https://www.example.org/: %w", s.address, news.ErrInvalid)
	}
	response, err := s.get(ctx, s.address, false)
	if e, ok := errors.AsType[*fetch.Error](err); ok && bare && e.Kind == fetch.Failed && e.Status == 0 && ctx.Err() == nil {
		plain := "http" + strings.TrimPrefix(s.address, "https")
		if second, secondErr := s.get(ctx, plain, false); secondErr == nil {
			s.address = plain
			return second, nil
		}
	}
	return response, err
}

func (s *seeker) get(ctx context.Context, address string, keepRobots bool) (*fetch.Response, error) {
	s.calls++
	return s.client.Get(ctx, fetch.Request{URL: address, Accept: feed.Accept, IgnoreRobots: !keepRobots})
}

func contextOf(r *fetch.Response) feed.Context {
	return feed.Context{URL: r.URL, ContentType: r.ContentType, Links: r.Header.Values("Link"), Now: time.Now()}
}

func (s *seeker) of(address string, d *feed.Document, why string) Found {
	return Found{
		Subscription: news.Subscription{URL: address, Title: markup.PlainText(d.Title), Home: cmp.Or(d.Link, s.at.URL)},
		Format:       d.Format, Why: why, Entries: d.Entries, parts: d.Parts,
	}
}

// probe looks at one address. What is no feed is noted as tried; a page that may list feeds is returned as well.
func (s *seeker) probe(ctx context.Context, address, why string, keepRobots bool) (Found, *fetch.Response, bool) {
	if s.calls >= maxCalls || s.seen[address] || ctx.Err() != nil {
		return Found{}, nil, false
	}
	s.seen[address] = true
	response, err := s.get(ctx, address, keepRobots)
	if err != nil {
		s.tried = append(s.tried, address+" ("+short(err)+")")
		return Found{}, nil, false
	}
	if response.URL != address && s.seen[response.URL] {
		return Found{}, nil, false // it leads to one that was looked at
	}
	s.seen[response.URL] = true
	document, err := feed.Parse(response.Body, contextOf(response))
	if err != nil {
		s.tried = append(s.tried, address+" (no feed)")
		return Found{}, response, false
	}
	return s.of(address, document, why), response, true
}

// named looks at the feeds that the page names or links to, and at those on a page of feeds that it links to.
func (s *seeker) named(ctx context.Context) []Found {
	s.candidates = feed.Discover(s.page, s.at)
	return s.probeAll(ctx, s.candidates, false)
}

// guessed looks at the places where such a site usually keeps its feed.
func (s *seeker) guessed(ctx context.Context) []Found { return s.probeAll(ctx, s.candidates, true) }

// probeAll looks at candidates until one is a feed, or at all of them. The others are told of, but not looked at.
func (s *seeker) probeAll(ctx context.Context, candidates []feed.Candidate, guesses bool) []Found {
	var found []Found
	looks := 0
	for _, c := range candidates {
		if c.Guess != guesses {
			continue
		}
		enough := len(found) > 0 && !s.wanted.All
		if enough && !guesses {
			found = append(found, Found{Subscription: news.Subscription{URL: c.URL, Title: c.Title, Home: s.at.URL}, Type: c.Type, Why: c.Why})
			continue
		}
		if looks++; enough || looks > maxNamed && !s.wanted.All || looks > maxGuesses && guesses {
			break
		}
		one, response, ok := s.probe(ctx, c.URL, strings.TrimSuffix(c.Why, "; not looked at"), false)
		switch {
		case ok:
			one.Type = c.Type
			one.Subscription.Title = cmp.Or(one.Subscription.Title, c.Title)
			found = append(found, one)
			if guesses {
				return found // two formats of the same, most likely
			}
		case response != nil && !guesses: // a page about feeds: perhaps it lists them
			more := slices.DeleteFunc(feed.Discover(response.Body, contextOf(response)), func(c feed.Candidate) bool { return c.Guess })
			for _, c := range more[:min(len(more), maxNamed)] {
				if one, _, ok := s.probe(ctx, c.URL, "listed on "+response.URL, false); ok {
					one.Type = c.Type
					found = append(found, one)
					if !s.wanted.All {
						break
					}
				}
			}
		}
	}
	return found
}

// listed takes the page itself when it is a list of articles.
func (s *seeker) listed(context.Context) []Found {
	found, err := s.list()
	if err != nil {
		s.noList = err
		return nil
	}
	return []Found{found}
}

func (s *seeker) list() (Found, error) {
	document, err := feed.ParsePage(s.page, s.at, s.wanted.Selectors)
	if err != nil {
		return Found{}, err
	}
	why := "the page lists articles"
	if !s.wanted.Selectors.Empty() {
		why = "the page lists articles where the selectors say"
	}
	found := s.of(s.address, document, why)
	found.Subscription.Kind, found.Subscription.Wish.Selectors = news.FeedPage, s.wanted.Selectors
	return found, nil
}

func (s *seeker) nothing() error {
	tried := strings.Join(s.tried, ", ")
	return fmt.Errorf("no feed found at %s: looked at %s; and the page itself: %s. Give the address of the feed, or of a page that lists articles: %w",
		s.address, cmp.Or(tried, "nothing else"), strings.TrimSuffix(s.noList.Error(), ": "+news.ErrInvalid.Error()), news.ErrNotFound)
}

// short is why a call failed, without the address.
func short(err error) string {
	e, ok := errors.AsType[*fetch.Error](err)
	switch {
	case !ok:
		return err.Error()
	case e.Status != 0:
		return fmt.Sprint(e.Status)
	case e.Kind == fetch.Blocked:
		return "blocked"
	}
	return "no answer"
}
