package extract

import (
	"net/url"
	"path"
	"strings"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// leadReach is how many leaves round the headline are searched for the lead image.
const leadReach = 40

// leadImage completes the lead image: with the first picture near the headline when the head names none, with the words
// that stand under it on the page, and with the names in its credit.
func (d *draft) leadImage() {
	if d.single && !d.page.plain {
		d.shownImage()
	}
	image := &d.Image
	if image.URL == "" { // words without a picture are somebody else's
		if d.told && !d.page.plain {
			*image = news.Image{}
		}
	}
	if image.Caption != "" && image.Credit == "" {
		if caption, credit := partCredit(markup.Fold(image.Caption)); credit != "" {
			image.Caption, image.Credit = caption, credit
		}
	}
	if caption, name := partCredit(image.Caption); name != "" && caption != "" && image.Credit != "" {
		image.Caption = caption // the person stood before the agency that is known already
		if !strings.Contains(image.Credit, name) {
			image.Credit = name + " | " + image.Credit
		}
	}
	image.Credit = cleanCredit(image.Credit)
	if image.Credit != "" && strings.HasSuffix(image.Caption, image.Credit) && len(image.Caption) > len(image.Credit)+10 {
		image.Caption = strings.TrimRight(strings.TrimSuffix(image.Caption, image.Credit), " ,;/|–—-(")
	}
	image.Photographer, image.Agency = creditParts(image.Credit)
}

// shownImage finds the lead image among the pictures near the headline, with its caption and credit.
func (d *draft) shownImage() {
	from := max(0, d.seg.headline-6)
	want := pictureName(d.Image.URL)
	first := -1
	for i := from; i < min(len(d.page.leaves), from+leadReach); i++ {
		l := &d.page.leaves[i]
		if !l.has(isPicture) || l.has(inNav|inFooter|inAside|inRelated|inHidden) || placeholder(l.url) || strings.HasPrefix(l.url, "data:") {
			continue
		}
		if want != "" && pictureName(l.url) == want {
			first = i
			break
		}
		if first < 0 && l.has(inFigure) && i > d.seg.headline-3 {
			first = i
		}
	}
	if first < 0 {
		return
	}
	if d.Image.URL == "" {
		d.Image.URL = d.absolute(d.page.leaves[first].url)
	}
	for i := first + 1; i < min(len(d.page.leaves), first+5); i++ {
		l := &d.page.leaves[i]
		if !l.words() {
			if l.has(isPicture) && i > first+1 {
				return
			}
			continue
		}
		if !l.has(inCaption | inFigure) {
			return
		}
		if len(l.text) > 800 {
			return
		}
		switch caption, credit := partCredit(l.text); {
		case d.Image.Caption == "" && !d.creditBox(l) && caption != "":
			d.Image.Caption = caption
			d.Image.Credit = firstOf(d.Image.Credit, credit)
		case d.Image.Credit == "" && (credit != "" || d.creditBox(l)) && len(l.text) < 160:
			d.Image.Credit = firstOf(credit, l.text)
		}
	}
}

// creditBox reports whether the element of a leaf says by its class that it names who made a picture.
func (d *draft) creditBox(l *leaf) bool {
	sign := strings.ToLower(d.page.boxes[l.box].sign)
	return anyIn(sign, []string{"credit", "copyright", "source", "quelle", "photographer", "footer.", "rights", "agency"})
}

// partCredit is [splitCredit] for captions that name the credit in so many words: all behind the word belongs to it.
func partCredit(s string) (caption, credit string) {
	for _, label := range []string{" Foto: ", " Fotos: ", " Photo: ", " Bild: ", " Bildrechte: ", " Credit: ", " Quelle: ", " Фото: "} {
		if i := strings.LastIndex(s, label); i > 20 && len(s)-i < 120 {
			return strings.TrimRight(s[:i], " ([|"), s[i+len(label):]
		}
	}
	return splitCredit(s)
}

var creditTail = text.Lazy(`(?i)\s*(?:visa mer|show more|mehr anzeigen|less|hide caption|toggle caption|enlarge)\s*$`)

// creditStart matches the label of a credit, also those that captions have and lines of text do not.
var creditStart = text.Lazy(`(?i)^\W*(?:photo(?:graph)?|image|picture|foto|bild(?:rechte|quelle|nachweis)?|credits?|quelle|source|crédit|fuente|fonte|copyright|фото|©)s?(?: by| credit)?\s*[:©]?\s*`)

func cleanCredit(credit string) string {
	credit = creditTail.ReplaceAllString(credit, "")
	if strings.ContainsAny(credit, ":©") {
		credit = creditStart.ReplaceAllString(credit, "")
	}
	return bare(credit)
}

// pictureName is the part of a picture's address that stays when it is scaled or served from elsewhere.
func pictureName(address string) string {
	address, _, _ = strings.Cut(address, "?")
	if unescaped, err := url.PathUnescape(address); err == nil {
		address = unescaped
	}
	name := path.Base(address)
	if name == "." || name == "/" {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
}

// media adds a picture or player of the article.
func (d *draft) media(l *leaf) {
	address := d.absolute(l.url)
	if address == "" || len(d.Blocks) > 300 {
		return
	}
	for _, b := range d.Blocks {
		if b.URL == address {
			return
		}
	}
	block := news.Block{Role: news.RoleImage, Text: l.alt, URL: address}
	if l.has(isEmbed) {
		if tracker(address) {
			return
		}
		block.Role, block.Media = news.RoleEmbed, mediaShown(l.tag, address)
	}
	d.Blocks = append(d.Blocks, block)
}

// pictures completes the lead image from the article's own pictures, captions and credits.
func (d *draft) pictures() {
	body := 0
	for _, b := range d.Blocks {
		switch {
		case b.Role.Body():
			body++
		case b.Role == news.RoleImage && d.Image.URL == "" && body < 3:
			d.Image.URL = b.URL
		case b.Role == news.RoleCaption && d.Image.Caption == "" && body < 3:
			d.Image.Caption = b.Text
		case b.Role == news.RoleCredit && d.Image.Credit == "" && body < 3:
			d.Image.Credit = b.Text
		}
	}
	if d.Image.Credit == "" && d.Image.Caption != "" {
		if caption, credit := splitCredit(markup.Fold(d.Image.Caption)); credit != "" {
			d.Image.Caption, d.Image.Credit = caption, withoutLabel(credit)
		}
	}
}
