package enrich

import "nutgraf/internal/news"

// Contest sorts an article as the annotators of the Telegram data clustering contest were told to: into society, economy,
// technology, sports, entertainment, science or other. It reports whether it is news at all; the category of what is
// none is the one that comes nearest.
func Contest(a news.Article) (category string, isNews bool) {
	p := believe(&a)
	by := shares(p)
	best := ""
	for _, c := range contestCategories {
		if best == "" || by[c] > by[best] {
			best = c
		}
	}
	return best, by[notNews] <= by[best]
}

// contestCategories are those of news, in the contest's order.
var contestCategories = []string{"society", "economy", "technology", "sports", "entertainment", "science", "other"}

// shares sums what is believed of each category.
func shares(p [classes]float64) map[string]float64 {
	by := make(map[string]float64, len(contestCategories)+1)
	for c, share := range p {
		by[categories[c]] += share
	}
	return by
}

// believe asks the built-in model about an article.
func believe(a *news.Article) [classes]float64 {
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	s.read(a)
	return model().Believe(&s.signs, false)
}
