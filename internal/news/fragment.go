package news

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Passage is words of a page, and what stands around them there where that is needed to find them.
type Passage struct {
	Prefix, Text, Suffix string
}

// A passage longer than this is named by its first and last words: the page may break it with a picture or a note.
const (
	wholePassage = 90 // bytes
	edgeWords    = 5
	edgeRunes    = 16 // in scripts without spaces
	maxPassages  = 6
)

// PassageAddress is an address that leads browsers to words of the page, and marks them there
// (https://wicg.github.io/scroll-to-text-fragment/). A part of the page that the address names already stays. Without words, or
// without an address, the address comes back as it is.
func PassageAddress(address string, passages ...Passage) string {
	if address == "" {
		return ""
	}
	var directives []string
	for _, p := range passages {
		if d := p.directive(); d != "" && len(directives) < maxPassages {
			directives = append(directives, d)
		}
	}
	if len(directives) == 0 {
		return address
	}
	address, _, _ = strings.Cut(address, ":~:")
	if !strings.Contains(address, "#") {
		address += "#"
	}
	return address + ":~:" + strings.Join(directives, "&")
}

// pieceMark stands between the pieces of a quotation that its article interrupts.
const pieceMark = " … "

// WordsAddress is [PassageAddress] for a quotation or a sentence as it is shown: in pieces, and perhaps cut short.
func WordsAddress(address, shown string) string {
	var passages []Passage
	for piece := range strings.SplitSeq(shown, pieceMark) {
		passages = append(passages, Passage{Text: piece})
	}
	return PassageAddress(address, passages...)
}

// directive writes [prefix-,]start[,end][,-suffix].
func (p Passage) directive() string {
	words := edgeless(p.Text)
	if words == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("text=")
	if prefix := strings.TrimSpace(p.Prefix); prefix != "" {
		b.WriteString(encodePassage(prefix) + "-,")
	}
	first, last := words, ""
	if len(words) > wholePassage || strings.ContainsAny(words, "\n\r") {
		first, last = edges(words)
	}
	b.WriteString(encodePassage(first))
	if last != "" {
		b.WriteString("," + encodePassage(last))
	}
	if suffix := strings.TrimSpace(p.Suffix); suffix != "" {
		b.WriteString(",-" + encodePassage(suffix))
	}
	return b.String()
}

// edgeless is words without the marks at their ends, which pages write in several ways.
func edgeless(words string) string {
	return strings.TrimFunc(words, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) || r == utf8.RuneError })
}

// edges are the first and last words of a passage; the last are empty when they would overlap.
func edges(words string) (first, last string) {
	fields := strings.Fields(words)
	switch {
	case len(fields) >= 2*edgeWords:
		return strings.Join(fields[:edgeWords], " "), strings.Join(fields[len(fields)-edgeWords:], " ")
	case len(fields) > 3:
		half := len(fields) / 2
		return strings.Join(fields[:half], " "), strings.Join(fields[half:], " ")
	}
	if runes := []rune(words); len(runes) >= 2*edgeRunes {
		return string(runes[:edgeRunes]), string(runes[len(runes)-edgeRunes:])
	}
	return strings.Join(fields, " "), ""
}

// encodePassage percent-encodes all but letters, digits and "._~": commas, dashes and ampersands have a meaning of their own
// there.
func encodePassage(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(strings.ToValidUTF8(s, "")) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '~' {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
	}
	return b.String()
}
