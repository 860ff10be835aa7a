package app

import (
	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// document reads what came.
func (x *examination) document(r *fetch.Response) {
	now := x.Now()
	at := feed.Context{URL: r.URL, ContentType: r.ContentType, Now: now}
	document, err := feed.ParseAs(x.feed.Kind, r.Body, at, x.feed.Wish.Selectors)
	if err != nil {
		x.noFeed(r, at, err)
		return
	}
	x.fine("format", "%s: %q", document.Format, markup.PlainText(document.Title))
	for _, note := range document.Notes {
		x.note("parser", "", "%s", note)
	}
	if len(document.Listed) > 0 {
		x.fine("list", "it names %d feeds", len(document.Listed))
		return
	}
	if len(document.Entries) == 0 {
		x.note("entries", "look whether the publisher has another feed", "there are none in it")
	} else {
		x.fine("entries", "%d", len(document.Entries))
	}
	f := x.feed
	f.PolledAt, f.SucceededAt, f.Failures, f.Stopped, f.Health.Changes = now, now, 0, false, nil
	f = feed.Schedule(feed.Observe(f, document, now), document, feed.Pace{Now: now, MaxAge: r.MaxAge})
	if f.Health.NewestAt.IsZero() {
		x.note("newest", "", "no entry has a date that is past")
	} else if c := f.Condition(now); c.State == news.FeedSilent {
		x.note("newest", c.Do.String(), "%s", c.Says)
	} else {
		x.fine("newest", "%s ago", news.Span(now.Sub(f.Health.NewestAt)))
	}
	if f.Health.Rhythm > 0 {
		x.fine("rhythm", "an entry about every %s", news.Span(f.Health.Rhythm))
	}
	x.fine("next reading", "in %s, by the feed's rhythm and what it and its server ask for", news.Span(f.NextPollAt.Sub(now)))
	if document.Hub != "" {
		x.fine("hub", "%s offers to push its news", document.Hub)
	}
	if document.MovedTo != "" {
		x.note("redirect", "", "the feed says that it has moved to %s", document.MovedTo)
	}
}

// maxToldFeeds is how many feeds of a page are told.
const maxToldFeeds = 10

// noFeed tells what a page offers instead.
func (x *examination) noFeed(r *fetch.Response, at feed.Context, err error) {
	named := feed.Discover(r.Body, at)
	if x.feed.Kind != news.FeedPlain || len(named) == 0 {
		x.wrong("format", "give the address of the feed itself", "%s", plainWords(err))
		return
	}
	do := "follow one of the feeds below with \"nutgraf add\""
	if x.feed.ID != 0 {
		x.wrong("format", do, "%s", plainWords(err))
	} else {
		x.note("format", do, "%s", plainWords(err))
	}
	for _, candidate := range named[:min(len(named), maxToldFeeds)] {
		x.note("feed of it", "", "%s (%s)", candidate.URL, candidate.Why)
	}
}
