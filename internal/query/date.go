package query

import (
	"strconv"
	"strings"
	"time"
)

// Span is the time that the value of an after:, before: or in: field means when it is asked at now: from its first
// moment to the one after its last. It is false for other fields, and for an in: that names a country. Days are those of
// the zone of now; weeks begin on Mondays. Values are written
//
//	2026   2026-01   2026-01-31   2026/1/31   20260131   2026-01-31T10:00:00Z
//	31.1.2026   31/1/2026   1/2026      day first; month first only where it can be nothing else: 1/31/2026
//	31 January 2026   Jan 31 2026   January 2026      without the year: the last one that has begun
//	today   yesterday   tomorrow   now   monday   last monday      days that have begun, but for tomorrow
//	this week   last month   last 7 days   7d   3 weeks   2 months ago
//
// A number of days, weeks, months or years goes back to the first moment of that day, and without "ago" lasts until now.
func (n Field) Span(now time.Time) (from, until time.Time, ok bool) {
	switch n.Name {
	case FieldAfter, FieldBefore, FieldIn:
		return span(n.Value, now)
	}
	return time.Time{}, time.Time{}, false
}

// readDate takes any date. Whether it is one does not depend on when it is asked.
func readDate(typed string) (string, bool) {
	if upper := strings.ToUpper(typed); isoDate(upper) {
		return upper, true
	}
	_, _, ok := span(typed, time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC))
	return typed, ok
}

// isoDate reports whether s is a year, month, day or time as ISO 8601 writes it.
func isoDate(s string) bool {
	if strings.HasPrefix(s, "0") {
		return false
	}
	for _, layout := range []string{"2006-01-02", "2006-01", "2006", time.RFC3339} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func span(value string, now time.Time) (from, until time.Time, ok bool) {
	if at, err := time.Parse(time.RFC3339, strings.ToUpper(value)); err == nil {
		return at.UTC(), at.UTC().Add(time.Second), true
	}
	words := strings.FieldsFunc(strings.ToLower(value), func(r rune) bool { return isSpace(r) || r == ',' })
	today := midnight(now)
	if len(words) == 1 {
		if from, until, ok = numeric(words[0], now.Location()); ok {
			return from, until, true
		}
		switch words[0] {
		case "today":
			return today, today.AddDate(0, 0, 1), true
		case "yesterday":
			return today.AddDate(0, 0, -1), today, true
		case "tomorrow":
			return today.AddDate(0, 0, 1), today.AddDate(0, 0, 2), true
		case "now":
			return now, now.Add(time.Second), true
		}
	}
	if from, until, ok = named(words, now); ok {
		return from, until, true
	}
	if from, until, ok = calendar(words, today); ok {
		return from, until, true
	}
	return back(words, now)
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// numeric reads dates of digits.
func numeric(s string, zone *time.Location) (from, until time.Time, ok bool) {
	if len(s) == 8 && digits(s) {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	sep := strings.IndexAny(s, "-/.")
	var n [3]int
	if len(parts) > 3 || len(parts) == 0 || len(s) != len(strings.Join(parts, "-")) {
		return from, until, false
	}
	for i, part := range parts {
		if !digits(part) || len(part) > 4 || sep >= 0 && strings.ContainsFunc(s, func(r rune) bool { return !digits(string(r)) && r != rune(s[sep]) }) {
			return from, until, false
		}
		n[i], _ = strconv.Atoi(part) // of four digits at most
	}
	last := parts[len(parts)-1]
	switch {
	case len(parts[0]) == 4 && len(parts) == 1:
		return day(n[0], 0, 0, zone)
	case len(parts[0]) == 4 && len(parts) == 2:
		return dayOf(n[0], n[1], 0, zone)
	case len(parts[0]) == 4:
		return dayOf(n[0], n[1], n[2], zone)
	case len(last) != 4 || len(parts) == 1:
		return from, until, false
	case len(parts) == 2:
		return dayOf(n[1], n[0], 0, zone)
	case n[1] > 12 && s[sep] == '/':
		return dayOf(n[2], n[0], n[1], zone)
	}
	return dayOf(n[2], n[1], n[0], zone)
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// dayOf is a month, or a day of it, in a year; false when there is none of that number.
func dayOf(year, month, date int, zone *time.Location) (from, until time.Time, ok bool) {
	if month < 1 {
		return from, until, false
	}
	return day(year, month, date, zone)
}

// day is a year, a month of it, or a day of that: zero is none.
func day(year, month, date int, zone *time.Location) (from, until time.Time, ok bool) {
	from = time.Date(year, time.Month(max(month, 1)), max(date, 1), 0, 0, 0, 0, zone)
	switch {
	case year < 1000 || month > 12 || date > 31 || date > 0 && from.Day() != date:
		return from, until, false
	case month == 0:
		return from, from.AddDate(1, 0, 0), true
	case date == 0:
		return from, from.AddDate(0, 1, 0), true
	}
	return from, from.AddDate(0, 0, 1), true
}

// named reads dates with the name of a month.
func named(words []string, now time.Time) (from, until time.Time, ok bool) {
	var month time.Month
	year, date := 0, 0
	for i, word := range words {
		if m, known := months[strings.TrimSuffix(word, ".")]; known && month == 0 {
			month = m
			continue
		}
		if len(word) == 4 && digits(word) && year == 0 && i > 0 {
			year, _ = strconv.Atoi(word)
			continue
		}
		for _, end := range []string{"st", "nd", "rd", "th", "."} {
			word = strings.TrimSuffix(word, end)
		}
		if !digits(word) || len(word) > 2 || date != 0 {
			return from, until, false
		}
		if date, _ = strconv.Atoi(word); date == 0 {
			return from, until, false
		}
	}
	if month == 0 {
		return from, until, false
	}
	if year != 0 {
		return day(year, int(month), date, now.Location())
	}
	for back := range 9 { // 29 February can be eight years away
		from, until, ok = day(now.Year()-back, int(month), date, now.Location())
		if ok && !from.After(now) {
			return from, until, true
		}
	}
	return from, until, false
}

// calendar reads weekdays, and weeks, months and years by the calendar.
func calendar(words []string, today time.Time) (from, until time.Time, ok bool) {
	which, what := "", ""
	switch len(words) {
	case 1:
		what = words[0]
	case 2:
		which, what = words[0], words[1]
	}
	ago := 0
	switch which {
	case "", "this":
	case "last", "previous":
		ago = 1
	default:
		return from, until, false
	}
	if weekday, known := weekdays[what]; known {
		since := (int(today.Weekday()) - int(weekday) + 7) % 7
		if since == 0 && ago == 1 {
			since = 7
		}
		from = today.AddDate(0, 0, -since)
		return from, from.AddDate(0, 0, 1), true
	}
	if which == "" {
		return from, until, false
	}
	switch what {
	case "day":
		from = today.AddDate(0, 0, -ago)
		return from, from.AddDate(0, 0, 1), true
	case "week":
		from = today.AddDate(0, 0, -(int(today.Weekday())+6)%7-7*ago)
		return from, from.AddDate(0, 0, 7), true
	case "month":
		from = time.Date(today.Year(), today.Month()-time.Month(ago), 1, 0, 0, 0, 0, today.Location())
		return from, from.AddDate(0, 1, 0), true
	case "year":
		return day(today.Year()-ago, 0, 0, today.Location())
	}
	return from, until, false
}

// back reads "7d", "3 weeks", "last 3 weeks" and "2 months ago".
func back(words []string, now time.Time) (from, until time.Time, ok bool) {
	last := len(words) > 1 && (words[0] == "last" || words[0] == "past")
	if last {
		words = words[1:]
	}
	ago := len(words) > 1 && words[len(words)-1] == "ago"
	if ago {
		words = words[:len(words)-1]
	}
	text := strings.Join(words, " ")
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	number, unit := text[:end], strings.TrimSpace(text[end:])
	n := 1
	switch {
	case len(number) > 4:
		return from, until, false
	case number != "":
		n, _ = strconv.Atoi(number) // of four digits at most
	case strings.HasPrefix(unit, "a "):
		unit = unit[2:]
	case strings.HasPrefix(unit, "an "):
		unit = unit[3:]
	case !last:
		return from, until, false
	}
	years, monthsBack, days := 0, 0, 0
	switch unit {
	case "min", "mins", "minute", "minutes":
		from = now.Add(-time.Duration(n) * time.Minute)
		until = from.Add(time.Minute)
	case "h", "hour", "hours":
		from = now.Add(-time.Duration(n) * time.Hour)
		until = from.Add(time.Hour)
	case "d", "day", "days":
		days = 1
	case "w", "week", "weeks":
		days = 7
	case "month", "months":
		monthsBack = 1
	case "y", "year", "years":
		years = 1
	default:
		return from, until, false
	}
	if from.IsZero() {
		from = midnight(now).AddDate(0, 0, -n*days)
		if months := n * (12*years + monthsBack); months > 0 {
			from = monthsAgo(from, months)
		}
		until = from.AddDate(years, monthsBack, days)
	}
	if from.Year() < 1 {
		return from, until, false
	}
	if !ago {
		until = now.Add(time.Second)
	}
	return from, until, true
}

// monthsAgo is the same day of an earlier month, or the last that it has.
func monthsAgo(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()-time.Month(n), 1, 0, 0, 0, 0, t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

var months, weekdays = monthNames(), weekdayNames()

func monthNames() map[string]time.Month {
	names := map[string]time.Month{"sept": time.September}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		names[name], names[name[:3]] = m, m
	}
	return names
}

func weekdayNames() map[string]time.Weekday {
	names := map[string]time.Weekday{}
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		names[name], names[name[:3]] = d, d
	}
	return names
}
