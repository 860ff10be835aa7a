package number

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// subjectOf words what is measured: what follows with "of" or "in" or a dash, else what the sentence says rose or fell to
// it; "" when neither tells.
func (f *finder) subjectOf(a amount, j int, money bool) string {
	if s := f.following(a, j, money); s != "" {
		return s
	}
	return f.preceding(a.first)
}

// following reads "of the workforce", "in damages", of money "on roads", "km deep", and behind an article "rise in prices" or "-wide valley".
func (f *finder) following(a amount, j int, money bool) string {
	first := j
	switch x, w := f.at(j), f.word(j); {
	case x.is(roleOf) || f.l.language == "en" && (w == "in" || money && (w == "on" || w == "for")):
		first++
		for f.at(first).is(roleSoft) || f.at(first).is(roleStop) && len(f.word(first)) <= 4 {
			first++
			if first > j+3 {
				return ""
			}
		}
		if r, _ := utf8.DecodeRuneInString(f.word(first)); !x.is(roleOf) && (unicode.IsUpper(r) || f.degrees(j)) {
			return "" // a place
		}
	case x.is(roleWay):
		return strings.ToLower(w)
	case f.dashAt(j):
		first++
	case j < f.end && f.p.Tokens[j].Kind == text.TokenWord && (f.l.language == "ru" || f.l.language == "de"):
		if r, _ := utf8.DecodeRuneInString(w); x.role&(roleStop|roleSoft|roleAux|roleTo|roleTime) != 0 || unicode.IsUpper(r) != (f.l.language == "de") {
			return ""
		}
		return f.lower(j, j+1)
	case !f.articleBefore(a.first):
		return ""
	}
	next := first
	for next < f.end && next < first+3 {
		x, tok := f.at(next), f.p.Tokens[next]
		if tok.Kind != text.TokenWord || x.is(roleStop) || x.is(roleAux) || f.isAmount(next) || x.is(roleMonth) || x.is(roleTime) {
			break
		}
		next++
	}
	if next == first {
		return ""
	}
	return f.lower(first, next)
}

// degrees reports whether a temperature stands before token j.
func (f *finder) degrees(j int) bool {
	x, w := f.at(j-1), f.word(j-1)
	return x.is(roleCelsius) || x.is(roleFahrenheit) || x.is(roleDegrees) || w == "C" || w == "F"
}

// articleBefore reports whether an article stands before token i, or before what bounds the figure there.
func (f *finder) articleBefore(i int) bool {
	if _, from := f.boundBefore(i); from < i {
		i = from
	}
	switch x := f.at(i - 1); {
	case x.is(roleArticle):
		return true
	case x.is(roleSoft) && x.is(roleStop):
		w := f.word(i - 1)
		return len(w) >= 2 && len(w) <= 5 && !x.is(roleToward) && !x.is(roleAux) && !x.is(roleOf) && !x.is(roleTo)
	}
	return false
}

// preceding reads the noun before "rose to", "of", "cost".
func (f *finder) preceding(i int) string {
	if _, from := f.boundBefore(i); from < i {
		i = from
	}
	k, joined := i-1, false
	for n := 0; n < 4 && k >= f.first; n++ {
		x := f.at(k)
		if !x.is(roleStop) && !x.is(roleToward) && !x.is(roleSoft) && !x.is(roleOf) && !x.is(roleTo) {
			break
		}
		joined = joined || x.is(roleToward) || n == 0 && (x.is(roleOf) || f.word(k) == "at" || x.is(roleTo) && f.l.language != "en")
		if w := f.word(k); f.l.language == "en" && len(w) > 2 && x.role&(roleToward|roleOf|roleAux|roleSoft) == 0 {
			return "" // "for", "with", "from"
		}
		k--
	}
	if k < f.first || !joined {
		return ""
	}
	first, least := k+1, 0
	if len(f.found) > f.begun {
		least = f.found[len(f.found)-1].End
	}
	for first > f.first && first > k-1 {
		x, tok := f.at(first-1), f.p.Tokens[first-1]
		w := f.word(first - 1)
		if tok.Kind != text.TokenWord || tok.Start < least || x.role&(roleStop|roleAux|roleToward|roleScale|roleUnit|roleCurrency|roleNumber|rolePercent|rolePoints|roleTime|roleMonth) != 0 ||
			w[0] == '\'' || strings.HasPrefix(w, "’") || f.l.language == "en" && strings.HasSuffix(w, "ed") {
			break
		}
		first--
	}
	if first > k {
		return ""
	}
	return f.lower(first, k+1)
}

func (f *finder) lower(first, next int) string {
	return strings.ToLower(f.p.Text[f.p.Tokens[first].Start:f.p.Tokens[next-1].End])
}
