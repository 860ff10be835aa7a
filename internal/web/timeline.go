package web

import (
	"errors"
	"net/http"
	"net/url"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// longTimeline is how many days the timeline of a search has.
const longTimeline = 40

// timelineView is what happened when, as far as the articles tell that a search finds.
type timelineView struct {
	frame
	Words   string
	Lines   []happeningLine
	Problem string
}

func (s *Site) timelinePage(r *http.Request) (*reply, error) {
	view := &timelineView{frame: s.frame(r, s.say(r).T("Timeline")), Words: askedFor(r, "q")}
	view.Hidden = true
	if view.Words == "" {
		return s.page(r, http.StatusOK, "timeline", view)
	}
	view.Title = s.say(r).T("%s – timeline", view.Words)
	happened, err := s.happened(r)
	switch {
	case errors.Is(err, news.ErrInvalid):
		view.Problem = s.say(r).Say(problems(err)[0])
	case err != nil:
		return nil, err
	}
	view.Lines = s.happeningLines(r, happened, &licence.Quota{})
	view.follow(s.say(r).T("%s: timeline", view.Words), "/timeline", url.Values{"q": {view.Words}}.Encode())
	return s.page(r, http.StatusOK, "timeline", view)
}

// happened reads what the articles tell that the address asks for, and chooses the days.
func (s *Site) happened(r *http.Request) ([]news.Happening, error) {
	words := askedFor(r, "q")
	if words == "" || s.Timeline == nil {
		return nil, news.ErrNotFound
	}
	happenings, err := s.Reader.Happenings(r.Context(), news.LedgerFilter{Words: words})
	if err != nil {
		return nil, err
	}
	return s.Timeline(happenings, longTimeline), nil
}

func (s *Site) timelineFeed(r *http.Request) (*channel, error) {
	happened, err := s.happened(r)
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+askedFor(r, "q"), "/timeline")
	c.Items = s.happeningItems(r, happened)
	return c, nil
}
