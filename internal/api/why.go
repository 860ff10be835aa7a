package api

import (
	"maps"
	"net/http"
	"slices"

	"nutgraf/internal/news"
)

// whyDetail answers /api/v1/stories/{id}/why: what holds each of its articles there, by rising id.
type whyDetail struct {
	Story    int64       `json:"story"` // id
	Articles []belonging `json:"articles"`
}

// belonging is what an article shares with the others of its story.
type belonging struct {
	Article  int64    `json:"article"`            // id
	Nearest  int64    `json:"nearest,omitempty"`  // id of the article most like it; absent: none is like it, and nothing was judged
	Likeness float64  `json:"likeness,omitempty"` // to that one, between 0 and 1
	Score    float64  `json:"score"`              // log-odds that it and the rest are one story
	Copy     bool     `json:"copy,omitempty"`     // it carries another one's text: that alone decides
	Names    []string `json:"names,omitempty"`
	Phrases  []string `json:"phrases,omitempty"`
	Numbers  []string `json:"numbers,omitempty"`
	Sees     []term   `json:"sees,omitempty"` // what moved the score most
}

func (s *server) why(r *http.Request) (any, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	told, err := s.Reader.Story(r.Context(), news.StoryID(id))
	switch {
	case err != nil:
		return nil, err
	case told.Hidden:
		return nil, errTakenOff
	case s.Why == nil:
		return nil, news.ErrNotFound
	}
	reasons, err := s.Why(r.Context(), told.ID)
	if err != nil {
		return nil, err
	}
	detail := whyDetail{Story: int64(told.ID), Articles: []belonging{}}
	for _, article := range slices.Sorted(maps.Keys(reasons)) {
		b := reasons[article]
		one := belonging{Article: int64(article), Nearest: int64(b.Nearest), Likeness: b.Likeness, Score: b.Score, Copy: b.Copy,
			Names: b.Names, Phrases: b.Phrases, Numbers: b.Numbers}
		for _, t := range b.Sees {
			one.Sees = append(one.Sees, term(t))
		}
		detail.Articles = append(detail.Articles, one)
	}
	return detail, nil
}
