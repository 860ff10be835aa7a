package feed

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// parseDate reads a date as feeds write them: RFC 822 and RFC 3339 with all their misspellings, month names of many
// languages, numbers in any usual order, seconds since 1970. It is UTC where no zone is named. What is no date is
// the zero time. A date without a year is the last such one before now, if now is known.
func parseDate(s string, now time.Time) time.Time {
	s = strings.TrimSpace(s)
	if len(s) < 6 || len(s) > 100 {
		return time.Time{}
	}
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, time.RFC3339} {
		if layout == time.RFC1123 && !strings.HasSuffix(s, "GMT") && !strings.HasSuffix(s, "UTC") {
			continue // the standard library does not know what other zones mean
		}
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(t)
		}
	}
	d := dateReader{rest: s, year: -1, month: -1, day: -1}
	return d.read(now)
}

const tooUnknown = 5 // words without a meaning: this is prose

// dateReader takes a date apart word by word.
type dateReader struct {
	early             bool // the month stands before all numbers
	rest              string
	year, month, day  int
	hour, minute, sec int
	hasTime, hasZone  bool
	pm, am            bool
	offset            int // seconds east of Greenwich
	numbers           []int
	digits            []int // of each number
	separator         byte  // between the numbers
	unknown           int   // words that say nothing
}

func (d *dateReader) read(now time.Time) time.Time {
	if t, ok := d.epoch(); ok {
		return t
	}
	for d.rest != "" {
		c, size := utf8.DecodeRuneInString(d.rest)
		switch {
		case c >= '0' && c <= '9':
			d.number()
		case (c == '+' || c == '-' || c == '−') && d.hasTime && !d.hasZone && d.zoneOffset(size):
		case unicode.IsLetter(c):
			d.word()
		default:
			d.rest = d.rest[size:]
		}
	}
	return d.assemble(now)
}

// epoch reads a bare number of seconds or milliseconds.
func (d *dateReader) epoch() (time.Time, bool) {
	n, err := strconv.ParseInt(d.rest, 10, 64)
	switch {
	case err != nil:
		return time.Time{}, false
	case len(d.rest) == 14: // 20260131100000
		t, err := time.Parse("20060102150405", d.rest)
		return plausible(t), err == nil
	case n > 1e11 && n < 1e13:
		return plausible(time.UnixMilli(n)), true
	case n > 1e8 && n < 1e11 && len(d.rest) > 8:
		return plausible(time.Unix(n, 0)), true
	}
	return time.Time{}, false
}

func (d *dateReader) take() (int, int) {
	end := 0
	for end < len(d.rest) && d.rest[end] >= '0' && d.rest[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(d.rest[:min(end, 9)])
	if err != nil {
		n = 0
	}
	d.rest = d.rest[end:]
	return n, end
}

// number reads a time of day when colons follow, else a part of the date.
func (d *dateReader) number() {
	n, digits := d.take()
	isTime := strings.HasPrefix(d.rest, ":") || (digits <= 2 && strings.HasPrefix(d.rest, "h") && len(d.rest) > 1)
	if isTime && digits <= 2 && !d.hasTime {
		d.clock(n)
		return
	}
	switch {
	case digits == 8 && len(d.numbers) == 0: // 20260131
		d.numbers, d.digits = append(d.numbers, n/10000, n/100%100, n%100), append(d.digits, 4, 2, 2)
	case digits == 6 && len(d.numbers) >= 3 && !d.hasTime: // 20260131T100000
		d.hour, d.minute, d.sec, d.hasTime = n/10000, n/100%100, n%100, true
	case digits == 4 && len(d.numbers) >= 3 && !d.hasTime: // 20260131T1000
		d.hour, d.minute, d.hasTime = n/100, n%100, true
	default:
		if len(d.numbers) < 4 {
			d.numbers, d.digits = append(d.numbers, n), append(d.digits, digits)
		}
		if len(d.rest) > 1 && strings.IndexByte("/.-", d.rest[0]) >= 0 && d.separator == 0 {
			d.separator = d.rest[0]
		}
	}
}

// clock reads what follows the hour: ":30", ":30:05.123", "h30".
func (d *dateReader) clock(hour int) {
	d.hour, d.hasTime = hour, true
	d.rest = d.rest[1:]
	d.minute, _ = d.take()
	if strings.HasPrefix(d.rest, ":") {
		d.rest = d.rest[1:]
		d.sec, _ = d.take()
		if len(d.rest) > 1 && (d.rest[0] == '.' || d.rest[0] == ',') && d.rest[1] >= '0' && d.rest[1] <= '9' {
			d.rest = d.rest[1:]
			d.take() // fractions
		}
	}
}

// zoneOffset reads +0100, +01:00, -1. It is false when it is none.
func (d *dateReader) zoneOffset(sign int) bool {
	negative := d.rest[0] != '+'
	rest := d.rest
	d.rest = strings.TrimPrefix(d.rest[sign:], " ")
	n, digits := d.take()
	hours, minutes := n, 0
	switch {
	case strings.HasPrefix(d.rest, ":") && digits <= 2:
		d.rest = d.rest[1:]
		minutes, _ = d.take()
	case digits >= 3 && digits <= 4:
		hours, minutes = n/100, n%100
	case digits == 0 || digits > 4:
		d.rest = rest[sign:]
		return true
	}
	if hours > 15 || minutes > 59 {
		return true
	}
	d.offset, d.hasZone = hours*3600+minutes*60, true
	if negative {
		d.offset = -d.offset
	}
	return true
}

func (d *dateReader) word() {
	end := strings.IndexFunc(d.rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if end < 0 {
		end = len(d.rest)
	}
	word := strings.ToLower(d.rest[:end])
	d.rest = d.rest[end:]
	switch word {
	case "t", "年", "月", "日", "de", "den", "del", "at", "um", "à", "kl", "as", "às":
		return
	case "am", "上午":
		d.am = true
		return
	case "pm", "下午":
		d.pm = true
		return
	}
	if offset, known := zones[word]; known && d.hasTime {
		if !d.hasZone { // "GMT+0100" and "(CET)" after an offset add nothing
			d.offset, d.hasZone = offset, word != "gmt" && word != "utc" && word != "z"
		}
		return
	}
	if word == "ago" && d.unknown > 0 { // "2 hours ago"
		d.unknown = tooUnknown
		return
	}
	// "mar" is a weekday in some languages: a second month before any number corrects it.
	if month := monthOf(word); month > 0 && (d.month < 0 || d.early) {
		d.month, d.early = month, len(d.numbers) == 0
		return
	}
	d.unknown++
}

// assemble puts the numbers in order.
func (d *dateReader) assemble(now time.Time) time.Time {
	n, digits := d.numbers, d.digits
	switch {
	case d.unknown >= tooUnknown:
		return time.Time{}
	case d.month > 0 && len(n) >= 2 && digits[0] >= 3: // 2026 January 31
		d.year, d.day = n[0], n[1]
	case d.month > 0 && len(n) >= 2:
		d.day, d.year = n[0], n[1]
		if digits[1] < 3 {
			d.year = fullYear(d.year)
		}
	case d.month > 0 && len(n) == 1 && digits[0] < 3 && !now.IsZero():
		d.day, d.year = n[0], now.Year()
		if time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).After(now.Add(48 * time.Hour)) {
			d.year--
		}
	case d.month > 0 && len(n) == 1 && digits[0] == 4: // January 2026
		d.day, d.year = 1, n[0]
	case len(n) >= 3:
		d.numeric(n, digits)
	case len(n) == 2 && digits[0] == 4: // 2026-01
		d.year, d.month, d.day = n[0], n[1], 1
	default:
		return time.Time{}
	}
	return d.moment()
}

// numeric orders three numbers: year first, or day and month as the separator and the clock suggest.
func (d *dateReader) numeric(n, digits []int) {
	switch {
	case digits[0] >= 3:
		d.year, d.month, d.day = n[0], n[1], n[2]
		if d.month > 12 {
			d.month, d.day = d.day, d.month
		}
		return
	case digits[2] < 3 && d.separator == '-': // 03-12-31
		d.year, d.month, d.day = fullYear(n[0]), n[1], n[2]
		return
	}
	d.year = n[2]
	if digits[2] < 3 {
		d.year = fullYear(n[2])
	}
	monthFirst := n[1] > 12 || (n[0] <= 12 && d.separator == '/' && (d.am || d.pm))
	if monthFirst {
		d.month, d.day = n[0], n[1]
	} else {
		d.day, d.month = n[0], n[1]
	}
}

func (d *dateReader) moment() time.Time {
	if d.pm && d.hour < 12 {
		d.hour += 12
	}
	if d.am && d.hour == 12 {
		d.hour = 0
	}
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.hour > 24 || d.minute > 59 || d.sec > 61 {
		return time.Time{}
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.sec, 0, time.UTC)
	return plausible(t.Add(-time.Duration(d.offset) * time.Second))
}

func fullYear(n int) int {
	if n < 69 {
		return 2000 + n
	}
	return 1900 + n
}

// plausible drops years that no feed means.
func plausible(t time.Time) time.Time {
	if t.Year() < 1970 || t.Year() > 2200 || t.Unix() <= 0 {
		return time.Time{}
	}
	return t.UTC()
}

const hour = 3600

// zones are the names of time zones in use in feeds, in seconds east of Greenwich. Of several meanings the one is
// taken that most feeds have.
var zones = map[string]int{
	"gmt": 0, "utc": 0, "ut": 0, "z": 0, "wet": 0,
	"est": -5 * hour, "edt": -4 * hour, "et": -5 * hour, "cst": -6 * hour, "cdt": -5 * hour, "ct": -6 * hour,
	"mst": -7 * hour, "mdt": -6 * hour, "mt": -7 * hour, "pst": -8 * hour, "pdt": -7 * hour, "pt": -8 * hour,
	"akst": -9 * hour, "akdt": -8 * hour, "hst": -10 * hour, "ast": -4 * hour, "adt": -3 * hour,
	"brt": -3 * hour, "art": -3 * hour, "clt": -4 * hour, "cot": -5 * hour, "pet": -5 * hour,
	"bst": 1 * hour, "west": 1 * hour, "wat": 1 * hour, "cet": 1 * hour, "mez": 1 * hour, "met": 1 * hour,
	"cest": 2 * hour, "mesz": 2 * hour, "mest": 2 * hour, "eet": 2 * hour, "cat": 2 * hour, "sast": 2 * hour,
	"eest": 3 * hour, "msk": 3 * hour, "eat": 3 * hour, "trt": 3 * hour, "msd": 4 * hour, "gst": 4 * hour,
	"pkt": 5 * hour, "ist": 5*hour + hour/2, "npt": 5*hour + 45*60, "wib": 7 * hour, "ict": 7 * hour,
	"hkt": 8 * hour, "sgt": 8 * hour, "awst": 8 * hour, "pht": 8 * hour, "jst": 9 * hour, "kst": 9 * hour,
	"acst": 9*hour + hour/2, "aest": 10 * hour, "aedt": 11 * hour, "nzst": 12 * hour, "nzdt": 13 * hour,
}

// months are the names of months, abbreviated where that is unique, from January. A word is a month when it is one of
// these or begins with one of at least four letters.
var months = [12][]string{
	{"jan", "janv", "januar", "ene", "enero", "gen", "genn", "янв", "січ", "sty", "oca", "ocak", "ιαν", "يناير", "ינואר", "led", "tammi"},
	{"feb", "fév", "févr", "fev", "febr", "фев", "лют", "lut", "şub", "φεβ", "فبراير", "פברואר", "úno", "helmi"},
	{"mar", "mär", "märz", "mrz", "mars", "maart", "mrt", "мар", "бер", "mart", "μαρ", "μάρ", "مارس", "מרץ", "bře", "maalis"},
	{"apr", "avr", "avri", "abr", "апр", "кві", "kwi", "nis", "απρ", "أبريل", "ابريل", "אפריל", "dub", "huhti", "ápr"},
	{"may", "mai", "mag", "magg", "mei", "май", "мая", "тра", "maj", "μαϊ", "μάι", "مايو", "מאי", "kvě", "touko", "máj"},
	{"jun", "juin", "juni", "giu", "giug", "июн", "чер", "cze", "haz", "ιουν", "ιούν", "يونيو", "יוני", "kesä", "jún"},
	{"jul", "juil", "juill", "lug", "lugl", "июл", "лип", "lip", "tem", "ιουλ", "ιούλ", "يوليو", "יולי", "heinä", "júl"},
	{"aug", "aoû", "août", "aout", "ago", "agos", "авг", "сер", "sie", "ağu", "αυγ", "αύγ", "أغسطس", "אוגוסט", "srp", "elo"},
	{"sep", "sept", "set", "sett", "сен", "вер", "wrz", "eyl", "σεπ", "سبتمبر", "ספטמבר", "září", "syys", "szept"},
	{"oct", "okt", "out", "ott", "otto", "окт", "жов", "paź", "eki", "οκτ", "أكتوبر", "اكتوبر", "אוקטובר", "říj", "loka"},
	{"nov", "noy", "ноя", "лис", "lis", "kas", "νοε", "نوفمبر", "נובמבר", "marras"},
	{"dec", "déc", "dez", "dic", "дек", "гру", "gru", "ara", "δεκ", "ديسمبر", "דצמבר", "pro", "joulu"},
}

func monthOf(word string) int {
	found := 0
	longest := 0
	for i, names := range months {
		for _, name := range names {
			if len(name) > longest && strings.HasPrefix(word, name) {
				found, longest = i+1, len(name)
			}
		}
	}
	return found
}
