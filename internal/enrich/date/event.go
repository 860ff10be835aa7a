package date

import (
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Events says of each sentence that reports something when it happened or will happen: what the expression of time says
// that goes with its main verb; else, while the tale goes on in the past, what the sentence before said; else it is as old
// as the news. dates are those of [Find]. Questions, and sentences of which most is quoted, report nothing.
//
// Weight is how much the article makes of the sentence: what comes early, and tells a day, a number and names, weighs more
// than what is said of it.
func Events(p *text.Prose, language string, published time.Time, dates []news.Date) []news.Event {
	if published.IsZero() {
		return nil
	}
	s := newScanner(p, language, published)
	var events []news.Event
	var before event
	at := 0
	quoted := false
	for i := range p.Sentences {
		sentence := p.Sentences[i]
		for at < len(dates) && dates[at].End <= sentence.Span.Start {
			at++
		}
		end := at
		for end < len(dates) && dates[end].Start < sentence.Span.End {
			end++
		}
		if i > 0 && sentence.Paragraph != p.Sentences[i-1].Paragraph {
			quoted, before.carries = false, false
		}
		s.read(sentence.First, sentence.End)
		s.tense = s.tense[:0]
		e := s.event(dates[at:end], at, &quoted)
		if !e.reports {
			continue
		}
		if e.Date < 0 && before.carries && e.tense == past && !e.reporting {
			e.From, e.Until, e.Ahead = before.From, before.Until, before.Ahead
		}
		e.Range = news.Range{Start: sentence.Span.Start, End: sentence.Span.End}
		e.Weight = e.weight(i, len(p.Sentences))
		events = append(events, e.Event)
		before = e
		before.carries = before.carries && e.Date >= 0
	}
	return events
}

// event is what is known of a sentence while it is judged.
type event struct {
	news.Event
	tense     tense // of its main verb
	reports   bool
	reporting bool // it tells what somebody said
	carries   bool // the next sentence may go on on the same day
	numbers   int
	names     int
	quoted    int // tokens that are quoted
	tokens    int
}

// event judges the sentence whose items were read. quoted says whether it begins inside a quotation, and is left as it ends.
func (s *scanner) event(dates []news.Date, first int, quoted *bool) event {
	e := event{Event: news.Event{Date: -1, From: midnight(s.today), Until: midnight(s.today + 1)}}
	e.tokens = len(s.items)
	best := 0
	next := 0
	relative := false // inside a clause that tells of something else
	question := false
	for i := range s.items {
		it := &s.items[i]
		switch it.mark {
		case '"':
			*quoted = !*quoted
		case '“', '«', '„':
			*quoted = true
		case '”', '»':
			*quoted = false
		case '?':
			question = true
		case ',', ';', ':', '-':
			relative = false
		}
		if *quoted {
			e.quoted++
		}
		if it.digits > 0 {
			e.numbers++
		}
		if it.upper && i > 0 {
			e.names++
		}
		if t := s.tenseHere(i); t != unknown && !*quoted && (e.tense == unknown || e.tense == present) && !relative {
			e.tense = t
		}
		if s.clause(i) {
			relative = true
		}
		start := s.p.Tokens[it.first].Start
		for next < len(dates) && dates[next].Start <= start {
			if score := s.governs(i, &dates[next], *quoted, relative); score > best {
				best = score
				e.Date = first + next
				e.From, e.Until = dates[next].From, dates[next].Until
			}
			next++
		}
	}
	e.reports = !question && e.tokens > 4 && e.quoted*2 < e.tokens && (e.tense != unknown || e.Date >= 0)
	e.Ahead = !e.From.Before(midnight(s.today+1)) || e.Date < 0 && e.tense == future
	e.carries = e.Date >= 0 && !e.Ahead
	return e
}

// tenseHere is the tense of a verb at item i.
func (s *scanner) tenseHere(i int) tense {
	s.tenseAt(0)
	return s.tense[i]
}

// clause reports whether a word begins a clause about something else.
func (s *scanner) clause(i int) bool {
	if s.items[i].mark != 0 || s.items[i].upper {
		return false
	}
	switch s.p.Word(s.items[i].first) {
	case "which", "who", "whose", "where", "whom", "qui", "dont", "que", "che", "который", "которая", "которое", "которые":
		return true
	}
	return false
}

// governs says how likely a date tells when the sentence happened; 0: it does not.
func (s *scanner) governs(i int, d *news.Date, quoted, relative bool) int {
	if d.From.IsZero() || d.Type != news.DateDay && d.Type != news.DateTime {
		return 0
	}
	long := int(d.Until.Sub(d.From).Hours()) / 24
	if long > 366 {
		return 0
	}
	score := 100
	switch {
	case long == 1:
		score += 30
	case long <= 7:
		score += 20
	case long <= 31:
		score += 10
	}
	if quoted {
		score -= 60
	}
	if relative {
		score -= 40
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		it := &s.items[j]
		if it.mark == '(' {
			score -= 40
		}
		if it.mark != 0 {
			break
		}
		switch s.p.Word(it.first) {
		case "since", "until", "from", "before", "after", "than", "of", "by", "depuis", "seit", "desde", "da", "с", "до":
			score -= 30
		}
	}
	return score
}

// weight is how much the article makes of the sentence at place i of n.
func (e *event) weight(i, n int) float64 {
	w := .35
	switch {
	case i == 0:
		w += .25
	case i < 3:
		w += .15
	case i*3 < n:
		w += .05
	}
	if e.Date >= 0 {
		w += .15
		if e.Until.Sub(e.From) == 24*time.Hour {
			w += .1
		}
	}
	w += min(.09, float64(e.names)*.015) + min(.06, float64(e.numbers)*.03)
	w -= .4 * float64(e.quoted) / float64(max(e.tokens, 1))
	return max(.05, min(w, 1))
}
