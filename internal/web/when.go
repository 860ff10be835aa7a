package web

import (
	"html"
	"html/template"
	"strconv"
	"time"
)

// stamp is a time as a page shows it: short words, and the whole date for those who ask.
type stamp struct {
	ISO  string            // for <time datetime>; empty when the time is unknown
	Ago  string            // "2 h ago", or the day when that was over a week ago
	Full string            // "Monday 23 November 2026, 14:05 UTC"
	Mark template.HTMLAttr // what <time> says with it: both
}

func newStamp(iso, ago, full string) stamp {
	return stamp{iso, ago, full, template.HTMLAttr(`datetime="` + iso + `" title="` + html.EscapeString(full) + `"`)} //nolint:gosec // escaped
}

// when words a time as seen at now, in now's location.
func when(t, now time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	local := t.In(now.Location())
	return newStamp(t.UTC().Format(time.RFC3339), ago(local, now), local.Format("Monday 2 January 2006, 15:04 MST"))
}

// onDay is when for a date without a time of day.
func onDay(t, now time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	return newStamp(t.Format(time.DateOnly), day(t, now), t.Format("Monday 2 January 2006"))
}

func ago(t, now time.Time) string {
	switch d := now.Sub(t); {
	case d < time.Minute: // clocks differ: the near future is now
		return "just now"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + " min ago"
	case d < 24*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + " h ago"
	case d < 7*24*time.Hour:
		return strconv.Itoa(int(d/(24*time.Hour))) + " d ago"
	}
	return day(t, now)
}

func day(t, now time.Time) string {
	if t.Year() == now.Year() {
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}

// count writes a number with thin groups of three: 12 345.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}
