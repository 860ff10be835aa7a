package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pattern is what one template leaves of a header: the kinds of its lines in order, and how its dates are written. The
// headers of a stack have the same, chance leaves different ones.
func (p *splitter) pattern(h *header) string {
	var b strings.Builder
	for j := h.start; j < h.end; j++ {
		if !p.leaves[j].words() {
			continue
		}
		switch c := p.cues[j]; {
		case j == h.headline:
			b.WriteByte('=')
		case c&cueDate != 0:
			b.WriteByte('#')
			skeleton(&b, p.leaves[j].text)
		case c&cueBy != 0 || j == h.source:
			b.WriteByte('@')
		case j < h.headline:
			b.WriteByte('|')
		case c&cueTitle != 0:
			b.WriteByte('+')
		}
	}
	return b.String()
}

// skeleton writes how a line is written: a 9 for digits, an M for a month, other words as they are when small, one N for
// names in a row.
func skeleton(b *strings.Builder, s string) {
	named := false
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case unicode.IsDigit(r):
			n = len(s) - len(strings.TrimLeftFunc(s, unicode.IsDigit))
			b.WriteByte('9')
			named = false
		case unicode.IsLetter(r):
			n = len(s) - len(strings.TrimLeftFunc(s, unicode.IsLetter))
			word := strings.ToLower(s[:n])
			if _, month := months[word]; month {
				b.WriteByte('M')
			} else if !unicode.IsUpper(r) {
				b.WriteString(word)
			} else if !named {
				b.WriteByte('N')
				named = true
			}
		case r != ' ':
			b.WriteRune(r)
		}
		s = s[n:]
	}
}

// sameForm keeps the headers whose pattern is the commonest.
func sameForm(all []header) []header {
	count := map[string]int{}
	best := ""
	for i := range all {
		k := all[i].form
		if count[k]++; count[k] > count[best] || count[k] == count[best] && k < best {
			best = k
		}
	}
	var out []header
	for _, h := range all {
		if h.form == best {
			out = append(out, h)
		}
	}
	return out
}
