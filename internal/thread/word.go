package thread

import (
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

// commonness is the percentage of ordinary sentences that hold a word, by the hash of language and word.
var commonness = sync.OnceValue(func() map[uint64]float64 {
	percents := map[uint64]float64{}
	for w := range text.EverydayWords() {
		percents[wordKey(w.Language, w.Word)] = w.Percent
	}
	for _, word := range strings.Fields(arabicCommon) {
		percents[wordKey("ar", text.Fold(word))] = 10
	}
	return percents
})

// arabicCommon are everyday words of Arabic, which the lists lack: what they have for that tag is another language in the same script.
const arabicCommon = `في من على الى إلى عن ان أن إن انه أنه انها أنها هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد كان كانت يكون تكون بعد قبل بين
	مع كل كما حيث خلال منذ عند حتى ثم او أو و هو هي هم به بها له لها فيه فيها عليه عليها منه منها غير دون أي اي بعض جميع عدد أكثر اكثر اول أول
	ثلاثة ثلاث اثنين عام عاما يوم اليوم ايام أيام شهر سنة سنوات ساعة وقال قال قالت واضاف أضاف اضاف وأضاف مضيفا وفق حسب نحو امام أمام ضد حول
	الثاني الثانية الاول الأول الأولى الاولى الثلاث الثلاثة نفسه كانوا ليس ليست يمكن يجب لكن ولكن بسبب وذلك لدى عبر`

func wordKey(lang, word string) uint64 { return xxhash.Sum64String(word)*3 + xxhash.Sum64String(lang) }

// scarcest is the scarcity of a word that no list of common words has.
const scarcest = 6

// scarcity is how rare a folded word is in ordinary texts of a language: the logarithm of how many sentences there are for
// one that holds it, 6 at most.
func scarcity(lang, word string) float64 {
	if n := utf8.RuneCountInString(word); n < 2 {
		return 0
	}
	percent, common := commonness()[wordKey(lang, word)]
	if !common {
		return scarcest
	}
	return min(math.Log(100/max(percent, 0.5)), 5)
}

// inflecting are languages whose words change so much at their ends that only their beginnings are compared.
var inflecting = wordSet("ru uk be bg sr hr bs sl mk cs sk pl lt lv et fi hu tr az kk ky uz el hy ka sq ro")

// stem is the part of a word that its forms share, roughly.
func stem(word, lang string) string {
	n := utf8.RuneCountInString(word)
	switch {
	case n < 5:
		return word
	case inflecting[lang]:
		keep := 5
		if n >= 8 {
			keep = 6
		}
		return firstRunes(word, keep)
	case lang == "de" && n > 8:
		return firstRunes(word, 8)
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		return word[:len(word)-1]
	}
	return word
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func isNumber(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsDigit(r)
}

// know remembers the words of an article, to tell later what is new.
func (r *reading) know(headline, body string) {
	terms := append(text.Terms(headline), text.Terms(body)...)
	for _, term := range terms[:min(len(terms), 2*maxKnownOf)] {
		if isNumber(term) || scarcity(r.lang, term) >= 3 {
			r.said[knownOf(stem(term, r.lang))]++
		}
	}
	for _, number := range numbersIn(headline + "\n" + body) {
		times := 1
		if particular(number) {
			times = 100 // they come first
		}
		r.figures[traitOf(number, traitWord)] += times
	}
}

func knownOf(word string) uint16 { return uint16(xxhash.Sum64String(word) >> 48) }

// known are the words that the articles said most, by rising hash.
func (r *reading) known() []uint16 {
	wide := make(map[uint32]int, len(r.said))
	for h, n := range r.said {
		wide[uint32(h)] = n
	}
	kept := lowest(wide, maxKnown)
	known := make([]uint16, len(kept))
	for i, h := range kept {
		known[i] = uint16(h)
	}
	return known
}

func (r *reading) numbers() []uint32 { return lowest(r.figures, maxNumbers) }

// numbersIn finds the numbers of a text that have two digits or more and are no years, without signs between thousands and
// with a point before the fraction.
func numbersIn(s string) (numbers []string) {
	s = asciiDigits(s)
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		end := numberTo(s, i)
		if i > 0 && s[i-1] < utf8.RuneSelf && unicode.IsLetter(rune(s[i-1])) { // "COP26"
			i = end
			continue
		}
		if n := plainNumber(s[i:end]); len(n) > 1 && !isYear(n) {
			numbers = append(numbers, n)
		}
		i = end
	}
	return numbers
}

// numberTo returns where the number at i ends: digits, with single signs between them, or spaces before three digits.
func numberTo(s string, i int) int {
	for i < len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			i++
			continue
		}
		size := 0
		switch {
		case strings.ContainsRune(".,'", rune(s[i])):
			size = 1
		case strings.HasPrefix(s[i:], "\u00a0"):
			size = 2
		case strings.HasPrefix(s[i:], "\u202f"), strings.HasPrefix(s[i:], "’"), strings.HasPrefix(s[i:], "٬"), strings.HasPrefix(s[i:], "٫"):
			size = len("’")
			if s[i] == "٬"[0] {
				size = 2
			}
		case s[i] == ' ' && threeDigits(s[i+1:]):
			size = 1
		}
		if size == 0 || i+size >= len(s) || s[i+size] < '0' || s[i+size] > '9' {
			break
		}
		i += size
	}
	return i
}

func threeDigits(s string) bool {
	if len(s) < 3 || len(s) > 3 && '0' <= s[3] && s[3] <= '9' {
		return false
	}
	for _, c := range []byte(s[:3]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// plainNumber writes a number without signs between thousands. The last sign is a decimal point unless three digits follow.
func plainNumber(s string) string {
	groups := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	whole := strings.Join(groups, "")
	last := groups[len(groups)-1]
	if len(groups) == 1 || len(last) == 3 {
		return whole
	}
	return strings.Join(groups[:len(groups)-1], "") + "." + last
}

func isYear(n string) bool { return len(n) == 4 && (n[:2] == "19" || n[:2] == "20") }

// particular reports whether a number is telling: no round figure, not small.
func particular(n string) bool {
	if at := strings.IndexByte(n, '.'); at > 0 {
		return strings.Trim(n[at:], ".0") != "" && len(strings.TrimLeft(n, "0.")) > 3
	}
	n = strings.TrimLeft(n, "0")
	return len(n) > 2 && len(strings.TrimRight(n, "0")) >= 2
}

// asciiDigits writes the digits of all scripts as 0 to 9.
func asciiDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf || !unicode.IsDigit(r) {
			return r
		}
		for zero := r; ; zero-- {
			if !unicode.IsDigit(zero-1) || r-zero == 9 {
				return '0' + (r-zero)%10
			}
		}
	}, s)
}

// link notes the addresses of an article: its own, its picture's, and those that it leads to.
func (r *reading) link(a *news.Article) {
	for _, address := range []string{a.URL, a.CanonicalURL, a.Image.URL} {
		r.address(address, 4)
	}
	for _, l := range a.Related {
		r.address(l.URL, 1)
	}
	for _, b := range a.Blocks {
		for _, address := range hrefs(b.HTML) {
			r.address(address, 2)
		}
	}
}

// address counts one address, without what does not name a page.
func (r *reading) address(address string, times int) {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		return
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	rest = strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
	if strings.Count(rest, "/") < 1 || len(rest) < 16 { // a front page, a section
		return
	}
	r.links[traitOf(rest, traitWord)] += times
}

// hrefs are the addresses that clean inline markup leads to.
func hrefs(html string) (addresses []string) {
	for {
		_, rest, found := strings.Cut(html, `href="`)
		if !found {
			return addresses
		}
		address, after, _ := strings.Cut(rest, `"`)
		addresses, html = append(addresses, address), after
	}
}
