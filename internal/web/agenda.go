package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

type agendaReader interface {
	Agenda(ctx context.Context, from, until time.Time, f news.LedgerFilter) ([]news.Happening, error)
}

// agendaDays is how far ahead the agenda looks at once, calendarDays how far a calendar does.
const (
	agendaDays   = 60
	calendarDays = 2 * 365
	maxAgenda    = 200 // lines
)

// agendaView is what is announced, by day.
type agendaView struct {
	frame
	Months []month[agendaDay]
	From   daysLine
	Until  daysLine
	Later  string // address of the days after these
	Now    string // address of the agenda from today on, when this is a later part
	ICS    string
}

// agendaDay is a day, or a span of days, with what is to come then.
type agendaDay struct {
	Days  daysLine
	Lines []happeningLine
}

func (s *Site) agenda(r *http.Request) (*reply, error) {
	from, until, err := s.agendaSpan(r)
	if err != nil {
		return nil, err
	}
	happenings, err := s.announced(r, from, until, news.LedgerFilter{Edition: s.edition(r)})
	if err != nil {
		return nil, err
	}
	now := s.Now()
	view := &agendaView{frame: s.frame(r, s.say(r).T("Agenda")), From: daysOf(from, from, now), Until: daysOf(until, until, now),
		Later: "/agenda?from=" + until.Format(time.DateOnly), ICS: "/agenda.ics"}
	if lang := langQuery(r); lang != "" {
		view.Later, view.ICS = view.Later+"&"+lang, view.ICS+"?"+lang
	}
	if r.URL.Query().Get("from") != "" {
		view.Now, view.Hidden = "/agenda", true
	}
	view.Description = s.say(r).T("What is announced for the days to come, each with the sentence that says so.")
	view.follow(s.say(r).T("%s: agenda", s.Title), "/agenda", langQuery(r))
	view.dates(s.say(r).T("%s: agenda", s.Title), "/", langQuery(r))
	var quota licence.Quota
	var days []agendaDay
	for _, line := range s.happeningLines(r, happenings, &quota) {
		at := slices.IndexFunc(days, func(d agendaDay) bool { return d.Days == line.Days })
		if at < 0 {
			at = len(days)
			days = append(days, agendaDay{Days: line.Days})
		}
		days[at].Lines = append(days[at].Lines, line)
	}
	view.Months = byMonth(days, now, func(d agendaDay) time.Time { return d.Days.first })
	return s.page(r, http.StatusOK, "agenda", view)
}

// agendaSpan is the days that the address asks for: from today on unless it says otherwise.
func (s *Site) agendaSpan(r *http.Request) (from, until time.Time, err error) {
	from = s.today()
	if text := r.URL.Query().Get("from"); text != "" {
		if from, err = news.ParseHour(text); err != nil {
			return from, until, err
		}
		from = from.Truncate(24 * time.Hour)
	}
	return from, from.AddDate(0, 0, agendaDays), nil
}

// announced reads what is announced, one line for each event.
func (s *Site) announced(r *http.Request, from, until time.Time, f news.LedgerFilter) ([]news.Happening, error) {
	f.Limit = maxAgenda
	happenings, err := s.Reader.Agenda(r.Context(), from, until, f)
	if err != nil || s.Agenda == nil {
		return nil, err
	}
	return s.Agenda(happenings, s.Now()), nil
}

// agendaCalendar is what a filter announces, from today on.
func (s *Site) agendaCalendar(r *http.Request, name string, f news.LedgerFilter) (*reply, error) {
	happenings, err := s.announced(r, s.today(), s.today().AddDate(0, 0, calendarDays), f)
	if err != nil {
		return nil, err
	}
	return s.calendar(r, name, happenings), nil
}

func (s *Site) wholeCalendar(r *http.Request) (*reply, error) {
	return s.agendaCalendar(r, s.Title+": agenda", news.LedgerFilter{Edition: s.edition(r)})
}

func (s *Site) agendaFeed(r *http.Request) (*channel, error) {
	from, until, err := s.agendaSpan(r)
	if err != nil {
		return nil, err
	}
	happenings, err := s.announced(r, from, until, news.LedgerFilter{Edition: s.edition(r)})
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+s.say(r).T("Agenda"), "/agenda")
	c.Items = s.happeningItems(r, happenings)
	return c, nil
}
