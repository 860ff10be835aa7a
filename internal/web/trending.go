package web

import (
	"net/http"
	"time"

	"nutgraf/internal/news"
)

// maxRising is how many stories the page of what trends has.
const maxRising = 30

// trendingView is the stories that newsrooms take up faster than before, fastest first.
type trendingView struct {
	frame
	Rising  []storyLine
	Past    *pastView
	Earlier string
}

func (s *Site) trending(r *http.Request) (*reply, error) {
	at, err := s.pastHour(r)
	if err != nil {
		return nil, err
	}
	slots, now, err := s.rising(r, at)
	if err != nil {
		return nil, err
	}
	say := s.say(r)
	view := &trendingView{frame: s.frame(r, say.T("Trending")), Rising: s.slotLines(r, slots, now)}
	view.Description = say.T("The stories that more sources take up than was to be expected, fastest first.")
	view.follow(say.T("%s: trending", s.Title), "/trending", langQuery(r))
	if view.Past, err = s.past(r, &view.frame, at); err != nil {
		return nil, err
	}
	if view.Past == nil {
		view.Earlier = atHour(r, now.Truncate(time.Hour))
	}
	return s.page(r, http.StatusOK, "trending", view)
}

// rising are the stories that trend, as of that time; zero: now.
func (s *Site) rising(r *http.Request, at time.Time) ([]news.Slot, time.Time, error) {
	now, edition := s.Now(), s.edition(r)
	if !at.IsZero() {
		now = at
	}
	candidates, err := s.candidates(r.Context(), edition, at, now)
	if err != nil {
		return nil, now, err
	}
	if candidates, err = s.unmuted(r, visible(candidates)); err != nil {
		return nil, now, err
	}
	return s.Trending(candidates, now, edition, maxRising), now, nil
}

func (s *Site) trendingFeed(r *http.Request) (*channel, error) {
	slots, _, err := s.rising(r, time.Time{})
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.say(r).T("%s: trending", s.Title), "/trending")
	c.Items = s.storyItems(r, worded(slots, func(slot news.Slot) news.Story { return slot.Story }))
	return c, nil
}
