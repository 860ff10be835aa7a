package story

import "nutgraf/internal/news"

// FoldAll finds the families of texts, given as terms, and nothing else. The ID of a text is its position plus one.
func FoldAll(texts [][]string) []news.ArticleID {
	items, x, families := map[news.ArticleID]*item{}, newFamilies(), make([]news.ArticleID, len(texts))
	for i, terms := range texts {
		it := &item{id: news.ArticleID(i + 1), arrival: i, text: fingerprintOf(terms)}
		it.family = it.id
		root := x.find(it)
		if root != nil {
			it.family = root.family
		}
		items[it.id] = it
		x.add(it, items[it.family])
		families[i] = it.family
	}
	return families
}
