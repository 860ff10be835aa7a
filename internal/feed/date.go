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
	if len(s) < 4 || len(s) > 100 {
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
	d := dateReader{rest: strings.Map(plainDigit, s), year: -1, month: -1, day: -1}
	return d.read(now)
}

// plainDigit writes the digits of Arabic, Persian, Hindi and wide ones as ASCII has them.
func plainDigit(c rune) rune {
	if c < 0x660 {
		return c
	}
	for _, zero := range []rune{0x660, 0x6f0, 0x966, 0xff10} {
		if c >= zero && c <= zero+9 {
			return '0' + c - zero
		}
	}
	return c
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
	week, weekday     int   // of ISO 8601; 0 when not told
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
	seconds, fraction, _ := strings.Cut(d.rest, ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if strings.Trim(fraction, "0123456789") != "" {
		return time.Time{}, false
	}
	switch {
	case err != nil:
		return time.Time{}, false
	case len(d.rest) == 14: // 20260131100000
		t, err := time.Parse("20060102150405", d.rest)
		return plausible(t), err == nil
	case n > 1e11 && n < 1e13:
		return plausible(time.UnixMilli(n)), true
	case n > 1e8 && n < 1e11 && len(seconds) > 8:
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
	if unit := d.hourMark(); unit > 0 && digits <= 2 && !d.hasTime {
		d.rest = d.rest[unit:]
		d.clock(n)
		return
	}
	switch {
	case digits == 8 && len(d.numbers) == 0: // 20260131
		d.numbers, d.digits = append(d.numbers, n/10000, n/100%100, n%100), append(d.digits, 4, 2, 2)
	case digits == 7 && len(d.numbers) == 0: // 2026034, the 34th day of the year
		d.numbers, d.digits = append(d.numbers, n/1000, n%1000), append(d.digits, 4, 3)
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

// hourMark is the length of what stands between an hour and its minutes; 0 when that is nothing such.
func (d *dateReader) hourMark() int {
	for _, mark := range []string{":", "時", "时", "点", "點", "시"} {
		if strings.HasPrefix(d.rest, mark) {
			return len(mark)
		}
	}
	dated := len(d.numbers) >= 3 || d.month > 0 && len(d.numbers) >= 2
	isDigit := len(d.rest) > 1 && d.rest[1] >= '0' && d.rest[1] <= '9'
	if strings.HasPrefix(d.rest, "h") && len(d.rest) > 1 || dated && isDigit && d.rest[0] == '.' {
		return 1
	}
	return 0
}

// clock reads what follows the hour and its mark: "30", "30:05.123", "30分05秒".
func (d *dateReader) clock(hour int) {
	d.hour, d.hasTime = hour, true
	d.rest = strings.TrimPrefix(d.rest, " ")
	digits := 0
	if d.minute, digits = d.take(); digits == 0 {
		return
	}
	for _, mark := range []string{":", "分", "분 ", "분", "."} {
		rest, found := strings.CutPrefix(d.rest, mark)
		if !found || rest == "" || rest[0] < '0' || rest[0] > '9' {
			continue
		}
		d.rest = rest
		d.sec, _ = d.take()
		if len(d.rest) > 1 && (d.rest[0] == '.' || d.rest[0] == ',') && d.rest[1] >= '0' && d.rest[1] <= '9' {
			d.rest = d.rest[1:]
			d.take() // fractions
		}
		return
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
	case "t", "年", "月", "日", "년", "월", "일", "時", "分", "秒", "시", "분", "초", "st", "nd", "rd", "th", "uhr", "de", "den", "del", "at", "um", "à", "kl", "as", "às":
		return
	case "am", "上午", "午前", "오전", "πμ":
		d.am = true
		return
	case "pm", "下午", "午後", "오후", "μμ":
		d.pm = true
		return
	case "w":
		if len(d.numbers) == 1 && d.digits[0] == 4 {
			d.isoWeek()
			return
		}
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

// isoWeek reads what follows the "W" of 2026-W06-2 or 2026W062.
func (d *dateReader) isoWeek() {
	n, digits := d.take()
	switch digits {
	case 3:
		d.week, d.weekday = n/10, n%10
	case 2:
		d.week, d.weekday = n, 1
		if rest, found := strings.CutPrefix(d.rest, "-"); found && rest != "" && rest[0] >= '1' && rest[0] <= '7' {
			d.weekday, d.rest = int(rest[0]-'0'), rest[1:]
		}
	}
}
