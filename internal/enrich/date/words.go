package date

import (
	"embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// A class is what a word can be in an expression of time.
type class uint8

const (
	none class = iota
	monthWord
	weekdayWord
	weekdaysWord    // "Tuesdays"
	weekdayPartWord // "Dienstagabend"
	unitWord        // "week"
	unitsWord       // "weeks"
	halfWord
	numWord
	ordWord
	decadeWord
	quarterWord
	partWord // of a day
	clockWord
	amWord
	pmWord
	oclockWord
	zoneWord
	seasonWord
	dayWord // a day told from today
	tonightWord
	lastWord
	pastWord
	thisWord
	nextWord
	followingWord
	thatWord
	latestWord
	agoWord // after the amount
	forAgoWord
	earlierWord
	laterWord
	fromNowWord
	inWord     // before the amount
	forInWord  // likewise, and of the future only: "dentro de"
	atHourWord // before the hour
	ofWord
	theWord
	aWord
	perWord
	everyWord
	yearendWord
	setWord
	timesWord
	modWord
	approxWord
	moreWord
	someWord
	prepWord
	oldWord
	fiscalWord
	refWord
	toWord
	andWord
	orWord
	holidayWord
	willWord
	wasWord
	isWord
	sayWord
	numberMark // digits
	dottedMark // "03.05.2024"
	classes
)

var classNames = map[string]class{
	"month": monthWord, "weekday": weekdayWord, "weekdays": weekdaysWord, "weekdaypart": weekdayPartWord, "forin": forInWord, "athour": atHourWord, "unit": unitWord, "units": unitsWord, "half": halfWord,
	"num": numWord, "ord": ordWord, "decade": decadeWord, "quarter": quarterWord, "part": partWord, "clock": clockWord,
	"am": amWord, "pm": pmWord, "oclock": oclockWord, "zone": zoneWord, "season": seasonWord, "day": dayWord,
	"tonight": tonightWord, "last": lastWord, "past": pastWord, "this": thisWord, "next": nextWord, "following": followingWord,
	"that": thatWord, "latest": latestWord, "ago": agoWord, "forago": forAgoWord, "earlier": earlierWord, "later": laterWord,
	"fromnow": fromNowWord, "in": inWord, "of": ofWord, "the": theWord, "a": aWord, "per": perWord, "every": everyWord, "yearend": yearendWord,
	"set": setWord, "times": timesWord, "mod": modWord, "approx": approxWord, "more": moreWord, "some": someWord,
	"prep": prepWord, "old": oldWord, "fiscal": fiscalWord, "ref": refWord, "to": toWord, "and": andWord, "or": orWord,
	"holiday": holidayWord, "will": willWord, "was": wasWord, "is": isWord, "say": sayWord,
}

// classSet is which classes a word has: "in" leads a future amount and joins a month with its year.
type classSet uint64

func (s classSet) has(c class) bool { return s&(1<<c) != 0 }

// entry is what the lists say of a word or phrase. The value belongs to the first class that has one.
type entry struct {
	classes classSet
	value   int16
	ref     int8 // of a refWord, an index into refNames
}

func (e *entry) add(c class, value int16) {
	e.classes |= 1 << c
	if c == refWord {
		e.ref = int8(value)
	} else if e.value == 0 {
		e.value = value
	}
}

type phrase struct {
	rest []string
	entry
}

type word struct {
	entry
	capital entry    // when it is written with a capital
	phrases []phrase // that begin with it, the longest first
}

// lexicon is the words of a language.
type lexicon struct {
	words map[string]*word
	// seen has a bit for how each word begins and ends and how long it is: most words of a text need no more than a look at it.
	seen [64]uint64
}

//go:embed words/*.txt
var lists embed.FS

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	files, err := lists.ReadDir("words")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	for _, file := range files {
		b, err := lists.ReadFile("words/" + file.Name())
		if err != nil {
			panic(err)
		}
		all[strings.TrimSuffix(file.Name(), ".txt")] = readLexicon(string(b))
	}
	return all
})

// readLexicon reads lines "class.value word word_word ^Capital"; "#" begins a comment.
func readLexicon(list string) *lexicon {
	l := &lexicon{words: map[string]*word{}}
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0][0] == '#' {
			continue
		}
		name, value, _ := strings.Cut(fields[0], ".")
		c, known := classNames[name]
		if !known {
			panic("date: no class " + name)
		}
		for _, f := range fields[1:] {
			f, capital := strings.CutPrefix(f, "^")
			l.add(strings.Split(f, "_"), c, valueOf(c, value), capital)
		}
	}
	return l
}

func (l *lexicon) add(words []string, c class, value int16, capital bool) {
	w := l.words[words[0]]
	if w == nil {
		w = &word{}
		l.words[words[0]] = w
		l.note(words[0])
	}
	switch {
	case len(words) > 1:
		w.phrase(words[1:]).add(c, value)
	case capital:
		w.capital.add(c, value)
	default:
		w.entry.add(c, value)
	}
}

// note remembers how a word looks.
func (l *lexicon) note(w string) {
	for _, n := range [...]int{len(w), len(w) + 2*strings.Count(w, "'")} { // "’" has two bytes more
		at := look(w[0], w[len(w)-1], n)
		l.seen[at/64] |= 1 << (at % 64)
	}
}

// look is a number below 4,096 for a word's first and last byte and its length, the same for small letters and capitals.
func look(first, last byte, n int) uint {
	if first >= utf8.RuneSelf {
		first = utf8.RuneSelf
	}
	if last >= utf8.RuneSelf {
		last = utf8.RuneSelf
	}
	return (uint(first|0x20)*37 + uint(last|0x20)*641 + uint(n)*131) % 4096
}

// phrase returns the entry of a word followed by others, a new one where there is none.
func (w *word) phrase(rest []string) *entry {
	at := 0
	for i := range w.phrases {
		if slices.Equal(w.phrases[i].rest, rest) {
			return &w.phrases[i].entry
		}
		if len(w.phrases[i].rest) >= len(rest) {
			at = i + 1
		}
	}
	w.phrases = slices.Insert(w.phrases, at, phrase{rest: rest})
	return &w.phrases[at].entry
}

// valueOf is the number behind a class: that of a month, the index of a name.
func valueOf(c class, s string) int16 {
	names := map[class][]string{unitWord: unitNames, unitsWord: unitNames, partWord: partNames, seasonWord: seasonNames,
		setWord: setNames, modWord: modNames, refWord: refNames, holidayWord: holidayNames}[c]
	for i, name := range names {
		if name == s {
			return int16(i)
		}
	}
	if names != nil {
		panic("date: no value " + s)
	}
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return int16(n)
}

// find looks up the word at token i, the longest phrase first. It returns how many tokens it takes.
func (l *lexicon) find(p *text.Prose, i, end int) (entry, int) {
	s := p.Word(i)
	if l == nil || len(s) > 40 {
		return entry{}, 1
	}
	if at := look(s[0], s[len(s)-1], len(s)); l.seen[at/64]&(1<<(at%64)) == 0 {
		return entry{}, 1
	}
	var space [48]byte
	w := l.words[string(lower(space[:0], s))]
	if w == nil {
		return entry{}, 1
	}
next:
	for _, ph := range w.phrases {
		if i+len(ph.rest) >= end {
			continue
		}
		for j, want := range ph.rest {
			if !strings.EqualFold(p.Word(i+1+j), want) {
				continue next
			}
		}
		return ph.entry, 1 + len(ph.rest)
	}
	if w.capital.classes != 0 {
		if r, _ := utf8.DecodeRuneInString(s); unicode.IsUpper(r) {
			return w.capital, 1
		}
	}
	return w.entry, 1
}

// lower appends a word in small letters, with straight apostrophes.
func lower(buf []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			buf = append(buf, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '’' {
			r = '\''
		}
		buf = utf8.AppendRune(buf, unicode.ToLower(r))
		i += size
	}
	return buf
}

const _ = uint(64 - classes) // a classSet holds them all
