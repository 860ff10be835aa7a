package feed

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/text"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
)

// decoded is the body without its transfer encoding.
func (p *part) decoded() []byte {
	switch lower(p.header.get("content-transfer-encoding")) {
	case "base64":
		return looseBase64(p.body)
	case "quoted-printable":
		return quotedPrintable(p.body)
	}
	return p.body
}

// text is the body in UTF-8.
func (p *part) text() string { return inCharset(p.decoded(), p.params["charset"]) }

// inCharset decodes bytes. UTF-8 that claims to be Latin is UTF-8: nobody writes such rows of bytes by chance.
func inCharset(b []byte, label string) string {
	var said notes
	e := lookup(strings.Trim(label, `"' `))
	_, name := charset.Lookup(strings.Trim(label, `"' `))
	isLoose := e == nil || e == unicode.UTF8
	if utf8.Valid(b) && (isLoose || name == "windows-1252") || isLoose && mostlyUTF8(b) {
		return cleaned(string(b), &said)
	}
	if isLoose {
		e = lookup("windows-1252")
	}
	return convert(b, e, &said)
}

// looseBase64 decodes what is base64 in b, whatever stands between.
func looseBase64(b []byte) []byte {
	clean := make([]byte, 0, len(b))
	var out []byte
	flush := func() {
		decoded := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
		n, _ := base64.RawStdEncoding.Decode(decoded, clean[:len(clean)-btoi(len(clean)%4 == 1)])
		out, clean = append(out, decoded[:n]...), clean[:0]
	}
	for _, c := range b {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			clean = append(clean, c)
		case c == '-':
			clean = append(clean, '+')
		case c == '_':
			clean = append(clean, '/')
		case c == '=' && len(clean) > 0:
			flush()
		}
	}
	flush()
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// quotedPrintable decodes RFC 2045, section 6.7; what is no escape stays as it is.
func quotedPrintable(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		rest := b[i+1:]
		if len(rest) >= 2 {
			if high, low := hexDigit(rest[0]), hexDigit(rest[1]); high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		blank := 0
		for blank < len(rest) && (rest[blank] == ' ' || rest[blank] == '\t' || rest[blank] == '\r') {
			blank++
		}
		if blank == len(rest) || rest[blank] == '\n' { // the line goes on
			i += min(blank+1, len(rest))
			continue
		}
		out = append(out, '=')
	}
	return out
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

var encodedWord = text.Lazy(`=\?([A-Za-z0-9_.:\-]{1,40})(?:\*[A-Za-z0-9-]*)?\?([bBqQ])\?([^?]*)\?=`)

// decodeWords reads RFC 2047's encoded words. Neighbours of one charset are joined before they are decoded: many mailers
// cut characters in two.
func decodeWords(s string) string {
	if !strings.Contains(s, "=?") {
		return inCharset([]byte(s), "")
	}
	var out strings.Builder
	var held []byte
	label, done := "", 0
	flush := func() {
		if held != nil {
			out.WriteString(inCharset(held, label))
		}
		held, label = nil, ""
	}
	for _, at := range encodedWord.FindAllStringSubmatchIndex(s, -1) {
		between, charset, word := s[done:at[0]], s[at[2]:at[3]], s[at[6]:at[7]]
		if held == nil || strings.TrimSpace(between) != "" {
			flush()
			out.WriteString(inCharset([]byte(between), ""))
		} else if !strings.EqualFold(charset, label) {
			flush()
		}
		label, done = charset, at[1]
		if c := s[at[4]]; c == 'b' || c == 'B' {
			held = append(held, looseBase64([]byte(word))...)
		} else {
			held = append(held, quotedPrintable([]byte(strings.ReplaceAll(word, "_", " ")))...)
		}
		if held == nil {
			held = []byte{}
		}
	}
	flush()
	out.WriteString(inCharset([]byte(s[done:]), ""))
	return out.String()
}
