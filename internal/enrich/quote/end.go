package quote

import (
	"math"

	"nutgraf/internal/text"
)

// mostEnds is how many places of a sentence are looked at for the end of what is said.
const mostEnds = 24

// eachEnd calls f with each token before which what a cue tells of may end: marks, words that join, and stop itself.
func (s *scene) eachEnd(from, stop int, f func(end int)) {
	n := 0
	for k := from + 1; k < stop && n < mostEnds; k++ {
		if p := s.inPiece[k]; p > 0 {
			k = min(stop, s.pieces[p-1].after) - 1
			continue
		}
		if s.p.Tokens[k].Kind == text.TokenMark {
			if kind := s.markKind(k); kind == 7 || kind == 5 && !s.p.Tokens[k].Spaced || s.p.Tokens[k-1].Kind == text.TokenMark {
				continue
			}
		} else if t := s.tags[k]; t < tagPreposition || t > tagWh {
			if t != tagGerund && !s.is(k, classDay) && !s.is(k, classJoin) {
				continue
			}
			if s.phraseAt[k] > 0 && s.phraseAt[k] == s.phraseAt[k-1] {
				continue
			}
		} else if s.p.Tokens[k-1].Kind == text.TokenMark && k-1 > from {
			continue // the mark before it is a place
		}
		n++
		f(k)
	}
	f(stop)
}

// contentEnd chooses where what a cue tells of ends, from its first token on and at stop at the latest.
func (s *scene) contentEnd(cue, from, stop int) int {
	if stop <= from+1 || s.w.Forests[ForestEnd].Trees() == 0 {
		return stop
	}
	best, at := math.Inf(-1), stop
	var row [endWidth]float32
	s.eachEnd(from, stop, func(end int) {
		s.lookEnd(cue, from, end, stop, &row)
		if score, ok := s.w.Forests[ForestEnd].Above(row[:], best); ok {
			best, at = score, end
		}
	})
	return at
}

const endWidth = 28

// lookEnd writes what is seen of a place where what is said may end.
func (s *scene) lookEnd(cue, from, end, stop int, row *[endWidth]float32) {
	verbs, rest, commas, opened, phrases := 0, 0, 0, 0, 0
	for k := from; k < stop; k++ {
		finite := s.tags[k] == tagFinite || s.tags[k] == tagModal
		switch {
		case k >= end:
			rest += int(boolean(finite))
		case finite:
			verbs++
		case s.mark(k) == ',':
			commas++
		case s.mark(k) == '(':
			opened++
		case s.mark(k) == ')':
			opened--
		case s.phraseAt[k] > 0 && s.phrases[s.phraseAt[k]-1].first == k:
			phrases++
		}
	}
	next := end // the first word after the place
	if next < stop && s.p.Tokens[next].Kind == text.TokenMark {
		next++
	}
	quoted := s.inPiece[end-1] > 0 || s.markKind(end-1) == 7
	*row = [endWidth]float32{
		min(far, float32(end-from)), min(far, float32(stop-end)), boolean(end == stop), s.markKind(end), s.tagAt(next), s.tagAt(next + 1), s.tagAt(next + 2),
		float32(verbs), min(5, float32(rest)), float32(commas), float32(opened), float32(phrases),
		s.tagAt(from), s.tagAt(from + 1), boolean(s.keys[from] == keyThat), s.tagAt(end - 1), s.tagAt(cue), s.tagAt(from - 1),
		s.table(TablePair, mix(s.key(cue), 71)), s.table(TablePair, mix(s.key(from), 72)), s.table(TableAfter, mix(s.key(next), 73)),
		s.table(TablePair, mix(s.key(cue)+31*s.key(next), 74)), boolean(quoted), boolean(s.is(next, classJoin)), boolean(s.is(next, classDay)),
		boolean(s.is(next, classWho)), s.table(TableCue, s.key(cue)), s.table(TableAfter, mix(s.key(end-1), 75)),
	}
}
