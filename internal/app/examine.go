package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// Examiner looks at one address, step by step, as the service would read it.
type Examiner struct {
	Client *fetch.Client
	Allow  []netip.Prefix // networks that may be called though they are not public
	Now    func() time.Time
}

// Feed examines a feed, followed or not; one that is not followed has only an address. The address may be that of a
// site: then its feeds are named.
func (e Examiner) Feed(ctx context.Context, f news.Feed) []Finding {
	x := &examination{Examiner: e, feed: f}
	if f.ID != 0 {
		c := f.Condition(e.Now())
		verdict := Fine
		if c.State.Trouble() {
			verdict = Note
		}
		x.all = append(x.all, Finding{"followed", verdict, strings.TrimSpace(fmt.Sprintf("as feed %d, %s: %s %s", f.ID, c.State, c.Says, c.Cause)), c.Do.String()})
	}
	if at, ok := x.where(); ok && x.names(ctx, at) {
		x.robots(ctx)
		if response, ok := x.call(ctx); ok {
			x.answer(response)
			x.document(response)
			x.again(ctx, response)
		}
	}
	return x.all
}

// examination is the state of one.
type examination struct {
	Examiner
	findings
	feed news.Feed
}

// where reads the address.
func (x *examination) where() (*url.URL, bool) {
	if !strings.Contains(x.feed.URL, "://") {
		x.feed.URL = "https://" + x.feed.URL
	}
	if x.feed.Kind == news.FeedMail {
		x.note("address", "", "%s is a mailbox; only feeds and pages are examined", x.feed.URL)
		return nil, false
	}
	if err := x.feed.Validate(); err != nil {
		x.wrong("address", "give an address such as https://www.example.org/feed.xml", "%s", plainWords(err))
		return nil, false
	}
	at, err := url.Parse(x.feed.URL)
	return at, err == nil
}

// names asks DNS, and holds what it says against the guard.
func (x *examination) names(ctx context.Context, at *url.URL) bool {
	host := strings.TrimSuffix(strings.ToLower(at.Hostname()), ".")
	addresses := []netip.Addr{netip.MustParseAddr("127.0.0.1")} // what the client takes .localhost for
	if host != "localhost" && !strings.HasSuffix(host, ".localhost") {
		var err error
		if addresses, err = net.DefaultResolver.LookupNetIP(ctx, "ip", host); err != nil {
			x.wrong("DNS", "check the spelling of the host, and this machine's DNS", "%s is not found: %v", host, err)
			return false
		}
	}
	var words []string
	refused := 0
	for _, a := range addresses {
		words = append(words, a.Unmap().String())
		if !x.allowed(a) {
			refused++
		}
	}
	x.fine("DNS", "%s is at %s", host, strings.Join(words, ", "))
	switch {
	case refused == len(addresses):
		x.wrong("address guard", "if that network is yours, allow it with --allow-networks", "%s is not public, and is not called", strings.Join(words, ", "))
		return false
	case refused > 0:
		x.note("address guard", "", "%d of the %d addresses are not public, and are not called", refused, len(addresses))
	default:
		x.fine("address guard", "it may be called")
	}
	return true
}

func (x *examination) allowed(a netip.Addr) bool {
	for _, n := range x.Allow {
		if n.Contains(a.Unmap()) {
			return true
		}
	}
	return fetch.Public(a)
}

// robots tells what the site asks of programs. A feed that a person named is read regardless; a page is not.
func (x *examination) robots(ctx context.Context) {
	err := x.Client.Allowed(ctx, x.feed.URL)
	switch {
	case err == nil:
		x.fine("robots.txt", "the site lets programs read it")
	case x.feed.Kind == news.FeedPage:
		x.wrong("robots.txt", "follow a feed of this publisher instead of a page", "%v", errors.Unwrap(err))
	default:
		x.note("robots.txt", "", "%v; a feed that a person asked for is read nevertheless, article pages there are not", errors.Unwrap(err))
	}
}

// request asks as the pipeline does.
func (x *examination) request() fetch.Request {
	r := fetch.Request{URL: x.feed.URL, Accept: feed.Accept, IgnoreRobots: x.feed.Kind != news.FeedPage, User: x.feed.Wish.User, Password: x.feed.Wish.Password}
	for _, h := range x.feed.Wish.Headers {
		r.Headers = append(r.Headers, fetch.Header(h))
	}
	return r
}

// call fetches the address. What keeps us out is named.
func (x *examination) call(ctx context.Context) (*fetch.Response, bool) {
	began := x.Now()
	response, err := x.Client.Get(ctx, x.request())
	if err == nil {
		x.fine("answer", "%d %s, %s on the wire, %s to read, after %v", response.Status, http.StatusText(response.Status),
			news.Bytes(response.Wire), news.Bytes(int64(len(response.Body))), x.Now().Sub(began).Round(time.Millisecond))
		return response, true
	}
	e, ok := errors.AsType[*fetch.Error](err)
	if !ok {
		x.wrong("answer", "", "%v", err)
		return nil, false
	}
	now := x.Now()
	failed := news.Feed{ID: x.feed.ID, PolledAt: now, SucceededAt: x.feed.SucceededAt, Failures: 1, Reason: reasonOf(e.Kind), Problem: e.Error(), Health: news.Health{Diagnosis: e.Wall}}
	condition := failed.Condition(now)
	do := condition.Do.String()
	if x.feed.ID == 0 && strings.Contains(do, "sources set") {
		do = "If you have them: follow it, then give them with \"nutgraf sources set\"."
	}
	says := e.Err.Error()
	if e.Status != 0 && !strings.Contains(says, fmt.Sprint(e.Status)) {
		says = fmt.Sprintf("%d %s: %s", e.Status, http.StatusText(e.Status), says)
	}
	x.wrong("answer", do, "%s", says)
	if e.Wall != "" {
		x.wrong("wall", "", "who keeps us out: %s", e.Wall)
	}
	if e.RetryAfter > 0 {
		x.note("Retry-After", "", "the host wants no calls for %s", news.Span(e.RetryAfter))
	}
	return nil, false
}

// reasonOf is a kind of failure as the pipeline stores it.
func reasonOf(k fetch.Kind) news.Reason {
	switch k {
	case fetch.Gone:
		return news.ReasonGone
	case fetch.Blocked:
		return news.ReasonBlocked
	case fetch.TooLarge:
		return news.ReasonTooLarge
	}
	return news.ReasonFailed
}

// answer tells of redirects and headers.
func (x *examination) answer(r *fetch.Response) {
	switch {
	case r.MovedTo != "":
		x.note("redirect", "follow it there when that is so for days; the service does so by itself", "it has moved for good to %s", r.MovedTo)
	case r.URL != x.feed.URL:
		x.note("redirect", "", "for now it leads to %s", r.URL)
	}
	for _, name := range []string{"Content-Type", "Content-Encoding", "ETag", "Last-Modified", "Cache-Control", "Expires", "Retry-After", "Server"} {
		if value := r.Header.Get(name); value != "" {
			x.fine("header", "%s: %.200s", name, value)
		}
	}
	if r.ETag == "" && r.LastModified == "" {
		x.note("conditional", "", "neither ETag nor Last-Modified: every reading takes the whole feed")
	}
	if date, err := http.ParseTime(r.Header.Get("Date")); err == nil {
		if off := x.Now().Sub(date); off > clockSlack || off < -clockSlack {
			x.note("clock", "compare this machine's clock with another", "the server's clock and this machine's differ by %s", news.Span(off))
		}
	}
}

// again asks once more with the validators, as every later reading will.
func (x *examination) again(ctx context.Context, first *fetch.Response) {
	if first.ETag == "" && first.LastModified == "" {
		return
	}
	r := x.request()
	r.ETag, r.LastModified = first.ETag, first.LastModified
	second, err := x.Client.Get(ctx, r)
	switch {
	case err != nil:
		x.note("conditional", "", "asked again, it fails: %v", err)
	case second.NotModified:
		x.fine("conditional", "asked again, it answers 304 Not Modified, with %s", news.Bytes(second.Wire))
	default:
		x.note("conditional", "", "asked again, it sends everything once more (%d): its validators do not work, or it changed meanwhile", second.Status)
	}
}

// Reach calls a few of the feeds that are followed, each on another host, and says whether they answer.
func (e Examiner) Reach(ctx context.Context, feeds []news.Feed, most int) []Finding {
	f := &findings{}
	seen := map[string]bool{}
	failed, date := 0, time.Duration(0)
	for _, one := range feeds {
		host := news.HoldHost(one.URL)
		if seen[host] || one.Stopped || one.Kind == news.FeedMail || len(seen) == most {
			continue
		}
		seen[host] = true
		x := &examination{Examiner: e, feed: one}
		response, err := e.Client.Get(ctx, x.request())
		if err != nil {
			failed++
			f.note("online", fmt.Sprintf("\"nutgraf doctor %d\" goes step by step", one.ID), "%s: %v", host, err)
			continue
		}
		f.fine("online", "%s answers %d", host, response.Status)
		if told, err := http.ParseTime(response.Header.Get("Date")); err == nil {
			date = e.Now().Sub(told)
		}
	}
	switch {
	case len(seen) == 0:
		f.note("online", "", "no feed to call")
	case failed == len(seen):
		f.wrong("online", "check DNS, the firewall and the way out of this machine", "none of the %d feeds that were called answers", failed)
	case date > clockSlack || date < -clockSlack:
		f.wrong("clock", "set the clock (timedatectl, ntp)", "this machine's clock differs from a publisher's by %s", news.Span(date))
	}
	return f.all
}
