package feed

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxExpansion bounds what the entities that a document declares, and long addresses to resolve against, may add to it.
const maxExpansion = 1 << 20

// resolver replaces entities, once: what comes out is not looked at again.
type resolver struct {
	z        *tokenizer
	home     string // the feed's site: what addresses are relative to when nobody says
	expanded int
}

// windows1252 is what the numbers 128 to 159 mean where people write them, though Unicode has controls there.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

func (r *resolver) resolve(s string) string {
	next := strings.IndexByte(s, '&')
	if next < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for next >= 0 {
		b.WriteString(s[:next])
		s = s[next:]
		end := strings.IndexByte(s[:min(len(s), 40)], ';')
		value, ok := "", false
		if end > 1 {
			value, ok = r.reference(s[1:end])
		}
		if ok {
			b.WriteString(value)
			s = s[end+1:]
		} else {
			b.WriteByte('&') // a bare one is a character
			s = s[1:]
		}
		next = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

func (r *resolver) reference(name string) (string, bool) {
	switch name {
	case "amp":
		return "&", true
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	if name[0] == '#' {
		return number(name[1:])
	}
	if value, declared := r.z.entities[name]; declared {
		if r.expanded += len(value); r.expanded > maxExpansion {
			return "", false
		}
		if rest, found := strings.CutPrefix(value, "&#"); found && strings.HasSuffix(rest, ";") {
			return number(strings.TrimSuffix(rest, ";"))
		}
		return value, true
	}
	for i := range len(name) {
		if c := name[i]; !nameStart(c) && (c < '0' || c > '9') {
			return "", false
		}
	}
	reference := "&" + name + ";"
	value := html.UnescapeString(reference)
	if value == reference || strings.HasSuffix(value, ";") { // unknown, or known in its first letters only
		return "", false
	}
	return value, true
}

// number reads what stands between "&#" and ";".
func number(digits string) (string, bool) {
	base := 10
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
		digits, base = digits[1:], 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "", false
	}
	c := rune(code)
	switch {
	case code >= 0x80 && code < 0xa0:
		c = windows1252[code-0x80]
	case code > utf8.MaxRune || !utf8.ValidRune(c):
		c = utf8.RuneError
	case code < ' ' && code != '\t' && code != '\n' && code != '\r':
		return "", true // no character that could be shown
	}
	return string(c), true
}
