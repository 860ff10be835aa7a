package store

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

// candidate is a match as far as its relevance needs it.
type candidate struct {
	id       news.ArticleID
	pos      int64
	story    news.StoryID
	language string
	headline string
	summary  string
	weight   float64 // of its source
	voices   int     // sources that report its story independently
	score    float64
}

// wish is a word or phrase that a query looks for.
type wish struct {
	terms []string
	forms []string      // terms of other forms of a word
	first map[rune]bool // letters with which words begin that have those
}

// wishes are the words and phrases that a query looks for, each once; their other forms in the languages that are asked for.
func wishes(q query.Node, in func(tag string) bool) (all []wish) {
	add := func(w wish) {
		known := slices.ContainsFunc(all, func(other wish) bool { return slices.Equal(other.terms, w.terms) })
		if len(w.terms) > 0 && !known {
			all = append(all, w)
		}
	}
	var walk func(query.Node)
	walk = func(q query.Node) {
		switch q := q.(type) {
		case query.And:
			for _, part := range q.Of {
				walk(part)
			}
		case query.Or:
			for _, part := range q.Of {
				walk(part)
			}
		case query.Phrase:
			add(wish{terms: text.Terms(q.Text)})
		case query.Word:
			add(wishOf(q.Text, in))
		case query.Field:
			if q.Name == query.FieldHeadline {
				add(wishOf(q.Value, in))
			}
		}
	}
	walk(q)
	return all
}

// wishOf wants a word in the forms in which it is searched.
func wishOf(word string, in func(tag string) bool) wish {
	w := wish{first: map[rune]bool{}}
	w.terms, w.forms = stem.Typed(word, in)
	for _, form := range w.forms {
		w.first[stem.First(form)] = true
	}
	return w
}

// otherForm is what a word in another form counts, beside 1 for the word as it was asked for.
const otherForm = .9

// fit tells how well a text, whose terms these are, has each of what is wished.
func fit(wanted []wish, s, language string, terms []string) []float64 {
	fits := make([]float64, len(wanted))
	open := 0
	for i, w := range wanted {
		if place(terms, w.terms) >= 0 {
			fits[i] = 1
		} else if len(w.forms) > 0 {
			open++
		}
	}
	if open == 0 {
		return fits
	}
	for word := range text.Words(s) {
		var stems []string
		part := s[word.Begin:word.End]
		first, _ := utf8.DecodeRuneInString(text.Fold(part[:min(len(part), utf8.UTFMax)]))
		for i, w := range wanted {
			if fits[i] > 0 || !w.first[first] && !unicode.Is(unicode.Arabic, first) {
				continue
			}
			if stems == nil { // takes longer than all the rest
				stems = append(stem.Word(part, language), "")
			}
			if slices.ContainsFunc(stems, func(term string) bool { return slices.Contains(w.forms, term) }) {
				fits[i] = otherForm
			}
		}
	}
	return fits
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

// rank sorts candidates by how well they fit what is wished, at a time. Equal ones come newest first.
func rank(wanted []wish, found []candidate, now time.Time) {
	heads, headFits, summaryFits := make([][]string, len(found)), make([][]float64, len(found)), make([][]float64, len(found))
	rare := make([]float64, len(wanted)) // what tells apart counts more: of alternatives, the one that few have
	for i, c := range found {
		heads[i] = text.Terms(c.headline)
		headFits[i] = fit(wanted, c.headline, c.language, heads[i])
		summaryFits[i] = fit(wanted, c.summary, c.language, text.Terms(c.summary))
		for j := range wanted {
			rare[j] += max(headFits[i][j], summaryFits[i][j])
		}
	}
	sum := 0.0
	for j, n := range rare {
		rare[j] = 1 + math.Log(float64(len(found)+1)/(n+1))
		sum += rare[j]
	}
	for i := range found {
		c := &found[i]
		head, summary, least, terms := 0.0, 0.0, 1.0, 0
		for j := range wanted {
			head += headFits[i][j] * rare[j] / sum
			summary += summaryFits[i][j] * rare[j] / sum
			least = min(least, headFits[i][j])
			terms += len(wanted[j].terms)
		}
		c.score = inHeadline*head + inSummary*summary
		if least > 0 {
			c.score += wholeInHead*least + sideBySide*neighbours(heads[i], wanted) + littleElse*min(1, float64(terms)/float64(len(heads[i])))
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
func neighbours(terms []string, wanted []wish) float64 {
	if len(wanted) < 2 {
		return 1
	}
	n := 0
	for i := 1; i < len(wanted); i++ {
		if place(terms, slices.Concat(wanted[i-1].terms, wanted[i].terms)) >= 0 {
			n++
		}
	}
	return float64(n) / float64(len(wanted)-1)
}

// place is where the terms of a phrase stand next to each other, -1 for nowhere. A single character of a script that is
// indexed in pairs stands in any pair that has it.
func place(terms, phrase []string) int {
	character, syllable := isCharacter(phrase), isSyllable(phrase)
	for i := 0; i+len(phrase) <= len(terms); i++ {
		if character && strings.Contains(terms[i], phrase[0]) || syllable && strings.HasPrefix(terms[i], phrase[0]) || slices.Equal(terms[i:i+len(phrase)], phrase) {
			return i
		}
	}
	return -1
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
