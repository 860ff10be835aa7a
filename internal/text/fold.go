package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings s to the form in which words are compared: compatibility characters unified (NFKC), lower case,
// Latin, Greek and Cyrillic diacritics off, Hebrew and Arabic vowel points off. Vowel signs of Indic and South-East
// Asian scripts stay: they are letters. It is for matching, not for showing.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	s = norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(s))
	composed := true // nothing was kept that NFC would put together again
	for _, r := range s {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
			continue
		}
		if dropped(r) {
			continue
		}
		r = unicode.ToLower(r)
		if plain, ok := plainLetters[r]; ok {
			b.WriteString(plain)
			continue
		}
		composed = composed && !(r >= 0x1100 && r <= 0x11FF) && !unicode.Is(unicode.M, r)
		b.WriteRune(r)
	}
	if composed {
		return b.String()
	}
	return norm.NFC.String(b.String())
}

// plainLetters are letters that no decomposition takes apart, as people type them on a plain keyboard.
var plainLetters = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h", 'ŧ': "t",
	'ŋ': "n", 'ς': "σ",
	'’': "'", '‘': "'", 'ʼ': "'", 'ʻ': "'", '‐': "-", '‑': "-",
}

// dropped reports whether r is a mark that says how a letter sounds, or a character without width.
func dropped(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F: // combining diacritics
	case r >= 0x0591 && r <= 0x05C7 && r != 0x05BE && r != 0x05C0 && r != 0x05C3 && r != 0x05C6: // Hebrew points
	case r >= 0x064B && r <= 0x065F, r == 0x0670, r == 0x0640: // Arabic vowel signs, tatweel
	case r == 0x00AD, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064, r == 0xFEFF:
	default:
		return false
	}
	return true
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
