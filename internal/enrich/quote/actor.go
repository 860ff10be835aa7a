package quote

import "nutgraf/internal/news"

// actorOf says who a phrase means: whom it names, or whom its pronoun stands for; -1: nobody who has a name.
func (s *scene) actorOf(k phrase) int {
	switch k.kind {
	case phrasePronoun:
		return s.antecedent(k)
	case phraseWho:
		return s.lastNamed(k.first, 12)
	}
	actor := -1
	for i := k.first; i < k.last; i++ {
		m := int(s.named[i]) - 1
		if m < 0 || s.mentions[m].Word {
			continue
		}
		if i+1 < len(s.p.Tokens) && isClitic(s.p.Word(i+1)) && i+1 < k.last || s.mentions[m].Kind == news.EntityPlace && i != k.head {
			continue // "Hua’s lawyer" is not Hua
		}
		if a := s.mentions[m].Actor; a >= 0 && a < len(s.actors) {
			if actor < 0 || s.mentions[m].Kind == news.EntityPerson {
				actor = a
			}
		}
	}
	return actor
}

func (s *scene) lastNamed(before, most int) int {
	for i := before - 1; i >= 0 && i >= before-most; i-- {
		if m := int(s.named[i]) - 1; m >= 0 && s.mentions[m].Kind == news.EntityPerson && !s.mentions[m].Word {
			return s.valid(s.mentions[m].Actor)
		}
	}
	return -1
}

func (s *scene) valid(actor int) int {
	if actor < 0 || actor >= len(s.actors) {
		return -1
	}
	return actor
}

const (
	surelyOther = .25 // of Female: a person is no "she" below, and no "he" above 1 less this
	reach       = 160 // tokens back in which a pronoun finds whom it stands for
)

// antecedent returns the actor that a pronoun stands for.
func (s *scene) antecedent(k phrase) int {
	she, he := s.is(k.head, classShe), s.is(k.head, classHe)
	if !she && !he {
		return -1
	}
	best, most := -1, 0.0
	from := k.first
	for k := from - 1; k >= max(0, from-reach); k-- {
		if s.named[k] == 0 || k > 0 && s.named[k-1] == s.named[k] {
			continue // no name, or not where it begins
		}
		at := s.mentions[s.named[k]-1]
		if at.Kind != news.EntityPerson || at.Word || s.valid(at.Actor) < 0 {
			continue
		}
		female := s.actors[at.Actor].Female
		if she && female < surelyOther || he && female > 1-surelyOther {
			continue
		}
		if score := s.standing(k, from); score > most {
			best, most = at.Actor, score
		}
	}
	return best
}

// standing says how well a name serves a pronoun: near ones, subjects, outside of quotations.
func (s *scene) standing(token, pronoun int) float64 {
	first, _ := s.bounds(token)
	behind := float64(s.sentence[pronoun] - s.sentence[token])
	score := 1 / (1 + behind)
	if s.inPiece[token] > 0 {
		score *= .3
	}
	if token-first <= 3 {
		score *= 1.5
	}
	if f := int(s.phraseAt[token]) - 1; f >= 0 {
		if last := s.phrases[f].last; last < len(s.p.Tokens) {
			if s.is(last, classSay) || s.is(last-1, classSay) || verbal(s.tags[last]) {
				score *= 1.5 // a subject
			}
			if s.tags[last-1] == tagPossessive || isClitic(s.p.Word(last)) {
				score *= .7
			}
		}
	}
	return score
}

// kindIndex numbers the kinds.
func kindIndex(kind news.EntityKind) int {
	switch kind {
	case news.EntityPerson:
		return 0
	case news.EntityOrganisation:
		return 1
	}
	return 2
}
