package web

import (
	"net/http"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// sinceView is what came to a story since its reader last opened it in an earlier visit.
type sinceView struct {
	When     stamp
	Count    int // new articles
	Articles []articleLine
	Figures  []figureLine // that changed
	Quotes   []sayingLine
}

const maxSince = 5 // lines of each

// since gathers what is new; nil when the story was never open before, or nothing is.
func (s *Site) since(r *http.Request, view *storyView, articles []news.Article, before time.Time) *sinceView {
	if before.IsZero() {
		return nil
	}
	now := s.Now()
	v := &sinceView{When: when(before, now)}
	for _, a := range slices.Backward(articles) { // newest first
		if !laterOf(a.SeenAt, a.Time()).After(before) {
			continue
		}
		v.Count++
		if len(v.Articles) < maxSince {
			v.Articles = append(v.Articles, s.articleLine(r, a, now))
		}
	}
	for _, f := range view.Figures {
		if last := len(f.Steps) - 1; last > 0 && f.Steps[last].When.at.After(before) && len(v.Figures) < maxSince {
			v.Figures = append(v.Figures, f)
		}
	}
	for _, speaker := range view.Speakers {
		for _, said := range speaker.Said {
			if said.When.at.After(before) && len(v.Quotes) < maxSince {
				v.Quotes = append(v.Quotes, said)
			}
		}
	}
	if v.Count == 0 && len(v.Figures) == 0 && len(v.Quotes) == 0 {
		return nil
	}
	return v
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
