package web

import (
	"net/http"

	"nutgraf/internal/news"
)

// historyView is what a user read, by days.
type historyView struct {
	frame
	Days  []readDay
	Off   bool // nothing is remembered
	Next  string
	First string
}

// readDay is the reading of one day.
type readDay struct {
	Day  stamp
	Kept []keptLine
}

const historyPage = 60

func (s *Site) history(r *http.Request) (*reply, error) {
	m, after := mineOf(r), r.URL.Query().Get("after")
	kept, next, err := s.Users.History(r.Context(), m.ID, news.Filter{After: after, Limit: historyPage})
	if err != nil {
		return nil, err
	}
	view := &historyView{frame: s.frame(r, s.say(r).T("History")), Next: further(r, next), Off: m.Options.NoHistory}
	view.frame.Hidden = true
	if after != "" {
		view.First = "/history"
	}
	now := s.Now()
	for i, line := range s.keptLines(r, kept) {
		day := kept[i].At.In(now.Location())
		if last := len(view.Days) - 1; last < 0 || view.Days[last].Day.ISO != day.Format("2006-01-02") {
			view.Days = append(view.Days, readDay{Day: onDay(day, now)})
		}
		of := &view.Days[len(view.Days)-1]
		of.Kept = append(of.Kept, line)
	}
	return s.page(r, http.StatusOK, "history", view)
}

// markRead notes that something was read, or with remove that it was not.
func (s *Site) markRead(r *http.Request) (*reply, error) {
	item, err := itemOf(r)
	if err != nil {
		return nil, err
	}
	m := mineOf(r)
	switch {
	case r.PostFormValue("remove") != "":
		err = s.Users.MarkUnread(r.Context(), m.ID, item)
	case !m.Options.NoHistory:
		_, err = s.Users.MarkRead(r.Context(), m.ID, item, s.Now())
	}
	if err != nil {
		return nil, err
	}
	return s.done(r), nil
}

func (s *Site) emptyHistory(r *http.Request) (*reply, error) {
	if err := s.Users.MarkUnread(r.Context(), mineOf(r).ID, news.Item{}); err != nil {
		return nil, err
	}
	return s.done(r), nil
}
