// Package stem makes the terms by which other forms of a word are found: "dams" by "dam", "Häuser" by "Haus".
//
// [Of] gives the terms of a text that the search index takes besides those of [text.Terms], and [Wanted] those to look for
// when a reader types a word. Both mark what they give, so that no word that anybody types is the same: what is typed
// between quotation marks stays exact. A stem is marked with its language too: an English "data" is not found by the stem of an
// Italian "date".
//
// The languages are those of Snowball, and Korean, whose particles are taken off. In other languages a word is
// found as it is written, without case and accents. Besides, a text that names a München, a Møller or an Ångström is
// found by Muenchen, Moeller and Aangstroem, and the other way round.
//
// All of it is pure, takes any bytes and never panics.
package stem

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
	"golang.org/x/text/unicode/norm"
)

// Version rises when the same text gets other terms than before: what was indexed then is indexed again.
const Version = 2

// mark begins every term of this package. [text.Terms] never gives it, for it is no letter.
const mark = "¬"

// longest is the longest word in characters that has a stem.
const longest = 40

// language is how the words of one are stemmed.
type language struct {
	tag    string
	script *unicode.RangeTable
	lower  func(string) string // nil: strings.ToLower
	stem   func(string) string
	joined func(string) []string // a word without what may be joined to its beginning
	greedy bool                  // stems of some words are shorter than those of their forms: such words have themselves as a second one
}

var languages = []language{
	{tag: "ar", script: unicode.Arabic, lower: arabicLetters, stem: lightArabic, joined: joinedArabic},
	{tag: "da", script: unicode.Latin, lower: northern, stem: snowball(danish.Stem)},
	{tag: "de", script: unicode.Latin, lower: umlauts, stem: snowball(german.Stem)},
	{tag: "en", script: unicode.Latin, stem: snowball(english.Stem)},
	{tag: "es", script: unicode.Latin, lower: accents, stem: singular(snowball(spanish.Stem))},
	{tag: "fi", script: unicode.Latin, stem: snowball(finnish.Stem)},
	{tag: "fr", script: unicode.Latin, stem: snowball(french.Stem)},
	{tag: "hu", script: unicode.Latin, stem: snowball(hungarian.Stem)},
	{tag: "it", script: unicode.Latin, stem: snowball(italian.Stem)},
	{tag: "ko", script: unicode.Hangul, stem: withoutParticles},
	{tag: "nl", script: unicode.Latin, stem: snowball(dutch.Stem)},
	{tag: "no", script: unicode.Latin, lower: northern, stem: snowball(norwegian.Stem)},
	{tag: "pt", script: unicode.Latin, lower: tilde, stem: singular(snowball(portuguese.Stem))},
	{tag: "ro", script: unicode.Latin, lower: cedillas, stem: withoutU(snowball(romanian.Stem))},
	{tag: "ru", script: unicode.Cyrillic, lower: withoutYo, stem: snowball(russian.Stem)},
	{tag: "sv", script: unicode.Latin, stem: snowball(swedish.Stem)},
	{tag: "tr", script: unicode.Latin, lower: dots, stem: snowball(turkish.Stem), greedy: true},
}

var byTag = func() map[string]*language {
	known := map[string]*language{}
	for i := range languages {
		known[languages[i].tag] = &languages[i]
	}
	known["nb"], known["nn"] = known["no"], known["no"]
	return known
}()

// Languages are the primary tags of the languages that have stems.
func Languages() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, l := range languages {
			if !yield(l.tag) {
				return
			}
		}
	}
}

func snowball(stem func(*snowballstem.Env) bool) func(string) string {
	return func(word string) string {
		env := snowballstem.NewEnv(word)
		stem(env)
		return env.Current()
	}
}

// singular takes the s off short plurals, which the stemmers of Spanish and Portuguese leave alone: "ríos".
func singular(stem func(string) string) func(string) string {
	return func(word string) string {
		word = stem(word)
		if rest, found := strings.CutSuffix(word, "s"); found && len(rest) > 2 && strings.ContainsRune("aeiouáéíóú", last(rest)) {
			return rest
		}
		return word
	}
}

func last(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// Of returns the terms by which the words of a text in a language are found besides those of [text.Terms], each once. The
// language is a BCP 47 tag.
func Of(s, tag string) []string {
	s = composed(s)
	terms := characters(s)
	words, known := map[string]bool{}, map[string]bool{}
	for w := range text.Words(s) {
		word := s[w.Begin:w.End]
		if w.Spaceless || words[word] {
			continue
		}
		words[word] = true
		for _, term := range Word(word, tag) {
			if !known[term] {
				known[term] = true
				terms = append(terms, term)
			}
		}
	}
	return terms
}

// Word returns the terms of one word in a language.
func Word(word, tag string) []string {
	if len(tag) > 2 {
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	}
	var terms []string
	add := func(term string) {
		if term != "" {
			terms = append(terms, term)
		}
	}
	word = composed(word)
	if l := byTag[tag]; l != nil {
		l.terms(word, add)
		if l.joined != nil {
			for _, rest := range l.joined(l.letters(word)) {
				add(l.term(rest))
			}
		}
	}
	if spellsOut[tag] {
		add(spelledTerm(word))
	}
	if tag == persianTag || tag == "ur" {
		if folded := text.Fold(word); persianLetters(folded) != folded {
			add(mark + persianTag + persianLetters(folded))
		}
	}
	return terms
}

// characters are the characters that stand in pairs, as terms by themselves: so that one is looked for without reading the lists
// of all pairs that begin with it.
func characters(s string) []string {
	terms := text.Characters(s)
	for i, c := range terms {
		terms[i] = Character(c)
	}
	return terms
}

// Character is the term by which a folded character is found that stands in pairs.
func Character(c string) string { return mark + "zz" + c }

// Names returns such terms of names, whose language says nothing of them.
func Names(s string) []string {
	s = composed(s)
	terms := characters(s)
	for w := range text.Words(s) {
		if term := spelledTerm(s[w.Begin:w.End]); term != "" && !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	return terms
}

func spelledTerm(word string) string {
	if spelled := spelledOut(word); spelled != "" {
		return mark + "xx" + spelled
	}
	return ""
}

// Terms returns all terms of a text in a language: those of [text.Terms], in their order, and after an empty one those of [Of], or
// of [Names] where no language is known.
func Terms(s, tag string) []string {
	terms, others := text.Terms(s), []string(nil)
	if tag == "" {
		others = Names(s)
	} else {
		others = Of(s, tag)
	}
	if len(others) > 0 {
		terms = append(append(terms, ""), others...)
	}
	return terms
}

// Typed returns the terms of a word as a reader types it, without what an apostrophe joins to it, and those of its other forms
// in the languages that are asked for. Only what is one term has other forms.
func Typed(word string, in func(tag string) bool) (terms, forms []string) {
	bare := Bare(word)
	if terms = text.Terms(bare); len(terms) != 1 {
		return text.Terms(word), nil
	}
	for w := range text.Words(bare) {
		return terms, Wanted(bare[w.Begin:w.End], in)
	}
	return terms, nil
}

// Every asks for every language.
func Every(string) bool { return true }

// Wanted returns the terms to look for besides those of [text.Terms] when a reader typed a word, in the languages that are
// asked for.
func Wanted(word string, in func(tag string) bool) []string {
	word = composed(word)
	if c := text.Fold(word); text.Character(c) {
		return []string{Character(c)}
	}
	for w := range text.Words(word) {
		if w.Spaceless {
			return nil
		}
	}
	var terms []string
	add := func(term string) {
		if term != "" && !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	for i := range languages {
		if l := &languages[i]; in(l.tag) {
			l.terms(word, add)
		}
	}
	folded := text.Fold(word)
	if spelled := spelledOut(word); spelled != "" {
		add(spelled) // a text may say Mueller where the reader says Müller
	}
	if digraph(folded) {
		add(mark + "xx" + folded)
	}
	if arabicScript(folded) {
		unified := persianLetters(folded)
		add(mark + persianTag + unified)
		if unified != folded {
			add(unified)
		}
	}
	return terms
}

// terms adds the marked stem of a word, and its second one.
func (l *language) terms(word string, add func(string)) {
	term := l.term(word)
	add(term)
	if l.greedy && term != "" {
		if whole := mark + l.tag + text.Fold(l.letters(word)); whole != term {
			add(whole)
		}
	}
}

// term is the marked stem of a word, or "" when it has none: it is of another script, an everyday word, or no word.
func (l *language) term(word string) string {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.Is(l.script, first) || utf8.RuneCountInString(word) > longest || strings.ContainsFunc(word, unicode.IsDigit) {
		return ""
	}
	word = l.letters(word)
	if everyday()[l.tag+text.Fold(word)] {
		return ""
	}
	stem := text.Fold(l.stem(word))
	if stem == "" {
		return ""
	}
	return mark + l.tag + stem
}

// letters is a word in lower case, its letters written in one way.
func (l *language) letters(word string) string {
	if l.lower != nil {
		word = l.lower(word)
	}
	return strings.ToLower(word)
}

// First returns the first letter of a term, without its mark. Words with other first letters do not have the term, but for
// Arabic ones.
func First(term string) rune {
	if rest, marked := strings.CutPrefix(term, mark); marked {
		term = rest[2:]
	}
	r, _ := utf8.DecodeRuneInString(term)
	return r
}

// Bare takes off a word what is joined to it by an apostrophe and is no part of it: "l'eau", "Halloran's".
func Bare(word string) string {
	word = apostrophes.Replace(word)
	before, after, found := strings.Cut(word, "'")
	switch {
	case !found || before == "" || after == "":
	case elided[text.Fold(before)]:
		return after
	case strings.EqualFold(after, "s"):
		return before
	}
	return word
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'")

// elided are the short forms of French and Italian before an apostrophe.
var elided = map[string]bool{
	"l": true, "d": true, "j": true, "m": true, "t": true, "s": true, "n": true, "c": true, "qu": true, "jusqu": true, "lorsqu": true, "puisqu": true,
	"un": true, "dell": true, "all": true, "dall": true, "nell": true, "sull": true, "quell": true,
}

// everydayShare is of how many in a hundred sentences a word stands in when nobody looks for its other forms.
const everydayShare = 4

var everyday = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for w := range text.EverydayWords() {
		if w.Percent >= everydayShare && byTag[w.Language] != nil {
			words[byTag[w.Language].tag+w.Word] = true
		}
	}
	return words
})

// composed is s with letters and accents in one character, as the rules of stems have them, and without characters that
// have no width.
func composed(s string) string {
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	if strings.Contains(s, "\u00AD") {
		s = strings.ReplaceAll(s, "\u00AD", "")
	}
	return s
}
