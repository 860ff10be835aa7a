package extract

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// cue says what a leaf is for the splitting of stacks, by its words.
type cue uint16

const (
	cueTitle   cue = 1 << iota // may be a headline
	cueText                    // running text
	cueDate                    // a short line with a date
	cueBy                      // a short line that names an author
	cueWord                    // small print: "Published", "on", a section label
	cueOnward                  // "Continue reading"
	cueTail                    // what stands below a text: tags, comments, sharing, a line of stars
	cueClock                   // the date has a time of day
	cueOutside                 // no text of the page's middle: menus, footers, readers' comments
)

// Lines longer than that, in bytes, are no date, no byline, no headline.
const (
	maxCueLine  = 120
	maxHeadline = 400
	maxTitle    = 170 // letters of a headline
)

var (
	belowText = text.Lazy(`(?i)^(?:[←«‹] |\S+(?: \S+){0,3} [→»›]$|(?:filed under|posted in|tagged|tags|categor(?:y|ies)|topics)\b\s*:?.{1,80}$|permanent link|leave a (?:comment|reply)|no comments|\d+ (?:comments?|replies|kommentare?|commentaires?|comentarios|комментари\pL+)\b|veröffentlicht unter|hinterlasse|publié dans|publicado en|view (?:this email )?in (?:your )?browser|(?:update your preferences|unsubscribe)\b)`)
	foot      = text.Lazy(`(?i)\bunsubscribe\b|^you (?:are receiv|receive|received|get) (?:ing )?this|all rights reserved`)
	signature = text.Lazy(`^[—–-]{1,2} ?\p{Lu}\pL+[^.!?]{2,60}$`)
	posted    = text.Lazy(`(?i)^(?:posted|written|submitted|publiziert|veröffentlicht|publié|publicado|опубликовано)\b.{0,60} (?:by|von|par|por) \PL*\p{L}`)
	wroteLine = text.Lazy(`(?i)\b(?:says?|wrote|said|writes|replied|schrieb|sagt|a écrit|escribió)$`)
	signedBy  = text.Lazy(`^(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v|[Aa]f|[Pp]rzez|[Тт]екст|[Аа]втор(?:ы)?|بقلم|كتب|كتبت|מאת|Του|Της|文|撰文|記者|记者|글)\s*[:：/|]?\s*[\p{Lu}\p{Lo}]`)
	// notPublished are spans such as "16–19 March", and words that go with dates of other things.
	notPublished = text.Lazy(`(?i)(?:^|[^\d–-])\d{1,2} ?[–-] ?\d{1,2}(?:$|[^\d:–-])|\d ?[–-] ?\pL{3,9}\.? \d{1,2}\b|[{}"=|;%]\s*$|^[{"]|\b(?:release[ds]?|checked|tested|register|registration|deadline|expires?|starts?|ends?|until|through|born|died|date|when|arrives?|as of|since)\b`)
	// factLine is a line that gives one fact, such as "Author: Ada Quint".
	factLine    = text.Lazy(`(?i)^(?:authors?|by|location|venue|date|when|where|registration|price|cost|release[d]?|publisher|data|source|notes?|tip|from|to|cc|subject|website|web|phone|tel|rating|isbn|genre|pages|length|runtime|director|cast|address|hours|ingredients|serves)\s?:`)
	readingTime = text.Lazy(`(?i)^(?:[\pL:]+ ){0,3}\d{1,2} ?(?:min(?:ute[ns]?|utos|uti)?|мин)\b\.?(?: \pL+){0,2}$`)
	ago         = text.Lazy(`(?i)^(?:published |updated |posted )?(?:\d{1,3}|an?|one) (?:minute|min|hour|day|week|month|year)s? ago$`)
)

// readCues judges every leaf once.
func (p *splitter) readCues() {
	p.cues = make([]cue, len(p.leaves))
	p.dates = map[int]time.Time{}
	outside := p.commentBoxes()
	for i := range p.leaves {
		l := &p.leaves[i]
		switch {
		case !l.words():
		case outside[l.box], l.has(inNav | inHidden | inAside), l.has(inFooter|inForm|inRelated) && !l.has(isHeading|isTime|isAuthor):
			p.cues[i] = cueOutside
		case ruler(l.text):
			p.cues[i] = cueOutside
		default:
			p.cues[i] = p.lineCue(i)
		}
	}
}

// lineCue judges one leaf by its words.
func (p *splitter) lineCue(i int) cue {
	l := &p.leaves[i]
	var text cue
	if p.running(i) > 0 || len(l.text) > maxHeadline {
		text = cueText
	}
	if len(l.text) > maxCueLine {
		return text | p.titleCue(l)
	}
	if l.onward() {
		return cueOnward
	}
	var c cue
	if t, day, found := readDate(l.text); found && !(l.sentence() && len(l.text) > 40) && (dateFills(l.text) || posted.MatchString(l.text) || signedBy.MatchString(l.text)) {
		c |= cueDate
		p.dates[i] = t
		if !day {
			c |= cueClock
		}
	} else if ago.MatchString(l.text) {
		c |= cueDate
	}
	if signedBy.MatchString(l.text) && !l.sentence() && byPeople(l.text) || posted.MatchString(l.text) || l.has(isAuthor) && !l.has(isHeading) && c == 0 && len(l.text) < 60 {
		c |= cueBy
	}
	switch {
	case foot.MatchString(l.text):
		return cueTail
	case !l.has(isHeading) && (signature.MatchString(l.text) || c != 0 && (strings.HasPrefix(l.text, "— ") || strings.HasPrefix(l.text, "– "))):
		return c | cueBy | cueTail
	case !l.has(isHeading) && (belowText.MatchString(l.text) || buttonRow(l.text)):
		return c&cueBy | cueTail
	case c != 0:
		return c
	case text != 0:
		return text | p.titleCue(l)
	case l.furniture(), readingTime.MatchString(l.text):
		return cueWord
	case len(l.text) <= 24 && !l.has(isHeading) && len(strings.Fields(l.text)) <= 3 && !l.sentence():
		c = cueWord
	}
	return c | p.titleCue(l)
}

func (p *splitter) titleCue(l *leaf) cue {
	if titleLike(l) {
		return cueTitle
	}
	return 0
}

// titleLike reports whether a leaf could be a headline by its shape.
func titleLike(l *leaf) bool {
	if l.chars < 10 || l.chars > maxTitle || len(l.text) > maxHeadline || l.furniture() || l.creditLine() || speaker(l.text) {
		return false
	}
	return l.has(isHeading) || !fullStop(l.text) && !l.has(inCaption) && !namesOnly(l.text) && !menuLine(l.text) && !factLine.MatchString(l.text) && !codeLike(l.text)
}

// fullStop reports whether a line ends as a sentence that is no question: headlines do not, but for "U.S." and the like.
func fullStop(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)】」』] ")
	last := s[strings.LastIndexByte(s, ' ')+1:]
	switch r, _ := utf8.DecodeLastRuneInString(s); r {
	case '.':
		return !strings.Contains(strings.TrimRight(last, "."), ".") && !strings.HasSuffix(s, "..")
	case '。', '।', '։', '۔', ';', ',':
		return true
	}
	return false
}

// ruler reports whether a line has no letter or digit: it parts what is above from what is below.
func ruler(s string) bool {
	return len(s) < 200 && strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}

// byPeople tells "By Ada Quint, Lake Radio" from "By Car or on Foot": few words, most of them names.
func byPeople(s string) bool {
	words := strings.Fields(s)
	if len(words) > 14 {
		return false
	}
	lower := 0
	for _, word := range words[1:] {
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) && !particles[word] && word != "and" && word != "und" && word != "et" && word != "y" && word != "for" {
			lower++
		}
	}
	return lower*3 <= len(words)-1
}

// buttons are the words of rows such as "Share Tweet Email this".
var buttons = map[string]bool{
	"share": true, "tweet": true, "print": true, "email": true, "e-mail": true, "facebook": true, "twitter": true, "x": true, "whatsapp": true,
	"linkedin": true, "pinterest": true, "reddit": true, "telegram": true, "bluesky": true, "threads": true, "reply": true, "like": true, "save": true,
	"permalink": true, "this": true, "on": true, "it": true, "via": true, "copy": true, "link": true, "pin": true, "teilen": true, "drucken": true, "partager": true,
	"imprimer": true, "compartir": true, "comment": true, "comments": true,
}

func buttonRow(s string) bool {
	if len(s) > 80 {
		return false
	}
	n := 0
	for word := range strings.FieldsSeq(strings.ToLower(s)) {
		if word = strings.Trim(word, "|·•,()0123456789"); word == "" {
			continue
		}
		if n++; !buttons[word] {
			return false
		}
	}
	return n > 0 && len(s) > 3
}

// dateFills reports whether a line is mostly date, and the date may be that of publication: not that of an event.
func dateFills(s string) bool {
	other := 0
	for word := range strings.FieldsSeq(s) {
		if !strings.ContainsAny(word, "0123456789") {
			if _, month := months[strings.ToLower(strings.Trim(word, ".,"))]; !month && utf8.RuneCountInString(word) > 2 {
				other++
			}
		}
	}
	return other <= 4 && !notPublished.MatchString(s)
}

// speaker reports whether a line only says who speaks: "Anna Kehl wrote", "Jonas says:".
func speaker(s string) bool {
	return strings.HasSuffix(s, ":") || wroteLine.MatchString(s) && len(strings.Fields(s)) <= 4
}

// menuLine reports whether a line is a row of links: "Home | Archive | About us".
func menuLine(s string) bool {
	if len(s) > maxCueLine || !strings.Contains(s, " | ") {
		return false
	}
	for part := range strings.SplitSeq(s, " | ") {
		if len(strings.Fields(part)) > 2 {
			return false
		}
	}
	return true
}

// codeLike reports whether a line is of a program: it has signs that no headline has.
func codeLike(s string) bool {
	return strings.Contains(s, " = ") || strings.Contains(s, "()") || strings.Contains(s, "::") || strings.Contains(s, "</") || strings.ContainsAny(s, "{}<>\\") ||
		strings.HasSuffix(s, ";") || strings.Contains(s, "_") && !strings.Contains(s, "__")
}

// namesOnly reports whether a line is nothing but names of people.
func namesOnly(s string) bool {
	if len(s) > maxCueLine || strings.ContainsAny(s, "?!:;0123456789") {
		return false
	}
	parts := nameGlue.Split(s, 6)
	for _, part := range parts {
		words := strings.Fields(part)
		if len(words) < 2 || len(words) > 3 || !person(part, strict) {
			return false
		}
		for _, word := range words {
			if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) && !particles[word] {
				return false
			}
		}
	}
	return true
}

// commentBoxes marks the boxes of readers' comments: named so, and without most of the page.
func (p *splitter) commentBoxes() []bool {
	in := make([]bool, len(p.boxes))
	for i := 1; i < len(p.boxes); i++ {
		b := &p.boxes[i]
		if in[i] = in[b.parent]; in[i] || b.chars*10 > p.boxes[0].chars*9 {
			continue
		}
		in[i] = b.names&forComment != 0
	}
	return in
}
