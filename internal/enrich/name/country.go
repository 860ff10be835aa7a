package name

import "strings"

// Country returns the two letters (ISO 3166-1) of the country that words mean: its name in one of the languages that are
// read, its capital or another city of 200,000 inhabitants or more, or a word of its nationality; "" when they mean none.
func Country(words, language string) string {
	words = strings.TrimSpace(words)
	for _, article := range []string{"the ", "The "} {
		words = strings.TrimPrefix(words, article)
	}
	l, h := lists(), HashPhrase(words)
	for _, key := range [2]uint32{Local(Tongue(language), h), h} {
		if c := l.item(key).Country; c[0] != 0 {
			return string(c[:])
		}
	}
	return ""
}

// Female returns how likely somebody of this first name is a woman, and whether that is known.
func Female(first string) (likelihood float64, known bool) {
	f := lists().item(HashWord(first)).Female
	if f == 0 {
		return .5, false
	}
	return float64(f-1) / 200, true
}
