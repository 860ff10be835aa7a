package extract

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"nutgraf/internal/text"
)

var (
	isoDate     = text.Lazy(`(?:^|[^0-9])((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?:$|[^0-9])`)
	isoClock    = text.Lazy(`^[T ,]*(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z\b|[+-]\d\d:?\d\d|[+-]\d\d\b|[A-Z]{2,4}\b)?(?:\s*([+-]\d\d:?\d\d))?`)
	compactDate = text.Lazy(`^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?)?$`)
	hanDate     = text.Lazy(`((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]`)
	eraDate     = text.Lazy(`令和\s*(\d{1,2}|元)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`)
	yearFirst   = text.Lazy(`\b((?:19|20)\d\d)[./]\s?(\d{1,2})[./]\s?(\d{1,2})\b`)
	yearLast    = text.Lazy(`\b(\d{1,2})([./-])\s?(\d{1,2})([./-])\s?((?:19|20|25)\d\d|[12]\d)\b`)
	dayMonth    = text.Lazy(`\b(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?(?:\s+|-|/)(?:de\s+|of\s+|d[’'])?(\pL[\pL\pM.]{1,15}?)\.?,?(?:\s+|-|/)(?:de\s+|del\s+)?((?:19|20|25)\d\d)(?:$|[^0-9])`)
	monthDay    = text.Lazy(`(?:^|[^\pL])(\pL{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?:$|[^0-9])`)
	yearMonth   = text.Lazy(`\b((?:19|20)\d\d)\.?,?\s+(?:m\.\s+)?(\pL{3,12})\.?\s+(\d{1,2})(?:$|[^0-9])`)
	clock       = text.Lazy(`(?i)\b(\d{1,2})[:.h](\d\d)(?::(\d\d))?\s*([ap])?\.?(?:m\b\.?)?\s*\(?((?:[A-Z]{2,4}\b)|(?:[+-]\d\d:?\d\d))?`)
	bareClock   = text.Lazy(`(?i)\b(\d{1,2})\s*([ap])\.?m\b\.?\s*([A-Z]{2,4}\b)?`)
)

// maxDateText bounds what readDate reads, in bytes.
const maxDateText = 200

// moment is a date as a text gives it.
type moment struct {
	t        time.Time
	dateOnly bool
	zone     string // as written: "+02:00", "EST"; empty when it named none, and t is in UTC then
}

// readDate finds the first date in a short text, in any of the forms that pages use. The time keeps the zone that the
// text names and is UTC otherwise; dateOnly says that there was no time of day.
func readDate(s string) (t time.Time, dateOnly, found bool) {
	m, found := readMoment(s, false)
	return m.t, m.dateOnly, found
}

// readMoment is readDate with the zone; monthFirst says how dates such as 3/4/2025 and 03-04-25 are meant.
func readMoment(s string, monthFirst bool) (moment, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxDateText || !strings.ContainsFunc(s, unicode.IsDigit) {
		return moment{}, false
	}
	if t, found := readEpoch(s); found {
		return moment{t: t, zone: "Z"}, true
	}
	if m := compactDate.FindStringSubmatch(s); m != nil {
		return assemble(m[1], m[2], m[3], clockParts{m[4], m[5], m[6], "", m[7]})
	}
	if m := isoDate.FindStringSubmatchIndex(s); m != nil {
		var parts clockParts
		if c := isoClock.FindStringSubmatch(s[m[7]:]); c != nil {
			zone := c[5]
			if zone == "" {
				zone = c[4]
			}
			parts = clockParts{c[1], c[2], c[3], "", zone}
		} else {
			parts = findClock(s[m[7]:])
		}
		return assemble(s[m[2]:m[3]], s[m[4]:m[5]], s[m[6]:m[7]], parts)
	}
	return readWritten(asciiDigits(s), monthFirst)
}

// readWritten reads dates as people write them.
func readWritten(s string, monthFirst bool) (moment, bool) {
	lower := strings.ToLower(s)
	if len(lower) != len(s) { // a letter whose lower case is longer: places in one are none in the other
		s = lower
	}
	near := func(m []int) clockParts { // the time of day behind the date, or before it
		if parts := findClock(s[m[1]:]); parts.hour != "" {
			return parts
		}
		return findClock(s[:m[0]])
	}
	if m := eraDate.FindStringSubmatchIndex(lower); m != nil {
		year, err := strconv.Atoi(lower[m[2]:m[3]])
		if err != nil {
			year = 1 // its first year has a name
		}
		return assemble(strconv.Itoa(2018+year), lower[m[4]:m[5]], lower[m[6]:m[7]], near(m))
	}
	for _, form := range writtenForms {
		m := form.pattern.FindStringSubmatchIndex(lower)
		if m == nil {
			continue
		}
		group := func(i int) string { return lower[m[2*i]:m[2*i+1]] }
		month := group(form.month)
		if form.named {
			number, known := monthNamed(month)
			if !known {
				continue
			}
			month = strconv.Itoa(int(number))
		}
		return assemble(group(form.year), month, group(form.day), near(m))
	}
	if m := yearLast.FindStringSubmatchIndex(lower); m != nil {
		day, month, year := lower[m[2]:m[3]], lower[m[6]:m[7]], lower[m[10]:m[11]]
		separator := lower[m[4]:m[5]]
		if separator != lower[m[8]:m[9]] {
			return moment{}, false
		}
		if len(year) == 2 {
			year = "20" + year
		}
		american := separator != "." && (monthFirst || strings.Contains(s, "PM") || strings.Contains(s, "AM"))
		if above12(month) || american && !above12(day) {
			day, month = month, day // American order: the page says so, the clock says AM or PM, or there is no such month
		}
		return assemble(year, month, day, near(m))
	}
	return moment{}, false
}

// writtenForms are the orders in which dates are written, with the places of their parts in the pattern.
var writtenForms = []struct {
	pattern          *text.Pattern
	year, month, day int
	named            bool // the month is a word
}{
	{hanDate, 1, 2, 3, false},
	{dayMonth, 3, 2, 1, true},
	{monthDay, 3, 1, 2, true},
	{yearMonth, 1, 2, 3, true},
	{yearFirst, 1, 2, 3, false},
}

// asciiDigits writes the digits of Arabic, Persian, Devanagari, Bengali, Thai and wide ones as ASCII ones.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x660 {
			return r
		}
		for _, zero := range [...]rune{0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10} {
			if r >= zero && r < zero+10 {
				return '0' + r - zero
			}
		}
		return r
	}, s)
}

func above12(digits string) bool {
	n, _ := strconv.Atoi(digits)
	return n > 12
}

func readEpoch(s string) (time.Time, bool) {
	if len(s) != 10 && len(s) != 13 {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, false
	}
	if len(s) == 13 {
		n /= 1000
	}
	t := time.Unix(n, 0).UTC()
	return t, t.Year() >= 1990 && t.Year() < 2100
}

// clockParts are the digits of a time of day; hour is empty when there is none.
type clockParts struct{ hour, minute, second, half, zone string }

func findClock(s string) clockParts {
	if m := clock.FindStringSubmatch(s); m != nil {
		return clockParts{m[1], m[2], m[3], strings.ToLower(m[4]), m[5]}
	}
	if m := bareClock.FindStringSubmatch(s); m != nil {
		return clockParts{m[1], "0", "", strings.ToLower(m[2]), m[3]}
	}
	return clockParts{}
}

func assemble(year, month, day string, c clockParts) (moment, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y >= 2533 && y < 2643 {
		y -= 543 // the years of the Buddha, as Thai pages count
	}
	if y < 1990 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return moment{}, false
	}
	hour, err := strconv.Atoi(c.hour)
	minute, _ := strconv.Atoi(c.minute)
	second, _ := strconv.Atoi(c.second)
	dateOnly := err != nil || hour > 24 || minute > 59 || second > 60
	if dateOnly {
		hour, minute, second = 0, 0, 0
	}
	switch {
	case dateOnly:
	case c.half == "p" && hour < 12:
		hour += 12
	case c.half == "a" && hour == 12:
		hour = 0
	}
	found := moment{dateOnly: dateOnly}
	at := time.UTC
	if !dateOnly {
		if at = zone(c.zone); at != time.UTC || zeroZone(c.zone) {
			found.zone = c.zone
		}
	}
	found.t = time.Date(y, time.Month(m), d, hour, minute, second, 0, at)
	return found, found.t.Day() == d || hour == 24
}

// zeroZone reports whether a zone is UTC by its own word.
func zeroZone(s string) bool {
	switch strings.ToUpper(s) {
	case "Z", "UTC", "GMT", "WET", "+00:00", "+0000", "-00:00", "-0000", "+00":
		return true
	}
	return false
}
