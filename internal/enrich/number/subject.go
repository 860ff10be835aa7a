package number

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// subjectOf words what is measured: what follows with "of" or "in" or a dash, else what the sentence says rose or fell to
// it; "" when neither tells.
func (f *finder) subjectOf(a amount, j int) string {
	if s := f.following(a, j); s != "" {
		return s
	}
	return f.preceding(a.first)
}

// following reads "of the workforce", "in damages", "km deep", and behind an article "rise in prices" or "-wide valley".
func (f *finder) following(a amount, j int) string {
	first := j
	switch x := f.at(j); {
	case x.is(roleOf) || f.word(j) == "in":
		first++
		for f.at(first).is(roleSoft) || f.at(first).is(roleStop) && len(f.word(first)) <= 4 {
			first++
			if first > j+3 {
				return ""
			}
		}
		if r, _ := utf8.DecodeRuneInString(f.word(first)); f.word(j) == "in" && unicode.IsUpper(r) {
			return "" // a place
		}
	case x.is(roleWay):
		return strings.ToLower(f.word(j))
	case f.dashAt(j):
		first++
	case !f.articleBefore(a.first):
		return ""
	}
	next := first
	for next < f.end && next < first+3 {
		x, tok := f.at(next), f.p.Tokens[next]
		if tok.Kind != text.TokenWord || x.is(roleStop) || x.is(roleAux) || f.isAmount(next) || x.is(roleMonth) {
			break
		}
		next++
	}
	if next == first {
		return ""
	}
	return f.lower(first, next)
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

// preceding reads the noun before "rose to", "of", "worth".
func (f *finder) preceding(i int) string {
	if _, from := f.boundBefore(i); from < i {
		i = from
	}
	k := i - 1
	for n := 0; n < 4 && k >= f.first && (f.at(k).is(roleStop) || f.at(k).is(roleToward) || f.at(k).is(roleSoft) || f.at(k).is(roleOf) || f.at(k).is(roleTo)); n++ {
		k--
	}
	if k < f.first || k == i-1 && !f.at(k).is(roleToward) {
		return ""
	}
	first := k + 1
	for first > f.first && first > k-2 {
		x, tok := f.at(first-1), f.p.Tokens[first-1]
		if tok.Kind != text.TokenWord || x.is(roleStop) || x.is(roleAux) || x.is(roleToward) || x.role&(roleScale|roleUnit|roleCurrency|roleNumber|rolePercent|rolePoints|roleTime) != 0 {
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
