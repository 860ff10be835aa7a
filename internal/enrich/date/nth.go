package date

import "nutgraf/internal/news"

// nth reads a day or week that is counted: "the first Monday of May", "the last week of July", "the 20th of this month".
func (s *scanner) nth(i int) (hit, bool) {
	it := &s.items[i]
	if !it.classes.has(ordWord) && !it.classes.has(lastWord) || i+3 >= len(s.items) {
		return hit{}, false
	}
	n := int(it.value)
	if it.classes.has(lastWord) {
		n = -1
	}
	if it.classes.has(ordWord) && s.has(i+1, ofWord) && s.items[i+2].classes&(1<<thisWord|1<<lastWord|1<<nextWord|1<<theWord) != 0 && s.has(i+3, unitWord) &&
		s.items[i+3].value == unitMonth && s.known && n >= 1 && n <= 31 {
		m := offset(s.today, unitMonth, s.way(i+2))
		if n > monthDays(m.year, m.n) {
			return hit{}, false
		}
		m.grain, m.day = grainDay, n
		return hit{to: i + 4, kind: news.DateDay, when: m}, true
	}
	if !s.has(i+2, ofWord) && !s.has(i+2, inWord) {
		return hit{}, false
	}
	unit := &s.items[i+1]
	isWeek := unit.classes.has(unitWord) && unit.value == unitWeek
	isDay := unit.classes.has(unitWord) && unit.value == unitDay
	if !unit.classes.has(weekdayWord) && !isWeek && !isDay {
		return hit{}, false
	}
	j := i + 3
	if !s.has(j, monthWord) {
		return hit{}, false
	}
	m, ok := s.month(j)
	if !ok || n > 5 && !isDay {
		return hit{}, false
	}
	last := monthDays(m.when.year, m.when.n)
	first := days(m.when.year, m.when.n, 1)
	w := when{}
	switch {
	case isDay:
		w = dayOf(first + n - 1)
		if n < 0 {
			w = dayOf(first + last - 1)
		}
	case isWeek:
		w = weekOf(first + (n-1)*7)
		if n < 0 {
			w = weekOf(first + last - 1)
		}
	default:
		w = dayOf(nth(m.when.year, m.when.n, int(unit.value), n))
	}
	return hit{to: m.to, kind: news.DateDay, when: w}, w.grain != grainDay || w.n == m.when.n
}

// way is which way a word such as "last" goes from now.
func (s *scanner) way(i int) int {
	switch c := s.items[i].classes; {
	case c.has(lastWord) || c.has(pastWord):
		return -1
	case c.has(nextWord) || c.has(followingWord):
		return 1
	}
	return 0
}

// dayOfWeek reads the week behind a day of the week: "Friday of last week", "Tuesday next week".
func (s *scanner) dayOfWeek(n, i int) (hit, bool) {
	if s.has(i, ofWord) {
		i++
	}
	if i+1 >= len(s.items) || s.items[i].classes&(1<<lastWord|1<<thisWord|1<<nextWord) == 0 || !s.has(i+1, unitWord) || s.items[i+1].value != unitWeek {
		return hit{}, false
	}
	monday := s.today - weekday(s.today) + 1
	return hit{to: i + 2, kind: news.DateDay, when: dayOf(monday + n - 1 + 7*s.way(i))}, true
}
