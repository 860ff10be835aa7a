package store

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// candidate is a match as far as its relevance needs it.
type candidate struct {
	id       news.ArticleID
	pos      int64
	story    news.StoryID
	headline string
	summary  string
	weight   float64 // of its source
	voices   int     // sources that report its story independently
	score    float64
}

// wantedTerms are the terms of each word and phrase that a query looks for, each once.
func wantedTerms(q query.Node) [][]string {
	var wanted [][]string
	if q == nil {
		return nil
	}
	for _, words := range query.Wanted(q) {
		terms := text.Terms(words)
		known := slices.ContainsFunc(wanted, func(other []string) bool { return slices.Equal(other, terms) })
		if len(terms) > 0 && !known {
			wanted = append(wanted, terms)
		}
	}
	return wanted
}

// What relevance counts. The words of a query in a headline outweigh everything; an old exact headline stands above a
// mention of today, and of two alike headlines that of today above the old one.
const (
	inHeadline  = 4.0 // all words in the headline, a part of them in proportion
	wholeInHead = 2.0 // and if it is all of them
	sideBySide  = 1.0 // in the order of the query, next to each other
	littleElse  = 1.0 // and the headline says nothing besides
	inSummary   = 1.5 // all words in the summary
	freshToday  = 3.0 // it is of this hour; half after freshHalf
	freshHalf   = 36 * time.Hour
	perVoices   = .5 // the story has twice as many independent sources, up to sixteen
	perWeight   = .4 // the source weighs twice as much, up to four
)

// rank sorts candidates by how well they fit what is wanted, at a time. Equal ones come newest first.
func rank(wanted [][]string, found []candidate, now time.Time) {
	heads, summaries := make([][]string, len(found)), make([][]string, len(found))
	rare := make([]float64, len(wanted)) // what tells apart counts more: of alternatives, the one that few have
	for i, c := range found {
		heads[i], summaries[i] = text.Terms(c.headline), text.Terms(c.summary)
		for j, terms := range wanted {
			if place(heads[i], terms) >= 0 || place(summaries[i], terms) >= 0 {
				rare[j]++
			}
		}
	}
	sum := 0.0
	for j, n := range rare {
		rare[j] = 1 + math.Log(float64(len(found)+1)/(n+1))
		sum += rare[j]
	}
	for i := range found {
		c := &found[i]
		head, summary, all, letters := 0.0, 0.0, true, 0
		for j, terms := range wanted {
			if place(heads[i], terms) >= 0 {
				head += rare[j] / sum
				letters += len(terms)
			} else {
				all = false
			}
			if place(summaries[i], terms) >= 0 {
				summary += rare[j] / sum
			}
		}
		c.score = inHeadline*head + inSummary*summary
		if all {
			c.score += wholeInHead + sideBySide*neighbours(heads[i], wanted) + littleElse*min(1, float64(letters)/float64(len(heads[i])))
		}
		age := max(0, now.Sub(timeAt(c.pos)))
		c.score += freshToday / (1 + float64(age)/float64(freshHalf))
		c.score += perVoices*min(4, math.Log2(float64(max(1, c.voices)))) + perWeight*min(2, max(-2, math.Log2(max(c.weight, .01))))
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.pos, a.pos))
	})
}

// neighbours is the share of what is wanted that stands in the text right after what is wanted before it.
func neighbours(terms []string, wanted [][]string) float64 {
	if len(wanted) < 2 {
		return 1
	}
	n := 0
	for i := 1; i < len(wanted); i++ {
		if place(terms, slices.Concat(wanted[i-1], wanted[i])) >= 0 {
			n++
		}
	}
	return float64(n) / float64(len(wanted)-1)
}

// place is where the terms of a phrase stand next to each other, -1 for nowhere. A single character of a script that is
// indexed in pairs stands where a pair begins with it.
func place(terms, phrase []string) int {
	begin := len(phrase) == 1 && single(phrase[0])
	for i := 0; i+len(phrase) <= len(terms); i++ {
		if begin && strings.HasPrefix(terms[i], phrase[0]) || slices.Equal(terms[i:i+len(phrase)], phrase) {
			return i
		}
	}
	return -1
}

// single reports whether a term is one character of a script that is written without spaces.
func single(term string) bool {
	r, size := utf8.DecodeRuneInString(term)
	return size == len(term) && r >= 0x0E00
}

// perStory is how many articles of one story stand together, of a page of so many: a large story does not fill it.
func perStory(limit int) int { return min(5, max(1, limit/6)) }

// gather puts the articles of a story behind the best of it, at most so many; what a story has more follows after all
// others in the same way. It tells how many stand together in each place.
func gather(ranked []candidate, most int) (gathered []candidate, groups []int) {
	for len(ranked) > 0 {
		var order []news.StoryID
		members := map[news.StoryID][]candidate{}
		var rest []candidate
		for _, c := range ranked {
			story := c.story
			if story == 0 {
				story = news.StoryID(-c.id) // in no story yet: a story by itself
			}
			have := members[story]
			switch {
			case len(have) == 0:
				order = append(order, story)
				fallthrough
			case len(have) < most:
				members[story] = append(have, c)
			default:
				rest = append(rest, c)
			}
		}
		for _, story := range order {
			gathered, groups = append(gathered, members[story]...), append(groups, len(members[story]))
		}
		ranked = rest
	}
	return gathered, groups
}
