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
		switch { // what escaped markup is made of
		case strings.HasPrefix(s, "&lt;"):
			b.WriteByte('<')
			s = s[len("&lt;"):]
		case strings.HasPrefix(s, "&gt;"):
			b.WriteByte('>')
			s = s[len("&gt;"):]
		case strings.HasPrefix(s, "&amp;"):
			b.WriteByte('&')
			s = s[len("&amp;"):]
		case strings.HasPrefix(s, "&quot;"):
			b.WriteByte('"')
			s = s[len("&quot;"):]
		default:
			s = r.rarer(&b, s)
		}
		next = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// rarer resolves the entity that s begins with, and gives what follows it.
func (r *resolver) rarer(b *strings.Builder, s string) string {
	if end := strings.IndexByte(s[:min(len(s), 40)], ';'); end > 1 {
		if s[1] == '#' {
			if c, ok := number(s[2:end]); ok {
				if c > 0 {
					b.WriteRune(c)
				}
				return s[end+1:]
			}
		} else if value, ok := r.reference(s[1:end]); ok {
			b.WriteString(value)
			return s[end+1:]
		}
	}
	b.WriteByte('&') // a bare one is a character
	return s[1:]
}

func (r *resolver) reference(name string) (string, bool) {
	switch name {
	case "apos":
		return "'", true
	case "nbsp":
		return "\u00a0", true
	}
	if value, declared := r.z.entities[name]; declared {
		if r.expanded += len(value); r.expanded > maxExpansion {
			return "", false
		}
		if rest, found := strings.CutPrefix(value, "&#"); found && strings.HasSuffix(rest, ";") {
			c, ok := number(strings.TrimSuffix(rest, ";"))
			if c == 0 {
				return "", ok
			}
			return string(c), ok
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

// number reads what stands between "&#" and ";". It is 0 for what is no character that could be shown.
func number(digits string) (rune, bool) {
	base := 10
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
		digits, base = digits[1:], 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	switch {
	case err != nil:
		return 0, false
	case code >= 0x80 && code < 0xa0:
		return windows1252[code-0x80], true
	case code > utf8.MaxRune || !utf8.ValidRune(rune(code)):
		return utf8.RuneError, true
	case code < ' ' && code != '\t' && code != '\n' && code != '\r':
		return 0, true
	}
	return rune(code), true
}
