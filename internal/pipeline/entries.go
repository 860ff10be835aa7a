package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

type entryStore interface {
	ClaimFeeds(ctx context.Context, now, until time.Time, limit int) ([]news.Feed, error)
	SaveEntries(ctx context.Context, polls []news.Poll, now time.Time) (int, error)
}

// entries polls the feeds that are due and saves what is new in them. It returns how many feeds it took.
func (p *Pipeline) entries(ctx context.Context) (int, error) {
	now := time.Now()
	due, err := p.Store.ClaimFeeds(ctx, now, now.Add(p.Lease), p.Batch)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	polling, cancel := context.WithTimeout(ctx, p.Lease*3/4)
	defer cancel()
	polls := each(polling, p.Workers, due, p.pollKind)
	if ctx.Err() != nil {
		return 0, ctx.Err() // stopped half-way: the leases lapse and the feeds are polled again
	}
	_, err = p.Store.SaveEntries(ctx, polls, time.Now())
	return len(due), err
}

// pollKind polls a feed as its kind asks.
func (p *Pipeline) pollKind(ctx context.Context, f news.Feed) news.Poll {
	switch f.Kind {
	case news.FeedMail:
		return p.pollMail(ctx, f)
	case news.FeedList:
		return p.pollList(ctx, f)
	}
	return p.poll(ctx, f)
}

// poll asks one feed for news. Whatever goes wrong is in the feed's state.
func (p *Pipeline) poll(ctx context.Context, f news.Feed) (poll news.Poll) {
	now := time.Now()
	defer func() {
		if fault := recover(); fault != nil { // one feed must not end the program
			poll = news.Poll{Feed: p.failed(f, fmt.Errorf("reading it failed: %v", fault), now)}
			p.Log.Error("reading a feed panicked", "feed", f.ID, "url", f.URL, "err", fault, "stack", string(debug.Stack()))
		}
	}()
	f.PolledAt = now
	response, err := p.Fetcher.Get(ctx, fetch.Request{
		URL: f.URL, ETag: f.ETag, LastModified: f.LastModified, Accept: feed.Accept, IgnoreRobots: true,
	})
	if err != nil && ctx.Err() != nil { // the batch ran out of time: not this feed's fault
		f.NextPollAt = now.Add(time.Minute)
		return news.Poll{Feed: f}
	}
	if err != nil {
		return news.Poll{Feed: p.failed(f, err, now)}
	}
	if response.NotModified {
		f = succeeded(f, now)
		f.Reason = news.ReasonUnchanged
		return news.Poll{Feed: feed.Schedule(f, nil, feed.Pace{Now: now, MaxAge: response.MaxAge})}
	}
	document, err := feed.Parse(response.Body, feed.Context{URL: response.URL, ContentType: response.ContentType, Now: now})
	if err != nil {
		return news.Poll{Feed: p.failed(f, err, now)}
	}
	f = succeeded(f, now)
	f.ETag, f.LastModified = response.ETag, response.LastModified
	if f.Title == "" {
		f.Title = markup.PlainText(document.Title)
	}
	seen := p.Now()
	for i := range document.Entries {
		document.Entries[i].SeenAt = seen
		document.Entries[i].FeedID, document.Entries[i].SourceID = f.ID, f.SourceID
	}
	return news.Poll{
		Feed:    feed.Schedule(f, document, feed.Pace{Now: now, MaxAge: response.MaxAge}),
		Source:  sourceOf(document),
		Entries: document.Entries,
	}
}

func succeeded(f news.Feed, now time.Time) news.Feed {
	f.SucceededAt, f.Failures, f.Reason, f.Problem = now, 0, news.ReasonNone, ""
	return f
}

// failed counts the failure and puts the next poll off; a feed that is gone stops.
func (p *Pipeline) failed(f news.Feed, err error, now time.Time) news.Feed {
	f.Failures++
	f.Reason, f.Problem = reasonOf(err), err.Error()
	pace := feed.Pace{Now: now}
	if e, ok := errors.AsType[*fetch.Error](err); ok {
		pace.RetryAfter = e.RetryAfter
		f.Stopped = e.Status == 410
	}
	if f.Failures == 1 || f.Stopped {
		p.Log.Warn("feed does not answer as it should", "feed", f.ID, "url", f.URL, "reason", f.Reason, "err", err)
	}
	return feed.Schedule(f, nil, pace)
}

func sourceOf(d *feed.Document) news.Source {
	return news.Source{Name: markup.PlainText(d.Title), Home: d.Link, Language: d.Language, Icon: d.Icon}
}

// reasonOf puts an error into the closed list.
func reasonOf(err error) news.Reason {
	e, ok := errors.AsType[*fetch.Error](err)
	if !ok {
		return news.ReasonFailed
	}
	switch e.Kind {
	case fetch.Gone:
		return news.ReasonGone
	case fetch.Blocked:
		return news.ReasonBlocked
	case fetch.TooLarge:
		return news.ReasonTooLarge
	}
	return news.ReasonFailed
}
