package number

import (
	"math"
	"strings"

	"nutgraf/internal/text"
)

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
		return len(w) == 3 && (f.l.comma || !f.at(i-2).is(roleMonth) && !f.at(i-2).is(roleLabel))
	}
	return false
}

// grouped reports whether token i is digits that go on from the token before.
func (f *finder) grouped(i int) bool {
	return i > f.first && f.p.Tokens[i-1].Kind == text.TokenNumber && f.groupAt(i)
}

// scales multiplies by the scales that follow: "3 million", "5 mil millones".
func (f *finder) scales(v float64, next int) (float64, int, bool) {
	scaled := false
	if f.dashAt(next) && f.at(next+1).is(roleScale) && f.at(next+1).scale >= 1e6 { // "$22-billion"
		return times(v, f.at(next+1).scale), next + 2, true
	}
	for next < f.end && f.at(next).is(roleScale) && f.p.Tokens[next].Spaced && f.at(next).scale >= 12 {
		if len(f.p.Word(next)) == 1 && f.symbolAt(next-2) == "" { // "5 m" is a length, unless it is money
			break
		}
		v = times(v, f.at(next).scale)
		next++
		scaled = true
		if f.word(next) == "." && next+1 < f.end && !f.p.Tokens[next].Spaced { // "3 тыс. человек"
			next++
		}
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
	if kept == 0 || kept > 18 || kept > 1 && w[0] == '0' && w[1] != '.' && w[1] != ',' && !f.grouped(i) {
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

// times multiplies without the dust that floating point leaves: 4.1 times a million is 4100000.
func times(v, scale float64) float64 {
	if v *= scale; v < 1e12 && scale >= 100 {
		return math.Round(v*1000) / 1000
	}
	return math.Round(v)
}
