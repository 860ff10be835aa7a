package quote

import "math"

// cueLeast is how well a word must serve as a cue to be looked at at all: log-odds times 16.
const cueLeast = -64

// isCue reports whether a token may be a cue: not one within a quotation.
func (s *scene) isCue(i int) bool {
	if s.strength[i] <= cueLeast {
		return false
	}
	n := s.inPiece[i]
	return n == 0 || s.pieces[n-1].words < 2
}

// How many phrases of a sentence are looked at, the nearest ones before and after a cue, and
// its first ones.
const (
	sourcesBefore = 7
	sourcesFirst  = 4
	sourcesAfter  = 4
)

// eachSource calls f with each phrase that may be the source of a cue: those of its sentence outside of quotations, and
// who owns the cue when it is a noun.
func (s *scene) eachSource(cue int, f func(phrase)) {
	first, end := s.bounds(cue)
	n, last := 0, -1
	for i := cue; i >= first && n < sourcesBefore; i-- {
		k, ok := s.sourceAt(i, cue)
		if i = min(i, k.first); ok {
			n, last = n+1, k.first
			f(k)
		}
	}
	n = 0
	for i := first; i < last && n < sourcesFirst; i++ {
		k, ok := s.sourceAt(i, cue)
		if i = max(i, k.last-1); ok && k.first < last {
			n++
			f(k)
		}
	}
	n = 0
	for i := cue + 1; i < end && n < sourcesAfter; i++ {
		k, ok := s.sourceAt(i, cue)
		if i = max(i, k.last-1); ok && k.first > cue {
			n++
			f(k)
		}
	}
}

// sourceAt returns the phrase at a token that may be a source.
func (s *scene) sourceAt(i, cue int) (phrase, bool) {
	at := s.phraseAt[i]
	if at == 0 {
		return phrase{first: i, last: i + 1}, false
	}
	k := s.phrases[at-1]
	if p := s.inPiece[k.first]; p > 0 && s.pieces[p-1].words > 1 {
		return k, false
	}
	if k.first <= cue && cue < k.last {
		if own, ok := s.owner(k, cue); ok {
			return own, true
		}
		return k, false
	}
	return k, true
}

// owner returns who has what a phrase names: "his" of "his claim", "Hua" of "Hua’s decision".
func (s *scene) owner(k phrase, cue int) (phrase, bool) {
	for i := cue - 1; i >= k.first; i-- {
		if s.tags[i] != tagPossessive {
			continue
		}
		if isClitic(s.p.Word(i)) {
			if i == k.first {
				return phrase{}, false
			}
			return phrase{k.first, i, i - 1, kindOf(s.tags[i-1] == tagName || s.named[i-1] > 0)}, true
		}
		return phrase{i, i + 1, i, phrasePronoun}, true
	}
	return phrase{}, false
}

// read finds who a cue's source is and how likely that is; once for each cue.
func (s *scene) read(cue int) saying {
	for _, a := range s.heard {
		if a.cue == cue {
			return a
		}
	}
	a := saying{cue: cue, first: cue, last: cue + 1}
	var row [sourceWidth]float32
	best := math.Inf(-1)
	s.eachSource(cue, func(k phrase) {
		s.lookSource(cue, k, &row)
		if score, ok := s.w.Forests[ForestSource].Above(row[:], best); ok {
			best, a.source, a.known = score, k, true
		}
	})
	a.likely = logistic(best)
	if a.known {
		a.after = a.source.first > cue
	}
	s.widen(&a)
	s.heard = append(s.heard, a)
	return a
}

// widen takes what belongs to a cue into it: auxiliaries before it, "to" of "according to".
func (s *scene) widen(a *saying) {
	first, end := s.bounds(a.cue)
	for k := a.first - 1; k >= first && s.inPiece[k] == 0 && s.phraseAt[k] == 0; k-- {
		if s.tags[k] != tagModal && s.tags[k] != tagAdverb && !s.is(k, classBe|classHave) {
			break
		}
		if s.p.Tokens[k].Kind == 0 {
			break
		}
		a.first = k
	}
	if a.last < end && s.is(a.last, classParticle) && s.tags[a.cue] != tagNoun {
		a.last++ // "pointed out"
	}
	if s.is(a.cue, classBy) && a.last < end && s.is(a.last, classAfterBy) {
		a.last++
	}
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// eachLink calls f with each cue that may tell of a piece: those around it in its paragraph, and the one before's.
func (s *scene) eachLink(i, before int, f func(cue int)) {
	q := &s.pieces[i]
	from, _ := s.bounds(q.first)
	if at := s.sentence[q.first]; at > 0 {
		if b := s.p.Sentences[at-1]; b.Paragraph == s.p.Sentences[at].Paragraph || q.startsPara {
			from = b.First
		}
	}
	_, to := s.bounds(q.last - 1)
	if at := int(s.sentence[q.last-1]) + 1; at < len(s.p.Sentences) && s.p.Sentences[at].Paragraph == s.p.Sentences[at-1].Paragraph {
		to = s.p.Sentences[at].End
	}
	from, to = max(from, q.before-linkReach), min(to, q.after+linkReach)
	near := func(k int) bool { // any verb may tell of what stands right beside it
		return q.after <= k && k < q.after+6 || q.before-4 <= k && k < q.before
	}
	if before >= 0 && before < from {
		f(before)
	}
	for k := from; k < to; k++ {
		if k == q.first {
			k = q.last - 1
			continue
		}
		if s.isCue(k) && s.strength[k] > linkLeast || s.inPiece[k] == 0 && verbal(s.tags[k]) && near(k) && !s.is(k, classBe|classHave) {
			f(k)
		}
	}
}

// linkReach is how many tokens from a piece a cue is looked for.
const linkReach = 60

// linkLeast is how well a word must serve as a cue to be one of a quotation in marks.
const linkLeast = -45

// link finds the cue that tells of a piece, and how likely it does.
func (s *scene) link(i, before int) (cue int, likely float64) {
	var row [linkWidth]float32
	cue = -1
	best := math.Inf(-1)
	s.eachLink(i, before, func(k int) {
		s.lookLink(i, k, before, &row)
		if score, ok := s.w.Forests[ForestLink].Above(row[:], best); ok {
			best, cue = score, k
		}
	})
	return cue, logistic(best)
}
