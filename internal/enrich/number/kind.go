package number

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const votes = news.NumberVotes

const (
	maxThing = 4  // words of what is counted
	maxClose = 9  // tokens between what is counted and the verb that says what became of it
	maxAside = 14 // tokens of what stands between two commas there
)

func (f *finder) number(kind news.NumberKind, subject string) news.Number {
	return news.Number{Kind: kind, Subject: subject, Sentence: f.sentence}
}

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
	t := f.thing(*a)
	what, verb := f.fate(*a, t)
	head := f.at(t.head)
	switch {
	case t.head >= 0 && (head.is(roleTime) || head.is(roleAbstract) || head.is(roleUnit)):
		return false
	case what == noFate && a.digits && f.named(a.first):
		return false
	case what == noFate && t.head < 0:
		return false
	case what == noFate && (t.more && f.word(t.head) == "more"):
		return false
	}
	people := head.is(rolePerson) || head.is(roleSingle) || t.more && t.next == t.head+1 && head.is(roleMore)
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
	}
	t.first = j
	for k := j; k < j+maxThing && k < f.end; k++ {
		x, tok := f.at(k), f.p.Tokens[k]
		if tok.Kind == text.TokenMark && f.dashAt(k) {
			continue
		}
		if tok.Kind != text.TokenWord || x.is(roleStop) && !x.is(roleMore) && !x.is(rolePerson) || x.is(roleAux) || x.after != noFate && x.noun == noFate && !x.is(rolePerson) && !f.adjective(k) || f.isAmount(k) {
			break
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

// goesOn reports whether token k may still belong to what is counted: "police officers", "apartment buildings".
func (f *finder) goesOn(k int) bool {
	x := f.at(k)
	if f.l.language != "en" || k >= f.end || x.is(roleStop) || x.is(roleAux) || x.after != noFate || x.self != noFate || x.before != noFate {
		return false
	}
	return x.is(rolePerson) || x.noun != noFate
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
	w := f.p.Word(k)
	r, _ := utf8.DecodeRuneInString(w)
	switch f.l.language {
	case "en":
		if len(w) < 4 || w[len(w)-1] != 's' || !unicode.IsLower(r) && k > first+1 {
			return false
		}
		return !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") && !strings.HasSuffix(w, "ous") && !strings.HasSuffix(w, "'s")
	case "de":
		return unicode.IsUpper(r) && len(w) > 3
	case "fr", "es", "it", "pt", "ru":
		return unicode.IsLower(r) && len(w) > 3
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
