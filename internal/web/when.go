package web

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
	"time"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
)

// stamp is a time that a page shows: in short words, with the whole date for those who ask. Templates put it into words
// by the functions ago, full and mark.
type stamp struct {
	ISO   string // for <time datetime>; empty when the time is unknown
	at    time.Time
	now   time.Time
	whole bool  // a day without a time of day
	until int64 // its words stay until then, in seconds; 0: until a midnight at least
}

// when is a time as seen at now, in now's location.
func when(t, now time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	return stamp{ISO: t.UTC().Format(time.RFC3339), at: t.In(now.Location()), now: now, until: until(changesAt(t, now))}
}

// onDay is when for a date without a time of day.
func onDay(t, now time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	return stamp{ISO: t.Format(time.DateOnly), at: t, now: now, whole: true}
}

// Formats of dates; each is a message, which a language may order in its own way.
var (
	shortDay  = news.Word("2 January")
	yearDay   = news.Word("2 January 2006")
	longDay   = news.Word("Monday 2 January 2006")
	longTime  = news.Word("Monday 2 January 2006, 15:04 MST")
	monthYear = news.Word("January 2006")
)

// At is the time itself.
func (t stamp) At() time.Time { return t.at }

// ago is "2 h ago", or the day when that was over a week ago.
func (t stamp) ago(say *message.Speaker) string {
	if t.ISO == "" {
		return ""
	}
	if !t.whole {
		switch d := t.now.Sub(t.at); {
		case d < time.Minute: // clocks differ: the near future is now
			return say.T("just now")
		case d < time.Hour:
			n := int(d / time.Minute)
			return say.N("%d min ago", "%d min ago", n)
		case d < 24*time.Hour:
			n := int(d / time.Hour)
			return say.N("%d h ago", "%d h ago", n)
		case d < 7*24*time.Hour:
			n := int(d / (24 * time.Hour))
			return say.N("%d d ago", "%d d ago", n)
		}
	}
	return t.day(say)
}

// day is "2 January", with the year where that is not this one.
func (t stamp) day(say *message.Speaker) string {
	switch {
	case t.ISO == "":
		return ""
	case t.at.Year() == t.now.Year():
		return say.Date(t.at, shortDay)
	}
	return say.Date(t.at, yearDay)
}

// full is "Monday 23 November 2026, 14:05 UTC".
func (t stamp) full(say *message.Speaker) string {
	switch {
	case t.ISO == "":
		return ""
	case t.whole:
		return say.Date(t.at, longDay)
	}
	return say.Date(t.at, longTime)
}

// mark is what <time> says with it.
func (t stamp) mark(say *message.Speaker) template.HTMLAttr {
	return timeMark(t.ISO, t.full(say))
}

func timeMark(iso, full string) template.HTMLAttr {
	return template.HTMLAttr(fmt.Sprintf(`datetime="%s" title="%s"`, iso, html.EscapeString(full))) //nolint:gosec // escaped
}

// count writes a number with thin groups of three: 12 345.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}
