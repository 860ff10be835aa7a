package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

var (
	creditLabel = text.Lazy(`(?i)^\(?(?:photo(?:graph)?|image|picture|foto|bild|credit|crédit|imagen|imagem|immagine|fotó|фото|фотография|снимка|светлина|світлина|φωτογραφία|photographer|beeld|kuva|fot\.|fotoğraf|ảnh|gambar|صورة|تصوير|عکس|צילום|फोटो|ছবি|ภาพ|写真|撮影|사진|图|圖|摄影|攝影)s?(?: by| credit| de| di| von)?\s*[:：=／/]\s*`)
	makers      = text.Lazy(`(?i)\b((?:was|were|is|are)? ?(?:produced|edited|presented|hosted|mixed|engineered|fact-checked|reported) by|executive producers?|sound design|supervising producer|our (?:producers?|editors?|theme music)|music (?:is )?by)\b`)
)

// makerCues are what a text must contain for the slower pattern above to be tried; first letters are left out because
// they may be capitals.
var makerCues = []string{"ed by", "xecutive producer", "ound design", "upervising producer", "ur producer", "ur editor", "heme music", "usic by", "usic is by"}

// says reports whether the leaf's words hint at any of the cues.
func (l *leaf) says(any wordCue) bool {
	_, all := l.cues()
	return all&any != 0
}

// onward reports whether the leaf leads to the rest of an article that is not on the page.
func (l *leaf) onward() bool {
	return len(l.text) < 120 && l.says(saysOnward) && strings.Count(l.text, " ") < 7
}

// onPages are the hints at what sites say round an article.
const onPages = saysFurniture | saysConsent | saysPromo | saysShare | saysRelated | saysOnward | saysComment

// furnitureReach is how long a line may be to be furniture by its words, in letters.
const furnitureReach = 140

// furniture reports whether a short text is something that pages say and articles do not.
func furniture(s string) bool {
	return shortLine(s, furnitureReach) && wordCues(s)&onPages != 0
}

// furniture and creditLine are those of the leaf's words, looked at once.
func (l *leaf) furniture() bool {
	if !shortLine(l.text, furnitureReach) {
		return false
	}
	_, all := l.cues()
	return all&onPages != 0
}

func (l *leaf) creditLine() bool {
	if !shortLine(l.text, 160) {
		return false
	}
	begins, all := l.cues()
	return credits(l.text, begins, all)
}

// shortLine reports whether s has at most n letters and signs.
func shortLine(s string, n int) bool {
	return len(s) <= n || len(s) <= 4*n && utf8.RuneCountInString(s) <= n
}

func anyIn(s string, cues []string) bool {
	for _, cue := range cues {
		if strings.Contains(s, cue) {
			return true
		}
	}
	return false
}

// creditLine reports whether a line names who made a picture: "Ann Poe | Afp | Getty Images", "Photo: Ann Poe".
func creditLine(s string) bool {
	if !shortLine(s, 160) {
		return false
	}
	begins, within := lineCues(s)
	return credits(s, begins, within)
}

func credits(s string, begins, within wordCue) bool {
	if begins&saysCredit != 0 {
		labelled := strings.ContainsAny(cutBytes(s, 60), ":=/©|") || strings.Contains(cutBytes(s, 60), "：")
		if labelled && shortLine(s, 110) || !endsSentence(s) && shortLine(s, 60) {
			return true
		}
	}
	if within&saysAgency == 0 || endsSentence(s) && len(s) > 60 {
		return false
	}
	parts := len(strings.Fields(s))
	slashed := strings.Contains(s, "/") || strings.Contains(s, " | ") || strings.Contains(s, " via ") || parts <= 3 && measure(s) <= 40
	return slashed && parts <= 12
}

// lineRole judges one line of text by its words alone.
func lineRole(s string) news.Role {
	begins, within := lineCues(s)
	return roleBy(s, begins, begins|within)
}

func (l *leaf) lineRole() news.Role {
	begins, all := l.cues()
	return roleBy(l.text, begins, all)
}

func roleBy(s string, begins, all wordCue) news.Role {
	switch {
	case begins&saysCorrection != 0, all&saysCorrection != 0 && shortLine(s, 400):
		return news.RoleCorrection
	case all&saysHelper != 0 && shortLine(s, 240):
		return news.RoleCredits
	case len(s) < 420 && anyIn(s, makerCues) && makersFirst(s):
		return news.RoleCredits
	case begins&saysPromo != 0 && shortLine(s, 300), len(s) < 300 && follow.MatchString(s), all&saysPromo != 0 && shortLine(s, 420) && !strings.ContainsAny(s, "“”"):
		return news.RolePromo
	case creditLine(s):
		return news.RoleCredit
	}
	return news.RoleParagraph
}

// follow asks to follow somebody by name: "Follow Ilka on Bluesky or X @ilkamorav".
var follow = text.Lazy(`(?i)^\W{0,3}follow (?:\S+ ){0,4}(?:on|at) (?:.{0,40}@\w|(?:x|twitter|bluesky|mastodon|threads|instagram|facebook|linkedin|tiktok|youtube|telegram|whatsapp)\b)`)

// makersFirst tells a line of credits from a sentence that happens to say that something was produced: the phrase
// stands early, or several do.
func makersFirst(s string) bool {
	all := makers.FindAllStringIndex(s, 3)
	return len(all) >= 2 || len(all) == 1 && all[0][0] < 25
}

// domRole judges a chosen leaf of an HTML page.
func domRole(l *leaf) news.Role {
	if l.has(isHeading) {
		return news.RoleHeading
	}
	if shortLine(l.text, 400) && creditAtEnd(l) {
		return news.RoleCaption
	}
	begins, all := l.cues()
	if begins&saysRelated != 0 && leadsAway(l) {
		return news.RoleRelated
	}
	if begins&saysShare != 0 && shortLine(l.text, furnitureReach) && !l.sentence() {
		return news.RoleBoilerplate
	}
	if role := roleBy(l.text, begins, all); role != news.RoleParagraph && l.chars < 400 {
		return role
	}
	switch {
	case l.tag == atom.Pre:
		return news.RoleCode
	case l.has(inTable) && l.tag == atom.Tr && l.chars < 200:
		return news.RoleTable
	case l.has(inQuote):
		return news.RoleQuote
	case l.has(inList) && (l.tag == atom.Li || l.tag == atom.Dt || l.tag == atom.Dd):
		return news.RoleListItem
	}
	return news.RoleParagraph
}

// leadsAway reports whether a line that begins like "Read also" is only that: a link, a label, or a headline.
func leadsAway(l *leaf) bool {
	return shortLine(l.text, 300) && (l.density() > .3 || !l.sentence() && shortLine(l.text, furnitureReach))
}

// dateLine reports whether a line only says when the article was published or changed.
func dateLine(s string) bool {
	if !shortLine(s, 90) {
		return false
	}
	if begins, _ := lineCues(s); begins&saysDate == 0 {
		return false
	}
	_, _, found := readDate(s)
	return found || shortLine(s, 40) && strings.ContainsAny(s, "0123456789")
}

// aboutPage reports whether a short text speaks of cookies and consent.
func (l *leaf) aboutPage() bool { return shortLine(l.text, 500) && l.says(saysConsent) }

var datelineAt = text.Lazy(`^(\p{Lu}[\p{Lu}’'.-]+(?:[ ,]+\p{Lu}[\p{L}’'.-]*){0,4})\s*(?:,\s*[\p{L}.]+ \d{1,2})?\s*(?:\([^)]{2,30}\)\s*)?(?:—|–|--|-)\s*\p{L}?`)

// dateline is the place that an article's first paragraph begins with, "" when it does not: "BEIJING — The …",
// "LONDON (Reuters) - A man …".
func dateline(s string) string {
	s = s[:min(len(s), 160)]
	m := datelineAt.FindStringSubmatchIndex(s)
	if m == nil {
		return ""
	}
	place := strings.TrimRight(s[m[2]:m[3]], " ,-")
	dash := strings.TrimSpace(s[m[3]:m[1]])
	first, _, _ := strings.Cut(place, " ")
	if first != strings.ToUpper(first) || utf8.RuneCountInString(first) < 3 || dash == "" || s[m[3]] == '-' {
		return ""
	}
	return place
}
