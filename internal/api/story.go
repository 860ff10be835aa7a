package api

import (
	"net/http"
	"time"

	"nutgraf/internal/news"
)

// storyList answers /api/v1/stories.
type storyList struct {
	Stories []story `json:"stories"`
	Next    string  `json:"next"` // what to give as after; empty at the end
}

// story is a story in a list.
type story struct {
	ID          int64  `json:"id"`
	URL         string `json:"url"` // its page here
	Headline    string `json:"headline"`
	Summary     string `json:"summary,omitempty"`
	Language    string `json:"language,omitempty"`
	Section     string `json:"section,omitempty"`
	Source      string `json:"source,omitempty"` // of the lead article
	Lead        int64  `json:"lead,omitempty"`   // id of the lead article
	Image       *image `json:"image,omitempty"`
	Articles    int    `json:"articles"`
	Sources     int    `json:"sources"`
	Independent int    `json:"independent"` // texts of their own
	FirstSeen   string `json:"first_seen,omitempty"`
	Updated     string `json:"updated,omitempty"`

	Thread   int64      `json:"thread,omitempty"`   // id of the thread that it continues
	Coverage int64      `json:"coverage,omitempty"` // the same for stories of several languages about one event: the id of the oldest
	Fresh    []sentence `json:"fresh,omitempty"`    // what it told that its thread did not know
}

type image struct {
	URL     string `json:"url"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit,omitempty"`
}

// storyDetail answers /api/v1/stories/{id}: the story with all its articles, oldest first.
type storyDetail struct {
	Story    story     `json:"story"`
	Articles []article `json:"articles"`
}

func (s *server) stories(r *http.Request) (any, error) {
	f, err := filter(r)
	if err != nil {
		return nil, err
	}
	stories, next, err := s.Reader.Stories(r.Context(), f)
	if err != nil {
		return nil, err
	}
	list := storyList{Stories: make([]story, len(stories)), Next: next}
	for i, told := range stories {
		list.Stories[i] = s.storyOf(r, told)
	}
	return list, nil
}

func (s *server) story(r *http.Request) (any, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	told, err := s.Reader.Story(r.Context(), news.StoryID(id))
	if err != nil {
		return nil, err
	}
	articles, err := s.Reader.StoryArticles(r.Context(), told.ID)
	if err != nil {
		return nil, err
	}
	detail := storyDetail{Story: s.storyOf(r, told), Articles: make([]article, len(articles))}
	for i, a := range articles {
		detail.Articles[i] = s.articleOf(r, s.grant(a.Licence), a)
	}
	return detail, nil
}

func (s *server) storyOf(r *http.Request, told news.Story) story {
	told = s.grant(told.Licence).Story(told)
	return story{
		ID: int64(told.ID), URL: s.absolute(r, "/story/"+told.ID.String()), Headline: told.Headline, Summary: told.Summary,
		Language: told.Language, Section: string(told.Section), Source: told.SourceName, Lead: int64(told.Lead),
		Image: imageOf(told.Image), Articles: told.Articles, Sources: told.Sources, Independent: told.Independent,
		FirstSeen: instant(told.FirstSeenAt), Updated: instant(told.UpdatedAt),
		Thread: int64(told.Thread), Coverage: int64(told.Coverage), Fresh: s.freshOf(told),
	}
}

func imageOf(i news.Image) *image {
	address := outward(i.URL)
	if address == "" {
		return nil
	}
	return &image{address, i.Caption, i.Credit}
}

// instant writes a time; unknown is empty.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
