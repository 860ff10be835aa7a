package date

import "nutgraf/internal/news"

// numeric reads dates in digits: "2024-01-30", "30/1/2024", "30.01.2024", "2024年1月30日".
func (s *scanner) numeric(i int) (hit, bool) {
	it := &s.items[i]
	if it.classes.has(dottedMark) {
		n, width, count, rest := parts(s.word(i))
		if count == 3 && rest == "" {
			return s.ymd(n, width, i+1, s.language == "en" && !s.dayFirst)
		}
		return hit{}, false
	}
	if it.classes.has(numberMark) && it.digits == 4 && i+2 < len(s.items) && s.word(i+1) == "年" {
		return s.ideographic(i)
	}
	if h, ok := s.monthAndDay(i); ok {
		return h, true
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

// monthAndDay reads "9/11" and, behind a preposition, "on 4/22".
func (s *scanner) monthAndDay(i int) (hit, bool) {
	if s.language != "en" || !s.has(i, numberMark) || !s.mark(i+1, '/') || !s.has(i+2, numberMark) || s.mark(i+3, '/') || s.p.Tokens[s.items[i+1].first].Spaced {
		return hit{}, false
	}
	m, d := int(s.items[i].value), int(s.items[i+2].value)
	h := hit{to: i + 3, kind: news.DateDay, when: when{grain: grainDay, year: 2001, n: m, day: d}}
	if m == 9 && d == 11 {
		return h, true
	}
	if s.dayFirst {
		m, d = d, m
	}
	if m > 12 && d <= 12 {
		m, d = d, m
	}
	if !s.known || !s.has(i-1, prepWord) || m < 1 || m > 12 || d < 1 || d > 31 || s.has(i+3, unitsWord) {
		return h, false
	}
	h.when.n, h.when.day, h.when.year = m, d, s.yearOfDay(m, d, i)
	return h, d <= monthDays(h.when.year, m)
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
	if s.has(to, numberMark) && to+1 < len(s.items) && s.word(to+1) == "月" && s.items[to].value >= 1 && s.items[to].value <= 12 {
		w = monthOf(w.year, int(s.items[to].value))
		to += 2
		if s.has(to, numberMark) && to+1 < len(s.items) && (s.word(to+1) == "日" || s.word(to+1) == "号") {
			if d := int(s.items[to].value); d >= 1 && d <= monthDays(w.year, w.n) {
				w.grain, w.day = grainDay, d
				to += 2
			}
		}
	}
	return hit{to: to, kind: news.DateDay, when: w}, w.year >= 1000 && w.year < 2200
}
