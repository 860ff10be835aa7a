package web

import (
	"fmt"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/message"
	"nutgraf/internal/news"
)

// sourceLine is a source with its health.
type sourceLine struct {
	ID        news.SourceID
	Name, URL string
	Home      string
	Host      string
	Language  string
	Country   string
	Licence   string
	Articles  int
	Feeds     []feedLine
	State     badge
	Drifts    []driftLine // how its pages are read worse than they were
}

// feedLine is one feed's health, in words.
type feedLine struct {
	ID     news.FeedID
	Title  string
	URL    string // for the owner only: it may hold a key
	State  badge
	Says   string // empty when all is well
	Cause  string // for the owner only
	Do     string // likewise
	Since  stamp
	Read   stamp
	Next   string
	Every  string // between polls
	Rhythm string // of its news
	Newest stamp
	Bytes  string
	Each   string // bytes of a poll
	Polls  int
	Same   string // share of "not modified"
	Failed int    // in a row
	Push   string
	NoPush string
	Moved  string // for the owner only: its address before
	Wish   string // what the operator asks for, without secrets
	Turns  []turnLine

	Stopped bool
	Form    *feedForm // the owner's settings; nil where they are not offered
}

// turnLine is a change of condition.
type turnLine struct {
	State badge
	At    stamp
	Says  string
}

// badge is a state as a word with a sign, so that neither colour nor sign stands alone.
type badge struct {
	Word string
	Sign string
	Kind string // for its colour: good, busy, warn, bad
}

var badges = map[news.FeedState]badge{
	news.FeedNew: {"new", "○", "busy"}, news.FeedWell: {"well", "✓", "good"}, news.FeedQuiet: {"waiting", "‖", "busy"},
	news.FeedSilent: {"silent", "◌", "warn"}, news.FeedMoving: {"moving", "→", "warn"}, news.FeedMoved: {"moved", "→", "good"},
	news.FeedFailing: {"failing", "✕", "bad"}, news.FeedBlocked: {"blocked", "⊘", "bad"}, news.FeedGone: {"gone", "†", "bad"},
	news.FeedStopped: {"stopped", "■", "busy"}, news.FeedUnlisted: {"unlisted", "■", "busy"},
	"": {"no feed", "–", "busy"},
}

// sourceLine words a source; whole says that the owner asks, from whom nothing is held back.
func (s *Site) sourceLine(j news.Judged, now time.Time, whole bool) sourceLine {
	src := j.Source
	line := sourceLine{
		ID: src.ID, Name: src.Name, URL: sourcePath(src.ID, src.Name), Home: outward(src.Home), Host: src.Host, Country: src.Country,
		Licence: licenceWords(licence.For(src, s.DefaultLicence, false)), Articles: j.Articles, State: badges[stateOf(j)],
	}
	if src.Language != "" {
		primary, _, _ := strings.Cut(src.Language, "-")
		line.Language = languageName(strings.ToLower(primary))
	}
	line.Drifts = driftLines(j.Drifts, src.Host, now, whole)
	for i, f := range j.Feeds {
		line.Feeds = append(line.Feeds, lineOfFeed(f, j.Conditions[i], now, whole))
	}
	return line
}

func lineOfFeed(f news.Feed, c news.Condition, now time.Time, whole bool) feedLine {
	h := f.Health
	line := feedLine{
		ID: f.ID, Title: f.Title, State: badges[c.State], Since: when(c.Since, now), Read: when(f.SucceededAt, now), Newest: when(h.NewestAt, now),
		Failed: f.Failures, Stopped: f.Stopped, Polls: int(h.Polls),
	}
	if c.State != news.FeedWell {
		line.Says = c.Says
	}
	if !f.Stopped {
		line.Every, line.Next = every(f.Interval), soon(f.NextPollAt, now)
	}
	if h.Rhythm > 0 {
		line.Rhythm = "about every " + news.Span(h.Rhythm)
	}
	if h.Bytes > 0 {
		line.Bytes = news.Bytes(h.Bytes)
		line.Each = news.Bytes(h.Bytes / max(h.Polls, 1))
	}
	if h.Polls > 0 {
		line.Same = fmt.Sprintf("%d %%", (100*h.Unchanged+h.Polls/2)/h.Polls)
	}
	if h.HubUntil.After(now) {
		line.Push = when(h.HubUntil, now).full(message.For(message.English))
	}
	for _, t := range f.Turns(now) {
		line.Turns = append([]turnLine{{badges[t.State], when(t.At, now), t.Says}}, line.Turns...)
	}
	if whole {
		line.URL, line.Cause, line.Do, line.NoPush = outward(f.URL), c.Cause, c.Do, h.HubProblem
		line.Moved, line.Wish = h.MovedFrom, wishWords(f.Wish)
	}
	return line
}

// wishWords say what an operator asked for of a feed, without its secrets.
func wishWords(w news.FeedWish) string {
	var words []string
	if w.Interval > 0 {
		words = append(words, every(w.Interval))
	}
	if w.User != "" || w.Password != "" {
		words = append(words, "with a password")
	}
	for _, h := range w.Headers {
		words = append(words, "with the header "+h.Name)
	}
	if w.Reading == news.ReadFeed {
		words = append(words, "articles are read in the feed alone")
	}
	if !w.Selectors.Empty() {
		words = append(words, "with selectors of your own")
	}
	return strings.Join(words, ", ")
}

// every words a poll interval.
func every(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return "every " + news.Span(d)
}

// soon words a moment to come.
func soon(t, now time.Time) string {
	switch d := t.Sub(now); {
	case t.IsZero():
		return ""
	case d <= 0:
		return "now"
	default:
		return "in " + news.Span(d)
	}
}

func licenceWords(g licence.Grant) string {
	switch g.View {
	case licence.Full:
		return "full text"
	case licence.Excerpt:
		return "excerpts"
	}
	return "headlines"
}
