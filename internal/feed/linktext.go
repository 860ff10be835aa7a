package feed

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"nutgraf/internal/markup"
)

const maxLinkText = 4_000 // bytes; a link around more is a mistake of the page's

// linkText is what a link says, with the rank of its source: 3 a heading, 2 what is named a title, 1 other words,
// 0 "read more" and the like.
func linkText(n *html.Node, at place) (text string, rank int, heading bool) {
	if at.heading {
		return briefText(n, maxLinkText), 3, true
	}
	text = ownWords(n)
	best, seen := 0, 0
	for c := range n.Descendants() {
		if seen++; seen > 200 {
			break
		}
		if c.Type != html.ElementNode {
			continue
		}
		rank := 0
		switch {
		case len(c.Data) == 2 && c.Data[0] == 'h' && c.Data[1] >= '1' && c.Data[1] <= '6':
			rank = 3
		case namedTitle(c):
			rank = 2
		}
		if rank > best {
			if inner := briefText(c, maxLinkText); inner != "" {
				text, best = inner, rank
			}
		}
	}
	switch {
	case best > 0:
		return text, best, best == 3
	case text == "" || saysMore(text):
		return "", 0, false
	case namedTitle(n) || n.Parent != nil && namedTitle(n.Parent):
		return text, 2, false
	}
	return text, 1, false
}

// besideTitle are parts of class names of what stands beside a title within a link.
var besideTitle = words("date time datetime timestamp datum fecha ago kicker category categories label eyebrow rubric rubrik topic author byline tag duration badge views")

// ownWords are a link's words without the time, section and author that stand within it.
func ownWords(n *html.Node) string {
	whole := briefText(n, maxLinkText)
	if whole == "" {
		return ""
	}
	for inner := n; ; inner = inner.FirstChild {
		if inner == nil || inner.Type != html.ElementNode {
			return whole
		}
		if inner.FirstChild != nil && inner.FirstChild.NextSibling != nil {
			n = inner
			break
		}
	}
	var kept []string
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.Data == "time" || hasNameWord(c, besideTitle)) {
			continue
		}
		if text := markup.Text(c); text != "" {
			kept = append(kept, text)
		}
	}
	return cmp.Or(strings.Join(kept, " "), whole)
}

func namedTitle(n *html.Node) bool {
	for _, a := range n.Attr {
		if (a.Key == "class" || a.Key == "itemprop" || a.Key == "data-testid") && len(a.Val) < 300 {
			for _, word := range nameWords(a.Val) {
				switch word {
				case "title", "headline", "heading", "titel", "titre", "titulo", "titular", "hed", "ttl", "cardheadline", "storytitle":
					return true
				}
			}
		}
	}
	return false
}

// moreWords begin links that lead to an article without naming it, lower case.
var moreWords = []string{
	"read more", "continue reading", "more", "full story", "read full", "read the", "see more", "view", "learn more", "weiterlesen", "mehr", "zum artikel", "lire la suite",
	"lire plus", "en savoir plus", "leer más", "leer mas", "seguir leyendo", "ver más", "leggi", "continua", "leia mais", "saiba mais", "lees meer",
	"lees verder", "les mer", "läs mer", "læs mere",
	"lue lisää", "czytaj", "więcej", "číst", "více", "подробнее", "читать", "далее", "devamı", "続きを読む", "もっと見る", "阅读", "查看", "更多", "閱讀", "더보기", "자세히", "اقرأ",
	"المزيد", "קרא עוד", "xem thêm", "selengkapnya",
	"comments", "no comments", "leave a comment", "share", "kommentare", "watch", "listen",
}

func saysMore(text string) bool {
	text = strings.TrimLeft(strings.ToLower(text), "…»›→•· [(0123456789")
	if len([]rune(text)) > 28 {
		return false
	}
	return slices.ContainsFunc(moreWords, func(word string) bool {
		rest, found := strings.CutPrefix(text, word)
		return found && (rest == "" || !ascii(word) || len(strings.Fields(rest)) <= 2 && !unicode.IsLetter(rune(rest[0])))
	})
}

func pictureText(n *html.Node) string {
	seen := 0
	for c := range n.Descendants() {
		if seen++; seen > 200 {
			break
		}
		if c.Type == html.ElementNode && c.Data == "img" {
			return markup.Fold(attribute(c, "alt"))
		}
	}
	return ""
}

// textLength is a number of words; scripts without blanks have one for two or three characters.
func textLength(s string) int {
	wide, length := 0, 0
	for word := range strings.FieldsSeq(s) {
		narrow := false
		for _, r := range word {
			if wideRune(r) {
				wide++
			} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
				narrow = true
			}
		}
		if narrow {
			length++
		}
	}
	return length + (wide+1)/3
}
