package text

import (
	"slices"
	"strings"
	"unicode"
)

// Named reports whether words are a name: whether one of the names has all of them, in any order. Words with the marks of a query
// are none.
func Named(words string, names ...string) bool {
	if strings.ContainsAny(words, `":()*`) || strings.Contains(" "+words, " -") {
		return false
	}
	asked := nameWords(words)
	return len(asked) > 0 && slices.ContainsFunc(names, func(name string) bool {
		has := nameWords(name)
		return !slices.ContainsFunc(asked, func(word string) bool { return !slices.Contains(has, word) })
	})
}

func nameWords(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
