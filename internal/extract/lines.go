package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
	"nutgraf/internal/text"
)

var tagAt = text.Lazy(`(?i)<(?:!doctype|html|head|body|div|p|article|section|span|meta|table|h[1-6]|a|br|ul|main)[\s/>]`)

// isPlain reports whether the bytes are scraped text and no HTML: the content type says so, or there are no tags.
func isPlain(s, contentType string) bool {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(media) {
	case "text/plain", "text/markdown":
		return true
	case "text/html", "application/xhtml+xml":
		return !strings.Contains(s[:min(len(s), 64<<10)], "<")
	}
	return !tagAt.MatchString(s[:min(len(s), 64<<10)])
}

// fromLines takes scraped text apart: each line is a leaf, unless the text is wrapped at a fixed width; then a leaf is the
// lines that only the width parts. Marks of Markdown and bullets become what they mean.
func fromLines(s string) *page {
	p := &page{boxes: []box{{parent: -1}}, plain: true}
	p.evidence.meta = map[string]string{}
	lines := strings.Split(lineEnds.Replace(s), "\n")
	width := wrapWidth(lines)
	var paragraph []string
	flush := func() {
		text := markup.Fold(strings.Join(paragraph, " "))
		paragraph = paragraph[:0]
		if text != "" && len(p.leaves) < maxLeaves {
			p.leaves = append(p.leaves, lineLeaf(text))
			p.boxes[0].chars += p.leaves[len(p.leaves)-1].chars
		}
	}
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		paragraph = append(paragraph, line)
		if i+1 == len(lines) || !wraps(line, lines[i+1], width) {
			flush()
		}
	}
	flush()
	return p
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// lineLeaf makes a leaf of a line: "## A heading", "* an item of a list", "**A bold line**".
func lineLeaf(text string) leaf {
	l := leaf{text: text, score: scoreGood}
	if marks := len(text) - len(strings.TrimLeft(text, "#")); marks > 0 && marks <= 6 && strings.HasPrefix(text[marks:], " ") {
		l.text, l.flags, l.tag = strings.TrimRight(text[marks+1:], "# "), isHeading, headingTags[marks-1]
	} else if inner, is := strings.CutPrefix(text, "**"); is && strings.HasSuffix(inner, "**") && strings.Count(inner, "**") == 1 {
		l.text, l.tag = strings.TrimSuffix(inner, "**"), atom.B
	} else if item, is := listItem(text); is {
		l.text, l.flags, l.tag = item, inList, atom.Li
	}
	l.chars = measure(l.text)
	return l
}

var headingTags = [...]atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}

// bullets are what stands before an item of a list; hyphens and stars need a space and a word after them.
var bullets = []string{"• ", "◦ ", "▪ ", "‣ ", "● ", "· ", "* ", "- "}

func listItem(text string) (item string, is bool) {
	for _, bullet := range bullets {
		if item, is = strings.CutPrefix(text, bullet); is && !ruler(item) {
			return item, true
		}
	}
	return "", false
}

// wrapWidth is the width that a text is wrapped at, in letters; 0 when it is not: most lines that have another right
// after them are full and end in mid-sentence.
func wrapWidth(lines []string) int {
	joined, full := 0, 0
	var widths []int
	for i := 0; i+1 < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == "" || strings.TrimSpace(lines[i+1]) == "" {
			continue
		}
		joined++
		if n := utf8.RuneCountInString(lines[i]); n >= 50 && n <= 130 && !endsSentence(lines[i]) {
			full++
			widths = append(widths, n)
		}
	}
	if joined < 5 || full*10 < joined*6 {
		return 0
	}
	slices.Sort(widths)
	return widths[len(widths)*9/10]
}

// wraps reports whether the next line goes on with the same paragraph: its first word did not fit any more.
func wraps(line, next string, width int) bool {
	next = strings.TrimSpace(next)
	if width == 0 || next == "" || startsBlock(next) {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(next); unicode.IsLower(first) {
		return true
	}
	word, _, _ := strings.Cut(next, " ")
	return utf8.RuneCountInString(strings.TrimRight(line, " \t\r"))+1+utf8.RuneCountInString(word) > width-4
}

// startsBlock reports whether a line begins a list item or heading.
func startsBlock(line string) bool {
	if _, is := listItem(line); is {
		return true
	}
	return strings.HasPrefix(line, "#") && strings.HasPrefix(strings.TrimLeft(line, "#"), " ")
}
