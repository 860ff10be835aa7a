// Package quote finds who says what in an article: quotations, to the letter, and what articles tell in their own words.
package quote

import (
	"slices"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Find returns what is said in a text, in its order. language is a code such as "en"; mentions, actors and dates are those
// of the text.
func Find(p *text.Prose, language string, mentions []news.Mention, actors []news.Actor, dates []news.Date) []news.Quote {
	t := tongueOf(language)
	if t == nil || len(p.Tokens) == 0 || len(p.Tokens) > maxTokens {
		return nil
	}
	var w *Weights
	if t.code == "en" {
		w = english()
	}
	s := newScene(p, t, w, mentions, actors, dates)
	var all []news.Quote
	if w != nil {
		all = s.talk()
	} else {
		for _, speech := range s.direct() {
			all = append(all, s.quoteOf(speech))
		}
	}
	for i := range all {
		if q := &all[i]; q.Actor < 0 && !q.Speaker.Empty() { // "the director" is one of those who were named
			if q.Actor = actor.Meant(p, language, mentions, actors, q.Speaker); q.Actor >= 0 && q.Role == "" {
				q.Role = actors[q.Actor].Role
			}
		}
	}
	slices.SortStableFunc(all, func(a, b news.Quote) int { return a.Start - b.Start })
	return all
}

// quoteOf writes down a quotation in marks.
func (s *scene) quoteOf(speech speech) news.Quote {
	first, last := s.pieces[speech.pieces[0]], s.pieces[speech.pieces[len(speech.pieces)-1]]
	q := news.Quote{Range: news.Range{Start: first.start, End: last.end}, Direct: true, Actor: -1, Likely: speech.likely}
	for _, i := range speech.pieces {
		q.Parts = append(q.Parts, news.Range{Start: s.pieces[i].in, End: s.pieces[i].out})
	}
	if speech.by.cue >= 0 {
		q.Cue = s.span(speech.by.first, speech.by.last)
	}
	s.speaker(&q, speech.by)
	if speech.by.cue >= 0 && s.w != nil {
		q.Told = s.toldOf(speech.by)
		q.At = s.saidAt(speech.by, q.Range)
	}
	return q
}
