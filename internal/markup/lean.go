package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// ParseLean is [Parse] for who does not read programs: those scripts and styles that unread names come without their text, which
// is half of most pages. It is asked with the start tag as the page has it, and the text.
func ParseLean(page []byte, contentType string, unread func(tag, text string) bool) (*html.Node, error) {
	if len(page) == 0 {
		return nil, ErrEmpty
	}
	return parseString(lean(closeEmptyLinks(Decode(page, contentType)), unread)), nil
}

// lean leaves out texts that are unread. It reads tags as the tokenizer of html does; where it is not sure what that makes of
// a page, it leaves the rest as it is.
func lean(s string, unread func(tag, text string) bool) string {
	var out strings.Builder
	done, at := 0, 0       // until where it is written, and read
	foreign, open := "", 0 // the svg or math element that we are in, where no text is raw, and how many of its name are open
	for {
		i := strings.IndexByte(s[at:], '<')
		if i < 0 {
			break
		}
		start := at + i
		name, closing := tagName(s[start+1:])
		if name == "" {
			if at = pastOther(s, start+1, open > 0); at < 0 {
				break
			}
			continue
		}
		end := pastTag(s, start+1+len(name))
		if end < 0 {
			break
		}
		at = end
		name = strings.ToLower(strings.TrimPrefix(name, "/"))
		raw := !closing && rawText[name]
		if open > 0 || !closing && (name == "svg" || name == "math") {
			if raw && name != "title" && name != "style" && name != "script" {
				break // these are of HTML: perhaps it goes on here
			}
			switch {
			case open > 0 && name != foreign:
			case closing:
				open--
			case !strings.HasSuffix(s[start:end], "/>"):
				foreign = name
				open++
			}
			continue
		}
		if !raw {
			continue
		}
		length := rawLength(s[end:], name)
		if length < 0 {
			break
		}
		at += length
		if (name == "script" || name == "style") && unread(s[start:end], s[end:at]) {
			out.WriteString(s[done:end])
			done = at
		}
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// rawText names the elements in which no tag is one but that which ends them.
var rawText = map[string]bool{
	"iframe": true, "noembed": true, "noframes": true, "noscript": true, "plaintext": true, "script": true, "style": true, "textarea": true,
	"title": true, "xmp": true,
}

// tagName is the name that a tag begins with, behind its "<", with the "/" of one that closes; "" when it is no tag.
func tagName(s string) (name string, closing bool) {
	end := 0
	if closing = strings.HasPrefix(s, "/"); closing {
		end = 1
	}
	if end >= len(s) || !isLetter(s[end]) {
		return "", false
	}
	for end < len(s) && !blank(s[end]) && s[end] != '/' && s[end] != '>' {
		end++
	}
	return s[:end], closing
}

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// pastTag is where a tag ends whose attributes begin at a place, -1 when it does not end.
func pastTag(s string, at int) int {
	skip := func() bool {
		for at < len(s) && blank(s[at]) {
			at++
		}
		return at < len(s)
	}
	for skip() {
		if s[at] == '>' {
			return at + 1
		}
		for key := at; at < len(s) && !blank(s[at]) && s[at] != '/' && s[at] != '>' && (s[at] != '=' || at == key); {
			at++
		}
		if !skip() {
			break
		}
		switch s[at] {
		case '/':
			at++
			continue
		case '=':
			at++
		default:
			continue
		}
		if !skip() {
			break
		}
		switch quote := s[at]; quote {
		case '>':
		case '"', '\'':
			end := strings.IndexByte(s[at+1:], quote)
			if end < 0 {
				return -1
			}
			at += end + 2
		default:
			for at < len(s) && !blank(s[at]) && s[at] != '>' {
				at++
			}
		}
	}
	return -1
}

// pastOther is where something ends that begins with "<" and is no tag: a comment, a declaration, a mere sign; -1 when it
// does not end.
func pastOther(s string, at int, foreign bool) int {
	rest := s[at:]
	ending := ">"
	switch {
	case strings.HasPrefix(rest, "!-->"), strings.HasPrefix(rest, "!--->"): // they end at once
	case strings.HasPrefix(rest, "!--"):
		at += len("!--")
		short := strings.Index(s[at:], "-->")
		if short < 0 {
			return -1
		}
		if long := strings.Index(s[at:at+short], "--!>"); long >= 0 {
			return at + long + len("--!>")
		}
		return at + short + len("-->")
	case foreign && strings.HasPrefix(rest, "![CDATA["):
		ending = "]]>"
	case strings.HasPrefix(rest, "!"), strings.HasPrefix(rest, "?"), strings.HasPrefix(rest, "/"):
	default:
		return at
	}
	end := strings.Index(rest, ending)
	if end < 0 {
		return -1
	}
	return at + end + len(ending)
}

// rawLength is how long the text of an element is in which no tag is one, -1 when that is not sure.
func rawLength(s, name string) int {
	for at := 0; ; at++ {
		i := strings.Index(s[at:], "</")
		if i < 0 {
			return -1
		}
		at += i
		end := at + len("</") + len(name)
		if end >= len(s) || !strings.EqualFold(s[at+len("</"):end], name) || !blank(s[end]) && s[end] != '/' && s[end] != '>' {
			continue
		}
		if name == "script" && strings.Contains(s[:at], "<!--") && strings.Contains(strings.ToLower(s[:at]), "<script") {
			return -1 // a script in a comment in a script: what ends it is hard to tell
		}
		return at
	}
}
