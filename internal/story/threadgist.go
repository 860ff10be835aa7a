package story

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

// How much a gist keeps.
const (
	maxTraits    = 48
	maxNames     = 14
	maxTopics    = 6
	maxTag       = 35
	maxKnownOf   = 128 // of an article's words
	maxKnown     = 160
	maxNumbers   = 16
	maxPlaces    = 6
	maxLinks     = 16
	gistArticles = 12  // articles of a story that are read for it
	gistWords    = 260 // of each
)

// Gist is what is remembered of a story for months after it left the window: enough to recognize what follows from it,
// to tell what it already told, and to find the same event in other languages. Packed it takes some 600 bytes.
type Gist struct {
	Story    news.StoryID
	Language string // primary tag
	From, To time.Time
	Articles int
	Sources  int

	Names   []Name  // whole names as printed, the most prominent first
	Topics  []Name  // the weightiest words that are no names, as printed
	Traits  []Trait // hashed words, names and pairs of them, by rising hash
	Known   []uint16
	Numbers []uint32 // hashes, the particular ones first
	Places  []string // countries that it is about, as two letters, the most prominent first
	Links   []uint32 // hashes of its articles' addresses and pictures, and of what they link to
}

// Name is a name or a word as printed, and how prominent it is.
type Name struct {
	Text   string
	Weight uint8
}

// Trait is a hashed word or pair of words. The two lowest bits tell its kind.
type Trait struct {
	Hash   uint32
	Weight uint8 // sixteenths
}

// The kinds of traits.
const (
	traitWord     = 0
	traitPair     = 1
	traitName     = 2 // a word of a name
	traitNamePair = 3
	traitKinds    = 3
)

func (t Trait) kind() uint32 { return t.Hash & traitKinds }

func traitOf(word string, kind uint32) uint32 {
	h := xxhash.Sum64String(word) * 0x9E3779B97F4A7C15
	return uint32(h>>32)&^traitKinds | kind
}

// NewGist reads a story's articles: of the texts that are given the first and the last ones, gistArticles at most. Of what is no
// news only times are remembered, so that nothing links to it.
func NewGist(s news.Story, articles []news.Article) Gist {
	g := Gist{Story: s.ID, Language: prefix(primary(s.Language), maxTag), From: s.FirstSeenAt, To: s.UpdatedAt, Articles: s.Articles, Sources: s.Sources}
	if s.NotNews {
		return g
	}
	own := ownTexts(articles)
	r := newReading(g.Language)
	for i := range own {
		r.read(&own[i])
	}
	for i := range articles {
		r.link(&articles[i])
	}
	g.Names, g.Topics, g.Traits = r.names(), r.topics(), r.traits()
	g.Known, g.Numbers = r.known(), r.numbers()
	g.Places = r.places()
	g.Links = lowest(r.links, maxLinks)
	return g
}

// ownTexts are the articles to read, by time: of each text family one.
func ownTexts(articles []news.Article) []news.Article {
	byAge := slices.Clone(articles)
	slices.SortFunc(byAge, func(a, b news.Article) int { return cmp.Or(a.Time().Compare(b.Time()), cmp.Compare(a.ID, b.ID)) })
	seen := map[news.ArticleID]bool{}
	byAge = slices.DeleteFunc(byAge, func(a news.Article) bool {
		family := cmp.Or(a.FamilyID, a.ID)
		was := seen[family]
		seen[family] = true
		return was && family != 0
	})
	if len(byAge) > gistArticles { // the beginning, and how it went on
		byAge = slices.Concat(byAge[:gistArticles/2], byAge[len(byAge)-gistArticles/2:])
	}
	return byAge
}

// reading collects what the articles of a story say.
type reading struct {
	lang     string
	articles int
	counts   map[uint32]float64 // of traits
	scarce   map[uint32]float64 // how rare a trait's words are in ordinary texts
	called   map[string]*calling
	printed  map[string]string // folded words that are no names → as printed
	said     map[uint16]int
	figures  map[uint32]int
	links    map[uint32]int
	where    map[string]float64
}

// calling is a name, and how often each way of writing it came.
type calling struct {
	text  string
	count float64
}

func newReading(lang string) *reading {
	return &reading{lang: lang, counts: map[uint32]float64{}, scarce: map[uint32]float64{}, called: map[string]*calling{}, printed: map[string]string{},
		said: map[uint16]int{}, figures: map[uint32]int{}, links: map[uint32]int{}, where: map[string]float64{}}
}

// headlineCounts is how often a word of a headline counts, and leadCounts one of the first sentences.
const (
	headlineCounts = 3
	leadCounts     = 1.5
	leadWords      = 40
)

// read takes in one article.
func (r *reading) read(a *news.Article) {
	r.articles++
	body := prefix(a.Text(), gistWords*24)
	if body == "" {
		body = a.Summary
	}
	names := namesIn(a.Headline, body, r.lang)
	named := map[string]bool{}
	counts := map[uint32]float64{}
	for _, n := range names {
		r.name(n, counts, named)
	}
	r.words(text.Terms(a.Headline), headlineCounts, counts, named)
	terms := text.Terms(body)
	terms = terms[:min(len(terms), gistWords)]
	lead := min(leadWords, len(terms))
	r.words(terms[:lead], leadCounts, counts, named)
	r.words(terms[lead:], 1, counts, named)
	for trait, n := range counts { // an article that repeats itself is one voice
		r.counts[trait] += 1 + math.Log(n)
	}
	r.print(a.Headline, body)
	r.know(a.Headline, body)
}

// print notes how words that are no names are printed.
func (r *reading) print(headline, body string) {
	if plainScripts[r.lang] {
		return
	}
	for _, t := range append(tokens(headline), tokens(body)...) {
		if !t.capital || nounsHaveCapitals[r.lang] && !t.begins {
			r.printed[text.Fold(t.text)] = t.text
		}
	}
}

// topics are the words that a story is about, beside its names.
func (r *reading) topics() []Name {
	var all []Name
	rank := map[string]float64{}
	for folded, word := range r.printed {
		n := r.counts[traitOf(stem(folded, r.lang), traitWord)] / float64(max(r.articles, 1))
		if rare := scarcity(r.lang, folded); n > 1 && rare >= 4.7 && utf8.RuneCountInString(word) > 3 {
			all = append(all, Name{prefix(word, 40), uint8(max(1, min(n*16, 255)))})
			rank[prefix(word, 40)] = n * rare
		}
	}
	slices.SortFunc(all, func(a, b Name) int {
		return cmp.Or(cmp.Compare(rank[b.Text], rank[a.Text]), cmp.Compare(a.Text, b.Text))
	})
	return all[:min(len(all), maxTopics)]
}

// name counts a name: its words, and the words beside each other in it.
func (r *reading) name(n foundName, counts map[uint32]float64, named map[string]bool) {
	key := text.Fold(n.text)
	c := r.called[key]
	if c == nil {
		c = &calling{text: n.text}
		r.called[key] = c
	}
	if strings.ToUpper(c.text) == c.text && !isAcronym(n.text) { // a dateline
		c.text = n.text
	}
	c.count += n.count
	before := ""
	for _, word := range text.Terms(n.text) {
		if rare := scarcity(r.lang, word); rare < 4 && len(n.text) > len(word) { // "the", "of" within a name
			continue
		}
		word = stem(word, r.lang)
		named[word] = true
		r.count(counts, word, traitName, n.count, 6)
		if before != "" && before != word {
			r.count(counts, before+" "+word, traitNamePair, n.count, 6)
		}
		before = word
	}
	for code, share := range placesIn(key) {
		r.where[code] += share * n.count
	}
}

// words counts words that are no names, and pairs of words.
func (r *reading) words(terms []string, times float64, counts map[uint32]float64, named map[string]bool) {
	before, rareBefore := "", 0.0
	for _, word := range terms {
		rare := scarcity(r.lang, word)
		stemmed := stem(word, r.lang)
		if rare < 2.5 || isNumber(word) {
			before = ""
			continue
		}
		if !named[stemmed] {
			r.count(counts, stemmed, traitWord, times, rare)
		}
		if before != "" && before != stemmed && !(named[before] && named[stemmed]) {
			r.count(counts, before+" "+stemmed, traitPair, times, (rare+rareBefore)/2)
		}
		before, rareBefore = stemmed, rare
	}
}

func (r *reading) count(counts map[uint32]float64, word string, kind uint32, times, rare float64) {
	trait := traitOf(word, kind)
	counts[trait] += times
	r.scarce[trait] = rare
}

// kindWeight is how well each kind of trait tells one matter from another.
var kindWeight = [4]float64{traitWord: 1, traitPair: 0.7, traitName: 1.6, traitNamePair: 1.3}

// traits are the weightiest of a story. What only one of several articles says counts little.
func (r *reading) traits() []Trait {
	type weighed struct {
		hash   uint32
		weight float64 // as kept
		rank   float64
	}
	all := make([]weighed, 0, len(r.counts))
	for hash, n := range r.counts {
		w := n / float64(r.articles)
		all = append(all, weighed{hash, w, w * r.scarce[hash] * kindWeight[hash&traitKinds]})
	}
	slices.SortFunc(all, func(a, b weighed) int { return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.hash, b.hash)) })
	all = all[:min(len(all), maxTraits)]
	traits := make([]Trait, len(all))
	for i, w := range all {
		traits[i] = Trait{w.hash, uint8(max(1, min(math.Round(w.weight*16), 255)))}
	}
	slices.SortFunc(traits, func(a, b Trait) int { return cmp.Compare(a.Hash, b.Hash) })
	return traits
}

// names are the most prominent of a story. One that is part of a longer one gives way to it, and makes it weightier.
func (r *reading) names() []Name {
	all := make([]*calling, 0, len(r.called))
	for _, c := range r.called {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *calling) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(len(b.text), len(a.text)), cmp.Compare(a.text, b.text))
	})
	names := make([]Name, 0, maxNames)
	for _, c := range all[:min(len(all), maxNames)] {
		weight := 16 * c.count / float64(r.articles)
		names = append(names, Name{prefix(c.text, 60), uint8(max(1, min(weight, 255)))})
	}
	return names
}

// lowest keeps at most n of the numbers met most often, by rising value.
func lowest(met map[uint32]int, n int) []uint32 {
	all := make([]uint32, 0, len(met))
	for h := range met {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b uint32) int { return cmp.Or(cmp.Compare(met[b], met[a]), cmp.Compare(a, b)) })
	all = slices.Clone(all[:min(len(all), n)])
	slices.Sort(all)
	return all
}

// primary is a language without region and script.
func primary(tag string) string {
	for i := range len(tag) {
		if tag[i] == '-' {
			return tag[:i]
		}
	}
	return tag
}
