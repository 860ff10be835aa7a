package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoDate     = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?:$|[^0-9])`)
	isoClock    = regexp.MustCompile(`^[T ,]*(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z\b|[+-]\d\d:?\d\d|[+-]\d\d\b|[A-Z]{2,4}\b)?(?:\s*([+-]\d\d:?\d\d))?`)
	compactDate = regexp.MustCompile(`^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?)?$`)
	hanDate     = regexp.MustCompile(`((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]`)
	yearFirst   = regexp.MustCompile(`\b((?:19|20)\d\d)[./]\s?(\d{1,2})[./]\s?(\d{1,2})\b`)
	yearLast    = regexp.MustCompile(`\b(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?((?:19|20)\d\d)\b`)
	dayMonth    = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?\s+(?:de\s+|of\s+|d[’'])?(\pL{3,12})\.?,?\s+(?:de\s+|del\s+)?((?:19|20)\d\d)(?:$|[^0-9])`)
	monthDay    = regexp.MustCompile(`(?:^|[^\pL])(\pL{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?:$|[^0-9])`)
	clock       = regexp.MustCompile(`(?i)\b(\d{1,2})[:.h](\d\d)(?::(\d\d))?\s*([ap])?\.?(?:m\b\.?)?\s*\(?((?:[A-Z]{2,4}\b)|(?:[+-]\d\d:?\d\d))?`)
	bareClock   = regexp.MustCompile(`(?i)\b(\d{1,2})\s*([ap])\.?m\b\.?\s*([A-Z]{2,4}\b)?`)
)

// months maps the first letters of month names, in the languages that pages are written in, to their number.
var months = buildMonths()

func buildMonths() map[string]time.Month {
	table := []string{
		"january jan januar janvier janv enero ene janeiro gennaio gen januari jänner ocak styczeń stycznia sty января январь янв січня ledna leden січень ιανουαρίου يناير",
		"february feb februar février févr fevrier febrero fevereiro fev febbraio februari şubat luty lutego lut февраля февраль фев лютого února únor φεβρουαρίου فبراير",
		"march mar märz maerz mrz mars marzo março maart mart marzec marca марта март мар березня března březen μαρτίου مارس",
		"april apr avril avr abril abr aprile nisan kwiecień kwietnia kwi апреля апрель апр квітня dubna duben απριλίου أبريل",
		"may mai mayo maio maggio mag mei mayıs maj maja мая май травня května květen μαΐου مايو",
		"june jun juni juin junio junho giugno giu haziran czerwiec czerwca cze июня июнь июн червня června červen ιουνίου يونيو",
		"july jul juli juillet juil julio julho luglio lug temmuz lipiec lipca lip июля июль июл липня července červenec ιουλίου يوليو",
		"august aug août aout agosto ago augustus ağustos augusti sierpień sierpnia sie августа август авг серпня srpna srpen αυγούστου أغسطس",
		"september sep sept septembre septiembre setembro set settembre eylül wrzesień września wrz сентября сентябрь сен вересня září σεπτεμβρίου سبتمبر",
		"october oct oktober okt octobre octubre outubro out ottobre ott ekim październik października paź октября октябрь окт жовтня října říjen οκτωβρίου أكتوبر",
		"november nov novembre noviembre novembro kasım listopad listopada lis ноября ноябрь ноя listopadu νοεμβρίου نوفمبر",
		"december dec dezember dez décembre déc decembre diciembre dic dezembro dicembre desember aralık grudzień grudnia gru декабря декабрь дек грудня prosince prosinec δεκεμβρίου ديسمبر",
	}
	all := map[string]time.Month{}
	for i, names := range table {
		for name := range strings.FieldsSeq(names) {
			all[name] = time.Month(i + 1)
		}
	}
	return all
}

// zones are the abbreviations that news pages use, in hours from UTC. ET and its like take the summer's half-truth of
// standard time: an hour, never a wrong day in practice.
var zones = map[string]float64{
	"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "JST": 9,
	"KST": 9, "HKT": 8, "SGT": 8, "AEST": 10, "AEDT": 11, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "CT": -6,
	"MST": -7, "MDT": -6, "MT": -7, "PST": -8, "PDT": -7, "PT": -8,
}

// maxDateText bounds what readDate reads, in bytes.
const maxDateText = 200

// readDate finds the first date in a short text, in any of the forms that pages use. The time keeps the zone that the
// text names and is UTC otherwise; dateOnly says that there was no time of day.
func readDate(s string) (t time.Time, dateOnly, found bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxDateText || !strings.ContainsAny(s, "0123456789") {
		return time.Time{}, false, false
	}
	if t, found := readEpoch(s); found {
		return t, false, true
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
	return readWritten(s)
}

// readWritten reads dates as people write them.
func readWritten(s string) (t time.Time, dateOnly, found bool) {
	lower := strings.ToLower(s)
	try := func(m []int, year, month, day string) (time.Time, bool, bool) {
		parts := findClock(rest(s, m[1]))
		if parts.hour == "" {
			parts = findClock(s[:min(m[0], len(s))])
		}
		return assemble(year, month, day, parts)
	}
	if m := hanDate.FindStringSubmatchIndex(lower); m != nil {
		return try(m, lower[m[2]:m[3]], lower[m[4]:m[5]], lower[m[6]:m[7]])
	}
	if m := dayMonth.FindStringSubmatchIndex(lower); m != nil {
		if month, known := months[lower[m[4]:m[5]]]; known {
			return try(m, lower[m[6]:m[7]], strconv.Itoa(int(month)), lower[m[2]:m[3]])
		}
	}
	if m := monthDay.FindStringSubmatchIndex(lower); m != nil {
		if month, known := months[lower[m[2]:m[3]]]; known {
			return try(m, lower[m[6]:m[7]], strconv.Itoa(int(month)), lower[m[4]:m[5]])
		}
	}
	if m := yearFirst.FindStringSubmatchIndex(lower); m != nil {
		return try(m, lower[m[2]:m[3]], lower[m[4]:m[5]], lower[m[6]:m[7]])
	}
	if m := yearLast.FindStringSubmatchIndex(lower); m != nil {
		day, month := lower[m[2]:m[3]], lower[m[6]:m[7]]
		if n, _ := strconv.Atoi(month); n > 12 || (lower[m[4]:m[5]] == "/" && strings.Contains(s, "M")) {
			day, month = month, day // American order: the clock says AM or PM, or there is no such month
		}
		return try(m, lower[m[8]:m[9]], month, day)
	}
	return time.Time{}, false, false
}

func rest(s string, from int) string { return s[min(from, len(s)):] }

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

func assemble(year, month, day string, c clockParts) (t time.Time, dateOnly, found bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y < 1990 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return time.Time{}, false, false
	}
	hour, err := strconv.Atoi(c.hour)
	minute, _ := strconv.Atoi(c.minute)
	second, _ := strconv.Atoi(c.second)
	if err != nil || hour > 24 || minute > 59 || second > 60 {
		hour, minute, second, dateOnly = 0, 0, 0, true
	}
	switch {
	case dateOnly:
	case c.half == "p" && hour < 12:
		hour += 12
	case c.half == "a" && hour == 12:
		hour = 0
	}
	at := time.UTC
	if !dateOnly {
		at = zone(c.zone)
	}
	t = time.Date(y, time.Month(m), d, hour, minute, second, 0, at)
	return t, dateOnly, t.Day() == d || hour == 24
}

// zone reads "Z", "+02:00", "-0500" or a known abbreviation; UTC when it cannot.
func zone(s string) *time.Location {
	s = strings.ToUpper(s)
	if hours, known := zones[s]; known && hours != 0 {
		return time.FixedZone("", int(hours*3600))
	}
	if len(s) < 3 || (s[0] != '+' && s[0] != '-') {
		return time.UTC
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return time.UTC
	}
	seconds := n * 3600
	if len(digits) == 4 {
		seconds = (n/100)*3600 + (n%100)*60
	}
	if seconds == 0 || seconds > 15*3600 {
		return time.UTC
	}
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}
