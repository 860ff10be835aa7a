package date

import "nutgraf/internal/news"

// period reads named pieces of a year: quarters, halves, seasons, holidays, and decades and centuries.
func (s *scanner) period(i int) (hit, bool) {
	it := &s.items[i]
	switch {
	case s.language != "en" && it.classes.has(unitsWord) && it.value == unitYear:
		return s.decadeAfter(i)
	case it.classes.has(numberMark) && s.owns(i+1): // "the 1970’s"
		return s.decadeOf(i)
	case it.classes.has(decadeWord):
		return s.decade(i)
	case it.classes.has(holidayWord):
		return s.holiday(i)
	case it.classes.has(seasonWord):
		return s.season(i)
	case it.classes.has(quarterWord):
		return s.ofYear(when{grain: grainQuarter, n: int(it.value)}, i+1, i), s.known
	}
	return s.counted(i)
}

// counted reads quarters, halves and centuries that are counted: "the 1989 third quarter", "the first half of 2024".
func (s *scanner) counted(i int) (hit, bool) {
	j, year := i, 0
	if y, to, ok := s.yearNumber(j); ok { // "the 1989 third quarter"
		year, j = y, to
	}
	if year != 0 && s.has(j, unitWord) && (s.items[j].value == unitQuarter || s.items[j].value == unitPeriod) { // "the 1988 quarter"
		w := yearOf(year)
		if s.quarter.grain != grainNone {
			w = quarterOf(year, s.quarter.n)
		}
		return hit{to: j + 1, kind: news.DateDay, when: w, quiet: true}, true
	}
	if s.has(j, fiscalWord) {
		j = s.hyphen(j + 1)
	}
	if !s.has(j, ordWord) {
		return hit{}, false
	}
	n := int(s.items[j].value)
	k := s.hyphen(j + 1)
	if s.has(k, fiscalWord) {
		k++
	}
	switch {
	case s.has(k, unitWord) && s.items[k].value == unitQuarter && n <= 4:
		w := when{grain: grainQuarter, year: year, n: n}
		if year != 0 {
			return hit{to: k + 1, kind: news.DateDay, when: w}, true
		}
		h := s.ofYear(w, k+1, i)
		return h, h.when.year != 0
	case s.has(k, halfWord) && n <= 2:
		y, to, ok := s.yearAfter(k + 1)
		if s.has(k+1, ofWord) && s.has(k+2, theWord) && s.has(k+3, unitWord) && s.items[k+3].value == unitYear && s.known {
			y, _, _ = civil(s.today)
			to, ok = k+4, true
		}
		return hit{to: to, kind: news.DateDay, when: when{grain: grainHalf, year: y, n: n}}, ok
	case (s.has(k, unitWord) || s.has(k, unitsWord)) && s.items[k].value == unitCentury && year == 0:
		return hit{to: k + 1, kind: news.DateDay, when: when{grain: grainCentury, year: n - 1}}, true
	}
	return hit{}, false
}

// ofYear finds the year of a quarter or season: told after it, or the one that tense says.
func (s *scanner) ofYear(w when, to, at int) hit {
	h := hit{to: to, kind: news.DateDay, when: w}
	if year, next, ok := s.yearAfter(to); ok {
		h.when.year, h.to = year, next
		return h
	}
	if s.has(to, ofWord) && s.has(to+1, fiscalWord) {
		next := to + 2
		if s.has(next, unitWord) {
			next++
		}
		if year, next, ok := s.yearNumber(next); ok {
			h.when.year, h.to = year, next
			return h
		}
	}
	if !s.known {
		return h
	}
	year, _, _ := civil(s.today)
	h.when.year = year
	from, until := h.when.bounds()
	switch t := s.direction(at); {
	case t == future && until <= s.today && (w.grain != grainQuarter || s.today-until > 100): // results are told after its end
		h.when.year++
	case t != future && from > s.today:
		h.when.year--
	}
	return h
}

// decadeOf reads "1970’s", "the 70’s".
func (s *scanner) decadeOf(i int) (hit, bool) {
	it := &s.items[i]
	w := when{grain: grainDecade, year: int(it.value) / 10}
	ok := it.digits == 4 && it.value >= 1000
	if it.digits == 2 {
		w.year += 190
		ok = s.has(i-1, theWord) || s.has(i-1, modWord)
	}
	return hit{to: i + 2, kind: news.DateDay, when: w}, ok && it.value%10 == 0
}

// decade reads "1990s", "’90s", "the nineties".
func (s *scanner) decade(i int) (hit, bool) {
	if s.items[i].digits != 4 && !s.has(i-1, theWord) && !s.has(i-1, modWord) && !s.mark(i-1, '\'') && !s.mark(i-1, '’') && !s.mark(i-1, '‘') {
		return hit{}, false
	}
	for j := i - 1; j >= 0 && s.items[i].digits != 4; j-- {
		if w := s.word(j); w == "his" || w == "her" || w == "their" || w == "my" || w == "your" {
			return hit{}, false // "in her late 20s"
		}
		if !s.has(j, modWord) {
			break
		}
	}
	return hit{to: i + 1, kind: news.DateDay, when: when{grain: grainDecade, year: int(s.items[i].value)}}, true
}

// decadeAfter reads "années 1990", "años 90", "anni ’80".
func (s *scanner) decadeAfter(i int) (hit, bool) {
	j := i + 1
	if s.mark(j, '\'') || s.mark(j, '’') {
		j++
	}
	if !s.has(j, numberMark) || s.items[j].value%10 != 0 {
		return hit{}, false
	}
	n := int(s.items[j].value) / 10
	switch s.items[j].digits {
	case 2:
		n += 190
	case 4:
	default:
		return hit{}, false
	}
	return hit{to: j + 1, kind: news.DateDay, when: when{grain: grainDecade, year: n}}, true
}

// season reads "summer 2012", "the summer of 2012", "in spring".
func (s *scanner) season(i int) (hit, bool) {
	w := when{grain: grainSeason, n: int(s.items[i].value)}
	h := s.ofYear(w, i+1, i)
	if h.to > i+1 {
		return h, true
	}
	if h.when.year == 0 || s.has(i+1, ofWord) && s.language == "en" {
		return h, false
	}
	for _, c := range [...]class{theWord, modWord, inWord, prepWord} {
		if s.has(i-1, c) && (!s.has(i-1, ofWord) || c == inWord) && (s.language != "en" || c != prepWord || s.word(i) != "fall") {
			return h, i+1 >= len(s.items) || s.items[i+1].classes != 0 || s.items[i+1].mark != 0 || s.language != "en"
		}
	}
	return h, false
}

// holiday reads a feast with its year, or the one that tense says.
func (s *scanner) holiday(i int) (hit, bool) {
	name := holidayNames[s.items[i].value]
	year, to, ok := s.yearAfter(i + 1)
	if ok {
		return s.withDaypart(dayOf(holiday(name, year)), to), true
	}
	if !s.known {
		return hit{}, false
	}
	year, _, _ = civil(s.today)
	day := holiday(name, year)
	switch t := s.direction(i); {
	case t == past && day > s.today:
		day = holiday(name, year-1)
	case t == future && day < s.today:
		day = holiday(name, year+1)
	case t == past || t == future:
	case day-s.today > 183:
		day = holiday(name, year-1)
	case s.today-day > 183:
		day = holiday(name, year+1)
	}
	return s.withDaypart(dayOf(day), i+1), true
}

// year reads a year by itself, where nothing says that the number is something else.
func (s *scanner) year(i int) (hit, bool) {
	j, led := i, false
	if s.has(j, fiscalWord) {
		j, led = j+1, true
	}
	if s.has(j, unitWord) && s.items[j].value == unitYear {
		j, led = j+1, true
	}
	if j >= len(s.items) {
		return hit{}, false
	}
	year, to, ok := s.yearNumber(j)
	if !ok && j > i && s.has(j, numWord) { // "the year two thousand"
		year, to, ok = s.count(j)
		ok = ok && year >= 1000
	}
	if !ok {
		return hit{}, false
	}
	if s.has(to, unitWord) && s.items[to].value == unitYear && (s.language == "ru" || s.language == "zh") {
		to, led = to+1, true
	}
	for _, c := range [...]class{prepWord, inWord, ofWord, modWord, toWord, andWord} {
		led = led || s.has(i-1, c)
	}
	if s.mark(i-1, '$') || s.mark(i-1, '€') || s.mark(i-1, '£') || s.has(to, unitsWord) || s.mark(to, '%') {
		return hit{}, false
	}
	if s.has(i, fiscalWord) || s.has(i-1, theWord) && year >= 1900 && s.known && year <= s.focus.year+1 { // "the 1992 protests"
		return hit{to: to, kind: news.DateDay, when: yearOf(year)}, true
	}
	plausible := year >= 1900 && year <= 2100 && s.yearFollows(to)
	if !plausible && (!led || year < 1000 || year > 2100 || !s.yearFollows(to)) {
		return hit{}, false
	}
	w := yearOf(year)
	if s.mark(to, '-') && s.has(to+1, numberMark) && s.items[to+1].digits == 2 && !s.p.Tokens[s.items[to+1].first].Spaced {
		if last := year/100*100 + int(s.items[to+1].value); last > year { // "1990-91"
			w.last = days(last, 12, 31)
			to += 2
		}
	}
	return hit{to: to, kind: news.DateDay, when: w}, true
}

// yearFollows reports whether the item after a number lets it be a year: not the thing that is counted.
func (s *scanner) yearFollows(to int) bool {
	if to >= len(s.items) || s.items[to].mark != 0 || s.items[to].classes != 0 || s.items[to].upper {
		return true
	}
	w := s.word(to)
	if s.language != "en" {
		return true
	}
	return w[len(w)-1] != 's' && w != "people" && w != "men" && w != "women" && w != "children" && w != "miles"
}
