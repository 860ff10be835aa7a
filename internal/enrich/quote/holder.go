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

// bySource finds who says what a cue tells of, by rule: the subject of the verb, before or after it. It serves languages
// whose words have no tags.
func (s *scene) bySource(cue int) saying {
	a := saying{cue: cue, first: cue, last: cue + 1}
	first, end := s.bounds(cue)
	for a.first > first && s.inPiece[a.first-1] == 0 && s.is(a.first-1, classSkip) {
		a.first--
	}
	switch {
	case s.is(cue, classBy): // "selon X"
		s.by(&a, s.phraseNear(cue+1, end, 2))
	case s.is(cue, classAfterBy): // "X zufolge"
		s.by(&a, s.phraseEnding(cue, first))
	default:
		if a.first > first && s.p.Tokens[a.first-1].Kind == text.TokenMark && s.mark(a.first-1) != ')' {
			s.by(&a, s.speakerBehind(cue, end)) // nothing that could be a subject stands before it
		}
		if !a.known {
			s.by(&a, s.subject(a.first, first))
		}
		if !a.known {
			s.by(&a, s.speakerBehind(cue, end))
		}
	}
	return a
}

// by makes a phrase the source of a cue; -1 is none.
func (s *scene) by(a *saying, f int) {
	if f >= 0 {
		a.source, a.known = s.phrases[f], true
		a.after = a.source.first > a.cue
	}
}

// speakerBehind returns the phrase behind a verb that is its subject: whom it was told to may stand between, as in "martèle à
// l’AFP Ali Ghazi"; -1 when there is none.
func (s *scene) speakerBehind(cue, end int) int {
	f := s.phraseNear(cue+1, end, 3)
	for f >= 0 && s.is(s.phrases[f].first-1, classTo) {
		f = s.phraseNear(s.phrases[f].last, end, 0)
	}
	return f
}

// phraseNear returns the phrase that begins at a token, or at most skip words after it; -1 when none does.
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

// phraseEnding returns the phrase that ends right before a token; -1 when none does.
func (s *scene) phraseEnding(at, first int) int {
	for i := at - 1; i >= first && i >= at-3; i-- {
		if f := int(s.phraseAt[i]) - 1; f >= 0 {
			return f
		}
	}
	return -1
}

// subject returns the phrase that is the subject of a verb before which it stands, in a sentence from first on: the last
// name or pronoun of the clause, else its first phrase; -1 when there is none.
func (s *scene) subject(verb, first int) int {
	at := verb
	for at > first && s.inPiece[at-1] == 0 && !s.is(at-1, classJoin) && s.mark(at-1) != ';' && s.markKind(at-1) != 5 {
		at--
	}
	subject := -1
	for i := at; i < verb; i++ {
		f := int(s.phraseAt[i]) - 1
		if f < 0 {
			continue
		}
		if subject < 0 || s.phrases[f].kind != phraseCommon {
			subject = f
		}
		i = s.phrases[f].last - 1
	}
	return subject
}
