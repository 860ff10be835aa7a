package stem

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// This file holds what is done to letters before a word is stemmed, so that ways of writing it become one.

// withoutYo writes Russian as most print it.
var withoutYo = strings.NewReplacer("ё", "е", "Ё", "Е").Replace

// dots lowers the two letters I of Turkish.
var dots = strings.NewReplacer("I", "ı", "İ", "i").Replace

// cedillas unifies the two ways to write the comma below Romanian letters; the stemmer knows the older one.
var cedillas = strings.NewReplacer("ș", "ş", "Ș", "ş", "ț", "ţ", "Ț", "ţ").Replace

// arabicLetters writes Persian letters, and those of Arabic that many leave out, in one way.
func arabicLetters(word string) string { return arabicWays(text.Fold(word)) }

var arabicWays = strings.NewReplacer("ک", "ك", "ی", "ي", "ى", "ي", "ھ", "ه", "ة", "ه").Replace

// tilde writes the endings of Portuguese nouns in -ão in one way, those in -ções among them.
func tilde(word string) string {
	return ending(word, "ções", "ção", "coes", "ção", "cao", "ção", "sões", "são", "soes", "são", "ões", "ão")
}

// accents writes Spanish nouns in -ción and -dad in one way.
func accents(word string) string {
	return ending(word, "cion", "ción", "sion", "sión", "dades", "dad")
}

// ending puts another ending in the place of the first that a word has.
func ending(word string, pairs ...string) string {
	word = strings.ToLower(word)
	for i := 0; i < len(pairs); i += 2 {
		if rest, found := strings.CutSuffix(word, pairs[i]); found && len(rest) > 2 {
			return rest + pairs[i+1]
		}
	}
	return word
}

// withoutU takes the u off Romanian nouns, which their stemmer leaves: "ministru".
func withoutU(stem func(string) string) func(string) string {
	return func(word string) string {
		word = stem(word)
		if rest, found := strings.CutSuffix(word, "u"); found && len(rest) > 3 {
			return rest
		}
		return word
	}
}

// northern writes out Danish and Norwegian letters that a foreign keyboard lacks.
func northern(word string) string {
	return digraphs(word, map[string]string{"oe": "ø", "aa": "å"})
}

// umlauts are those of German, however they are typed.
func umlauts(word string) string {
	return digraphs(word, map[string]string{"ae": "ä", "oe": "ö", "ue": "ü"})
}

// digraphs puts letters in the place of pairs, but for those in which the first belongs to what stands before: "Bauer",
// "neue", "Quelle".
func digraphs(word string, letters map[string]string) string {
	word = strings.ToLower(word)
	var b strings.Builder
	for i := 0; i < len(word); i++ {
		if i+1 < len(word) && (i == 0 || !strings.ContainsRune("aeiouq", rune(word[i-1]))) {
			if letter := letters[word[i:i+2]]; letter != "" {
				b.WriteString(letter)
				i++
				continue
			}
		}
		b.WriteByte(word[i])
	}
	return b.String()
}

// spellsOut are languages that lack the letters ä ö ü ø å. What they write with them is names of elsewhere.
var spellsOut = map[string]bool{"en": true, "es": true, "fr": true, "it": true, "nl": true, "pt": true, "ro": true}

var spelling = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa", "Ä", "ae", "Ö", "oe", "Ü", "ue", "Ø", "oe", "Å", "aa")

// spelledOut writes such letters as pairs; "" when there are none.
func spelledOut(word string) string {
	if spelled := spelling.Replace(word); spelled != word {
		return text.Fold(spelled)
	}
	return ""
}

// digraph reports whether a word may be one that is spelled out.
func digraph(word string) bool {
	return strings.Contains(word, "ae") || strings.Contains(word, "oe") || strings.Contains(word, "ue") || strings.Contains(word, "aa")
}

// persianTag marks words of Persian and Urdu. They have no stems, but their letters are unified: many are typed on an Arabic keyboard.
const persianTag = "fa"

var persianLetters = strings.NewReplacer("ك", "ک", "ي", "ی", "ى", "ی", "ھ", "ه", "ہ", "ه", "ة", "ه").Replace

func arabicScript(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.Is(unicode.Arabic, r)
}
