package feed

import (
	"strings"
)

// paragraphs makes HTML of a plain text: paragraphs where blank lines part them, headings' underlines and the signature
// left out. Lines of a flowed text (RFC 3676) that end in a blank go on.
func paragraphs(text string, flowed, delsp bool) string {
	var b strings.Builder
	var held []string
	flush := func() {
		if len(held) > 0 {
			b.WriteString("<p>" + strings.Join(held, "\n") + "</p>\n")
		}
		held = held[:0]
	}
	open := false // the last line goes on
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if line == "-- " || line == "--" { // what follows is a signature or the list's footer
			break
		}
		if flowed {
			line = strings.TrimPrefix(line, " ") // stuffed
		}
		goesOn := flowed && strings.HasSuffix(line, " ")
		if goesOn && delsp {
			line = line[:len(line)-1]
		}
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || strings.Trim(trimmed, "-=_*~#+.·—– ") == "" {
			flush()
			open = false
			continue
		}
		escaped := escapeText(strings.TrimRight(line, "\r"))
		switch {
		case open && len(held) > 0:
			held[len(held)-1] += escaped
		case isListItem(trimmed) && len(held) > 0 && !isListItem(strings.TrimSpace(held[len(held)-1])):
			flush()
			held = append(held, escaped)
		default:
			held = append(held, escaped)
		}
		open = goesOn
	}
	flush()
	return b.String()
}

func isListItem(line string) bool {
	for _, mark := range []string{"* ", "- ", "• ", "· "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	return false
}
