package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cue is a set of what the words of a line hint at. It is evidence, and seldom proof: "Photo: Ann Poe" is a credit,
// "Photo: the picture that changed a war" may be a headline.
type cue uint32

const (
	cueFurniture  cue = 1 << iota // what sites say on every page
	cueConsent                    // speaks of cookies
	cuePromo                      // asks to subscribe, follow, download, give
	cueShare                      // asks to pass it on
	cueRelated                    // leads to other articles
	cueOnward                     // "Continue reading" and nothing else
	cueCredit                     // begins by naming who made a picture
	cueCreditTail                 // names them at the end
	cueCaption                    // describes a picture
	cueDate                       // says when it was published or changed
	cueByline                     // says who wrote it
	cueHelper                     // says who else worked on it
	cueCorrection                 // says what was corrected
	cueComment                    // heads the comments of readers, or asks for them
	cuePaywall                    // asks to pay to read on
	cueBio                        // says who the author is
	cueAgency                     // names a wire or picture agency
	cueLive                       // heads a live page
)

const (
	cueShort     = 400 // bytes of a line that is looked at whole
	cueHead      = 220 // bytes at the beginning of a longer one
	cueTail      = 160 // and at its end
	cueRest      = 24  // bytes that may follow a phrase that is the whole line: a number, a name
	creditTailAt = 110 // bytes before the end in which a caption's credit begins
)

// wordCues reads the cues of one line of text, in any of the languages of the lists.
func wordCues(s string) cue {
	if s == "" {
		return 0
	}
	w := phrases()
	if len(s) <= cueShort {
		s = foldLine(s)
		return w.head(s, true) | w.anywhere(s)
	}
	head, tail := foldLine(cutBytes(s, cueHead)), foldLine(lastBytes(s, cueTail))
	return w.head(head, false) | w.anywhere(head)&^cueCreditTail | w.anywhere(tail)
}

// head reads the beginning of a folded line: as it is, without the signs before the first letter, and without a number.
func (w *lexicon) head(s string, whole bool) cue {
	var found cue
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
	return len(rest) <= cueRest && rest[0] != ':' && rest[0] != '=' && !endsSentence(rest) && !(p.open && unicode.IsLetter(firstRune(rest)))
}

// anywhere reads the phrases that may stand in the midst of a folded line.
func (w *lexicon) anywhere(s string) cue {
	var found cue
	inWord := false
	for i, r := range s {
		was := inWord
		inWord = wordly(r)
		if was && inWord {
			continue
		}
		w.inside.match(s[i:], func(p *phrase, rest string) {
			if p.cue != cueCreditTail || i > 0 && rest != "" && len(rest) < creditTailAt {
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
