package text

import (
	"strings"
	"unicode"
)

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }

// Sentences returns where the sentences of s stand, without the white space around them, in order. A line break
// ends a sentence; so does a full stop unless it belongs to an abbreviation, an initial or a number.
func Sentences(s string) []Span {
	spans := make([]Span, 0, len(s)/128+1)
	start := 0
	cut := func(end int) {
		if span, ok := trim(s, start, end); ok {
			spans = append(spans, span)
		}
		start = end
	}
	for i := 0; i < len(s); {
		if letter[s[i]] || s[i] == ' ' {
			i++
			continue
		}
		r, size := decode(s, i)
		switch {
		case r == '\n' || r == '\u2029' || r == '\u2028':
			cut(i)
			i += size
		case r == '。' || r == '！' || r == '？' || r == '।' || r == '॥' || r == '۔' || r == '።' || r == '။':
			i = closing(s, i+size)
			cut(i)
		case r == '.' || r == '!' || r == '?' || r == '…' || r == '؟':
			end := closing(s, terminators(s, i+size))
			if ends(s, start, i, end, r) {
				cut(end)
			}
			i = end
		default:
			i += size
		}
	}
	cut(len(s))
	return spans
}

// terminators skips the rest of "?!" or "...".
func terminators(s string, i int) int {
	for i < len(s) && (s[i] == '.' || s[i] == '!' || s[i] == '?') {
		i++
	}
	return i
}

// closing skips the quotation marks and brackets that belong to the sentence before them.
func closing(s string, i int) int {
	for i < len(s) {
		r, size := decode(s, i)
		if !strings.ContainsRune("\"'”’»)]}」』）", r) {
			break
		}
		i += size
	}
	return i
}

// ends decides whether the mark at dot, followed by whatever stands at next, ends the sentence that began at start.
func ends(s string, start, dot, next int, mark rune) bool {
	if next >= len(s) {
		return true
	}
	after, size := decode(s, next)
	if !unicode.IsSpace(after) {
		return mark != '.' && spaceless(after)
	}
	follow := next + size
	for follow < len(s) {
		if after, size = decode(s, follow); after == '\n' || !unicode.IsSpace(after) {
			break
		}
		follow += size
	}
	if follow >= len(s) || after == '\n' {
		return true
	}
	if unicode.IsLower(after) {
		return false
	}
	if mark != '.' {
		return true
	}
	word := lastWord(s, start, dot)
	if len(word) == 1 && 'A' <= word[0] && word[0] <= 'Z' {
		return false // an initial
	}
	if timeGoesOn(word, s[follow:]) {
		return false
	}
	return !abbreviations[strings.ToLower(word)] && !(numbering[strings.ToLower(word)] && unicode.IsDigit(after))
}

// lastWord returns the letters and inner dots right before end.
func lastWord(s string, start, end int) string {
	i := end
	for i > start && end-i < 16 && (s[i-1] >= 0x80 || s[i-1] == '.' || wordRune(rune(s[i-1]))) {
		i--
	}
	return s[i:end]
}

// abbreviations never end a sentence when a capital follows.
var abbreviations = set(`mr mrs ms dr prof gen col lt maj capt sgt cpl cmdr adm rev hon sen rep gov pres st sr jr messrs
	vs v etc e.g i.e cf al inc ltd co corp bros dept est u.s u.k u.n e.u d.c jan feb mar apr jun jul aug sep sept oct nov dec
	mme mlle mm hr fr bzw ca usw z.b d.h mio mrd tsd sra srta ud uds av avda núm pág art dott sig avv dra т.е г ул им`)

// timeGoesOn reports whether a dot stands inside an expression of time: "3. Mai", "5 p.m. Tuesday".
func timeGoesOn(word, rest string) bool {
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(rest)
	}
	switch {
	case len(word) <= 2 && word != "" && strings.Trim(word, "0123456789") == "":
		return afterDay[rest[:end]]
	case len(word) == 3 && (word[0]|0x20 == 'a' || word[0]|0x20 == 'p') && word[1] == '.' && word[2]|0x20 == 'm':
		return afterHour[rest[:end]]
	}
	return false
}

// afterDay follows "3." in German, afterHour "p.m.".
var (
	afterDay = set(`Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert Jahrhunderts
		Quartal Jahrestag Geburtstag`)
	afterHour = set(`Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
		September October November December Jan Feb Mar Apr Aug Sept Oct Nov Dec ET EST EDT CT CST CDT MT PT PST PDT GMT UTC BST CET Eastern Pacific
		Central Mountain`)
)

// numbering are abbreviations only before a number.
var numbering = set(`no nos fig p pp vol ch sec para nr n°`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// trim takes the white space off both ends of a range; ok is false when nothing else is in it.
func trim(s string, start, end int) (Span, bool) {
	for start < end {
		r, size := decode(s, start)
		if !unicode.IsSpace(r) {
			break
		}
		start += size
	}
	return Span{start, start + len(strings.TrimRightFunc(s[start:end], unicode.IsSpace))}, start < end
}
