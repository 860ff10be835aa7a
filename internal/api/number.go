package api

import (
	"net/http"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// numberList answers /api/v1/stories/{id}/numbers, and the same of threads.
type numberList struct {
	Numbers []numberLine `json:"numbers"`
}

// numberLine is what is told of one matter over time.
type numberLine struct {
	Kind    string   `json:"kind"`
	Unit    string   `json:"unit,omitempty"`
	Subject string   `json:"subject,omitempty"`
	Sources int      `json:"sources"`
	Steps   []figure `json:"steps"`             // each change of what most sources say, oldest first
	Dissent []figure `json:"dissent,omitempty"` // the last word of sources that say otherwise than the last step
}

// figure is a number that an article gives.
type figure struct {
	Text     string  `json:"text"` // to the letter
	Value    float64 `json:"value"`
	High     float64 `json:"high"`            // the upper end of a range; value when it is none
	Bound    string  `json:"bound,omitempty"` // about, at least, at most
	Sentence string  `json:"sentence,omitempty"`
	Article  int64   `json:"article"`
	Headline string  `json:"headline"`
	Source   string  `json:"source"`
	SourceID int64   `json:"source_id"`
	URL      string  `json:"url,omitempty"` // of the sentence at the publisher
	At       string  `json:"at,omitempty"`
}

func (s *server) storyNumbers(r *http.Request) (any, error) {
	told, err := s.openStory(r)
	if err != nil {
		return nil, err
	}
	return s.numbersBy(r, news.LedgerFilter{Story: told.ID})
}

func (s *server) threadNumbers(r *http.Request) (any, error) {
	th, err := s.openThread(r)
	if err != nil {
		return nil, err
	}
	return s.numbersBy(r, news.LedgerFilter{Thread: th.ID})
}

func (s *server) numbersBy(r *http.Request, f news.LedgerFilter) (any, error) {
	if s.Counts == nil {
		return nil, news.ErrNotFound
	}
	counts, err := s.Reader.CountsOf(r.Context(), f)
	if err != nil {
		return nil, err
	}
	list := numberList{Numbers: []numberLine{}}
	var quota licence.Quota
	for _, c := range s.Counts(counts) {
		list.Numbers = append(list.Numbers, numberLine{string(c.Kind), c.Unit, c.Subject, c.Sources, s.figuresOf(c.Steps, &quota), s.figuresOf(c.Dissent, &quota)})
	}
	return list, nil
}

func (s *server) figuresOf(counts []news.Count, quota *licence.Quota) []figure {
	figures := make([]figure, len(counts))
	for i, c := range counts {
		sentence := quota.Take(s.grant(c.Licence), c.Article, c.Sentence)
		figures[i] = figure{
			Text: c.Text, Value: c.Value, High: c.High, Bound: string(c.Bound), Sentence: sentence, Article: int64(c.Article), Headline: c.Headline,
			Source: c.SourceName, SourceID: int64(c.Source), URL: passage(c.URL, sentence), At: instant(c.At),
		}
	}
	return figures
}
