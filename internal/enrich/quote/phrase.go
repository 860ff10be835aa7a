package quote

import "nutgraf/internal/text"

// phrase is a noun phrase without what hangs on it: "two officials", "Jennifer Daskal", "she".
type phrase struct {
	first, last int // tokens, half-open
	head        int
	kind        phraseKind
}

type phraseKind uint8

const (
	phraseCommon phraseKind = iota
	phraseName
	phrasePronoun
	phraseWho // who, which, that
)

// findPhrases finds all noun phrases, in order.
func (s *scene) findPhrases() {
	s.phrases = make([]phrase, 0, len(s.p.Tokens)/4)
	for i := 0; i < len(s.p.Tokens); {
		f, ok := s.phraseFrom(i)
		if !ok {
			i++
			continue
		}
		if len(s.phrases) < 1<<15-2 {
			s.phrases = append(s.phrases, f)
			for k := f.first; k < f.last; k++ {
				s.phraseAt[k] = int16(len(s.phrases))
			}
		}
		i = f.last
	}
}

// phraseFrom reads the noun phrase that begins at a token.
func (s *scene) phraseFrom(i int) (phrase, bool) {
	switch {
	case s.is(i, classPronoun):
		return phrase{i, i + 1, i, phrasePronoun}, true
	case s.is(i, classWho):
		return phrase{i, i + 1, i, phraseWho}, true
	}
	if s.w != nil {
		return s.taggedPhrase(i)
	}
	return s.namedPhrase(i)
}

// taggedPhrase reads a phrase by the tags of its words.
func (s *scene) taggedPhrase(i int) (phrase, bool) {
	_, end := s.bounds(i)
	head, at, name := -1, i, false
	for at < end && (s.inPiece[at] == s.inPiece[i]) {
		if at > i && s.mark(at) == '-' && !s.p.Tokens[at].Spaced && at+1 < end && !s.p.Tokens[at+1].Spaced {
			at += 2 // "vice-president", "20-year"
			if at-1 < end && (s.tags[at-1] == tagNoun || s.tags[at-1] == tagName) {
				head = at - 1
			}
			continue
		}
		switch t := s.tags[at]; {
		case t == tagNoun || t == tagName || s.named[at] > 0 && s.p.Tokens[at].Kind == text.TokenWord && t != tagPossessive:
			head = at
			name = t == tagName || s.named[at] > 0
		case t == tagPossessive || t == tagAdjective || t == tagNumber:
			if t == tagPossessive && at == i && isClitic(s.p.Word(at)) {
				return phrase{}, false
			}
		case t == tagDeterminer:
			if head >= 0 {
				return phrase{i, head + 1, head, kindOf(name)}, true
			}
		case (t == tagParticiple || t == tagGerund) && head < 0 && at > i && at+1 < end && (s.tags[at+1] == tagNoun || s.tags[at+1] == tagName):
		default:
			goto done
		}
		at++
	}
done:
	if head < 0 {
		if at > i && (s.tags[at-1] == tagNumber || s.tags[at-1] == tagAdjective && at > i+1 || s.is(at-1, classSome)) {
			return phrase{i, at, at - 1, phraseCommon}, true
		}
		return phrase{}, false
	}
	last := head + 1
	if last < end && s.tags[last] == tagNumber && at > last { // "Proposition 8", "three in ten"
		last++
	}
	return phrase{i, last, head, kindOf(name)}, true
}

func kindOf(name bool) phraseKind {
	if name {
		return phraseName
	}
	return phraseCommon
}

// namedPhrase reads a phrase where words have no tags: a name with the words of a title before it, or a few words
// behind an article.
func (s *scene) namedPhrase(i int) (phrase, bool) {
	_, end := s.bounds(i)
	if m := s.named[i]; m > 0 {
		at := i
		for at < end && s.named[at] == m {
			at++
		}
		return phrase{i, at, at - 1, phraseName}, true
	}
	if !s.is(i, classArticle) {
		return phrase{}, false
	}
	at := i + 1
	for at < end && at < i+6 && s.inPiece[at] == s.inPiece[i] {
		if s.mark(at) == '-' && !s.p.Tokens[at].Spaced && at+1 < end && !s.p.Tokens[at+1].Spaced {
			at++ // "Amazon-Sprecher"
			continue
		}
		if s.p.Tokens[at].Kind != text.TokenWord {
			break
		}
		if s.named[at] > 0 {
			m := s.named[at]
			for at < end && s.named[at] == m {
				at++
			}
			if at+1 < end && s.mark(at) == '-' && !s.p.Tokens[at].Spaced && !s.p.Tokens[at+1].Spaced {
				return phrase{i, at + 2, at + 1, phraseCommon}, true // "der Amazon-Sprecher"
			}
			return phrase{i, at, at - 1, phraseName}, true
		}
		if s.class[at]&(classSay|classArticle|classPronoun|classWho|classSkip|classJoin) != 0 {
			break
		}
		at++
	}
	if at == i+1 {
		return phrase{}, false
	}
	return phrase{i, at, at - 1, phraseCommon}, true
}
