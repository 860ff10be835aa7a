package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

const (
	captionReach  = 400 // letters that a caption may have
	pictureReach  = 600 // letters that the box of a picture may hold for its words to be the picture's
	pictureLeaves = 4   // pieces of text in it
	captionShare  = .25 // of the page's text; where more of it stands in boxes of pictures, they hold the article
	captionCrowd  = 5   // boxes with a picture and words; more of them are a list when they hold
	crowdShare    = .06 // of the text
	creditReach   = 110 // letters before the end in which a caption's credit begins
	altLetters    = 25  // an alternative text that is shorter may be said by chance
)

// captions marks the leaves that describe a picture: by the element that holds them, by the box they share with the
// picture, by its alternative text, by the credit at their end or in the next line.
func (p *page) captions(told ...string) []bool {
	marked := make([]bool, len(p.leaves))
	if p.plain {
		return marked
	}
	alts := map[string]bool{}
	for _, s := range told {
		if utf8.RuneCountInString(s) >= altLetters {
			alts[squeeze(s)] = true
		}
	}
	for i := range p.leaves {
		if l := &p.leaves[i]; l.has(isPicture) && utf8.RuneCountInString(l.alt) >= altLetters && len(alts) < 500 {
			alts[squeeze(l.alt)] = true
		}
	}
	boxes := p.pictureBoxes()
	boxed, inBoxes, total := 0, 0, 0
	for i := range p.leaves {
		l := &p.leaves[i]
		if !l.words() || l.has(isHeading|inNav|inFooter) {
			continue
		}
		total += l.chars
		switch {
		case !shortLine(l.text, captionReach):
		case l.has(inCaption), len(alts) > 0 && alts[squeeze(l.text)], p.creditedPicture(i):
			marked[i] = true
		case boxes[l.box] && !l.has(inList|inTable) && p.belowPicture(i):
			marked[i] = true
			boxed++
			inBoxes += l.chars
		}
	}
	if share := float64(inBoxes) / float64(max(1, total)); share > captionShare || boxed > captionCrowd && share > crowdShare {
		for i := range marked {
			l := &p.leaves[i]
			marked[i] = marked[i] && (l.has(inCaption) || alts[squeeze(l.text)] || p.creditedPicture(i))
		}
	}
	return marked
}

// pictureBoxes finds the boxes that hold a picture and few words.
func (p *page) pictureBoxes() []bool {
	texts := make([]int, len(p.boxes))
	heads := make([]bool, len(p.boxes))
	for i := range p.leaves {
		if l := &p.leaves[i]; l.words() {
			texts[l.box]++
			heads[l.box] = heads[l.box] || l.has(isHeading) || l.density() > .6
		}
	}
	for b := len(p.boxes) - 1; b > 0; b-- {
		parent := p.boxes[b].parent
		texts[parent] += texts[b]
		heads[parent] = heads[parent] || heads[b]
	}
	small := func(b int) bool {
		return b > 0 && p.boxes[b].chars <= pictureReach && texts[b] <= pictureLeaves && !heads[b] && p.boxes[b].chars*3 < p.boxes[0].chars
	}
	marked := make([]bool, len(p.boxes))
	for i := range p.leaves {
		if l := &p.leaves[i]; l.has(isPicture) {
			for b := l.box; small(b) && !marked[b]; b = p.boxes[b].parent {
				marked[b] = true
			}
		}
	}
	for b := 1; b < len(p.boxes); b++ {
		marked[b] = marked[b] || marked[p.boxes[b].parent]
	}
	return marked
}

// belowPicture reports whether a leaf follows a picture, with only captions and credits between. A paragraph that holds
// the picture itself is its caption only when it is no sentence.
func (p *page) belowPicture(i int) bool {
	l := &p.leaves[i]
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if above := &p.leaves[j]; above.has(isPicture) {
			return above.box != l.box || l.tag != atom.P || !l.sentence() && shortLine(l.text, 150)
		}
	}
	return false
}

// creditedPicture reports whether a picture stands just above a leaf that ends with a credit or has one below.
func (p *page) creditedPicture(i int) bool {
	near := false
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		near = near || p.leaves[j].has(isPicture)
	}
	if !near {
		return false
	}
	l := &p.leaves[i]
	if l.creditLine() {
		return true
	}
	if _, all := l.cues(); all&(saysCreditTail|saysAgency|saysCaption) != 0 && creditFrom(l.text) > 0 {
		return true
	}
	for j := i + 1; j < len(p.leaves) && j < i+3; j++ {
		if next := &p.leaves[j]; next.words() {
			begins, _ := next.cues()
			return begins&saysCredit != 0 && next.creditLine()
		}
	}
	return false
}

// creditAtEnd reports whether a text ends by naming who made a picture, with a word such as "Photo:" before the name:
// then it describes one, wherever it stands.
func creditAtEnd(l *leaf) bool {
	_, all := l.cues()
	if all&saysCreditTail == 0 {
		return false
	}
	from := creditFrom(l.text)
	if from <= 0 {
		return false
	}
	begins, _ := lineCues(l.text[from:])
	return begins&saysCredit != 0
}

// creditFrom is where the credit at the end of a caption begins, in bytes; 0 when all of it is a credit, -1 when there
// is none.
func creditFrom(s string) int {
	if creditLine(s) {
		return 0
	}
	from := len(s) - len(lastBytes(s, creditReach*2))
	for i, r := range s[from:] {
		if r >= utf8.RuneSelf && wordly(r) || r < utf8.RuneSelf && wordly(r) {
			continue
		}
		start := from + i + utf8.RuneLen(r)
		rest := strings.TrimLeft(s[start:], " \u00a0")
		if rest == "" || !mayBegin(r, s[:from+i]) {
			continue
		}
		inner := strings.TrimRight(rest, " .)]）】")
		if !shortLine(inner, creditReach) {
			continue
		}
		begins, within := lineCues(inner)
		if begins&saysCredit != 0 && strings.ContainsAny(inner, ":=/©：／＝") && nameAfterLabel(inner) ||
			r != ' ' && r != ':' && within&saysAgency != 0 && creditLine(inner) {
			return len(s) - len(rest)
		}
	}
	return -1
}

// mayBegin reports whether a credit may begin after the sign r, with before standing ahead of it.
func mayBegin(r rune, before string) bool {
	switch r {
	case ' ', '\u00a0', '(', '[', '（', '【', '［', '|', '©', '。', '）', '／', '/', '—', '–', '।', '.', '…', '．':
		return true
	}
	return r > 0x2e80 && before != ""
}

// nameAfterLabel reports whether what follows a credit's label may be a name: a few words without the end of a sentence.
func nameAfterLabel(s string) bool {
	at := strings.IndexAny(s, ":=/©：／＝")
	name := strings.TrimSpace(strings.TrimLeft(s[max(0, at):], ":=/©：／＝ "))
	return name != "" && len(strings.Fields(name)) <= 9 && !strings.ContainsAny(name, "!?;。") && !strings.Contains(name, ". ")
}

// splitCredit parts "A lake at dawn. Ann Poe/AFP" and "A lake (Photo: Ann Poe)" into caption and credit.
func splitCredit(s string) (caption, credit string) {
	from := creditFrom(s)
	if from < 0 {
		return s, ""
	}
	caption = strings.TrimRight(s[:from], " \u00a0([（【［|©—–-/")
	credit = strings.TrimSpace(s[from:])
	if from > 0 && strings.ContainsAny(s[len(caption):from], "([（【［") || strings.Count(credit, ")") > strings.Count(credit, "(") {
		credit = strings.TrimRight(credit, " .)]）】］")
	}
	return strings.TrimSpace(caption), credit
}

// withoutLabel is a credit without "Photo:" and the like.
func withoutLabel(s string) string {
	s = bare(s)
	at := strings.IndexAny(s, ":=/：／＝")
	if at <= 0 || at > 60 {
		return strings.TrimLeft(s, "© ")
	}
	r, size := utf8.DecodeRuneInString(s[at:])
	if r == '/' || r == '／' {
		if begins, _ := lineCues(s[:at+size]); begins&saysCredit == 0 || !isLabel(s[:at]) {
			return s
		}
	} else if begins, _ := lineCues(s[:at] + ":"); begins&saysCredit == 0 {
		return s
	}
	return strings.TrimLeft(s[at+size:], " ©")
}

// bare is a credit without the brackets and signs round it; a bracket that was opened within it stays.
func bare(s string) string {
	s = strings.TrimLeft(s, " ()[]（）【】|")
	for {
		trimmed := strings.TrimRight(s, " |")
		if last := lastRune(trimmed); strings.ContainsRune(")]）】", last) && !strings.ContainsAny(trimmed, "([（【") || strings.ContainsRune("([（【", last) {
			trimmed = strings.TrimSuffix(trimmed, string(last))
		}
		if trimmed == s {
			return s
		}
		s = trimmed
	}
}

func isLabel(s string) bool { return creditLabel.MatchString(s + ": ") }
