package text

import (
	"unicode"
	"unicode/utf8"
)

// maxTerm is the longest term in bytes; what is longer is no word, and is cut.
const maxTerm = 64

// Terms splits s into the terms that search and grouping compare: folded words of letters and digits, in order,
// repeated as often as they occur. Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese)
// come as overlapping pairs of characters. A comma between thousands is left out: "3,000" is the term "3000".
func Terms(s string) []string {
	s = Fold(s)
	terms := make([]string, 0, len(s)/6+1)
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		switch {
		case spaceless(r):
			end := spacelessEnd(s, i+size)
			terms = appendPairs(terms, s[i:end])
			i = end
		case wordRune(r):
			end := wordEnd(s, i+size)
			terms = append(terms, term(s[i:end]))
			i = end
		default:
			i += size
		}
	}
	return terms
}

// wordEnd returns where the word that reaches to i ends.
func wordEnd(s string, i int) int {
	for i < len(s) {
		if s[i] == ',' && thousands(s, i) {
			i++
			continue
		}
		r, size := decode(s, i)
		if !wordRune(r) || spaceless(r) {
			break
		}
		i += size
	}
	return i
}

// thousands reports whether the comma at i stands between a digit and exactly three more.
func thousands(s string, i int) bool {
	if i == 0 || i+4 > len(s) || !digit(s[i-1]) || (i+4 < len(s) && digit(s[i+4])) {
		return false
	}
	return digit(s[i+1]) && digit(s[i+2]) && digit(s[i+3])
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// term cuts a word to size and takes the commas out of a number.
func term(word string) string {
	for i := 0; i < len(word); i++ {
		if word[i] == ',' {
			kept := make([]byte, 0, len(word))
			for j := 0; j < len(word); j++ {
				if word[j] != ',' {
					kept = append(kept, word[j])
				}
			}
			word = string(kept)
			break
		}
	}
	if len(word) <= maxTerm {
		return word
	}
	end := maxTerm
	for end > 0 && !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

func spacelessEnd(s string, i int) int {
	for i < len(s) {
		r, size := decode(s, i)
		if !spaceless(r) {
			break
		}
		i += size
	}
	return i
}

// appendPairs appends the overlapping pairs of a run of characters, or the only character of it.
func appendPairs(terms []string, run string) []string {
	first, second := 0, 0 // starts of the last two characters
	n := 0
	for i := 0; i < len(run); n++ {
		_, size := decode(run, i)
		if n > 0 {
			terms = append(terms, run[second:i+size])
		}
		first, second = second, i
		i += size
	}
	if n == 1 {
		terms = append(terms, run[first:])
	}
	return terms
}

// decode is utf8.DecodeRuneInString with a short way for ASCII.
func decode(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

// wordRune reports whether r can stand in a word: letters, digits, and the vowel signs that stay after folding.
func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// spaceless reports whether r belongs to a script that is written without spaces between words.
func spaceless(r rune) bool {
	switch {
	case r < 0x0E00:
		return false
	case r >= 0x0E00 && r <= 0x0EFF: // Thai, Lao
		return wordRune(r)
	case r >= 0x1000 && r <= 0x109F, r >= 0x1780 && r <= 0x17FF: // Burmese, Khmer
		return wordRune(r)
	case r == 0x3005, r == 0x3007, r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA, r == 0x30FC: // kana
		return true
	case r >= 0x3400 && r <= 0x4DBF, r >= 0x4E00 && r <= 0x9FFF, r >= 0xF900 && r <= 0xFAFF, r >= 0x20000 && r <= 0x3FFFF:
		return true
	}
	return false
}
