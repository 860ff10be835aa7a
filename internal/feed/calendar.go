package feed

import (
	"strings"
	"time"
)

// assemble puts the numbers in order.
func (d *dateReader) assemble(now time.Time) time.Time {
	n, digits := d.numbers, d.digits
	switch {
	case d.week > 53 || d.weekday > 7:
		return time.Time{}
	case d.week > 0: // the first week has January 4 in it, and weeks begin on Monday
		fourth := time.Date(n[0], 1, 4, 0, 0, 0, 0, time.UTC)
		d.year, d.month, d.day = n[0], 1, 4+(d.week-1)*7+d.weekday-1-(int(fourth.Weekday())+6)%7
		return d.moment()
	case d.month < 0 && len(n) == 2 && digits[0] == 4 && digits[1] == 3 && n[1] >= 1 && n[1] <= 366:
		d.year, d.month, d.day = n[0], 1, n[1]
		return d.moment()
	case d.month < 0 && len(n) == 1 && digits[0] == 4 && d.unknown == 0 && !d.hasTime: // 2026
		d.year, d.month, d.day = n[0], 1, 1
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
	if d.day < 1 || d.day > 31 {
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
	if d.month < 1 || d.month > 12 || d.hour > 24 || d.minute > 59 || d.sec > 61 {
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

// months are the names of months, abbreviated where that is unique, from January. A word is the month with the longest
// name that it begins with.
var months = [12][]string{
	{"jan", "janv", "januar", "ene", "enero", "gen", "genn", "янв", "січ", "sty", "oca", "ocak", "ιαν", "ian", "jaan", "яну", "جانفي", "जनवरी", "يناير", "ינואר", "led", "tammi"},
	{"feb", "fév", "févr", "fev", "febr", "фев", "лют", "lut", "şub", "φεβ", "veebr", "फ़रवरी", "फरवरी", "فبراير", "פברואר", "úno", "helmi"},
	{"mar", "mär", "märz", "mrz", "mars", "maart", "mrt", "мар", "бер", "mart", "μαρ", "μάρ", "मार्च", "مارس", "מרץ", "bře", "maalis"},
	{"apr", "avr", "avri", "abr", "апр", "кві", "kwi", "nis", "απρ", "अप्रैल", "أبريل", "ابريل", "אפריל", "dub", "huhti", "ápr"},
	{"may", "mai", "mag", "magg", "mei", "май", "мая", "тра", "maj", "μαϊ", "μάι", "μαΐ", "मई", "مايو", "מאי", "kvě", "touko", "máj"},
	{"jun", "juin", "juni", "giu", "giug", "июн", "чер", "cze", "haz", "ιουν", "ιούν", "iun", "juun", "юни", "červen", "června", "जून", "يونيو", "יוני", "kesä", "jún"},
	{"jul", "juil", "juill", "lug", "lugl", "июл", "лип", "lip", "tem", "ιουλ", "ιούλ", "iul", "juul", "юли", "červenec", "července", "जुलाई", "يوليو", "יולי", "heinä", "júl"},
	{"aug", "aoû", "août", "aout", "ago", "agos", "авг", "сер", "sie", "ağu", "αυγ", "αύγ", "agu", "अगस्त", "أغسطس", "אוגוסט", "srp", "elo"},
	{"sep", "sept", "set", "sett", "сен", "вер", "wrz", "eyl", "σεπ", "सितंबर", "سبتمبر", "ספטמבר", "září", "syys", "szept"},
	{"oct", "okt", "out", "ott", "otto", "окт", "жов", "paź", "eki", "οκτ", "अक्टूबर", "أكتوبر", "اكتوبر", "אוקטובר", "říj", "loka"},
	{"nov", "noy", "ноя", "лис", "lis", "kas", "νοε", "νοέ", "noi", "ное", "नवंबर", "نوفمبر", "נובמבר", "marras"},
	{"dec", "déc", "dez", "dic", "дек", "гру", "gru", "ara", "δεκ", "des", "dets", "दिसंबर", "ديسمبر", "דצמבר", "pro", "joulu"},
}

func monthOf(word string) int {
	switch word {
	case "martes", "mardi", "martedì", "martedi", "marți", "marţi": // Tuesdays
		return 0
	}
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
