package date

import "nutgraf/internal/news"

// relativeYear reads "last year" behind a month or quarter.
func (s *scanner) relativeYear(i int) (hit, bool) {
	for s.has(i, theWord) {
		i++
	}
	if i >= len(s.items) || s.items[i].classes&(1<<lastWord|1<<thisWord|1<<nextWord|1<<thatWord|1<<followingWord|1<<unitWord|1<<pastWord) == 0 {
		return hit{}, false
	}
	j := i
	for j < i+3 && !s.has(j, unitWord) && j+1 < len(s.items) {
		j++
	}
	if !s.has(j, unitWord) || s.items[j].value != unitYear {
		return hit{}, false
	}
	h, ok := s.relative(i)
	return h, ok && h.when.grain == grainYear && h.when.mod == 0
}

// bare reads units without a number: "the quarter", "weeks", "year-earlier", "the weekend".
func (s *scanner) bare(i int) (hit, bool) {
	it := &s.items[i]
	h := hit{to: i + 1, kind: news.DateDay}
	if it.classes.has(unitsWord) && !it.classes.has(unitWord) && it.value >= unitDay {
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
	return s.definite(i, h)
}

// definite reads units behind "the": "the quarter", "the day before", "the week of March 6".
func (s *scanner) definite(i int, h hit) (hit, bool) {
	it := &s.items[i]
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
	return s.word(i)
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
