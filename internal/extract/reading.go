package extract

import (
	"fmt"

	"nutgraf/internal/news"
)

// Reading is what a page gave.
type Reading struct {
	Articles []news.Article
	Look     news.Look
}

// Read is [Extract] for who learns of the page's source: it tells how the reading went, also when it failed.
func Read(content []byte, at Context) (Reading, error) {
	var r Reading
	if at.ContentType == RecordType {
		articles, err := fromRecord(content)
		return Reading{Articles: articles}, err
	}
	articles, err := extract(content, at, trained, &r.Look)
	if err == nil {
		err = noArticle(articles)
	}
	if err != nil {
		r.Look.Failed = true
		return r, err
	}
	r.Articles = articles
	r.Look.Imprints = Learned(articles, at.Furniture)
	for _, a := range articles {
		r.Look.Letters += measure(a.Text())
	}
	r.Look.Share = min(1, r.Look.Share*float64(r.Look.Letters))
	r.Look.Headline, r.Look.Dated = articles[0].Headline != "", !articles[0].PublishedAt.IsZero()
	return r, nil
}

// look notes what a page holds besides its articles. The share is completed when they are known.
func (p *page) look(into *news.Look) {
	letters := 0
	for i := range p.leaves {
		letters += p.leaves[i].chars
	}
	into.Share = 1 / float64(max(letters, 1))
	if p.picked != nil {
		into.Missed = p.picked.missed
	}
}

// notAnArticle is a page that stands where an article should be.
type notAnArticle struct {
	what string
	kept bool // somebody keeps us from the article
}

func (e notAnArticle) Error() string { return fmt.Sprintf("the page is no article but %s", e.what) }

// Unwrap is [news.ErrForbidden] when somebody keeps us from the article, else [news.ErrInvalid].
func (e notAnArticle) Unwrap() error {
	if e.kept {
		return news.ErrForbidden
	}
	return news.ErrInvalid
}
