package date

import "nutgraf/internal/news"

// clock reads times of a day: "3:30 p.m. ET Tuesday", "noon", "15h30", "15.30 Uhr", "midnight Friday".
func (s *scanner) clock(i int) (hit, bool) {
	minutes, to, sure := s.timeOf(i)
	if to == 0 {
		return hit{}, false
	}
	if s.has(to, zoneWord) {
		to, sure = to+1, true
	} else if s.mark(to, '(') && s.has(to+1, zoneWord) && s.mark(to+2, ')') {
		to, sure = to+3, true
	}
	if s.mark(to, '(') && s.has(to+1, numberMark) && s.has(to+2, zoneWord) && s.mark(to+3, ')') { // "10:35 a.m. (0735 GMT)"
		to += 4
	}
	if !sure && (!s.has(i-1, atHourWord) || minutes%100 == 0 && to == i+1 && s.items[i-1].value == 0) { // "à dix minutes"
		return hit{}, false
	}
	j := to
	if s.mark(j, ',') {
		j++
	}
	for j < len(s.items) && (s.has(j, prepWord) || s.has(j, inWord) || s.has(j, theWord) || s.has(j, ofWord)) {
		j++
	}
	w := dayOf(s.today)
	told := s.known
	if j < len(s.items) && s.items[j].classes&(1<<weekdayWord|1<<monthWord|1<<numberMark|1<<dayWord|1<<ordWord|1<<thisWord) != 0 {
		if h, ok := s.dayForm(j); ok {
			w, to, told = h.when, h.to, true
		}
	}
	if !told {
		return hit{}, false
	}
	w.clock, w.part = minutes+1, 0
	return hit{to: to, kind: news.DateTime, when: w}, true
}

// dayForm reads something that is one day.
func (s *scanner) dayForm(i int) (hit, bool) {
	h, ok := s.calendar(i)
	if !ok {
		h, ok = s.relative(i)
	}
	if !ok {
		h, ok = s.numeric(i)
	}
	return h, ok && h.when.grain == grainDay
}

// timeOf reads an hour and minute as hour × 100 + minute. sure is false where the number alone could be something else.
func (s *scanner) timeOf(i int) (clock, to int, sure bool) {
	it := &s.items[i]
	switch {
	case it.classes.has(clockWord):
		to = i + 1
		if it.digits > 0 && s.has(to, numberMark) && s.items[to].digits == 2 && s.items[to].value < 60 && s.language != "en" {
			return int(it.value) + int(s.items[to].value), to + 1, true // "15 h 30"
		}
		return int(it.value), to, true
	case it.classes.has(dottedMark):
		n, width, count, rest := parts(s.word(i))
		if count != 2 || n[0] > 24 || n[1] > 59 || width[1] != 2 {
			return 0, 0, false
		}
		clock, to = n[0]*100+n[1], i+1
		if rest == "am" || rest == "pm" || rest == "h" {
			return twelve(n[0], rest[0])*100 + n[1], to, true
		}
		if rest != "" {
			return 0, 0, false
		}
	case s.mark(i-1, ':') && s.has(i-2, numberMark):
		return 0, 0, false
	case it.classes.has(numberMark) && it.digits <= 2 && it.value <= 24:
		clock, to = int(it.value)*100, i+1
		if s.mark(to, ':') && s.has(to+1, numberMark) && s.items[to+1].digits == 2 && s.items[to+1].value < 60 {
			clock, to, sure = clock+int(s.items[to+1].value), to+2, true
			if s.mark(to, ':') && s.has(to+1, numberMark) {
				return 0, 0, false // with seconds: what a runner took
			}
		} else if s.mark(to, ':') && to+1 < len(s.items) && s.items[to+1].digits == 2 {
			return s.glued(i)
		}
	case it.classes.has(numWord) && it.value <= 12:
		clock, to = int(it.value)*100, i+1
	default:
		return 0, 0, false
	}
	return s.halfOf(clock, to, sure)
}

// halfOf reads what tells which half of the day an hour is of: "p.m.", "Uhr", "in the morning".
func (s *scanner) halfOf(clock, to int, sure bool) (int, int, bool) {
	switch {
	case s.has(to, amWord):
		return twelve(clock/100, 'a')*100 + clock%100, to + 1, true
	case s.has(to, pmWord):
		return twelve(clock/100, 'p')*100 + clock%100, to + 1, true
	case s.has(to, oclockWord):
		sure = !s.has(to, unitWord) && !s.has(to, unitsWord) || clock%100 != 0
		to++
		if s.has(to, numberMark) && s.items[to].digits == 2 && s.items[to].value < 60 {
			clock, to, sure = clock+int(s.items[to].value), to+1, true // "15 Uhr 30"
		}
	}
	j := to
	for s.has(j, inWord) || s.has(j, theWord) || s.has(j, ofWord) {
		j++
	}
	if s.has(j, partWord) && (j > to || s.language != "en") {
		sure, to = true, j+1
		if p := partNames[s.items[j].value]; p == "AF" || p == "EV" {
			clock = twelve(clock/100, 'p')*100 + clock%100
		}
	}
	return clock, to, sure
}

// glued reads the minutes of "3:30pm".
func (s *scanner) glued(i int) (clock, to int, sure bool) {
	w := s.word(i + 2)
	if len(w) < 4 || two(w[:2]) > 59 {
		return 0, 0, false
	}
	if half := lower(nil, w[2:]); string(half) == "am" || string(half) == "pm" {
		return twelve(int(s.items[i].value), half[0])*100 + two(w[:2]), i + 3, true
	}
	return 0, 0, false
}
