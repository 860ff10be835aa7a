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
		n.Subject = f.subjectOf(a, a.next, true)
	case isUnit && m.time:
		return m.next
	case !isUnit && f.magnitude(a):
		n.Kind, n.Unit, n.Subject = news.NumberMeasure, "M", "magnitude"
	case f.isName(a, isUnit):
		return a.next
	case isUnit:
		n.Kind, n.Unit = m.kind, m.unit
		a.next = m.next
		if (n.Unit == "°C" || n.Unit == "°F" || n.Unit == "%") && f.minus(a.first) {
			n.Value, n.High = -n.High, -n.Value
			a.first--
		}
		if m.cold {
			n.Value, n.High = -n.High, -n.Value
		}
		if b, next, ok := f.upper(a, m); ok {
			n.High, a.high, a.next = b, b, next
		}
		n.Subject = f.subjectOf(a, a.next, n.Kind == news.NumberMoney)
		if n.Kind == news.NumberPercent && f.ofTheVote(a.next) {
			n.Kind = news.NumberVotes
		}
	default:
		if !f.counted(&a, &n) {
			return a.next
		}
	}
	f.add(a, n)
	return a.next
}

// upper reads the upper end of "between 25% and 50%", whose unit is said twice.
func (f *finder) upper(a amount, m measured) (high float64, next int, ok bool) {
	if a.low < a.high || !f.between(a.first) || !f.at(m.next).is(roleAnd) {
		return 0, 0, false
	}
	b, ok := f.single(m.next + 1)
	if !ok {
		return 0, 0, false
	}
	other, ok := f.unit(&b)
	return b.low, other.next, ok && other.unit == m.unit && b.low > a.low
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
	} else if a.low < a.high && (f.at(first-1).is(roleBetween) || f.at(first-1).is(roleFrom) && !f.at(first-1).is(roleOf)) {
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
	if x := f.at(i - 1); x.is(roleSoft) && x.is(roleStop) && !x.is(roleBound) && len(f.word(i-1)) <= 3 { // "casi el 40 %"
		if bound, from := f.boundRight(i - 1); bound != news.BoundExact {
			return bound, from
		}
	}
	return f.boundRight(i)
}

func (f *finder) boundRight(i int) (news.Bound, int) {
	for k := min(4, i-f.first); k > 0; k-- {
		m := f.marks[i-k]
		if !m.is(roleBound) || m.n != k || m.is(roleTo) && f.toward(i-k) || f.word(i-k) == "past" && !f.at(i-k-1).is(roleToward) {
			continue
		}
		return m.bound, i - k
	}
	return news.BoundExact, i
}

// toward reports whether something rose or fell right before token i, so that "до" is to, and no bound.
func (f *finder) toward(i int) bool {
	for k := i - 1; k >= f.first && k > i-8; k-- {
		if f.at(k).is(roleToward) {
			return true
		}
	}
	return false
}

// minus reports whether a minus sign, and no dash, or the word stands before token i.
func (f *finder) minus(i int) bool {
	w := f.word(i - 1)
	if f.at(i - 1).is(roleMinus) {
		bound, _ := f.boundBefore(i) // "al menos 12 %" is none
		return bound == news.BoundExact
	}
	return (w == "-" || w == "−" || w == "–") && f.p.Tokens[i-1].Spaced && !f.p.Tokens[i].Spaced
}
