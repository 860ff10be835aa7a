package thread

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// foundName is a name in an article, and how often it stands there.
type foundName struct {
	text  string
	count float64
}

// namesIn finds the names of an article: runs of words with capital letters within sentences; in scripts without
// capitals, words and runs of characters that come again and again and are rare elsewhere. The headline counts more.
func namesIn(headline, body, lang string) []foundName {
	var n namer
	n.lang, n.counts, n.inner = lang, map[string]float64{}, map[string]bool{}
	sample := body
	if len(sample) < 200 {
		sample = headline + " " + body
	}
	switch spelling(sample) {
	case capitals:
		n.learn(body)
		n.find(body, 1)
		n.find(headline, headlineCounts)
	case spaced:
		n.repeated(text.Terms(headline), text.Terms(body))
	default:
		n.repeatedRuns(headline, body)
	}
	names := make([]foundName, 0, len(n.counts))
	for name, count := range n.counts {
		names = append(names, foundName{name, count})
	}
	slices.SortFunc(names, func(a, b foundName) int { return strings.Compare(a.text, b.text) })
	return names
}

// How a script writes names.
type nameScript int

const (
	capitals  nameScript = iota // with a capital letter
	spaced                      // as words like others
	spaceless                   // without even spaces
)

// spelling tells how the prevailing script of a text writes names.
func spelling(s string) nameScript {
	var cased, plain, dense int
	for _, r := range text.Prefix(s, 600) {
		switch {
		case unicode.IsUpper(r) || unicode.IsLower(r):
			cased++
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			dense += 2
		case unicode.IsLetter(r):
			plain++
		}
	}
	switch {
	case dense > cased && dense > plain:
		return spaceless
	case plain > cased:
		return spaced
	}
	return capitals
}

type namer struct {
	lang   string
	counts map[string]float64
	inner  map[string]bool // folded words that stand with a capital letter within a sentence
}

// learn notes which words have capitals of their own.
func (n *namer) learn(s string) {
	for _, t := range tokens(s) {
		if t.capital && !t.begins {
			n.inner[text.Fold(t.text)] = true
		}
	}
}

// find counts the names of a text, times for each.
func (n *namer) find(s string, times float64) {
	all := tokens(s)
	titled := titleCase(all)
	var run []token
	flush := func() {
		n.run(run, titled, times)
		run = run[:0]
	}
	for i, t := range all {
		if t.breaks || t.begins {
			flush()
		}
		switch {
		case t.capital:
			run = append(run, t)
		case len(run) > 0 && linking[t.text] && i+1 < len(all) && all[i+1].capital && !all[i+1].breaks && !all[i+1].begins:
			run = append(run, t)
		default:
			flush()
		}
	}
	flush()
}

// linking are small words within names.
var linking = wordSet("of de la le du des del della di da do dos das von van der den bin ibn al el y e")

// salutations are no part of a name.
var salutations = wordSet("by par por mr mrs ms miss dr prof sir lady lord mme mlle herr frau señor señora sr sra signor signora m")

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		m[word] = true
	}
	return m
}

// run counts one run of words with capitals.
func (n *namer) run(run []token, titled bool, times float64) {
	for len(run) > 0 && (n.ordinary(run[0], titled) || salutations[strings.ToLower(run[0].text)]) {
		run = run[1:]
	}
	if titled { // only words that are names elsewhere
		for i, t := range run {
			if t.capital && !n.inner[text.Fold(t.text)] {
				n.run(run[:i], false, times)
				n.run(run[i+1:], true, times)
				return
			}
		}
	}
	for len(run) > 0 && !run[len(run)-1].capital {
		run = run[:len(run)-1]
	}
	if len(run) == 0 || len(run) > 6 {
		return
	}
	words := make([]string, len(run))
	for i, t := range run {
		words[i] = t.text
	}
	name := strings.Join(words, " ")
	if utf8.RuneCountInString(name) < 3 && !(len(run) == 1 && isAcronym(name)) {
		return
	}
	if len(run) == 1 {
		if calendar[text.Fold(name)] || scarcity(n.lang, text.Fold(name)) < 3.2 && n.lang != "" {
			return
		}
		if nounsHaveCapitals[n.lang] {
			times /= 3
		}
	}
	n.counts[name] += times
}

// nounsHaveCapitals are languages in which a capital alone makes no name.
var nounsHaveCapitals = map[string]bool{"de": true, "lb": true}

// ordinary reports whether a word has its capital only because it begins a sentence, or a headline that has them all.
func (n *namer) ordinary(t token, titled bool) bool {
	if !t.capital {
		return true
	}
	if !t.begins && !titled {
		return false
	}
	folded := text.Fold(t.text)
	return !n.inner[folded] || scarcity(n.lang, folded) < 2.5
}

func isAcronym(s string) bool {
	return len(s) >= 2 && strings.ToUpper(s) == s && strings.ToLower(s) != s
}

// calendar are names of days and months, which tell nothing.
var calendar = wordSet(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
	september october november december`)

// repeated counts the words of a script without capitals that come again and are rare elsewhere.
func (n *namer) repeated(headline, body []string) {
	body = body[:min(len(body), gistWords)]
	times := map[string]float64{}
	for _, w := range body {
		times[bare(w)]++
	}
	for _, w := range headline {
		times[bare(w)] += 2
	}
	for w, count := range times { // Arabic writes "and", "in" and "for" with the word
		if rest := strings.TrimLeft(w, "وبلف"); len(w)-len(rest) == len("و") && times[rest] > 0 {
			times[rest] += count
			delete(times, w)
		}
	}
	for w, count := range times {
		if count >= 2 && utf8.RuneCountInString(w) >= 3 && scarcity(n.lang, w) >= 5.5 && !isNumber(w) {
			n.counts[w] += count / 2
		}
	}
}

// bare takes off the article and the small words that Arabic and Hebrew, and the endings that Korean, write with a noun.
func bare(w string) string {
	for _, p := range []string{"وال", "بال", "كال", "فال", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) >= 3 {
			return rest
		}
	}
	r, _ := utf8.DecodeRuneInString(w)
	if !unicode.Is(unicode.Hangul, r) {
		return w
	}
	for _, s := range []string{"에서", "으로", "에게", "까지", "부터", "은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "로"} {
		if rest, ok := strings.CutSuffix(w, s); ok && utf8.RuneCountInString(rest) >= 2 {
			return rest
		}
	}
	return w
}

// repeatedRuns counts runs of two to six characters that come again, the longest ones; runs of katakana count at once, for
// they write foreign names.
func (n *namer) repeatedRuns(headline, body string) {
	body = text.Prefix(body, gistWords*9)
	counts := map[string]float64{}
	for part, s := range []string{headline, body} {
		times := 1.0
		if part == 0 {
			times = 2
		}
		for _, piece := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && r != 'ー' }) {
			runes := []rune(piece)
			for i := range runes {
				for size := 2; size <= 6 && i+size <= len(runes); size++ {
					counts[string(runes[i:i+size])] += times
				}
			}
			for _, run := range katakana(runes) {
				n.counts[run] += times
			}
		}
	}
	for run, count := range counts {
		if count < 2 || strings.ContainsFunc(run, commonIdeograph) {
			continue
		}
		n.counts[run] += count / 2
	}
	for run := range n.counts { // parts of longer ones go
		for longer, count := range n.counts {
			if len(longer) > len(run) && strings.Contains(longer, run) && count*1.5 >= n.counts[run] {
				delete(n.counts, run)
				break
			}
		}
	}
}

func katakana(runes []rune) (runs []string) {
	start := -1
	for i := 0; i <= len(runes); i++ {
		if i < len(runes) && (unicode.Is(unicode.Katakana, runes[i]) || runes[i] == 'ー') {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && i-start >= 3 {
			runs = append(runs, string(runes[start:i]))
		}
		start = -1
	}
	return runs
}

// commonIdeograph are characters of grammar, which stand in no name: hiragana, and the commonest Chinese ones.
func commonIdeograph(r rune) bool {
	return unicode.Is(unicode.Hiragana, r) || strings.ContainsRune("的了在是和有不这為为於于與与及將将被从從到也就都對对以而等他她它我你們们個个上下中日年月时時者之其或并並但由向說说表示已", r)
}
