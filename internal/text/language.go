package text

import (
	_ "embed"
	"sync"
)

// Language reads at most maxLanguageBytes of a text: more would not make it surer.
const maxLanguageBytes = 1200

// minLetters is how many letters of one script it takes to say anything; of a spaceless script half suffice.
const minLetters = 4

// Language names the language of s as a BCP 47 primary tag such as "en", "fr", "ar" or "zh", and how sure it is
// between 0 and 1. It returns "" and 0 when there is too little text. It looks at the prevailing script only, so
// that a few names in another one do not matter, and at the first thousand bytes or so.
//
// Norwegian Bokmål is "no", Filipino is "tl", and every Chinese is "zh". Languages that it was never taught come
// out as their nearest relative.
func Language(s string) (tag string, confidence float64) {
	s = head(s, maxLanguageBytes)
	prevailing, share := prevailingScript(s)
	if prevailing == scriptNone {
		return "", 0
	}
	if only := onlyLanguage[prevailing]; only != "" {
		return only, share
	}
	m := models()[prevailing]
	if m == nil {
		return "", 0
	}
	var buffer [4 * maxLanguageBytes]uint32
	tag, confidence = m.best(grams(buffer[:0], s, prevailing))
	return tag, confidence
}

// Grams returns the features that the weights of [Language] are trained on, and the ISO 15924 code of the script
// they were taken from; that is "" for scripts that need no weights. It is for the program in train.
func Grams(s string) (code string, hashes []uint32) {
	s = head(s, maxLanguageBytes)
	prevailing, _ := prevailingScript(s)
	if code = scriptNames[prevailing]; code == "" {
		return "", nil
	}
	return code, grams(nil, s, prevailing)
}

// head returns the first n bytes of s, or a little less to end with a whole character.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for cut := n; cut > n-4; cut-- {
		if s[cut]&0xC0 != 0x80 {
			return s[:cut]
		}
	}
	return s[:n]
}

// prevailingScript returns the script of most letters, and its share of them.
func prevailingScript(s string) (script, float64) {
	var letters [scripts]int
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		letters[scriptOf(r)]++
		i += size
	}
	letters[scriptNone] = 0
	for _, dense := range []script{scriptHan, scriptKana, scriptHangul} {
		letters[dense] *= 2 // a character there is worth two letters elsewhere
	}
	if letters[scriptKana]*8 >= letters[scriptHan] && letters[scriptKana] > 0 { // Japanese mixes both
		letters[scriptKana] += letters[scriptHan]
		letters[scriptHan] = 0
	}
	prevailing, all := scriptNone, 0
	for sc, n := range letters {
		all += n
		if n > letters[prevailing] {
			prevailing = script(sc)
		}
	}
	if letters[prevailing] < minLetters {
		return scriptNone, 0
	}
	return prevailing, float64(letters[prevailing]) / float64(all)
}

// grams appends a hash for every run of one to four characters within the words of one script, spaces at both ends
// of a word included, and for every word.
func grams(hashes []uint32, s string, of script) []uint32 {
	var a, b, c uint32 // the three characters before
	var word uint32
	space := func() {
		if c != 0 && c != ' ' {
			hashes = append(hashes, mix(2, ' ', c, 0, 0), mix(3, ' ', c, b, 0), mix(4, ' ', c, b, a), mix(5, word, 0, 0, 0))
		}
		a, b, c, word = 0, 0, ' ', 0
	}
	space()
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		i += size
		if sc := scriptOf(r); sc != of {
			if sc != scriptNone || !joins(r) {
				space()
			}
			continue
		}
		x := uint32(lower(r))
		hashes = append(hashes, mix(1, x, 0, 0, 0), mix(2, x, c, 0, 0))
		if b != 0 {
			hashes = append(hashes, mix(3, x, c, b, 0))
			if a != 0 {
				hashes = append(hashes, mix(4, x, c, b, a))
			}
		}
		a, b, c = b, c, x
		word = word*0x01000193 ^ x
	}
	space()
	return hashes
}

// joins reports whether r belongs to the word around it without being a letter of its script.
func joins(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || r == 0x200C || r == 0x200D || (r >= 0x0300 && r <= 0x036F)
}

func mix(order, x, c, b, a uint32) uint32 {
	h := order*0x27D4EB2F + x*0x9E3779B1 + c*0x85EBCA77 + b*0xC2B2AE3D + a*0x165667B1
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	return h * 0x297A2D39
}

// models are the weights by script, unpacked at the first need.
var models = sync.OnceValue(func() [scripts]*model {
	m, err := readModels(languageWeights)
	if err != nil {
		panic(err) // embedded: a programmer's mistake, found by the first test
	}
	return m
})

//go:embed language.bin
var languageWeights []byte
