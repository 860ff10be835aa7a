package extract

import (
	"regexp"
	"strings"

	"nutgraf/internal/markup"
)

var tagAt = regexp.MustCompile(`(?i)<(?:!doctype|html|head|body|div|p|article|section|span|meta|table|h[1-6]|a|br|ul|main)[\s/>]`)

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

// fromLines takes scraped text apart: each line is a leaf, unless the text is wrapped at a fixed width; then blank
// lines part the leaves.
func fromLines(s string) *page {
	p := &page{boxes: []box{{parent: -1}}, plain: true}
	p.evidence.meta = map[string]string{}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	wrapped := hardWrapped(lines)
	var paragraph []string
	flush := func() {
		text := markup.Fold(strings.Join(paragraph, " "))
		paragraph = paragraph[:0]
		if text != "" && len(p.leaves) < maxLeaves {
			p.leaves = append(p.leaves, leaf{text: text, chars: measure(text), score: scoreGood})
			p.boxes[0].chars += p.leaves[len(p.leaves)-1].chars
		}
	}
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		if paragraph = append(paragraph, line); !wrapped {
			flush()
		}
	}
	flush()
	return p
}

// hardWrapped reports whether most lines that have a line right after them are full and end in mid-sentence.
func hardWrapped(lines []string) bool {
	joined, full := 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == "" || strings.TrimSpace(lines[i+1]) == "" {
			continue
		}
		joined++
		if n := len(lines[i]); n >= 50 && n <= 130 && !endsSentence(lines[i]) {
			full++
		}
	}
	return joined >= 5 && full*10 >= joined*6
}
