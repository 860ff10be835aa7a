package feed

import "strings"

// Classes of bytes in names and between attributes.
const (
	startsName = 1 << iota
	inName
	isSpace
)

var classes = func() (table [256]uint8) {
	for c := range table {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c >= 0x80:
			table[c] = startsName | inName
		case c >= '0' && c <= '9', c == ':', c == '-', c == '.':
			table[c] = inName
		case c == ' ', c == '\t', c == '\r', c == '\n', c == '\f':
			table[c] = isSpace
		}
	}
	return table
}()

func nameStart(c byte) bool { return classes[c]&startsName != 0 }

func nameEnd(s string) int {
	for i := range len(s) {
		if classes[s[i]]&inName == 0 {
			return i
		}
	}
	return len(s)
}

func skipSpace(s string) string {
	for i := range len(s) {
		if classes[s[i]]&isSpace == 0 {
			return s[i:]
		}
	}
	return ""
}

func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}
