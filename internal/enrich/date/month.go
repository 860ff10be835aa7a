package date

import "nutgraf/internal/news"

// calendar reads days and months of the calendar: "Tuesday, May 3, 2024", "3 May", "May 2024", "3–5 May", "May".
func (s *scanner) calendar(i int) (hit, bool) {
	c := s.items[i].classes
	if c.has(weekdayWord) {
		return s.weekday(i)
	}
	if c.has(weekdayPartWord) && s.known {
		w := dayOf(s.nearest(int(s.items[i].value)%10, i))
		w.part = int(s.items[i].value) / 10
		return hit{to: i + 1, kind: news.DateTime, when: w}, true
	}
	if w, to, ok := s.monthDay(i); ok {
		return s.withDaypart(w, to), true
	}
	if c.has(monthWord) {
		return s.month(i)
	}
	return hit{}, false
}

// dayNumber reads the number of a day of the month.
func (s *scanner) dayNumber(i int) (d, to int, ok bool) {
	if i >= len(s.items) {
		return 0, 0, false
	}
	it := &s.items[i]
	if !it.classes.has(ordWord) && (!it.classes.has(numberMark) || it.digits > 2) {
		return 0, 0, false
	}
	if d = int(it.value); d < 1 || d > 31 {
		return 0, 0, false
	}
	to = i + 1
	if s.mark(to, '.') && s.language == "de" {
		to++
	}
	return d, to, true
}

// monthDay reads a day of a month, or several days.
func (s *scanner) monthDay(i int) (w when, to int, ok bool) {
	var d, last int
	month := i
	before := s.items[i].classes&(1<<numberMark|1<<ordWord) != 0
	if before {
		if d, month, ok = s.dayNumber(i); !ok {
			return w, 0, false
		}
		if l, next, more := s.lastDay(month); more {
			last, month = l, next
		}
		if s.has(month, ofWord) {
			month++
		}
	}
	if !s.has(month, monthWord) {
		return w, 0, false
	}
	m := int(s.items[month].value)
	to = month + 1
	if s.mark(to, '.') && !before && s.dotted(to) {
		to++
	}
	if !before {
		if s.has(to, theWord) {
			to++
		}
		if d, to, ok = s.dayNumber(to); !ok {
			return w, 0, false
		}
		if s.mark(to, ':') && s.has(to+1, numberMark) || s.has(to, unitsWord) {
			return w, 0, false // "May 3:30", "May 3 days"
		}
		if l, next, more := s.lastDay(to); more && !s.has(next, monthWord) {
			last, to = l, next
		}
	}
	w = when{grain: grainDay, n: m, day: d}
	year, next, told := s.yearAfter(to)
	switch {
	case told:
		w.year, to = year, next
	case !s.known:
		return w, 0, false
	case s.adjectivesAfter() && (s.has(to, lastWord) || s.has(to, nextWord)): // "19 dicembre scorso"
		w.year = s.yearBeside(m, d, s.way(to))
		to++
	default:
		w.year = s.yearOfDay(m, d, i)
	}
	if d > monthDays(w.year, m) {
		return w, 0, false
	}
	if last > d && last <= monthDays(w.year, m) {
		w.last = days(w.year, m, last)
	}
	return w, to, true
}

// dotted reports whether the dot at i stands right behind a short month, as of "Sept".
func (s *scanner) dotted(i int) bool {
	return s.items[i].end-s.items[i].first == 1 && !s.p.Tokens[s.items[i].first].Spaced && len(s.word(i-1)) < 5
}

// lastDay reads what follows the first day of several: "–5", "to 5", "and 5".
func (s *scanner) lastDay(i int) (d, to int, ok bool) {
	if !s.mark(i, '-') && !s.has(i, toWord) && !s.has(i, andWord) && !s.mark(i, '/') {
		return 0, 0, false
	}
	return s.dayNumber(i + 1)
}

// yearAfter reads the year that may follow a month: ", 2024", "of 2024", "’98".
func (s *scanner) yearAfter(i int) (year, to int, ok bool) {
	j := i
	if s.mark(j, ',') || s.has(j, ofWord) {
		j++
	}
	if j >= len(s.items) {
		return 0, 0, false
	}
	if year, to, ok = s.yearNumber(j); ok {
		if s.has(to, unitWord) && s.items[to].value == unitYear && s.language == "ru" {
			to++
			if s.mark(to, '.') && len(s.word(to-1)) < 4 {
				to++
			}
		}
		return year, to, true
	}
	if (s.mark(i, '\'') || s.mark(i, '’')) && s.has(i+1, numberMark) && s.items[i+1].digits == 2 {
		return century(int(s.items[i+1].value)), i + 2, true
	}
	if s.known {
		if h, ok := s.relativeYear(j); ok {
			return h.when.year, h.to, true
		}
	}
	return 0, 0, false
}

// yearNumber reads four digits that can be a year, or "nineteen ninety-eight".
func (s *scanner) yearNumber(i int) (year, to int, ok bool) {
	if i >= len(s.items) {
		return 0, 0, false
	}
	it := &s.items[i]
	if it.classes.has(numberMark) && it.digits == 4 {
		return int(it.value), i + 1, it.value >= 1000 && it.value < 2200
	}
	if it.classes.has(numWord) && (it.value == 18 || it.value == 19 || it.value == 20) {
		if n, to, ok := s.count(s.hyphen(i + 1)); ok && n >= 10 && n < 100 && s.items[to-1].classes.has(numWord) {
			return int(it.value)*100 + n, to, true
		}
	}
	return 0, 0, false
}

// century makes a full year of its last two digits.
func century(n int) int {
	if n < 50 {
		return 2000 + n
	}
	return 1900 + n
}

// month reads a month with its year, or the one that tense says.
func (s *scanner) month(i int) (hit, bool) {
	m := int(s.items[i].value)
	to := i + 1
	if s.mark(to, '.') && s.dotted(to) && to+1 < len(s.items) {
		to++
	}
	if year, next, ok := s.yearAfter(to); ok {
		return hit{to: next, kind: news.DateDay, when: monthOf(year, m)}, true
	}
	if s.known && s.adjectivesAfter() && (s.has(to, lastWord) || s.has(to, nextWord)) { // "janvier prochain"
		return s.step(i, to, to+1)
	}
	if !s.known || s.doubtful(i) || s.nameLike(i) {
		return hit{}, false
	}
	year, now, _ := civil(s.today)
	t := s.direction(i)
	if s.owns(i + 1) {
		t = unknown // "December’s rush" may be over while it is told what will be
	}
	switch {
	case m < now && m >= now-2: // else it would be "next April"
	case t == past && m > now:
		year--
	case t == future && m < now:
		year++
	case t == past || t == future:
	case t == intent && now-m > 3:
		year++
	case m-now > 6:
		year--
	case now-m > 6:
		year++
	}
	return hit{to: i + 1, kind: news.DateDay, when: monthOf(year, m)}, true
}

// doubtful reports whether a month can as well be a verb or a name: "May", "March", "August".
func (s *scanner) doubtful(i int) bool {
	if s.language != "en" {
		return false
	}
	w := s.word(i)
	if len(w) <= 3 && w != "May" { // "Jan" is a name too
		return true
	}
	if w != "May" && w != "March" && w != "August" {
		return false
	}
	for _, c := range [...]class{prepWord, modWord, ofWord, lastWord, nextWord, thisWord, everyWord, toWord, andWord} {
		if s.has(i-1, c) {
			return false
		}
	}
	return !s.mark(i-1, '-')
}
