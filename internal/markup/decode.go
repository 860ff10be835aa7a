package markup

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// metaWindow is how far into a page a charset declaration may stand. The standard says 1,024 bytes; pages do worse.
const metaWindow = 4096

var (
	metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,300}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})`)
	xmlCharset  = regexp.MustCompile(`(?i)^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_:.-]{2,40})`)
	htmlLang    = regexp.MustCompile(`(?i)<html[^>]{0,500}?\slang\s*=\s*["']?\s*([a-z]{2})`)
)

// legacyCharset is the encoding that pages of a language used before UTF-8, for pages that do not tell.
var legacyCharset = map[string]string{
	"ar": "windows-1256", "bg": "windows-1251", "cs": "windows-1250", "el": "windows-1253", "fa": "windows-1256",
	"he": "windows-1255", "hu": "windows-1250", "ja": "shift_jis", "ko": "euc-kr", "lt": "windows-1257",
	"lv": "windows-1257", "pl": "windows-1250", "ru": "windows-1251", "sk": "windows-1250", "th": "windows-874",
	"tr": "windows-1254", "uk": "windows-1251", "vi": "windows-1258", "zh": "gb18030",
}

// Decode turns the bytes of a page into UTF-8, at most [MaxPage] of them. The encoding is, in this order: a byte order
// mark; UTF-8 when the bytes are well-formed UTF-8, whatever they claim; the contentType header; a meta tag or XML
// declaration; a guess from the page's lang attribute; windows-1252.
func Decode(b []byte, contentType string) string {
	b = b[:min(len(b), MaxPage)]
	if rest, found := bytes.CutPrefix(b, []byte("\xef\xbb\xbf")); found {
		return strings.ToValidUTF8(string(rest), "\uFFFD")
	}
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return decodeAs(b[2:], map[byte]string{0xff: "utf-16le", 0xfe: "utf-16be"}[b[0]])
	}
	ascii := isASCII(b)
	if !ascii && utf8.Valid(b) {
		return string(b)
	}
	if !ascii && validUTF8(b) {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	label := declared(b, contentType)
	if ascii && !strings.EqualFold(label, "iso-2022-jp") {
		return string(b) // every other encoding in use agrees on ASCII
	}
	if label == "" {
		label = "windows-1252"
		if lang := htmlLang.FindSubmatch(b[:min(len(b), metaWindow)]); lang != nil {
			if legacy, known := legacyCharset[strings.ToLower(string(lang[1]))]; known {
				label = legacy
			}
		}
	}
	return decodeAs(b, label)
}

// declared is the charset that the header or the page names, "" when none or unknown.
func declared(b []byte, contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		if e, _ := charset.Lookup(params["charset"]); e != nil {
			return params["charset"]
		}
	}
	head := b[:min(len(b), metaWindow)]
	for _, pattern := range []*regexp.Regexp{xmlCharset, metaCharset} {
		if found := pattern.FindSubmatch(head); found != nil {
			if e, _ := charset.Lookup(string(found[1])); e != nil {
				return string(found[1])
			}
		}
	}
	return ""
}

func decodeAs(b []byte, label string) string {
	e, name := charset.Lookup(label)
	if e == nil || e == encoding.Nop || name == "utf-8" {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	decoded, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return strings.ToValidUTF8(string(decoded), "\uFFFD")
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// validUTF8 forgives a last rune that was cut off.
func validUTF8(b []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut < len(b); cut++ {
		if utf8.Valid(b[:len(b)-cut]) {
			return true
		}
		if cut > 0 && utf8.RuneStart(b[len(b)-cut]) {
			break
		}
	}
	return false
}
