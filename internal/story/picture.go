package story

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"nutgraf/internal/news"
)

var (
	// noPicture matches addresses of what stands where a picture is missing, and of the portraits of who writes.
	noPicture = regexp.MustCompile(`(?i)(logo|placeholder|default[-_.]|[-_/]default|fallback|no[-_]?image|noimage|blank\.|spacer|pixel\.|sprite|favicon|apple-touch|avatar|gravatar|profile[-_](pic|photo|image)|/authors?/|author[-_]|byline|headshot|mugshot|[-_/]icons?[-_/.]|\.svg|\.ico|\.gif$)`)
	// sized matches a picture's width and height in its address, or its width alone.
	sized = regexp.MustCompile(`(?i)(?:^|[^\da-z])(\d{2,4})x(\d{2,4})(?:[^\d]|$)|[?&/_,;](?:w|width)[=_](\d{2,4})(?:[^\d]|$)`)
)

const minPictureWidth = 200 // in pixels, where the address tells it

// pictureMerit judges by its address and its source's licence how well a picture would stand for a story; below zero it
// is none.
func pictureMerit(a *news.Article) float32 {
	address := a.Image.URL
	if address == "" || noPicture.MatchString(address) {
		return -1
	}
	merit := float32(0)
	if m := sized.FindStringSubmatch(address); m != nil {
		width, _ := strconv.Atoi(m[1] + m[3]) // digits: one of them is empty
		if width < minPictureWidth {
			return -1
		}
		if width >= 600 {
			merit += 0.1
		}
	}
	switch a.Licence {
	case news.LicenceFull, news.LicenceExcerptImages:
		merit += 0.5
	case news.LicenceUnknown:
		merit += 0.2
	}
	if a.Image.Caption != "" {
		merit += 0.1
	}
	if a.Image.Credit != "" {
		merit += 0.05
	}
	return merit
}

// picture chooses the picture of a story, and the article that it comes from; nil when there is none. One that several
// texts show counts more when they are by different sources, and less when one source shows it beside all it writes.
func picture(chosen []*item, lead *item) *item {
	sources, texts := map[string]map[news.SourceID]bool{}, map[string]map[news.ArticleID]bool{}
	for _, it := range chosen {
		if it.told.picture < 0 {
			continue
		}
		name := pictureName(it.image.URL)
		if sources[name] == nil {
			sources[name], texts[name] = map[news.SourceID]bool{}, map[news.ArticleID]bool{}
		}
		sources[name][it.source], texts[name][it.family] = true, true
	}
	var best *item
	top := 0.0
	for _, it := range chosen {
		if it.told.picture < 0 {
			continue
		}
		name := pictureName(it.image.URL)
		merit := float64(it.told.picture) + 0.1*float64(min(len(sources[name])-1, 3)) + 0.5*it.merit
		if n := len(texts[name]); n > 2 && len(sources[name]) == 1 {
			merit -= 0.6
		}
		if it == lead {
			merit += 0.25
		}
		if best == nil || merit > top || merit == top && byTime(it, best) < 0 {
			best, top = it, merit
		}
	}
	return best
}

// pictureName is what different addresses of one picture have in common: the name of its file, without its size.
func pictureName(address string) string {
	address, _, _ = strings.Cut(address, "?")
	name := path.Base(address)
	return sized.ReplaceAllString(strings.TrimSuffix(name, path.Ext(name)), "")
}
