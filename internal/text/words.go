package text

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// Word is where a word stands in a text.
type Word struct {
	Begin, End int
	Spaceless  bool // a run of a script that is written without spaces: its terms are pairs of characters
}

// Words tells where the words of s stand that [Terms] makes terms of, rising. They are as they were printed: it is for
// finding again what was found by terms.
func Words(s string) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		for i := 0; i < len(s); {
			r, size := decode(s, i)
			w := Word{Begin: i}
			switch {
			case spaceless(r):
				w.End, w.Spaceless = spacelessEnd(s, i+size), true
			case wordRune(r):
				w.End = printedEnd(s, i+size)
			default:
				i += size
				continue
			}
			if !yield(w) {
				return
			}
			i = w.End
		}
	}
}

// printedEnd is wordEnd in a text that was not folded: characters without width stand within words.
func printedEnd(s string, i int) int {
	end := wordEnd(s, i)
	for end < len(s) && s[end] >= utf8.RuneSelf {
		next := end
		for next < len(s) {
			r, size := decode(s, next)
			if !dropped(r) {
				break
			}
			next += size
		}
		r, _ := decode(s, min(next, len(s)-1))
		if next == end || next == len(s) || !wordRune(r) || spaceless(r) {
			break
		}
		end = wordEnd(s, next)
	}
	return end
}

// Character reports whether a term is a single character of a script whose terms are pairs of characters.
func Character(term string) bool {
	r, size := utf8.DecodeRuneInString(term)
	return size > 0 && size == len(term) && spaceless(r)
}

// Characters returns the characters of s that stand in pairs, folded, each once. One that stands alone is a term already.
func Characters(s string) []string {
	if !strings.ContainsFunc(s, paired) {
		return nil
	}
	s = Fold(s)
	var found []string
	known := map[string]bool{}
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		if !spaceless(r) {
			i += size
			continue
		}
		end := spacelessEnd(s, i+size)
		if end == i+size {
			i = end
			continue
		}
		for ; i < end; i += size {
			_, size = decode(s, i)
			if c := s[i : i+size]; !known[c] {
				known[c] = true
				found = append(found, c)
			}
		}
	}
	return found
}

// paired reports whether a text with r may have pairs, once it is folded: signs, dashes and quotes never have.
func paired(r rune) bool { return r >= 0x0E00 && (r < 0x2000 || r > 0x2BFF) }
