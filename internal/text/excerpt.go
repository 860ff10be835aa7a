package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Excerpt returns the first words of s, white space folded, with "…" when something was cut off. A word is never
// cut. In scripts without spaces two characters count as a word.
func Excerpt(s string, words int) string {
	var b strings.Builder
	left := 2 * words // in half words
	inWord, gap := false, false
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		if unicode.IsSpace(r) {
			inWord, gap = false, b.Len() > 0
			i += size
			continue
		}
		cost := 0
		switch {
		case spaceless(r):
			cost, inWord = 1, false
		case !inWord && wordRune(r):
			cost, inWord = 2, true
		case gap && !inWord:
			cost = 0 // punctuation on its own, such as a dash
		}
		if cost > left {
			return strings.TrimRight(b.String(), " ,;:–—-([{\"“‘«") + "…"
		}
		left -= cost
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		if size == 1 && r >= 0x80 {
			r = unicode.ReplacementChar
		}
		b.WriteRune(r)
		i += size
	}
	return b.String()
}

// Prefix cuts s to at most n bytes of whole characters.
func Prefix(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
