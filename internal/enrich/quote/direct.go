package quote

import (
	"strings"

	"nutgraf/internal/text"
)

// speech is a piece, or several, that somebody says.
type speech struct {
	pieces []int
	by     saying
	likely float64
}

// direct finds what stands in quotation marks and is a quotation, and who says it, by rule.
func (s *scene) direct() []speech {
	var all []speech
	last := -1 // speech whose speaker goes on
	for i := range s.pieces {
		q := &s.pieces[i]
		if q.continues && last >= 0 && all[last].pieces[len(all[last].pieces)-1] == i-1 {
			all[last].pieces = append(all[last].pieces, i)
			continue
		}
		if !s.mayBeSpeech(q) {
			continue
		}
		by, ok := s.within(q)
		if !ok {
			by, ok = s.cueOf(i)
		}
		if ok {
			if n := len(all) - 1; n >= 0 && all[n].by.cue == by.cue && s.near(all[n].pieces[len(all[n].pieces)-1], i) {
				all[n].pieces = append(all[n].pieces, i)
			} else {
				all = append(all, speech{pieces: []int{i}, by: by, likely: by.likely})
			}
			last = len(all) - 1
			continue
		}
		if last >= 0 && s.goesOn(all[last], i) {
			n := all[last].pieces[len(all[last].pieces)-1]
			if s.pieces[n].paragraph == q.paragraph {
				all[last].pieces = append(all[last].pieces, i)
			} else {
				all = append(all, speech{pieces: []int{i}, by: all[last].by, likely: .7})
				last = len(all) - 1
			}
			continue
		}
		if q.words >= 5 && s.capital(q.first) && (q.startsPara && q.endsPara || s.wholeSentence(q)) {
			all = append(all, speech{pieces: []int{i}, by: saying{cue: -1}, likely: .5})
		}
	}
	return all
}

// near reports whether two pieces are of one quotation when they have one cue.
func (s *scene) near(a, b int) bool { return s.pieces[a].paragraph == s.pieces[b].paragraph }

// mayBeSpeech reports whether a piece has the form of a quotation: single words and names are none.
func (s *scene) mayBeSpeech(q *piece) bool {
	if q.words < 2 {
		return q.words == 1 && strings.ContainsRune(",?!", rune(s.p.Text[q.out-1])) && q.startsPara
	}
	small := 0
	for i := q.first; i < q.last; i++ {
		if w := s.p.Word(i); w[0] >= 'a' && w[0] <= 'z' && len(w) > 3 {
			small++
		}
	}
	return q.capitalWords < q.words && (small > 0 || q.words-q.capitalWords > q.capitalWords || strings.ContainsRune(",?!", rune(s.p.Text[q.out-1])))
}

func (s *scene) wholeSentence(q *piece) bool {
	return strings.ContainsRune(".?!,", rune(s.p.Text[q.out-1])) || q.end < len(s.p.Text) && s.p.Text[q.end] == '.'
}

// cueOf finds the cue that tells of a piece: after it in its sentence, or before it.
func (s *scene) cueOf(i int) (saying, bool) {
	q := &s.pieces[i]
	end := s.tailEnd(q)
	open := s.p.Tokens[q.last-1].Kind == text.TokenMark // the piece ends with a mark: the words about it may follow
	if open || s.mark(q.after) == ',' || s.markKind(q.after) == 5 {
		for k := q.after; k < end && k < q.after+30 && s.inPiece[k] == 0; k++ {
			if s.is(k, classSay|classBy) {
				if by := s.bySource(k); by.known {
					by.likely = .9
					return by, true
				}
			}
		}
		if by, ok := s.inverted(q, end); ok {
			return by, true
		}
	}
	first, _ := s.bounds(q.first)
	for k := q.first - 1; k >= first; k-- {
		if s.inPiece[k] > 0 {
			if n := s.pieces[s.inPiece[k]-1]; n.words > 3 {
				break
			}
			continue
		}
		if s.is(k, classSay|classBy) {
			if by := s.bySource(k); by.known {
				by.likely = .8
				if q.words < 4 {
					by.likely = .6
				}
				return by, true
			}
		}
	}
	return saying{}, false
}

// tailEnd is where the sentence about a piece ends: the rest of its own, or the next one when it goes on with a dash or a
// small letter.
func (s *scene) tailEnd(q *piece) int {
	_, end := s.bounds(q.last - 1)
	if q.after >= end && q.after < len(s.keys) && !q.endsPara && (s.markKind(q.after) == 5 || s.p.Tokens[q.after].Kind == text.TokenWord && !s.capital(q.after)) {
		_, end = s.bounds(q.after)
	}
	return end
}

// inverted reads a verb that no list has, between a quotation and a name: "…», schildert Jäger".
func (s *scene) inverted(q *piece, end int) (saying, bool) {
	verb := q.after
	for verb < end && s.p.Tokens[verb].Kind == text.TokenMark && verb < q.after+2 {
		verb++
	}
	if verb == q.after && s.p.Tokens[q.last-1].Kind != text.TokenMark || verb+1 >= end || s.capital(verb) || s.p.Tokens[verb].Kind != text.TokenWord {
		return saying{}, false
	}
	f := int(s.phraseAt[verb+1]) - 1
	if f < 0 || s.phraseAt[verb] > 0 || s.phrases[f].kind != phraseName || s.class[verb] != 0 || len(s.p.Word(verb)) < 4 {
		return saying{}, false
	}
	a := saying{cue: verb, first: verb, last: verb + 1, likely: .6}
	s.by(&a, f)
	return a, true
}

// within reads who speaks inside the quotation marks, between dashes: «… – dice Villa – …».
func (s *scene) within(q *piece) (saying, bool) {
	for k := q.first + 2; k+2 < q.last; k++ {
		if s.markKind(k) != 5 || !s.is(k+1, classSay) || !s.p.Tokens[k].Spaced {
			continue
		}
		f := int(s.phraseAt[k+2]) - 1
		if f < 0 || s.phrases[f].first != k+2 {
			continue
		}
		for stop := s.phrases[f].last; stop < q.last && stop < k+20; stop++ {
			if s.markKind(stop) == 5 {
				a := saying{cue: k + 1, first: k + 1, last: k + 2, likely: .8}
				s.by(&a, f)
				q.gap, q.resume = s.p.Tokens[k-1].End, s.p.Tokens[min(stop+1, q.last-1)].Start
				return a, true
			}
		}
	}
	return saying{}, false
}

// goesOn reports whether a piece without a cue goes on with a speech before it: in its paragraph, or as all of the next.
func (s *scene) goesOn(before speech, i int) bool {
	a, b := &s.pieces[before.pieces[len(before.pieces)-1]], &s.pieces[i]
	switch {
	case a.paragraph == b.paragraph:
		return s.wholeSentence(b) && b.words > 2
	case b.startsPara && b.endsPara:
		return b.paragraph == a.paragraph+1
	}
	return false
}

// signed reads a quotation that is signed: “…” — Name, to the end of the line.
func (s *scene) signed(q *piece) (saying, bool) {
	if !q.startsPara || q.after+1 >= len(s.keys) || s.markKind(q.after) != 5 && s.mark(q.after) != '―' {
		return saying{}, false
	}
	f := s.phraseAt[q.after+1]
	if f == 0 || s.phrases[f-1].kind != phraseName || s.phrases[f-1].first != q.after+1 {
		return saying{}, false
	}
	k := s.phrases[f-1]
	rest := strings.TrimSpace(s.p.Text[s.p.Tokens[k.last-1].End:paragraphEnd(s.p.Text, s.p.Tokens[k.last-1].End)])
	if rest != "" && rest[0] != ',' && rest != "." {
		return saying{}, false
	}
	return saying{cue: q.after, first: q.after, last: q.after + 1, source: k, known: true, after: true}, true
}
