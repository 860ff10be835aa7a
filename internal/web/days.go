package web

import (
	"html/template"
	"time"

	"nutgraf/internal/message"
)

// daysLine is a day, or several, that a page shows. Templates put it into words by the functions spell, soon and mark.
type daysLine struct {
	first, last time.Time // midnights, both within; zero: unknown
	now         time.Time
}

// daysOf is the days from a midnight to another one.
func daysOf(from, until, now time.Time) daysLine {
	last := from
	if until.After(from) {
		last = until.AddDate(0, 0, -1)
	}
	return daysLine{from, last, now}
}

// month reports whether the days are those of one month.
func (d daysLine) month() bool {
	return d.first.Day() == 1 && d.last.AddDate(0, 0, 1).Equal(d.first.AddDate(0, 1, 0))
}

// Known reports whether there is a day.
func (d daysLine) Known() bool { return !d.first.IsZero() }

// mark is what <time> says with them.
func (d daysLine) mark(say *message.Speaker) template.HTMLAttr {
	if !d.Known() {
		return ""
	}
	full := say.Date(d.first, longDay)
	if d.last.After(d.first) {
		full = say.T("%s to %s", full, say.Date(d.last, longDay))
	}
	iso := d.first.Format(time.DateOnly)
	if d.month() {
		iso = d.first.Format("2006-01")
	}
	return timeMark(iso, full)
}

// spell writes them as short as they can be told: "12 May", "May 2031", "30 May – 2 June".
func (d daysLine) spell(say *message.Speaker) string {
	ends := shortDay
	if d.last.Year() != d.now.Year() {
		ends = yearDay
	}
	switch {
	case !d.Known():
		return ""
	case !d.last.After(d.first):
		return say.Date(d.first, ends)
	case d.first.YearDay() == 1 && d.last.AddDate(0, 0, 1).Equal(d.first.AddDate(1, 0, 0)):
		return d.first.Format("2006")
	case d.month():
		return say.Date(d.first, monthYear)
	case d.first.Year() != d.last.Year():
		return say.Date(d.first, yearDay) + " – " + say.Date(d.last, yearDay)
	}
	return say.Date(d.first, shortDay) + " – " + say.Date(d.last, ends)
}

// soon tells how far they lie ahead of now, when that is less than a fortnight.
func (d daysLine) soon(say *message.Speaker) string {
	today := time.Date(d.now.Year(), d.now.Month(), d.now.Day(), 0, 0, 0, 0, time.UTC)
	switch days := int(d.first.Sub(today) / (24 * time.Hour)); {
	case !d.Known() || days < 0 || days >= 14:
		return ""
	case days == 0:
		return say.T("today")
	case days == 1:
		return say.T("tomorrow")
	default:
		return say.N("in %d day", "in %d days", days)
	}
}
