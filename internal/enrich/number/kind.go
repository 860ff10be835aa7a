package number

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	maxThing = 4  // words of what is counted
	maxClose = 9  // tokens between what is counted and the verb that says what became of it
	maxAside = 14 // tokens of what stands between two commas there
)

// thing is what is counted.
type thing struct {
	first, next int // tokens
	head        int // the token that names it; -1: nothing does
	part        bool
	more        bool
}

// counted decides what is counted and what became of it; false: nothing that the ledger keeps.
func (f *finder) counted(a *amount, n *news.Number) bool {
	if f.at(a.next).is(roleVotes) || f.at(a.first-1).is(roleOf) && f.at(a.first-2).is(roleMajority) || f.dashAt(a.next) && f.at(a.next+1).is(roleMajority) {
		return f.votes(a, n)
	}
	if a.digits && !a.whole && !a.scaled { // of things there are no tenths: a clock, a mark
		return false
	}
	t := f.thing(*a)
	what, verb := f.fate(*a, t)
	head := f.at(t.head)
	switch {
	case t.head >= 0 && (head.is(roleTime) || head.is(roleAbstract) || head.is(roleUnit)):
		return false
	case what == noFate && a.digits && f.named(a.first):
		return false
	case what == noFate && t.head < 0, what == fatePeople && t.head < 0 && a.low == 1: // "one positive is that …"
		return false
	case what == noFate && a.low == 1 && a.high == 1 && f.at(a.next).is(roleOf): // "one of the people said"
		return false
	case what == noFate && (t.more && f.word(t.head) == "more"):
		return false
	}
	people := f.person(t.head) || head.is(roleSingle) || t.more && t.next == t.head+1 && head.is(roleMore)
	switch {
	case what != noFate:
		n.Kind = what.kind()
	case people:
		n.Kind = news.NumberPeople
	case a.low == 1 && a.high == 1:
		return false
	default:
		n.Kind = news.NumberCount
	}
	n.Subject = f.name(t, what, verb)
	if t.next > a.next {
		a.next = t.next
	}
	return n.Subject != ""
}

// votes reads "52 votes", "a majority of 12".
func (f *finder) votes(a *amount, n *news.Number) bool {
	n.Kind = news.NumberVotes
	switch {
	case f.at(a.next).is(roleVotes):
		n.Subject = strings.ToLower(f.word(a.next))
		a.next++
	case f.at(a.first - 1).is(roleOf):
		n.Subject = strings.ToLower(f.word(a.first - 2))
	default:
		return false
	}
	return true
}

// thing reads what stands behind an amount up to the word that names what is counted.
func (f *finder) thing(a amount) thing {
	t := thing{first: a.next, next: a.next, head: -1}
	j := a.next
	if m := f.mark(j); m.is(rolePart) && m.n > 1 { // "three of them children"
		t.part = true
		j += m.n
	} else if f.at(j).is(roleOf) {
		j++
		for f.at(j).is(roleSoft) && !f.at(j).is(roleMore) {
			j++
		}
		if all, ok := f.single(j); ok && j > a.next+1 && !a.vague { // "40 of the 212 passengers"
			j = all.next
		}
	}
	t.first = j
	for k := j; k < j+maxThing && k < f.end; k++ {
		x, tok := f.at(k), f.p.Tokens[k]
		if tok.Kind == text.TokenMark && f.dashAt(k) {
			continue
		}
		if tok.Kind != text.TokenWord || x.is(roleStop) && !x.is(roleMore) && !x.is(rolePerson) && !f.participle(k) || x.is(roleAux) && !f.participle(k) || x.after != noFate && x.noun == noFate && !x.is(rolePerson) && !f.adjective(k) || f.isAmount(k) {
			break
		}
		if x.is(rolePre) || f.l.language == "ru" && !x.is(rolePerson) && x.noun == noFate && adjectival(f.p.Word(k)) {
			continue
		}
		if x.is(roleNation) || f.nationality(k) != "" { // "nine Chinese vaccines", "nine Chinese"
			if x.is(rolePerson) {
				t.head, t.next = k, k+1
			}
			continue
		}
		if x.is(roleMore) {
			t.more, t.head, t.next = true, k, k+1
			continue
		}
		if x.is(rolePerson) || x.is(rolePlural) || x.is(roleTime) || x.is(roleAbstract) || x.noun != noFate || f.plural(k, j) || x.is(roleSingle) && a.low == 1 && a.high == 1 {
			t.head, t.next = k, k+1
			if !f.goesOn(k + 1) {
				break
			}
		}
	}
	return t
}

// person reports whether the word at token k means people: it is known to, or in English ends like one that does.
func (f *finder) person(k int) bool {
	x := f.at(k)
	w := f.word(k)
	if f.l.language == "en" && strings.HasSuffix(w, "ans") && !lowerCase(w) { // "Verrans"
		return true
	}
	if x.is(rolePerson) || f.l.language != "en" || x.is(roleThing) || !lowerCase(w) {
		return x.is(rolePerson)
	}
	for _, end := range [...]string{"ers", "ors", "ists", "ees", "women", "men"} {
		if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
			return x.role == 0
		}
	}
	return false
}

// goesOn reports whether token k may still belong to what is counted: "police officers", "apartment buildings".
func (f *finder) goesOn(k int) bool {
	x := f.at(k)
	if f.l.language != "en" || k >= f.end || x.is(roleStop) || x.is(roleAux) || x.after != noFate || x.self != noFate || x.before != noFate {
		return false
	}
	return x.is(rolePerson) || x.noun != noFate
}

// participle reports whether the word at token k is one that stands before what is counted: "40 confirmed cases".
func (f *finder) participle(k int) bool {
	w := f.word(k)
	return f.l.language == "en" && len(w) > 5 && strings.HasSuffix(w, "ed") && (f.at(k+1).is(rolePerson) || f.plural(k+1, k+1)) && f.at(k+1).role&roleStop == 0
}

// adjective reports whether the participle at token k stands before a noun: "three injured soldiers".
func (f *finder) adjective(k int) bool {
	x := f.at(k + 1)
	return x.is(rolePerson) || x.noun != noFate
}

func (f *finder) isAmount(k int) bool {
	x := f.at(k)
	return x.is(roleNumber) || x.is(roleOne) || x.is(roleVague)
}

// plural reports whether the word at token k names things by its form. German writes nouns with a capital letter; in the
// Romance languages and Russian the noun follows the number.
func (f *finder) plural(k, first int) bool {
	w := f.word(k)
	r, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsLetter(r) {
		return false
	}
	switch f.l.language {
	case "en":
		if len(w) < 4 || w[len(w)-1] != 's' || !unicode.IsLower(r) && k > first+1 {
			return false
		}
		return !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && !strings.HasSuffix(w, "ous") && !strings.HasSuffix(w, "'s")
	case "de":
		return unicode.IsUpper(r) && len(w) > 3
	case "fr", "es", "pt":
		last := w[len(w)-1]
		return unicode.IsLower(r) && len(w) > 3 && (last == 's' || last == 'x' && f.l.language == "fr")
	case "it":
		last := w[len(w)-1]
		return unicode.IsLower(r) && len(w) > 3 && (last == 'i' || last == 'e' || last == 'a')
	case "ru":
		return unicode.IsLower(r) && len(w) > 6
	}
	return false
}

// adjectival reports whether a Russian word ends like an adjective that stands behind a number.
func adjectival(w string) bool {
	for _, end := range [...]string{"ых", "их", "ые", "ие", "ным", "ими", "ыми"} {
		if len(w) > 8 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// name words what is counted: the words of the text in lower case, and what became of it.
func (f *finder) name(t thing, what fate, verb int) string {
	s := ""
	if t.next > t.first {
		s = strings.ToLower(f.p.Text[f.p.Tokens[t.first].Start:f.p.Tokens[t.next-1].End])
	}
	if t.part {
		s = "of them " + s
	}
	if what != noFate && verb >= 0 && (verb < t.first || verb >= t.next) && f.at(verb).noun == noFate {
		s += " " + strings.ToLower(f.p.Word(verb))
	} else if what != noFate && s == "" && verb >= 0 {
		s = strings.ToLower(f.p.Word(verb))
	}
	return strings.TrimSpace(s)
}
