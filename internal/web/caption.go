package web

import (
	"strings"
	"unicode/utf8"

	"nutgraf/internal/news"
)

// maxCredit is how long a credit can be, in characters; more is a sentence.
const maxCredit = 70

// splitCredit parts a caption from the credit that stands in it, where the page gave none of its own.
func splitCredit(image news.Image, outlet string) news.Image {
	if image.Credit == "" {
		image.Caption, image.Credit = partCredit(image.Caption, outlet)
	}
	return image
}

// partCredit finds a credit at the end of a caption, after a full stop: "Ida Marl / Selwyn Wire", or what ends with the
// name of the outlet.
func partCredit(caption, outlet string) (words, credit string) {
	whole := strings.TrimRight(caption, ". )")
	at := strings.LastIndexAny(whole, ".!?…")
	if at < 0 {
		return caption, ""
	}
	_, size := utf8.DecodeRuneInString(whole[at:])
	last := strings.TrimLeft(whole[at+size:], "\"”»’) (")
	names := strings.Contains(last, " / ") || strings.Contains(last, " | ") || outlet != "" && strings.HasSuffix(last, outlet)
	if !names || utf8.RuneCountInString(last) > maxCredit {
		return caption, ""
	}
	return strings.TrimRight(whole[:strings.LastIndex(whole, last)], " ("), last
}
