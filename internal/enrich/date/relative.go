package date

import "nutgraf/internal/news"

// relative reads what is told from the day of publication, or from a day that was named: "yesterday", "last week",
// "next Tuesday", "that year", "la semaine dernière".
func (s *scanner) relative(i int) (hit, bool) {
	it := &s.items[i]
	if !s.known {
		return hit{}, false
	}
	switch {
	case it.classes.has(dayWord) && (!it.classes.has(partWord) || !s.has(i-1, theWord)): // "la mañana"
		return s.withDaypart(dayOf(s.today+int(it.value)), i+1), true
	case it.classes.has(tonightWord):
		w := dayOf(s.today + int(it.value))
		w.part = 5
		return hit{to: i + 1, kind: news.DateTime, when: w}, true
	case it.classes.has(thisWord) || it.classes.has(lastWord) || it.classes.has(pastWord) || it.classes.has(nextWord) ||
		it.classes.has(followingWord) || it.classes.has(thatWord) || it.classes.has(latestWord):
		return s.told(i)
	case it.classes.has(partWord) && i+1 < len(s.items) && s.items[i+1].classes&(1<<dayWord|1<<weekdayWord) != 0: // "mid-afternoon yesterday"
		h, ok := s.dayForm(i + 1)
		h.kind, h.when.part = news.DateTime, int(it.value)
		return h, ok && h.when.clock == 0
	case s.adjectivesAfter() && i+1 < len(s.items) &&
		s.items[i+1].classes&(1<<lastWord|1<<nextWord|1<<followingWord|1<<pastWord) != 0:
		return s.step(i, i+1, i+2)
	}
	return hit{}, false
}

// adjectivesAfter reports whether "last" stands behind its noun in the language.
func (s *scanner) adjectivesAfter() bool {
	return s.language == "fr" || s.language == "es" || s.language == "it" || s.language == "pt"
}

// told reads a word such as "last" and what it belongs to.
func (s *scanner) told(i int) (hit, bool) {
	j := i + 1
	if s.has(j, andWord) && s.has(j+1, lastWord) {
		j += 2
	}
	for s.has(j, moreWord) || s.has(j, fiscalWord) {
		j++
	}
	if j >= len(s.items) {
		return hit{}, false
	}
	if s.has(j, unitsWord) && s.items[j].value >= unitDay { // "coming weeks"
		return hit{to: j + 1, kind: news.DateDuration, value: vagueDuration(int(s.items[j].value))}, true
	}
	if n, unit, to, ok := s.quantity(j); ok && !s.has(j, aWord) && !s.has(i, thatWord) && s.has(to-1, unitsWord) {
		h := hit{to: to, kind: news.DateDuration, value: n.value(unit)}
		return h, true
	}
	if s.items[j].classes.has(weekdayWord) && s.has(i, thisWord) { // "ce vendredi 22 novembre"
		if h, ok := s.weekday(j); ok && h.to > j+2 {
			return h, true
		}
	}
	if s.items[j].classes.has(monthWord) { // "last Oct. 23"
		if w, to, ok := s.monthDay(j); ok {
			w.year = s.yearBeside(w.n, w.day, s.way(i))
			return s.withDaypart(w, to), true
		}
	}
	return s.step(j, i, j+1)
}

// step resolves a unit, weekday, month … at item i that the word at rel puts before or after.
func (s *scanner) step(i, rel, to int) (hit, bool) {
	it, by := &s.items[i], s.items[rel].classes
	n := s.way(rel)
	h := hit{to: to, kind: news.DateDay}
	switch c := it.classes; {
	case c.has(ordWord) || c.has(quarterWord):
		q, ok := s.period(i)
		if !ok || q.when.grain != grainQuarter {
			return h, false
		}
		return q, true
	case c.has(unitWord):
		return s.stepUnit(i, by, n, h)
	case c.has(weekdayWord):
		d := s.today + (int(it.value)-weekday(s.today)+7)%7 // today, or the next
		switch {
		case n < 0:
			d -= 7
		case n > 0 && d == s.today:
			d += 7
		case n == 0 && s.direction(rel) == past && d != s.today:
			d -= 7
		}
		return s.withDaypart(dayOf(d), to), true
	case c.has(monthWord) || c.has(seasonWord) || c.has(holidayWord):
		h.when = s.ofThatYear(it, n)
	case c.has(partWord):
		d := s.today
		if by.has(thatWord) || by.has(followingWord) || by.has(nextWord) {
			from, _ := s.focus.bounds()
			d = from + n
		} else {
			d += n
		}
		h.when, h.kind = dayOf(d), news.DateTime
		h.when.part = int(it.value)
	default:
		return h, false
	}
	return h, true
}

// ofThatYear is the last, this year’s or the next of what comes once a year.
func (s *scanner) ofThatYear(it *item, way int) when {
	y, m, _ := civil(s.today)
	of := func(y int) when {
		switch c := it.classes; {
		case c.has(monthWord):
			return monthOf(y, int(it.value))
		case c.has(seasonWord):
			return when{grain: grainSeason, year: y, n: int(it.value)}
		}
		return dayOf(holiday(holidayNames[it.value], y))
	}
	w := of(y)
	from, until := w.bounds()
	switch {
	case way < 0 && (until > s.today || w.grain == grainMonth && w.n == m):
		return of(y - 1)
	case way > 0 && from <= s.today:
		return of(y + 1)
	}
	return w
}

// stepUnit resolves "last week", "next year’s third quarter", "the following day".
func (s *scanner) stepUnit(i int, by classSet, n int, h hit) (hit, bool) {
	unit := int(s.items[i].value)
	base := s.today
	if by.has(thatWord) || by.has(followingWord) || unit == unitDay && (n > 0 || by.has(lastWord)) {
		base, _ = s.focus.bounds()
	}
	if unit < unitDay || unit == unitPeriod && !by.has(latestWord) || unit == unitDay && (by.has(thisWord) || by.has(latestWord)) {
		return h, false
	}
	if unit == unitQuarter || unit == unitPeriod {
		switch {
		case by.has(latestWord):
			h.when = s.lastQuarter()
			return h, true
		case n == 0 && s.quarter.grain != grainNone:
			h.when = s.quarter
			return h, true
		}
	}
	if unit >= unitDecade && by.has(pastWord) {
		return hit{to: h.to, kind: news.DateDuration, value: amount(10).value(unit)}, true
	}
	h.when = offset(base, unit, n)
	if unit == unitYear && i+2 < len(s.items) && s.owns(i+1) {
		if v := s.items[i+2].value; s.has(i+2, unitWord) && (v == unitQuarter || v == unitPeriod) && s.quarter.grain != grainNone {
			h.when, h.to, h.quiet = quarterOf(h.when.year, s.quarter.n), i+3, true
			return h, true
		}
		if q, ok := s.period(i + 2); ok && q.when.grain == grainQuarter {
			q.when.year = h.when.year
			return q, true
		}
	}
	if unit == unitDay && s.has(h.to, partWord) {
		h.when.part, h.kind = int(s.items[h.to].value), news.DateTime
		h.to++
	}
	return h, true
}

// lastQuarter is the one the text is about, or else the last that was over at publication.
func (s *scanner) lastQuarter() when {
	if s.quarter.grain != grainNone {
		return s.quarter
	}
	y, m, _ := civil(s.today)
	return quarterOf(y, (m+2)/3-1)
}

// offset returns the unit of the calendar that lies n units from the one a day is in.
func offset(day, unit, n int) when {
	y, m, _ := civil(day)
	switch unit {
	case unitDay:
		return dayOf(day + n)
	case unitWeek:
		return weekOf(day + 7*n)
	case unitFortnight:
		return weekOf(day + 14*n)
	case unitWeekend:
		w := weekOf(day + 7*n)
		w.grain = grainWeekend
		return w
	case unitMonth:
		return monthOf(y, m+n)
	case unitQuarter:
		return quarterOf(y, (m+2)/3+n)
	case unitYear:
		return yearOf(y + n)
	case unitDecade:
		return when{grain: grainDecade, year: y/10 + n}
	case unitCentury:
		return when{grain: grainCentury, year: y/100 + n}
	}
	return when{}
}
