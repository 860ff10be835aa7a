package web

import (
	"strings"
	"time"

	"nutgraf/internal/licence"
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
	Says   news.Phrase // empty when all is well
	Cause  string      // for the owner only
	Do     news.Phrase // likewise
	Since  stamp
	Read   stamp
	Next   news.Phrase
	Every  news.Phrase // between polls
	Rhythm news.Phrase // of its news
	Newest stamp
	Bytes  news.Phrase
	Each   news.Phrase // bytes of a poll
	Polls  int
	Same   int // percent of polls that were "not modified"
	Failed int // in a row
	Push   stamp
	NoPush string
	Moved  string        // for the owner only: its address before
	Wish   []news.Phrase // what the operator asks for, without secrets
	Turns  []turnLine

	Stopped bool
	Form    *feedForm // the owner's settings; nil where they are not offered
}

// turnLine is a change of condition.
type turnLine struct {
	State badge
	At    stamp
}

// badge is a state as a word with a sign, so that neither colour nor sign stands alone.
type badge struct {
	Word string
	Sign string
	Kind string // for its colour: good, busy, warn, bad
}

var badges = map[news.FeedState]badge{
	news.FeedNew: {news.Word("new"), "○", "busy"}, news.FeedWell: {news.Word("well"), "✓", "good"}, news.FeedQuiet: {news.Word("waiting"), "‖", "busy"},
	news.FeedSilent: {news.Word("silent"), "◌", "warn"}, news.FeedMoving: {news.Word("moving"), "→", "warn"}, news.FeedMoved: {news.Word("moved"), "→", "good"},
	news.FeedFailing: {news.Word("failing"), "✕", "bad"}, news.FeedBlocked: {news.Word("blocked"), "⊘", "bad"}, news.FeedGone: {news.Word("gone"), "†", "bad"},
	news.FeedStopped: {news.Word("stopped"), "■", "busy"}, news.FeedUnlisted: {news.Word("unlisted"), "■", "busy"},
	"": {news.Word("no feed"), "–", "busy"},
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
		line.Rhythm = news.Say("news about every %s", news.Span(h.Rhythm))
	}
	if h.Bytes > 0 {
		line.Bytes = news.Bytes(h.Bytes)
		line.Each = news.Bytes(h.Bytes / max(h.Polls, 1))
	}
	if h.Polls > 0 {
		line.Same = int((100*h.Unchanged + h.Polls/2) / h.Polls)
	}
	if h.HubUntil.After(now) {
		line.Push = when(h.HubUntil, now)
	}
	for _, t := range f.Turns(now) {
		line.Turns = append([]turnLine{{badges[t.State], when(t.At, now)}}, line.Turns...)
	}
	if whole {
		line.URL, line.Cause, line.Do, line.NoPush = outward(f.URL), c.Cause, c.Do, h.HubProblem
		line.Moved, line.Wish = h.MovedFrom, wishWords(f.Wish)
	}
	return line
}

// wishWords say what an operator asked for of a feed, without its secrets.
func wishWords(w news.FeedWish) (words []news.Phrase) {
	if w.Interval > 0 {
		words = append(words, every(w.Interval))
	}
	if w.User != "" || w.Password != "" {
		words = append(words, news.Say("with a password"))
	}
	for _, h := range w.Headers {
		words = append(words, news.Say("with the header %s", h.Name))
	}
	if w.Reading == news.ReadFeed {
		words = append(words, news.Say("articles are read in the feed alone"))
	}
	if !w.Selectors.Empty() {
		words = append(words, news.Say("with selectors of your own"))
	}
	return words
}

// every words a poll interval.
func every(d time.Duration) news.Phrase {
	if d <= 0 {
		return news.Phrase{}
	}
	return news.Say("every %s", news.Span(d))
}

// soon words a moment to come.
func soon(t, now time.Time) news.Phrase {
	switch d := t.Sub(now); {
	case t.IsZero():
		return news.Phrase{}
	case d <= 0:
		return news.Say("next now")
	default:
		return news.Say("next in %s", news.Span(d))
	}
}

// licenceNames say what is shown of a source's work.
var licenceNames = map[news.Licence]string{
	news.LicenceHeadline: news.Word("headlines"), news.LicenceExcerpt: news.Word("excerpts"), news.LicenceExcerptImages: news.Word("excerpts with pictures"),
	news.LicenceText: news.Word("full text without pictures"), news.LicenceFull: news.Word("full text"),
}

func licenceWords(g licence.Grant) string {
	return licenceNames[g.Licence()]
}
