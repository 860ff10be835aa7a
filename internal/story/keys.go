package story

import (
	"cmp"
	"math"
	"slices"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

const (
	maxTelling      = 32 // articles of a story that its telling looks at
	maxKeys         = 3  // key sentences of a story
	sameSourceCosts = 0.15
	newness         = 0.5 // share of what a further key sentence must add rather than repeat, see keys
	tooAlike        = 0.5 // words of a sentence that another one has too
	minKeyMerit     = 0.12
)

// telling are the articles that a story is told by: the newest, and of older ones those with the best form, copies last;
// and the one whose headline was told before.
func (c *cluster) telling() []*item {
	if len(c.members) <= maxTelling {
		return c.members
	}
	chosen := slices.Clone(c.members)
	slices.SortFunc(chosen, func(a, b *item) int { return byTime(b, a) })
	rest := chosen[maxTelling/2:]
	form := func(it *item) float64 {
		if it.family != it.id {
			return it.merit - 1
		}
		return it.merit + float64(it.told.headline)
	}
	slices.SortStableFunc(rest, func(a, b *item) int { return cmp.Compare(form(b), form(a)) })
	chosen = chosen[:maxTelling]
	if at := slices.IndexFunc(c.members, func(it *item) bool { return it.id == c.shown }); at >= 0 && !slices.Contains(chosen, c.members[at]) {
		chosen = append(chosen, c.members[at])
	}
	return chosen
}

// teller tells a story from its chosen articles. It reads each headline and candidate sentence once.
type teller struct {
	lines  []line
	lang   uint64
	ids    map[string]int
	rarity []float64 // of each word: near 1 when it tells something, near 0 when it stands in every text
	weight []float64 // of each word: the share of texts that have it, less the commoner it is in its language
	length float64   // of weight
	texts  int
}

// line is a headline, or a sentence of an article.
type line struct {
	it     *item
	text   string
	place  int   // among the article's sentences, from 1; 0: the headline
	words  []int // distinct, rising
	counts []count
}

func newTeller(chosen []*item, lang string) *teller {
	t := &teller{lang: xxhash.Sum64String(lang), ids: map[string]int{}}
	var found []int
	last := map[news.ArticleID]bool{} // texts that were counted
	for _, it := range chosen {
		begin := len(t.lines)
		t.read(it, it.headline, 0)
		for i, s := range it.told.sentences {
			t.read(it, s, i+1)
		}
		if last[it.family] {
			continue
		}
		last[it.family] = true
		t.texts++
		found = append(found, make([]int, len(t.ids)-len(found))...)
		seen := map[int]bool{}
		for _, l := range t.lines[begin:] {
			for _, w := range l.words {
				if !seen[w] {
					seen[w] = true
					found[w]++
				}
			}
		}
	}
	t.weight = make([]float64, len(t.ids))
	squares := 0.0
	for w, n := range found {
		t.weight[w] = float64(n) / float64(t.texts) * t.rarity[w]
		squares += t.weight[w] * t.weight[w]
	}
	t.length = math.Sqrt(squares)
	return t
}

// read takes a line in.
func (t *teller) read(it *item, s string, place int) {
	l := line{it: it, text: s, place: place, counts: countsOf(s)}
	for _, term := range text.Terms(s) {
		id, known := t.ids[term]
		if !known {
			id = len(t.ids)
			t.ids[term] = id
			t.rarity = append(t.rarity, t.rare(term))
		}
		l.words = append(l.words, id)
	}
	slices.Sort(l.words)
	l.words = slices.Compact(l.words)
	t.lines = append(t.lines, l)
}

func (t *teller) rare(term string) float64 {
	if len(term) < 2 {
		return 0.1
	}
	return 1 - min(1, 2*everyday()[row(fold(xxhash.Sum64String(term)^t.lang))])
}

// central is how near a line is to what the story's texts have in common, between 0 and 1.
func (t *teller) central(l line) float64 {
	sum, squares := 0.0, 0.0
	for _, w := range l.words {
		sum += t.rarity[w] * t.weight[w]
		squares += t.rarity[w] * t.rarity[w]
	}
	if squares == 0 || t.length == 0 {
		return 0
	}
	return sum / (math.Sqrt(squares) * t.length)
}

// repeats is the share of a line's telling words that another has too.
func (t *teller) repeats(l, other line) float64 {
	both, all, j := 0.0, 0.0, 0
	for _, w := range l.words {
		all += t.rarity[w]
		for j < len(other.words) && other.words[j] < w {
			j++
		}
		if j < len(other.words) && other.words[j] == w {
			both += t.rarity[w]
		}
	}
	if all == 0 {
		return 0
	}
	return both / all
}

// outdated reports whether a newer headline counts the same with another number.
func (t *teller) outdated(l line) bool {
	if len(l.counts) == 0 {
		return false
	}
	return slices.ContainsFunc(t.lines, func(other line) bool {
		return other.place == 0 && other.it.at.After(l.it.at) && other.it.lang == l.it.lang &&
			slices.ContainsFunc(l.counts, func(mine count) bool {
				return slices.ContainsFunc(other.counts, func(theirs count) bool {
					return theirs.what == mine.what && theirs.number != mine.number
				})
			})
	})
}

// shown is what a reader has read before the key sentences: the headline and the summary.
func (t *teller) shown(headline line) line {
	l := line{words: slices.Clone(headline.words)}
	for _, term := range text.Terms(headline.it.summary) {
		if w, known := t.ids[term]; known {
			l.words = append(l.words, w)
		}
	}
	slices.Sort(l.words)
	l.words = slices.Compact(l.words)
	return l
}

// keys chooses sentences that tell the story: near what its texts have in common, each saying something that headline,
// summary and those before it do not (maximal marginal relevance, Carbonell and Goldstein 1998), from different sources where
// there are any.
func (t *teller) keys(lead *item) []news.KeySentence {
	type candidate struct {
		line
		merit, repeats float64
	}
	var found []candidate
	var headline line
	for _, l := range t.lines {
		switch {
		case l.place == 0:
			if l.it == lead {
				headline = l
			}
			continue
		case l.it.family != l.it.id && l.it != lead || l.it.lang != lead.lang:
			continue
		}
		merit := t.central(l) + weightCounts*weighed(l.it.weight) - 0.03*float64(l.place)
		if t.outdated(l) {
			merit -= outdatedCosts
		}
		if merit >= minKeyMerit {
			found = append(found, candidate{line: l, merit: merit})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.merit, a.merit), cmp.Compare(a.it.id, b.it.id))
	})
	var keys []news.KeySentence
	for said := t.shown(headline); len(keys) < maxKeys; {
		best, top := -1, 0.0
		for i := range found {
			c := &found[i]
			c.repeats = max(c.repeats, t.repeats(c.line, said))
			same := func(k news.KeySentence) bool { return k.Article == c.it.id } // no more than one is quoted of each
			if c.repeats > tooAlike && len(keys) > 0 || slices.ContainsFunc(keys, same) {
				continue
			}
			score := newness*c.merit - (1-newness)*c.repeats
			if c.it.source == lead.source || slices.ContainsFunc(keys, func(k news.KeySentence) bool { return k.Source == c.it.source }) {
				score -= sameSourceCosts
			}
			if best < 0 || score > top {
				best, top = i, score
			}
		}
		if best < 0 {
			break
		}
		said = found[best].line
		keys = append(keys, news.KeySentence{Text: said.text, Article: said.it.id, Source: said.it.source})
		found = slices.Delete(found, best, best+1)
	}
	return keys
}
