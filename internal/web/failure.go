package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// failureView is what a reader sees when there is nothing to see.
type failureView struct {
	frame
	Status int
	Words  string // a message; so is Advice
	Advice string
	Lost   bool // the address leads nowhere
	Near   []articleLine
	Names  []entityLine
}

// failureWords say, for each status, what happened and what to do.
var failureWords = map[int][2]string{
	http.StatusNotFound:              {news.Word("This page is not here."), news.Word("It may never have been, or its publisher took it back. Search may find what you were after.")},
	http.StatusGone:                  {news.Word("This was taken off by the editors."), news.Word("Its address stays, but what it told is not shown here any more.")},
	http.StatusBadRequest:            {news.Word("That could not be understood."), news.Word("Something in the address or the form is not as it should be. Go back and try again.")},
	http.StatusForbidden:             {news.Word("That is for the administrator."), news.Word("Sign in and try again.")},
	http.StatusConflict:              {news.Word("Somebody else was faster."), news.Word("Things changed meanwhile. Go back, look again, and repeat it if it is still wanted.")},
	http.StatusRequestEntityTooLarge: {news.Word("That is too much."), news.Word("The file or form is larger than this site takes.")},
	http.StatusTooManyRequests:       {news.Word("Too many attempts."), news.Word("Wait a minute, then try again.")},
	http.StatusServiceUnavailable:    {news.Word("The news cannot be read just now."), news.Word("The database does not answer. Nothing is lost; try again in a moment.")},
	http.StatusInternalServerError:   {news.Word("Something broke here."), news.Word("It is our fault, and it has been noted. Try again in a moment.")},
}

// slowWords stand where the database answers, but not soon enough.
var slowWords = [2]string{news.Word("This page took too long."),
	news.Word("It was stopped so that others get their turn. Try again in a moment; a search finds sooner with a rarer word in it.")}

// failure makes the page of an error, and tells the log of those an operator must know.
func (s *Site) failure(r *http.Request, err error) *reply {
	if gone := s.takenDown(r, err); gone != nil {
		return gone
	}
	status := statusOf(err)
	switch {
	case errors.Is(err, errBusy):
		if n := s.turns.turnedAway(time.Now()); n > 0 {
			s.Log.Error("there are more readers than pages can be made for", "turned away", n)
		}
	case status >= http.StatusInternalServerError && r.Context().Err() == nil:
		s.Log.Error("page failed", "url", r.URL.Path, "err", err)
	}
	words := failureWords[status]
	if errors.Is(err, errSlow) {
		words = slowWords
	}
	view := &failureView{frame: s.frame(r, s.say(r).T(words[0])), Status: status, Words: words[0], Advice: words[1]}
	view.Hidden = true
	if view.Lost = status == http.StatusNotFound && r.Method == http.MethodGet && !strings.Contains(r.URL.Path, "/feed."); view.Lost {
		asked := lostWords(r.URL.Path)
		view.Query = strings.Join(asked, " ")
		view.Near, view.Names = s.near(r, asked)
	}
	answer, err := s.page(r, status, "failure", view)
	if err != nil {
		s.Log.Error("page of an error failed", "err", err)
		return &reply{status: status, kind: "text/plain; charset=utf-8", body: []byte(words[0] + "\n")}
	}
	return answer
}
