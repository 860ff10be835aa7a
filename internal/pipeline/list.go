package pipeline

import (
	"cmp"
	"context"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// listInterval is the usual pause between two readings of a list of feeds.
const listInterval = 24 * time.Hour

const listAccept = "text/x-opml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1"

// pollList reads a list of feeds (OPML); the store follows what it names. Whatever goes wrong is in the list's state.
func (p *Pipeline) pollList(ctx context.Context, f news.Feed) (poll news.Poll) {
	now := time.Now()
	defer p.contain(f, now, &poll)
	f.PolledAt = now
	response, err := p.Fetcher.Get(ctx, fetch.Request{
		URL: f.URL, ETag: f.ETag, LastModified: f.LastModified, Accept: listAccept, IgnoreRobots: true,
	})
	if err != nil && ctx.Err() != nil { // the batch ran out of time: not this list's fault
		f.NextPollAt = now.Add(time.Minute)
		return news.Poll{Feed: f}
	}
	if err != nil {
		return news.Poll{Feed: p.failed(f, err, now)}
	}
	var listed []news.Subscription
	if !response.NotModified {
		found, err := feed.ReadList(response.Body)
		if err != nil {
			return news.Poll{Feed: p.failed(f, err, now)}
		}
		listed = trusted(f, found)
	}
	f = succeeded(f, now)
	if response.NotModified {
		f.Reason = news.ReasonUnchanged
	} else {
		f.ETag, f.LastModified = response.ETag, response.LastModified
	}
	f.Interval = cmp.Or(f.Wish.Interval, listInterval)
	f.NextPollAt = now.Add(f.Interval)
	return news.Poll{Feed: f, Listed: listed}
}

// trusted takes from a list only what its author may decide: which feeds there are and how they are read, but not how
// often, how much of them is shown or what their voice weighs. A list's lists are followed, theirs are not. It is never
// nil.
func trusted(list news.Feed, found []news.Subscription) []news.Subscription {
	taken := make([]news.Subscription, 0, len(found))
	for _, w := range found {
		if w.Kind == news.FeedMail || w.Kind == news.FeedList && list.ListID != 0 {
			continue
		}
		w.Wish = news.FeedWish{Reading: w.Wish.Reading, Selectors: w.Wish.Selectors}
		w.Weight, w.Licence, w.List = 0, news.LicenceUnknown, ""
		taken = append(taken, w)
	}
	return taken
}
