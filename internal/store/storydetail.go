package store

import (
	"fmt"

	"nutgraf/internal/news"
)

// storyDetail is the shape in which the long parts of a story are stored.
type storyDetail struct {
	Keys    []keySentence `json:"keys,omitempty"`
	Phrases []string      `json:"phrases,omitempty"`
	NotNews bool          `json:"not_news,omitempty"`
}

type keySentence struct {
	Text    string `json:"text"`
	Article int64  `json:"article"`
	Source  int64  `json:"source"`
}

func packStory(s *news.Story) ([]byte, error) {
	d := storyDetail{Phrases: s.Phrases, NotNews: s.NotNews}
	for _, k := range s.Keys {
		d.Keys = append(d.Keys, keySentence{clip(k.Text, maxText), int64(k.Article), int64(k.Source)})
	}
	return pack(d)
}

func unpackStory(b []byte, s *news.Story) error {
	var d storyDetail
	if err := unpack(b, &d); err != nil {
		return fmt.Errorf("story %d: %w", s.ID, err)
	}
	s.Phrases, s.NotNews = d.Phrases, d.NotNews
	for _, k := range d.Keys {
		s.Keys = append(s.Keys, news.KeySentence{Text: k.Text, Article: news.ArticleID(k.Article), Source: news.SourceID(k.Source)})
	}
	return nil
}
