package story

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

const (
	maxWords       = 300 // of an article's text that are compared
	bodyWeight     = 10  // tenths that a word of the text counts
	headlineWeight = 20  // tenths that a word of the headline counts
	pairWeight     = 5   // tenths of that for two words beside each other
	nameBonus      = 0.8 // that a name counts beyond other words
	summaryWords   = 45
)

// item is what the window keeps of an article.
type item struct {
	id     news.ArticleID
	source news.SourceID
	weight float64 // of the source
	lang   string
	at     time.Time
	vector []feature // hashed words and pairs, by rising hash, weighted, of length 1
	counts []uint8   // how often each of them stands in the article, see bag.features
	text   fingerprint
	spent  bool    // its vector was dropped, see Window.spend
	centre float64 // how near it was to its story's centre then

	story  news.StoryID
	family news.ArticleID
	wasIn  news.StoryID // before it was placed
	left   news.StoryID // where an earlier reading was

	arrival  int
	headline string
	summary  string
	section  news.Section
	image    news.Image
	merit    float64 // as the lead of a story, by its form alone
	told     told

	banded bool // the families find it by its sketch
	round  int  // of the search that last found it, see families.find
	shared int  // smallest shingles shared in that search
}

// feature is one hashed word or pair of words of a text.
type feature struct {
	hash   uint32
	weight float32
}

func byTime(a, b *item) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) }

// read makes an item of an article.
func read(a *news.Article) *item {
	body := a.Text()
	it := &item{
		id: a.ID, source: a.SourceID, weight: a.Weight, lang: a.Language, at: a.Time(), headline: a.Headline,
		section: a.Section, image: a.Image, summary: summary(a, body), merit: merit(a, body),
	}
	it.told = tell(a, body)
	terms := text.Terms(prefix(body, maxFamilyBytes))
	it.text = fingerprintOf(terms)
	if len(terms) < maxWords/10 && a.Summary != "" {
		terms = append(text.Terms(a.Summary), terms...)
	}
	b := bag{lang: xxhash.Sum64String(a.Language), found: make([]uint64, 0, 2*maxWords+64)}
	b.add(text.Terms(a.Headline), headlineWeight)
	b.add(terms[:min(len(terms), maxWords)], bodyWeight)
	b.names(a.Headline + ".\n" + prefix(body, maxWords*8))
	it.vector, it.counts = b.features()
	return it
}

// prefix cuts s to at most n bytes of whole characters.
func prefix(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// bag collects words and pairs. Each occurrence is a hash above a weight in tenths, so that sorting plain numbers
// brings equal ones together.
type bag struct {
	lang  uint64
	found []uint64
	named []uint32 // hashes of words that stand with a capital letter within a sentence, rising
}

// add counts terms, in tenths.
func (b *bag) add(terms []string, times uint64) {
	before := uint64(0)
	for _, t := range terms {
		h := xxhash.Sum64String(t) ^ b.lang
		b.found = append(b.found, uint64(fold(h))<<32|times)
		if before != 0 {
			b.found = append(b.found, uint64(fold(before*3+h)|pairBit)<<32|times*pairWeight/10)
		}
		before = h
	}
}

// pairBit is set in the hashes of pairs and clear in those of words.
const pairBit = 1

func fold(h uint64) uint32 {
	h *= 0x9E3779B97F4A7C15
	return uint32(h>>32) &^ pairBit
}

// names finds the words that stand with a capital letter within a sentence.
func (b *bag) names(s string) {
	begins := true // a sentence: its capital tells nothing
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			if strings.ContainsRune(".!?\n:\"“”", r) {
				begins = true
			}
			i += size
			continue
		}
		end := i + size
		for end < len(s) {
			next, n := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsLetter(next) && !unicode.IsDigit(next) && !unicode.Is(unicode.M, next) {
				break
			}
			end += n
		}
		if !begins && unicode.IsUpper(r) && end-i > 2 {
			b.named = append(b.named, fold(xxhash.Sum64String(text.Fold(s[i:end]))^b.lang))
		}
		begins = false
		i = end
	}
}

// features returns the hashes, rising and without weights yet, and how often each was found: in units of
// tenthsPerUnit, with namedBit for names.
func (b *bag) features() ([]feature, []uint8) {
	sortByHash(b.found)
	slices.Sort(b.named)
	features, counts := make([]feature, 0, len(b.found)), make([]uint8, 0, len(b.found))
	for i := 0; i < len(b.found); {
		hash, tenths := uint32(b.found[i]>>32), uint64(0)
		for ; i < len(b.found) && uint32(b.found[i]>>32) == hash; i++ {
			tenths += b.found[i] & 0xFFFFFFFF
		}
		n := uint8(min(tenths/tenthsPerUnit, namedBit-1))
		if _, named := slices.BinarySearch(b.named, hash); named {
			n |= namedBit
		}
		features, counts = append(features, feature{hash: hash}), append(counts, n)
	}
	return slices.Clone(features), slices.Clone(counts) // in their own size: the window keeps them
}

// sortByHash sorts by the upper halves: equal hashes come together, in the order in which they were found.
func sortByHash(found []uint64) {
	from, to := found, make([]uint64, len(found))
	for shift := 32; shift < 64; shift += 8 {
		var starts [256]int
		for _, x := range from {
			starts[uint8(x>>shift)]++
		}
		at := 0
		for i, n := range starts {
			starts[i], at = at, at+n
		}
		for _, x := range from {
			to[starts[uint8(x>>shift)]] = x
			starts[uint8(x>>shift)]++
		}
		from, to = to, from
	} // after an even number of rounds all is back in found
}

const (
	tenthsPerUnit = 5
	namedBit      = 0x80
)

// dampened is what a count weighs: a word that stands ten times says more than one that stands once, but not ten
// times more.
var dampened = func() (weights [256]float32) {
	for i := range weights {
		times := max(1, float64(i&^namedBit)*tenthsPerUnit/10)
		weights[i] = 1 + float32(math.Log(times))
		if i&namedBit != 0 {
			weights[i] += nameBonus
		}
	}
	return weights
}()

// dot is the inner product of two vectors.
func dot(a, b []feature) float64 {
	sum := float32(0)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i].hash, b[j].hash
		if x == y {
			sum += a[i].weight * b[j].weight
		}
		if x <= y { // two plain steps: a choice of three could not be foreseen by the processor
			i++
		}
		if y <= x {
			j++
		}
	}
	return float64(sum)
}
