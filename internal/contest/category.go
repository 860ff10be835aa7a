package contest

import (
	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
)

// Judge says what a page is about and whether it is news, when it is in a language that the contest asks for.
func (p *Page) Judge() {
	if Judged(p.Article.Language) {
		p.Category, p.News = Shelve(&p.Article)
	}
}

// Shelve puts an article of any language under a category, and says whether it is news; the category of what is none is
// the one that comes nearest.
func Shelve(a *news.Article) (c Category, isNews bool) {
	name, isNews := enrich.Contest(*a)
	return Category(name), isNews
}
