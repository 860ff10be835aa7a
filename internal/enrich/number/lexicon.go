package number

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// words has what each language calls its figures and what they count; its head says how it is written.
//
//go:embed words.txt
var words string

// lexeme is what a word, or a phrase, can mean here.
type lexeme struct {
	role     role
	value    float64 // of a number, article, collective or vague word
	scale    float64
	unit     string
	currency string // ISO 4217, or the name of a currency that several countries have
	country  string // of a word of nationality
	bound    news.Bound
	before   fate     // of those whose figure follows: "killing three"
	after    fate     // of those whose figure stands before: "three were killed"
	self     fate     // likewise, without an auxiliary: "three people in the car died"
	noun     fate     // of those that the word itself means: "three deaths"
	phrases  []phrase // that begin with the word, the longest first
}

// phrase is several words that mean something together.
type phrase struct {
	rest []string // after the first
	lexeme
}

func (l *lexeme) is(r role) bool { return l.role&r != 0 }

// lexicon is what a language has for figures.
type lexicon struct {
	language string
	words    map[string]*lexeme
	comma    bool // is the decimal mark
	none     lexeme
	seen     [64]uint64 // the places of its words; see place
}

// commaDecimal are the languages that write 3,5 for three and a half.
const commaDecimal = ` de fr es it pt ru nl sv da no nb nn fi pl cs sk hu ro bg hr sr sl uk be el tr id vi lt lv et ca gl eu is sq mk kk az ka hy `

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	var shared []string
	var l *lexicon
	for line := range strings.Lines(words) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			name = strings.TrimSuffix(name, "]")
			l = &lexicon{language: name, words: map[string]*lexeme{}, comma: strings.Contains(commaDecimal, " "+name+" ")}
			all[name] = l
			for _, s := range shared {
				l.read(s)
			}
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		if l.language == "any" {
			shared = append(shared, line)
		}
		l.read(line)
	}
	for _, l := range all {
		l.compound()
		for word := range l.words {
			at := place(word)
			l.seen[at/64] |= 1 << (at % 64)
		}
	}
	return all
})

// lexiconOf returns the words of a language; of one that is not known, symbols only.
func lexiconOf(language string) *lexicon {
	if l := lexicons()[language]; l != nil {
		return l
	}
	l := *lexicons()["any"]
	l.language = language
	l.comma = strings.Contains(commaDecimal, " "+language+" ")
	return &l
}

// read takes a line of the word list in.
func (l *lexicon) read(line string) {
	class, rest, _ := strings.Cut(line, " ")
	unit := ""
	if class == "unit" || class == "currency" {
		unit, rest, _ = strings.Cut(rest, " ")
	}
	for entry := range strings.FieldsSeq(rest) {
		word, value, _ := strings.Cut(entry, "=")
		parts := strings.Split(word, "_")
		x := l.words[parts[0]]
		if x == nil {
			x = &lexeme{}
			l.words[parts[0]] = x
		}
		if len(parts) > 1 {
			at := 0
			for at < len(x.phrases) && (len(x.phrases[at].rest) > len(parts)-1 || strings.Join(x.phrases[at].rest, "_") != strings.Join(parts[1:], "_") && len(x.phrases[at].rest) == len(parts)-1) {
				at++
			}
			if at == len(x.phrases) || strings.Join(x.phrases[at].rest, "_") != strings.Join(parts[1:], "_") {
				x.phrases = append(x.phrases[:at:at], append([]phrase{{rest: parts[1:]}}, x.phrases[at:]...)...)
			}
			x = &x.phrases[at].lexeme
		}
		x.mean(class, unit, value)
	}
}

// mean adds a meaning to a word.
func (x *lexeme) mean(class, unit, value string) {
	name, place, _ := strings.Cut(class, ".")
	switch {
	case name == "bound" || name == "late":
		x.role |= roleStop
		if name == "late" {
			x.role |= roleLate
		} else {
			x.role |= roleBound
		}
		x.bound = map[string]news.Bound{"least": news.BoundAtLeast, "most": news.BoundAtMost, "about": news.BoundAbout}[place]
		return
	case fates[name] != noFate && place != "":
		f := fates[name]
		if place == "before" || place == "both" {
			x.before = f
		}
		if place == "after" || place == "both" {
			x.after = f
		}
		if place == "self" {
			x.self = f
		}
		if place == "noun" {
			x.noun = f
		}
		return
	}
	x.role |= roles[class]
	switch class {
	case "unit":
		x.unit = unit
	case "currency":
		x.currency = unit
	case "nation":
		x.country = value
	case "scale":
		x.scale = float(value)
	case "number", "one", "article", "collective", "vague":
		x.value = float(value)
		if class == "one" {
			x.value = 1
		}
	}
}

func float(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64) // the list is ours; a test reads every line
	return v
}

// compound adds the numbers that a language writes as one word.
func (l *lexicon) compound() {
	add := func(word string, value float64) {
		if l.words[word] == nil {
			l.words[word] = &lexeme{role: roleNumber, value: value}
		}
	}
	switch l.language {
	case "de":
		units := strings.Fields("ein zwei drei vier fünf sechs sieben acht neun")
		for t, tens := range strings.Fields("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig") {
			for u, unit := range units {
				add(unit+"und"+tens, float64(20+10*t+u+1))
			}
		}
		for u, unit := range units {
			add(unit+"hundert", float64(u+1)*100)
			add(unit+"tausend", float64(u+1)*1000)
		}
		add("zehntausend", 1e4)
		add("zwanzigtausend", 2e4)
		add("fünfzigtausend", 5e4)
	case "it":
		for t, tens := range strings.Fields("venti trenta quaranta cinquanta sessanta settanta ottanta novanta") {
			for u, unit := range strings.Fields("uno due tre quattro cinque sei sette otto nove") {
				stem := tens
				if u == 0 || u == 7 {
					stem = tens[:len(tens)-1]
				}
				add(stem+unit, float64(20+10*t+u+1))
			}
			add(tens+"tré", float64(23+10*t))
		}
	}
}

// mark is what was found out about a token.
type mark struct {
	*lexeme
	n int // tokens of the phrase that begins here; 1 for a word
}

// look finds the meaning of the token at i.
func (l *lexicon) look(p *text.Prose, i, end int) mark {
	var buffer [48]byte
	word := lower(buffer[:0], p.Word(i))
	if at := place(word); l.seen[at/64]&(1<<(at%64)) == 0 {
		return mark{&l.none, 1} // as nearly all
	}
	x := l.words[string(word)]
	if x == nil {
		return mark{&l.none, 1}
	}
phrases:
	for k := range x.phrases {
		ph := &x.phrases[k]
		if i+len(ph.rest) >= end {
			continue
		}
		for j, w := range ph.rest {
			if string(lower(buffer[:0], p.Word(i+1+j))) != w {
				continue phrases
			}
		}
		return mark{&ph.lexeme, 1 + len(ph.rest)}
	}
	return mark{x, 1}
}

// place is a number below 4,096 for a word's length and three of its bytes.
func place[T []byte | string](word T) uint {
	n := len(word)
	if n == 0 {
		return 0
	}
	return (uint(word[0])*37 + uint(word[n/2])*1031 + uint(word[n-1])*641 + uint(n)*131) % 4096
}

// lower appends a word in lower case; ё is е. A word that is too long for the list is cut.
func lower(b []byte, word string) []byte {
	for _, r := range word {
		if len(b)+utf8.UTFMax > cap(b) {
			break
		}
		switch {
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case r == 'ё', r == 'Ё':
			r = 'е'
		case r >= utf8.RuneSelf:
			r = unicode.ToLower(r)
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}
