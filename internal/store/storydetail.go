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

// storyLineage is the shape in which it is stored where the texts of a story come from. Only the story's own page asks.
type storyLineage struct {
	Texts []textLineage `json:"texts,omitempty"`
}

type textLineage struct {
	Family int64      `json:"family"`
	Agency string     `json:"agency,omitempty"`
	Owner  int64      `json:"owner,omitempty"`
	Copies []textCopy `json:"copies,omitempty"`
}

type textCopy struct {
	Article  int64  `json:"a"`
	Relation string `json:"r"`
}

func packLineage(lines []news.Lineage) ([]byte, error) {
	var packed storyLineage
	for _, l := range lines {
		line := textLineage{int64(l.Family), clip(l.Agency, maxName), int64(l.Owner), nil}
		for _, c := range l.Copies {
			line.Copies = append(line.Copies, textCopy{int64(c.Article), string(c.Relation)})
		}
		packed.Texts = append(packed.Texts, line)
	}
	return pack(packed)
}

func unpackLineage(b []byte, s *news.Story) error {
	var packed storyLineage
	if err := unpack(b, &packed); err != nil {
		return fmt.Errorf("lineage of story %d: %w", s.ID, err)
	}
	for _, l := range packed.Texts {
		line := news.Lineage{Family: news.ArticleID(l.Family), Agency: l.Agency, Owner: news.SourceID(l.Owner)}
		for _, c := range l.Copies {
			line.Copies = append(line.Copies, news.Relative{Article: news.ArticleID(c.Article), Relation: news.Relation(c.Relation)})
		}
		s.Lineages = append(s.Lineages, line)
	}
	return nil
}
