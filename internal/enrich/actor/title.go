package actor

import (
	"strings"

	"nutgraf/internal/text"
)

// title reads what stands right before a name: "Chinese President", "Deputy Assistant to the President and Deputy Homeland Security
// Advisor", "lab director", "le ministre de l’Intérieur".
func (f *finder) title(n *named) (telling, bool) {
	last := n.first - 1
	if n.title >= 0 && n.title < n.first {
		if _, honorific := f.tongue.honorifics[f.word(n.title)]; honorific {
			last = n.title - 1
		}
	}
	start := f.sentenceFirst(n)
	if last < start {
		return telling{}, false
	}
	job := f.jobBefore(last, start)
	if job < 0 {
		return telling{}, false
	}
	first := f.titleStart(job, start)
	for first < job && (f.tongue.articles[f.word(first)] || f.tongue.links[f.word(first)] || f.inner(first) && f.mark(first)) {
		first++
	}
	return telling{n.actor, first, last + 1, byTitle}, true
}

// jobBefore returns the token that says what somebody is in the words that end at last: that itself, or one with what belongs
// to it behind; -1: none.
func (f *finder) jobBefore(last, start int) int {
	t := f.tongue
	if t.isRole(f.word(last)) && !f.personAt(last) {
		return last
	}
	if f.mark(last) || t.links[f.word(last)] || t.stops[f.word(last)] {
		return -1
	}
	found := -1
	for i := last; i >= max(start, last-maxRole/2); i-- {
		w := f.word(i)
		switch {
		case f.personAt(i), f.mark(i) && !f.inner(i), t.stops[w], t.pronouns[w] != 0 && !t.articles[w]:
			return found
		case t.isRole(w) && i < last && (t.links[f.word(i+1)] || t.complement) && (t.complement || capital(f.p.Word(i))):
			return i
		case t.complement || capital(f.p.Word(i)) || t.links[w] || f.inner(i):
		default:
			return found
		}
	}
	return found
}

// titleStart extends a title to the left of the word that says what somebody is.
func (f *finder) titleStart(job, start int) int {
	t := f.tongue
	first, strange := job, 0
	for i := job - 1; i >= max(start, job-maxRole); i-- {
		w, plain := f.word(i), f.p.Word(i)
		switch {
		case f.personAt(i), f.mark(i) && !f.inner(i):
			return first
		case f.inner(i):
			if possessive(plain) && !f.named1(i-1) {
				return first
			}
			continue // it counts only with what stands before it
		case t.stops[w], t.pronouns[w] != 0, t.articles[w] && !(capital(f.p.Word(first)) && i > start && t.links[f.word(i-1)] && !t.complement):
			return first
		case t.articles[w], t.links[w]: // "Assistant to the President and Deputy Advisor"
			if t.complement || !f.headsLeft(i, start) {
				return first
			}
		case t.isRole(w), t.before[w]:
			first = i
		case capital(plain) && !t.complement && (i > start || f.mentionAt(i) != nil || acronym(plain)):
			first = i
			if m := f.mentionAt(i); m != nil {
				first = max(start, m.first)
				i = first
			}
		case f.mentionAt(i) != nil && !t.complement:
			first = i
		case strange == 0 && i == job-1 && !t.complement && !capital(f.p.Word(job)) && modifier(w) && f.p.Tokens[i].Kind == text.TokenWord:
			strange++
			first = i
		default:
			return first
		}
	}
	return first
}

// headsLeft reports whether a capitalised word for what somebody is stands before a link, with nothing but capitalised words and links
// between: then the link is inside a title.
func (f *finder) headsLeft(i, start int) bool {
	for j := i - 1; j >= max(start, i-6); j-- {
		w := f.word(j)
		switch {
		case f.personAt(j), f.mark(j) && !f.inner(j), f.tongue.stops[w]:
			return false
		case f.tongue.isRole(w) && capital(f.p.Word(j)):
			return true
		case !capital(f.p.Word(j)) && !f.tongue.links[w] && !f.tongue.articles[w]:
			return false
		}
	}
	return false
}

// named1 reports whether a token is part of the name of a place or body.
func (f *finder) named1(i int) bool {
	m := f.mentionAt(i)
	return m != nil && !f.personAt(i)
}

// modifier reports whether an unknown small word may stand before a word for what somebody is: "tram driver". Verbs may not.
func modifier(w string) bool {
	if verbs[w] {
		return false
	}
	for _, end := range []string{"ed", "ing", "ly"} {
		if strings.HasSuffix(w, end) {
			return false
		}
	}
	return len(w) > 2 && !(strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"))
}

// verbs are short forms of verbs that stand before people.
var verbs = set(`ask tell call join meet see help let make name praise blame thank slam back quote cite urge forgive elect appoint sue arrest kill attack
	defend accuse replace succeed follow support oppose beat defeat fire hire invite visit welcome greet remember love hate watch hear know believe trust
	want get got give show find leave keep face via per than like unlike amid plus versus including`)
