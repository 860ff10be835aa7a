package date

import (
	"strings"

	"nutgraf/internal/news"
)

// yearBeside is the year in which a day came last, or comes next.
func (s *scanner) yearBeside(m, d, way int) int {
	year, _, _ := civil(s.today)
	switch there := days(year, m, d); {
	case way < 0 && there >= s.today:
		year--
	case way > 0 && there <= s.today:
		year++
	}
	return year
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
	switch t := s.direction(at); {
	case t == past && s.led(at) == past:
		return behind
	case t == past: // what is nearly a year ago is told with its year
		on *= 4
		if s.has(at-1, theWord) || s.has(at-2, theWord) { // "the Oct. 7 attack"
			on *= 3
		}
	case t == intent:
		back *= 2
	case t == future:
		back *= 8
	}
	if back <= on {
		return behind
	}
	return ahead
}

// direction is whether what is told without a year lies behind or ahead.
func (s *scanner) direction(at int) tense {
	if t := s.led(at); t != unknown {
		return t
	}
	t := s.tenseAt(at)
	if (t == unknown || t == present) && s.language == "de" && !s.perfect() {
		return intent // what was is told in the past tense, what will be often in the present
	}
	return t
}

// led is what the words right before a date say of it: "since", "until".
func (s *scanner) led(at int) tense {
	const before = 1<<theWord | 1<<modWord | 1<<approxWord | 1<<prepWord | 1<<numberMark | 1<<amWord | 1<<pmWord | 1<<zoneWord | 1<<clockWord | 1<<refWord
	for j := at - 1; j >= 0 && j >= at-6; j-- {
		if s.items[j].classes&before == 0 && !s.mark(j, ':') && s.after(j) != "as" {
			break
		}
		switch strings.ToLower(s.word(j)) {
		case "until", "till", "effective", "beginning", "starting", "soon":
			return future
		case "since", "ended", "seit", "depuis", "desde":
			return past
		}
	}
	return unknown
}

// perfect reports whether a German sentence tells with "ist" and a participle what was: "sind ums Leben gekommen".
func (s *scanner) perfect() bool {
	is := false
	for i := range s.items {
		it := &s.items[i]
		if it.mark != 0 || it.upper || it.classes != 0 {
			continue
		}
		switch w := s.word(i); {
		case w == "ist" || w == "sind" || w == "sei" || w == "seien":
			is = true
		case is && len(w) > 6 && (strings.HasSuffix(w, "en") || w[len(w)-1] == 't'):
			for _, prefix := range [...]string{"ge", "ver", "be", "er", "ent", "zer"} {
				if strings.HasPrefix(w, prefix) {
					return true
				}
			}
			if at := strings.Index(w, "ge"); at > 0 && at < 7 { // "angekommen"
				return true
			}
		}
	}
	return false
}

// weekday reads a day of the week, with the date that may follow it.
func (s *scanner) weekday(i int) (hit, bool) {
	n := int(s.items[i].value)
	j := i + 1
	if s.nameLike(i) {
		return hit{}, false
	}
	if s.mark(j, '.') && len(s.word(i)) < 5 {
		j++
	}
	if s.known && s.adjectivesAfter() && (s.has(j, lastWord) || s.has(j, nextWord)) {
		return s.step(i, j, j+1)
	}
	if s.known {
		if h, ok := s.dayOfWeek(n, j); ok {
			return h, true
		}
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
	if !s.known || s.language == "en" && len(s.word(i)) < 5 { // the Sun is a newspaper
		return hit{}, false
	}
	return s.withDaypart(dayOf(s.nearest(n, i)), i+1), true
}

// nameLike reports whether a day or month in capitals is a name where these are written small: "Santo Domingo", "Julio Paz"; and
// whether the Portuguese "sexta" counts something.
func (s *scanner) nameLike(i int) bool {
	it := &s.items[i]
	if !s.adjectivesAfter() {
		return false
	}
	next := i + 1
	if it.upper {
		return i > 0 && s.items[i-1].mark == 0 || next < len(s.items) && s.items[next].upper
	}
	w := s.word(i)
	return (w == "sexta" || w == "terça") && it.end-it.first == 1 && next < len(s.items) && s.items[next].mark == 0 && s.items[next].classes == 0
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
