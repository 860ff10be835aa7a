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
	return s.items[i].end-s.items[i].first == 1 && !s.p.Tokens[s.items[i].first].Spaced && len(s.p.Word(s.items[i-1].first)) < 5
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
			if s.mark(to, '.') && len(s.p.Word(s.items[to-1].first)) < 4 {
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

// yearOfDay chooses the year of a day that is told without: the nearest day, on the side of the tense.
func (s *scanner) yearOfDay(m, d, at int) int {
	year, _, _ := civil(s.today)
	behind, ahead := year, year
	if days(year, m, d) > s.today {
		behind--
	} else {
		ahead++
	}
	back, on := s.today-days(behind, m, d), days(ahead, m, d)-s.today
	switch s.direction(at) {
	case past: // what is nearly a year ago is told with its year
		on *= 4
	case intent:
		back *= 2
	case future:
		back *= 8
	}
	if back <= on {
		return behind
	}
	return ahead
}

// direction is whether what is told without a year lies behind or ahead.
func (s *scanner) direction(at int) tense {
	for j := at - 1; j >= 0 && j >= at-6; j-- {
		if s.items[j].classes&(1<<theWord|1<<modWord|1<<approxWord|1<<prepWord|1<<numberMark|1<<amWord|1<<pmWord|1<<zoneWord|1<<clockWord|1<<refWord) == 0 && !s.mark(j, ':') &&
			s.after(j) != "as" {
			break
		}
		switch s.p.Word(s.items[j].first) {
		case "until", "till", "effective", "beginning", "starting", "soon":
			return future
		case "since", "ended":
			return past
		}
	}
	return s.tenseAt(at)
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
	if !s.known || s.doubtful(i) {
		return hit{}, false
	}
	year, now, _ := civil(s.today)
	switch t := s.direction(i); {
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
	w := s.p.Word(s.items[i].first)
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

// weekday reads a day of the week, with the date that may follow it.
func (s *scanner) weekday(i int) (hit, bool) {
	n := int(s.items[i].value)
	j := i + 1
	if s.mark(j, '.') && len(s.p.Word(s.items[i].first)) < 5 {
		j++
	}
	if s.known && s.adjectivesAfter() && (s.has(j, lastWord) || s.has(j, nextWord)) {
		return s.step(i, j, j+1)
	}
	if s.mark(j, ',') {
		j++
	}
	for s.has(j, theWord) || s.has(j, ofWord) {
		j++
	}
	if j < len(s.items) {
		if w, to, ok := s.monthDay(j); ok {
			return s.withDaypart(w, to), true
		}
		if h, ok := s.numeric(j); ok && h.when.grain == grainDay {
			return h, true
		}
	}
	if !s.known {
		return hit{}, false
	}
	return s.withDaypart(dayOf(s.nearest(n, i)), i+1), true
}

// nearest returns the day of the week that tense says: the last one, today with it, or the next.
func (s *scanner) nearest(n, at int) int {
	if t := s.direction(at); (t == future || t == intent) && !s.owns(at+1) {
		return s.today + (n-weekday(s.today)+7)%7
	}
	return s.today - (weekday(s.today)-n+7)%7
}

// owns reports whether a genitive "s" stands at i: "Wednesday’s ruling" was given.
func (s *scanner) owns(i int) bool { return s.after(i) == "'s" || s.after(i) == "’s" }

// withDaypart adds "night", "at noon" or "at 5 p.m." when it follows a day.
func (s *scanner) withDaypart(w when, to int) hit {
	j := to
	for s.has(j, ofWord) || s.has(j, inWord) || s.has(j, theWord) || s.language != "en" && s.has(j, prepWord) {
		j++
	}
	if s.has(j, partWord) && !s.has(j+1, partWord) && (s.language != "en" || j == to) {
		w.part = int(s.items[j].value)
		return hit{to: j + 1, kind: news.DateTime, when: w}
	}
	return hit{to: to, kind: news.DateDay, when: w}
}

// numeric reads dates in digits: "2024-01-30", "30/1/2024", "30.01.2024", "2024年1月30日".
func (s *scanner) numeric(i int) (hit, bool) {
	it := &s.items[i]
	if it.classes.has(dottedMark) {
		n, width, count, rest := parts(s.p.Word(it.first))
		if count == 3 && rest == "" {
			return s.ymd(n, width, i+1, s.language == "en" && !s.dayFirst)
		}
		return hit{}, false
	}
	if it.classes.has(numberMark) && it.digits == 4 && i+2 < len(s.items) && s.p.Word(s.items[i+1].first) == "年" {
		return s.ideographic(i)
	}
	if i+4 >= len(s.items) || !s.mark(i+1, '-') && !s.mark(i+1, '/') || !s.mark(i+3, s.items[i+1].mark) || !it.classes.has(numberMark) ||
		!s.has(i+2, numberMark) || !s.has(i+4, numberMark) || s.p.Tokens[s.items[i+1].first].Spaced {
		return hit{}, false
	}
	var n, width [3]int
	for k := range n {
		n[k], width[k] = int(s.items[i+2*k].value), int(s.items[i+2*k].digits)
	}
	return s.ymd(n, width, i+5, !s.dayFirst)
}

// ymd makes a day of three numbers.
func (s *scanner) ymd(n, width [3]int, to int, monthFirst bool) (hit, bool) {
	y, m, d := n[2], n[1], n[0]
	switch {
	case width[0] == 4:
		y, m, d = n[0], n[1], n[2]
	case width[2] != 4 && width[2] != 2:
		return hit{}, false
	case n[0] > 12 && n[0] <= 31:
		s.dayFirst = true
	case monthFirst || n[1] > 12:
		m, d = d, m
	}
	if y < 100 {
		y = century(y)
	}
	if m < 1 || m > 12 || d < 1 || y < 1000 || y > 2200 || d > monthDays(y, m) {
		return hit{}, false
	}
	return hit{to: to, kind: news.DateDay, when: when{grain: grainDay, year: y, n: m, day: d}}, true
}

// ideographic reads "2024年", "2024年1月", "2024年1月30日".
func (s *scanner) ideographic(i int) (hit, bool) {
	w := yearOf(int(s.items[i].value))
	to := i + 2
	if s.has(to, numberMark) && to+1 < len(s.items) && s.p.Word(s.items[to+1].first) == "月" && s.items[to].value >= 1 && s.items[to].value <= 12 {
		w = monthOf(w.year, int(s.items[to].value))
		to += 2
		if s.has(to, numberMark) && to+1 < len(s.items) && (s.p.Word(s.items[to+1].first) == "日" || s.p.Word(s.items[to+1].first) == "号") {
			if d := int(s.items[to].value); d >= 1 && d <= monthDays(w.year, w.n) {
				w.grain, w.day = grainDay, d
				to += 2
			}
		}
	}
	return hit{to: to, kind: news.DateDay, when: w}, w.year >= 1000 && w.year < 2200
}
