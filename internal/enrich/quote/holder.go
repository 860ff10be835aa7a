package quote

import "nutgraf/internal/text"

// saying is a word that says that something was said, and who said it.
type saying struct {
	cue         int    // token
	first, last int    // tokens of the cue with its auxiliaries, half-open
	source      phrase // who says it
	known       bool   // there is a source
	after       bool   // it stands after the cue
	likely      float64
}

// bySource finds who says what a cue tells of, by rule: the subject of the verb, before or after it.
func (s *scene) bySource(cue int) saying {
	a := saying{cue: cue, first: cue, last: cue + 1}
	first, end := s.bounds(cue)
	for a.first > first && s.inPiece[a.first-1] == 0 && (s.is(a.first-1, classSkip) || s.tags[a.first-1] == tagAdverb) {
		a.first--
	}
	if s.is(cue, classBy) {
		at := cue + 1
		if s.is(at, classAfterBy) {
			at++
			a.last = at
		}
		if f := s.phraseNear(at, end, 2); f >= 0 {
			s.by(&a, f)
		}
		return a
	}
	if s.is(cue, classAfterBy) && !s.is(cue, classSay) {
		if f := s.phraseEnding(cue, first); f >= 0 {
			s.by(&a, f)
		}
		return a
	}
	if s.invertedAt(cue, first) {
		if f := s.phraseNear(cue+1, end, 3); f >= 0 && s.canSpeak(f) {
			s.by(&a, f)
			return a
		}
	}
	if f := s.subject(a.first, first); f >= 0 {
		s.by(&a, f)
	} else {
		if f := s.phraseNear(cue+1, end, 3); f >= 0 && s.canSpeak(f) && !s.is(cue, classTell) {
			s.by(&a, f)
		}
	}
	return a
}

func (s *scene) by(a *saying, f int) {
	a.source, a.known = s.phrases[f], true
	a.after = a.source.first > a.cue
}

// invertedAt reports whether nothing that could be the subject stands between the cue and what it tells of.
func (s *scene) invertedAt(cue, first int) bool {
	at := cue - 1
	for at >= first && s.is(at, classSkip) {
		at--
	}
	if at < first {
		return at >= 0
	}
	return s.p.Tokens[at].Kind == text.TokenMark && s.mark(at) != ')' && !(s.mark(at) == ',' && s.phraseAt[max(0, at-1)] > 0 && s.inPiece[at-1] == 0 && s.w != nil && s.subject(cue, first) >= 0 && s.pieceBetween(first, cue) < 0)
}

// pieceBetween returns the last piece that stands between two tokens; -1 when none does.
func (s *scene) pieceBetween(first, end int) int {
	for i := end - 1; i >= first; i-- {
		if s.inPiece[i] > 0 {
			return int(s.inPiece[i]) - 1
		}
	}
	return -1
}

// phraseNear returns the phrase that begins at a token, or at most skip words after it.
func (s *scene) phraseNear(at, end, skip int) int {
	for i := at; i < end && i <= at+skip; i++ {
		if s.inPiece[i] > 0 || s.p.Tokens[i].Kind == text.TokenMark && s.mark(i) != '-' {
			break
		}
		if f := int(s.phraseAt[i]) - 1; f >= 0 && s.phrases[f].first == i {
			return f
		}
	}
	return -1
}

func (s *scene) phraseEnding(at, first int) int {
	for i := at - 1; i >= first && i >= at-3; i-- {
		if f := int(s.phraseAt[i]) - 1; f >= 0 {
			return f
		}
	}
	return -1
}

func (s *scene) canSpeak(f int) bool {
	k := s.phrases[f]
	if k.kind == phrasePronoun {
		return s.class[k.head]&(classShe|classHe|classThey|classI) != 0 || s.w == nil
	}
	return true
}

// subject returns the phrase that is the subject of a verb before which it stands, in a sentence from first on.
func (s *scene) subject(verb, first int) int {
	near := -1
	at := verb - 1
	for ; at >= first; at-- {
		if s.inPiece[at] > 0 || s.is(at, classJoin) || s.mark(at) == ';' || s.mark(at) == '—' || s.mark(at) == '–' {
			break
		}
	}
	at++
	for i := at; i < verb; i++ {
		f := int(s.phraseAt[i]) - 1
		if f < 0 || s.phrases[f].first != i {
			continue
		}
		governed := i > at && (s.tags[i-1] == tagPreposition || s.tags[i-1] == tagTo || verbal(s.tags[i-1]))
		i = s.phrases[f].last - 1
		if near < 0 && !governed {
			near = f
		}
		switch {
		case s.phrases[f].kind == phraseWho || s.phrases[f].kind == phrasePronoun:
			if !governed {
				near = f
			}
		case !governed && s.phrases[near].kind == phraseWho:
			near = f // "Hua, who leads the lab, said": nearest before the verb
		case s.w == nil && s.phrases[f].kind == phraseName:
			near = f
		}
	}
	return near
}
