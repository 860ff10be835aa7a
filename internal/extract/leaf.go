package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// leaf is the smallest piece of a page that can be an article's block: a paragraph, a line, a picture. Pages of
// HTML and of plain text both become leaves, so that everything after works on either.
type leaf struct {
	text   string
	tag    atom.Atom // of the element that holds it; 0 for a line of plain text
	box    int       // the element's place in page.boxes
	flags  flag
	chars  int // letters, dense scripts counted more; the measure of how much is said
	linked int // bytes of text inside links
	url    string
	alt    string
	links  []news.Link
	pieces []piece

	score float64

	begins, within wordCue // read when first asked for
	cued           bool
}

type flag uint32

const (
	inNav flag = 1 << iota
	inFooter
	inHeader
	inAside
	inFigure
	inCaption
	inQuote
	inList
	inTable
	inForm
	inHidden
	isPicture
	isEmbed
	isHeading
	isTime
	isAuthor
	inRelated
)

// piece is a run of a leaf's text with one inline format.
type piece struct {
	text   string
	format format
	href   string
}

type format uint8

const (
	strong format = 1 << iota
	emphasis
	code
	subscript
	superscript
)

func (l *leaf) has(f flag) bool { return l.flags&f != 0 }

// words reports whether the leaf is text at all.
func (l *leaf) words() bool { return l.flags&(isPicture|isEmbed) == 0 && l.text != "" }

// cues are what the leaf's words hint at: at its beginning, and anywhere.
func (l *leaf) cues() (begins, all wordCue) {
	if !l.cued {
		l.begins, l.within = lineCues(l.text)
		l.cued = true
	}
	return l.begins, l.begins | l.within
}

// density is the share of the text that is linked.
func (l *leaf) density() float64 {
	if len(l.text) == 0 {
		return 0
	}
	return min(1, float64(l.linked)/float64(len(l.text)))
}

// sentence reports whether the text ends as a sentence does, in any script.
func (l *leaf) sentence() bool { return endsSentence(l.text) }

func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)】」』] \u00a0")
	r, _ := utf8.DecodeLastRuneInString(s)
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '۔', '؟', '।', '։', ';', '．':
		return true
	}
	return false
}

// measure counts letters and digits; a Han, kana or Thai letter says about twice as much as a Latin one.
func measure(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r < 0x250:
			if r > ' ' {
				n++
			}
		case r >= 0x2e80 && r < 0xd800 || r >= 0x0e00 && r < 0x0e80 || r >= 0x20000:
			n += 2
		case !unicode.IsSpace(r):
			n++
		}
	}
	return n
}

// inline writes the leaf's pieces as HTML, "" when there is no format worth keeping. Everything in it is escaped, and
// only addresses that absolute lets through become links.
func (l *leaf) inline(absolute func(string) string) string {
	if l.tag == atom.Pre {
		return l.lines()
	}
	plain := true
	for _, p := range l.pieces {
		if p.format != 0 || p.href != "" {
			plain = false
		}
	}
	if plain {
		return ""
	}
	var b strings.Builder
	space := false
	for _, p := range l.pieces {
		words := markup.Fold(p.text)
		if words == "" {
			space = space || p.text != ""
			continue
		}
		first, _ := utf8.DecodeRuneInString(p.text)
		if (space || unicode.IsSpace(first)) && b.Len() > 0 {
			b.WriteByte(' ')
		}
		last, _ := utf8.DecodeLastRuneInString(p.text)
		space = unicode.IsSpace(last)
		writePiece(&b, words, p.format, absolute(p.href))
	}
	return b.String()
}

// lines is the HTML of code, which keeps its line breaks.
func (l *leaf) lines() string {
	var b strings.Builder
	for _, p := range l.pieces {
		b.WriteString(p.text)
	}
	code := strings.Trim(b.String(), "\n\r")
	if !strings.Contains(code, "\n") {
		return ""
	}
	return "<pre>" + html.EscapeString(code) + "</pre>"
}

func writePiece(b *strings.Builder, words string, f format, href string) {
	if href != "" {
		b.WriteString(`<a href="` + html.EscapeString(href) + `" rel="` + markup.LinkRel + `">`)
	}
	for i, tag := range formatTags {
		if f&(1<<i) != 0 {
			b.WriteString("<" + tag + ">")
		}
	}
	b.WriteString(html.EscapeString(words))
	for i := len(formatTags) - 1; i >= 0; i-- {
		if f&(1<<i) != 0 {
			b.WriteString("</" + formatTags[i] + ">")
		}
	}
	if href != "" {
		b.WriteString("</a>")
	}
}

// formatTags are in the order of the format bits.
var formatTags = [...]string{"strong", "em", "code", "sub", "sup"}

// styled reports whether any of the leaf has a format or a link.
func (l *leaf) styled() bool {
	for _, p := range l.pieces {
		if p.format != 0 || p.href != "" {
			return true
		}
	}
	return false
}
