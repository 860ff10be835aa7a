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
	if s.items[j].classes.has(monthWord) { // "last Oct. 23"
		if w, to, ok := s.monthDay(j); ok {
			y, _, _ := civil(s.today)
			w.year = y
			switch d := days(y, w.n, w.day); {
			case s.has(i, lastWord) && d >= s.today:
				w.year--
			case s.has(i, nextWord) && d <= s.today:
				w.year++
			}
			return s.withDaypart(w, to), true
		}
	}
	return s.step(j, i, j+1)
}

// step resolves a unit, weekday, month … at item i that the word at rel puts before or after.
func (s *scanner) step(i, rel, to int) (hit, bool) {
	it, by := &s.items[i], s.items[rel].classes
	n := 0
	switch {
	case by.has(lastWord) || by.has(pastWord):
		n = -1
	case by.has(nextWord) || by.has(followingWord):
		n = 1
	}
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
	case c.has(monthWord):
		y, m, _ := civil(s.today)
		switch {
		case n < 0 && int(it.value) >= m:
			y--
		case n > 0 && int(it.value) <= m:
			y++
		}
		h.when = monthOf(y, int(it.value))
	case c.has(seasonWord):
		h.when = when{grain: grainSeason, n: int(it.value)}
		h.when.year, _, _ = civil(s.today)
		from, until := h.when.bounds()
		switch {
		case n < 0 && until > s.today:
			h.when.year--
		case n > 0 && from <= s.today:
			h.when.year++
		}
	case c.has(holidayWord):
		y, _, _ := civil(s.today)
		name := holidayNames[it.value]
		switch d := holiday(name, y); {
		case n < 0 && d >= s.today:
			y--
		case n > 0 && d <= s.today:
			y++
		}
		h.when = dayOf(holiday(name, y))
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

// relativeYear reads "last year" behind a month or quarter.
func (s *scanner) relativeYear(i int) (hit, bool) {
	for s.has(i, theWord) {
		i++
	}
	if i >= len(s.items) || s.items[i].classes&(1<<lastWord|1<<thisWord|1<<nextWord|1<<thatWord|1<<followingWord|1<<unitWord|1<<pastWord) == 0 {
		return hit{}, false
	}
	h, ok := s.relative(i)
	return h, ok && h.when.grain == grainYear && h.when.mod == 0
}

// bare reads units without a number: "the quarter", "weeks", "year-earlier", "the weekend".
func (s *scanner) bare(i int) (hit, bool) {
	it := &s.items[i]
	h := hit{to: i + 1, kind: news.DateDay}
	if it.classes.has(unitsWord) && it.value >= unitDay {
		if s.has(i+1, agoWord) {
			return hit{to: i + 2, kind: news.DateDay, value: "PAST_REF"}, true
		}
		if s.has(i-1, prepWord) || s.has(i-1, inWord) {
			return hit{to: i + 1, kind: news.DateDuration, value: vagueDuration(int(it.value))}, true
		}
		return h, false
	}
	if !it.classes.has(unitWord) || !s.known {
		return h, false
	}
	if s.language != "en" && s.has(i+1, agoWord) && it.value > unitHour { // "неделю назад"
		return s.away(10, int(it.value), i+2, -1), true
	}
	if j := s.hyphen(i + 1); it.value == unitYear && (s.has(j, agoWord) || s.has(j, earlierWord) && (j > i+1 || !s.has(i-1, theWord))) {
		h.when, h.to, h.quiet = s.yearBefore(), j+1, true
		if s.has(h.to, unitWord) && (s.items[h.to].value == unitQuarter || s.items[h.to].value == unitPeriod) {
			h.to++
		}
		return h, true
	}
	k := i - 1
	for s.has(k, fiscalWord) || s.has(k, moreWord) {
		k--
	}
	if !s.has(k, theWord) {
		return h, false
	}
	if s.has(i+1, earlierWord) && s.closes(i+1) && it.value >= unitDay { // "the day before"
		from, _ := s.focus.bounds()
		return s.awayFrom(from, 10, int(it.value), i+2, -1), true
	}
	if it.value == unitWeek && s.has(i+1, ofWord) && i+2 < len(s.items) { // "the week of March 6"
		if d, ok := s.calendar(i + 2); ok && d.when.grain == grainDay {
			from, _ := d.when.bounds()
			return hit{to: d.to, kind: news.DateDay, when: weekOf(from)}, true
		}
	}
	switch it.value {
	case unitQuarter:
		h.when, h.quiet = s.lastQuarter(), true
	case unitWeekend:
		h.when = offset(s.today, unitWeekend, 0)
		if s.direction(i) == past && weekday(s.today) < 6 {
			h.when = offset(s.today, unitWeekend, -1)
		}
	case unitYear:
		if w := s.after(i + 1); w == "ended" || w == "ending" || w == "to" {
			return hit{to: i + 1, kind: news.DateDuration, value: "P1Y"}, true
		}
		h.when = offset(s.today, unitYear, 0)
	case unitWeek, unitMonth:
		h.when = offset(s.today, int(it.value), 0)
	default:
		return h, false
	}
	return h, true
}

// after returns the word at item i, "" where there is none.
func (s *scanner) after(i int) string {
	if i >= len(s.items) {
		return ""
	}
	return s.p.Word(s.items[i].first)
}

// yearBefore is the quarter a year before the one a text on earnings is about, or the year before.
func (s *scanner) yearBefore() when {
	w := s.focus
	if s.quarter.grain != grainNone {
		w = s.quarter
		w.year--
		return w
	}
	y, _, _ := civil(s.today)
	return yearOf(y - 1)
}

// reference reads words that point to no day: "now", "recently", "the future".
func (s *scanner) reference(i int) (hit, bool) {
	it := &s.items[i]
	switch {
	case it.classes.has(yearendWord) && s.known:
		h := hit{to: i + 1, kind: news.DateDay, when: offset(s.today, unitYear, 0)}
		h.when.mod = modLate
		return h, true
	case it.classes.has(refWord) && s.has(i+1, unitsWord) && s.items[i+1].value >= unitDay:
		if s.items[i+1].value >= unitYear {
			return hit{to: i + 2, kind: news.DateDay, value: refNames[it.ref]}, true
		}
		return hit{to: i + 2, kind: news.DateDuration, value: vagueDuration(int(s.items[i+1].value))}, true
	case it.classes.has(refWord) && s.after(i+1) == "as": // "as soon as"
	case it.classes.has(refWord):
		return hit{to: i + 1, kind: news.DateDay, value: refNames[it.ref]}, true
	case it.classes.has(pastWord) && s.has(i-1, theWord) && (s.has(i-2, inWord) || s.has(i-2, prepWord)):
		return hit{to: i + 1, kind: news.DateDay, value: "PAST_REF"}, true
	}
	return hit{}, false
}
