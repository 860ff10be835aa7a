package date

import (
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// read makes items of the tokens of a sentence.
func (s *scanner) read(first, end int) {
	s.items = s.items[:0]
	for i := first; i < end; {
		t := s.p.Tokens[i]
		it := item{first: int32(i), end: int32(i) + 1}
		switch t.Kind {
		case text.TokenNumber:
			readNumber(&it, s.p.Text[t.Start:t.End])
		case text.TokenWord:
			var n int
			it.entry, n = s.words.find(s.p, i, end)
			it.end = int32(i + n)
			r, _ := utf8.DecodeRuneInString(s.p.Text[t.Start:])
			it.upper = unicode.IsUpper(r)
		default:
			it.mark, _ = utf8.DecodeRuneInString(s.p.Text[t.Start:])
			if it.mark == '–' || it.mark == '—' || it.mark == '‑' {
				it.mark = '-'
			}
		}
		s.items = append(s.items, it)
		i = int(it.end)
	}
}

// readNumber reads a token that begins with a digit: "12", "12th", "1990s", "10am", "03.05.2024".
func readNumber(it *item, t string) {
	n, i := 0, 0
	for i < len(t) && '0' <= t[i] && t[i] <= '9' && i < 6 {
		n = n*10 + int(t[i]-'0')
		i++
	}
	if i > 5 {
		return
	}
	it.digits = int8(i)
	rest := t[i:]
	if n > 30000 {
		return
	}
	it.value = int16(n)
	switch rest {
	case "":
		it.classes = 1 << numberMark
		return
	case "s", "’s", "'s", "er":
		if i == 4 && n%10 == 0 && n >= 1000 {
			it.classes, it.value = 1<<decadeWord, int16(n/10)
		} else if i == 2 && n%10 == 0 {
			it.classes, it.value = 1<<decadeWord, int16(190+n/10)
		} else if rest == "er" { // "1er"
			it.classes = 1 << ordWord
		}
		return
	case "st", "nd", "rd", "th", "ère", "e", "ème", "º", "ª", "o", "a", "°":
		it.classes = 1 << ordWord
		return
	case "am", "pm", "a.m", "p.m", "h", "hs", "AM", "PM":
		if n <= 24 {
			it.classes, it.value = 1<<clockWord, int16(twelve(n, rest[0])*100)
		}
		return
	}
	if rest[0] == 'h' && len(rest) == 3 && n < 25 && two(rest[1:]) < 60 {
		it.classes, it.value = 1<<clockWord, int16(n*100+two(rest[1:]))
		return
	}
	if rest[0] == '.' {
		it.classes = 1 << dottedMark
	}
}

// twelve makes an hour of the day of one before or after noon.
func twelve(h int, half byte) int {
	switch {
	case (half == 'p' || half == 'P') && h < 12:
		return h + 12
	case (half == 'a' || half == 'A') && h == 12:
		return 0
	}
	return h
}

// two reads two digits; 99 when they are none.
func two(s string) int {
	if len(s) != 2 || s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return 99
	}
	return int(s[0]-'0')*10 + int(s[1]-'0')
}

// parts reads the numbers of a dotted token: "03.05.2024" gives 3, 5, 2024. half reports whether a pm follows.
func parts(t string) (n [3]int, width [3]int, count int, rest string) {
	for i := 0; i < len(t); i++ {
		c := t[i]
		switch {
		case '0' <= c && c <= '9' && count < 3:
			if n[count] < 100000 {
				n[count] = n[count]*10 + int(c-'0')
			}
			width[count]++
		case c == '.' && count < 2 && width[count] > 0:
			count++
		default:
			return n, width, count + 1, t[i:]
		}
	}
	return n, width, count + 1, ""
}
