package date

import (
	"strconv"
	"time"
)

// What the values of words mean, by index; the first is for "none".
var (
	unitNames    = []string{"", "S", "N", "H", "D", "WE", "W", "F", "M", "Q", "P", "Y", "T", "C"}
	partNames    = []string{"", "MO", "MI", "AF", "EV", "NI"}
	seasonNames  = []string{"", "SP", "SU", "FA", "WI"}
	setNames     = []string{"", "P1D", "P1W", "P1M", "P3M", "P1Y", "P2W"}
	modNames     = []string{"", "early", "mid", "late", "sooner"}
	refNames     = []string{"", "PRESENT_REF", "PAST_REF", "FUTURE_REF"}
	holidayNames = []string{"", "newyear", "newyearseve", "christmas", "christmaseve", "boxing", "valentine", "easter", "goodfriday",
		"eastermonday", "palm", "ashwednesday", "pentecost", "thanksgiving", "halloween", "independence", "labor", "memorial", "mlk",
		"presidents", "columbus", "veterans", "armistice", "mayday", "stpatrick", "election", "blackfriday", "juneteenth",
		"epiphany", "ascension", "corpus", "assumption", "allsaints", "whitmonday", "christmas2", "bastille", "unity", "victory",
		"womens", "defender", "liberation", "immaculate", "mother", "father", "earth", "cyber", "holocaust", "anzac", "canada"}
)

const (
	unitSecond = iota + 1
	unitMinute
	unitHour
	unitDay
	unitWeekend
	unitWeek
	unitFortnight
	unitMonth
	unitQuarter
	unitPeriod
	unitYear
	unitDecade
	unitCentury
)

const (
	modEarly = iota + 1
	modMid
	modLate
	modSooner
)

// grain is how exactly a time is told.
type grain uint8

const (
	grainNone grain = iota
	grainDay
	grainWeek
	grainWeekend
	grainMonth
	grainQuarter
	grainHalf
	grainSeason
	grainYear
	grainDecade
	grainCentury
)

// when is a piece of the calendar.
type when struct {
	grain grain
	year  int // of a decade or century: its number, 199 or 19
	n     int // month, ISO week, quarter, half or season
	day   int
	last  int // day number of the last day of a range; 0: none
	part  int // of the day, an index into partNames
	clock int // hour × 100 + minute + 1; 0: none
	mod   int
}

// days counts the days from 1970-01-01 to a date (Hinnant 2013); civil goes back.
func days(y, m, d int) int {
	if m <= 2 {
		y--
	}
	era := floor(y, 400)
	yoe := y - era*400
	mp := (m + 9) % 12
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + (153*mp+2)/5 + d - 1 - 719468
}

func civil(z int) (y, m, d int) {
	z += 719468
	era := floor(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	m = mp + 3
	if m > 12 {
		m -= 12
	}
	y = yoe + era*400
	if m <= 2 {
		y++
	}
	return y, m, d
}

func floor(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// weekday is 1 for Monday … 7 for Sunday.
func weekday(z int) int { return z + 3 - floor(z+3, 7)*7 + 1 }

// isoWeek returns the year and week that a day belongs to; weekStart the Monday of one.
func isoWeek(z int) (year, week int) {
	thursday := z - weekday(z) + 4
	year, _, _ = civil(thursday)
	return year, (thursday-days(year, 1, 1))/7 + 1
}

func weekStart(year, week int) int {
	fourth := days(year, 1, 4)
	return fourth - weekday(fourth) + 1 + (week-1)*7
}

func monthDays(y, m int) int {
	if m == 12 {
		return 31
	}
	return days(y, m+1, 1) - days(y, m, 1)
}

func dayOf(z int) when {
	y, m, d := civil(z)
	return when{grain: grainDay, year: y, n: m, day: d}
}

func weekOf(z int) when {
	y, w := isoWeek(z)
	return when{grain: grainWeek, year: y, n: w}
}

// monthOf takes months beyond the year too.
func monthOf(y, m int) when {
	y += floor(m-1, 12)
	m -= floor(m-1, 12) * 12
	return when{grain: grainMonth, year: y, n: m}
}

func quarterOf(y, q int) when {
	y += floor(q-1, 4)
	return when{grain: grainQuarter, year: y, n: q - floor(q-1, 4)*4}
}

func yearOf(y int) when { return when{grain: grainYear, year: y} }

// bounds returns the first day and the day after the last.
func (w when) bounds() (from, until int) {
	switch w.grain {
	case grainDay:
		from = days(w.year, w.n, w.day)
		until = from + 1
	case grainWeek, grainWeekend:
		from = weekStart(w.year, w.n)
		until = from + 7
		if w.grain == grainWeekend {
			from += 5
		}
	case grainMonth:
		from, until = monthsFrom(w.year, w.n, 1)
	case grainQuarter:
		from, until = monthsFrom(w.year, w.n*3-2, 3)
	case grainHalf:
		from, until = monthsFrom(w.year, w.n*6-5, 6)
	case grainSeason:
		from, until = monthsFrom(w.year, w.n*3, 3) // of the northern half of the world, by whole months
	case grainYear:
		from, until = monthsFrom(w.year, 1, 12)
	case grainDecade:
		from, until = monthsFrom(w.year*10, 1, 120)
	case grainCentury:
		from, until = monthsFrom(w.year*100, 1, 1200)
	}
	if w.last != 0 {
		until = w.last + 1
	}
	if long := until - from; long > 6 {
		switch w.mod {
		case modEarly:
			until = from + (long+1)/2
		case modMid:
			from, until = from+long/4, until-long/4
		case modLate:
			from += long / 2
		}
	}
	return from, until
}

func monthsFrom(y, m, n int) (from, until int) {
	a, b := monthOf(y, m), monthOf(y, m+n)
	return days(a.year, a.n, 1), days(b.year, b.n, 1)
}

// value writes TIMEX3.
func (w when) value() string {
	var space [24]byte
	b := space[:0]
	if w.grain == grainCentury {
		return string(pad(b, w.year, 2))
	}
	if w.grain == grainDecade {
		return string(pad(b, w.year, 3))
	}
	b = pad(b, w.year, 4)
	switch w.grain {
	case grainDay:
		b = append(b, '-')
		b = pad(b, w.n, 2)
		b = append(b, '-')
		b = pad(b, w.day, 2)
	case grainWeek, grainWeekend:
		b = append(b, "-W"...)
		b = pad(b, w.n, 2)
		if w.grain == grainWeekend {
			b = append(b, "-WE"...)
		}
	case grainMonth:
		b = append(b, '-')
		b = pad(b, w.n, 2)
	case grainQuarter:
		b = append(b, "-Q"...)
		b = pad(b, w.n, 1)
	case grainHalf:
		b = append(b, "-H"...)
		b = pad(b, w.n, 1)
	case grainSeason:
		b = append(b, '-')
		b = append(b, seasonNames[w.n]...)
	}
	if w.clock > 0 {
		b = append(b, 'T')
		b = pad(b, (w.clock-1)/100, 2)
		b = append(b, ':')
		b = pad(b, (w.clock-1)%100, 2)
	} else if w.part > 0 {
		b = append(b, 'T')
		b = append(b, partNames[w.part]...)
	}
	return string(b)
}

func pad(b []byte, n, width int) []byte {
	var space [8]byte
	digits := strconv.AppendInt(space[:0], int64(n), 10)
	for i := len(digits); i < width; i++ {
		b = append(b, '0')
	}
	return append(b, digits...)
}

func midnight(z int) time.Time { return time.Unix(int64(z)*86400, 0).UTC() }
