// Package quote finds who says what in an article: quotations, to the letter, and what articles tell in their own words.
//
//   - marks.go finds what stands in quotation marks; direct.go tells which of it is a quotation, and in other languages than
//     English finds the verb that tells of it and who is its subject, by lists and rules.
//   - English is read by what was learned from labelled articles ([Weights]): tag.go gives words their tags, phrase.go joins
//     them to noun phrases, sight.go shows forests what they judge, english.go asks them, talk.go puts the answers together,
//     end.go finds where reported speech ends.
//   - speaker.go says who the speaker is and in which role, actor.go whom a pronoun stands for, told.go to whom and when.
//
// The weights are made by the program in train.
package quote

import (
	"slices"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Find returns what is said in a text, in its order and without overlaps. language is a code such as "en"; mentions, actors
// and dates are those of the text, which none of them leaves. Quotations in marks range from their first mark to their last,
// over all of their pieces; what is reported in the article's own words is found in English alone. Texts in a language that
// has no words here say nothing, nor do texts of more than some 150 kB.
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
		slices.SortStableFunc(all, func(a, b news.Quote) int { return a.Start - b.Start })
		all = apart(all)
		s.fillRoles(all)
	}
	for i := range all {
		if q := &all[i]; q.Actor >= 0 && actors[q.Actor].Kind != news.EntityPerson && !q.Speaker.Empty() {
			if a := s.bearer(q.Speaker); a >= 0 { // "IOC member and IOA president Batra" is not the IOC
				q.Actor, q.Role = a, actors[a].Role
			}
		}
		if q := &all[i]; q.Actor < 0 && !q.Speaker.Empty() { // "the director" is one of those who were named
			if q.Actor = actor.Meant(p, language, mentions, actors, q.Speaker); q.Actor >= 0 && q.Role == "" {
				q.Role = actors[q.Actor].Role
			}
		}
	}
	return all
}

// quoteOf writes down a quotation in marks.
func (s *scene) quoteOf(speech speech) news.Quote {
	first, last := s.pieces[speech.pieces[0]], s.pieces[speech.pieces[len(speech.pieces)-1]]
	q := news.Quote{Range: news.Range{Start: first.start, End: last.end}, Direct: true, Actor: -1, Likely: speech.likely}
	for _, i := range speech.pieces {
		k := s.pieces[i]
		if k.gap > k.in && k.resume < k.out {
			q.Parts = append(q.Parts, news.Range{Start: k.in, End: k.gap})
			k.in = k.resume
		}
		q.Parts = append(q.Parts, news.Range{Start: k.in, End: k.out})
	}
	if speech.by.cue >= 0 {
		q.Cue = s.span(speech.by.first, speech.by.last)
	}
	s.speaker(&q, speech.by)
	if speech.by.cue >= 0 {
		if s.w != nil {
			q.Told = s.toldOf(speech.by)
		}
		q.At = s.saidAt(speech.by, q.Range)
	}
	return q
}
