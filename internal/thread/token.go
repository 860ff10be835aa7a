package thread

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a sentence as printed.
type token struct {
	text    string
	capital bool
	begins  bool // a sentence: its capital tells nothing
	breaks  bool // something stands before it that ends a name
}

// titleCase reports whether a text writes nearly all words with capitals, as headlines in English may.
func titleCase(all []token) bool {
	long, capital := 0, 0
	for _, t := range all {
		if len(t.text) > 3 {
			long++
			if t.capital {
				capital++
			}
		}
	}
	return long >= 3 && capital*10 >= long*7
}

// tokens splits a text into words as printed.
func tokens(s string) []token {
	var all []token
	begins, breaks := true, false
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			switch {
			case strings.ContainsRune("!?\n:\"“”«»„‹›…", r):
				begins = true
			case r == '.':
				begins = begins || !afterInitial(all, s, i)
			case strings.ContainsRune(",;()[]—–/|", r):
				breaks = true
			}
			i += size
			continue
		}
		end := wordTo(s, i)
		word := trimWord(s[i:end])
		first, _ := utf8.DecodeRuneInString(word)
		all = append(all, token{text: word, capital: unicode.IsUpper(first) || unicode.IsTitle(first), begins: begins, breaks: breaks})
		begins, breaks = false, false
		i = end
	}
	return all
}

// afterInitial reports whether the full stop at i belongs to an initial or a title, not to the end of a sentence.
func afterInitial(all []token, s string, i int) bool {
	if len(all) == 0 || i == 0 || s[i-1] == ' ' {
		return false
	}
	last := all[len(all)-1].text
	return utf8.RuneCountInString(last) == 1 && all[len(all)-1].capital || salutations[strings.ToLower(last)] || last == "St"
}

// wordTo returns where the word at i ends; hyphens and apostrophes may stand within.
func wordTo(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) {
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+size:])
		if strings.ContainsRune("-‐‑'’ʼ", r) && unicode.IsLetter(next) {
			i += size
			continue
		}
		break
	}
	return i
}

// trimWord takes off what languages hang on names with an apostrophe: "Osk's", "l'Orvenaz", "dell'Arno", "Rize'de".
func trimWord(word string) string {
	at := strings.IndexAny(word, "'’ʼ")
	if at < 0 {
		return word
	}
	_, size := utf8.DecodeRuneInString(word[at:])
	before, after := word[:at], word[at+size:]
	next, _ := utf8.DecodeRuneInString(after)
	first, _ := utf8.DecodeRuneInString(before)
	switch {
	case unicode.IsUpper(next) && utf8.RuneCountInString(before) <= 5 && (unicode.IsLower(first) || len(before) == 1 && first != 'O'):
		return after
	case unicode.IsLower(next) && utf8.RuneCountInString(before) > 2:
		return before
	}
	return word
}
