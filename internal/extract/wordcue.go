package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordCue is a set of what the words of a line hint at. It is evidence, and seldom proof: "Photo: Ann Poe" is a credit,
// "Photo: the picture that changed a war" may be a headline.
type wordCue uint32

const (
	saysFurniture  wordCue = 1 << iota // what sites say on every page
	saysConsent                        // speaks of cookies
	saysPromo                          // asks to subscribe, follow, download, give
	saysShare                          // asks to pass it on
	saysRelated                        // leads to other articles
	saysOnward                         // "Continue reading" and nothing else
	saysCredit                         // begins by naming who made a picture
	saysCreditTail                     // names them at the end
	saysCaption                        // describes a picture
	saysDate                           // says when it was published or changed
	saysByline                         // says who wrote it
	saysHelper                         // says who else worked on it
	saysCorrection                     // says what was corrected
	saysComment                        // heads the comments of readers, or asks for them
	saysPaywall                        // asks to pay to read on
	saysBio                            // says who the author is
	saysAgency                         // names a wire or picture agency
	saysLive                           // heads a live page
)

const (
	wholeLine    = 400 // bytes of a line that is looked at whole
	lineHead     = 220 // bytes at the beginning of a longer one
	lineTail     = 160 // and at its end
	aloneRest    = 24  // bytes that may follow a phrase that is the whole line: a number,
	aloneName    = 12  // or a short name
	creditTailAt = 110 // bytes before the end in which a caption's credit begins
)

// wordCues reads the cues of one line of text, in any of the languages of the lists.
func wordCues(s string) wordCue {
	begins, within := lineCues(s)
	return begins | within
}

// lineCues tells what a line begins with from what it has somewhere.
func lineCues(s string) (begins, within wordCue) {
	if s == "" {
		return 0, 0
	}
	w := phrases()
	if len(s) <= wholeLine {
		s = foldLine(s)
		return w.head(s, true), w.anywhere(s)
	}
	head, tail := foldLine(cutBytes(s, lineHead)), foldLine(lastBytes(s, lineTail))
	return w.head(head, false), w.anywhere(head)&^saysCreditTail | w.anywhere(tail)
}

// head reads the beginning of a folded line: as it is, without the signs before the first letter, and without a number.
func (w *lexicon) head(s string, whole bool) wordCue {
	var found wordCue
	take := func(p *phrase, rest string) {
		if !p.whole || whole && aloneWith(p, rest) {
			found |= p.cue
		}
	}
	w.heads.match(s, take)
	bare := strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '©' })
	if len(bare) < len(s) {
		w.heads.match(bare, take)
	}
	if text := strings.TrimLeft(bare, "0123456789 ,."); len(text) < len(bare) {
		w.heads.match(text, take)
	}
	return found
}

// aloneWith reports whether a phrase and what follows it are still the phrase alone: "Comments (12)", "Share on Viber".
func aloneWith(p *phrase, rest string) bool {
	if rest == "" || rest == ":" {
		return true
	}
	if len(rest) > aloneRest || rest[0] == ':' || rest[0] == '=' || endsSentence(rest) {
		return false
	}
	named := strings.ContainsFunc(rest, unicode.IsLetter)
	return !named || len(rest) <= aloneName && p.cue != saysOnward && !(p.open && unicode.IsLetter(firstRune(rest)))
}

// anywhere reads the phrases that may stand in the midst of a folded line.
func (w *lexicon) anywhere(s string) wordCue {
	var found wordCue
	inWord := false
	for i, r := range s {
		was := inWord
		inWord = wordly(r)
		if was && inWord {
			continue
		}
		w.inside.match(s[i:], func(p *phrase, rest string) {
			if p.cue != saysCreditTail || i > 0 && rest != "" && len(rest) < creditTailAt {
				found |= p.cue
			}
		})
	}
	return found
}

// wordly reports whether a letter joins those beside it to a word: those of scripts without spaces do not, nor do the
// Korean ones, which take endings.
func wordly(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	case r >= 0xc0 && r < 0x300 || r >= 0x370 && r < 0x530: // most of Latin, Greek and Cyrillic
		return r != '×' && r != '÷'
	case r >= 0x0e00 && r < 0x0f00, r >= 0x1000 && r < 0x10a0, r >= 0x1780 && r < 0x1800, r >= 0x2e80 && r < 0xd800, r >= 0x20000 && r < 0x40000:
		return false
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// cutBytes is the beginning of s, n bytes at most, without half a letter.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// lastBytes is likewise the end of s.
func lastBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n = len(s) - n; n < len(s) && !utf8.RuneStart(s[n]); n++ {
	}
	return s[n:]
}
