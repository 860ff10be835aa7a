package text

import (
	"strings"
	"sync"
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
	if plain, ok := foldKnown(s); ok {
		return plain
	}
	return foldAny(s)
}

// foldAny folds whatever comes.
func foldAny(s string) string {
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

// foldKnown folds a string of characters that do not depend on their neighbours, which most are; ok is false when
// there are others.
func foldKnown(s string) (folded string, ok bool) {
	known := knownFolds()
	b := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b = append(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= 0x4E00 && r <= 0x9FFF: // ideographs stay as they are
			b = append(b, s[i:i+size]...)
		case r < maxKnown && known[r/knownPage] != nil && known[r/knownPage][r%knownPage].alone:
			b = append(b, known[r/knownPage][r%knownPage].folded...)
		default:
			return "", false
		}
		i += size
	}
	return string(b), true
}

const (
	knownPage = 64
	maxKnown  = 0xFF80
)

// knownFold is what foldAny makes of one character, wherever it stands.
type knownFold struct {
	folded string
	alone  bool // no neighbour changes that
}

// knownFolds are Latin, Greek, Cyrillic, Hebrew and Arabic letters, punctuation and full-width forms, by pages.
var knownFolds = sync.OnceValue(func() *[maxKnown / knownPage]*[knownPage]knownFold {
	var pages [maxKnown / knownPage]*[knownPage]knownFold
	for _, span := range [][2]rune{{0x80, 0x0700}, {0x1E00, 0x2000}, {0x2000, 0x2200}, {0x3000, 0x3040}, {0xFF00, maxKnown}} {
		for r := span[0]; r < span[1]; r++ {
			if pages[r/knownPage] == nil {
				pages[r/knownPage] = new([knownPage]knownFold)
			}
			pages[r/knownPage][r%knownPage] = knownFold{foldAny(string(r)), standsAlone(r)}
		}
	}
	return &pages
})

// standsAlone reports whether r comes apart into characters that neither move nor join with others.
func standsAlone(r rune) bool {
	for _, part := range norm.NFKD.String(string(r)) {
		if !dropped(part) && (unicode.Is(unicode.M, part) || norm.NFKD.PropertiesString(string(part)).CCC() != 0) {
			return false
		}
		if part >= 0x1100 && part <= 0x11FF || part == unicode.ReplacementChar {
			return false
		}
	}
	return true
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
