package web

import (
	"cmp"
	"maps"
	"slices"

	"nutgraf/internal/news"
)

// latelyLine is what the newest articles of a source are like. It is told from those that its page lists anyway: nothing is
// counted over all it ever published.
type latelyLine struct {
	Articles  int
	Own       int // texts that no other source had first
	Short     int // cut short by the publisher
	Languages []share
	Sections  []share
}

// share is how many of some articles have something.
type share struct {
	Name    string
	Percent int
}

// latelyOf tells it of some articles; nil of too few.
func latelyOf(articles []news.Article) *latelyLine {
	const few = 5
	if len(articles) < few {
		return nil
	}
	line := &latelyLine{Articles: len(articles)}
	languages, sections := map[string]int{}, map[string]int{}
	for _, a := range articles {
		if !a.Copy() {
			line.Own++
		}
		if a.Truncated {
			line.Short++
		}
		if a.Language != "" {
			languages[languageName(a.Language)]++
		}
		if name := sectionName(a.Section); name != "" {
			sections[name]++
		}
	}
	line.Languages, line.Sections = sharesOf(languages, len(articles)), sharesOf(sections, len(articles))
	return line
}

// maxShares is how many languages or sections are told.
const maxShares = 5

func sharesOf(counts map[string]int, of int) (shares []share) {
	for _, name := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) }) {
		shares = append(shares, share{name, (100*counts[name] + of/2) / of})
	}
	return top(shares, maxShares)
}
