package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"nutgraf/internal/news"
)

// A page at an earlier hour: the address of the front page or of a section with ?at=2026-11-27T10:00Z.

type pastReader interface {
	// LoggedSince is the hour from which on past pages are known; zero when none is.
	LoggedSince(ctx context.Context) (time.Time, error)
}

// pastView is what the banner of a past page says. Pages of now have none.
type pastView struct {
	At      stamp
	Before  string // address of the page an hour earlier; empty when nothing is known of it
	After   string // and later; empty when that is now
	Now     string
	Unknown stamp // set when the page is older than what is known: since when that is
}

const hourLayout = "2006-01-02T15:04Z"

// pastHour is the time that a page is asked for, in the site's location; zero for now. It is [news.ErrInvalid] when it
// is none.
func (s *Site) pastHour(r *http.Request) (time.Time, error) {
	text := r.URL.Query().Get("at")
	if text == "" {
		return time.Time{}, nil
	}
	at, err := news.ParseHour(text)
	if err != nil || at.After(s.Now()) { // what is to come is asked for now
		return time.Time{}, err
	}
	return at.In(s.Now().Location()), nil
}

// past makes the banner, and keeps search engines from walking back hour by hour; nil for a page of now.
func (s *Site) past(r *http.Request, f *frame, at time.Time) (*pastView, error) {
	if at.IsZero() {
		return nil, nil //nolint:nilnil // no banner is no error
	}
	since, err := s.Reader.LoggedSince(r.Context())
	if err != nil {
		return nil, err
	}
	f.Hidden, f.Feeds, f.Calendars = true, nil, nil
	now := s.Now()
	view := &pastView{At: when(at, now), Now: atHour(r, time.Time{}), After: atHour(r, at.Truncate(time.Hour).Add(time.Hour))}
	before := at.Add(-time.Minute).Truncate(time.Hour)
	if !before.Before(since) && !since.IsZero() {
		view.Before = atHour(r, before)
	}
	if at.Before(since) || since.IsZero() {
		view.Unknown = when(since, now)
	}
	if at.Truncate(time.Hour).Add(time.Hour).After(now) {
		view.After = ""
	}
	return view, nil
}

// atHour is the address of this page at an hour; the zero time is now.
func atHour(r *http.Request, at time.Time) string {
	query := url.Values{}
	if lang := r.URL.Query().Get("lang"); lang != "" {
		query.Set("lang", lang)
	}
	if !at.IsZero() {
		query.Set("at", at.UTC().Format(hourLayout))
	}
	if len(query) == 0 {
		return r.URL.Path
	}
	return r.URL.Path + "?" + query.Encode()
}

// visible leaves out what an editor hid.
func visible(stories []news.Story) []news.Story {
	shown := stories[:0:0]
	for _, story := range stories {
		if !story.Hidden {
			shown = append(shown, story)
		}
	}
	return shown
}
