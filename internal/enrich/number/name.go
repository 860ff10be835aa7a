package number

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// isName reports whether an amount names something rather than counting it: a year, a day, a clock, a model, a house number.
func (f *finder) isName(a amount, isUnit bool) bool {
	i, j := a.first, a.next
	before, behind := f.word(i-1), f.word(j)
	tight := i > f.first && !f.p.Tokens[i].Spaced
	switch {
	case tight && (before == "-" || before == "–") && !f.minus(i) && f.hangs(i-1), // "COVID-19"
		tight && (before == "/" || before == ":" || before == "." || before == "#" || before == "№" || before == "@" || before == "+" || before == "_" || before == "&"):
		return true
	case behind == ":" && f.p.Tokens[min(j+1, f.end-1)].Kind == text.TokenNumber && !f.p.Tokens[min(j+1, f.end-1)].Spaced,
		behind == "/" && !isUnit && j < f.end && !f.p.Tokens[j].Spaced:
		return true
	case isUnit:
		return false
	case f.labelled(i), f.day(a):
		return true
	case before == "," && behind == "," && a.digits && a.low < 120: // an age
		return true
	case before == "every", behind == "out" && f.at(j+1).is(roleOf): // "four out of every ten"
		return true
	case f.word(i-1) == "in" && f.isAmount(i-2), f.word(j) == "in" && f.isAmount(j+1): // "one in five"
		return true
	case a.year && !f.at(i-1).is(roleBound) && !(f.at(j).is(rolePerson) && lowerCase(behind)):
		return true
	case f.dashAt(j) && !a.dashed: // "three-bedroom", "two-thirds", "12-member"
		return true
	}
	return a.digits && f.inName(i)
}

func lowerCase(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLower(r)
}

// labelled reports whether a word before the number at token i says that it numbers something: "page 12", "categories 3 and 4".
func (f *finder) labelled(i int) bool {
	return f.at(i-1).is(roleLabel) || f.at(i-1).is(roleAnd) && f.at(i-3).is(roleLabel) && f.p.Tokens[i-2].Kind == text.TokenNumber
}

// day reports whether a number is one of a month: "May 5", "5 de mayo", "5. Mai".
func (f *finder) day(a amount) bool {
	if a.low > 31 {
		return false
	}
	next, mark := f.at(a.next), f.word(a.next)
	return a.digits && f.at(a.first-1).is(roleMonth) || next.is(roleMonth) || (next.is(roleOf) || mark == ".") && f.at(a.next+1).is(roleMonth)
}

// hangs reports whether the dash at token i hangs on a word or number before it.
func (f *finder) hangs(i int) bool { return i > f.first && !f.p.Tokens[i].Spaced }

// inName reports whether the number at token i is part of a name that an article mentions.
func (f *finder) inName(i int) bool { return f.mention(i) >= 0 }

// mention returns the index of the mention in which token i stands; -1 when it stands in none.
func (f *finder) mention(i int) int {
	start := f.p.Tokens[i].Start
	low, high := 0, len(f.mentions)
	for low < high {
		if mid := (low + high) / 2; f.mentions[mid].End <= start {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(f.mentions) && f.mentions[low].Start <= start {
		return low
	}
	return -1
}

// named reports whether the word right before token i is written like a name, which then may have the number in it:
// "Apollo 11".
func (f *finder) named(i int) bool {
	k := i - 1
	if k < f.first || f.p.Tokens[k].Kind != text.TokenWord || f.at(k).role != 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(f.p.Word(k))
	return unicode.IsUpper(r) && f.l.language != "de"
}

// tally finds both sides of a vote: "by 214-210", "52 votes to 48".
func (f *finder) tally(a amount) bool {
	if !a.whole || a.suffix != "" || a.scaled || a.dashed && a.low >= 1900 { // a season
		return false
	}
	i := a.next
	low, high, last := a.low, a.high, a
	switch {
	case a.dashed && a.low > a.high || a.dashed && f.at(a.first-1).is(roleVoting):
		if !f.voting() || f.at(i).is(rolePerson) || a.low+a.high < 5 {
			return false
		}
	case f.at(i).is(roleVotes) && (f.at(i+1).is(roleTo) || f.at(i+1).is(roleAgainst)):
		b, ok := f.single(i + 2)
		if !ok || !b.whole || b.scaled {
			return false
		}
		low, high, last = a.low, b.low, b
		a.high = a.low
	case (f.at(i).is(roleTo) || f.at(i).is(roleAgainst)) && f.voting() && a.low == a.high:
		b, ok := f.single(i + 1)
		if _, isUnit := f.unit(&b); !ok || !b.whole || b.scaled || isUnit || f.at(b.next).is(rolePerson) {
			return false
		}
		low, high, last = a.low, b.low, b
	default:
		return false
	}
	first := a
	if a.dashed {
		first.next = a.first + 1
		last = amount{first: a.next - 1, next: a.next}
	}
	n := news.Number{Kind: news.NumberVotes, Subject: "votes for", Sentence: f.sentence}
	n.Value, n.High = low, low
	if f.at(first.next).is(roleVotes) {
		first.next++
	}
	f.add(first, n)
	n.Value, n.High, n.Subject = high, high, "votes against"
	if f.at(last.next).is(roleVotes) {
		last.next++
	}
	before := len(f.found)
	f.add(last, n)
	if before < len(f.found) { // "61 gegen 48": that is no "about"
		f.found[before].Bound, f.found[before].Start = news.BoundExact, f.p.Tokens[last.first].Start
	}
	return true
}

// voting reports whether the sentence speaks of a vote.
func (f *finder) voting() bool {
	for k := f.first; k < f.end; k++ {
		if f.at(k).is(roleVoting) || f.at(k).is(roleVotes) {
			return true
		}
	}
	return false
}

// ofTheVote reports whether "of the vote" follows.
func (f *finder) ofTheVote(j int) bool {
	for k := j; k < j+4 && k < f.end; k++ {
		x := f.at(k)
		if x.is(roleVotes) && f.word(k) != "ballots" || x.is(roleVoting) && strings.EqualFold(f.word(k), "vote") {
			return k > j
		}
		if k == j && !x.is(roleOf) && !(f.l.language == "de" && x.is(roleStop)) || !x.is(roleOf) && !x.is(roleStop) && !x.is(roleSoft) {
			return false
		}
	}
	return false
}

// magnitude reports whether an amount is the magnitude of an earthquake: "a magnitude of 6.4", "6.4-magnitude".
func (f *finder) magnitude(a amount) bool {
	if a.low > 10 || !a.digits {
		return false
	}
	if f.dashAt(a.next) && f.at(a.next+1).is(roleMagnitude) || f.at(a.next).is(roleMagnitude) || f.word(a.next+2) == "Richter" {
		return true
	}
	for k := a.first - 1; k >= a.first-3; k-- {
		if f.at(k).is(roleMagnitude) {
			return f.l.language != "de" || a.low != float64(int(a.low))
		}
		if x := f.at(k); !x.is(roleOf) && !x.is(roleSoft) && !x.is(roleStop) && !x.is(roleBound) {
			return false
		}
	}
	return false
}
