package api

import (
	"net/http"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// sourceList answers /api/v1/sources.
type sourceList struct {
	Sources []source `json:"sources"`
}

// source is a publisher with the health of its feeds.
type source struct {
	ID        int64  `json:"id"`
	Host      string `json:"host"`
	Name      string `json:"name"`
	Home      string `json:"home,omitempty"`
	Country   string `json:"country,omitempty"`
	Language  string `json:"language,omitempty"`
	Licence   string `json:"licence"` // what others are shown: headline, excerpt or full
	Articles  int    `json:"articles"`
	Succeeded string `json:"succeeded_at,omitempty"`
	Feeds     []feed `json:"feeds"`
}

type feed struct {
	ID        int64  `json:"id"`
	URL       string `json:"url,omitempty"` // on private instances only: it may hold a key
	Title     string `json:"title,omitempty"`
	Section   string `json:"section,omitempty"`
	Interval  int64  `json:"interval_seconds,omitempty"`
	Polled    string `json:"polled_at,omitempty"`
	Succeeded string `json:"succeeded_at,omitempty"`
	NextPoll  string `json:"next_poll_at,omitempty"`
	Failures  int    `json:"failures"`
	Reason    string `json:"reason,omitempty"`
	Problem   string `json:"problem,omitempty"` // likewise
	Stopped   bool   `json:"stopped"`
}

// status answers /api/v1/status.
type status struct {
	Articles int     `json:"articles"`
	Entries  int     `json:"entries"`
	Stories  int     `json:"stories"`
	Feeds    int     `json:"feeds"`
	Sources  int     `json:"sources"`
	Backlog  backlog `json:"backlog"`
	Demo     demo    `json:"demo"`
}

// backlog is how many wait for each stage.
type backlog struct {
	Feeds    int `json:"feeds"`
	Entries  int `json:"entries"`
	Articles int `json:"articles"`
	Facts    int `json:"facts"` // grouped articles that wait to be understood
}

type demo struct {
	Done bool `json:"done"`
}

func (s *server) sources(r *http.Request) (any, error) {
	states, err := s.Reader.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	list := sourceList{Sources: make([]source, len(states))}
	for i, state := range states {
		list.Sources[i] = s.sourceOf(state)
	}
	return list, nil
}

func (s *server) sourceOf(state news.SourceState) source {
	src := state.Source
	shown := source{
		ID: int64(src.ID), Host: src.Host, Name: src.Name, Home: outward(src.Home), Country: src.Country, Language: src.Language,
		Licence: string(licence.For(src, s.DefaultLicence, false).Licence()), Articles: state.Articles,
		Succeeded: instant(state.SucceededAt), Feeds: make([]feed, len(state.Feeds)),
	}
	for i, f := range state.Feeds {
		shown.Feeds[i] = feed{
			ID: int64(f.ID), URL: outward(f.URL), Title: f.Title, Section: string(f.Section), Interval: int64(f.Interval.Seconds()),
			Polled: instant(f.PolledAt), Succeeded: instant(f.SucceededAt), NextPoll: instant(f.NextPollAt), Failures: f.Failures,
			Reason: string(f.Reason), Problem: f.Problem, Stopped: f.Stopped,
		}
		if !s.Private {
			shown.Feeds[i].URL, shown.Feeds[i].Problem = "", ""
		}
	}
	return shown
}

func (s *server) status(r *http.Request) (any, error) {
	// Asked first, so that what is done is in the counts.
	done, err := s.Demo.Done(r.Context())
	if err != nil {
		return nil, err
	}
	backlogs, err := s.Reader.Backlogs(r.Context(), s.Now())
	if err != nil {
		return nil, err
	}
	counts, err := s.Reader.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	answer := status{
		Articles: counts.Articles, Entries: counts.Entries, Stories: counts.Stories, Feeds: counts.Feeds, Sources: counts.Sources,
		Demo: demo{done},
	}
	for _, b := range backlogs {
		switch b.Stage {
		case "feeds":
			answer.Backlog.Feeds = b.Waiting
		case "entries":
			answer.Backlog.Entries = b.Waiting
		case "articles":
			answer.Backlog.Articles = b.Waiting
		case "facts":
			answer.Backlog.Facts = b.Waiting
		}
	}
	return answer, nil
}
