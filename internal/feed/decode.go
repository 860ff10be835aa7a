package feed

import (
	"bytes"
	"encoding/binary"
	"mime"
	"slices"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/text"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// maxDocument is how many bytes of a document are read.
const maxDocument = 32 << 20

var xmlDeclaration = text.Lazy(`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9_:.\-]{2,40})`)

// decode turns the bytes of a feed into UTF-8. The encoding is, in this order: a byte order mark or the pattern of the
// first characters; UTF-8 when the bytes are that, whatever they claim; the declaration in the document; the header;
// windows-1252. UTF-8 with a few wrong bytes stays UTF-8.
func decode(b []byte, contentType string, n *notes) string {
	if len(b) > maxDocument {
		b = b[:maxDocument]
		n.add("the document is too long; its end was not read")
	}
	if wide := wideEncoding(b); wide != nil {
		return convert(b, wide, n)
	}
	b = withoutControls(b)
	if rest, found := bytes.CutPrefix(b, []byte("\xef\xbb\xbf")); found {
		return cleaned(string(rest), n)
	}
	if utf8.Valid(b) && !escapeEncoded(b, contentType) {
		return mended(string(b))
	}
	label := ""
	if declared := xmlDeclaration.FindSubmatch(b[:min(len(b), 512)]); declared != nil {
		label = string(declared[1])
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil && (label == "" || lookup(label) == nil) {
		label = params["charset"]
	}
	e := lookup(label)
	if (e == nil || e == unicode.UTF8) && mostlyUTF8(b) {
		return cleaned(string(b), n)
	}
	if e == nil || e == unicode.UTF8 {
		n.add("the encoding is not as declared; windows-1252 is assumed")
		e = lookup("windows-1252")
	}
	return convert(b, e, n)
}

func lookup(label string) encoding.Encoding {
	if label == "" {
		return nil
	}
	e, name := charset.Lookup(strings.TrimSpace(label))
	if name == "utf-8" {
		return unicode.UTF8
	}
	if e == encoding.Replacement || strings.HasPrefix(name, "utf-16") { // 8-bit text that claims to be wide
		return nil
	}
	return e
}

// wideEncoding knows UTF-16 and UTF-32 by their mark or by "<" and "{" among zeros.
func wideEncoding(b []byte) encoding.Encoding {
	head := [4]byte{}
	if copy(head[:], b) < 4 {
		return nil
	}
	switch {
	case head == [4]byte{0, 0, 0xfe, 0xff}, head == [4]byte{0, 0, 0, '<'}:
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case head == [4]byte{0xff, 0xfe, 0, 0}, head == [4]byte{'<', 0, 0, 0}:
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case head[0] == 0xfe && head[1] == 0xff, head[0] == 0 && (head[1] == '<' || head[1] == '{'):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case head[0] == 0xff && head[1] == 0xfe, (head[0] == '<' || head[0] == '{') && head[1] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	return nil
}

// escapeEncoded reports whether ASCII bytes are meant as ISO-2022-JP, which hides its characters behind escapes.
func escapeEncoded(b []byte, contentType string) bool {
	return bytes.Contains(b, []byte("\x1b$")) &&
		(bytes.Contains(bytes.ToLower(b[:min(len(b), 512)]), []byte("iso-2022-jp")) || strings.Contains(strings.ToLower(contentType), "iso-2022-jp"))
}

// mostlyUTF8 reports whether at least two thirds of the characters beyond ASCII are good UTF-8.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		b = b[size:]
	}
	return good > 0 && good >= 2*bad
}

// withoutControls drops what no text has: control characters other than spaces. The escape stays, for ISO-2022-JP.
func withoutControls(b []byte) []byte {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for i := 0; i < len(b); {
		if i+8 <= len(b) {
			word := binary.LittleEndian.Uint64(b[i:])
			if (word-ones*' ')&^word&highs == 0 { // none of the eight is below a space
				i += 8
				continue
			}
		}
		for end := min(i+8, len(b)); i < end; i++ {
			if isControl(b[i]) {
				return slices.DeleteFunc(slices.Clone(b), isControl)
			}
		}
	}
	return b
}

func isControl(c byte) bool {
	return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b
}

func convert(b []byte, e encoding.Encoding, n *notes) string {
	decoded, err := e.NewDecoder().Bytes(b)
	if err != nil {
		n.add("the encoding is broken in places")
	}
	return cleaned(string(decoded), n)
}

func cleaned(s string, n *notes) string {
	if !utf8.ValidString(s) {
		n.add("some bytes are no characters")
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return mended(s)
}

// mended replaces the controls U+0080 to U+009F by the characters that windows-1252 has at these numbers: they come
// from converting that as if it were ISO 8859-1.
func mended(s string) string {
	for i := 0; ; i++ {
		next := strings.IndexByte(s[i:], 0xc2)
		if next < 0 {
			return s
		}
		if i += next; i+1 < len(s) && s[i+1] < 0xa0 {
			break
		}
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x80 && r < 0xa0 {
			return windows1252[r-0x80]
		}
		return r
	}, s)
}
