package pipeline

import (
	"context"
	"net/url"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// moveAfter is how long a feed has to lead to its new address before that is believed: servers, and those who keep
// them, err for a day or two, and a captive network leads everybody to itself.
const moveAfter = 3 * 24 * time.Hour

// settle watches where the feed leads: by permanent redirects (301, 308), or by its own word (itunes:new-feed-url). It
// moves there when it has led there for long enough; any other answer in between starts the watch anew. document is nil
// for "not modified", which says nothing against the feed's word. The feed's atom:link rel=self moves nothing: many are
// wrong, and what is fetched is what readers asked for.
func (p *Pipeline) settle(ctx context.Context, f news.Feed, response *fetch.Response, document *feed.Document, now time.Time) news.Feed {
	to := news.Move{To: response.MovedTo, Since: now}
	if to.To == "" && document == nil && f.Moving.Announced {
		return f
	}
	if to.To == "" && document != nil && document.MovedTo != "" {
		to = news.Move{To: document.MovedTo, Since: now, Announced: true}
	}
	if to.To == "" || to.To == f.URL || !mayFollow(f, to.To) {
		f.Moving = news.Move{}
		return f
	}
	known := f.Moving.To == to.To && f.Moving.Announced == to.Announced
	ripe := known && now.Sub(f.Moving.Since) >= moveAfter
	if to.Announced && (!known || ripe) && !p.sameFeed(ctx, f, document, to.To, now) {
		f.Moving = news.Move{}
		return f
	}
	switch {
	case ripe:
		p.Log.Warn("feed has moved", "feed", f.ID, "url", shown(f.URL), "to", shown(to.To))
		f.Health.MovedFrom, f.Health.MovedAt = f.URL, now
		f.URL, f.Moving = to.To, news.Move{}
		if to.Announced {
			f.ETag, f.LastModified = "", "" // the old address's
		}
	case !known:
		f.Moving = to
	}
	return f
}

// mayFollow reports whether a feed may be followed to an address. What an operator gave for one host, such as a password,
// must not reach another because the first one says so; whoever gave it has to move the feed.
func mayFollow(f news.Feed, to string) bool {
	r := requestOf(f)
	there := r.For(to)
	return r.User == there.User && r.Password == there.Password && len(r.Headers) == len(there.Headers)
}

// sameFeed reports whether the document is to be had at another address too.
func (p *Pipeline) sameFeed(ctx context.Context, f news.Feed, document *feed.Document, address string, now time.Time) bool {
	r := requestOf(f)
	r.URL, r.ETag, r.LastModified = address, "", ""
	r.User, r.Password, r.Headers = "", "", nil // meant for the host that the operator knows
	response, err := p.Fetcher.Get(ctx, r)
	if err != nil {
		return false
	}
	other, err := p.read(response, f, now)
	return err == nil && overlap(document.Entries, other.Entries)
}

// overlap reports whether two documents are one feed: at least half of the smaller one's entries are in the other.
func overlap(a, b []news.Entry) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	known := map[string]bool{}
	for _, e := range b {
		known[e.GUID] = true
		known[e.URL] = e.URL != ""
	}
	common := 0
	for _, e := range a {
		if known[e.GUID] || known[e.URL] {
			common++
		}
	}
	return common > 0 && 2*common >= len(a)
}

// shown is an address as a log may have it: without a password.
func shown(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return "unreadable"
}
