package thread

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

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
	gistLeadWords  = 40
)

// read takes in one article.
func (r *reading) read(a *news.Article) {
	r.articles++
	body := text.Prefix(a.Text(), gistWords*24)
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
	lead := min(gistLeadWords, len(terms))
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
			all = append(all, Name{text.Prefix(word, 40), uint8(max(1, min(n*16, 255)))})
			rank[text.Prefix(word, 40)] = n * rare
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
		names = append(names, Name{text.Prefix(c.text, 60), uint8(max(1, min(weight, 255)))})
	}
	return names
}
