package quote

import (
	"slices"

	"nutgraf/internal/news"
)

const (
	linkSure   = .5 // likelihood from which on a piece is what a cue tells of
	indirectOn = .4 // likelihood from which on a cue tells of something
)

// talk finds all that is said in an English text.
func (s *scene) talk() []news.Quote {
	speeches := s.linked()
	var all []news.Quote
	taken := make(map[int]bool, len(speeches))
	for i := range speeches {
		taken[speeches[i].by.cue] = true
	}
	says := s.tellings(taken)
	for _, speech := range speeches {
		all = append(all, s.quoteOf(speech))
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
	return apart(all)
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
		cue, likely := s.link(i, before)
		if likely < linkSure {
			if q.words >= 6 && q.startsPara && q.endsPara && s.wholeSentence(q) {
				all = append(all, speech{pieces: []int{i}, by: saying{cue: -1}, likely: .4})
			}
			continue
		}
		if n >= 0 && all[n].by.cue == cue && s.near(all[n].pieces[len(all[n].pieces)-1], i) {
			all[n].pieces = append(all[n].pieces, i)
		} else {
			by := s.read(cue)
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
		likely := logistic(s.w.Forests[ForestCue].Score(row[:]))
		if likely < indirectOn && !taken[i] {
			continue
		}
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
	return q, true
}

// content finds the tokens that a cue tells of, in its own sentence.
func (s *scene) content(says []saying, i int) (from, to int) {
	a := says[i]
	first, end := s.bounds(a.cue)
	for end > first && s.p.Tokens[end-1].Kind == 0 && s.markKind(end-1) == 2 {
		end--
	}
	if i > 0 && says[i-1].cue >= first {
		first = says[i-1].last
	}
	low, high := min(a.source.first, a.first), max(s.sourceEnd(a), a.last)
	if a.after && a.source.first > a.cue {
		low = a.first
	}
	behind := end - high
	ahead := low - first
	if s.before(a, low, high, end, ahead, behind) {
		to = low
		for to > first && (s.mark(to-1) == ',' || s.mark(to-1) == '—' || s.mark(to-1) == '–') {
			to--
		}
		return first, to
	}
	from, to = high, end
	if i+1 < len(says) && says[i+1].cue < end {
		next := says[i+1]
		if stop := min(next.first, next.source.first); stop > from+2 && next.source.first > a.cue {
			to = stop
		} else if next.first > from+2 {
			to = next.first
		}
		for to > from && s.p.Tokens[to-1].Kind == 0 || to > from && s.tags[to-1] == tagConjunction {
			to--
		}
	}
	return from, to
}

// before decides whether what is told stands before who tells it.
func (s *scene) before(a saying, low, high, end, ahead, behind int) bool {
	if ahead < 2 {
		return false
	}
	if behind <= 0 {
		return true
	}
	if s.is(a.cue, classBy) {
		return ahead > 3
	}
	return s.mark(low-1) == ',' && ahead > 4 && (behind < 4 || s.mark(high) == ',' || a.after)
}

// sourceEnd is where the source with all that hangs on it ends.
func (s *scene) sourceEnd(a saying) int { return a.source.last }

// speaker fills in who says it.
func (s *scene) speaker(q *news.Quote, a saying) {
	if !a.known {
		return
	}
	q.Speaker = s.span(a.source.first, a.source.last)
	if q.Actor = s.actorOf(a.source); q.Actor >= 0 {
		q.Role = s.actors[q.Actor].Role
	}
}
