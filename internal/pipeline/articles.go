package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"nutgraf/internal/enrich"
	"nutgraf/internal/extract"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

type articleStore interface {
	ClaimEntries(ctx context.Context, now, until time.Time, limit, version int) ([]news.Work, error)
	SaveArticles(ctx context.Context, outcomes []news.Outcome, now time.Time) error
}

// How often a page that does not come is asked for, and how long to wait after the first failure; each wait is
// four times the one before.
const (
	fetchAttempts = 4
	firstRetry    = 5 * time.Minute
)

// mostAttempts is how often an entry is claimed at all. More than the fetches above means that it ended the program.
const mostAttempts = 12

// wholeHeadline is the length in bytes from which a feed's title is no mere label.
const wholeHeadline = 16

// articles reads new entries into articles. It returns how many entries it took.
func (p *Pipeline) articles(ctx context.Context) (int, error) {
	now := time.Now()
	todo, err := p.Store.ClaimEntries(ctx, now, now.Add(p.Lease), p.Batch, ArticlesVersion)
	if err != nil || len(todo) == 0 {
		return 0, err
	}
	// What cannot be fetched while the lease lasts is tried again later: nobody else must take it meanwhile.
	reading, cancel := context.WithTimeout(ctx, p.Lease*3/4)
	defer cancel()
	made := each(reading, p.Workers, todo, p.article)
	if ctx.Err() != nil {
		return 0, ctx.Err() // stopped half-way: an outcome "context canceled" is nobody's fault
	}
	return len(todo), p.Store.SaveArticles(ctx, made, time.Now())
}

// article reads one entry: fetch → extract → enrich. It never touches the store.
func (p *Pipeline) article(ctx context.Context, w news.Work) (out news.Outcome) {
	out = news.Outcome{Entry: w.Entry, Version: ArticlesVersion, LeaseUntil: w.LeaseUntil, Learned: w.Learned}
	out.Entry.Capture = nil // kept already
	defer func() {
		if fault := recover(); fault != nil { // one page must not end the program
			out.Articles, out.Reason, out.Problem = nil, news.ReasonFailed, fmt.Sprintf("reading it failed: %v", fault)
			p.Log.Error("reading an entry panicked", "entry", w.Entry.ID, "url", w.Entry.URL, "err", fault, "stack", string(debug.Stack()))
		}
	}()
	if w.Attempts >= mostAttempts {
		out.Reason, out.Problem = news.ReasonFailed, fmt.Sprintf("given up after %d attempts", w.Attempts)
		return out
	}
	capture := w.Entry.Capture
	if (capture == nil || w.Stale) && fetchable(w) {
		fetched, err := p.capture(ctx, w)
		switch {
		case err == nil:
			capture, out.Entry.Capture = fetched, fetched
		case capture == nil:
			return p.withoutPage(w, out, err)
		}
	}
	if capture == nil {
		return p.fromEntry(w, out)
	}
	reading, err := p.pageOf(w, capture)
	out.Look = &reading.Look
	out.Look.Fresh = capture == out.Entry.Capture
	if err != nil {
		out.Reason, out.Problem = news.ReasonNotArticle, err.Error()
		if errors.Is(err, news.ErrForbidden) {
			out.Reason = news.ReasonBlocked
		}
		if kept := w.Entry.Capture; kept != nil && kept != capture { // what now stands there is no article: the kept page is
			if before, err := p.pageOf(w, kept); err == nil {
				capture, reading, out.Entry.Capture = kept, before, nil
			}
		}
	}
	if len(reading.Articles) == 0 {
		return p.fromEntry(w, out)
	}
	articles := reading.Articles
	for i := range articles {
		articles[i].FetchedAt = capture.FetchedAt
		if len(articles) == 1 {
			told := told(w)
			articles[i] = fill(extract.Better(articles[i], told), told)
		} else if articles[i].PublishedAt.IsZero() {
			articles[i].PublishedAt = w.Entry.PublishedAt // of the page that stacks it: better than when we came by
		}
	}
	out.Articles = p.finish(w, articles)
	return out
}

// pageOf reads a captured page as its source is read.
func (p *Pipeline) pageOf(w news.Work, c *news.Capture) (extract.Reading, error) {
	return inTurn(p.turns, len(c.Body), func() (extract.Reading, error) {
		return extract.Read(c.Body, extract.Context{
			URL: c.URL, ContentType: c.ContentType, Now: p.Now(), Rules: w.Rules, Furniture: known(w),
		})
	})
}

// known reports what is furniture of a work's source.
func known(w news.Work) func(key uint64) bool {
	return func(key uint64) bool { return w.Furniture[key] }
}

// told is the article that the feed itself tells.
func told(w news.Work) news.Article {
	articles := []news.Article{extract.FromEntry(w.Entry)}
	extract.Learned(articles, known(w))
	return articles[0]
}

// fetchable reports whether the entry's page is to be read: not that of a newsletter, which came whole, nor when the
// operator wants the feed's own words.
func fetchable(w news.Work) bool {
	return w.Entry.URL != "" && w.Entry.FeedID != 0 && w.Feed.Kind != news.FeedMail && w.Feed.Wish.Reading == news.ReadPage
}

// acceptPage is the Accept header for requests that hope for a web page.
const acceptPage = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"

// maxArticlePage is the largest page that is read as an article, in bytes. The heaviest front pages have some two
// million; many large ones at once would need gigabytes.
const maxArticlePage = 5 << 20

// capture fetches a page, as the operator wants the feed's own host to be asked.
func (p *Pipeline) capture(ctx context.Context, w news.Work) (*news.Capture, error) {
	r := requestOf(w.Feed).For(w.Entry.URL)
	r.Accept, r.IgnoreRobots, r.MaxBytes = acceptPage, false, maxArticlePage
	response, err := p.Fetcher.Get(ctx, r)
	if err != nil {
		return nil, err
	}
	return &news.Capture{
		URL: response.URL, ContentType: response.ContentType, FetchedAt: p.Now(), Body: response.Body,
	}, nil
}

// withoutPage decides what becomes of an entry whose page did not come: asked for again while there is hope,
// else what the feed itself said is shown.
func (p *Pipeline) withoutPage(w news.Work, out news.Outcome, err error) news.Outcome {
	out.Reason, out.Problem = reasonOf(err), err.Error()
	if e, ok := errors.AsType[*fetch.Error](err); ok && e.Temporary {
		switch {
		case e.Held && w.Attempts+1 < mostAttempts: // nobody was asked: that is no attempt
			out.RetryAt = time.Now().Add(max(firstRetry, e.RetryAfter))
		case !e.Held && w.Attempts+1 < fetchAttempts:
			out.RetryAt = time.Now().Add(max(firstRetry<<(2*w.Attempts), e.RetryAfter))
		}
	}
	if out.Reason == news.ReasonGone {
		return out // taken down: showing what the feed said would bring it back
	}
	return p.fromEntry(w, out)
}

// fromEntry makes the article of the feed's own words.
func (p *Pipeline) fromEntry(w news.Work, out news.Outcome) news.Outcome {
	articles := []news.Article{extract.FromEntry(w.Entry)}
	if articles[0].Headline == "" {
		if out.Reason == news.ReasonNone {
			out.Reason, out.Problem = news.ReasonNotArticle, fmt.Sprintf("entry %q has neither a page nor a title", w.Entry.GUID)
		}
		return out
	}
	if out.Look == nil {
		out.Look = &news.Look{}
	}
	out.Look.Imprints = extract.Learned(articles, known(w))
	out.Articles = p.finish(w, articles)
	return out
}

// finish gives the articles of one entry what the entry and its source know, and enriches them.
func (p *Pipeline) finish(w news.Work, articles []news.Article) []news.Article {
	hint := enrich.Hint{FeedSection: w.Feed.Section, Source: w.Source, Tags: w.Entry.Tags}
	for i, a := range articles {
		a.EntryID, a.SourceID, a.Part = w.Entry.ID, w.Entry.SourceID, i
		a.SeenAt = w.Entry.SeenAt
		if a.URL == "" {
			a.URL = w.Entry.URL
		}
		articles[i] = enrich.Enrich(a, hint)
	}
	return articles
}

// fill completes a page's only article with what its feed said of it.
func fill(a, told news.Article) news.Article {
	if a.Headline == "" || (len(told.Headline) >= wholeHeadline && strings.Contains(a.Headline, told.Headline)) {
		a.Headline = told.Headline // the page's title is often that with the site's name round it
	}
	if a.PublishedAt.IsZero() || (a.DateOnly && sameDay(a.PublishedAt, told.PublishedAt)) {
		a.PublishedAt, a.DateOnly = told.PublishedAt, false
	}
	if a.UpdatedAt.IsZero() {
		a.UpdatedAt = told.UpdatedAt
	}
	if len(a.Authors) == 0 {
		a.Authors = told.Authors
	}
	if a.Image.URL == "" {
		a.Image.URL = told.Image.URL
	}
	if a.Summary == "" {
		a.Summary = told.Summary
	}
	if len(a.Enclosures) == 0 {
		a.Enclosures = told.Enclosures
	}
	if (told.Kind == news.KindAudio || told.Kind == news.KindVideo) && (a.Kind == news.KindReport || a.Kind == news.KindStub || a.Kind == "") {
		a.Kind = told.Kind
	}
	return a
}

// sameDay reports whether t can fall on the day that begins at midnight UTC of day, wherever on Earth it was written.
func sameDay(day, t time.Time) bool {
	since := t.Sub(day)
	return since > -14*time.Hour && since < 38*time.Hour
}
