package query

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Subject is what a query is held against: an article, or a story with what is known of it. Words are given as terms, as
// [Fold] makes them; other forms of them may follow after an empty term, which parts phrases. It must not change once it was
// held against a query, and is for one goroutine at a time.
type Subject struct {
	Headline, Byline, Text []string // terms of the headline, of the authors, and of the rest
	Publishers             []Publisher
	Language               string // primary tag
	Section, Kind          string
	At                     time.Time
	Names                  []Name
	Sayings                []Saying
	Has                    []string // of [Haves]

	words map[string][]int // places of every term; what is between the texts is further apart than any phrase reaches
	texts [3]int           // where headline, byline and text end
}

// Publisher is who publishes a subject.
type Publisher struct {
	Host    string
	Country string     // two capitals
	Names   [][]string // terms of its name and of its host
}

// Name is somebody or something that a subject names.
type Name struct {
	Field string     // FieldPerson, FieldPlace or FieldOrg
	Forms [][]string // terms of each of its names
}

// Saying is a quotation that a subject carries.
type Saying struct {
	Forms          [][]string // terms of each name of who says it
	Speaker, Words []string   // terms of what the text tells of who says it, and of the quotation
}

// Matcher is a query made ready.
type Matcher struct {
	matches test
	anchors []string // one of these terms is in whatever it matches; nil: nobody knows
	seeks   bool
}

// Fold is how words are compared, by whoever makes subjects.
type Fold struct {
	Terms func(text string) []string                // that stand next to each other
	Word  func(word string) (terms, forms []string) // likewise of a word as it was typed, and terms by which it is found too; nil: by none
}

type test func(s *Subject, now time.Time) bool

// Compile makes a query ready to be held against many subjects.
func Compile(n Node, fold Fold) *Matcher {
	m := fold.compile(n)
	if m == nil { // there is nothing in it to look for
		return &Matcher{matches: func(*Subject, time.Time) bool { return false }, anchors: []string{}}
	}
	return m
}

// Match reports whether a subject is what the query asks for, when it is asked at now.
func (m *Matcher) Match(s *Subject, now time.Time) bool {
	s.read()
	return m.matches(s, now)
}

// Seeks reports whether the query says what to look for, in every one of its alternatives, and not only what to leave
// out or what nearly everything has.
func (m *Matcher) Seeks() bool { return m.seeks }

// compile returns nil for words in which there is nothing to look for.
func (f Fold) compile(n Node) *Matcher {
	switch n := n.(type) {
	case And:
		return f.and(n.Of)
	case Or:
		return f.or(n.Of)
	case Not:
		of := f.compile(n.Of)
		if of == nil {
			return nil
		}
		return &Matcher{matches: func(s *Subject, now time.Time) bool { return !of.matches(s, now) }}
	case Word:
		return f.word(n.Text, 0, 3)
	case Phrase:
		return words(f.Terms(n.Text), 0, 3)
	case Field:
		return f.field(n)
	}
	return f.and(nil)
}

func (f Fold) and(parts []Node) *Matcher {
	all := f.all(parts)
	if len(all) == 0 && len(parts) > 0 {
		return nil
	}
	m := &Matcher{matches: func(s *Subject, now time.Time) bool {
		return !slices.ContainsFunc(all, func(part *Matcher) bool { return !part.matches(s, now) })
	}}
	for _, part := range all {
		m.seeks = m.seeks || part.seeks
		if part.anchors != nil && (m.anchors == nil || better(part.anchors, m.anchors)) {
			m.anchors = part.anchors
		}
	}
	return m
}

// better reports whether fewer subjects can be expected to have one of some terms than of others: long words are rare.
func better(a, b []string) bool {
	shortest := func(list []string) int {
		return len(slices.MinFunc(list, func(a, b string) int { return len(a) - len(b) }))
	}
	if len(a) == 0 || len(b) == 0 {
		return len(a) < len(b)
	}
	return shortest(a) > shortest(b)
}

func (f Fold) or(parts []Node) *Matcher {
	return anyOf(f.all(parts))
}

func anyOf(all []*Matcher) *Matcher {
	if len(all) == 0 {
		return nil
	}
	m := &Matcher{anchors: []string{}, seeks: true, matches: func(s *Subject, now time.Time) bool {
		return slices.ContainsFunc(all, func(part *Matcher) bool { return part.matches(s, now) })
	}}
	for _, part := range all {
		m.seeks = m.seeks && part.seeks
		if part.anchors == nil || m.anchors == nil {
			m.anchors = nil
			continue
		}
		m.anchors = append(m.anchors, part.anchors...)
	}
	return m
}

func (f Fold) all(parts []Node) []*Matcher {
	var all []*Matcher
	for _, part := range parts {
		if m := f.compile(part); m != nil {
			all = append(all, m)
		}
	}
	return all
}

// word looks for a word in any of its forms.
func (f Fold) word(word string, first, last int) *Matcher {
	if f.Word == nil {
		return words(f.Terms(word), first, last)
	}
	terms, forms := f.Word(word)
	if len(forms) == 0 || len(terms) == 0 {
		return words(terms, first, last)
	}
	all := []*Matcher{adjacent(terms, first, last)}
	for _, form := range forms {
		all = append(all, adjacent([]string{form}, first, last))
	}
	return anyOf(all)
}

// words looks for terms next to each other in some of headline, byline and text. A single letter of a script whose words are
// joined to others is looked for as the beginning of a term.
func words(phrase []string, first, last int) *Matcher {
	if len(phrase) == 0 {
		return nil
	}
	if r, size := utf8.DecodeRuneInString(phrase[0]); len(phrase) == 1 && size == len(phrase[0]) && r >= 0x0E00 {
		return &Matcher{seeks: true, matches: func(s *Subject, _ time.Time) bool {
			for _, text := range [][]string{s.Headline, s.Byline, s.Text}[first:last] {
				if slices.ContainsFunc(text, func(term string) bool { return strings.HasPrefix(term, phrase[0]) }) {
					return true
				}
			}
			return false
		}}
	}
	return adjacent(phrase, first, last)
}

func adjacent(phrase []string, first, last int) *Matcher {
	return &Matcher{anchors: rarest(phrase), seeks: true, matches: func(s *Subject, _ time.Time) bool {
		from := 0
		if first > 0 {
			from = s.texts[first-1]
		}
		return s.together(phrase, from, s.texts[last-1])
	}}
}

func rarest(terms []string) []string {
	return []string{slices.MaxFunc(terms, func(a, b string) int { return len(a) - len(b) })}
}

// gap is how far apart terms of two texts are: nothing stands next to each other across it.
const gap = 2

func (s *Subject) read() {
	if s.words != nil {
		return
	}
	s.words = make(map[string][]int, len(s.Headline)+len(s.Byline)+len(s.Text))
	at := 0
	for i, text := range [][]string{s.Headline, s.Byline, s.Text} {
		for _, term := range text {
			s.words[term] = append(s.words[term], at)
			at++
		}
		at += gap
		s.texts[i] = at
	}
}

// together reports whether terms stand next to each other between two places.
func (s *Subject) together(phrase []string, from, until int) bool {
	for _, at := range s.words[phrase[0]] {
		if at < from || at >= until {
			continue
		}
		next := func(i int) bool {
			_, found := slices.BinarySearch(s.words[phrase[i]], at+i)
			return found
		}
		i := 1
		for i < len(phrase) && next(i) {
			i++
		}
		if i == len(phrase) {
			return true
		}
	}
	return false
}
