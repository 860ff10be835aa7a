package quote

import (
	"strings"
	"unicode/utf8"
)

// closer finds the mark that closes a family from i on: where what is between ends, and where the mark ends; 0 when
// there is none.
func (m *marks) closer(kind family, i int) (out, end int) {
	if m.lost[kind] {
		return 0, 0
	}
	limit := len(m.s)
	if kind == singleFamily || kind == tickFamily {
		limit = min(limit, i+longestSingle)
	}
	weakOut, weakEnd, depth := 0, 0, 0
	for i < limit {
		c := m.s[i]
		if c < 0x80 && c != '"' && c != '\'' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(m.s[i:])
		if kind == straightFamily && strings.HasPrefix(m.s[i:], "''") {
			size = 2
			r = '"'
		}
		switch m.closes(kind, r, i, size, &depth) {
		case surely:
			return i, i + size
		case perhaps:
			if weakEnd == 0 {
				weakOut, weakEnd = i, i+size
			}
		case never:
			return weakOut, weakEnd
		}
		i += size
	}
	if weakEnd == 0 && limit == len(m.s) {
		m.lost[kind] = true
	}
	return weakOut, weakEnd
}

// verdict is what a mark means for the piece that is open.
type verdict uint8

const (
	goesOn verdict = iota
	surely
	perhaps // a close, or an apostrophe at the end of a word
	never   // a new piece opens: the open one lacks its close
)

func (m *marks) closes(kind family, r rune, i, size int, depth *int) verdict {
	switch kind {
	case curlyFamily:
		if r == '”' {
			return surely
		}
		if r == '“' {
			if !m.spacedBefore(i) && m.spacedAfter(i+size) {
				return surely // typed the wrong way round
			}
			return never
		}
		if r == '"' && !m.spacedBefore(i) && m.spacedAfter(i+size) {
			return perhaps // two ways of typing in one text
		}
	case lowFamily:
		if r == '“' || r == '”' || r == '"' {
			return surely
		}
		if r == '„' {
			return never
		}
	case guillemetFamily:
		return nested(r, '«', '»', depth)
	case cornerFamily:
		if r == '「' || r == '『' || r == '」' || r == '』' {
			if r == '「' || r == '『' {
				*depth++
			} else if *depth--; *depth < 0 {
				return surely
			}
		}
	case invertedFamily:
		return nested(r, '»', '«', depth)
	case straightFamily:
		if r == '"' || r == '”' && size > 1 {
			if m.spacedBefore(i) && !m.spacedAfter(i+size) {
				return never
			}
			return surely
		}
	case singleFamily, tickFamily:
		return m.closesSingle(kind, r, i, size)
	}
	return goesOn
}

func nested(r, open, shut rune, depth *int) verdict {
	switch r {
	case open:
		*depth++
	case shut:
		if *depth--; *depth < 0 {
			return surely
		}
	}
	return goesOn
}

// closesSingle decides about a mark that may be an apostrophe.
func (m *marks) closesSingle(kind family, r rune, i, size int) verdict {
	shut := kind == tickFamily && r == '\'' || kind == singleFamily && (r == '’' || r == '‘' || r == '\'')
	if !shut || m.letterAt(i+size) {
		if r == '‘' && kind == singleFamily {
			return never
		}
		return goesOn
	}
	if kind == tickFamily && m.spacedBefore(i) {
		return goesOn
	}
	before, _ := utf8.DecodeLastRuneInString(m.s[:i])
	if before == 's' || before == 'n' {
		return perhaps // "the officials’", "talkin’"
	}
	return surely
}
