package number

import (
	"strings"

	"nutgraf/internal/text"
)

// amount is a number, or a range of them, without its unit.
type amount struct {
	low, high   float64
	first, next int    // tokens, half-open
	digits      bool   // written in digits
	year        bool   // four bare digits that may be a year
	whole       bool   // no decimals and no scale
	suffix      string // letters right behind the digits: "5km"
	scaled      bool
	vague       bool // "dozens": the least that the word allows
	about       bool // "une centaine"
	dashed      bool // "10-15"
}

// amount reads the number that begins at token i, with its range.
func (f *finder) amount(i int) (amount, bool) {
	a, ok := f.single(i)
	if !ok {
		return a, false
	}
	dash, j := f.dashAt(a.next), a.next+1
	if !dash && !f.at(a.next).is(roleTo) && !(f.at(a.next).is(roleAnd) && i > f.first && f.at(i-1).is(roleBetween)) {
		return a, true
	}
	if dash && a.suffix != "" || !dash && f.at(i-1).is(roleFrom) && f.changes(i) {
		return a, true
	}
	if f.symbolAt(j) != "" && f.symbolAt(i-1) != "" { // "$5-$10"
		j++
	}
	b, ok := f.single(j)
	if !ok || b.vague || b.about {
		return a, true
	}
	if b.scaled && !a.scaled && a.digits { // "10 to 15 million"
		if scale := b.low / f.bare(j); a.low*scale < b.low {
			a.low *= scale
		}
	}
	if a.low >= b.low || a.year && b.year && dash {
		if dash { // a score, a season, a telephone number
			a.dashed, a.next, a.high = true, b.next, b.low
		}
		return a, true
	}
	b.low, b.high, b.first, b.dashed = a.low, b.low, a.first, dash
	b.digits = a.digits
	return b, true
}

// changes reports whether a figure is said to go from one to another: "rose from 12 to 15".
func (f *finder) changes(i int) bool {
	for k := i - 2; k >= f.first && k > i-8; k-- {
		if f.at(k).is(roleToward) || f.at(k).is(roleToll) {
			return true
		}
	}
	return false
}

// bare is the number at token i without its scale.
func (f *finder) bare(i int) float64 {
	if v, _, _, ok := f.digitsAt(i); ok {
		return v
	}
	if x := f.at(i); x.is(roleNumber) {
		return x.value
	}
	return 1
}

// dashAt reports whether token i is a dash that stands close between two others.
func (f *finder) dashAt(i int) bool {
	if i <= f.first || i+1 >= f.end || f.p.Tokens[i].Spaced || f.p.Tokens[i+1].Spaced {
		return false
	}
	w := f.p.Word(i)
	return w == "-" || w == "–" || w == "—" || w == "‑"
}

// single reads one number.
func (f *finder) single(i int) (amount, bool) {
	if i >= f.end {
		return amount{}, false
	}
	if f.p.Tokens[i].Kind == text.TokenNumber {
		return f.figures(i)
	}
	x := f.at(i)
	switch {
	case x.is(roleNumber) || x.is(roleScale) && x.scale >= 12 && f.scaleAlone(i):
		return f.spelt(i), true
	case x.is(roleOne):
		return amount{low: 1, high: 1, first: i, next: i + 1, whole: true}, true
	case x.is(roleVague):
		a := amount{low: x.value, high: x.value, first: i, next: i + 1, vague: true}
		if y := f.at(i + 2); f.at(i+1).is(roleOf) && (y.is(roleVague) || y.is(roleScale)) { // "tens of thousands"
			a.next = i + 3
			if y.is(roleScale) {
				a.low *= y.scale
			} else {
				a.low *= y.value / 2
			}
		}
		a.high = a.low
		return a, true
	case x.is(roleFew) && f.at(i+1).is(roleScale) && f.at(i+1).scale >= 12:
		v := 2 * f.at(i+1).scale
		return amount{low: v, high: v, first: i, next: i + 2, vague: true}, true
	}
	return f.articled(i)
}

// scaleAlone reports whether a scale may begin a number: "hundred", "cent", "mille", but not "m".
func (f *finder) scaleAlone(i int) bool {
	x := f.at(i)
	return x.scale == 1000 && f.l.language != "en" && len(f.p.Word(i)) > 2 || x.scale == 100 && f.l.language == "fr" && f.p.Word(i) == "cent" && !f.at(i-1).is(rolePercent)
}

// articled reads "a dozen", "half a million", "une centaine".
func (f *finder) articled(i int) (amount, bool) {
	x, j, part := f.at(i), i, 1.0
	if x.is(roleHalf) {
		part = 0.5
		j++
		if f.at(j).is(roleArticle) {
			j++
		}
	} else if x.is(roleArticle) {
		j++
		if f.at(j).is(roleHalf) {
			part = 0.5
			j++
			if f.dashAt(j) {
				j++
			}
		}
	}
	y := f.at(j)
	if j == i || j >= f.end || f.p.Tokens[j].Kind != text.TokenWord {
		return amount{}, false
	}
	switch {
	case y.is(roleScale) && y.scale >= 12 && len(f.p.Word(j)) > 2:
		v := part * y.scale
		return amount{low: v, high: v, first: i, next: j + 1, scaled: true}, true
	case y.is(roleCollective):
		return amount{low: y.value, high: y.value, first: i, next: j + 1, about: true}, true
	}
	return amount{}, false
}

// figures reads a number in digits, and the scale behind it.
func (f *finder) figures(i int) (amount, bool) {
	v, suffix, kept, ok := f.digitsAt(i)
	if !ok {
		return amount{}, false
	}
	w := f.p.Word(i)
	bare := len(w) == kept && !strings.ContainsAny(w, ".,")
	a := amount{first: i, next: i + 1, digits: true, suffix: suffix, whole: v == float64(int64(v))}
	a.year = bare && len(w) == 4 && v >= 1500 && v < 2100
	if bare && len(w) <= 3 {
		for a.next < f.end && f.groupAt(a.next) { // "12 000"
			more, _, _, _ := f.digitsAt(a.next)
			v = v*1000 + more
			a.next++
			if f.p.Tokens[a.next-1].Kind == text.TokenMark { // the apostrophe in "12’000"
				a.next++
			}
		}
	}
	if suffix == "" {
		v, a.next, a.scaled = f.scales(v, a.next)
	}
	a.low, a.high = v, v
	return a, true
}

// groupAt reports whether token i is three more digits of the number before it.
func (f *finder) groupAt(i int) bool {
	w := f.p.Word(i)
	if len(w) < 3 || f.p.Tokens[i].Kind != text.TokenNumber || strings.Trim(w[:3], "0123456789") != "" || len(w) > 3 && (w[3] >= '0' && w[3] <= '9') {
		return false
	}
	gap := f.p.Text[f.p.Tokens[i-1].End:f.p.Tokens[i].Start]
	switch gap {
	case "\u00a0", "\u202f", "\u2009":
		return true
	case " ":
		return f.l.comma && len(w) == 3
	}
	return false
}

// scales multiplies by the scales that follow: "3 million", "5 mil millones".
func (f *finder) scales(v float64, next int) (float64, int, bool) {
	scaled := false
	for next < f.end && f.at(next).is(roleScale) && f.p.Tokens[next].Spaced && f.at(next).scale >= 12 {
		if len(f.p.Word(next)) == 1 && f.symbolAt(next-2) == "" { // "5 m" is a length, unless it is money
			break
		}
		v *= f.at(next).scale
		next++
		scaled = true
	}
	return v, next, scaled
}

// digitsAt parses the digits that token i begins with. Kept is how many bytes they take.
func (f *finder) digitsAt(i int) (v float64, suffix string, kept int, ok bool) {
	if i < f.first || i >= f.end || f.p.Tokens[i].Kind != text.TokenNumber {
		return 0, "", 0, false
	}
	w := f.p.Word(i)
	for kept < len(w) && (w[kept] >= '0' && w[kept] <= '9' || w[kept] == '.' || w[kept] == ',') {
		kept++
	}
	if kept == 0 || kept > 18 {
		return 0, "", 0, false
	}
	v, ok = parse(w[:kept], f.l.comma)
	return v, w[kept:], kept, ok
}

// parse reads digits with their marks. A mark before just three digits parts thousands, unless it is the language's
// decimal mark; the last of two different ones is the decimal mark.
func parse(s string, comma bool) (float64, bool) {
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	last := strings.LastIndexAny(s, ".,")
	decimal := -1
	switch {
	case last < 0:
	case dots > 0 && commas > 0:
		decimal = last
		if dots > 1 && s[last] == '.' || commas > 1 && s[last] == ',' {
			return 0, false
		}
	case dots+commas > 1:
	case len(s)-last-1 != 3 || s[:last] == "0" || last > 3 || (s[last] == ',') == comma:
		decimal = last
	}
	v, group, fraction, grouped := 0.0, 0, 1.0, false
	for j := 0; j < len(s); j++ {
		switch c := s[j]; {
		case j == decimal:
			if grouped && group != 3 {
				return 0, false
			}
			grouped = false
		case c == '.' || c == ',':
			if grouped && group != 3 || group == 0 || group > 3 {
				return 0, false // a date, an address of a machine
			}
			grouped, group = true, 0
		default:
			v = v*10 + float64(c-'0')
			group++
			if decimal >= 0 && j > decimal {
				fraction *= 10
			}
		}
	}
	return v / fraction, !grouped || group == 3
}

// spelt reads a number in words.
func (f *finder) spelt(i int) amount {
	total, current, least := 0.0, 0.0, 0.0
	a := amount{first: i, whole: true}
	j := i
	for j < f.end {
		x := f.at(j)
		switch {
		case x.is(roleNumber) && j == i:
			current = x.value
		case x.is(roleNumber) && joins(current, x.value):
			if current == 4 && x.value == 20 {
				current = 80
			} else {
				current += x.value
			}
		case x.is(roleScale) && x.scale >= 12 && (len(f.p.Word(j)) > 1):
			switch {
			case x.scale == 100:
				current = max(current, 1) * 100
			case current == 0 && total > 0 && x.scale > least:
				total *= x.scale
			default:
				total += max(current, 1) * x.scale
				current = 0
			}
			least = x.scale
			a.scaled = true
		default:
			a.next = j
			a.low = total + current
			a.high = a.low
			return a
		}
		j++
		a.next = j
		// A dash or an "and" goes on only before what joins.
		k := j
		if f.dashAt(k) || f.at(k).is(roleAnd) && !f.at(k).is(roleOf) && (f.l.language != "en" || least >= 100) {
			k++
		}
		if k > j {
			if y := f.at(k); k < f.end && (y.is(roleNumber) && joins(current, y.value) || y.is(roleScale) && f.dashAt(j)) {
				j = k
			} else {
				break
			}
		}
	}
	a.low = total + current
	a.high = a.low
	return a
}

// joins reports whether a smaller number word may follow: "two hundred" "thirty" "five", "soixante" "dix".
func joins(current, v float64) bool {
	units, tens := int(current)%10, int(current)%100
	switch {
	case v == 0:
		return false
	case current == 0:
		return true // after a scale
	case v < 10:
		return units == 0 && (tens >= 20 || tens == 0 || tens == 10)
	case v < 20:
		return tens == 0 || tens == 60 || tens == 80
	case v < 100:
		return tens == 0 || v == 20 && current == 4
	case v < 1000:
		return false
	}
	return false
}
