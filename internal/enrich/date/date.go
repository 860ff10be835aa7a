// Package date finds the expressions of time in a text and says which days they mean.
//
// [Find] scans the tokens of each sentence once: a list of words for each language (words/*.txt) tells what a token can
// be in an expression of time, and a hand-written grammar over those classes, the same for all languages, finds the longest
// expression at each place. What is relative is resolved against the publication date, the dates named before, and the
// tense of the verb that is nearest: "Tuesday" after a verb in the past is the last one. Values are those of TIMEX3
// (ISO-TimeML).
//
// [Events] says of each sentence that reports something when that happened.
package date

import (
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Find returns every expression of time in a text, in the order of the text. language is an ISO 639-1 code, with a region
// where that matters ("en-GB" has the day before the month); published may be zero: then only what needs no reference is found.
func Find(p *text.Prose, language string, published time.Time) []news.Date {
	s := newScanner(p, language, published)
	s.dates = make([]news.Date, 0, 8+len(p.Text)/256)
	for _, sentence := range p.Sentences {
		s.sentence(sentence)
	}
	return s.dates
}

// scanner reads one text.
type scanner struct {
	p        *text.Prose
	language string // two letters
	words    *lexicon
	ends     *verbEnds
	known    bool // there is a publication date
	today    int  // its day number
	dayFirst bool // 3/5 is the third of May

	items []item  // of the sentence
	tense []tense // of the items; empty until asked for
	dates []news.Date

	focus   when // the last day or longer that was named; what "the day before" counts from
	quarter when // the last quarter that was named
}

// item is a token, or a phrase that the lists have.
type item struct {
	entry
	upper      bool
	digits     int8  // of a number
	first, end int32 // half-open range of tokens
	mark       rune  // of a mark
}

// hit is an expression that was found at items from ≤ i < to.
type hit struct {
	to    int
	kind  news.DateType
	when  when
	value string // when set, instead of that of when
	quiet bool   // told from another date: nothing is told from it
}

func newScanner(p *text.Prose, language string, published time.Time) *scanner {
	base, region, _ := strings.Cut(language, "-")
	s := &scanner{p: p, language: base, words: lexicons()[base], ends: endingsOf()[base], known: !published.IsZero(), items: make([]item, 0, 96)}
	s.dayFirst = base != "en" || region != "" && region != "US"
	if s.known {
		y, m, d := published.UTC().Date()
		s.today = days(y, int(m), d)
		s.focus = dayOf(s.today)
	}
	return s
}

// cores is what the forms begin with, starters what may stand before them too.
var cores, starters = func() (cores, starters classSet) {
	for _, f := range forms {
		cores |= f.begin
	}
	return cores, cores | 1<<theWord | 1<<modWord | 1<<approxWord
}()

// sentence finds the expressions of one sentence.
func (s *scanner) sentence(sentence text.Sentence) {
	s.read(sentence.First, sentence.End)
	s.tense = s.tense[:0]
	for i := 0; i < len(s.items); {
		if s.items[i].classes&starters == 0 {
			i++
			continue
		}
		h, from, ok := s.at(i)
		if !ok {
			i++
			continue
		}
		s.emit(h, from)
		i = h.to
	}
}

// at tries to read an expression that begins at item i, with what may stand before the core of it.
func (s *scanner) at(i int) (h hit, from int, ok bool) {
	from = i
	mod := 0
	j := i
	for ; j < min(len(s.items), i+8); j++ {
		it := &s.items[j]
		if it.mark == '-' && mod != 0 {
			continue
		}
		if it.classes.has(modWord) {
			mod = int(it.value)
			continue
		}
		if !it.classes.has(approxWord) && !it.classes.has(theWord) {
			break
		}
		if it.classes.has(approxWord) && s.has(j+1, theWord) {
			from = j + 1 // "over" in "over the past week" is none of it
		}
	}
	for ; j >= i; j-- { // "the past" and "earlier" can be cores themselves
		if j == len(s.items) || s.items[j].classes&cores == 0 {
			continue
		}
		if h, ok = s.core(j); ok {
			if j > i && mod != 0 && h.when.grain > grainDay {
				h.when.mod = mod
			}
			if s.language != "en" && s.items[j].classes&(1<<setWord|1<<refWord|1<<numberMark) != 0 && h.when.grain != grainDay {
				from = j // "die 1936 geboren wurde"
			}
			return h, from, true
		}
	}
	return h, from, false
}

// forms are the forms of expression in the order in which they are tried, with the classes that they begin with.
var forms = [...]struct {
	begin classSet
	read  func(*scanner, int) (hit, bool)
}{
	{1<<numberMark | 1<<dottedMark | 1<<numWord | 1<<clockWord, (*scanner).clock},
	{1<<numberMark | 1<<dottedMark, (*scanner).numeric},
	{1<<weekdayWord | 1<<weekdayPartWord | 1<<monthWord | 1<<numberMark | 1<<ordWord, (*scanner).calendar},
	{1<<ordWord | 1<<lastWord, (*scanner).nth},
	{1<<decadeWord | 1<<holidayWord | 1<<seasonWord | 1<<quarterWord | 1<<numberMark | 1<<numWord | 1<<ordWord | 1<<fiscalWord | 1<<unitsWord, (*scanner).period},
	{1<<dayWord | 1<<tonightWord | 1<<partWord | 1<<unitWord | 1<<weekdayWord | 1<<monthWord | 1<<seasonWord | relatives, (*scanner).relative},
	{1<<setWord | 1<<weekdaysWord | 1<<perWord | 1<<everyWord, (*scanner).set},
	{1<<numberMark | 1<<dottedMark | 1<<numWord | 1<<ordWord | 1<<someWord | 1<<aWord | 1<<halfWord | 1<<forAgoWord | 1<<forInWord, (*scanner).amount},
	{1<<numberMark | 1<<numWord | 1<<fiscalWord | 1<<unitWord, (*scanner).year},
	{1<<unitWord | 1<<unitsWord, (*scanner).bare},
	{1<<refWord | 1<<pastWord | 1<<yearendWord, (*scanner).reference},
}

// relatives lead what is told from now, or from a date before.
const relatives = 1<<lastWord | 1<<pastWord | 1<<thisWord | 1<<nextWord | 1<<followingWord | 1<<thatWord | 1<<latestWord

// core tries each form in turn.
func (s *scanner) core(i int) (h hit, ok bool) {
	c := s.items[i].classes
	if s.words == nil {
		if c&(1<<numberMark|1<<dottedMark) == 0 {
			return h, false
		}
		return s.numeric(i)
	}
	for k := range forms {
		if forms[k].begin&c == 0 {
			continue
		}
		if h, ok = forms[k].read(s, i); ok {
			return h, ok
		}
	}
	return h, false
}

// emit writes down a hit.
func (s *scanner) emit(h hit, from int) {
	d := news.Date{Type: h.kind, Value: h.value}
	d.Start, d.End = s.p.Tokens[s.items[from].first].Start, s.p.Tokens[s.items[h.to-1].end-1].End
	if h.when.grain != grainNone {
		if d.Value == "" {
			d.Value = h.when.value()
		}
		a, b := h.when.bounds()
		d.From, d.Until = midnight(a), midnight(b)
		if !h.quiet && (h.kind == news.DateDay || h.kind == news.DateTime) {
			s.focus = h.when
			if h.when.grain == grainQuarter {
				s.quarter = h.when
			}
		}
	}
	s.dates = append(s.dates, d)
}

// has reports whether item i is there and of a class.
func (s *scanner) has(i int, c class) bool {
	return i >= 0 && i < len(s.items) && s.items[i].classes.has(c)
}

// mark reports whether item i is a mark.
func (s *scanner) mark(i int, r rune) bool { return i >= 0 && i < len(s.items) && s.items[i].mark == r }

// word returns the first token of item i.
func (s *scanner) word(i int) string { return s.p.Word(int(s.items[i].first)) }

// hyphen steps over one, when it is there.
func (s *scanner) hyphen(i int) int {
	if s.mark(i, '-') {
		return i + 1
	}
	return i
}
