package quote

import (
	"math"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	linkSure   = .5  // likelihood from which on a piece is what a cue tells of
	linkFair   = .25 // likewise, of a piece that is a sentence
	indirectOn = .4  // likelihood from which on a cue tells of something
)

// oddsOn is indirectOn as log-odds.
var oddsOn = math.Log(indirectOn / (1 - indirectOn))

// talk finds all that is said in an English text.
func (s *scene) talk() []news.Quote {
	speeches := s.linked()
	var all []news.Quote
	taken := make(map[int]bool, len(speeches)) // cues of quotations, by token
	for _, speech := range speeches {
		if speech.by.cue >= 0 && s.beside(&s.pieces[speech.pieces[0]], speech.by.cue) {
			taken[speech.by.cue] = true
		}
	}
	says := s.tellings(taken)
	for _, speech := range speeches {
		q := s.quoteOf(speech)
		s.clauseOf(&q, speech, says)
		all = append(all, q)
	}
	for i, a := range says {
		if taken[a.cue] {
			continue
		}
		if q, ok := s.reported(says, i); ok {
			all = append(all, q)
		}
	}
	slices.SortStableFunc(all, func(a, b news.Quote) int { return a.Start - b.Start })
	all = apart(all)
	s.fillRoles(all)
	return all
}

// clauseOf fills in the clause that a few words in quotation marks are part of.
func (s *scene) clauseOf(q *news.Quote, speech speech, says []saying) {
	i := slices.IndexFunc(says, func(a saying) bool { return a.cue == speech.by.cue })
	if i < 0 {
		return
	}
	from, to := s.content(says, i)
	clause := s.span(from, to)
	if clause.Start < q.Start && q.Start < clause.End {
		clause.End = max(clause.End, q.End) // the closing mark may stand behind the full stop
	}
	if clause.Start < q.Start && q.End <= clause.End {
		q.Clause = clause
	}
}

// beside reports whether a piece and a token stand in one paragraph.
func (s *scene) beside(q *piece, token int) bool {
	at := s.p.Tokens[token].Start
	return strings.IndexByte(s.p.Text[min(at, q.start):max(at, q.start)], '\n') < 0
}

// apart drops what overlaps: a quotation in marks stays before indirect speech, and what comes first before what follows.
func apart(all []news.Quote) []news.Quote {
	kept := all[:0]
	for _, q := range all {
		if n := len(kept); n > 0 && q.Start < kept[n-1].End {
			if !q.Direct || kept[n-1].Direct {
				continue
			}
			kept = kept[:n-1]
		}
		kept = append(kept, q)
	}
	return kept
}

// linked finds the quotations in marks.
func (s *scene) linked() []speech {
	var all []speech
	before := -1
	for i := range s.pieces {
		q := &s.pieces[i]
		n := len(all) - 1
		if q.continues && n >= 0 && all[n].pieces[len(all[n].pieces)-1] == i-1 {
			all[n].pieces = append(all[n].pieces, i)
			continue
		}
		if !s.mayBeSpeech(q) {
			continue
		}
		if a, ok := s.signed(q); ok {
			all = append(all, speech{pieces: []int{i}, by: a, likely: .8})
			continue
		}
		cue, likely := s.link(i, before)
		sure := linkSure
		if s.wholeSentence(q) && q.words > 3 {
			sure = linkFair
		}
		if likely < sure {
			if q.words >= 6 && q.startsPara && q.endsPara && s.wholeSentence(q) {
				all = append(all, speech{pieces: []int{i}, by: saying{cue: -1}, likely: .4})
			}
			continue
		}
		if n >= 0 && all[n].by.cue == cue && s.near(all[n].pieces[len(all[n].pieces)-1], i) {
			all[n].pieces = append(all[n].pieces, i)
		} else {
			by := s.read(cue)
			if !by.known && !q.startsPara {
				continue // "the so-called “expert view”"
			}
			if !by.known {
				by.likely = .4
			}
			all = append(all, speech{pieces: []int{i}, by: by, likely: likely * by.likely})
		}
		before = cue
	}
	return all
}

// tellings finds the cues that tell of something, in order; those in taken are among them.
func (s *scene) tellings(taken map[int]bool) []saying {
	var all []saying
	var row [cueWidth]float32
	for i := range s.keys {
		if !s.isCue(i) {
			continue
		}
		s.lookCue(i, &row)
		least := oddsOn
		if taken[i] {
			least = math.Inf(-1)
		}
		score, ok := s.w.Forests[ForestCue].Above(row[:], least)
		if !ok {
			continue
		}
		likely := logistic(score)
		a := s.read(i)
		if a.likely *= likely; a.known && (a.likely >= indirectOn*.7 || taken[i]) {
			all = append(all, a)
		}
	}
	return all
}

// reported is what a cue tells of in the article's own words.
func (s *scene) reported(says []saying, i int) (news.Quote, bool) {
	a := says[i]
	first, last := s.content(says, i)
	q := news.Quote{Actor: -1, Likely: a.likely, Range: s.span(first, last), Cue: s.span(a.first, a.last)}
	if q.Empty() {
		return q, false
	}
	q.Parts = []news.Range{q.Range}
	s.speaker(&q, a)
	q.Told = s.toldOf(a)
	q.At = s.saidAt(a, q.Range)
	return q, true
}

// content finds the tokens that a cue tells of, in its own sentence.
func (s *scene) content(says []saying, i int) (from, to int) {
	a := says[i]
	first, end := s.bounds(a.cue)
	for end > first && s.p.Tokens[end-1].Kind == text.TokenMark && s.markKind(end-1) == 2 {
		end--
	}
	if i > 0 && says[i-1].cue >= first {
		first = says[i-1].last
	}
	low, high := min(a.source.first, a.first), max(s.sourceEnd(a), a.last)
	if a.after || low < first {
		low = a.first
	}
	if s.is(a.cue, classTell) {
		high = s.addressed(high, end)
	}
	if high <= a.last || s.is(a.cue, classTell|classSay) {
		high = s.circumstance(high, end)
	}
	if s.before(a, first, low, high, end) {
		to = low
		for to > first && s.p.Tokens[to-1].Kind == text.TokenMark && s.markKind(to-1) != 6 {
			to--
		}
		return first, to
	}
	from, to = high, end
	for from < to && (s.mark(from) == ',' || s.mark(from) == ':') {
		from++
	}
	if i+1 < len(says) && says[i+1].cue < end {
		next := says[i+1]
		if stop := min(next.first, next.source.first); next.source.first > a.cue && stop > from+2 {
			to = stop
		} else if next.first > from+2 {
			to = next.first
		}
		for to > from && (s.p.Tokens[to-1].Kind == text.TokenMark || s.tags[to-1] == tagConjunction) {
			to--
		}
	}
	return from, s.contentEnd(a.cue, from, to)
}

// before decides whether what is told stands before who tells it.
func (s *scene) before(a saying, first, low, high, end int) bool {
	if low-first < 3 {
		return false
	}
	ahead, behind := s.hasVerb(first, low), s.hasVerb(high, end)
	if s.is(a.cue, classBy) {
		return ahead
	}
	if high >= end {
		return s.mark(low-1) == ',' || a.after || ahead
	}
	if s.mark(low-1) != ',' && s.p.Tokens[low-1].Kind == text.TokenWord || !ahead {
		return false
	}
	return !behind && s.keys[high] != keyThat && s.pieceBetween(high, end) < 0 || s.mark(high) == ',' && s.key(high+1) != keyThat
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

func (s *scene) hasVerb(from, end int) bool {
	for i := from; i < end; i++ {
		if s.tags[i] == tagFinite || s.tags[i] == tagModal {
			return true
		}
	}
	return false
}
