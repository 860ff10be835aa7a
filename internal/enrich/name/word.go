package name

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// word is what is known of one token by itself.
type word struct {
	folded uint32 // hash of the letters without case and accents
	form   uint32 // hash of the bytes as they stand
	shape  uint32 // hash of its pattern of capitals, small letters and digits
	ends   [6]uint32
	flags  flags
	lists  uint32 // of single words
	spans  uint32 // lists of phrases, where in them the word stands
	headed uint32 // what word that heads names of bodies and places stands before it in its run
	tailed uint32 // and which behind it
	group  uint16 // of words that keep similar company; 0: none
}

// flags are yes and no about a token.
type flags uint16

const (
	upper   flags = 1 << iota // begins with a capital
	caps                      // has two capitals or more, and no small letter
	small                     // begins with a small letter
	number                    // begins with a digit
	mark                      // is none of these
	open                      // may be part of a name
	first                     // first word of its sentence
	shouted                   // in a sentence without small letters
	titled                    // in a sentence where most words have a capital
	quoted                    // right behind a quotation mark
	glued                     // no white space before it
	figures                   // in a sentence where every third token is a number: a table
	named                     // has a capital somewhere
)

const (
	seed  = 2166136261
	prime = 16777619
)

// mix makes one hash of two.
func mix(a, b uint32) uint32 {
	h := a*0x9E3779B1 ^ (b + 0x7F4A7C15 + a<<6 + a>>2)
	h *= 0x85EBCA6B
	return h ^ h>>15
}

// folds are the letters below 0x530 without case and accents.
var folds = sync.OnceValue(func() *[0x530]rune {
	var all [0x530]rune
	for r := range all {
		all[r] = unicode.ToLower(rune(r))
		if folded := []rune(text.Fold(string(rune(r)))); len(folded) == 1 {
			all[r] = folded[0]
		}
	}
	return &all
})

func foldRune(r rune, folds *[0x530]rune) rune {
	if r < 0x530 {
		return folds[r]
	}
	if r == '’' {
		return '\''
	}
	return unicode.ToLower(r)
}

// read sets what the letters of a token tell.
func (w *word) read(s string, kind text.TokenKind, folds *[0x530]rune) {
	*w = word{folded: seed, form: seed, shape: seed}
	var last [4]rune // of the word's runes, without case
	n, capitals, smalls := 0, 0, 0
	class, run := byte(0), 0
	for i := 0; i < len(s); n++ {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		f := foldRune(r, folds)
		w.folded = (w.folded ^ uint32(f)) * prime
		w.form = (w.form ^ uint32(r)) * prime
		last[n&3] = f
		switch n {
		case 1, 2, 3:
			w.ends[n-1] = w.folded
		}
		now := classOf(r)
		switch now {
		case 'X':
			capitals++
		case 'x':
			smalls++
		}
		if n == 0 {
			switch now {
			case 'X':
				w.flags |= upper
			case 'x':
				w.flags |= small
			case 'd':
				w.flags |= number
			}
		}
		if now == class {
			run++
		} else {
			class, run = now, 1
		}
		if run <= 2 {
			w.shape = (w.shape ^ uint32(now)) * prime
		}
	}
	w.folded ^= w.folded >> 15
	if kind == text.TokenMark {
		w.flags = mark
	}
	if capitals > 1 && smalls == 0 {
		w.flags |= caps
	}
	h := uint32(seed)
	for k := 1; k <= min(n, 4); k++ {
		h = (h ^ uint32(last[(n-k)&3])) * prime
		if k > 1 {
			w.ends[k+1] = h
		}
	}
}

// classOf is the sort of a character, as shapes have it.
func classOf(r rune) byte {
	switch {
	case 'a' <= r && r <= 'z':
		return 'x'
	case 'A' <= r && r <= 'Z':
		return 'X'
	case '0' <= r && r <= '9':
		return 'd'
	case r < utf8.RuneSelf:
		return byte(r)
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		return 'X'
	case unicode.IsLower(r):
		return 'x'
	case unicode.IsLetter(r):
		return 'l'
	case unicode.IsDigit(r):
		return 'd'
	}
	return '?'
}

// HashWord is the hash of one word without case and accents, as all tables have it.
func HashWord(s string) uint32 {
	var w word
	w.read(s, text.TokenWord, folds())
	return w.folded
}

// HashPhrase is the hash of a phrase: of its tokens.
func HashPhrase(s string) uint32 {
	p := text.Read(s)
	h := uint32(0)
	for i := range p.Tokens {
		h = joined(h, HashWord(p.Word(i)))
	}
	return h
}

// joined is the hash of a phrase and one more word.
func joined(phrase, word uint32) uint32 {
	if phrase == 0 {
		return word
	}
	return mix(phrase, word)
}
