package quote

import (
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// longestApposition is how many tokens may hang on a name behind a comma: "Hua, a director of the lab,".
const longestApposition = 16

// sourceEnd is the token where who says it ends, with all that hangs on it: "of the ministry", ", a deputy advisor".
func (s *scene) sourceEnd(a saying) int {
	end := a.source.last
	if a.source.kind >= phrasePronoun || s.w == nil {
		return end
	}
	if a.after {
		_, stop := s.bounds(a.cue)
		return s.hanging(end, stop)
	}
	if a.first <= end || a.source.first > a.cue {
		return end
	}
	if a.first-end <= longestApposition && !s.hasVerb(end, a.first) && s.pieceBetween(end, a.first) < 0 && !s.is(end, classWho) {
		stop := a.first
		for stop > end && (s.p.Tokens[stop-1].Kind == text.TokenMark && s.mark(stop-1) != ')' || s.is(stop-1, classDay|classSkip)) {
			stop--
		}
		if s.mark(end) == ',' && s.tags[end+1] != tagDeterminer && s.phraseAt[end+1] == 0 {
			return end // ", speaking to reporters,"
		}
		return stop
	}
	return min(a.first, s.hanging(end, a.first))
}

// hanging is where the phrases that hang on one that ends at a token end.
func (s *scene) hanging(end, stop int) int {
	comma := false
	for n := 0; end+1 < stop && n < 6; n++ {
		next := end + 1
		switch {
		case s.keys[end] == keyOf || s.keys[end] == keyFor || s.keys[end] == keyAt || s.keys[end] == keyAnd && !comma:
		case s.mark(end) == ',' && !comma && (s.tags[next] == tagDeterminer || s.tags[next] == tagNoun || s.tags[next] == tagAdjective):
			comma = true
		default:
			return end
		}
		f := s.phraseAt[next]
		if f == 0 || s.phrases[f-1].first != next || s.phrases[f-1].kind >= phrasePronoun || s.inPiece[next] > 0 {
			return end
		}
		after := s.phrases[f-1].last
		if s.keys[end] == keyAnd && after < stop && (verbal(s.tags[after]) || s.tags[after] == tagModal) {
			return end // "… and Hua left"
		}
		end = after
	}
	return end
}

// speaker fills in who says it.
func (s *scene) speaker(q *news.Quote, a saying) {
	if !a.known {
		return
	}
	q.Speaker = s.span(a.source.first, s.sourceEnd(a))
	q.Actor = s.actorOf(a.source)
	q.Role = s.roleOf(a, q.Speaker)
}
