package number

import (
	"strings"

	"nutgraf/internal/text"
)

// fate says what became of those who are counted, and which token says so; -1: none.
func (f *finder) fate(a amount, t thing) (fate, int) {
	if x := f.at(t.head); t.head >= 0 && x.noun != noFate {
		return x.noun, t.head
	}
	for k := t.first; k < t.next; k++ { // "three injured soldiers"
		if x := f.at(k); x.after != noFate {
			return x.after, k
		}
	}
	if w := f.word(t.head); (w == "lives" || w == "victims") && f.claimed(a.first) { // "claimed 12 lives"
		return fateDead, -1
	}
	if what, verb := f.fateBefore(a.first); what != noFate && (t.head < 0 || f.personal(t) || what == fateDead && f.at(verb).is(roleToll)) {
		return what, verb
	}
	if what, verb := f.fateBehind(t.next, true); what != noFate && (t.head < 0 || f.personal(t)) {
		return what, verb
	}
	if t.part && len(f.found) > f.begun || f.at(a.first-1).is(rolePart) && len(f.found) > f.begun {
		if last := f.found[len(f.found)-1]; f.personal(t) {
			for _, what := range []fate{fateDead, fateHurt, fateMissing} {
				if last.Kind == what.kind() {
					return what, -1
				}
			}
		}
	}
	// "killed three soldiers and two children": what joins two figures holds for both.
	if k := a.first - 1; len(f.ends) > 0 && f.personal(t) && (f.at(k).is(roleAnd) || f.word(k) == ",") && f.ends[len(f.ends)-1] == k {
		switch f.found[len(f.found)-1].Kind {
		case "dead":
			return fateDead, -1
		case "hurt":
			return fateHurt, -1
		case "missing":
			return fateMissing, -1
		}
	}
	return noFate, -1
}

// personal reports whether people are counted.
func (f *finder) personal(t thing) bool {
	x := f.at(t.head)
	return t.head >= 0 && (f.person(t.head) || x.is(roleSingle) || x.is(roleMore))
}

// claimed reports whether a word that takes lives stands before a figure.
func (f *finder) claimed(i int) bool {
	if _, from := f.boundBefore(i); from < i {
		i = from
	}
	return f.at(i-1).is(roleClaim) || f.at(i-1).is(roleSoft) && f.at(i-2).is(roleClaim)
}

// fateBefore reads the verb or noun before a figure: "killing at least three", "the death toll rose to 15".
func (f *finder) fateBefore(i int) (fate, int) {
	if _, from := f.boundBefore(i); from < i {
		i = from
	}
	k := i - 1
	for n := 0; n < 4 && k >= f.first; n++ {
		x := f.at(k)
		if x.before != noFate {
			return x.before, k
		}
		if x.noun == fateDead && n > 0 && f.at(k+1).is(roleOf) {
			return fateDead, k
		}
		if !x.is(roleSoft) && !x.is(roleOf) && !x.is(roleArticle) || f.p.Tokens[k].Kind != text.TokenWord {
			break
		}
		k--
	}
	joint := f.at(i - 1)
	near := joint.role&(roleTo|roleFrom|roleOf|roleSoft|roleToward) != 0 || f.word(i-1) == ":"
	if !near && !joint.is(roleStop) { // "the toll stands at 15"
		return noFate, -1
	}
	for k := i - 1; k >= f.first && k > i-10; k-- {
		if f.at(k).is(roleToll) || near && f.at(k).noun == fateDead && k < i-1 && !strings.EqualFold(f.word(k), "death") { // "his death at 56"
			return fateDead, k
		}
		if w := f.word(k); f.p.Tokens[k].Kind == text.TokenNumber && !f.at(k+1).is(roleTo) || w == ";" || w == "," || f.at(k).is(roleAnd) && !f.at(k).is(roleOf) || f.at(k).noun != noFate {
			break
		}
	}
	return noFate, -1
}

// fateBehind reads what is said of those who are counted: "… people in the village were killed".
func (f *finder) fateBehind(j int, join bool) (fate, int) {
	gap, aux := 0, false
	for k := j; k < f.end && k < j+maxClose; k++ {
		x, tok := f.at(k), f.p.Tokens[k]
		switch {
		case tok.Kind == text.TokenMark:
			if f.dashAt(k) {
				continue
			}
			if next := f.aside(k); next > k {
				return f.fateBehind(next, false)
			}
			return noFate, -1
		case x.self != noFate && (gap < 6):
			return x.self, k
		case x.after != noFate && (aux || gap == 0):
			return x.after, k
		case x.noun != noFate && (aux && gap == 0 || k == j):
			return x.noun, k
		case x.is(roleAnd):
			if y := f.at(k + 1); y.after != noFate && aux { // "were shot and killed"
				return y.after, k + 1
			}
			if b, ok := f.single(k + 1); ok && join && gap == 0 && !aux { // "12 men and three women were killed"
				return f.fateBehind(f.thing(b).next, false)
			}
			return noFate, -1
		case tok.Kind == text.TokenNumber:
			return noFate, -1
		case x.is(roleAux):
			aux = true
		case x.before != noFate && !aux:
			return noFate, -1
		default:
			if aux && !x.is(roleMore) && f.l.language == "en" && !adverb(f.word(k)) {
				gap += 2
				if gap > 4 {
					return noFate, -1
				}
				continue
			}
			gap++
		}
	}
	return noFate, -1
}

func adverb(w string) bool { return len(w) > 4 && w[len(w)-2:] == "ly" }

// aside returns the token behind what stands between commas or brackets at token k; k when nothing is set off there.
func (f *finder) aside(k int) int {
	closes := f.word(k)
	switch closes {
	case ",", "–", "—":
		if !f.at(k+1).is(rolePart) && !f.isAmount(k+1) && f.at(k+1).role&roleStop == 0 {
			return k
		}
	case "(":
		closes = ")"
	default:
		return k
	}
	for j := k + 1; j < f.end && j < k+maxAside; j++ {
		if f.word(j) == closes {
			return j + 1
		}
	}
	return k
}
