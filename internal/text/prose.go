package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prose is a text cut into tokens and sentences, with the byte offsets of each: what everything reads that wants to
// understand it. [Read] makes one.
type Prose struct {
	Text      string
	Tokens    []Token
	Sentences []Sentence
}

// Token is a word, a number or a mark.
type Token struct {
	Start, End int
	Kind       TokenKind
	Spaced     bool // white space stands before it, or nothing
}

// TokenKind tells tokens apart.
type TokenKind uint8

const (
	TokenMark   TokenKind = iota // one mark or symbol, or a run of dots or dashes
	TokenWord                    // letters, and digits after them: "Hua", "U.S.", "Mr.", "G7", "’s", "l’"
	TokenNumber                  // begins with a digit: "3,000", "2.5", "1990s", "12th", "10am"
)

// Sentence is where a sentence stands, which tokens it has, and in which paragraph it is, counted from 0.
type Sentence struct {
	Span       Span
	First, End int // half-open range of tokens
	Paragraph  int
}

// Word returns the bytes of a token.
func (p *Prose) Word(i int) string { return p.Text[p.Tokens[i].Start:p.Tokens[i].End] }

// SentenceAt returns the index of the sentence in which a byte offset lies, or the next one; len(p.Sentences) when there
// is none.
func (p *Prose) SentenceAt(offset int) int {
	low, high := 0, len(p.Sentences)
	for low < high {
		if mid := (low + high) / 2; p.Sentences[mid].Span.End <= offset {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// TokenAt returns the index of the token in which a byte offset lies, or the next one.
func (p *Prose) TokenAt(offset int) int {
	low, high := 0, len(p.Tokens)
	for low < high {
		if mid := (low + high) / 2; p.Tokens[mid].End <= offset {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// Read cuts a text into tokens and sentences. Clitics are tokens of their own ("Daskal" "’s", "l’" "Europe"), words with
// hyphens are cut at them, abbreviations and initials keep their dot. Scripts without spaces come as one token a
// character. It takes some 40 ns a byte.
func Read(s string) *Prose {
	p := &Prose{Text: s, Tokens: make([]Token, 0, len(s)/5+4)}
	for i := 0; i < len(s); {
		if s[i] == ' ' {
			i++
			continue
		}
		r, size := decode(s, i)
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		end, kind := tokenEnd(s, i, r, size)
		spaced := i == 0 || len(p.Tokens) == 0 || p.Tokens[len(p.Tokens)-1].End < i
		p.Tokens = append(p.Tokens, Token{i, end, kind, spaced})
		i = end
	}
	spans := Sentences(s)
	p.Sentences = make([]Sentence, 0, len(spans))
	at, seen, paragraph := 0, 0, 0
	for _, span := range spans {
		if strings.Contains(s[seen:span.Start], "\n\n") {
			paragraph++
		}
		seen = span.End
		first := at
		for at < len(p.Tokens) && p.Tokens[at].Start < span.End {
			at++
		}
		p.Sentences = append(p.Sentences, Sentence{span, first, at, paragraph})
	}
	return p
}

// tokenEnd finds where the token that begins at i with r ends.
func tokenEnd(s string, i int, r rune, size int) (int, TokenKind) {
	switch {
	case letter[byte(r)] && size == 1:
		return cliticWordEnd(s, i), TokenWord
	case unicode.IsDigit(r):
		return numberEnd(s, i+size), TokenNumber
	case spaceless(r):
		return i + size, TokenWord
	case wordRune(r):
		return cliticWordEnd(s, i), TokenWord
	case apostrophe(r) && i > 0 && cliticAt(s, i):
		return i + size + 1, TokenWord
	case r == '.' || r == '-':
		end := i + 1
		for end < len(s) && s[end] == s[i] {
			end++
		}
		return end, TokenMark
	}
	return i + size, TokenMark
}

// letter holds the letters of ASCII, of which most texts are.
var letter = func() (all [256]bool) {
	for c := byte('a'); c <= 'z'; c++ {
		all[c], all[c-'a'+'A'] = true, true
	}
	return all
}()

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

// cliticAt reports whether an "’s" stands at i, after a letter or digit and before none.
func cliticAt(s string, i int) bool {
	_, size := decode(s, i)
	at := i + size
	if at >= len(s) || s[at] != 's' && s[at] != 'S' {
		return false
	}
	if before, _ := utf8.DecodeLastRuneInString(s[:i]); !wordRune(before) && before != '.' {
		return false
	}
	if at+1 >= len(s) {
		return true
	}
	after, _ := decode(s, at+1)
	return !wordRune(after)
}

// numberEnd skips the rest of a number: digits, separators between digits, letters right after them.
func numberEnd(s string, i int) int {
	for i < len(s) {
		if digit(s[i]) {
			i++
			continue
		}
		r, size := decode(s, i)
		if (r == ',' || r == '.') && i+1 < len(s) && digit(s[i+1]) {
			i++
			continue
		}
		if !wordRune(r) || spaceless(r) {
			break
		}
		i += size
	}
	return i
}

// cliticWordEnd finds the end of the word at i, its dots and apostrophes with it where they belong to it.
func cliticWordEnd(s string, start int) int {
	i := start
	for i < len(s) {
		if letter[s[i]] {
			i++
			continue
		}
		r, size := decode(s, i)
		switch {
		case wordRune(r) && !spaceless(r):
			i += size
		case apostrophe(r):
			next := i + size
			if elision(s[start:i]) && next < len(s) {
				if after, _ := decode(s, next); wordRune(after) {
					return next
				}
			}
			if next >= len(s) || cliticAt(s, i) {
				return i
			}
			if after, _ := decode(s, next); !wordRune(after) || spaceless(after) {
				return i
			}
			i = next
		case r == '.' && dotted(s, start, i):
			i++
		default:
			return i
		}
	}
	return i
}

// dotted reports whether the dot at i belongs to the word that began at start: of "U.S.", of an initial, of "Mr.".
func dotted(s string, start, i int) bool {
	word := s[start:i]
	last := word[strings.LastIndexByte(word, '.')+1:]
	if utf8.RuneCountInString(last) == 1 {
		if len(last) < len(word) {
			return true
		}
		r, _ := utf8.DecodeRuneInString(last)
		if i+1 < len(s) {
			after, _ := decode(s, i+1)
			if wordRune(after) {
				return true // "U.S", "z.B."
			}
		}
		return unicode.IsUpper(r) && i+1 < len(s) && s[i+1] == ' '
	}
	if len(last) < len(word) {
		return false
	}
	return len(word) <= 8 && abbreviations[strings.ToLower(word)]
}

// elisions lose their vowel before the next word's: "l’Europe", "dell’Iran".
var elisions = set(`l d c j m n s t qu jusqu lorsqu puisqu quoiqu dell nell all dall sull un quest quell sant bell gl`)

func elision(word string) bool {
	return len(word) <= 7 && elisions[strings.ToLower(word)]
}
