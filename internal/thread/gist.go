package thread

import (
	"cmp"
	"slices"
	"time"

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
	g := Gist{Story: s.ID, Language: text.Prefix(primary(s.Language), maxTag), From: s.FirstSeenAt, To: s.UpdatedAt, Articles: s.Articles, Sources: s.Sources}
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
