package extract

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"nutgraf/internal/text"
)

// wordFiles hold what pages say around articles, a file for each language. A line names a kind and its phrases:
//
//	related: read also | =related | ~more on this
//
// A phrase begins a line of the page; with "=" it is the whole line, give or take a number; with "~" it may stand
// anywhere in it. Case and diacritics do not matter. Whoever adds a language adds a file, and no code.
//
//go:embed words/*.txt
var wordFiles embed.FS

// wordKinds are the kinds that the files name.
var wordKinds = map[string]wordCue{
	"furniture": saysFurniture, "consent": saysConsent, "promo": saysPromo, "share": saysShare, "related": saysRelated,
	"onward": saysOnward, "credit": saysCredit, "caption": saysCaption, "date": saysDate, "byline": saysByline,
	"helper": saysHelper, "correction": saysCorrection, "comment": saysComment, "paywall": saysPaywall, "bio": saysBio,
	"agency": saysAgency, "live": saysLive,
}

// phrase is one entry of the lists.
type phrase struct {
	text  string // folded
	cue   wordCue
	whole bool // must be all that a line says
	open  bool // what follows may be any letter: it ends in a sign, or in a script without spaces
	label bool // must stand before a colon or the like, or alone: "Correction" begins many a sentence
}

// phraseBook are phrases in the order of their bytes, with the place of those that share their first three. Shorter
// ones stand apart.
type phraseBook struct {
	phrases []phrase
	from    map[[3]byte]span
	short   []phrase // of two bytes
	may     bits     // by what [pair] makes of the first two bytes: whether a phrase has them
	might   bits     // by what [three] makes of the first three: whether some phrase may have them
}

// bits are so few that a processor has all of them at hand.
type bits [1 << 16 / 64]uint64

func (b *bits) set(n uint16)      { b[n/64] |= 1 << (n % 64) }
func (b *bits) has(n uint16) bool { return b[n/64]>>(n%64)&1 != 0 }

type span struct{ from, to int }

// lexicon is all that the files say.
type lexicon struct {
	heads  phraseBook // of a line
	inside phraseBook // anywhere in it
}

var phrases = sync.OnceValue(func() *lexicon {
	l, err := readWords()
	if err != nil {
		panic(err) // the files are part of the program
	}
	return l
})

func readWords() (*lexicon, error) {
	entries, err := wordFiles.ReadDir("words")
	if err != nil {
		return nil, err
	}
	var l lexicon
	for _, entry := range entries {
		content, err := wordFiles.ReadFile("words/" + entry.Name())
		if err != nil {
			return nil, err
		}
		for n, line := range strings.Split(string(content), "\n") {
			if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
				continue
			}
			if err := l.add(line); err != nil {
				return nil, fmt.Errorf("words/%s line %d: %w", entry.Name(), n+1, err)
			}
		}
	}
	l.heads.sort()
	l.inside.sort()
	return &l, nil
}

// add takes one line of a file.
func (l *lexicon) add(line string) error {
	name, list, found := strings.Cut(line, ":")
	kind, known := wordKinds[name]
	if !found || !known {
		return fmt.Errorf("%q is no kind of phrase", name)
	}
	for _, entry := range strings.Split(list, " | ") {
		entry = strings.TrimSpace(entry)
		mark := entry[:min(1, len(entry))]
		if mark == "=" || mark == "~" {
			entry = entry[1:]
		}
		said := strings.TrimSpace(foldLine(entry))
		if len(said) < 2 {
			return fmt.Errorf("%q is too short a phrase", entry)
		}
		p := phrase{text: said, cue: kind, whole: mark == "=", open: !wordly(lastRune(said))}
		p.label = kind == saysCorrection && !p.whole && mark != "~" && !strings.ContainsAny(said, " :")
		if mark == "~" || kind == saysAgency {
			l.inside.phrases = append(l.inside.phrases, p)
			continue
		}
		l.heads.phrases = append(l.heads.phrases, p)
		if kind == saysCredit && strings.HasSuffix(said, ":") { // a caption may end with it
			p.cue = saysCreditTail
			l.inside.phrases = append(l.inside.phrases, p)
		}
	}
	return nil
}

func (b *phraseBook) sort() {
	slices.SortFunc(b.phrases, func(a, c phrase) int { return strings.Compare(a.text, c.text) })
	b.from = map[[3]byte]span{}
	for i, p := range b.phrases {
		b.may.set(pair(p.text))
		if len(p.text) < 3 {
			b.short = append(b.short, p)
			continue
		}
		b.might.set(three(p.text))
		key := [3]byte([]byte(p.text[:3]))
		at, known := b.from[key]
		if !known {
			at.from = i
		}
		at.to = i + 1
		b.from[key] = at
	}
}

func pair(s string) uint16 { return uint16(s[0])<<8 | uint16(s[1]) }

// three mixes three bytes.
func three(s string) uint16 {
	return uint16((uint32(s[0])<<16 | uint32(s[1])<<8 | uint32(s[2])) * 0x9e3779b1 >> 16)
}

// match calls f with each phrase that s begins with, and what follows it.
func (b *phraseBook) match(s string, f func(p *phrase, rest string)) {
	if len(s) < 2 || !b.may.has(pair(s)) {
		return
	}
	for i := range b.short {
		if p := &b.short[i]; p.text == s[:2] && p.ends(s) {
			f(p, s[2:])
		}
	}
	if len(s) < 3 || !b.might.has(three(s)) {
		return
	}
	at, known := b.from[[3]byte{s[0], s[1], s[2]}]
	if !known {
		return
	}
	list := b.phrases[at.from:at.to]
	for n := 3; len(list) > 0; n++ {
		for len(list) > 0 && len(list[0].text) == n {
			if p := &list[0]; p.ends(s) {
				f(p, s[n:])
			}
			list = list[1:]
		}
		if len(list) == 0 || n == len(s) {
			return
		}
		list = narrow(list, n, s[n])
	}
}

// ends reports whether s, which begins with the phrase, has the end of a word behind it.
func (p *phrase) ends(s string) bool {
	rest := s[len(p.text):]
	if p.label {
		rest = strings.TrimLeft(rest, " )]")
		return rest == "" || strings.ContainsRune(":,;([-–—.", firstRune(rest))
	}
	return p.open || rest == "" || !wordly(firstRune(rest))
}

// narrow keeps the phrases with c at byte n of those that agree up to there.
func narrow(list []phrase, n int, c byte) []phrase {
	if list[0].text[n] == c && list[len(list)-1].text[n] == c {
		return list
	}
	from, _ := slices.BinarySearchFunc(list, c, func(p phrase, c byte) int { return int(p.text[n]) - int(c) })
	to := from
	if from < len(list) {
		to, _ = slices.BinarySearchFunc(list, int(c)+1, func(p phrase, next int) int { return int(p.text[n]) - next })
	}
	return list[from:to]
}

// foldLine brings a line to the form of the lists: "Photo : X" and "写真：X" have the same colon.
func foldLine(s string) string {
	if strings.Contains(s, "ⓒ") { // folding would make a plain c of it
		s = strings.ReplaceAll(s, "ⓒ", "©")
	}
	s = text.Fold(s)
	if strings.Contains(s, " :") {
		s = strings.ReplaceAll(s, " :", ":")
	}
	return s
}
