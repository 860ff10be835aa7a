package number

import (
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
	or := f.at(a.next).is(roleOr) && !a.scaled && !a.vague && !a.about
	if !dash && !or && !f.at(a.next).is(roleTo) && !(f.at(a.next).is(roleAnd) && f.between(i)) {
		return a, true
	}
	if dash && a.suffix != "" || !dash && f.at(i-1).is(roleFrom) && f.changes(i) {
		return a, true
	}
	if f.symbolAt(j) != "" && f.symbolAt(i-1) != "" { // "$5-$10", but not "rose $2 to $85"
		if !dash && (f.at(i-2).is(roleToward) || f.at(i-2).is(roleFrom)) {
			return a, true
		}
		j++
	}
	b, ok := f.single(j)
	if !ok || b.vague || b.about || or && (b.scaled || b.low > 2*a.low || b.suffix != "" || a.suffix != "") {
		return a, true
	}
	if b.scaled && !a.scaled && a.digits { // "10 to 15 million"
		if scale := b.low / f.bare(j); a.low*scale < b.low {
			a.low = times(a.low, scale)
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

// between reports whether "between" stands before token i, or before the sign of money there.
func (f *finder) between(i int) bool {
	_, first := f.signBefore(i)
	return f.at(first - 1).is(roleBetween)
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
		if y := f.at(i + 1); y.is(roleScale) && f.l.language == "ru" {
			a.next = i + 2
			a.low *= y.scale
		} else if y := f.at(i + 2); f.at(i+1).is(roleOf) && (y.is(roleVague) || y.is(roleScale)) { // "tens of thousands"
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
			if more, _, _, ok := f.digitsAt(j); ok && least == 1000 && current == 0 && more < 1000 && f.l.comma && !f.at(j+1).is(roleScale) { // "mil 200"
				a.next, a.low = j+1, a.low+more
			}
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
