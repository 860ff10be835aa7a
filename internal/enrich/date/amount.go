package date

import (
	"strconv"

	"nutgraf/internal/news"
)

// amount is a number of units in tenths; below zero: some.
type amount int

// some is an amount that is not told.
const some amount = -1

// unitMarks are the units of durations as TIMEX3 writes them, and how many of them a unit has.
var unitMarks = [...]struct {
	mark  string
	times amount
}{{}, {"S", 1}, {"M", 1}, {"H", 1}, {"D", 1}, {"WE", 1}, {"W", 1}, {"W", 2}, {"M", 1}, {"Q", 1}, {"Q", 1}, {"Y", 1}, {"Y", 10}, {"Y", 100}}

// value writes the duration: "P3D", "PT1.5H", "PXW".
func (n amount) value(unit int) string {
	if n == some {
		return vagueDuration(unit)
	}
	var space [16]byte
	b := append(space[:0], 'P')
	if unit <= unitHour {
		b = append(b, 'T')
	}
	m := unitMarks[unit]
	n *= m.times
	b = strconv.AppendInt(b, int64(n/10), 10)
	if n%10 != 0 {
		b = append(b, '.', byte('0'+n%10))
	}
	return string(append(b, m.mark...))
}

func vagueDuration(unit int) string {
	switch {
	case unit <= unitHour:
		return "PTX" + unitMarks[unit].mark
	case unit == unitDecade:
		return "PXDE"
	case unit == unitCentury:
		return "PXCE"
	}
	return "PX" + unitMarks[unit].mark
}

// count reads a whole number: "25", "twenty-five", "two hundred and five".
func (s *scanner) count(i int) (n, to int, ok bool) {
	if i >= len(s.items) {
		return 0, 0, false
	}
	if s.has(i, numberMark) {
		return int(s.items[i].value), i + 1, true
	}
	total := 0
	for to = i; s.has(to, numWord) && to < i+8; {
		v := int(s.items[to].value)
		switch {
		case v == 100 || v == 1000:
			n = max(n, 1) * v
			if v == 1000 {
				total, n = total+n, 0
			}
		case n%100 == 0 || n%100 >= 20 && n%10 == 0 && v < 10:
			n += v
		default:
			return total + n, to, true
		}
		to++
		if s.language != "en" && n%100 >= 20 && n%10 == 0 && s.has(to, andWord) && s.has(to+1, numWord) && s.items[to+1].value < 10 {
			to++ // "quarante et une"
		}
		if j := s.hyphen(to); n%100 >= 20 && n%10 == 0 && s.has(j, numWord) && s.items[j].value < 10 {
			to = j
		} else if s.has(to, andWord) && v == 100 && s.has(to+1, numWord) {
			to++
		}
	}
	return total + n, to, to > i
}

// number reads how many: "three", "a", "a few", "5 1/2", "two and a half"; "two to three" are some.
func (s *scanner) number(i int) (n amount, to int, ok bool) {
	c := s.items[i].classes
	to = i + 1
	switch {
	case c.has(dottedMark):
		p, width, count, rest := parts(s.word(i))
		return amount(p[0]*10 + p[1]), to, count == 2 && width[1] == 1 && rest == ""
	case c.has(someWord):
		return some, to, true
	case c.has(aWord) && s.has(to, someWord):
		return some, to + 1, true
	case c.has(aWord) && s.has(to, halfWord):
		return 5, to + 1, true
	case c.has(halfWord):
		if s.has(to, aWord) {
			to++
		}
		return 5, to, true
	case c.has(aWord) && !s.has(to, numWord):
		return 10, to, true
	case c.has(aWord):
		if v := s.items[to].value; v != 12 && v != 100 && v != 1000 {
			return 0, 0, false // "a two-year lease"
		}
		i++
	}
	v, to, ok := s.count(i)
	n = amount(v * 10)
	if s.has(to, numberMark) && s.mark(to+1, '/') && s.has(to+2, numberMark) {
		n, to = n+5, to+3
	}
	if s.has(to, toWord) || s.mark(to, '-') || s.has(to, orWord) {
		if w, next, more := s.count(to + 1); more && w > v && s.has(next, unitsWord) {
			return some, next, ok
		}
	}
	if s.has(to, andWord) && s.has(to+1, aWord) && s.has(to+2, halfWord) {
		n, to = n+5, to+3
	}
	return n, to, ok
}

// quantity reads an amount of a unit: "three days", "27-year", "a few more weeks", "an hour and a half".
func (s *scanner) quantity(i int) (n amount, unit, to int, ok bool) {
	n, to, ok = s.number(i)
	if !ok {
		return 0, 0, 0, false
	}
	for s.has(to, moreWord) {
		to++
	}
	to = s.hyphen(to)
	if !s.has(to, unitWord) && !s.has(to, unitsWord) {
		seconds := s.has(to, ordWord) && s.items[to].value == 2 && s.has(i, numberMark) && s.mark(to-1, '-') // "60-second"
		return n, unitSecond, to + 1, seconds
	}
	unit = int(s.items[to].value)
	if s.has(to+1, andWord) && s.has(to+2, aWord) && s.has(to+3, halfWord) {
		return n + 5, unit, to + 4, true
	}
	switch unit {
	case unitPeriod:
		return 0, 0, 0, false
	case unitYear: // "2024 года" is no amount
		ok = !s.has(i, numberMark) || s.items[i].digits < 4
	case unitQuarter: // of an hour, or of anything
		switch s.after(to + 1) {
		case "past", "to", "after":
			ok = n != 10
		case "of":
			ok = false
		}
		ok = ok && !(s.mark(to-1, '-') && s.has(to, unitsWord))
	}
	return n, unit, to + 1, ok
}

// amount reads durations, and what is told by one: "three days", "two weeks ago", "a year earlier", "in ten days".
func (s *scanner) amount(i int) (hit, bool) {
	first := i
	if s.has(i, forAgoWord) { // "il y a", "hace", "vor"
		i++
		for s.has(i, approxWord) {
			i++
		}
		if i >= len(s.items) {
			return hit{}, false
		}
		n, unit, to, ok := s.quantity(i)
		if !ok || !s.known {
			return hit{}, false
		}
		return s.away(n, unit, to, -1), true
	}
	if s.has(i, forInWord) {
		i++
		for s.has(i, approxWord) {
			i++
		}
		if i >= len(s.items) || !s.known {
			return hit{}, false
		}
		if s.has(i, unitWord) && s.language == "ru" { // "через неделю"
			return s.away(10, int(s.items[i].value), i+1, 1), true
		}
		n, unit, to, ok := s.quantity(i)
		if !ok {
			return hit{}, false
		}
		return s.away(n, unit, to, 1), true
	}
	if s.has(i, ordWord) && i+1 < len(s.items) && !s.has(i+1, aWord) {
		i++ // "the first nine months"
	}
	n, unit, to, ok := s.quantity(i)
	if !ok {
		return hit{}, false
	}
	if i == first && s.known {
		if h, ok := s.distance(i, n, unit, to); ok {
			return h, true
		}
	}
	if s.language == "en" && n == 10 && unit == unitDay && s.after(i) == "one" && !s.has(i-1, prepWord) && s.after(to-2) != "-" {
		return hit{to: to, kind: news.DateDay, value: "FUTURE_REF"}, s.known && s.tenseAt(i) == future
	}
	if s.has(i, aWord) && s.rate(i) {
		return hit{to: to, kind: news.DateSet, value: n.value(unit)}, true
	}
	aside := unit == unitYear && n >= 100 && s.mark(i-1, ',') && (s.mark(to, ',') || s.mark(to, '.')) && s.language != "en" // "Lise Morel, 71 ans,"
	if aside || s.has(s.hyphen(to), oldWord) {
		return hit{}, false // an age tells of a person, not of time
	}
	return hit{to: to, kind: news.DateDuration, value: n.value(unit)}, true
}

// distance reads what follows or leads an amount and makes a point in time of it.
func (s *scanner) distance(i int, n amount, unit, to int) (hit, bool) {
	j := s.hyphen(to)
	switch {
	case s.has(j, agoWord):
		if unit == unitYear && n == 10 {
			return hit{to: j + 1, kind: news.DateDay, when: s.yearBefore(), quiet: true}, true
		}
		return s.away(n, unit, j+1, -1), true
	case s.has(j, fromNowWord):
		return s.away(n, unit, j+1, 1), true
	case n == some: // "a few days later" is a few days
	case s.has(j, earlierWord) && s.closes(j):
		if unit == unitYear && n == 10 && s.quarter.grain != grainNone {
			return hit{to: j + 1, kind: news.DateDay, when: s.yearBefore(), quiet: true}, true
		}
		base, _ := s.focus.bounds()
		return s.awayFrom(base, n, unit, j+1, -1), true
	case s.has(j, laterWord) && s.closes(j):
		base, _ := s.focus.bounds()
		return s.awayFrom(base, n, unit, j+1, 1), true
	case s.has(i-1, inWord) && n != some && s.has(to-1, unitsWord) && s.tenseAt(i-1) >= intent && s.tenseAt(i-1) != past && s.tenseAt(i-1) != present:
		return s.away(n, unit, to, 1), true
	}
	return hit{}, false
}

// closes reports whether "before" or "after" at j belongs to what stands before it, not to what follows.
func (s *scanner) closes(j int) bool {
	if s.language != "en" {
		return !s.has(j+1, ofWord) && !s.has(j+1, theWord) && !s.has(j+1, aWord)
	}
	w := s.word(j)
	if w != "before" && w != "after" {
		return true
	}
	return j+1 >= len(s.items) || s.items[j+1].mark != 0
}

func (s *scanner) away(n amount, unit, to, sign int) hit {
	return s.awayFrom(s.today, n, unit, to, sign)
}

// awayFrom is the day, week … that lies an amount before or after a day.
func (s *scanner) awayFrom(base int, n amount, unit, to, sign int) hit {
	h := hit{to: to, kind: news.DateDay}
	whole := int(n+5) / 10
	switch {
	case n == some && sign < 0:
		h.value = "PAST_REF"
	case n == some:
		h.value = "FUTURE_REF"
	case unit <= unitHour:
		h.when = dayOf(base)
		if unit == unitHour && whole > 12 {
			h.when = dayOf(base + sign*(whole+12)/24)
		}
	case unit == unitDecade:
		h.when = offset(base, unitYear, sign*int(n))
	case unit == unitCentury:
		h.when = offset(base, unitYear, sign*int(n)*10)
	case unit == unitYear && n%10 == 5:
		y, m, _ := civil(base)
		h.when = monthOf(y, m+sign*int(n)*12/10)
	default:
		h.when = offset(base, unit, sign*whole)
	}
	return h
}
