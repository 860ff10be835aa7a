package extract

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"nutgraf/internal/news"
)

var (
	agencies    = regexp.MustCompile(`(?i)\b(getty|afp|reuters|associated press|ap photo|\bap\b|epa|shutterstock|istock|alamy|bloomberg|dpa|imago|picture alliance|zuma|anadolu|xinhua|pa media|pa images|pa wire|unsplash|pexels|flickr|wikimedia|creative commons|ansa|efe|keystone|ritzau|ntb|tt news|imagn|usa today sports|afp via|/ap\b)`)
	creditAt    = regexp.MustCompile(`(?i)^\(?(photo(?:graph)?s?(?: by| credit| courtesy|\s*:)|image(?:s)?(?: by| credit| courtesy| source|\s*:)|picture(?:s)?(?: by| credit|\s*:)|foto(?:s)?(?: de| di|\s*:)|bild(?:er)?\s*:|credit(?:s)?\s*:|crédit(?:s)?|courtesy(?: of)?\b|illustration(?: by|\s*:)|source\s*:|fotó\s*:|фото\s*:|©|\(c\) )`)
	creditLabel = regexp.MustCompile(`(?i)^\(?(?:photo(?:graph)?|image|picture|foto|bild|credit|фото)s?(?: by| credit)?\s*:\s*`)
	makers      = regexp.MustCompile(`(?i)\b((?:was|were|is|are)? ?(?:produced|edited|presented|hosted|mixed|engineered|fact-checked|reported) by|executive producers?|sound design|supervising producer|our (?:producers?|editors?|theme music)|music (?:is )?by)\b`)
	promos      = regexp.MustCompile(`(?i)(\bsubscribe (?:to|now|here|wherever|on)\b|\bsign up (?:for|to|here)\b|wherever you get your podcasts|\brate and (?:review|subscribe)\b|\bsponsor-free\b|\bfollow (?:us|him|her|them|\w+) on\b|\bemail us (?:at)?|\bwrite to us at\b|\bdownload (?:the|our) app\b|\bour accessibility guide\b|\bjoin our (?:newsletter|community|channel)\b|\bget (?:the|our) (?:latest|daily|weekly|newsletter)\b|\bsupport (?:us|our work|our journalism)\b|\blike us on\b|\blisten (?:to|on) .{0,40}(?:apple podcasts|spotify))`)
	moreHere    = regexp.MustCompile(`(?i)^(?:free )?(?:links? to )?(?:read(?:ing)? more|read also|also read|related|more on|more from|further reading|see also|links to read|mehr zum|lesen sie auch|lire aussi|à lire aussi|lea también|leia também|leggi anche|читайте также)\b`)
	fixes       = regexp.MustCompile(`(?i)^\(?(?:correction|clarification|editor[’']s note|update|updated|amendment)\b[^.]{0,40}[:—–-]|^this (?:article|story|piece|report) (?:was|has been) (?:amended|corrected|updated)`)
	wallText    = regexp.MustCompile(`(?i)(subscribe (?:now )?to (?:continue|read|keep)|to continue reading|continue reading (?:this|with|the full)|this (?:article|content|story) is (?:only )?(?:for|available to|reserved|exclusive)|already a subscriber|(?:read|unlock) the (?:full|rest|whole)|log ?in to (?:read|continue)|réservé aux abonnés|weiterlesen mit|jetzt weiterlesen|suscríbete para|exclusivo para (?:as|su))`)
	onward      = regexp.MustCompile(`(?i)^(?:continue reading|read more|keep reading|read (?:the )?full (?:story|article)|weiterlesen|lire la suite|leer más|seguir leyendo|leia mais|leggi tutto|читать далее)[\s.…»→>]*$`)
	bioText     = regexp.MustCompile(`(?i)^(?:about the author|.{3,60} is (?:a|an|the) (?:\S+ ){0,6}(?:reporter|correspondent|editor|writer|columnist|journalist|contributor|fellow|professor)\b)`)
)

// The cues are what a text must contain for the slower patterns above to be tried; first letters are left out because
// they may be capitals.
var (
	helperCues = []string{"ontributed to this", "eporting by", "eporting from", "diting by", "riting by", "ompiled by"}
	makerCues  = []string{"ed by", "xecutive producer", "ound design", "upervising producer", "ur producer", "ur editor", "heme music", "usic by", "usic is by"}
	promoCues  = []string{"ubscribe", "ign up", "podcast", "sponsor-free", "ollow ", "mail us", "rite to us", "ownload", "accessibility", "oin our", "et the latest", "et the daily", "et the weekly", "et the newsletter", "et our ", "upport ", "ike us", "isten "}
)

var wallCues = []string{"ubscribe", "reading", "his article", "his content", "his story", "ubscriber", "ead the", "nlock the", "og in", "ogin to", "bonnés", "eiterlesen", "uscríbete", "xclusivo"}

// fixHeads are the beginnings of corrections, in lower case.
var fixHeads = []string{"correction", "clarification", "editor", "update", "amendment", "this ", "("}

func beginsWith(s string, heads []string) bool {
	for _, head := range heads {
		if len(s) >= len(head) && strings.EqualFold(s[:len(head)], head) {
			return true
		}
	}
	return false
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
	if len(s) > 160 {
		return false
	}
	if creditAt.MatchString(s) && utf8.RuneCountInString(s) < 110 {
		return true
	}
	if endsSentence(s) && len(s) > 60 {
		return false
	}
	slashed := strings.Contains(s, "/") || strings.Contains(s, " | ") || strings.Contains(s, " via ") || len(strings.Fields(s)) <= 3
	return slashed && len(strings.Fields(s)) <= 12 && agencies.MatchString(s)
}

// lineRole judges one line of text by its words alone.
func lineRole(s string) news.Role {
	n := len(s)
	switch {
	case beginsWith(s, fixHeads) && fixes.MatchString(s):
		return news.RoleCorrection
	case n < 240 && anyIn(s, helperCues) && helpers.MatchString(s):
		return news.RoleCredits
	case n < 420 && anyIn(s, makerCues) && makersFirst(s):
		return news.RoleCredits
	case n < 420 && anyIn(s, promoCues) && promos.MatchString(s) && !strings.ContainsAny(s, "“”«»"):
		return news.RolePromo
	case creditLine(s):
		return news.RoleCredit
	}
	return news.RoleParagraph
}

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
	if len(l.text) < 400 && pictureWords(l.text) {
		return news.RoleCaption
	}
	role := lineRole(l.text)
	if role != news.RoleParagraph && l.chars < 400 {
		return role
	}
	switch {
	case l.tag == atom.Pre:
		return news.RoleCode
	case l.has(inTable) && l.tag == atom.Tr && l.chars < 200:
		return news.RoleTable
	case l.has(inQuote):
		return news.RoleQuote
	case l.has(inList) && l.tag == atom.Li:
		return news.RoleListItem
	}
	return news.RoleParagraph
}

var pictureTail = regexp.MustCompile(`(?i)(?:[.!?)”"]|\s)\s*\(?(?:(?:photo(?:graph)?|image|picture|bild|foto|video)?\s?(?:credit|credits|by|von|rechte)?|bildrechte|©)\s?:\s*\p{Lu}[^.:]{2,60}\)?\.?$`)

// pictureWords tells a caption that stands in the text like any paragraph: it ends by naming who made the picture.
func pictureWords(s string) bool {
	if !anyIn(s, pictureCues) {
		return false
	}
	return pictureTail.MatchString(s)
}

var pictureCues = []string{"hoto:", "hoto by:", "mage:", "redit:", "redits:", "oto:", "ild:", "ildrechte:", "hotograph:", "icture:", "mage credit:", "hoto credit:"}

var (
	consent  = regexp.MustCompile(`(?i)(website uses cookies|cookie (?:preferences|settings|policy|list)|do not sell my|einwilligung in die übermittlung|personenbezogene[nr]? daten|externen? inhalte? (?:nicht|von|anzuzeigen)|empfohlener (?:redaktioneller|externer) inhalt|inhalte? (?:erlauben|anzeigen lassen)|accept (?:all )?cookies|content is reserved for|privacy policy and terms)`)
	cueWords = []string{"ookie", "ot sell my", "inwilligung", "ersonenbezogene", "xterne", "mpfohlener", "nhalt", "eserved for", "RESERVED", "rivacy policy"}
	helpers  = regexp.MustCompile(`(?i)^\W*(?:additional )?(?:reporting|editing|writing|compiled) (?:by|from)\b|\bcontributed to this (?:report|story|article)\b`)
	dateHead = regexp.MustCompile(`(?i)^(?:first |last )?(?:published|updated|posted|modified|aktualisiert|veröffentlicht|stand|publié|mis à jour|actualizado|publicado|опубликовано|обновлено)\b`)
)

// dateLine reports whether a line only says when the article was published or changed.
func dateLine(s string) bool {
	if len(s) > 90 || !dateHead.MatchString(s) {
		return false
	}
	_, _, found := readDate(s)
	return found || len(s) < 40 && strings.ContainsAny(s, "0123456789")
}

// aboutPage reports whether a short text speaks of cookies and consent.
func aboutPage(s string) bool { return len(s) < 500 && anyIn(s, cueWords) && consent.MatchString(s) }

var datelineAt = regexp.MustCompile(`^(\p{Lu}[\p{Lu}’'.-]+(?:[ ,]+\p{Lu}[\p{L}’'.-]*){0,4})\s*(?:,\s*[\p{L}.]+ \d{1,2})?\s*(?:\([^)]{2,30}\)\s*)?(?:—|–|--|-)\s*\p{L}?`)

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
