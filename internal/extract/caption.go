package extract

import (
	"nutgraf/internal/news"
	"regexp"
)

var _ = news.RoleCaption

// creditAtEnd reports whether a text ends by naming who made a picture: then it describes one.
func creditAtEnd(l *leaf) bool {
	_, all := l.cues()
	if all&saysCreditTail == 0 {
		return false
	}
	return creditFrom(l.text) > 0
}
func creditFrom(s string) int { return pictureTailTmp(s) }
func pictureTailTmp(s string) int {
	if m := pictureTail.FindStringIndex(s); m != nil {
		return m[0] + 1
	}
	return -1
}

var pictureTail = regexp.MustCompile(`(?i)(?:[.!?)”"]|\s)\s*\(?(?:(?:photo(?:graph)?|image|picture|bild|foto|video)?\s?(?:credit|credits|by|von|rechte)?|bildrechte|©)\s?:\s*\p{Lu}[^.:]{2,60}\)?\.?$`)
