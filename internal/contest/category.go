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
	known := enrich.Enrich(*a, enrich.Hint{})
	a.Kind, a.Section = known.Kind, known.Section
	switch a.Kind {
	case news.KindOpinion, news.KindReview, news.KindStub:
		return categoryOf(a.Section), false
	}
	return categoryOf(a.Section), !known.NotNews
}

func categoryOf(s news.Section) Category {
	switch s {
	case news.SectionBusiness:
		return Economy
	case news.SectionTech:
		return Technology
	case news.SectionScience:
		return Science
	case news.SectionSport:
		return Sports
	case news.SectionCulture:
		return Entertainment
	}
	return Society // most news, and where it is not known the likeliest
}
