package quote

import (
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// addressed skips whom something is told to, right after the verb: a name or noun phrase, and those that hang on it.
func (s *scene) addressed(at, end int) int {
	begin := at
	for at < end && at-begin < 12 && s.inPiece[at] == 0 {
		f := s.phraseAt[at]
		switch {
		case f > 0 && s.phrases[f-1].first == at && (at == begin || s.owned(at-1) || s.keys[at-1] == keyOf || s.keys[at-1] == keyAnd || s.keys[at-1] == keyThe):
			at = s.phrases[f-1].last
		case at > begin && (s.owned(at) || (s.keys[at] == keyOf || s.keys[at] == keyAnd) && at+1 < end && s.phraseAt[at+1] > 0):
			at++
		default:
			return at
		}
	}
	return at
}

// owned reports whether a token makes the word before it an owner: "’s", or the bare apostrophe of "News’".
func (s *scene) owned(i int) bool {
	return isClitic(s.p.Word(i)) && !s.p.Tokens[i].Spaced
}

// circumstance skips when and where something was said: "on Tuesday", "in a statement", "in an interview with Le Monde".
func (s *scene) circumstance(at, end int) int {
	for at < end && s.inPiece[at] == 0 {
		k := at
		for k < end && k < at+2 && (s.tags[k] == tagPreposition || s.tags[k] == tagTo || s.is(k, classDay) && !s.capital(k)) && s.keys[k] != keyThat {
			k++
		}
		if k >= end {
			return at
		}
		if s.is(k, classDay) {
			for k < end && (s.is(k, classDay) || s.p.Tokens[k].Kind == text.TokenNumber) {
				k++
			}
			at = k
			continue
		}
		f := s.phraseAt[k]
		if k == at || f == 0 || s.phrases[f-1].first != k || !s.occasion(s.phrases[f-1]) && s.keys[k-1] != keyTo {
			return at
		}
		k = s.phrases[f-1].last
		for k+1 < end && (s.tags[k] == tagPreposition || s.tags[k] == tagTo) && s.keys[k] != keyThat && s.phraseAt[k+1] > 0 && s.phrases[s.phraseAt[k+1]-1].kind != phrasePronoun {
			k = s.addressed(k+1, end)
		}
		at = k
	}
	return at
}

// occasion reports whether a phrase is something in or on which one says something: "a statement", "Twitter".
func (s *scene) occasion(f phrase) bool {
	for i := f.first; i < f.last; i++ {
		if s.is(i, classOccasion) {
			return true
		}
	}
	return false
}

// toldOf says whom or which outlet something was said to, or on what occasion, as the text words it.
func (s *scene) toldOf(a saying) string {
	first, end := s.bounds(a.cue)
	at := a.last
	if a.after {
		at = max(at, a.source.last)
	}
	if s.is(a.cue, classTell) && !a.after {
		if stop := s.addressed(at, end); stop > at {
			if who := s.addressee(at, stop); who != "" {
				return who
			}
			at = stop
		}
	}
	for k := at; k < min(end, at+12) && s.inPiece[k] == 0 && s.keys[k] != keyThat; k++ {
		if found := s.occasionAt(k, end); found != "" {
			return found
		}
		if s.tags[k] == tagFinite || s.p.Tokens[k].Kind == text.TokenMark {
			break
		}
	}
	if s.tags[first] == tagPreposition { // "In an interview with Le Monde, she said"
		found := s.occasionAt(first, min(a.first, first+14))
		if strings.HasPrefix(found, s.p.Word(first)) {
			found = strings.ToLower(found[:1]) + found[1:]
		}
		return found
	}
	return ""
}

// addressee is whom something is told to: of "NBC News’ Janis Mackey Frayer" the outlet. Pronouns tell nothing.
func (s *scene) addressee(from, to int) string {
	if f := s.phraseAt[from]; f > 0 && s.phrases[f-1].kind >= phrasePronoun {
		return ""
	}
	for k := from + 1; k < to; k++ {
		if s.owned(k) && s.named[k-1] > 0 && s.mentions[s.named[k-1]-1].Kind != news.EntityPerson {
			to = k
		}
	}
	for to > from && s.p.Tokens[to-1].Kind == text.TokenMark {
		to--
	}
	return s.span(from, to).In(s.p.Text)
}

// occasionAt reads an occasion that begins with the preposition at a token.
func (s *scene) occasionAt(at, end int) string {
	if s.tags[at] != tagPreposition && s.tags[at] != tagTo || at+1 >= end {
		return ""
	}
	f := s.phraseAt[at+1]
	if f == 0 || s.phrases[f-1].first != at+1 || s.phrases[f-1].kind >= phrasePronoun {
		return ""
	}
	k := s.phrases[f-1]
	switch {
	case s.keys[at] == keyTo || s.keys[at] == keyWith:
		if stop := s.addressed(at+1, end); s.keys[at] == keyTo && (k.kind == phraseName || s.is(k.head, classAudience)) {
			return s.addressee(at+1, stop)
		}
		return ""
	case !s.occasion(k):
		return ""
	}
	if i := k.last; i+1 < end && (s.keys[i] == keyWith || s.keys[i] == keyTo || s.is(k.head, classDay) && s.keys[i+1] == keyWith) {
		if who := s.addressee(i+1, s.addressed(i+1, end)); who != "" {
			return who
		}
	}
	last := k.last
	for last > at+1 && s.is(last-1, classDay) {
		last--
	}
	return strings.ReplaceAll(s.span(at, last).In(s.p.Text), "\n", " ")
}

// saidAt is the date that says when something was said: the one nearest to the cue, in its sentence and outside of what
// was said.
func (s *scene) saidAt(a saying, said news.Range) news.Date {
	first, end := s.bounds(a.cue)
	sentence := s.span(first, end)
	best, least := news.Date{}, 14
	for _, d := range s.dates {
		if d.Start >= sentence.End {
			break
		}
		if d.Start < sentence.Start || said.Start < d.End && d.Start < said.End || d.Type == news.DateDuration || d.Type == news.DateSet {
			continue
		}
		k := s.p.TokenAt(d.Start)
		if s.inPiece[k] > 0 {
			continue
		}
		gap := k - a.cue
		if gap < 0 {
			gap = -gap
		}
		if s.keys[max(0, k-1)] == keyOf {
			continue // "the meeting of Tuesday"
		}
		if k == first || k == first+1 && s.tags[first] == tagPreposition {
			gap = min(gap, least-1) // "On Tuesday, …" governs the sentence
		}
		if gap < least {
			best, least = d, gap
		}
	}
	return best
}
