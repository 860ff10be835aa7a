package stem

import (
	"strings"
	"unicode/utf8"
)

// The stemmer of Arabic is a light one: it takes off the article and the commonest endings, and leaves the inside of words
// alone. "السدود" is found by "سدود", not by "سد": such plurals are other words to it.

var (
	articles = strings.Fields("وال بال كال فال ولل لل ال")
	endings  = strings.Fields("ها ان ات ون ين يه ه ي")
)

func lightArabic(word string) string {
	for _, article := range articles {
		if rest, found := strings.CutPrefix(word, article); found && utf8.RuneCountInString(rest) >= 2 {
			word = rest
			break
		}
	}
	for _, ending := range endings {
		if rest, found := strings.CutSuffix(word, ending); found && utf8.RuneCountInString(rest) >= 3 {
			word = rest
		}
	}
	return word
}

// joinedArabic is a word without the "and", "so", "in", "for" or "as" that may be joined to its beginning, two of them at
// most. Many words begin with these letters of their own, so a text is found by all.
func joinedArabic(word string) []string {
	var without []string
	for range 2 {
		first, size := utf8.DecodeRuneInString(word)
		word = word[size:]
		if !strings.ContainsRune("وفبلك", first) || utf8.RuneCountInString(word) < 3 {
			break
		}
		without = append(without, word)
	}
	return without
}
