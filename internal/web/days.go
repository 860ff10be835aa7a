package web

import (
	"html"
	"html/template"
	"time"
)

// daysLine is a day, or several, as a page shows it.
type daysLine struct {
	Text string            // "12 May", "May 2031", "30 May – 2 June"; empty when unknown
	Mark template.HTMLAttr // what <time> says with it
	Soon string            // "today", "tomorrow", "in 3 days"; of days to come
}

// daysOf words the days from a midnight to another one.
func daysOf(from, until, now time.Time) daysLine {
	if from.IsZero() {
		return daysLine{}
	}
	last := from
	if until.After(from) {
		last = until.AddDate(0, 0, -1)
	}
	line := daysLine{Text: spell(from, last, now), Soon: aheadBy(from, now)}
	full := from.Format("Monday 2 January 2006")
	if last.After(from) {
		full += " to " + last.Format("Monday 2 January 2006")
	}
	iso := from.Format(time.DateOnly)
	if from.Day() == 1 && last.AddDate(0, 0, 1).Equal(from.AddDate(0, 1, 0)) {
		iso = from.Format("2006-01")
	}
	line.Mark = template.HTMLAttr(`datetime="` + iso + `" title="` + html.EscapeString(full) + `"`) //nolint:gosec // escaped
	return line
}

// spell writes the days from first to last, both within, as short as they can be told.
func spell(first, last, now time.Time) string {
	next := last.AddDate(0, 0, 1)
	year := ""
	if last.Year() != now.Year() {
		year = " 2006"
	}
	switch {
	case !last.After(first):
		return first.Format("2 January" + year)
	case first.YearDay() == 1 && next.Equal(first.AddDate(1, 0, 0)):
		return first.Format("2006")
	case first.Day() == 1 && next.Equal(first.AddDate(0, 1, 0)):
		return first.Format("January 2006")
	case first.Year() != last.Year():
		return first.Format("2 January 2006") + " – " + last.Format("2 January 2006")
	case first.Month() != last.Month():
		return first.Format("2 January") + " – " + last.Format("2 January"+year)
	}
	return first.Format("2") + "–" + last.Format("2 January"+year)
}

// aheadBy tells how far a day lies ahead of now, when that is less than a fortnight.
func aheadBy(day, now time.Time) string {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	switch days := int(day.Sub(today) / (24 * time.Hour)); {
	case days < 0 || days >= 14:
		return ""
	case days == 0:
		return "today"
	case days == 1:
		return "tomorrow"
	default:
		return "in " + count(days) + " days"
	}
}
