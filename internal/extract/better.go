package extract

import (
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	alienLetters = 1500 // a page that says more is about something, whatever its feed calls it
	fewTerms     = 5    // too few words to compare by
)

// Better joins what a page and its feed tell of one article, so that the text is never worse than the feed's. The page's
// words win, unless the feed brought the whole article and the page shows less of it, or the page tells nothing of what
// the feed speaks of: then it is a wall of some kind, and nothing of it is kept but where it was read.
func Better(page, told news.Article) news.Article {
	said, shown := measure(told.Text()), measure(page.Text())
	if alien(&page, &told, shown) {
		told.URL, told.FetchedAt = firstOf(page.URL, told.URL), page.FetchedAt
		return told
	}
	if said == 0 || !less(&page, &told, shown, said) {
		return page
	}
	page.Blocks, page.Truncated = told.Blocks, told.Truncated
	if page.Kind == news.KindStub || page.Kind == "" {
		page.Kind = told.Kind
	}
	if page.Language == "" {
		page.Language = told.Language
	}
	page.Dateline = firstOf(page.Dateline, told.Dateline)
	return page
}

// less reports whether a page shows less of the article than its feed said.
func less(page, told *news.Article, shown, said int) bool {
	switch {
	case shown == 0:
		return true
	case told.Truncated: // a teaser; a page that shows much less than that is a player, a form or cut short
		return shown < said/2
	case page.Truncated || page.Kind == news.KindStub:
		return said >= shown
	}
	return shown*10 < said*6
}

// alien reports whether a page tells nothing of what its feed speaks of.
func alien(page, told *news.Article, shown int) bool {
	if shown >= alienLetters {
		return false
	}
	title := terms(told.Headline)
	words := terms(told.Summary + " " + firstWords(told.Text()))
	if len(words) < fewTerms {
		return false
	}
	all := terms(page.Headline + " " + page.Summary + " " + page.Text())
	return common(title, all) < .3 && common(words, all) < .3
}

// firstWords is the beginning of a text, as much as comparing needs.
func firstWords(s string) string { return text.Excerpt(s, 120) }

// terms are the words of a text, but for the very short ones.
func terms(s string) map[string]bool {
	all := map[string]bool{}
	for _, term := range text.Terms(s) {
		if measure(term) >= 4 {
			all[term] = true
		}
	}
	return all
}

// common is the share of some words that others have.
func common(some, others map[string]bool) float64 {
	if len(some) == 0 {
		return 0
	}
	n := 0
	for term := range some {
		if others[term] {
			n++
		}
	}
	return float64(n) / float64(len(some))
}
