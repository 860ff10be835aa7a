package web

import (
	"regexp"
	"strings"

	"nutgraf/internal/news"
)

// creditEnd is a credit at the end of a caption, after a full stop: "Ida Marl / Selwyn Wire".
var creditEnd = regexp.MustCompile(`^(.*[.!?…]["”»’)]?)\s+\(?(\p{Lu}[^.!?/]{1,60}(?: ?/ ?| \| )\p{Lu}[^.!?]{1,60})\)?\.?$`)

// splitCredit parts a caption from the credit that stands in it, where the page gave none of its own: "Name / Outlet", or
// the name of the outlet.
func splitCredit(image news.Image, outlet string) news.Image {
	if image.Credit == "" {
		image.Caption, image.Credit = partCredit(image.Caption, outlet)
	}
	return image
}

func partCredit(caption, outlet string) (words, credit string) {
	if m := creditEnd.FindStringSubmatch(caption); m != nil {
		return m[1], m[2]
	}
	if words, found := strings.CutSuffix(strings.TrimSuffix(caption, "."), " "+outlet); found && outlet != "" && strings.HasSuffix(words, ".") {
		return words, outlet
	}
	return caption, ""
}
