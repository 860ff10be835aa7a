package extract

import (
	"golang.org/x/net/html"
)

// nameWeights says what a word in a class, id or role attribute tells of the element: text of the article (positive)
// or furniture (negative). Words are what stays when names are split at signs, digits and capitals.
var nameWeights = map[string]float64{
	"article": 1, "articlebody": 3, "body": 1, "content": 1, "entry": 1, "post": .5, "story": 1, "storybody": 3,
	"text": 1, "paragraph": 2, "richtext": 2, "prose": 2, "wysiwyg": 2, "main": 1, "copy": 1, "bodytext": 2,

	"nav": -4, "navigation": -4, "navbar": -4, "menu": -4, "sidebar": -3, "rail": -2, "footer": -3, "footnotes": 2,
	"comment": -4, "comments": -4, "disqus": -5, "respond": -3, "reply": -2, "replies": -3, "reactions": -3,
	"related": -4, "relatedposts": -5, "recommended": -4, "recommend": -4, "recommendations": -4, "recirc": -5,
	"recirculation": -5, "outbrain": -6, "taboola": -6, "trending": -4, "popular": -4, "mostread": -4, "readmore": -3,
	"share": -4, "sharing": -4, "social": -4, "shares": -4, "addthis": -5, "sharedaddy": -5, "follow": -3,
	"newsletter": -5, "newsletters": -5, "subscribe": -4, "subscription": -4, "signup": -4, "promo": -4, "promotion": -4,
	"promos": -4, "teaser": -2, "teasers": -3, "cta": -4, "ad": -4, "ads": -4, "advert": -4, "advertisement": -4,
	"advertising": -4, "adslot": -5, "dfp": -4, "sponsor": -4, "sponsored": -4, "sponsors": -4, "affiliate": -2,
	"breadcrumb": -5, "breadcrumbs": -5, "cookie": -5, "cookies": -5, "consent": -5, "gdpr": -5, "banner": -2, "modal": -3,
	"popup": -3, "overlay": -1, "login": -3, "paywall": -2, "tags": -3, "taglist": -3, "widget": -.5, "widgets": -1,
	"byline": -3, "dateline": -2, "meta": -2, "metadata": -2, "timestamp": -3, "toolbar": -3, "tools": -2, "rating": -2,
	"ratings": -2, "pagination": -4, "pager": -3, "skip": -2, "disclaimer": -2, "copyright": -3, "legal": -2,
	"card": -1, "cards": -2, "carousel": -2, "toc": -3, "complementary": -3, "contentinfo": -3, "bio": -3, "aboutauthor": -4,
	"authorbio": -4, "donate": -3, "donation": -3, "poll": -2, "quiz": -2, "weather": -2, "player": -1, "transcript": 1,
	"tweet": -4, "twitter": -3, "instagram": -3, "tiktok": -3, "tooltip": -3, "screenreader": -2, "noprint": -2, "print": -.5, "alert": -1, "notification": -3, "latest": -2,
	"more": -1, "also": -2, "crosslinks": -3, "jp": -.5, "eyebrow": -3, "kicker": -3, "search": -3, "filter": -2,
}

// captionNames mark the words that belong to a picture.
var captionNames = map[string]bool{
	"caption": true, "captions": true, "figcaption": true, "credit": true, "credits": true, "photocredit": true,
	"imagecaption": true, "legend": true, "imagecredit": true,
}

// judgeName reads the words of a class attribute and the like.
func judgeName(class string) (weight float64, flags flag) {
	if len(class) < 6 { // four separators and one letter
		return 0, 0
	}
	eachNameWord(class, func(word string) {
		weight += nameWeights[word]
		switch {
		case captionNames[word]:
			flags |= inCaption
		case word == "byline" || word == "author" || word == "authors":
			flags |= isAuthor
		case word == "related" || word == "readmore" || word == "recirc" || word == "crosslinks":
			flags |= inRelated
		}
	})
	return max(-6, min(3, weight)), flags
}

// nameFlags is judgeName for inline elements, of which only the flags matter.
func nameFlags(n *html.Node) flag {
	var flags flag
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "itemprop" {
			continue
		}
		eachNameWord(a.Val, func(word string) {
			switch {
			case word == "byline" || word == "author" || word == "authors":
				flags |= isAuthor
			case captionNames[word]:
				flags |= inCaption
			}
		})
	}
	return flags
}

// maxName bounds how much of a class attribute is read, in bytes.
const maxName = 300

// eachNameWord calls f with each lower-case word of a name such as "article-body__textBlock": article, body, text, block,
// and with the joined pairs articlebody, bodytext, textblock.
func eachNameWord(name string, f func(string)) {
	name = name[:min(len(name), maxName)]
	var previous, word [24]byte
	np, nw := 0, 0
	end := func(joins bool) {
		if nw > 0 {
			f(string(word[:nw]))
			if np > 0 && np+nw <= len(previous) {
				copy(previous[np:], word[:nw])
				f(string(previous[:np+nw]))
			}
			np = copy(previous[:], word[:nw])
			nw = 0
		}
		if !joins {
			np = 0
		}
	}
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
				end(true)
			}
			c |= 0x20
			fallthrough
		case c >= 'a' && c <= 'z':
			if nw < len(word) {
				word[nw] = c
				nw++
			}
		default:
			end(c != ' ')
		}
	}
	end(false)
}
