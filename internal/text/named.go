package text

import (
	"slices"
	"strings"
	"unicode"
)

// Named says how well words name what has these names: 2 when they are one of them, 1 when one has all of the words, in any
// order, else 0. Words with the marks of a query name nothing.
func Named(words string, names ...string) int {
	if strings.ContainsAny(words, `":()*`) || strings.Contains(" "+words, " -") {
		return 0
	}
	asked := nameWords(words)
	if len(asked) == 0 {
		return 0
	}
	best := 0
	for _, name := range names {
		has := nameWords(name)
		switch {
		case slices.Equal(asked, has):
			return 2
		case !slices.ContainsFunc(asked, func(word string) bool { return !slices.Contains(has, word) }):
			best = 1
		}
	}
	return best
}

func nameWords(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
