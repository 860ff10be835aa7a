// Package number finds the figures that an article gives: how many died, what it costs, how the vote went.
//
// [Find] reads numbers in digits and in words, with their unit, what bounds them ("at least") and what is counted. Dates,
// times, ages, ordinals, scores of sport and numbers that are names are no figures.
//
// English is read best; German, French, Spanish, Italian, Portuguese and Russian have number words, decimal comma and the
// verbs of accidents; of other languages only percentages, money and units with a symbol are read. What a word means is in
// words.txt, and no rule is for a single text.
package number

import (
	"sync"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// finder reads the figures of one text, sentence by sentence.
type finder struct {
	p          *text.Prose
	l          *lexicon
	mentions   []news.Mention
	actors     []news.Actor
	marks      []mark // of every token
	first, end int    // tokens of the sentence at hand
	sentence   news.Range
	pounds     int8 // whether pounds are money here; 0: not looked yet
	found      []news.Number
	ends       []int // token behind what each found figure of the sentence counts
	begun      int   // found figures before this sentence
}

var pool = sync.Pool{New: func() any { return new(finder) }}

// Find returns the figures of a text in their order; they do not overlap. Mentions and actors, which may be nil, tell
// names from figures and whose dollars are meant.
func Find(p *text.Prose, language string, mentions []news.Mention, actors []news.Actor) []news.Number {
	f := pool.Get().(*finder)
	marks, ends := f.marks[:0], f.ends[:0]
	*f = finder{p: p, l: lexiconOf(language), mentions: mentions, actors: actors, ends: ends}
	for _, s := range p.Sentences {
		for i := s.First; i < s.End; i++ {
			if p.Tokens[i].Kind == text.TokenWord {
				marks = append(marks, f.l.look(p, i, s.End))
			} else {
				marks = append(marks, mark{&f.l.none, 1})
			}
		}
	}
	f.marks = marks
	for _, s := range p.Sentences {
		f.first, f.end, f.sentence = s.First, s.End, news.Range{Start: s.Span.Start, End: s.Span.End}
		f.ends, f.begun = f.ends[:0], len(f.found)
		f.read()
	}
	found := f.found
	*f = finder{marks: f.marks, ends: f.ends}
	pool.Put(f)
	return found
}

// at returns what token i means; nothing outside the sentence.
func (f *finder) at(i int) *lexeme {
	if i < f.first || i >= f.end {
		return &f.l.none
	}
	return f.marks[i].lexeme
}

func (f *finder) mark(i int) mark {
	if i < f.first || i >= f.end {
		return mark{&f.l.none, 1}
	}
	return f.marks[i]
}

// word returns the bytes of token i; "" outside the sentence.
func (f *finder) word(i int) string {
	if i < f.first || i >= f.end {
		return ""
	}
	return f.p.Word(i)
}

// read finds the figures of the sentence at hand.
func (f *finder) read() {
	for i := f.first; i < f.end; {
		a, ok := f.amount(i)
		if !ok {
			i++
			continue
		}
		i = max(i+1, f.figure(a))
	}
}

// figure decides what an amount is, and returns the token to go on from.
func (f *finder) figure(a amount) int {
	if f.tally(a) {
		return a.next
	}
	m, isUnit := f.unit(&a)
	code, first := f.signBefore(a.first)
	if a.suffix != "" && !isUnit || a.dashed && a.low >= a.high {
		return a.next
	}
	n := news.Number{Value: a.low, High: a.high, Sentence: f.sentence}
	switch {
	case code != "":
		n.Kind, n.Unit = news.NumberMoney, code
		a.first = first
		if isUnit && m.kind == news.NumberMoney { // "$5 million dollars", "C$3 USD"
			a.next = m.next
		}
		n.Subject = f.subjectOf(a, a.next)
	case isUnit && m.time:
		return m.next
	case f.isName(a, isUnit):
		return a.next
	case isUnit:
		n.Kind, n.Unit = m.kind, m.unit
		a.next = m.next
		if (n.Unit == "°C" || n.Unit == "°F" || n.Unit == "%") && f.minus(a.first) {
			n.Value, n.High = -n.High, -n.Value
			a.first--
		}
		n.Subject = f.subjectOf(a, a.next)
		if n.Kind == news.NumberPercent && f.ofTheVote(a.next) {
			n.Kind = news.NumberVotes
		}
	case f.magnitude(a):
		n.Kind, n.Unit, n.Subject = news.NumberMeasure, "M", "magnitude"
	default:
		if !f.counted(&a, &n) {
			return a.next
		}
	}
	f.add(a, n)
	return a.next
}

// add keeps a figure, with the words that bound it.
func (f *finder) add(a amount, n news.Number) {
	first, next := a.first, a.next
	switch {
	case a.vague:
		n.Bound = news.BoundAtLeast
	case a.about:
		n.Bound = news.BoundAbout
	}
	if bound, from := f.boundBefore(first); bound != news.BoundExact {
		n.Bound, first = bound, from
	} else if y := f.mark(next); y.is(roleLate) {
		n.Bound, next = y.bound, next+y.n
	} else if a.low < a.high && f.at(first-1).is(roleBetween) {
		first--
	}
	if len(f.found) > 0 && f.found[len(f.found)-1].End > f.p.Tokens[first].Start {
		first = a.first
	}
	n.Range = news.Range{Start: f.p.Tokens[first].Start, End: f.p.Tokens[next-1].End}
	if len(f.found) > 0 && f.found[len(f.found)-1].End > n.Start {
		return
	}
	f.found = append(f.found, n)
	f.ends = append(f.ends, next)
}

// boundBefore finds the words before token i that bound a figure, and where they begin.
func (f *finder) boundBefore(i int) (news.Bound, int) {
	for k := 1; k <= 4; k++ {
		at := i - k
		if at < f.first {
			break
		}
		if m := f.marks[at]; m.is(roleBound) && m.n == k {
			return m.bound, at
		}
	}
	return news.BoundExact, i
}

// minus reports whether a minus sign, and no dash, stands before token i.
func (f *finder) minus(i int) bool {
	w := f.word(i - 1)
	return (w == "-" || w == "−" || w == "–") && f.p.Tokens[i-1].Spaced && !f.p.Tokens[i].Spaced
}
