package extract

import (
	"encoding/json"
	"html"
	"strings"
)

// looseJSON reads the JSON values of a script, several in a row if need be. The faults that publishers make are
// forgiven: comments, raw line breaks and unescaped quotes in strings, wrong escapes, commas too many, entities for quotes.
// What stands behind a fault that cannot be mended is lost; values of one script are at most [maxValues].
func looseJSON(script string) []any {
	script = unwrap(script)
	if script == "" || script[0] != '{' && script[0] != '[' && script[0] != '&' && script[0] != '/' {
		return nil
	}
	var value any
	if json.Unmarshal([]byte(script), &value) == nil {
		return []any{value}
	}
	if !strings.Contains(script, `"`) && strings.Contains(script, "&quot;") {
		script = html.UnescapeString(script)
	}
	var all []any
	decoder := json.NewDecoder(strings.NewReader(mend(script)))
	for len(all) < maxValues && decoder.Decode(&value) == nil {
		all = append(all, value)
		value = nil
	}
	return all
}

// maxValues of one script are read.
const maxValues = 20

// unwrap takes off what hides a script from old browsers and parsers.
func unwrap(script string) string {
	script = strings.TrimSpace(script)
	for _, wrap := range []string{"<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["} {
		script = strings.TrimSpace(strings.TrimPrefix(script, wrap))
	}
	for _, wrap := range []string{"-->", "//]]>", "/*]]>*/", "]]>", ";"} {
		script = strings.TrimSpace(strings.TrimSuffix(script, wrap))
	}
	return script
}

// mend copies a script and repairs what looseJSON promises, in one pass.
func mend(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	comma := false // one is held back until something follows it
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c <= ' ' || c == ';':
			i++
		case c == '/' && strings.HasPrefix(s[i:], "//"):
			i = after(s, i, "\n")
		case c == '/' && strings.HasPrefix(s[i:], "/*"):
			i = after(s, i, "*/")
		case c == ',':
			comma = true
			i++
		default:
			if comma && c != '}' && c != ']' {
				b.WriteByte(',')
			}
			comma = false
			if c == '"' {
				i = mendString(&b, s, i)
				continue
			}
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

func after(s string, from int, end string) int {
	if n := strings.Index(s[from:], end); n >= 0 {
		return from + n + len(end)
	}
	return len(s)
}

// mendString writes the string that starts at the quote at i and returns where it ends. A quote ends it only when what
// follows fits behind a string.
func mendString(b *strings.Builder, s string, i int) int {
	b.WriteByte('"')
	for i++; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
			switch next := s[i]; {
			case strings.IndexByte(`"\/bfnrt`, next) >= 0:
				b.WriteByte('\\')
				b.WriteByte(next)
			case next == 'u' && i+4 < len(s) && isHex(s[i+1:i+5]):
				b.WriteString(`\u`)
			case next < ' ':
				b.WriteByte(' ')
			default:
				b.WriteByte(next)
			}
		case c == '"':
			if endsString(s, i+1) {
				b.WriteByte('"')
				return i + 1
			}
			b.WriteString(`\"`)
		case c < ' ':
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return i
}

// endsString reports whether the text at i fits behind the closing quote of a string.
func endsString(s string, i int) bool {
	at := skipSpace(s, i)
	if at >= len(s) {
		return true
	}
	switch s[at] {
	case '}', ']', ':', '/':
		return true
	case ',':
		switch next := nextSign(s, at+1); {
		case next == '"', next == '{', next == '[', next == '-', next == '}', next == ']', next == '/', next == 0, next >= '0' && next <= '9':
			return true
		case next == 't', next == 'f', next == 'n':
			rest := s[skipSpace(s, at+1):]
			return strings.HasPrefix(rest, "true") || strings.HasPrefix(rest, "false") || strings.HasPrefix(rest, "null")
		}
	}
	return false
}

func skipSpace(s string, i int) int {
	for i < len(s) && s[i] <= ' ' {
		i++
	}
	return i
}

// nextSign is the next byte that is no space, 0 at the end.
func nextSign(s string, i int) byte {
	if i = skipSpace(s, i); i < len(s) {
		return s[i]
	}
	return 0
}

func isHex(s string) bool {
	for i := range len(s) {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(s[i])) {
			return false
		}
	}
	return true
}
