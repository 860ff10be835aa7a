package date

import (
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Events says of each sentence that reports something when it happened or will happen: on the day of the expression of time
// that goes with its main verb; else, in the past tense, on the day that the sentence before went on about, or that the lead
// told; else it is as old as the news. A sentence in which somebody says what will be on a day is two events: the saying, and
// the one ahead. dates are those of [Find]. Questions, and sentences of which most is quoted, report nothing.
//
// Weight is how much the article makes of the sentence: what comes early, and tells a day, figures and names, weighs more
// than what is said about it.
func Events(p *text.Prose, language string, published time.Time, dates []news.Date) []news.Event {
	if published.IsZero() {
		return nil
	}
	s := newScanner(p, language, published)
	t := tale{scanner: s, dates: dates, lead: s.today}
	events := make([]news.Event, 0, len(p.Sentences))
	for i := range p.Sentences {
		if i > 0 && p.Sentences[i].Paragraph != p.Sentences[i-1].Paragraph {
			t.quoted, t.day = false, 0
		}
		events = t.tell(events, i)
	}
	return events
}

// minPlain is how many plain words a sentence without a verb that we know must have: a dateline or byline has none.
const minPlain = 2

// tale is how far a text was told.
type tale struct {
	*scanner
	dates  []news.Date
	at     int  // the first date that was not passed
	quoted bool // inside a quotation
	lead   int  // the day that the lead tells; the day of publication when it tells none
	day    int  // that the sentence before told, in the same paragraph; 0: none
}

// sentenceFacts is what is seen of a sentence while it is judged.
type sentenceFacts struct {
	tense    tense // of its main verb
	says     bool  // the main verb tells what somebody said
	question bool
	tokens   int
	quoted   int // tokens that are quoted
	plain    int // words that are no names and no words of time
	numbers  int
	names    int
	best     int // index into the dates of the one that goes with the main verb; -1: none
	score    int
	ahead    int // of a day to come that somebody speaks of; -1: none
}

// tell adds what sentence i reports.
func (t *tale) tell(events []news.Event, i int) []news.Event {
	sentence := t.p.Sentences[i]
	t.read(sentence.First, sentence.End)
	t.tense = t.tense[:0]
	f := t.look(sentence.Span.Start, sentence.Span.End)
	before := t.day
	t.day = 0
	if f.question || f.tokens < 5 || t.byline(&f) || f.quoted*2 >= f.tokens || f.tense == unknown && (f.best < 0 || f.plain < minPlain) {
		return events
	}
	day := t.today
	switch {
	case f.tense == past && before != 0 && !f.says:
		day = before
	case f.tense == past:
		day = t.lead
	}
	e := news.Event{Date: f.best, From: midnight(day), Until: midnight(day + 1)}
	e.Range = news.Range{Start: sentence.Span.Start, End: sentence.Span.End}
	if f.best >= 0 {
		d := &t.dates[f.best]
		e.From, e.Until = d.From, d.Until
		if from := int(d.From.Unix() / 86400); oneDay(d) && from <= t.today {
			t.day = from
			if i < 4 && t.lead == t.today && from >= t.today-7 {
				t.lead = from
			}
		}
	} else {
		t.day = before
	}
	e.Ahead = e.From.After(midnight(t.today)) || f.best < 0 && f.tense == future
	e.Weight = f.weight(i, len(t.p.Sentences), f.best >= 0 && oneDay(&t.dates[max(f.best, 0)]))
	events = append(events, e)
	if f.ahead >= 0 && f.ahead != f.best {
		d := &t.dates[f.ahead]
		e.Date, e.From, e.Until, e.Ahead = f.ahead, d.From, d.Until, true
		events = append(events, e)
	}
	return events
}

func oneDay(d *news.Date) bool { return d.Until.Sub(d.From) == 24*time.Hour }

// look reads the items of a sentence that stands from start to end in the text.
func (t *tale) look(start, end int) sentenceFacts {
	f := sentenceFacts{best: -1, ahead: -1, tokens: len(t.items)}
	for t.at < len(t.dates) && t.dates[t.at].End <= start {
		t.at++
	}
	next := t.at
	verb := -1
	relative, content := false, false // inside a clause that tells of something else; inside what somebody says
	for i := range t.items {
		it := &t.items[i]
		switch it.mark {
		case 0:
		case '"':
			t.quoted = !t.quoted
		case '“', '«', '„':
			t.quoted = true
		case '”', '»':
			t.quoted = false
		case '?':
			f.question = true
		case ',', ';', ':', '-':
			relative = false
		}
		if t.quoted {
			f.quoted++
		}
		if it.digits > 0 {
			f.numbers++
		}
		if it.upper && i > 0 {
			f.names++
		}
		if it.mark == 0 && it.digits == 0 && !it.upper && it.classes == 0 {
			f.plain++
		}
		if verb < 0 && !t.quoted && !relative {
			if tense := t.tenseHere(i); tense != unknown || it.classes.has(sayWord) {
				verb, f.tense, f.says = i, tense, it.classes.has(sayWord)
				if tense == unknown {
					f.tense = past
				}
			}
		}
		relative = relative || t.clause(i) && (!f.says || i > verb+2) // "dijo que"
		content = content || f.says && i > verb+3
		for next < len(t.dates) && t.dates[next].Start < end && t.dates[next].Start <= t.p.Tokens[it.first].Start {
			t.candidate(&f, i, next, relative, content)
			next++
		}
	}
	return f
}

// candidate judges the date that begins at item i.
func (t *tale) candidate(f *sentenceFacts, i, date int, relative, content bool) {
	d := &t.dates[date]
	score := t.governs(i, d, relative)
	if score == 0 {
		return
	}
	if (content || t.quoted) && d.From.After(midnight(t.today)) {
		f.ahead = date
		return
	}
	if t.quoted {
		return
	}
	if content {
		score -= 70
	}
	if score > f.score {
		f.best, f.score = date, score
	}
}

// tenseHere is the tense of a verb at item i.
func (s *scanner) tenseHere(i int) tense {
	s.judge()
	return s.tense[i]
}

// clause reports whether a word begins a clause about something else.
func (s *scanner) clause(i int) bool {
	if s.items[i].mark != 0 || s.items[i].upper {
		return false
	}
	switch s.word(i) {
	case "which", "who", "whose", "where", "whom", "qui", "dont", "que", "che", "который", "которая", "которое", "которые":
		return true
	}
	return false
}

// governs says how likely a date tells when the sentence happened; 0: it does not.
func (t *tale) governs(i int, d *news.Date, relative bool) int {
	if d.From.IsZero() || d.Type != news.DateDay && d.Type != news.DateTime {
		return 0
	}
	score := 100
	switch long := int(d.Until.Sub(d.From).Hours()) / 24; {
	case long == 1:
		score += 30
	case long <= 7:
		score += 20
	case long <= 31:
		score += 10
	case long > 366:
		return 0
	}
	if t.attribute(i, d) {
		score -= 80
	}
	if relative {
		score -= 100
	}
	for j := i - 1; j >= 0 && j >= i-8; j-- {
		it := &t.items[j]
		if it.mark == '(' {
			score -= 60
		}
		if it.mark != 0 && it.mark != '-' {
			break
		}
		switch t.word(j) {
		case "since", "until", "than", "depuis", "seit", "desde", "до":
			score -= 70
		case "before", "after", "from", "of", "by":
			if j >= i-2 {
				score -= 60
			}
		}
	}
	return max(score-40, 0)
}

// attribute reports whether a date that begins at item i only tells which thing is meant: "the Oct. 7 attack", "Monday’s
// drills", "a June report".
func (t *tale) attribute(i int, d *news.Date) bool {
	next := i
	for next < len(t.items) && t.p.Tokens[t.items[next].first].Start < d.End {
		next++
	}
	if t.owns(next) {
		return d.Type == news.DateDay
	}
	if next >= len(t.items) || t.language != "en" {
		return false
	}
	led := t.has(i, theWord) || t.has(i-1, aWord) || t.has(i-1, theWord) || t.has(i-2, aWord) || t.has(i-2, theWord)
	it := &t.items[next]
	return led && it.mark == 0 && it.classes == 0 && !it.upper && t.tenseHere(next) == unknown && !noThings[t.word(next)]
}

// noThings are words behind a date that it does not belong to.
var noThings = map[string]bool{"he": true, "she": true, "they": true, "it": true, "we": true, "i": true, "who": true, "that": true, "when": true,
	"where": true, "while": true, "as": true, "with": true, "because": true, "but": true, "amid": true, "if": true, "so": true, "under": true,
	"without": true, "against": true, "not": true, "also": true, "there": true, "than": true, "despite": true, "following": true, "via": true}

// weight is how much the article makes of the sentence at place i of n.
func (f *sentenceFacts) weight(i, n int, dated bool) float64 {
	w := .35
	switch {
	case i == 0:
		w += .25
	case i < 3:
		w += .15
	case i*3 < n:
		w += .05
	}
	if dated {
		w += .25
	}
	if f.says || f.tense == present && !dated {
		w -= .15 // words, and what is always so
	}
	w += min(.09, float64(f.names)*.015) + min(.06, float64(f.numbers)*.03)
	w -= .4 * float64(f.quoted) / float64(max(f.tokens, 1))
	return max(.05, min(w, 1))
}
