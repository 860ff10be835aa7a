package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// mailReader reads mailboxes; [fetch.Client] does.
type mailReader interface {
	Mail(ctx context.Context, r fetch.MailRequest) (*fetch.MailResponse, error)
}

// mailGoesOn is the pause before the next look into a mailbox where more waits.
const mailGoesOn = time.Second

var errNoMail = fmt.Errorf("this program was built to read no mailboxes: %w", news.ErrUnavailable)

// mail takes what is new in a mailbox: each newsletter becomes entries, which the store gives to their senders'
// sources. What is no newsletter is passed over.
func (p *Pipeline) mail(ctx context.Context, f news.Feed, now time.Time) (news.Poll, error) {
	if p.Mail == nil {
		return news.Poll{Feed: f}, errNoMail
	}
	response, err := p.Mail.Mail(ctx, fetch.MailRequest{URL: f.URL, User: f.Wish.User, Password: f.Wish.Password, State: f.ETag})
	if err != nil {
		return news.Poll{Feed: f}, err
	}
	f = succeeded(f, now)
	f.ETag = response.State // a mailbox has no validators but this
	document := &feed.Document{Entries: p.letters(f, response.Messages)}
	for _, message := range response.Messages {
		f.Health.Bytes += int64(len(message))
	}
	if len(response.Messages) == 0 {
		f.Reason = news.ReasonUnchanged
		f.Health.Unchanged++
	} else {
		f = feed.Observe(f, document, now)
	}
	f = feed.Schedule(f, document, feed.Pace{Now: now})
	if response.More {
		f.NextPollAt = now.Add(mailGoesOn)
	}
	return news.Poll{Feed: f, Entries: document.Entries}, nil
}

// letters reads messages into entries.
func (p *Pipeline) letters(f news.Feed, messages [][]byte) (entries []news.Entry) {
	seen := p.Now()
	for _, message := range messages {
		found, err := p.letter(message, seen)
		if _, isNoNews := errors.AsType[*feed.NoNewsError](err); isNoNews {
			p.Log.Debug("a message is passed over", "feed", f.ID, "err", err)
		} else if err != nil {
			p.Log.Info("a message is not readable", "feed", f.ID, "err", err)
		}
		for _, e := range found {
			e.SeenAt, e.FeedID, e.SourceID = seen, f.ID, f.SourceID
			entries = append(entries, e)
		}
	}
	return entries
}

// letter reads one message, in turn with other documents. One that ends in a panic is passed over: the mailbox would
// else stand still before it for ever.
func (p *Pipeline) letter(message []byte, now time.Time) (found []news.Entry, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			found, err = nil, fmt.Errorf("reading a message panicked: %v", fault)
			p.Log.Error("reading a message panicked", "err", fault, "stack", string(debug.Stack()))
		}
	}()
	return inTurn(p.turns, len(message), func() ([]news.Entry, error) { return feed.ParseMail(message, feed.Context{Now: now}) })
}

// contain turns a panic into a failure of the feed that caused it: one feed must not end the program.
func (p *Pipeline) contain(f news.Feed, now time.Time, poll *news.Poll) {
	if fault := recover(); fault != nil {
		f.PolledAt = now
		*poll = news.Poll{Feed: p.failed(f, fmt.Errorf("reading it failed: %v", fault), now)}
		p.Log.Error("reading a feed panicked", "feed", f.ID, "url", shown(f.URL), "err", fault, "stack", string(debug.Stack()))
	}
}
