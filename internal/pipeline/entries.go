package pipeline

import (
	"context"
	"errors"
	"fmt"
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

// poll asks one feed for news. Whatever goes wrong is in the feed's state. A poll that was stopped half-way is empty.
func (p *Pipeline) poll(ctx context.Context, f news.Feed) (poll news.Poll) {
	now := time.Now()
	defer p.contain(f, now, &poll)
	due := f
	f.PolledAt = now
	f.Health.Polls++
	poll, err := p.ask(ctx, f, now)
	switch {
	case err == nil:
		return poll
	case errors.Is(context.Cause(ctx), context.DeadlineExceeded): // it waited too long for its turn: not this feed's fault
		f.NextPollAt = now.Add(time.Minute)
		return news.Poll{Feed: f}
	case ctx.Err() != nil:
		return news.Poll{}
	}
	if e, held := errors.AsType[*fetch.Error](err); held && e.Held { // its host asked for silence, so it was not asked
		return news.Poll{Feed: feed.Hold(due, now, e.RetryAfter)}
	}
	return news.Poll{Feed: p.failed(poll.Feed, err, now)}
}

// ask fetches and reads one feed. Beside an error the poll has the feed with what was counted.
func (p *Pipeline) ask(ctx context.Context, f news.Feed, now time.Time) (news.Poll, error) {
	if f.Kind == news.FeedMail {
		return p.mail(ctx, f, now)
	}
	response, err := p.Fetcher.Get(ctx, requestOf(f))
	if err != nil {
		return news.Poll{Feed: f}, err
	}
	f.Health.Bytes += response.Wire
	pace := feed.Pace{Now: now, MaxAge: response.MaxAge}
	if response.NotModified {
		f = p.settle(ctx, succeeded(f, now), response, nil, now)
		f.Reason = news.ReasonUnchanged
		f.Health.Unchanged++
		return news.Poll{Feed: feed.Schedule(f, nil, pace)}, nil
	}
	document, err := p.read(response, f, now)
	if err == nil {
		document, err = p.whole(ctx, f, document, now)
	}
	if err != nil {
		return news.Poll{Feed: f}, err
	}
	f = succeeded(f, now)
	f.ETag, f.LastModified = validators(response, document)
	if f.Title == "" {
		f.Title = markup.PlainText(document.Title)
	}
	f = feed.Observe(p.settle(ctx, f, response, document, now), document, now)
	poll := news.Poll{
		Feed: feed.Schedule(f, document, pace), Source: sourceOf(document), Entries: p.own(f, document.Entries),
	}
	switch f.Kind {
	case news.FeedPlain:
		poll.Hub = hubOf(document, response.Header, f.URL)
	case news.FeedList:
		poll.Listed = trusted(f, document.Listed)
	}
	return poll, nil
}

// requestOf asks for a feed as its kind and its operator want.
func requestOf(f news.Feed) fetch.Request {
	r := fetch.Request{
		URL: f.URL, ETag: f.ETag, LastModified: f.LastModified, Accept: feed.Accept,
		IgnoreRobots: f.Kind != news.FeedPage, // who adds a feed asks for that address; a page was made for people
		User:         f.Wish.User, Password: f.Wish.Password, Headers: headersOf(f),
	}
	switch f.Kind {
	case news.FeedPage:
		r.Accept = acceptPage
	case news.FeedList:
		r.Accept = acceptList
	}
	return r
}

func headersOf(f news.Feed) []fetch.Header {
	var headers []fetch.Header
	for _, h := range f.Wish.Headers {
		headers = append(headers, fetch.Header(h))
	}
	return headers
}

// read turns an answer into a document, as the feed's kind says.
func (p *Pipeline) read(response *fetch.Response, f news.Feed, now time.Time) (*feed.Document, error) {
	at := feed.Context{URL: response.URL, ContentType: response.ContentType, Language: response.Header.Get("Content-Language"), Now: now}
	return inTurn(p.turns, len(response.Body), func() (*feed.Document, error) {
		return feed.ParseAs(f.Kind, response.Body, at, f.Wish.Selectors)
	})
}

// validators are what to send back next time. Those of a document that breaks off are not kept: "not modified" would
// then hide the rest for ever. An index of sitemaps may stay the same while what it names changes.
func validators(response *fetch.Response, document *feed.Document) (etag, lastModified string) {
	if document.Cut || len(document.Parts) > 0 {
		return "", ""
	}
	return response.ETag, response.LastModified
}

// maxParts is how many sitemaps of an index are read in one poll: the most promising ones.
const maxParts = 3

// whole fetches the parts that an index of sitemaps names. A part that does not come is told, and the others count.
func (p *Pipeline) whole(ctx context.Context, f news.Feed, index *feed.Document, now time.Time) (*feed.Document, error) {
	if len(index.Parts) == 0 {
		return index, nil
	}
	var parts []*feed.Document
	var failed error
	for _, part := range index.Parts[:min(len(index.Parts), maxParts)] {
		r := requestOf(f).For(part.URL)
		r.IgnoreRobots = false
		response, err := p.Fetcher.Get(ctx, r)
		if err == nil {
			var document *feed.Document
			if document, err = p.read(response, news.Feed{}, now); err == nil {
				parts = append(parts, document)
			}
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		failed = errors.Join(failed, err)
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("none of the sitemaps it names can be read: %w", failed)
	}
	return feed.Merge(index, parts), nil
}

// own marks entries as the feed's.
func (p *Pipeline) own(f news.Feed, entries []news.Entry) []news.Entry {
	seen := p.Now()
	for i := range entries {
		entries[i].SeenAt = seen
		entries[i].FeedID, entries[i].SourceID = f.ID, f.SourceID
	}
	return entries
}

func succeeded(f news.Feed, now time.Time) news.Feed {
	f.SucceededAt, f.Failures, f.Reason, f.Problem = now, 0, news.ReasonNone, ""
	f.Health.Diagnosis = ""
	return f
}

// failed counts the failure and puts the next poll off; a feed that is gone stops.
func (p *Pipeline) failed(f news.Feed, err error, now time.Time) news.Feed {
	f.Failures++
	f.Reason, f.Problem = reasonOf(err), err.Error()
	f.Health.Failed++
	f.Health.Diagnosis = ""
	pace := feed.Pace{Now: now}
	if e, ok := errors.AsType[*fetch.Error](err); ok {
		pace.RetryAfter = e.RetryAfter
		f.Stopped = e.Status == 410
		f.Health.Bytes += e.Wire
		f.Health.Diagnosis = e.Wall
	}
	if f.Failures == 1 || f.Stopped {
		p.Log.Warn("feed does not answer as it should", "feed", f.ID, "url", shown(f.URL), "reason", f.Reason, "err", err)
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
