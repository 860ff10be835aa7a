package date

import (
	"strconv"

	"nutgraf/internal/news"
)

// rate reports whether "a year" at i says how often: after a number, money or "twice".
func (s *scanner) rate(i int) bool {
	if i == 0 {
		return false
	}
	before := &s.items[i-1]
	if before.classes.has(timesWord) || before.classes.has(numberMark) || before.classes.has(numWord) || before.mark == '%' || before.digits > 0 {
		return true
	}
	if before.classes != 0 || before.mark != 0 || i < 2 {
		return false
	}
	return s.items[i-2].digits > 0 || s.has(i-2, numWord) || s.has(i-2, timesWord)
}

// set reads what happens again and again: "every Tuesday", "daily", "twice a week".
func (s *scanner) set(i int) (hit, bool) {
	it := &s.items[i]
	h := hit{to: i + 1, kind: news.DateSet}
	switch {
	case it.classes.has(setWord):
		h.value = setNames[it.value]
		return h, true
	case it.classes.has(weekdaysWord):
		h.value = everyWeekday(int(it.value))
		return h, true
	case it.classes.has(perWord) && (s.has(i+1, unitWord)) && s.items[i+1].value != unitPeriod:
		h.value, h.to = amount(10).value(int(s.items[i+1].value)), i+2
		return h, true
	case !it.classes.has(everyWord) || i+1 >= len(s.items):
		return h, false
	}
	j := i + 1
	for j < i+4 && (s.has(j, moreWord) || s.has(j, fiscalWord) || s.has(j, andWord) || s.has(j, everyWord)) {
		j++
	}
	if j >= len(s.items) {
		return h, false
	}
	next := &s.items[j]
	h.to = j + 1
	switch {
	case next.classes.has(unitWord) && next.value != unitPeriod:
		h.value = amount(10).value(int(next.value))
	case next.classes.has(weekdayWord):
		h.value = everyWeekday(int(next.value))
	case next.classes.has(partWord):
		h.value = "XXXX-XX-XXT" + partNames[next.value]
	case next.classes.has(seasonWord):
		h.value = "XXXX-" + seasonNames[next.value]
	case next.classes.has(monthWord):
		h.value = string(pad([]byte("XXXX-"), int(next.value), 2))
	default:
		n, unit, to, ok := s.quantity(j)
		if !ok {
			return h, false
		}
		h.value, h.to = n.value(unit), to
	}
	return h, true
}

func everyWeekday(n int) string { return string(strconv.AppendInt([]byte("XXXX-WXX-"), int64(n), 10)) }
