package api

import (
	"net/http"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// dayList answers the calls for timelines, oldest day first.
type dayList struct {
	Timeline []happening `json:"timeline"`
}

// agendaList answers /api/v1/agenda.
type agendaList struct {
	From   string      `json:"from"`
	Until  string      `json:"until"` // the day after the last
	Agenda []happening `json:"agenda"`
}

// happening is a day, or several, and the sentence of an article that tells what happened then.
type happening struct {
	From      string `json:"from"`
	To        string `json:"to"`    // the last day
	Ahead     bool   `json:"ahead"` // it was to come when the article was published
	Dated     bool   `json:"dated"` // the sentence names the day; else it is as old as the news
	Sentence  string `json:"sentence,omitempty"`
	Articles  int    `json:"articles"` // that report something of that day
	Article   int64  `json:"article"`
	Story     int64  `json:"story,omitempty"`
	Headline  string `json:"headline"`
	Source    string `json:"source"`
	SourceID  int64  `json:"source_id"`
	URL       string `json:"url,omitempty"` // of the sentence at the publisher
	Published string `json:"published_at,omitempty"`
	Language  string `json:"language,omitempty"`
}

// How much is chosen, and how far ahead an agenda looks when nothing is asked for.
const (
	maxTimeline = 40
	maxAgenda   = 500
	agendaDays  = 60
)

// timeline is that of a search.
func (s *server) timeline(r *http.Request) (any, error) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if q == "" || len(q) > maxQuery {
		return nil, &badRequest{"q: want a query of at most 500 bytes"}
	}
	return s.timelineBy(r, news.LedgerFilter{Words: q})
}

func (s *server) entityTimeline(r *http.Request) (any, error) {
	e, err := s.openEntity(r)
	if err != nil {
		return nil, err
	}
	return s.timelineBy(r, news.LedgerFilter{About: e.ID})
}

func (s *server) storyTimeline(r *http.Request) (any, error) {
	told, err := s.openStory(r)
	if err != nil {
		return nil, err
	}
	return s.timelineBy(r, news.LedgerFilter{Story: told.ID})
}

func (s *server) threadTimeline(r *http.Request) (any, error) {
	th, err := s.openThread(r)
	if err != nil {
		return nil, err
	}
	return s.timelineBy(r, news.LedgerFilter{Thread: th.ID})
}

func (s *server) timelineBy(r *http.Request, f news.LedgerFilter) (any, error) {
	if s.Timeline == nil {
		return nil, news.ErrNotFound
	}
	happenings, err := s.Reader.Happenings(r.Context(), f)
	if err != nil {
		return nil, err
	}
	return dayList{s.happeningsOf(s.Timeline(happenings, maxTimeline))}, nil
}

func (s *server) agenda(r *http.Request) (any, error) {
	if s.Agenda == nil {
		return nil, news.ErrNotFound
	}
	f, err := filter(r)
	if err != nil {
		return nil, err
	}
	from, err := timeAsked(r, "from")
	if err != nil {
		return nil, err
	}
	if from.IsZero() {
		from = s.Today().UTC()
	}
	from = from.Truncate(24 * time.Hour)
	until, err := timeAsked(r, "until")
	if err != nil {
		return nil, err
	}
	if until.IsZero() {
		until = from.AddDate(0, 0, agendaDays)
	}
	if until = until.Truncate(24 * time.Hour); !until.After(from) {
		return nil, &badRequest{"until: want a day after from"}
	}
	happenings, err := s.Reader.Agenda(r.Context(), from, until, news.LedgerFilter{Edition: f.Edition})
	if err != nil {
		return nil, err
	}
	lines := s.Agenda(happenings, s.Today())
	return agendaList{from.Format(time.DateOnly), until.Format(time.DateOnly), s.happeningsOf(lines[:min(len(lines), maxAgenda)])}, nil
}

func (s *server) happeningsOf(happenings []news.Happening) []happening {
	var quota licence.Quota
	list := make([]happening, len(happenings))
	for i, h := range happenings {
		from, to := days(h.From, h.Until)
		sentence := quota.Take(s.grant(h.Licence), h.Article, h.Sentence)
		list[i] = happening{
			From: from, To: to, Ahead: h.Ahead, Dated: h.Dated, Sentence: sentence, Articles: h.Articles, Article: int64(h.Article), Story: int64(h.Story), Headline: h.Headline,
			Source: h.SourceName, SourceID: int64(h.Source), URL: passage(h.URL, sentence), Published: instant(h.PublishedAt), Language: h.Language,
		}
	}
	return list
}
