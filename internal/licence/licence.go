// Package licence decides what may be shown of a source's work, and cuts what leaves the house to it.
//
// Ask [For] for the [Grant] of a source and a reader, and pass through it whatever is shown: [Grant.Article],
// [Grant.Key], [Grant.Hit], and [Story]. What a grant returns may be shown whole; nothing else may. The instance's owner
// reads what was gathered for them; other readers get what the source grants, and where a source says nothing,
// what the instance's default grants.
//
// Cutting only ever takes away, and cutting twice changes nothing.
package licence

import "nutgraf/internal/news"

// View is how much of an article may be seen. A larger view holds all of a smaller one.
type View int

// The views, smallest first.
const (
	Headline View = iota // headline, byline, date and link
	Excerpt              // and the first words
	Full                 // the whole text
)

// Words of an excerpt: of the text, and of a summary in a list.
const (
	excerptWords = 60
	summaryWords = 40
)

// Grant is what one reader may see of one source's work. The zero Grant shows headlines only.
type Grant struct {
	View   View
	Images bool // pictures too: with an excerpt the lead's, with the whole text all
}

// For gives the grant for work of src. deflt stands in where the source's licence is unknown; owner says that the
// reader is the instance's own, for whom it was gathered. A licence that is not known to us shows headlines only.
func For(src news.Source, deflt news.Licence, owner bool) Grant {
	return Of(src.Licence, deflt, owner)
}

// Of is [For] where only the source's licence is at hand, as it comes with stories and articles.
func Of(l, deflt news.Licence, owner bool) Grant {
	if owner {
		return Grant{Full, true}
	}
	if l == news.LicenceUnknown {
		l = deflt
	}
	switch l {
	case news.LicenceFull:
		return Grant{Full, true}
	case news.LicenceText:
		return Grant{Full, false}
	case news.LicenceExcerptImages:
		return Grant{Excerpt, true}
	case news.LicenceExcerpt:
		return Grant{Excerpt, false}
	}
	return Grant{Headline, false}
}

// Licence names the grant by the licence that gives it.
func (g Grant) Licence() news.Licence {
	switch {
	case g.View == Full && g.Images:
		return news.LicenceFull
	case g.View == Full:
		return news.LicenceText
	case g.View == Excerpt && g.Images:
		return news.LicenceExcerptImages
	case g.View == Excerpt:
		return news.LicenceExcerpt
	}
	return news.LicenceHeadline
}
